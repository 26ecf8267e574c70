"""A table with rows of one height, columns that can be hidden, moved and kept, and copying as TSV and HTML.

Signals: `current_source_row_changed(int)`, the source row that is current, -1 for none.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from siro_desktop.ui.clipboard import copy_rows
from siro_desktop.ui.column_fit import fitting_width
from siro_desktop.ui.column_layout import ColumnLayout, read_layout
from siro_desktop.ui.heading_marks import HeadingMark
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.menu_choice import StayingMenu
from siro_desktop.ui.row_order import next_sort
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.table_delegates import PassRateDelegate, TableDelegate, TargetDelegate
from siro_desktop.ui.table_selection import count_rows, selected_ranges
from siro_desktop.ui.theme import row_height, tabular_font

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.settings import Json
    from siro_desktop.ui.column_fit import ColumnHabits
    from siro_desktop.ui.ordered_model import OrderedTableModel

_SAMPLE_ROWS: Final = 100
_MOST_KEPT_SELECTED: Final = 5_000  # rows; Qt follows each of them when rows are arranged anew


_ROW_ALONE: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ColumnTableView(QTableView):
    """Shows an OrderedTableModel. Clicks on a heading sort by it up, down and not; with Shift beside other columns."""

    current_source_row_changed = Signal(int)

    def __init__(
        self, model: OrderedTableModel, name: str, habits: ColumnHabits, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._habits = habits
        self._layout = ColumnLayout(hidden=set(habits.hidden))
        self._is_arranging = False
        self._delegates: list[TableDelegate] = []
        self._fitted: tuple[str, ...] = ()
        self.setObjectName(name)
        self._build_rows()
        self._build_headings()
        self.setModel(model)
        self._connect()
        self._arrange()

    def _build_rows(self) -> None:
        self.setFont(tabular_font(QFont()))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._colors = TableColors(self)
        self._delegates.append(TableDelegate(self))
        self.setItemDelegate(self._delegates[0])
        for column, delegate in ((self._habits.pass_rate, PassRateDelegate), (self._habits.target, TargetDelegate)):
            if column is not None:
                self._delegates.append(delegate(self))
                self.setItemDelegateForColumn(column, self._delegates[-1])
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure_rows()

    def _measure_rows(self) -> None:
        height = row_height(self.font())
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setMinimumSectionSize(height)
            self.verticalHeader().setDefaultSectionSize(height)

    def _build_headings(self) -> None:
        self._headings = headings = Headings(self)
        self.setHorizontalHeader(headings)
        headings.setObjectName(f"{self.objectName()}_headings")
        headings.setSectionsMovable(True)
        headings.setHighlightSections(False)
        headings.setResizeContentsPrecision(0)
        headings.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self.horizontalHeader().sectionClicked.connect(self._on_heading_clicked)
        self.horizontalHeader().sectionHandleDoubleClicked.connect(self.fit_column)
        self.horizontalHeader().customContextMenuRequested.connect(self._on_heading_menu)
        self.horizontalHeader().sectionMoved.connect(self._on_section_moved)
        self.horizontalHeader().sectionResized.connect(self._on_section_resized)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._model.modelReset.connect(self._on_model_reset)
        self._model.arranging.connect(self._on_arranging)
        self._model.arranged.connect(self._on_arranged)

    # Public ---------------------------------------------------------------------------------------------------------

    def copy_selection(self, *, with_headings: bool = False) -> None:
        """Copy the selected rows, or all rows if none is selected; visible columns in their order on screen."""
        columns = self.visible_columns()
        rows = [*chain.from_iterable(selected_ranges(self.selectionModel()))] or range(self._model.rowCount())
        cells = self._model.raw_rows(rows, columns)
        copy_rows(cells, [self._model.title(column) for column in columns] if with_headings else None)

    def visible_columns(self) -> list[int]:
        """Return the columns in view, left to right."""
        headings = self.horizontalHeader()
        logical = (headings.logicalIndex(place) for place in range(headings.count()))
        return [column for column in logical if not headings.isSectionHidden(column)]

    def set_column_shown(self, column: int, shown: bool) -> None:
        """Show or hide a column; the last one in view stays."""
        if not shown and self.visible_columns() == [column]:
            return
        name = self._model.column_name(column)
        (self._layout.hidden.discard if shown else self._layout.hidden.add)(name)
        self._arrange()

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns are arranged, as JSON values."""
        return self._layout.to_json()

    def restore_layout(self, kept: object) -> None:
        """Arrange the columns as `layout_state` said; anything else arranges them as at first."""
        self._layout = read_layout(kept) if kept else ColumnLayout(hidden=set(self._habits.hidden))
        self.refit()

    @Slot()
    def refit(self) -> None:
        """Give columns the width of what they show now, but for those that a person has dragged."""
        self._fitted = ()
        self._on_model_reset()

    @Slot(int)
    def fit_column(self, column: int) -> None:
        """Make a column as wide as the texts in view need it."""
        self.setColumnWidth(column, self._fitting_width(column))

    @Slot()
    def fit_columns(self) -> None:
        """Make every column as wide as the texts in view need it."""
        for column in self.visible_columns():
            self.fit_column(column)

    @Slot()
    def reset_layout(self) -> None:
        """Arrange the columns as at first."""
        self.restore_layout(None)

    def fill_column_menu(self, menu: QMenu) -> None:
        """Offer every column in `menu`, ticked if it is in view, and the way back to how it was at first."""
        menu.clear()
        for column in range(self._model.columnCount()):
            if self._model.is_unused(column):
                continue
            action = QAction(self._model.title(column).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setData(column)
            action.triggered.connect(self._on_column_triggered)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("&Reset columns")).triggered.connect(self.reset_layout)

    def select_source_row(self, source_row: int) -> None:
        """Make a source row current and bring it into view, if it is not filtered out."""
        row = self._model.row_of(source_row)
        if row is not None:
            index = self._model.index(row, self.visible_columns()[0])
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def current_source_row(self) -> int:
        """Return the source row that is current; -1 for none."""
        index = self.currentIndex()
        return self._model.source_row(index.row()) if index.isValid() else -1

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_heading_clicked(self, column: int) -> None:
        adds = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._model.sort_by(next_sort(self._model.sorted_by, column, adds=adds))

    @Slot()
    def _on_arranging(self) -> None:
        """Let go of a large selection: it would be scattered over all rows, and Qt would follow each of them."""
        count = count_rows(selected_ranges(self.selectionModel()))
        if _MOST_KEPT_SELECTED < count < self._model.rowCount():
            self.selectionModel().select(self.currentIndex(), _ROW_ALONE)

    @Slot()
    def _on_arranged(self) -> None:
        sorts, filters = self._model.sorted_by, self._model.filters
        marks = {
            one.column: HeadingMark(
                descending=one.descending,
                number=number if len(sorts) > 1 else 0,
                is_filtered=one.column in filters,
            )
            for number, one in enumerate(sorts, 1)
        }
        for column in filters.keys() - marks.keys():
            marks[column] = HeadingMark(is_filtered=True)
        self._headings.set_marks(marks)
        for delegate in self._delegates:
            delegate.set_needles(self._model.needles())

    @Slot()
    def _on_model_reset(self) -> None:
        self._arrange()
        names = tuple(self._names())
        if names != self._fitted and self._model.rowCount():
            self._fitted = names
            self._is_arranging = True
            self._fit_columns()
            self._is_arranging = False

    def _names(self) -> list[str]:
        return [self._model.column_name(column) for column in range(self._model.columnCount())]

    def _arrange(self) -> None:
        """Put the columns where the person wants them; the first stays if all are unwanted."""
        names, headings = self._names(), self.horizontalHeader()
        hidden = self._layout.hidden
        self._is_arranging = True
        for place, name in enumerate(self._layout.arranged(names)):
            headings.moveSection(headings.visualIndex(names.index(name)), place)
        used = [name for column, name in enumerate(names) if not self._model.is_unused(column)]
        for column, name in enumerate(names):
            is_last = column == 0 and hidden.issuperset(used)
            self.setColumnHidden(column, name not in used or (name in hidden and not is_last))
        self._is_arranging = False

    def _fit_columns(self) -> None:
        """Give each column its own width, or that of its first rows."""
        unit = self.fontMetrics().averageCharWidth()
        for column, name in enumerate(self._names()):
            kept = self._layout.widths.get(name)
            self.setColumnWidth(column, self._fitting_width(column) if kept is None else round(kept * unit))

    def _fitting_width(self, column: int) -> int:
        count = self._model.rowCount()
        first = max(0, self.rowAt(0))
        rows = {*range(min(count, _SAMPLE_ROWS)), *range(first, min(count, first + _SAMPLE_ROWS))}
        return fitting_width(self._model, column, sorted(rows), self._habits, self.fontMetrics())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.row()
        known = current.isValid() and row < self._model.rowCount()
        self.current_source_row_changed.emit(self._model.source_row(row) if known else -1)

    @Slot(int, int, int)
    def _on_section_moved(self, _column: int, _former: int, _place: int) -> None:
        if not self._is_arranging:
            headings = self.horizontalHeader()
            places = range(headings.count())
            self._layout.set_order([self._model.column_name(headings.logicalIndex(place)) for place in places])

    @Slot(int, int, int)
    def _on_section_resized(self, column: int, _former: int, width: int) -> None:
        if width and not self._is_arranging and column < self._model.columnCount():
            self._layout.widths[self._model.column_name(column)] = width / self.fontMetrics().averageCharWidth()

    @Slot(QPoint)
    def _on_heading_menu(self, place: QPoint) -> None:
        menu = StayingMenu(self)
        menu.setObjectName("column_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_column_menu(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    @Slot(bool)
    def _on_column_triggered(self, shown: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.set_column_shown(int(action.data()), shown)

    @Slot()
    def _on_copy_triggered(self) -> None:
        self.copy_selection()

    @Slot()
    def _on_copy_with_headings_triggered(self) -> None:
        self.copy_selection(with_headings=True)

    # Qt -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Copy on Ctrl+C and, with headings, on Ctrl+Shift+C."""
        if pressed.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif QKeySequence(pressed.keyCombination()) == QKeySequence("Ctrl+Shift+C"):
            self.copy_selection(with_headings=True)
        else:
            super().keyPressEvent(pressed)

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:
        """Offer to copy, and the columns, which the headings offer to the mouse alone."""
        menu = QMenu(self)
        menu.setObjectName("table_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(asked.globalPos())

    def fill_menu(self, menu: QMenu) -> None:
        """Put into `menu` what can be done with the rows and columns."""
        menu.addAction(self.tr("&Copy")).triggered.connect(self._on_copy_triggered)
        menu.addAction(self.tr("Copy with &headers")).triggered.connect(self._on_copy_with_headings_triggered)
        menu.addSeparator()
        columns = StayingMenu(self.tr("C&olumns"), menu)
        columns.setObjectName("table_column_menu")
        self.fill_column_menu(columns)
        menu.addMenu(columns)

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            with QSignalBlocker(self):
                self._measure_rows()
            for delegate in self._delegates:
                delegate.forget()
