"""Two columns held against each other: a row for each metric, the notes on both sides above.

Signals: `other_result_requested`, let the person choose a saved result and hand it to `offer_result`;
`results_wanted(ids)`, hand those of these results that are still stored to `bring_results`;
`clear_search_clicked`; `rows_shown(shown, total)`; and those of `NotesList`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QFontMetrics

from siro_desktop.domain.comparison_notes import notes_between
from siro_desktop.domain.differences import find_differences
from siro_desktop.domain.sides import sides_of
from siro_desktop.domain.two_sides import TwoSides
from siro_desktop.ui.column_fit import ColumnHabits
from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.comparison.difference_bar import SidesBar
from siro_desktop.ui.comparison.difference_delegates import DivergingBarDelegate, MovementDelegate, bar_width
from siro_desktop.ui.comparison.difference_model import DifferenceColumn, DifferenceModel
from siro_desktop.ui.comparison.difference_picker import SideGroup
from siro_desktop.ui.comparison.difference_rows import RowsView
from siro_desktop.ui.comparison.difference_sides import first_sides, names_of, read_sides
from siro_desktop.ui.comparison.difference_words import summary_in_words
from siro_desktop.ui.comparison.notes_list import NotesList
from siro_desktop.ui.comparison.other_results import OtherResults
from siro_desktop.ui.field import Caption
from siro_desktop.ui.filter_strip import nothing_in_words
from siro_desktop.ui.result_header import utc_now
from siro_desktop.ui.view_look import selected_sources
from siro_desktop.ui.words import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.exports import Shown
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.sides import Side
    from siro_desktop.settings import Json
    from siro_desktop.ui.comparison.difference_sides import BothNames
    from siro_desktop.ui.comparison.state import ComparisonState

_HIDDEN: Final = (
    DifferenceColumn.PASS_RATE_A,
    DifferenceColumn.PASS_RATE_B,
    DifferenceColumn.TYPE,
    DifferenceColumn.ID,
    DifferenceColumn.UNIT,
)
_HABITS: Final = ColumnHabits(
    widest={int(DifferenceColumn.METRIC): 34},
    hidden=frozenset(column.name.lower() for column in _HIDDEN),
    beside={
        int(DifferenceColumn.RELATIVE): bar_width,
        int(DifferenceColumn.TARGET): QFontMetrics.lineSpacing,
    },
)


class DifferenceTable(ColumnTableView):
    """Shows a DifferenceModel."""

    def __init__(self, model: DifferenceModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "difference_table", _HABITS, parent)
        self.setAccessibleName(self.tr("Differences"))
        self.setItemDelegateForColumn(int(DifferenceColumn.RELATIVE), DivergingBarDelegate(self))
        self.setItemDelegateForColumn(int(DifferenceColumn.TARGET), MovementDelegate(self))


class DifferenceView(RowsView):
    """Follows the state; what is not looked at is not worked out. GUI thread; `clock` returns an aware instant."""

    other_result_requested = Signal()
    results_wanted = Signal(object)
    remedy_requested = Signal(object)
    continue_requested = Signal()
    fetch_again_requested = Signal()

    model: DifferenceModel
    table: DifferenceTable

    def __init__(
        self, state: ComparisonState, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__("difference", parent)
        self._state = state
        self._clock = clock
        self._others = OtherResults()
        self._awaited: BothNames | None = None  # sides of results that are on their way from the store
        self._plan: FetchPlan | None = None  # that the choice of sides was made for
        self._is_chosen = False
        self._is_stale = True
        self._sides: tuple[Side, Side] | None = None
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self.bar = SidesBar(self._state, self)
        self.notes = NotesList("difference_notes", self._state, self)
        gone = self.tr("A saved result that was a side is not stored any more: other sides are shown.")
        self._gone = Caption("difference_gone", gone, self)
        self._gone.hide()
        self._summary = Caption("difference_summary", host=self)
        self.model = DifferenceModel(self._state.is_thin, self)
        self.table = DifferenceTable(self.model, self)
        self._lay_out(self.bar, self._gone, self.notes, self._summary)

    def _connect(self) -> None:
        state = self._state
        state.comparison_changed.connect(self._on_comparison_changed)
        state.selection_changed.connect(self._on_selection_changed)
        state.metric_changed.connect(self._on_metric_changed)
        self.bar.changed.connect(self._on_side_chosen)
        self.bar.other_clicked.connect(self.other_result_requested)
        self._nothing.action_clicked.connect(self._on_state_action)
        self.table.current_source_row_changed.connect(self._on_current_row_changed)
        self.model.arranged.connect(self._on_arranged)
        for name in ("remedy_requested", "continue_requested", "fetch_again_requested"):
            getattr(self.notes, name).connect(getattr(self, name))

    # Public ---------------------------------------------------------------------------------------------------------

    def offer_result(self, saved: SavedResult) -> None:
        """Offer the columns of another saved result as sides, and hold B's like, or its first, against B as A."""
        shown = self._state.comparison
        if shown is None or shown.saved.plan.profile_id != saved.plan.profile_id or shown.saved.id == saved.id:
            return
        self._others.add(saved)
        self._offer_sides()
        chosen = self.bar.b.side()
        sides = [side for side in sides_of(saved) if side.answer is not None] or list(sides_of(saved))
        alike = (side for side in sides if chosen and side.entity == chosen.entity)
        if self.bar.a.choose(max(alike, key=lambda side: side.period.end, default=sides[0])):
            self._on_side_chosen()

    def bring_results(self, found: Sequence[SavedResult]) -> None:
        """Choose the sides that `results_wanted` was emitted for, from these results; say it if they are gone."""
        if self._awaited is None:
            return
        for saved in found:
            self._others.add(saved)
        self._offer_sides()
        if not self._choose(self._awaited):
            self._awaited, self._is_chosen = None, False
            self._refresh()
            self._gone.show()

    def forget_results(self) -> None:
        """Offer no other result any more: they are gone from the store."""
        self._others.clear()
        self._awaited = None
        self._on_comparison_changed()

    def sides(self) -> tuple[Side, Side] | None:
        """Return A and B as they are shown; None if there are none."""
        return self._sides

    def told(self) -> tuple[str, ...]:
        """Return what A and B are, and what to know before they are held against each other."""
        if self._sides is None:
            return ()
        sides = (fill(self.tr("%1: %2"), *one) for one in (("A", self.bar.a.text()), ("B", self.bar.b.text())))
        return (*sides, *self.notes.texts())

    def chosen_sides(self) -> list[Json]:
        """Return result and cell key of A and of B, as JSON values, where a person has chosen them; else none."""
        if self._awaited is not None:
            return [[*names] for names in self._awaited]
        shown = None if self._state.comparison is None else self._state.comparison.saved
        if not self._is_chosen or shown is None or shown.plan != self._plan:
            return []
        others = {other.id for other in self._others.beside(shown)}
        names = map(names_of, self._sides or ())
        return [[result_id if result_id in others else shown.id, key] for result_id, key in names]

    def choose_sides(self, kept: object) -> None:
        """Choose A and B as `chosen_sides` said. Results that are not offered yet are asked for."""
        shown, names = self._state.comparison, read_sides(kept)
        if names is None or shown is None:
            return
        self._awaited = None
        if self._is_stale:
            self._refresh()
        if self._choose(names):
            return
        offered = {shown.saved.id, *(other.id for other in self._others.beside(shown.saved))}
        self._awaited = names
        wanted = {result_id for result_id, _ in names} - offered
        self.results_wanted.emit(tuple(sorted(wanted)))

    def _choose(self, names: BothNames) -> bool:
        shown = None if self._state.comparison is None else self._state.comparison.saved
        results = () if shown is None else (shown, *self._others.beside(shown))
        offered = {names_of(side): side for one in results for side in sides_of(one)}
        a, b = map(offered.get, names)
        if a is None or b is None or not (self.bar.a.choose(a) and self.bar.b.choose(b)):
            return False
        self._on_side_chosen()
        return True

    def visible_rows(self) -> Shown:
        """Return both sides with every metric in view, in the order of the view."""
        return self.both(self.model.source_rows()) or []

    def selected_rows(self) -> Shown:
        """Return the same with the metrics that are selected."""
        return self.both(selected_sources(self.table, self.model)) or []

    def both(self, sources: Sequence[int] = ()) -> TwoSides | None:
        """Return both sides with the metrics of these source rows; None where there are no sides."""
        if self._sides is None or self._state.comparison is None:
            return None
        shown, (a, b) = self._state.comparison.saved, self._sides
        known = {one.id: one for one in (shown, *self._others.beside(shown))}
        if a.result_id not in known or b.result_id not in known:
            return None  # another result has come, and is shown in a moment
        results, differences = (known[a.result_id], known[b.result_id]), tuple(map(self.model.difference, sources))
        return TwoSides(results=results, cells=(a.cell, b.cell), differences=differences)

    # Showing --------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Offer what there is, keep what was chosen for the same question, and show it."""
        self._is_stale = False
        shown = self._state.comparison
        plan = shown.saved.plan if shown else None
        self._is_chosen &= plan == self._plan
        self._plan = plan
        if shown is not None:  # an empty page is left again, as when another tab comes
            self._others.keep_of(shown.saved.plan.profile_id)
        own = self._offer_sides()
        if not self._is_chosen:
            pair = first_sides(self._state, own)
            for picker, side in zip((self.bar.a, self.bar.b), pair or (), strict=False):
                picker.choose(side)
        self._show_sides()

    def _offer_sides(self) -> tuple[Side, ...]:
        """Fill both pickers; return the sides of the result that is shown."""
        shown = self._state.comparison
        own = sides_of(shown.saved) if shown else ()
        groups = [SideGroup("", own), *self._others.groups(shown.saved if shown else None)]
        if not self.bar.set_groups(groups):
            self._is_chosen = False
        return own

    def _show_sides(self) -> None:
        self._sides = self.bar.sides()
        if self._sides is None:
            self.notes.show_notes(())
            self._summary.hide()
            self.model.set_differences(())
            return
        a, b = self._sides
        self.notes.show_notes(notes_between(a, b, self._state.rules, self._clock()))
        differences = find_differences(a, b, self._state.targets)
        self._summary.setText(summary_in_words(differences))
        self._summary.setVisible(bool(differences))
        self.table.fit_next()
        self.model.set_differences(differences, (self.bar.a.text(), self.bar.b.text()))
        self._on_metric_changed()

    def _say_nothing(self) -> None:
        """Say why there is no table, and what to do."""
        say = self._nothing.say
        if self.model.source_count():
            sentence = self.tr("No metric, type or verdict holds “%1”.").replace("%1", self.model.filter_text)
            say("search", *nothing_in_words(self.model, sentence))
        elif self._state.comparison is None:
            say("waiting", self.tr("No figures yet"), self.tr("They appear here as Siro answers."))
        elif self._sides is None:
            sentence = self.tr("Choose another column for A or B, or hold it against another saved result.")
            say("table", self.tr("Two columns make a difference"), sentence, self.tr("Another saved result…"))
        else:
            sentence = self.tr("Neither of the two columns has an answer. Choose others, or fetch what is missing.")
            say("empty", self.tr("No figures on either side"), sentence)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_comparison_changed(self) -> None:
        self._is_stale = True
        shown = self._state.comparison
        if shown is None or shown.saved.plan != self._plan:
            self._awaited = None
            self._gone.hide()
        if self.isVisible():
            self._refresh()

    @Slot()
    def _on_selection_changed(self) -> None:
        if not self._is_chosen:
            self._on_comparison_changed()

    @Slot()
    def _on_side_chosen(self) -> None:
        self._is_chosen, self._awaited = True, None
        self._gone.hide()
        self._show_sides()

    @Slot()
    def _on_state_action(self) -> None:
        if self.model.source_count():
            self.clear_filters()
        else:
            self.other_result_requested.emit()

    @Slot(int)
    def _on_current_row_changed(self, source_row: int) -> None:
        comparison = self._state.comparison
        if comparison is None or not 0 <= source_row < self.model.source_count():
            return
        key = self.model.difference(source_row).metric.key
        position = next((at for at, metric in enumerate(comparison.metrics) if metric.key == key), None)
        if position is not None:
            self._state.choose_metric(position)

    @Slot()
    def _on_arranged(self) -> None:
        """Mark the metric again where a filter has given it back."""
        if not self.table.selected_count():
            self._on_metric_changed()

    @Slot()
    def _on_metric_changed(self) -> None:
        """Bring the metric that is looked at elsewhere into view."""
        metric = self._state.current_metric
        rows = range(self.model.source_count()) if metric and not self._is_stale else ()
        row = next((row for row in rows if metric and self.model.difference(row).metric.key == metric.key), None)
        if row is not None and not self.table.has_chosen(row):
            with QSignalBlocker(self.table):
                self.table.select_source_row(row)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Work out what changed while nobody looked."""
        super().showEvent(shown)
        if self._is_stale:
            self._refresh()
