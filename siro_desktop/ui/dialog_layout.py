"""How small dialogs are laid out: their parts below each other, and under them a verb and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_3, SPACE_4
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_LINES_WIDE: Final = 22


def lay_out_dialog(
    dialog: QDialog, parts: Sequence[QWidget], verb: str, lines_wide: int = _LINES_WIDE
) -> QDialogButtonBox:
    """Put the parts below each other, and under them the verb and Cancel, which closes.

    The dialog becomes higher where a part needs it, and goes once closed.
    """
    standard = QDialogButtonBox.StandardButton
    buttons = named(QDialogButtonBox(standard.Ok | standard.Cancel, dialog), f"{dialog.objectName()}_buttons")
    buttons.button(standard.Ok).setText(verb)
    buttons.button(standard.Ok).setObjectName(f"{dialog.objectName()}_ok")
    buttons.button(standard.Cancel).setObjectName(f"{dialog.objectName()}_cancel")
    fit_height(*buttons.buttons())
    for button in buttons.buttons():
        button.setIcon(QIcon())  # Fusion's own are of another set
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    layout.setSpacing(SPACE_3)
    for part in (*parts, buttons):
        layout.addWidget(part)
    layout.addStretch(1)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(lines_wide * dialog.fontMetrics().lineSpacing(), 0)
    _Growth(dialog, layout).grow()
    return buttons


class _Growth(QObject):
    """Makes a dialog higher when its parts need it, such as for a problem that is said beside a field."""

    def __init__(self, dialog: QDialog, layout: QVBoxLayout) -> None:
        super().__init__(dialog)
        self._dialog, self._layout = dialog, layout
        dialog.installEventFilter(self)

    def grow(self) -> None:
        """Take the height that the parts need in the width there is."""
        width = self._dialog.width()
        needed = max(self._layout.totalHeightForWidth(width), self._layout.totalSizeHint().height())
        if needed > self._dialog.height():
            self._dialog.resize(width, needed)

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        """Look at what is needed when a part has changed."""
        if happened.type() == QEvent.Type.LayoutRequest:
            self.grow()
        return super().eventFilter(watched, happened)
