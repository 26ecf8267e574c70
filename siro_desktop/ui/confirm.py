"""Asks before something is destroyed; everything else can be undone and is not asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_delete(
    window: QWidget, question: str, consequence: str, delete: Callable[[], object], verb: str = ""
) -> QMessageBox:
    """Ask once; `delete` is called if the person says so. Keeping is the default. `verb` names the button."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setObjectName("confirm_delete")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files and people are in it
    box.setText(question)
    box.setInformativeText(consequence)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    button = box.addButton(
        verb or QCoreApplication.translate("Confirm", "Delete"), QMessageBox.ButtonRole.DestructiveRole
    )
    button.setObjectName("confirm_delete_button")
    keep = box.addButton(QCoreApplication.translate("Confirm", "Keep"), QMessageBox.ButtonRole.RejectRole)
    keep.setObjectName("confirm_keep")
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    button.clicked.connect(delete)
    box.open()
    return box
