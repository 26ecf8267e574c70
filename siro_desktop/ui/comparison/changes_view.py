"""What changed since the stored copy before the result that is shown: counts in words, and a table.

Signals: `changes_wanted(result id)` when it is looked at and does not know yet: run `WhatChanged` and hand its return
to `show_changes`, unless another was asked for meanwhile; `clear_search_clicked`; `rows_shown(shown, total)`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot

from siro_desktop.domain.changes import ChangeKind, Changes
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.exports import LateRows
from siro_desktop.ui.column_fit import ColumnHabits
from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.comparison.change_keys import ChangeColumn
from siro_desktop.ui.comparison.changes_model import ChangesModel
from siro_desktop.ui.comparison.changes_words import changes_in_words, nothing_changed_in_words, since_in_words
from siro_desktop.ui.comparison.difference_rows import RowsView
from siro_desktop.ui.field import Caption
from siro_desktop.ui.filter_strip import nothing_in_words
from siro_desktop.ui.view_look import selected_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.changes import Change
    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.comparison.state import ComparisonState

_HABITS: Final = ColumnHabits(widest={int(ChangeColumn.METRIC): 34}, hidden=frozenset({"unit"}))


class ChangesView(RowsView):
    """Follows the state. Works for a comparison of one cell too. GUI thread."""

    changes_wanted = Signal(object)

    model: ChangesModel

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__("changes", parent)
        self._state = state
        self._changes: Changes | None = None
        self._asked_for: SavedResult | None = None
        self._has_failed = False
        self._summary = Caption("changes_summary", host=self, color="text")
        self.model = ChangesModel(state, self)
        self.table = ColumnTableView(self.model, "changes_table", _HABITS, self)
        self.table.setAccessibleName(self.tr("What changed"))
        self._lay_out(self._summary)
        self._connect()

    def _connect(self) -> None:
        self._state.comparison_changed.connect(self._on_comparison_changed)
        self.table.current_source_row_changed.connect(self._on_current_row_changed)
        self._nothing.action_clicked.connect(self._on_state_action)

    # Public ---------------------------------------------------------------------------------------------------------

    def show_changes(self, changes: Changes | None) -> None:
        """Show what `changes_wanted` asked for; None: it could not be found out."""
        self._show(changes, has_failed=changes is None)

    def told(self) -> str:
        """Return what changed since when, in a sentence; as long as that is not known, why."""
        if self._changes is not None:
            return changes_in_words(self._changes, self._state.zone)
        return self.tr("What changed is not known") if self._has_failed else self.tr("Looking for the copy before")

    def visible_rows(self) -> KeyedRows:
        """Return cell key and row in the present answer of every change in view; what is gone has none."""
        changes, shown = self._changes, self.model.order
        if changes is None:
            return []
        if len(shown) < len(changes.all):
            return _rows_of(changes.all, shown)
        there = changes.count(ChangeKind.CHANGED) + changes.count(ChangeKind.NEW)
        return LateRows(there, partial(_rows_of, changes.all, shown))

    def selected_rows(self) -> KeyedRows:
        """Return the same of the changes that are selected."""
        return _rows_of(self._changes.all, selected_sources(self.table, self.model)) if self._changes else []

    # Showing --------------------------------------------------------------------------------------------------------

    def _show(self, changes: Changes | None, *, has_failed: bool = False) -> None:
        self._changes, self._has_failed = changes, has_failed
        self.model.set_changes(changes or Changes())

    def _ask(self) -> None:
        """Ask once for each result and each time that more of it has come."""
        comparison = self._state.comparison
        if comparison is None or comparison.saved is self._asked_for:
            return
        self._asked_for = comparison.saved
        self.changes_wanted.emit(comparison.saved.id)

    def _say_nothing(self) -> None:
        say, zone, changes = self._nothing.say, self._state.zone, self._changes
        if self.model.source_count():
            sentence = self.tr("No change holds “%1”.").replace("%1", self.model.filter_text)
            say("search", *nothing_in_words(self.model, sentence))
        elif self._state.comparison is None:
            say("waiting", self.tr("No figures yet"), self.tr("They appear here as Siro answers."))
        elif self._has_failed:
            sentence = self.tr("The copy before could not be read from this computer's store.")
            say("error", self.tr("What changed is not known"), sentence, self.tr("Try again"))
        elif changes is None:
            say("waiting", self.tr("Looking for the copy before"), self.tr("It is read from this computer's store."))
        elif changes.since is None:
            sentence = self.tr("Fetch the same question again later: what is not as it was then stands here.")
            say("saved", self.tr("This is the first copy"), sentence)
        else:
            heading = nothing_changed_in_words(since_in_words(changes.since, zone))
            say("done", heading, self.tr("Every value, pass rate and number of recordings is as it was."))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_comparison_changed(self) -> None:
        """Forget what was said of another result; of a result of which more has come, it stays until that is told."""
        saved = self._state.comparison.saved if self._state.comparison else None
        asked_for = self._asked_for
        is_kept = saved is not None and asked_for is not None and bool(saved.id) and saved.id == asked_for.id
        if not is_kept and saved is not asked_for:
            self._asked_for = None
            self._show(None)
        else:  # names may be others
            self._show(self._changes, has_failed=self._has_failed)
        if self.isVisible():
            self._ask()

    @Slot()
    def _on_state_action(self) -> None:
        if self.model.source_count():
            self.clear_filters()
        else:
            self._asked_for = None
            self._show(None)
            self._ask()

    @Slot(int)
    def _on_current_row_changed(self, source_row: int) -> None:
        """Let the figure stand out in the other views."""
        comparison = self._state.comparison
        if comparison is None or not 0 <= source_row < self.model.source_count():
            return
        change = self.model.change(source_row)
        query = change.cell.query
        if query.entity not in comparison.entities or query.period not in comparison.periods:
            return
        keys = [metric.key for metric in comparison.metrics]
        if change.metric is not None and change.metric.key in keys:
            self._state.choose_metric(keys.index(change.metric.key))
        self._state.select(Place(comparison.entities.index(query.entity), comparison.periods.index(query.period)))

    @Slot()
    def _on_rows_changed(self) -> None:
        super()._on_rows_changed()
        total = self.model.source_count()
        self._summary.setVisible(bool(total))
        if self._changes is not None and total:
            self._summary.setText(changes_in_words(self._changes, self._state.zone))

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Find out what changed when somebody looks."""
        super().showEvent(shown)
        self._ask()


def _rows_of(changes: Sequence[Change], places: Sequence[int]) -> list[tuple[str, int]]:
    """Return cell key and row in the present answer of the changes at these places; what is gone has none."""
    found = (changes[place] for place in places)
    return [(change.cell.key, change.row) for change in found if change.row is not None]
