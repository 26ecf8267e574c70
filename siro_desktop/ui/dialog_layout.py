"""How small dialogs are laid out: their parts below each other, and under them a verb and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout

from siro_desktop.ui.dialog_size import Rolling, column_of, grow_with
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QDialog, QWidget

_LINES_WIDE: Final = 22


def lay_out_dialog(
    dialog: QDialog, parts: Sequence[QWidget], verb: str, lines_wide: int = _LINES_WIDE
) -> QDialogButtonBox:
    """Put the parts below each other, and under them the verb and Cancel, which closes.

    The dialog becomes higher where a part needs it, up to the screen, and goes once closed.
    """
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    layout.setSpacing(SPACE_3)
    content, column = column_of(f"{dialog.objectName()}_parts", dialog, SPACE_3)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    rolling = Rolling(content, dialog)
    # made last: Qt leads the keyboard through a dialog in the order in which its parts came into it
    standard = QDialogButtonBox.StandardButton
    buttons = named(QDialogButtonBox(standard.Ok | standard.Cancel, dialog), f"{dialog.objectName()}_buttons")
    buttons.button(standard.Ok).setText(verb)
    buttons.button(standard.Ok).setObjectName(f"{dialog.objectName()}_ok")
    buttons.button(standard.Cancel).setObjectName(f"{dialog.objectName()}_cancel")
    fit_height(*buttons.buttons())
    put_verb_last(buttons)
    for button in buttons.buttons():
        button.setIcon(QIcon())  # Fusion's own are of another set
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(rolling, 1)
    layout.addWidget(buttons)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    grow_with(dialog, rolling, lines_wide * dialog.fontMetrics().lineSpacing())
    return buttons


def put_verb_last(buttons: QDialogButtonBox) -> None:
    """Let the verb stand in the corner and Cancel before it, as in dialogs that lay out their buttons themselves."""
    buttons.setStyleSheet(
        f"#{buttons.objectName()} {{ button-layout: {QDialogButtonBox.ButtonLayout.GnomeLayout.value}; }}"
    )
