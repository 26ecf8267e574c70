"""The notes on the comparison that is shown. Signals: those of `NotesList`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot

from siro_desktop.domain.comparison_notes import notes_on
from siro_desktop.ui.comparison.notes_list import NotesList
from siro_desktop.ui.result_header import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.comparison.state import ComparisonState


class NotesStrip(NotesList):
    """Follows the state, unless it is paused. Hidden while nothing stands in the way.

    GUI thread; `clock` returns an aware instant.
    """

    def __init__(
        self, state: ComparisonState, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__("notes_strip", state, parent)
        self._clock = clock
        self._is_paused = self._is_stale = False
        self._timer = QTimer(self)  # of no time: what a table shows of the same figures comes first
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look_through)
        state.comparison_changed.connect(self._on_comparison_changed)
        state.least_changed.connect(self._on_comparison_changed)
        self._look_through()

    def set_paused(self, *, paused: bool) -> None:
        """Say nothing new while figures come every second: to look through all of them takes a while."""
        self._is_paused = paused
        if paused and self._timer.isActive():
            self._timer.stop()
            self._is_stale = True
        elif not paused and self._is_stale:
            self._on_comparison_changed()

    @Slot()
    def _on_comparison_changed(self) -> None:
        self._is_stale = self._is_paused
        if not self._is_paused:
            self._timer.start(0)

    @Slot()
    def _look_through(self) -> None:
        comparison = self._state.comparison
        self.show_notes(notes_on(comparison, self._state.rules, self._clock()) if comparison else ())
