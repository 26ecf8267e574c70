"""One metric of a comparison as a matrix: who down, when across, each figure shaded and with its recordings.

Signals: `retry_requested(str)` and `answer_requested(str)` with the key of the cell that is to be asked again, or whose
answer is to be shown; `clear_search_clicked`; `picture_clicked` to save it as a picture; `sort_chosen(former, now)`,
each a Sort, when a person has sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from siro_desktop.ui.charts.caption import PictureCaption
from siro_desktop.ui.charts.panels import PanelTexts
from siro_desktop.ui.clipboard import copy_rows
from siro_desktop.ui.comparison.controls import metric_field, picture_button
from siro_desktop.ui.comparison.found_strip import FoundStrip
from siro_desktop.ui.comparison.matrix_legend import MatrixLegend
from siro_desktop.ui.comparison.matrix_menu import MatrixMenu
from siro_desktop.ui.comparison.matrix_model import MatrixModel
from siro_desktop.ui.comparison.matrix_table import MatrixTable
from siro_desktop.ui.entity_offers import add_offers
from siro_desktop.ui.headings import beside_edge
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.segments import SegmentRow
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, tabular_font, theme_events
from siro_desktop.ui.widgets import named

Sort = tuple[int, Qt.SortOrder]
"""A column, -1 for none, and the direction."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QMenu

    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.comparison.state import ComparisonState


class MatrixView(QWidget):
    """The matrix with its legend, and a switch where the metric has pass rates. GUI thread."""

    retry_requested = Signal(str)
    answer_requested = Signal(str)
    clear_search_clicked = Signal()
    sort_chosen = Signal(object, object)
    picture_clicked = Signal()

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrix_view")
        self._state = state
        self.caption = PictureCaption()
        self._plan: FetchPlan | None = None
        self._is_ordering = self._is_telling = False
        self._is_stale = True  # the state has changed since this was last in view
        self.model = MatrixModel(state, self)
        self.table = MatrixTable(self.model, self)
        self.legend = MatrixLegend(self)
        self._shown_figure = SegmentRow(
            "matrix_figure", [("value", self.tr("Value")), ("pass_rate", self.tr("Pass rate"))], self
        )
        self._shown_figure.setAccessibleName(self.tr("What the cells show"))
        self._nothing = StatePage("matrix_nothing", self)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._build_layout()
        self._fit_switch()
        self._connect()

    def _build_layout(self) -> None:
        self._body = named(QWidget(self), "matrix_body")
        self.legend.lead_with(self._shown_figure)
        self.legend.lead_with(metric_field("matrix", self._state, self.legend))
        self._picture = picture_button("matrix_picture", self.legend)
        self.legend.end_with(self._picture)
        self.legend.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, 0)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.legend)
        self.strip = FoundStrip(self)
        layout.addWidget(self.strip)
        layout.addLayout(beside_edge(self.table), 1)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._body)
        self._layout.addWidget(self._nothing)

    def _connect(self) -> None:
        state = self._state
        state.comparison_changed.connect(self._on_comparison_changed)
        state.metric_changed.connect(self._on_metric_changed)
        state.least_changed.connect(self._on_metric_changed)
        state.order_changed.connect(self._on_order_changed)
        state.selection_changed.connect(self._on_selection_changed)
        self.table.selectionModel().currentChanged.connect(self._on_current_changed)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.copy_asked.connect(self.copy)
        self.table.menu_asked.connect(self._on_menu_asked)
        self._picture.clicked.connect(self.picture_clicked)
        self._shown_figure.changed.connect(self._on_figure_chosen)
        self._nothing.action_clicked.connect(self.clear_search_clicked)
        self.strip.clear_clicked.connect(self.clear_search_clicked)
        theme_events().theme_changed.connect(self._show_legend)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_filter(self, text: str) -> None:
        """Show only entities whose name or ids hold `text`, and all together below them."""
        self.model.set_filter(text)
        self._show_state()
        self._on_selection_changed()

    def catch_up(self) -> None:
        """Show the state as it is now, also while nobody looks."""
        if self._is_stale:
            self._refresh()

    def visible_rows(self) -> KeyedRows:
        """Return cell key and row in its answer of every figure in view, row by row."""
        return self.model.visible_rows()

    def selected_rows(self) -> KeyedRows:
        """Return the same of the cells that are selected."""
        indexes = sorted(self.table.selectionModel().selectedIndexes(), key=lambda one: (one.row(), one.column()))
        return self.model.rows_at(map(self.model.place, indexes))

    @Slot(bool)
    def copy(self, with_headings: bool = False) -> None:
        """Copy the selected cells, or all of them, each with its recordings in the column behind it."""
        rows, columns = self.table.selected_block()
        cells = [self.model.copied_row(row, columns) for row in rows]
        copy_rows(cells, self.model.copied_headings(columns) if with_headings else None)

    # Showing --------------------------------------------------------------------------------------------------------

    def _fit_switch(self) -> None:
        """Let both choices stand side by side."""
        hints = [segment.sizeHint() for segment in self._shown_figure.segments()]
        width = len(hints) * max(hint.width() for hint in hints) + SPACE_1
        self._shown_figure.setFixedSize(width, max(hint.height() for hint in hints))

    @Slot()
    def _show_legend(self) -> None:
        self.legend.show_cells(self.model.cells, self._state.thin_sample)
        self.table.setAccessibleDescription(self.legend.text())

    def _show_state(self) -> None:
        comparison = self._state.comparison
        has_figures = comparison is not None and bool(comparison.metrics)
        if not has_figures:
            is_over = comparison is not None and bool(comparison.saved.answers)
            heading = self.tr("No metrics for this question") if is_over else self.tr("No figures yet")
            sentence = self.tr("They appear here as Siro answers.")
            if is_over:
                sentence = self.tr("Siro answered, but sent no metrics. Try a longer period or other people.")
            self._nothing.say("empty" if is_over else "waiting", heading, sentence)
        elif not self.model.rowCount():
            sentence = self.tr("No name or id holds “%1”.").replace("%1", self.model.filter_text)
            self._nothing.say("search", self.tr("Nothing found"), sentence, self.tr("Clear search"))
        self.strip.show_count(self.model.found_count(), len(self._state.entity_order), self.model.filter_text)
        is_empty = not has_figures or not self.model.rowCount()
        self._layout.setCurrentWidget(self._nothing if is_empty else self._body)

    def picture(self) -> PicturePage:
        """Return the whole matrix with title, period, recordings and source. Raises ExportError if it is too large."""
        from siro_desktop.ui.charts.picture import PanelDrawing, PicturePage, narrowest, picture_font
        from siro_desktop.ui.comparison.matrix_picture import record_legend, record_matrix

        self.catch_up()
        font, is_mirrored = picture_font(), self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        matrix = record_matrix(self.model, tabular_font(font), is_mirrored=is_mirrored)
        width = narrowest([matrix])
        legend, words = record_legend(self.model, self._state.thin_sample, width, is_mirrored=is_mirrored)
        metric = self._state.current_metric
        name = "" if metric is None else metric.name
        if self.model.cells.shows_pass_rates:
            name = self.tr("%1, pass rate").replace("%1", name)
        summary = f"{name}. {self.table.accessibleName()}. {words}"
        panel = PanelDrawing(PanelTexts(name, "", "", summary), matrix, font, is_mirrored=is_mirrored)
        note = self.model.what_is_shown()
        return PicturePage(
            self.caption, [panel], font, legend=legend, note=note, summary=summary, is_mirrored=is_mirrored
        )

    def sort(self, column: int, order: Qt.SortOrder) -> None:
        """Sort by a column, 0 for the names; -1, or one that is not here, brings back the asked order."""
        is_there = column < self.model.columnCount()
        self.table.show_sorted(column if is_there else -1, order)
        self._order_entities(column if is_there else -1, order)

    def _sort_again(self) -> None:
        """Let the order be what the headings say it is."""
        column, order = self.table.sorted_by()
        if 0 <= column < self.model.columnCount():
            self._order_entities(column, order)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_comparison_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh()
        else:
            self.model.let_go()

    def _refresh(self) -> None:
        """Show the state as it is now."""
        self._is_stale = False
        comparison = self._state.comparison
        former, self._plan = self._plan, comparison.saved.plan if comparison else None
        if former is None or former != self._plan:
            self.table.show_sorted(-1)
        self._show_figures(self.model.rebuild)
        self._show_state()
        self._on_selection_changed()

    def _show_figures(self, show: Callable[[bool], None]) -> None:
        """Show the figures that are switched on, sorted as before. `show` takes whether they are pass rates."""
        show(self._shown_figure.chosen() == ("pass_rate",))
        has_choice = self.model.cells.has_pass_rates
        if self.model.cells.shows_pass_rates and not has_choice:
            show(False)
        self._shown_figure.setVisible(has_choice)
        self.table.fit()
        self._show_legend()
        self._sort_again()

    @Slot()
    def _on_metric_changed(self) -> None:
        if not self.isVisible():
            self._is_stale = True
        elif not self._is_stale:
            self._show_figures(self.model.show_metric)

    @Slot()
    def _on_figure_chosen(self) -> None:
        self._show_figures(self.model.show_metric)

    @Slot()
    def _on_order_changed(self) -> None:
        if not self._is_stale:
            self.model.show_order()
        if not self._is_ordering:
            self.table.show_sorted(-1)

    @Slot(int, Qt.SortOrder)
    def _on_sort_asked(self, column: int, order: Qt.SortOrder) -> None:
        former = self.table.sorted_by()
        self.sort(column, order)
        self.sort_chosen.emit(former, (column, order))

    def _order_entities(self, column: int, order: Qt.SortOrder) -> None:
        self._is_ordering = True
        is_sorted = column >= 0
        descending = order == Qt.SortOrder.DescendingOrder
        self._state.set_entity_order(self.model.sorted_entities(column, descending=descending) if is_sorted else None)
        self._is_ordering = False

    @Slot()
    def _on_selection_changed(self) -> None:
        place = self._state.selected
        index = QModelIndex() if place is None or self._is_stale else self.model.index_of(place)
        if index.isValid() and index != self.table.currentIndex() and not self._is_telling:
            self.table.show_current(index)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _former: QModelIndex) -> None:
        place = self.model.nearest_place(current)
        if place is not None and self.table.is_chosen(current):
            self._is_telling = True  # the keys stay among the names
            self._state.select(place)
            self._is_telling = False

    @Slot(QPoint)
    def _on_menu_asked(self, where: QPoint) -> None:
        self._build_menu().popup(where)

    def _build_menu(self) -> QMenu:
        """What can be done with the current cell and its column."""
        key, comparison = self._current_key(), self._state.comparison
        has_answer = key is not None and comparison is not None and key in comparison.saved.answers
        menu = MatrixMenu(self, has_cell=key is not None, has_answer=has_answer)
        menu.copy_chosen.connect(self.copy)
        menu.order_chosen.connect(self._on_order_chosen)
        menu.answer_chosen.connect(self._on_answer_chosen)
        menu.retry_chosen.connect(self._on_retry_chosen)
        add_offers(menu, self._state.offers(self.model.nearest_place(self.table.currentIndex())))
        return menu

    def _current_key(self) -> str | None:
        place, comparison = self.model.place(self.table.currentIndex()), self._state.comparison
        cell = None if place is None or comparison is None else comparison.cell(place)
        return None if cell is None else cell.key

    @Slot(object)
    def _on_order_chosen(self, order: Qt.SortOrder | None) -> None:
        if order is None:
            self._on_sort_asked(-1, Qt.SortOrder.AscendingOrder)
        else:
            self._on_sort_asked(max(0, self.table.currentIndex().column()), order)

    @Slot()
    def _on_answer_chosen(self) -> None:
        key = self._current_key()
        if key is not None:
            self.answer_requested.emit(key)

    @Slot()
    def _on_retry_chosen(self) -> None:
        key = self._current_key()
        if key is not None:
            self.retry_requested.emit(key)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Show what changed while nobody looked."""
        super().showEvent(shown)
        self.catch_up()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            self._fit_switch()
