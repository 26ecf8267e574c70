"""The body of a result of several cells: one comparison in views that follow each other.

Signals: `picture_requested`, `failed(SiroError)`, `rows_shown(shown, total)`, `columns_wanted(Comparison)` where the
table's columns are to be prepared, `retry_requested(cell key)` for a cell to be asked again, `continue_requested` for
those that are missing, `fetch_again_requested`, `remedy_requested(Question)` for another question to be asked,
`changes_wanted(result id)`, `other_result_requested` for another saved result to hold this one against,
`results_wanted(ids)` for those that are sides already,
`keys_wanted` and `history_wanted` as of an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from siro_desktop.domain.comparison import rows_at
from siro_desktop.domain.question_json import one_line
from siro_desktop.ui.comparison.look import look_again, look_at
from siro_desktop.ui.comparison.made_views import MadeViews
from siro_desktop.ui.comparison.state import ComparisonState
from siro_desktop.ui.comparison.views import fitting_view
from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.search_box import SearchBox
from siro_desktop.ui.theme import SPACE_2, SPACE_4
from siro_desktop.ui.view_tabs import ViewTabs
from siro_desktop.ui.widgets import named, tool_button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.domain.changes import Changes
    from siro_desktop.domain.comparison import Comparison, Place
    from siro_desktop.domain.exports import Shown
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.settings import Json
    from siro_desktop.ui.charts.caption import PictureCaption
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.comparison.long_columns import LongColumns
    from siro_desktop.ui.comparison.notes_strip import NotesStrip

_WITH_COLUMNS: Final = frozenset({"table", "difference", "changes"})
_SEARCHED: Final = _WITH_COLUMNS | {"matrix", "bars"}
_WITHOUT_NOTES: Final = frozenset({"difference", "changes", "answer"})  # they have their own, or need none
_IN_TURNS: Final = frozenset({"bars", "trend"})  # they draw what is new panel by panel
_SEARCH_DELAY_MS: Final = 150
_PASSED_ON: Final = (
    *("retry_requested", "remedy_requested", "continue_requested", "fetch_again_requested", "other_result_requested"),
    *("results_wanted", "picture_requested", "columns_wanted", "changes_wanted", "keys_wanted", "history_wanted"),
    "failed",
)
"""The signals of the views that are the body's own as well."""


class ComparisonBody(QWidget):
    """Shows one comparison. Views are made when they are first shown, and follow the state from then on."""

    picture_requested = Signal()
    failed = Signal(object)
    rows_shown = Signal(int, int)
    columns_wanted = Signal(object)
    retry_requested = Signal(str)
    continue_requested = Signal()
    fetch_again_requested = Signal()
    remedy_requested = Signal(object)
    changes_wanted = Signal(object)
    other_result_requested = Signal()
    results_wanted = Signal(object)
    keys_wanted = Signal(object, object)
    history_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison_body")
        self.state = ComparisonState(self)
        self.views = MadeViews(self.state, self)
        self._has_chosen_view = self._goes_on = False
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_DELAY_MS)
        self._painting_timer = QTimer(self)  # of no time: it fires when all else that is due was done
        self._painting_timer.setSingleShot(True)
        self._build_layout()
        self._connect()

    def _build_layout(self) -> None:
        self.tabs = ViewTabs("comparison", self.tr("Views of the comparison"), self)
        for name, text, make in (
            ("matrix", self.tr("Matrix"), self.views.make_matrix),
            ("table", self.tr("Table"), self.views.make_table),
            ("bars", self.tr("Bars"), self.views.make_bars),
            ("trend", self.tr("Trend"), self.views.make_trend),
            ("leaderboard", self.tr("Leaderboard"), self.views.make_leaderboard),
            ("difference", self.tr("Difference"), self.views.make_difference),
            ("changes", self.tr("Changes"), self.views.make_changes),
            ("answer", self.tr("Answer"), self.views.make_answer),
        ):
            self.tabs.add_view(name, text, make)
        self._search = SearchBox("comparison_search", self.tr("Search"), self)
        self._columns = tool_button(self, "comparison_columns", "columns", self.tr("Columns"))
        self._column_menu = named(StayingMenu(self), "comparison_column_menu")
        self._columns.setMenu(self._column_menu)
        self.tabs.add_tool(self._search, _SEARCHED, 2)
        self.tabs.add_tool(self._columns, _WITH_COLUMNS)
        self._notes: NotesStrip | None = None
        self._notes_holder = named(QWidget(self), "comparison_notes")
        self._notes_layout = inside = QVBoxLayout(self._notes_holder)
        inside.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, 0)
        self.tabs.set_strip(self._notes_holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._search_timer.start)
        self._search.left_down.connect(self.tabs.focus_view)
        self._search_timer.timeout.connect(self._on_search)
        self._painting_timer.timeout.connect(self._on_painting_due)
        self._column_menu.aboutToShow.connect(self._on_column_menu)
        self.tabs.view_changed.connect(self._on_view_changed)
        self.state.comparison_changed.connect(self._put_off_painting)
        views = self.views
        views.clear_search_clicked.connect(self._search.clear)
        views.answer_requested.connect(self._on_answer_requested)
        views.rows_changed.connect(self._say_rows)
        for name in _PASSED_ON:
            getattr(views, name).connect(getattr(self, name))

    # Public ---------------------------------------------------------------------------------------------------------

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show another comparison; what was chosen stays where it has the same.

        Until a person has chosen a view, the one that fits it is in front.
        """
        if comparison is not None and self._notes is None:
            self._notes = self._make_notes()
        self.state.set_comparison(comparison)
        if comparison is not None and not self._has_chosen_view:
            self.tabs.show_view(fitting_view(comparison))
            self._has_chosen_view = False

    def prepare(self, plan: FetchPlan) -> None:
        """Make what the first figures of a plan are shown in, while they are on their way."""
        self.tabs.view(self.tabs.current() if self._has_chosen_view else fitting_view(plan))

    @property
    def notes(self) -> NotesStrip | None:
        """What stands in the way of comparing; None before the first comparison."""
        return self._notes

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self.state.set_names(names)
        self.views.set_names(names)

    def set_going_on(self, *, goes_on: bool) -> None:
        """While a run brings more figures, say nothing of those that are missing: the run's own strip does."""
        self._goes_on = goes_on
        if self._notes is not None:
            self._notes.set_paused(paused=goes_on)
        self._show_notes()

    def set_caption(self, caption: PictureCaption) -> None:
        """Say on saved pictures what was asked."""
        self.views.set_caption(caption)

    def set_columns(self, columns: LongColumns) -> None:
        """Give the table what `columns_wanted` asked for."""
        if self.views.long is not None:
            self._put_off_painting()
            self.views.long.set_columns(columns)

    def show_changes(self, changes: Changes | None) -> None:
        """Give the changes that `changes_wanted(result id)` asked for; None if there is no earlier copy."""
        if self.views.changes is not None:
            self.views.changes.show_changes(changes)

    def offer_result(self, saved: SavedResult) -> None:
        """Hold the comparison against another saved result."""
        self.tabs.show_view("difference")
        if self.views.difference is not None:
            self.views.difference.offer_result(saved)

    def bring_results(self, found: Sequence[SavedResult]) -> None:
        """Give the difference those of the results that `results_wanted(ids)` asked for that are still stored."""
        if self.views.difference is not None:
            self.views.difference.bring_results(found)

    def visible_rows(self) -> Shown:
        """Return what is in view, in the view's order: cell keys and rows in their answers, or two sides."""
        view = self.views.shown.get(self.tabs.current())
        return [] if view is None else view.visible_rows()

    def selected_rows(self) -> Shown:
        """Return the same of what is selected: rows or cells of a table, otherwise the figure that stands out."""
        view, comparison = self.views.copied.get(self.tabs.current()), self.state.comparison
        if view is not None:
            return view.selected_rows()
        return [] if comparison is None else rows_at(comparison, [self.state.selected], self.state.metric)

    def look(self) -> dict[str, Json]:
        """Return how the comparison is looked at, as JSON values."""
        return {"search": self._search.text(), **look_at(self.state, self.views, self.tabs.current())}

    def restore_look(self, kept: Mapping[str, object]) -> None:
        """Look at the comparison as `look` said; what is not understood stays as it is."""
        name = kept.get("view")
        if isinstance(name, str) and name in self.tabs.texts():
            self.tabs.show_view(name)
            self.tabs.view(name)
        look_again(self.state, self.views, self.tabs.current(), kept)
        self._put_search_back(one_line(str(kept.get("search", ""))))

    def show_all_rows(self) -> None:
        """Search, filter and leave out nothing any more."""
        self.state.set_least(0)
        self.views.looks.show_all_rows()
        self._put_search_back("")

    def _put_search_back(self, text: str) -> None:
        self._search.put_back(text)
        self._search_timer.stop()
        self._on_search()

    def copy(self, *, with_headings: bool = False) -> bool:
        """Copy what is selected in the view, or all of it. False where there is nothing but a picture."""
        name = self.tabs.current()
        if name == "leaderboard" and self.views.leaderboard is not None:
            from siro_desktop.ui.comparison.board_copy import copy_board

            copy_board(self.views.leaderboard, with_headings=with_headings)
        elif name == "answer" and self.views.answer is not None:
            self.views.answer.copy()
        elif name in self.views.copied:
            self.views.copied[name].copy(with_headings)
        else:
            return False
        return True

    def picture(self) -> PicturePage:
        """Return the chart in view, else the bars, as a page. Raises ExportError if it is too large for one."""
        name = self.tabs.current()
        if name not in self.views.pictured:
            name = "bars"
            self.tabs.view(name)
        return self.views.pictured[name].picture()

    @property
    def search_box(self) -> SearchBox:
        """The line that searches the views."""
        return self._search

    def focus_search(self) -> None:
        """Let the next keys go to the search box, and show a view that it searches."""
        if self.tabs.current() not in _SEARCHED:
            self.tabs.show_view("table")
        self._search.take_focus()

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns of the tables are arranged, as JSON values."""
        return self.views.layout_state()

    def restore_layout(self, kept: Mapping[str, Json]) -> None:
        """Arrange the columns as `layout_state` said, now and in views that are shown later."""
        self.views.restore_layout(kept)

    def _make_notes(self) -> NotesStrip:
        from siro_desktop.ui.comparison.notes_strip import NotesStrip

        notes = NotesStrip(self.state, self._notes_holder)
        notes.set_paused(paused=self._goes_on)
        notes.remedy_requested.connect(self.remedy_requested)
        notes.continue_requested.connect(self.continue_requested)
        notes.fetch_again_requested.connect(self.fetch_again_requested)
        notes.minimum_requested.connect(self._on_minimum_requested)
        self._notes_layout.addWidget(notes)
        return notes

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _put_off_painting(self) -> None:
        """Paint in the next turn of the event loop: a table's work and painting at once keep the thread too long.

        Charts work in turns of their own, and what they still show is not to be painted again before.
        """
        if self.tabs.current() not in _IN_TURNS:
            self.setUpdatesEnabled(False)
            self._painting_timer.start(0)

    @Slot()
    def _on_painting_due(self) -> None:
        self.setUpdatesEnabled(True)

    @Slot(str)
    def _on_view_changed(self, _name: str) -> None:
        self._has_chosen_view = True
        self._put_off_painting()
        self._show_notes()
        self._on_search()
        self._say_rows()

    def _show_notes(self) -> None:
        self._notes_holder.setHidden(self._goes_on or self.tabs.current() in _WITHOUT_NOTES)

    @Slot()
    def _say_rows(self) -> None:
        """Say how many rows the table in view has; nothing where the view is none."""
        view = self.views.tables.get(self.tabs.current())
        self.rows_shown.emit(*((view.model.rowCount(), view.model.source_count()) if view else (0, 0)))

    @Slot()
    def _on_search(self) -> None:
        """Search the view in front; the others follow when they come there."""
        self.views.search(self.tabs.current(), self._search.text())

    @Slot()
    def _on_column_menu(self) -> None:
        view = self.views.tables.get(self.tabs.current())
        if view is not None:
            view.fill_column_menu(self._column_menu)

    @Slot(str)
    def _on_answer_requested(self, cell_key: str) -> None:
        comparison = self.state.comparison
        if comparison is not None:
            places = (place for place in comparison.places() if _key_at(comparison, place) == cell_key)
            self.state.select(next(places, None))
            self.tabs.show_view("answer")

    @Slot(int)
    def _on_minimum_requested(self, recordings: int) -> None:
        """Leave thin figures out of all views."""
        self.state.set_least(recordings)


def _key_at(comparison: Comparison, place: Place) -> str | None:
    cell = comparison.cell(place)
    return None if cell is None else cell.key
