"""A line to search in a list. Signal: `searched(text)` a moment after the last key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.motion import add_clear_button
from siro_desktop.ui.text_size import fit_height, follow_text
from siro_desktop.ui.theme import SPACE_2

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
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
        add_clear_button(self)
        fit_height(self)
        follow_text(self, self._fit_hint)
        glass = QAction(self)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        set_icon(glass, "search", "muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._on_due)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what it is for where there is room."""
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        """Qt would cut the word; the magnifying glass, as wide as high, says enough."""
        hint = self.tr("Search")
        room = self.width() - self.minimumHeight() - 2 * SPACE_2
        self.setPlaceholderText(hint if self.fontMetrics().horizontalAdvance(hint) <= room else "")

    def take_focus(self) -> None:
        """Let the next keys go here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot()
    def _on_due(self) -> None:
        self.searched.emit(self.text().strip())
