"""A line to search in a list. Signal: `searched(text)` a moment after the last key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.motion import add_clear_button
from siro_desktop.ui.text_size import fit_height

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DELAY_MS: Final = 150


class SearchLine(QLineEdit):
    """An input with a magnifying glass. `spoken` is its name for screen readers."""

    searched = Signal(str)

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setPlaceholderText(self.tr("Search"))
        add_clear_button(self)
        fit_height(self)
        glass = QAction(self)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        set_icon(glass, "search", "muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._on_due)

    def take_focus(self) -> None:
        """Let the next keys go here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot()
    def _on_due(self) -> None:
        self.searched.emit(self.text().strip())
