"""The notes on the comparison that is shown. Signals: those of `NotesList`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from siro_desktop.domain.comparison_notes import notes_on
from siro_desktop.ui.comparison.notes_list import NotesList
from siro_desktop.ui.result_header import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.comparison.state import ComparisonState


class NotesStrip(NotesList):
    """Follows the state. Hidden while nothing stands in the way. GUI thread; `clock` returns an aware instant."""

    def __init__(
        self, state: ComparisonState, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__("notes_strip", state, parent)
        self._clock = clock
        state.comparison_changed.connect(self._on_comparison_changed)
        self._on_comparison_changed()

    @Slot()
    def _on_comparison_changed(self) -> None:
        comparison = self._state.comparison
        self.show_notes(notes_on(comparison, self._state.rules, self._clock()) if comparison else ())
