"""A table with rows of one height, columns that are sorted, filtered, arranged and kept, and copying as TSV and HTML.

Signals: `current_source_row_changed(int)`, the source row that is current, -1 for none; `selected_rows_changed`;
`details_requested` when a row is opened by Return or a double click; `rows_menu_filled(QMenu)` before it is shown;
`columns_offered(QMenu)` when a menu of all columns was filled, for whoever has more to offer there;
`layout_chosen` after a person chose an arrangement that may neither move nor resize a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from siro_desktop.ui.column_arranger import ColumnArranger
from siro_desktop.ui.frozen_column import FrozenColumn
from siro_desktop.ui.heading_marks import heading_marks
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.quiet_table import QuietTable
from siro_desktop.ui.row_order import next_sort
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.table_copier import TableCopier
from siro_desktop.ui.table_delegates import PassRateDelegate, TableDelegate, TargetDelegate
from siro_desktop.ui.table_menus import TableMenus
from siro_desktop.ui.table_selection import count_rows, selected_ranges
from siro_desktop.ui.theme import row_height, tabular_font

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.settings import Json
    from siro_desktop.ui.column_fit import ColumnHabits
    from siro_desktop.ui.ordered_model import Index, OrderedTableModel

_MOST_KEPT_SELECTED: Final = 5_000  # rows; Qt follows each of them when rows are arranged anew
_ROW_ALONE: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_ROW_TOGGLED: Final = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
_ENSURE_VISIBLE: Final = QAbstractItemView.ScrollHint.EnsureVisible


class ColumnTableView(QuietTable):
    """Shows an OrderedTableModel. Clicks on a heading sort by it up, down and not; with Shift beside other columns."""

    current_source_row_changed = Signal(int)
    selected_rows_changed = Signal()
    details_requested = Signal()
    rows_menu_filled = Signal(object)
    columns_offered = Signal(QMenu)
    layout_chosen = Signal()

    _frozen: FrozenColumn | None = None  # Qt calls overrides before __init__ is through

    def __init__(
        self, model: OrderedTableModel, name: str, habits: ColumnHabits, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._delegates: dict[int, TableDelegate] = {}
        self.setObjectName(name)
        self._build_rows()
        self._build_delegates(habits)
        self._build_headings()
        frozen = FrozenColumn(self)
        self._all_headings = (self._headings, frozen.headings)
        self.setModel(model)
        self._columns = ColumnArranger(self, model, habits)
        self.copier = TableCopier(model, self)
        self._menus = TableMenus(self, model)
        self._frozen = frozen
        self._columns.arranged.connect(frozen.follow)
        frozen.doubleClicked.connect(self.details_requested)
        self._connect()

    def _build_rows(self) -> None:
        self.setFont(tabular_font(QFont()))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._colors = TableColors(self)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure_rows()

    def _build_delegates(self, habits: ColumnHabits) -> None:
        self._plain_delegate = TableDelegate(self)
        self.setItemDelegate(self._plain_delegate)
        for column, delegate in ((habits.pass_rate, PassRateDelegate), (habits.target, TargetDelegate)):
            if column is not None:
                self._delegates[column] = delegate(self)
                self.setItemDelegateForColumn(column, self._delegates[column])

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
        for headings in self._all_headings:
            headings.sectionClicked.connect(self._on_heading_clicked)
            headings.sectionHandleDoubleClicked.connect(self.fit_column)
            headings.customContextMenuRequested.connect(self._on_heading_menu)
        self.row_taken.connect(self._on_row_taken)
        self.selectionModel().selectionChanged.connect(self.selected_rows_changed)
        self.doubleClicked.connect(self.details_requested)
        self._model.arranging.connect(self._on_arranging)
        self._model.arranged.connect(self._on_arranged)

    # Columns --------------------------------------------------------------------------------------------------------

    def visible_columns(self) -> list[int]:
        """Return the columns in view, left to right."""
        return self._columns.visible_columns()

    def current_column(self) -> int:
        """Return the column that the keyboard is in; the first in view if it is in none."""
        current, visible = self.currentIndex(), self.visible_columns()
        return current.column() if current.isValid() and current.column() in visible else visible[0]

    def set_column_shown(self, column: int, shown: bool) -> None:
        """Show or hide a column; the last one in view stays."""
        self._columns.set_shown(column, shown=shown)

    @property
    def keeps_first(self) -> bool:
        """True if the first column stays in view while the others are scrolled sideways."""
        return self._columns.keeps_first

    def set_first_kept(self, kept: bool) -> None:
        """Keep the first column in view, or let it scroll with the others."""
        self._columns.keep_first(kept=kept)
        self.layout_chosen.emit()

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns are arranged, as JSON values."""
        return self._columns.state()

    def restore_layout(self, kept: object) -> None:
        """Arrange the columns as `layout_state` said; anything else arranges them as at first."""
        self._columns.restore(kept)

    @Slot()
    def refit(self) -> None:
        """Give columns the width of what they show now, but for those that a person has dragged."""
        self._columns.refit()

    def fit_next(self) -> None:
        """Let the next rows say how wide columns are, but for those that a person has dragged."""
        self._columns.fit_next()

    @Slot(int)
    def fit_column(self, column: int) -> None:
        """Make a column as wide as the texts in view need it."""
        self._columns.fit([column])

    def fit_columns(self) -> None:
        """Make every column as wide as the texts in view need it."""
        self._columns.fit(self.visible_columns())

    def reset_layout(self) -> None:
        """Arrange the columns as at first."""
        self.restore_layout(None)
        self.layout_chosen.emit()

    def open_chooser(self) -> None:
        """Let a person put the columns in order."""
        from siro_desktop.ui.column_chooser import ColumnChooser

        chooser = ColumnChooser(self._columns.columns(), self)
        chooser.chosen.connect(self._columns.choose)
        chooser.open()

    def open_filter(self, column: int) -> None:
        """Let a person filter a column, below its heading."""
        from siro_desktop.ui.filter_popup import FilterPopup

        self.scrollTo(self._model.index(max(0, self.rowAt(0)), column))
        popup = FilterPopup(self._model, column, self)
        popup.move(self._below_heading(column))
        popup.show()

    def fill_column_menu(self, menu: QMenu) -> None:
        """Offer every column in `menu`, ticked if it is in view, and how columns are arranged."""
        self._menus.fill_columns(menu)

    def delegate_of(self, column: int) -> TableDelegate:
        """Return what draws the cells of a column."""
        return self._delegates.get(column, self._plain_delegate)

    def _below_heading(self, column: int) -> QPoint:
        headings = self._headings
        left = max(0, headings.sectionViewportPosition(column))
        return headings.mapToGlobal(QPoint(left, headings.height()))

    # Rows -----------------------------------------------------------------------------------------------------------

    def copy_selection(self, *, with_headings: bool = False) -> None:
        """Copy the selected rows, or all rows if none is selected; visible columns in their order on screen."""
        rows = selected_ranges(self.selectionModel()) or [range(self._model.rowCount())]
        self.copier.copy(rows, self.visible_columns(), with_headings=with_headings)

    def copy_all(self, *, with_headings: bool = False) -> None:
        """Copy all rows in view of the filters, whatever is selected."""
        self.copier.copy([range(self._model.rowCount())], self.visible_columns(), with_headings=with_headings)

    def copy_column(self, column: int, *, with_headings: bool = False) -> None:
        """Copy one column of all rows."""
        self.copier.copy([range(self._model.rowCount())], [column], with_headings=with_headings)

    def selected_source_rows(self) -> list[int]:
        """Return the source rows that are selected, from top to bottom."""
        return [self._model.source_row(row) for some in selected_ranges(self.selectionModel()) for row in some]

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return count_rows(selected_ranges(self.selectionModel()))

    def select_source_row(self, source_row: int, *, adds: bool = False) -> None:
        """Make a source row current and bring it into view; with `adds` select it too, or no longer if it was."""
        row = self._model.row_of(source_row)
        if row is not None:
            index = self._model.index(row, self.visible_columns()[0])
            self.selectionModel().setCurrentIndex(index, _ROW_TOGGLED if adds else _ROW_ALONE)
            self.scrollTo(index)

    def has_chosen(self, source_row: int) -> bool:
        """True if a source row is current and selected."""
        return source_row == self.current_source_row() and self.selectionModel().isSelected(self.currentIndex())

    def current_source_row(self) -> int:
        """Return the source row that is current; -1 for none."""
        index = self.currentIndex()
        return self._model.source_row(index.row()) if index.isValid() else -1

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _on_heading_clicked(self, column: int) -> None:
        adds = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._model.sort_by(next_sort(self._model.sorted_by, column, adds=adds))

    @Slot(QPoint)
    def _on_heading_menu(self, place: QPoint) -> None:
        headings = self.sender()
        if isinstance(headings, Headings):
            column = headings.logicalIndexAt(place)
            self._menus.show_for_heading(column if column >= 0 else self.current_column(), headings.mapToGlobal(place))

    @Slot()
    def _on_arranging(self) -> None:
        """Let go of a large selection: it would be scattered over all rows, and Qt would follow each of them."""
        if _MOST_KEPT_SELECTED < self.selected_count() < self._model.rowCount():
            self.selectionModel().select(self.currentIndex(), _ROW_ALONE)

    @Slot()
    def _on_arranged(self) -> None:
        marks = heading_marks(self._model.sorted_by, self._model.filters)
        for headings in self._all_headings:
            headings.set_marks(marks)
        self._columns.make_room(marks)
        needles = self._model.needles()
        for delegate in (self._plain_delegate, *self._delegates.values()):
            delegate.set_needles(needles)
        if not self.currentIndex().isValid():  # the row is hidden now: Qt lets it go and tells nobody
            self.current_source_row_changed.emit(-1)

    @Slot(QModelIndex)
    def _on_row_taken(self, current: QModelIndex) -> None:
        row = current.row()
        known = current.isValid() and row < self._model.rowCount()
        self.current_source_row_changed.emit(self._model.source_row(row) if known else -1)

    # Qt -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Copy, open the menu of the column or its filter, open the row's details, or stop a copy that goes on."""
        keys = QKeySequence(pressed.keyCombination())
        if pressed.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif keys == QKeySequence("Ctrl+Shift+C"):
            self.copy_selection(with_headings=True)
        elif keys == QKeySequence("Alt+Down"):
            self._menus.show_for_heading(self.current_column(), self._below_heading(self.current_column()))
        elif keys == QKeySequence("Ctrl+Shift+L"):
            self.open_filter(self.current_column())
        elif keys in {QKeySequence("Return"), QKeySequence("Enter")}:
            self.details_requested.emit()
        elif keys == QKeySequence("Esc") and self.copier.is_copying:
            self.copier.stop()
        else:
            super().keyPressEvent(pressed)

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:
        """Offer to copy, and the columns, which the headings offer to the mouse alone."""
        self._menus.show_for_rows(asked.globalPos())

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE) -> None:
        """Bring a cell into view, beside the first column that lies over the others."""
        frozen, bar = self._frozen, self.horizontalScrollBar()
        if frozen is None or not frozen.isVisible():
            super().scrollTo(index, hint)
        elif index.column() == self.visible_columns()[0]:
            self._scroll_to_row(index)
        else:
            super().scrollTo(index, hint)
            bar.setValue(bar.value() - frozen.hides(self.visualRect(index)))

    def _scroll_to_row(self, index: Index) -> None:
        """Up or down only: the cell's column is in view, and scrolling to it would take its place away."""
        cell, bar = self.visualRect(index), self.verticalScrollBar()
        below = cell.bottom() + 1 - self.viewport().height()
        bar.setValue(bar.value() + (min(0, cell.top()) or max(0, below)))

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Let the first column follow."""
        super().resizeEvent(resized)
        if self._frozen is not None:
            self._frozen.follow()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text, and the side from which people read."""
        super().changeEvent(changed)
        if self._frozen is not None:
            if changed.type() == changed.Type.FontChange:
                self._measure_rows()
                for delegate in (self._plain_delegate, *self._delegates.values()):
                    delegate.forget()
                self._columns.refit()
            self._frozen.follow()  # cheap: there are few other changes
