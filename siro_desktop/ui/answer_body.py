"""The body of a result of one cell: its metrics as a table and as charts, and Siro's answer as it came.

Signals: `picture_requested`, `failed(SiroError)`, `rows_shown(shown, total)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from siro_desktop.domain.results import MetricValues
from siro_desktop.ui.answer_view import AnswerView
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.search_box import SearchBox
from siro_desktop.ui.table_page import TablePage
from siro_desktop.ui.theme import control_height, icon_size
from siro_desktop.ui.view_tabs import ViewTabs
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from siro_desktop.domain.results import SavedResult

_SEARCH_DELAY_MS: Final = 120
_LARGE: Final = 5_000  # rows; below, the search follows every key


class AnswerBody(QWidget):
    """Shows one answer; the table's order, search and selection hold in the charts as well."""

    picture_requested = Signal()
    failed = Signal(object)
    rows_shown = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_body")
        self._saved: SavedResult | None = None
        self.model = MetricTableModel(self)
        self.table_page = TablePage(self.model, self)
        self.charts = ChartsView(self.model, self)
        self.answer = AnswerView(self)
        for view in (self.table_page, self.charts, self.answer):
            view.hide()  # until the tabs show it: it would stand, and draw, in a corner of this page
        self._build_tools()
        self._build_layout()
        self._connect()

    def _build_tools(self) -> None:
        self._search = SearchBox("result_search", self.tr("Search metrics"), self)
        self._columns = named(QPushButton(self.tr("Columns"), self), "result_columns")
        self._columns.setIconSize(icon_size(self._columns))
        self._columns.setMinimumHeight(control_height(self._columns))
        self._column_menu = named(StayingMenu(self), "result_column_menu")
        self._columns.setMenu(self._column_menu)
        set_icon(self._columns, "columns")
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)

    def _build_layout(self) -> None:
        self.tabs = ViewTabs("result", self.tr("Views of the result"), self)
        self.tabs.add_view("table", self.tr("Table"), lambda: self.table_page)
        self.tabs.add_view("charts", self.tr("Charts"), lambda: self.charts)
        self.tabs.add_view("answer", self.tr("Answer"), lambda: self.answer)
        self.tabs.add_tool(self._search, {"table", "charts"}, 2)
        self.tabs.add_tool(self._columns, {"table"})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def _connect(self) -> None:
        self.charts.picture_clicked.connect(self.picture_requested)
        self.answer.failed.connect(self.failed)
        self._search.textChanged.connect(self._on_search_typed)
        self._search_timer.timeout.connect(self._on_search)
        self.table_page.clear_search_clicked.connect(self._search.clear)
        self._column_menu.aboutToShow.connect(self._on_column_menu)
        self.table_page.view.current_source_row_changed.connect(self.charts.select_source_row)
        self.charts.row_chosen.connect(self.table_page.view.select_source_row)
        self.model.layoutChanged.connect(self._on_rows_changed)
        self.model.modelReset.connect(self._on_rows_changed)

    def show_saved(self, saved: SavedResult | None) -> None:
        """Show the answer of a result of one cell; None, or a result without it, shows nothing."""
        self._saved = saved
        answer = saved.only_answer if saved else None
        recordings = answer.recordings_evaluated if answer else None
        self.answer.set_saved(saved)
        self.charts.set_recordings(recordings)
        self.model.set_metrics(answer.metrics if answer else MetricValues(), recordings)

    def visible_rows(self) -> list[tuple[str, int]]:
        """Return cell key and row in its answer of every row in view, in the table's order."""
        answer = self._saved.only_answer if self._saved else None
        return [(answer.cell_key, row) for row in self.model.source_rows()] if answer else []

    def focus_search(self) -> None:
        """Let the next keys go to the search box, and show the table or charts that it filters."""
        if self.tabs.current() == "answer":
            self.tabs.show_view("table")
        self._search.take_focus()

    def copy(self, *, with_headings: bool = False) -> None:
        """Copy the table's selected rows, or all of them."""
        self.table_page.view.copy_selection(with_headings=with_headings)

    def picture(self) -> QImage:
        """Return the charts of the rows in view as a picture. Raises ExportError if there are too many bars for one."""
        return self.charts.picture()

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_search_typed(self) -> None:
        self._search_timer.start(_SEARCH_DELAY_MS if len(self.model.metrics) > _LARGE else 0)

    @Slot()
    def _on_search(self) -> None:
        self.model.set_filter(self._search.text())

    @Slot()
    def _on_column_menu(self) -> None:
        self.table_page.view.fill_column_menu(self._column_menu)

    @Slot()
    def _on_rows_changed(self) -> None:
        self.rows_shown.emit(self.model.rowCount(), len(self.model.metrics))
