"""Every figure of a comparison in one table that sorts, searches and hides columns.

Signals: `columns_wanted(Comparison)` where the figures are so many that they are to be prepared outside the GUI thread
(`LongColumns.build`) and handed to `set_columns`; `clear_search_clicked`; `rows_shown(shown, total)`;
`history_wanted(HistoryOf, DetailsPanel)` where the panel is to be shown what the store has.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from siro_desktop.domain.exports import LateRows
from siro_desktop.domain.metric_history import HistoryOf
from siro_desktop.ui.column_filters import InRange
from siro_desktop.ui.column_fit import ColumnHabits
from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.comparison.long_columns import LongColumns
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.comparison.long_model import LongTableModel
from siro_desktop.ui.comparison.one_table import OneTable
from siro_desktop.ui.entity_offers import add_offers
from siro_desktop.ui.filter_strip import nothing_in_words
from siro_desktop.ui.result_states import StatePage
from siro_desktop.ui.table_with_details import TableWithDetails
from siro_desktop.ui.view_look import selected_sources
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import rows_in_words

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QMenu

    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.ui.comparison.state import ComparisonState
    from siro_desktop.ui.row_order import SortBy

_FEW: Final = 3_000  # figures; up to here preparing them takes a few milliseconds
_HIDDEN: Final = (LongColumn.TYPE, LongColumn.IDS, LongColumn.METRIC_ID, LongColumn.UNIT)
_HABITS: Final = ColumnHabits(
    pass_rate=int(LongColumn.PASS_RATE),
    target=int(LongColumn.TARGET),
    widest={int(LongColumn.METRIC): 34},
    hidden=frozenset(column.name.lower() for column in _HIDDEN),
)


class LongTable(ColumnTableView):
    """Shows a LongTableModel."""

    def __init__(self, model: LongTableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "long_table", _HABITS, parent)
        self.setAccessibleName(self.tr("Figures"))


class LongTableView(OneTable):
    """The table, or a sentence where there is nothing to show. GUI thread."""

    columns_wanted = Signal(object)
    clear_search_clicked = Signal()
    rows_shown = Signal(int, int)
    history_wanted = Signal(object, object)

    model: LongTableModel

    def __init__(self, state: ComparisonState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("long_table_view")
        self._state = state
        self._is_following = False
        self._least: InRange | None = None
        self._sorted_by: tuple[SortBy, ...] = ()
        self.model = LongTableModel(state, self)
        self.table = LongTable(self.model, self)
        self._nothing = StatePage("long_table_nothing", self)
        self._build_layout()
        self._connect()
        self._on_comparison_changed()
        self._on_rows_changed()

    def _build_layout(self) -> None:
        self._pages = named(QStackedWidget(self), "long_table_pages")
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._nothing)
        self.around = TableWithDetails(self.table, self.model, self._pages, rows_in_words, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.around)

    def _connect(self) -> None:
        state, model = self._state, self.model
        state.comparison_changed.connect(self._on_comparison_changed)
        state.selection_changed.connect(self._on_selection_changed)
        state.metric_changed.connect(self._on_selection_changed)
        self.table.current_source_row_changed.connect(self._on_current_row_changed)
        self.table.rows_menu_filled.connect(self._on_rows_menu_filled)
        model.arranged.connect(self._on_arranged)
        self._nothing.action_clicked.connect(self._on_clear_clicked)
        self.around.strip.clear_clicked.connect(self.clear_search_clicked)
        self.around.history_wanted.connect(self._on_history_wanted)
        model.modelReset.connect(self._on_rows_changed)
        model.layoutChanged.connect(self._on_rows_changed)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_columns(self, columns: LongColumns) -> None:
        """Show what `LongColumns.build` prepared, if that is still the state's comparison."""
        if columns.comparison is self._state.comparison:
            self._show_columns(columns)

    def follow_least(self) -> None:
        """Leave out what the state leaves out, by a filter; who takes it away takes it from all views."""
        self._state.least_changed.connect(self._on_least_changed)
        self.model.arranged.connect(self._on_filters_changed)
        self._on_least_changed()

    def visible_rows(self) -> KeyedRows:
        """Return cell key and row in its answer of every row in view, in the view's order."""
        return self.model.visible_rows()

    def selected_rows(self) -> KeyedRows:
        """Return the same of the rows that are selected."""
        columns, sources = self.model.columns, selected_sources(self.table, self.model)
        return [] if columns is None else LateRows(len(sources), partial(columns.keyed_rows, sources))

    def _show_columns(self, columns: LongColumns | None) -> None:
        self._state.let_go(self.model.columns)
        self.model.set_columns(columns)
        self._on_selection_changed()

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_comparison_changed(self) -> None:
        """Prepare the figures when they are looked at; those of another question go at once."""
        comparison, shown = self._state.comparison, self.model.columns
        if comparison is None or (shown is not None and shown.comparison is comparison):
            self._show_columns(shown if comparison is not None else None)
            return
        if shown is not None and shown.comparison.saved.plan != comparison.saved.plan:
            self._show_columns(None)
            self.table.fit_next()
        if not self.isVisible():
            return
        if comparison.value_count() <= _FEW:
            self._show_columns(LongColumns.build(comparison))
        else:
            self._on_rows_changed()
            self.columns_wanted.emit(comparison)

    @Slot()
    def _on_selection_changed(self) -> None:
        """Bring the selected figure into view."""
        columns, place = self.model.columns, self._state.selected
        if self._is_following or columns is None or place is None or columns.comparison is not self._state.comparison:
            return
        source_row = columns.find(place, self._state.metric)
        if source_row is not None and not self.table.has_chosen(source_row):
            with QSignalBlocker(self.table):
                self.table.select_source_row(source_row)

    @Slot(int)
    def _on_current_row_changed(self, source_row: int) -> None:
        found, columns = self.model.place_and_metric(source_row), self.model.columns
        if found is None or columns is None or columns.comparison is not self._state.comparison:
            return
        place, metric = found
        self._is_following = True
        self._state.choose_metric(metric)
        self._state.select(place)
        self._is_following = False

    @Slot(object)
    def _on_rows_menu_filled(self, menu: QMenu) -> None:
        """Offer what can be done with whom the current row is about."""
        found, columns = self.model.place_and_metric(self.table.current_source_row()), self.model.columns
        if found is not None and columns is not None and columns.comparison is self._state.comparison:
            add_offers(menu, self._state.offers(found[0]))

    @Slot()
    def _on_arranged(self) -> None:
        """Let the other views follow a new sort order, and mark the selected figure again where it is back in view."""
        if not self.table.selected_count():
            self._on_selection_changed()
        columns, sorted_by = self.model.columns, self.model.sorted_by
        if sorted_by != self._sorted_by and columns is not None and columns.comparison is self._state.comparison:
            self._sorted_by = sorted_by
            self._state.set_entity_order(self.model.entity_order())

    @Slot()
    def _on_least_changed(self) -> None:
        column, former = int(LongColumn.RECORDINGS), self._least
        least = self._state.least
        self._least = InRange(float(least)) if least else None
        if self._least is None and (former is None or self.model.filters.get(column) != former):
            return  # there is no filter, or one of the person's own
        wishes, name = self.model.wishes, self.model.column_name(column)
        others = {other: wanted for other, wanted in wishes.filters.items() if other != name}
        filters = others if self._least is None else {**others, name: self._least}
        self.model.restore(replace(wishes, filters=filters))  # no step of undo: the notes have a button for it

    @Slot()
    def _on_filters_changed(self) -> None:
        if self._least is not None and self.model.filters.get(int(LongColumn.RECORDINGS)) != self._least:
            self._state.set_least(0)

    @Slot()
    def _on_rows_changed(self) -> None:
        shown, total = self.model.rowCount(), self.model.source_count()
        comparison = self._state.comparison
        if not total and comparison is not None and comparison.value_count():
            self._nothing.say("", "", "")  # they are there in a moment
        elif not total:
            self._nothing.say("waiting", self.tr("No figures yet"), self.tr("They appear here as Siro answers."))
        elif not shown:
            sentence = self.tr("No name, metric, type or id holds “%1”.").replace("%1", self.model.filter_text)
            self._nothing.say("search", *nothing_in_words(self.model, sentence))
        self._pages.setCurrentWidget(self.table if shown else self._nothing)
        self.rows_shown.emit(shown, total)

    @Slot(str)
    def _on_history_wanted(self, metric_id: str) -> None:
        columns, row = self.model.columns, self.table.current_source_row()
        if columns is None or row < 0:
            return
        comparison, place = columns.comparison, columns.place(row)
        cell, answer = comparison.cell(place), comparison.answer(place)
        if cell is not None and answer is not None:
            wanted = HistoryOf.of(comparison.saved.plan, cell.query, answer, metric_id)
            self.history_wanted.emit(wanted, self.around.details)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self.model.clear_filters()
        self.clear_search_clicked.emit()

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, shown: QShowEvent) -> None:
        """Prepare what changed while nobody looked."""
        super().showEvent(shown)
        columns = self.model.columns
        if columns is None or columns.comparison is not self._state.comparison:
            self._on_comparison_changed()
