"""The views of a comparison that were made so far, by name, and the making of the others.

Signals: those of the views, each once: `retry_requested(cell key)`, `answer_requested(cell key)`,
`remedy_requested(Question)`, `columns_wanted(Comparison)`,
`changes_wanted(result id)`, `keys_wanted` and `history_wanted` as of an answer, `failed(SiroError)`; `rows_changed`
when a table shows other rows; `arranged(what, undo, redo)` when a person has sorted a view that is no such table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.table_looks import TableLooks
from siro_desktop.ui.view_choices import ViewChoices
from siro_desktop.ui.words import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from siro_desktop.domain.names import Names
    from siro_desktop.settings import Json
    from siro_desktop.ui.answer_view import AnswerView
    from siro_desktop.ui.charts.compared_bars import ComparedBars
    from siro_desktop.ui.charts.trend import TrendView
    from siro_desktop.ui.column_keys import KeyCache
    from siro_desktop.ui.comparison.changes_view import ChangesView
    from siro_desktop.ui.comparison.difference_view import DifferenceView
    from siro_desktop.ui.comparison.leaderboard import Leaderboard
    from siro_desktop.ui.comparison.long_view import LongTableView
    from siro_desktop.ui.comparison.matrix_view import MatrixView, Sort
    from siro_desktop.ui.comparison.state import ComparisonState
    from siro_desktop.ui.comparison.views import ComparisonView, CopiedView, PicturedView, TableView


class MadeViews(QObject):
    """Makes each view when it is first looked at; from then on it follows the state. GUI thread.

    `shown` holds all that show figures, `copied` those whose cells can be copied and searched, `tables` those with
    columns, `pictured` those that can be saved as a picture.
    """

    retry_requested = Signal(str)
    answer_requested = Signal(str)
    remedy_requested = Signal(object)
    continue_requested = Signal()
    fetch_again_requested = Signal()
    other_result_requested = Signal()
    results_wanted = Signal(object)
    picture_requested = Signal()
    clear_search_clicked = Signal()
    columns_wanted = Signal(object)
    changes_wanted = Signal(object)
    keys_wanted = Signal(object, object)
    history_wanted = Signal(object, object)
    rows_changed = Signal()
    arranged = Signal(str, object, object)
    failed = Signal(object)

    def __init__(self, state: ComparisonState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._parent = state, parent
        self._caption, self._search = PictureCaption(), ""
        self._layouts: dict[str, Json] = {}
        self._sides: list[Json] = []
        self._sides_of = 0  # the result that they are of
        self.looks = TableLooks()
        self.choices = ViewChoices("bars", "trend", "leaderboard")
        self.shown: dict[str, ComparisonView] = {}
        self.copied: dict[str, CopiedView] = {}
        self.tables: dict[str, TableView] = {}
        self.pictured: dict[str, PicturedView] = {}
        self.matrix: MatrixView | None = None
        self.bars: ComparedBars | None = None
        self.long: LongTableView | None = None
        self.leaderboard: Leaderboard | None = None
        self.difference: DifferenceView | None = None
        self.changes: ChangesView | None = None
        self.answer: AnswerView | None = None
        for changed in (state.selection_changed, state.comparison_changed):
            changed.connect(self._show_answer)

    # What all have in common ----------------------------------------------------------------------------------------

    def set_names(self, names: Names) -> None:
        """Say names instead of ids in the answer; the others follow the state."""
        if self.answer is not None:
            self.answer.set_names(names)

    def set_caption(self, caption: PictureCaption) -> None:
        """Say on saved pictures what was asked."""
        self._caption = caption
        for view in self.pictured.values():
            view.caption = caption

    def search(self, name: str, text: str) -> None:
        """Show in one view only what holds `text`; the others follow when they come to the front."""
        self._search = text
        view = self.bars if name == "bars" else self.copied.get(name)
        if view is not None:
            view.set_filter(text)

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns of the tables are arranged, as JSON values."""
        return {**self._layouts, **{name: view.layout_state() for name, view in self.tables.items()}}

    def restore_layout(self, kept: Mapping[str, Json]) -> None:
        """Arrange the columns as `layout_state` said, now and in views that are made later."""
        self._layouts = dict(kept)
        for name, view in self.tables.items():
            view.restore_layout(self._layouts.get(name))

    def chosen_sides(self) -> list[Json]:
        """Return the sides of the difference as `DifferenceView.chosen_sides` does, also where it is not made yet."""
        if self.difference is not None:
            return self.difference.chosen_sides()
        return self._sides if self._sides_of and self._sides_of == self._shown_id() else []

    def choose_sides(self, kept: object) -> None:
        """Choose the sides of the difference as `chosen_sides` said, now or when it is made."""
        if self.difference is not None:
            self.difference.choose_sides(kept)
            return
        from siro_desktop.ui.comparison.difference_sides import read_sides

        names = read_sides(kept)
        if names is not None:
            self._sides, self._sides_of = [[*one] for one in names], self._shown_id()

    def _shown_id(self) -> int:
        return 0 if self._state.comparison is None else self._state.comparison.saved.id

    def forget_results(self) -> None:
        """Offer no other saved result any more: they are gone from the store."""
        if self.difference is not None:
            self.difference.forget_results()

    # Making ---------------------------------------------------------------------------------------------------------

    def make_matrix(self) -> QWidget:
        """Make the view of one metric of all entities and periods."""
        from siro_desktop.ui.comparison.matrix_view import MatrixView

        view = MatrixView(self._state, self._parent)
        view.retry_requested.connect(self.retry_requested)
        view.answer_requested.connect(self.answer_requested)
        view.sort_chosen.connect(self._on_matrix_sorted)
        view.clear_search_clicked.connect(self.clear_search_clicked)
        self.matrix = self.shown["matrix"] = self.copied["matrix"] = view
        self._keep_pictured("matrix", view)
        view.set_filter(self._search)
        return view

    def make_table(self) -> QWidget:
        """Make the table of all figures, a row each."""
        from siro_desktop.ui.comparison.long_view import LongTableView

        self.long = view = LongTableView(self._state, self._parent)
        view.columns_wanted.connect(self.columns_wanted)
        view.history_wanted.connect(self.history_wanted)
        self._keep_table("table", view)
        view.follow_least()
        return view

    def make_bars(self) -> QWidget:
        """Make the bars, grouped by entity or period."""
        from siro_desktop.ui.charts.compared_bars import ComparedBars

        self.bars = view = ComparedBars(self._state, self._parent)
        view.set_filter(self._search)
        self._keep_pictured("bars", view)
        self.choices.add("bars", view.controls)
        return view

    def make_trend(self) -> QWidget:
        """Make the lines over the periods."""
        from siro_desktop.ui.charts.trend import TrendView

        view = TrendView(self._state, self._parent)
        self._keep_pictured("trend", view)
        self.choices.add("trend", view.controls)
        return view

    def make_leaderboard(self) -> QWidget:
        """Make the ranking."""
        from siro_desktop.ui.comparison.leaderboard import Leaderboard

        self.leaderboard = view = Leaderboard(self._state, self._parent)
        self._keep_pictured("leaderboard", view)
        self.choices.add("leaderboard", view)
        return view

    def make_difference(self) -> QWidget:
        """Make the view of two sides and what lies between them."""
        from siro_desktop.ui.comparison.difference_view import DifferenceView

        self.difference = view = DifferenceView(self._state, self._parent)
        view.other_result_requested.connect(self.other_result_requested)
        view.remedy_requested.connect(self.remedy_requested)
        view.continue_requested.connect(self.continue_requested)
        view.fetch_again_requested.connect(self.fetch_again_requested)
        view.results_wanted.connect(self.results_wanted)
        self._keep_table("difference", view)
        if self._sides_of and self._sides_of == self._shown_id():
            view.choose_sides(self._sides)
        self._sides_of = 0
        return view

    def make_changes(self) -> QWidget:
        """Make the table of what changed since the copy before."""
        from siro_desktop.ui.comparison.changes_view import ChangesView

        self.changes = view = ChangesView(self._state, self._parent)
        view.changes_wanted.connect(self.changes_wanted)
        self._keep_table("changes", view)
        return view

    def make_answer(self) -> QWidget:
        """Make the view of Siro's own answer for the selected cell."""
        from siro_desktop.ui.answer_view import AnswerView

        self.answer = AnswerView(self._parent)
        self.answer.failed.connect(self.failed)
        self.answer.set_names(self._state.names)
        self._show_answer()
        return self.answer

    def _keep_table(self, name: str, view: DifferenceView | ChangesView | LongTableView) -> None:
        self.shown[name] = self.copied[name] = self.tables[name] = view
        view.restore_layout(self._layouts.get(name))
        view.set_filter(self._search)
        self.looks.add(name, view.model)
        view.clear_search_clicked.connect(self.clear_search_clicked)
        for changing in (view.model.modelReset, view.model.layoutChanged):
            changing.connect(self.rows_changed)
        view.model.keys_wanted.connect(self._on_keys_wanted)

    def _keep_pictured(self, name: str, view: MatrixView | ComparedBars | TrendView | Leaderboard) -> None:
        self.shown[name] = self.pictured[name] = view
        view.caption = self._caption
        view.picture_clicked.connect(self.picture_requested)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_keys_wanted(self, keys: KeyCache) -> None:
        self.keys_wanted.emit(keys, self.sender())

    @Slot(object, object)
    def _on_matrix_sorted(self, former: Sort, now: Sort) -> None:
        if self.matrix is not None:
            sort, what = self.matrix.sort, self.tr("change of sorting")
            self.arranged.emit(what, lambda: sort(*former), lambda: sort(*now))

    @Slot()
    def _show_answer(self) -> None:
        if self.answer is None:
            return
        comparison, place = self._state.comparison, self._state.selected
        if comparison is None or place is None:
            self.answer.set_saved(comparison.saved if comparison else None)
            return
        about = SEPARATOR.join((self._state.entity_name(place.entity), self._state.period_name(place.period)))
        self.answer.set_saved(comparison.saved, comparison.cell(place), about)
