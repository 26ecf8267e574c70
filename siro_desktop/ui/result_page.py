"""The right side of the window: a saved result as head, table, charts and answer, in every state it can be in.

Signals: `export_requested`, `picture_requested`, `refresh_requested`, `edit_requested` where the shown question is to
go into the form, `failed(SiroError)` where something on this page could not be done, `rows_shown(shown, total)` when
the number of rows in view changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.targets import NO_TARGETS
from siro_desktop.ui.answer_view import AnswerView
from siro_desktop.ui.banner import Banner
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.icons import set_icon
from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.result_header import ResultHeader
from siro_desktop.ui.result_states import LoadingStrip, StatePage
from siro_desktop.ui.table_page import TablePage
from siro_desktop.ui.theme import (
    SPACE_2,
    SPACE_3,
    SPACE_4,
    control_height,
    icon_size,
    restyle,
)
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import comparison_in_words

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.progress import FetchProgress
    from siro_desktop.domain.results import Problem, SavedResult
    from siro_desktop.domain.targets import Targets

_SEARCH_DELAY_MS: Final = 120
_OPENING_DELAY_MS: Final = 400
_TABS_STYLE: Final = (
    "#result_tabs::tab { color: $muted; background: transparent; border: none; border-bottom: 2px solid transparent;"
    f" padding: {SPACE_2}px {SPACE_3}px; }}"
    " #result_tabs::tab:selected { color: $text; border-bottom: 2px solid $accent; }"
    " #result_tabs::tab:hover { color: $text; }"
    " #result_tabs::tab:selected:focus { background: $selected; }"
)
_LARGE: Final = 5_000  # rows; below, the search follows every key


class ResultPage(QWidget):
    """Shows saved results and nothing else, wherever they come from."""

    export_requested = Signal()
    picture_requested = Signal()
    refresh_requested = Signal()
    edit_requested = Signal()
    failed = Signal(object)
    rows_shown = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_page")
        self._saved: SavedResult | None = None
        self._targets = NO_TARGETS
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.model = MetricTableModel(self)
        self._build_parts()
        self._build_layout()
        self._connect()
        self.show_empty()

    def _build_parts(self) -> None:
        self.header = ResultHeader(self)
        self.banner = Banner(self)
        self.loading = LoadingStrip(self)
        self.table_page = TablePage(self.model, self)
        self.charts = ChartsView(self.model, self)
        self.answer = AnswerView(self)
        self.state_page = StatePage("result_state", self)
        # A tab bar with a style sheet cuts its parent off from the application's palette: give it one of its own.
        self._tab_holder = named(QWidget(self), "result_tab_holder")
        self._tabs = named(QTabBar(self._tab_holder), "result_tabs")
        holder = QHBoxLayout(self._tab_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self._tabs)
        self._tabs.setAccessibleName(self.tr("Views of the result"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        restyle(self._tabs, _TABS_STYLE)
        self._views = named(QStackedWidget(self), "result_views")
        for text, view in (
            (self.tr("Table"), self.table_page),
            (self.tr("Charts"), self.charts),
            (self.tr("Answer"), self.answer),
        ):
            self._tabs.addTab(text)
            self._views.addWidget(view)
        self._search = named(QLineEdit(self), "result_search")
        self._search.setPlaceholderText(self.tr("Search metrics"))
        self._search.setAccessibleName(self.tr("Search metrics"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumHeight(control_height(self._search))
        self._search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        keep = self._search.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._search.setSizePolicy(keep)
        self._search_icon = QAction(self._search)
        self._search.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        set_icon(self._search_icon, "search", "muted")
        self._search.setMaximumWidth(self.fontMetrics().averageCharWidth() * 36)
        self._columns = named(QPushButton(self.tr("Columns"), self), "result_columns")
        self._columns.setIconSize(icon_size(self._columns))
        self._columns.setMinimumHeight(control_height(self._columns))
        self._column_menu = named(StayingMenu(self), "result_column_menu")
        self._columns.setMenu(self._column_menu)
        set_icon(self._columns, "columns")
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._opening_timer = QTimer(self)
        self._opening_timer.setSingleShot(True)
        self._opening_timer.setInterval(_OPENING_DELAY_MS)

    def _build_layout(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(SPACE_2, 0, SPACE_4, 0)
        bar.setSpacing(SPACE_2)
        bar.addWidget(self._tab_holder)
        bar.addStretch(1)
        bar.addWidget(self._search, 2)
        bar.addWidget(self._columns)
        hairline = named(QFrame(self), "result_hairline")
        hairline.setFixedHeight(1)
        restyle(hairline, "#result_hairline { background: $line; border: none; }")
        self._body = named(QWidget(self), "result_body")
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, SPACE_2, 0, 0)
        body.setSpacing(0)
        body.addLayout(bar)
        body.addWidget(hairline)
        body.addWidget(self._views, 1)
        self._states = named(QStackedWidget(self), "result_states")
        self._states.addWidget(self.state_page)
        self._states.addWidget(self._body)
        slot = QVBoxLayout()
        slot.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        slot.setSpacing(SPACE_2)
        slot.addWidget(self.banner)
        slot.addWidget(self.loading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(slot)
        layout.addWidget(self._states, 1)

    def _connect(self) -> None:
        self.header.refresh_clicked.connect(self.refresh_requested)
        self.header.export_clicked.connect(self.export_requested)
        self.header.edit_clicked.connect(self.edit_requested)
        self.charts.picture_clicked.connect(self.picture_requested)
        self.answer.failed.connect(self.failed)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._search.textChanged.connect(self._on_search_typed)
        self._search_timer.timeout.connect(self._on_search)
        self.state_page.action_clicked.connect(self._on_answer_wanted)
        self._opening_timer.timeout.connect(self._on_opening_is_slow)
        self.table_page.clear_search_clicked.connect(self._search.clear)
        self._column_menu.aboutToShow.connect(self._on_column_menu)
        self.table_page.view.current_source_row_changed.connect(self.charts.select_source_row)
        self.charts.row_chosen.connect(self.table_page.view.select_source_row)
        self.model.layoutChanged.connect(self._on_rows_changed)
        self.model.modelReset.connect(self._on_rows_changed)

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def saved(self) -> SavedResult | None:
        """The result in view, if any."""
        return self._saved

    def set_names(self, names: Names) -> None:
        """Say names instead of ids."""
        self.header.set_names(names)
        self.charts.caption = self.header.caption()

    def set_targets(self, targets: Targets) -> None:
        """Hold what is shown, now and later, against these targets."""
        self._targets = targets
        if self._saved is not None:
            self.model.set_targets(targets.held(self._saved))

    def show_result(self, saved: SavedResult, from_store: bool) -> None:
        """Show a result, fetched just now or loaded from the store."""
        self._end_loading()
        self._saved = saved
        self.header.show_saved(saved, from_store=from_store)
        self.charts.caption = self.header.caption()
        self.answer.set_saved(saved)
        self.model.set_targets(self._targets.held(saved))
        answer = saved.only_answer
        self.charts.set_recordings(answer.recordings_evaluated if answer else None)
        self.model.set_metrics(
            answer.metrics if answer else MetricValues(), answer.recordings_evaluated if answer else None
        )
        problem = next(iter(saved.problems.values()), None)
        if saved.is_comparison:
            self._show_comparison(saved)
        elif answer is None:
            self._show_problem(problem)
        elif not answer.metrics:
            heading, sentence = (
                self.tr("No metrics for this question"),
                self._no_metrics_sentence(answer.recordings_evaluated),
            )
            self._show_state("empty", heading, sentence, self.tr("Show the answer") if answer.pages else "")
        else:
            self._states.setCurrentWidget(self._body)

    def show_opening(self) -> None:
        """Another connection's last result is being opened.

        Nothing of the former one stays in view; that it is opened is said only if it takes long, so that nothing
        flickers at the start.
        """
        self.show_empty()
        self.banner.clear()
        self._show_state("", "", "")
        self._opening_timer.start()

    def show_loading(self, text: str, *, can_stop: bool = False) -> None:
        """Say that something is fetched; an earlier result stays in view below. `can_stop`: Esc ends it."""
        self._opening_timer.stop()
        self.banner.clear()
        self.loading.start(text, can_stop=can_stop)
        if self._saved is None:
            self._show_state("waiting", text, self.tr("The figures appear here as soon as Siro answers."))

    def show_progress(self, progress: FetchProgress) -> None:
        """Say how far the run is."""
        self.loading.show_progress(progress)

    def stop_loading(self) -> None:
        """End the loading state without a new result: stopped, or failed with a banner to say so."""
        self._end_loading()
        if self._saved is None:
            self.show_empty()

    def show_empty(self) -> None:
        """Show that there is no result yet."""
        self._end_loading()
        self._saved = None
        self.header.show_saved(None, from_store=False)
        self.answer.set_saved(None)
        self.model.set_metrics(MetricValues(), None)
        self._show_state(
            "charts", self.tr("No result yet"), self.tr("Fill in the query on the left and press Run (Ctrl+Return).")
        )

    def visible_rows(self) -> list[tuple[str, int]]:
        """Return cell key and row in its answer of every row in view, in the table's order."""
        answer = self._saved.only_answer if self._saved else None
        return [(answer.cell_key, row) for row in self.model.source_rows()] if answer else []

    def focus_search(self) -> None:
        """Let the next keys go to the search box, and show the table or charts that it filters."""
        if self._tabs.currentIndex() == self._views.indexOf(self.answer):
            self._tabs.setCurrentIndex(0)
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def show_view(self, name: str) -> None:
        """Bring *table*, *charts* or *answer* to the front."""
        views = {"table": self.table_page, "charts": self.charts, "answer": self.answer}
        self._tabs.setCurrentIndex(self._views.indexOf(views[name]))

    def copy(self, *, with_headings: bool = False) -> None:
        """Copy the table's selected rows, or all of them."""
        self.table_page.view.copy_selection(with_headings=with_headings)

    def picture(self) -> QImage:
        """Return the charts of the rows in view as a picture. Raises ExportError if there are too many bars for one."""
        return self.charts.picture()

    def _end_loading(self) -> None:
        self._opening_timer.stop()
        self.loading.stop()

    # States ---------------------------------------------------------------------------------------------------------

    def _show_state(self, icon_name: str, heading: str, sentence: str, button: str = "") -> None:
        self.state_page.say(icon_name, heading, sentence, button)
        self._states.setCurrentWidget(self.state_page)

    def _show_comparison(self, saved: SavedResult) -> None:
        self._show_state("charts", *comparison_in_words(len(saved.plan.cells), len(saved.answers), saved.id))

    def _show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self._show_state("empty", self.tr("No answer"), self.tr("This run ended before Siro answered."))
        else:
            self._show_state("error", problem.title, problem.message)

    def _no_metrics_sentence(self, recordings: float) -> str:
        if recordings == 0:
            return self.tr("No recordings were evaluated in this period. Try a longer period or other people.")
        return self.tr("Siro answered, but sent no metrics. Its answer is kept as it came.")

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_tab_changed(self, place: int) -> None:
        self._views.setCurrentIndex(place)
        is_answer = self._views.currentWidget() is self.answer
        self._search.setVisible(not is_answer)
        self._columns.setVisible(self._views.currentWidget() is self.table_page)

    @Slot()
    def _on_answer_wanted(self) -> None:
        self._states.setCurrentWidget(self._body)
        self.show_view("answer")

    @Slot()
    def _on_opening_is_slow(self) -> None:
        self.show_loading(self.tr("Opening the last result…"))

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
