"""Asks before something is destroyed; everything else can be undone and is not asked about."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from PySide6.QtWidgets import QMessageBox, QWidget

_NAME_SHOWN: Final = 80


def ask_to_delete(
    window: QWidget, question: str, consequence: str, delete: Callable[[], None], verb: str = ""
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


def ask_to_replace(window: QWidget, paths: Iterable[Path], write: Callable[[], None]) -> None:
    """Call `write`, at once if none of the files is there, otherwise if the person wants them replaced."""
    there = [path for path in paths if os.path.isfile(path)]  # noqa: PTH113  Path raises for some that cannot be there
    if not there:
        write()
        return
    translate = QCoreApplication.translate
    names = ", ".join(f"“{path.name[:_NAME_SHOWN]}”" for path in there)
    question = (
        translate("Confirm", "%1 is there already. Replace it?")
        if len(there) == 1
        else translate("Confirm", "%1 are there already. Replace them?")
    )
    consequence = translate("Confirm", "What is there now will be gone. The folder is %1.")
    ask_to_delete(
        window,
        question.replace("%1", names),
        consequence.replace("%1", str(there[0].parent)),
        write,
        translate("Confirm", "Replace"),
    )
