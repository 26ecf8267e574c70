"""The table of the matrix: figures that scroll, under names that stay.

Signals: `sort_asked(column, order)` from the headings, column -1 for the asked order; `menu_asked(QPoint)`, global;
`copy_asked(with_headings)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFont, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from siro_desktop.ui.comparison.matrix_delegate import MatrixDelegate
from siro_desktop.ui.comparison.matrix_model import NAMES
from siro_desktop.ui.headings import CELL_PADDING, Headings
from siro_desktop.ui.into_view import bring_cell_into_view
from siro_desktop.ui.theme import SPACE_1, SPACE_4, current_theme, row_height, tabular_font, theme_events

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.comparison.matrix_model import MatrixModel

_WIDEST_NAME: Final = 28  # in average characters
_NARROWEST_NAME: Final = 10
_NAMES_SHARE: Final = 0.45  # of the table, at the most
_TOP: Final = QAbstractItemView.ScrollMode.ScrollPerPixel


def _dress(view: QTableView) -> None:
    """What both parts of the table have in common."""
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(_TOP)
    view.setHorizontalScrollMode(_TOP)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    headings = Headings(view)
    view.setHorizontalHeader(headings)
    headings.setHighlightSections(False)
    headings.setResizeContentsPrecision(0)
    headings.setSortIndicatorShown(True)
    headings.setSortIndicatorClearable(True)
    headings.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    headings.setMinimumSectionSize(2 * SPACE_4)
    view.setSortingEnabled(True)  # a click on a heading then sorts; otherwise it would select the column
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


class MatrixTable(QTableView):
    """Shows a MatrixModel.

    Over the edge where people begin to read lies a second view, of the names, with the same rows and selection.
    """

    sort_asked = Signal(int, Qt.SortOrder)
    menu_asked = Signal(QPoint)
    copy_asked = Signal(bool)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("matrix_table")
        self.setAccessibleName(self.tr("Figures by entity and period"))
        self._names = QTableView(self)
        self._names.setObjectName("matrix_names")
        self._names.setAccessibleName(self.tr("Names"))
        for view in (self, self._names):
            _dress(view)
            view.setModel(model)
        self.horizontalHeader().setObjectName("matrix_headings")
        self._names.horizontalHeader().setObjectName("matrix_name_heading")
        self._names.raise_()
        self._names.setSelectionModel(self.selectionModel())
        self._names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = MatrixDelegate(self)
        self.setItemDelegate(self._delegate)
        self._names.setItemDelegate(self._delegate)
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self._whole, self._is_arranging = 0, False
        self._chosen = 0  # the width that a person gave the names; 0: none
        self._connect()
        self._on_theme_changed()
        self.setFont(tabular_font(QFont()))
        self._follow_font()

    def _connect(self) -> None:
        for one, other in ((self, self._names), (self._names, self)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.horizontalHeader().sortIndicatorChanged.connect(self.sort_asked)
            one.horizontalHeader().sectionResized.connect(self._on_section_resized)
        theme_events().theme_changed.connect(self._on_theme_changed)

    # Public ---------------------------------------------------------------------------------------------------------

    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """Return the column that `show_sorted` was last told, -1 for none, and the direction."""
        return self._sorted

    def show_sorted(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Say in the headings what is sorted by; nothing is sorted by this."""
        self._sorted = (column, order)
        for view in (self, self._names):
            with QSignalBlocker(view.horizontalHeader()):
                view.horizontalHeader().setSortIndicator(column, order)
            view.horizontalHeader().viewport().update()

    def show_current(self, index: QModelIndex) -> None:
        """Make a cell current and bring it into view."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def is_chosen(self, index: QModelIndex) -> bool:
        """True for a figure, and for a name that is selected: another one has got the focus alone."""
        return index.column() != NAMES or self.selectionModel().isSelected(index)

    def selected_block(self) -> tuple[list[int], list[int]]:
        """Return rows and columns of the selection, names first; all of them if nothing is selected."""
        indexes = self.selectionModel().selectedIndexes()
        rows = sorted({index.row() for index in indexes}) or list(range(self._model.rowCount()))
        columns = sorted({index.column() for index in indexes})
        if not columns or columns == [NAMES]:
            return rows, list(range(self._model.columnCount()))
        return rows, [NAMES, *(column for column in columns if column != NAMES)]

    def fit(self) -> None:
        """Give the columns the width of what stands in them; names stay as wide as a person has made them."""
        model, metrics = self._model, self.fontMetrics()
        width = self._delegate.measure(self, model.cells.sample())
        for column in self._periods():
            head = metrics.horizontalAdvance(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
            self.setColumnWidth(column, max(width, head + 2 * CELL_PADDING + SPACE_4))
        names = [str(model.index(row, NAMES).data()) for row in range(model.rowCount())]
        widest = self._delegate.widest_name(names) + 2 * CELL_PADDING + SPACE_1
        self._whole = max(widest, _NARROWEST_NAME * metrics.averageCharWidth())
        self._place_names()

    def _periods(self) -> range:
        return range(NAMES + 1, self._model.columnCount())

    def _place_names(self) -> None:
        """Lay the names over the first column; on a narrow table they leave room for figures.

        They are whole where all figures have room beside them.
        """
        width = self._chosen or min(self._whole, _WIDEST_NAME * self.fontMetrics().averageCharWidth())
        if self.isVisible():
            figures = sum(map(self.columnWidth, self._periods()))
            width = min(width, round(self.width() * _NAMES_SHARE))
            width = max(width, min(self._chosen or self._whole, self.viewport().width() - figures))
        self._is_arranging = True
        for view in (self, self._names):
            view.setColumnWidth(NAMES, width)
        self._is_arranging = False
        for column in self._periods():
            self._names.setColumnHidden(column, True)
        height = self.viewport().height() + self.horizontalHeader().height()
        width = self.columnWidth(NAMES)
        left = self.viewport().geometry().right() + 1 - width if self.isRightToLeft() else 0
        self._names.setGeometry(left, 0, width, height)
        self._names.setVisible(self._model.columnCount() > NAMES)

    def _follow_font(self) -> None:
        self._names.setFont(self.font())
        height = row_height(self.font())
        for view in (self, self._names):
            view.verticalHeader().setMinimumSectionSize(height)
            view.verticalHeader().setDefaultSectionSize(height)
        self.fit()

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(int, int, int)
    def _on_section_resized(self, column: int, _former: int, width: int) -> None:
        if column == NAMES and width and not self._is_arranging:
            self._chosen = width
            self._place_names()

    @Slot()
    def _on_theme_changed(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, current_theme().color("panel"))
        for view in (self, self._names):
            view.setPalette(palette)
            view.viewport().update()

    # Qt -------------------------------------------------------------------------------------------------------------

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, out from under the names."""
        bar = self.horizontalScrollBar()
        if index.column() == NAMES:
            former = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(former)  # names are always in view
            bring_cell_into_view(self, index)
            return
        super().scrollTo(index, hint)
        cell = self.visualRect(index)
        before = self.viewport().width() - 1 - cell.right() if self.isRightToLeft() else cell.left()
        hidden = self.columnWidth(NAMES) - before
        if hidden > 0:
            bar.setValue(bar.value() - hidden)
        bring_cell_into_view(self, index)

    def resizeEvent(self, resized: QResizeEvent) -> None:
        """Keep the names as high as the figures."""
        super().resizeEvent(resized)
        self._place_names()

    def updateGeometries(self) -> None:
        """Keep the names as high as the figures when a scroll bar comes or goes."""
        super().updateGeometries()
        height = self.viewport().height() + self.horizontalHeader().height()
        if self._names.height() != height:
            self._names.resize(self._names.width(), height)

    def focusInEvent(self, coming: QFocusEvent) -> None:
        """Mark where the keyboard is, be it among the names."""
        super().focusInEvent(coming)
        self._names.viewport().update()

    def focusOutEvent(self, going: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(going)
        self._names.viewport().update()

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Copy on Ctrl+C and, with headings, on Ctrl+Shift+C."""
        if pressed.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit(False)
        elif QKeySequence(pressed.keyCombination()) == QKeySequence("Ctrl+Shift+C"):
            self.copy_asked.emit(True)
        else:
            super().keyPressEvent(pressed)

    def contextMenuEvent(self, asked: QContextMenuEvent) -> None:
        """Ask for the menu of the current cell, under the pointer or beside the cell."""
        place = asked.globalPos()
        if asked.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(place)

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange:
            self._follow_font()
        elif changed.type() == changed.Type.LayoutDirectionChange:
            self._place_names()
