"""The body of a result of one cell: its metrics as a table and as charts, what changed, and Siro's answer as it came.

Signals: `picture_requested`, `failed(SiroError)`, `rows_shown(shown, total)`, `changes_wanted(result id)`,
`keys_wanted(KeyCache, OrderedTableModel)` where a large table's keys are to be made in another thread and handed back,
`charts_wanted(ChartsWork, ChartsView)` where another thread is to work out what a large answer's charts are,
`history_wanted(HistoryOf, DetailsPanel)` where the panel is to be shown what the store has.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.exports import LateRows
from siro_desktop.domain.metric_history import HistoryOf
from siro_desktop.domain.question_json import one_line
from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.targets import NO_TARGETS
from siro_desktop.ui.comparison.state import ComparisonState
from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.search_box import SearchBox
from siro_desktop.ui.table_looks import TableLooks
from siro_desktop.ui.table_page import TablePage
from siro_desktop.ui.view_choices import ViewChoices
from siro_desktop.ui.view_look import marked_sources, selected_sources
from siro_desktop.ui.view_tabs import ViewTabs
from siro_desktop.ui.widgets import named, tool_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.changes import Changes
    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.targets import Targets
    from siro_desktop.settings import Json
    from siro_desktop.ui.answer_view import AnswerView
    from siro_desktop.ui.charts.answer_work import ChartsWork
    from siro_desktop.ui.charts.caption import PictureCaption
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.charts.view import ChartsView
    from siro_desktop.ui.column_keys import KeyCache
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.comparison.changes_view import ChangesView

_SEARCH_DELAY_MS: Final = 120
_LARGE: Final = 5_000  # rows; below, the search follows every key


class AnswerBody(QWidget):
    """Shows one answer; the table's order, search and selection hold in the charts as well."""

    picture_requested = Signal()
    failed = Signal(object)
    rows_shown = Signal(int, int)
    changes_wanted = Signal(object)
    keys_wanted = Signal(object, object)
    charts_wanted = Signal(object, object)
    history_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_body")
        self._saved: SavedResult | None = None
        self.state = ComparisonState(self)
        self._changes: ChangesView | None = None
        self._recordings: float | None = None
        self._caption: PictureCaption | None = None
        self._targets = NO_TARGETS
        self.model = MetricTableModel(self)
        self.table_page = TablePage(self.model, self)
        self.looks = TableLooks()
        self.choices = ViewChoices("charts")
        self.looks.add("table", self.model)
        self._build_tools()
        self._build_layout()
        self._connect()

    def _build_tools(self) -> None:
        self._search = SearchBox("result_search", self.tr("Search metrics"), self)
        self._columns = tool_button(self, "result_columns", "columns", self.tr("Columns"))
        self._column_menu = named(StayingMenu(self), "result_column_menu")
        self._columns.setMenu(self._column_menu)
        tip = self.tr("What is known of the row (Return)")
        self._details = tool_button(self, "result_details", "info", self.tr("Details"), tip)
        self._details.setCheckable(True)
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)

    def _build_layout(self) -> None:
        self.tabs = ViewTabs("result", self.tr("Views of the result"), self)
        self.tabs.add_made_view("table", self.tr("Table"), self.table_page)
        self.tabs.add_view("charts", self.tr("Charts"), lambda: self.charts)
        self.tabs.add_view("changes", self.tr("Changes"), self._make_changes)
        self.tabs.add_view("answer", self.tr("Answer"), lambda: self.answer)
        self.tabs.add_tool(self._search, {"table", "charts", "changes"}, 2)
        self.tabs.add_tool(self._details, {"table"})
        self.tabs.add_tool(self._columns, {"table", "changes"})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_search_typed)
        self._search.left_down.connect(self.tabs.focus_view)
        self.tabs.view_changed.connect(self._say_rows)
        self._search_timer.timeout.connect(self._on_search)
        self.table_page.clear_search_clicked.connect(self._search.clear)
        self._column_menu.aboutToShow.connect(self._on_column_menu)
        self.model.layoutChanged.connect(self._say_rows)
        self.model.modelReset.connect(self._say_rows)
        self.model.keys_wanted.connect(self._on_keys_wanted)
        self.table_page.history_wanted.connect(self._on_history_wanted)
        self._details.toggled.connect(self.table_page.show_details)
        self.table_page.details_shown.connect(self._details.setChecked)

    @cached_property
    def charts(self) -> ChartsView:
        """The charts, made when they are first wanted."""
        from siro_desktop.ui.charts.view import ChartsView

        charts, table = ChartsView(self.model, self), self.table_page.view
        charts.set_recordings(self._recordings)
        if self._caption is not None:
            charts.caption = self._caption
        charts.select_source_rows(marked_sources(table, self.model))
        charts.picture_clicked.connect(self.picture_requested)
        charts.strip.clear_clicked.connect(self._search.clear)
        charts.work_wanted.connect(self._on_work_wanted)
        charts.row_chosen.connect(self._on_bar_chosen)
        self.choices.add("charts", charts.controls)
        table.selected_rows_changed.connect(self._on_marked)
        self.model.modelReset.connect(self._on_marked)
        return charts

    @cached_property
    def answer(self) -> AnswerView:
        """Siro's answer as it came, made when it is first wanted."""
        from siro_desktop.ui.answer_view import AnswerView

        answer = AnswerView(self)
        answer.set_names(self.state.names)
        answer.set_saved(self._saved)
        answer.failed.connect(self.failed)
        return answer

    def _is_made(self, view: str) -> bool:
        return view in self.__dict__

    def show_saved(self, saved: SavedResult | None) -> None:
        """Show the answer of a result of one cell; None, or a result without it, shows nothing."""
        if saved is None and self._saved is None:
            return
        self._saved = saved
        answer = saved.only_answer if saved else None
        self._recordings = answer.recordings_evaluated if answer else None
        if self._is_made("answer"):
            self.answer.set_saved(saved)
        if self._is_made("charts"):
            self.charts.set_recordings(self._recordings)
        self._hold()
        metrics = self.state.names.hide_metrics(answer.metrics) if answer else MetricValues()
        self.model.set_metrics(metrics, self._recordings)
        if self._changes is not None:
            self._compare()

    def show_changes(self, changes: Changes | None) -> None:
        """Give the changes that `changes_wanted` asked for; None: they could not be found out."""
        if self._changes is not None:
            self._changes.show_changes(changes)

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        is_other = names.is_aliased or self.state.names.is_aliased
        self.state.set_names(names)
        if self._is_made("answer"):
            self.answer.set_names(names)
        if is_other:
            self.show_saved(self._saved)

    def set_caption(self, caption: PictureCaption) -> None:
        """Say this of what pictures of the charts show."""
        self._caption = caption
        if self._is_made("charts"):
            self.charts.caption = caption

    def set_targets(self, targets: Targets) -> None:
        """Hold what is shown, now and later, against these targets."""
        self._targets = targets
        self._hold()

    def visible_rows(self) -> KeyedRows:
        """Return cell key and row in its answer of every row in view, in the order of the table or of the changes."""
        changes = self._changes_in_front()
        return self._keyed(self.model.order) if changes is None else changes.visible_rows()

    def selected_rows(self) -> KeyedRows:
        """Return the same of what is selected in the table or in the changes."""
        changes = self._changes_in_front()
        if changes is not None:
            return changes.selected_rows()
        return self._keyed(selected_sources(self.table_page.view, self.model))

    def _keyed(self, rows: Sequence[int]) -> KeyedRows:
        answer = self._saved.only_answer if self._saved else None
        return [] if answer is None else LateRows(len(rows), lambda: [(answer.cell_key, row) for row in rows])

    def look(self) -> dict[str, Json]:
        """Return how the answer is looked at, as JSON values."""
        name = self.tabs.current()
        in_front = self.looks.look_of("changes" if name == "changes" else "table")
        kept = {"tables": self.looks.looks(), "choices": self.choices.choices()}
        return {"view": name, "search": self._search.text(), **in_front, **kept}

    def restore_look(self, kept: Mapping[str, object]) -> None:
        """Look at the answer as `look` said; what is not understood stays as it is."""
        view = kept.get("view")
        if isinstance(view, str) and view in self.tabs.texts():
            self.tabs.show_view(view)
        tables = kept.get("tables")
        self.looks.restore(tables if isinstance(tables, Mapping) else {"table": kept})
        self.choices.choose(kept.get("choices"))
        self._put_search_back(one_line(str(kept.get("search", ""))))

    def show_all_rows(self) -> None:
        """Search and filter nothing any more."""
        self.looks.show_all_rows()
        self._put_search_back("")

    def _put_search_back(self, text: str) -> None:
        self._search.put_back(text)
        self._search_timer.stop()
        self._on_search()

    @property
    def search_box(self) -> SearchBox:
        """The line that searches the views."""
        return self._search

    def show_row(self, source_row: int) -> None:
        """Select a metric by its row in the answer, also where the search had left it out."""
        if self.model.row_of(source_row) is None:
            self._search.clear()
            self.model.set_filter("")
        self.table_page.view.select_source_row(source_row)

    def focus_search(self) -> None:
        """Let the next keys go to the search box, and show the table or charts that it filters."""
        if self.tabs.current() == "answer":
            self.tabs.show_view("table")
        self._search.take_focus()

    def copy(self, *, with_headings: bool = False) -> bool:
        """Copy the selected rows of the table, or of the changes, or all of them. True: there is always something."""
        self._table().copy_selection(with_headings=with_headings)
        return True

    def picture(self) -> PicturePage:
        """Return the charts of the rows in view as a page. Raises ExportError if there are too many bars for one."""
        return self.charts.picture()

    def _table(self) -> ColumnTableView:
        changes = self._changes_in_front()
        return self.table_page.view if changes is None else changes.table

    def _changes_in_front(self) -> ChangesView | None:
        return self._changes if self.tabs.current() == "changes" else None

    def _make_changes(self) -> QWidget:
        from siro_desktop.ui.comparison.changes_view import ChangesView

        self._changes = view = ChangesView(self.state, self)
        view.changes_wanted.connect(self.changes_wanted)
        view.clear_search_clicked.connect(self._search.clear)
        view.rows_shown.connect(self._say_rows)
        view.set_filter(self._search.text())
        self.looks.add("changes", view.model)
        self._compare()
        return view

    def _compare(self) -> None:
        """Let the changes follow what is shown."""
        saved = self._saved
        if saved is None or saved.only_answer is None:
            self.state.set_comparison(None)
        else:
            self.state.set_comparison(Comparison(saved, with_metrics=False))

    def _hold(self) -> None:
        if self._saved is not None:
            self.model.set_targets(self._targets.held(self._saved))

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_search_typed(self) -> None:
        self._search_timer.start(_SEARCH_DELAY_MS if len(self.model.metrics) > _LARGE else 0)

    @Slot()
    def _on_search(self) -> None:
        self.model.set_filter(self._search.text())
        if self._changes is not None:
            self._changes.set_filter(self._search.text())

    @Slot(object)
    def _on_keys_wanted(self, keys: KeyCache) -> None:
        self.keys_wanted.emit(keys, self.model)

    @Slot(int)
    def _on_bar_chosen(self, row: int) -> None:
        """Select a bar's row in the table; with Ctrl beside what is selected, or no longer."""
        adds = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        self.table_page.view.select_source_row(row, adds=adds)

    @Slot()
    def _on_marked(self) -> None:
        self.charts.select_source_rows(marked_sources(self.table_page.view, self.model))

    @Slot(object)
    def _on_work_wanted(self, work: ChartsWork) -> None:
        self.charts_wanted.emit(work, self.charts)

    @Slot(str)
    def _on_history_wanted(self, metric_id: str) -> None:
        answer = self._saved.only_answer if self._saved else None
        if self._saved is not None and answer is not None:
            plan = self._saved.plan
            wanted = HistoryOf.of(plan, plan.cells[0].query, answer, metric_id)
            self.history_wanted.emit(wanted, self.table_page.around.details)

    @Slot()
    def _on_column_menu(self) -> None:
        self._table().fill_column_menu(self._column_menu)

    @Slot()
    def _say_rows(self) -> None:
        """Say how many rows the view in front has; the answer as it came has none."""
        changes = self._changes_in_front()
        model = self.model if changes is None else changes.model
        has_rows = self.tabs.current() != "answer"
        self.rows_shown.emit(*((model.rowCount(), model.source_count()) if has_rows else (0, 0)))
