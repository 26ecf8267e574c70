"""A line to search in a list. Signal: `searched(text)` a moment after the last key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot

from siro_desktop.ui.search_input import SearchInput
from siro_desktop.ui.tips import set_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DELAY_MS: Final = 150


class SearchLine(SearchInput):
    """Waits until somebody has typed. `spoken` is its name for screen readers, and its tooltip."""

    searched = Signal(str)

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(name, QCoreApplication.translate("SearchLine", "Search"), spoken, parent)
        set_tip(self, spoken)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._on_due)

    @Slot()
    def _on_due(self) -> None:
        self.searched.emit(self.text().strip())
