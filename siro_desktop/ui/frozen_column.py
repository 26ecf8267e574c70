"""The first column of a table, kept in view over the others while those are scrolled sideways.

It is a view of its own over the edge where people begin to read, which shares the table's selection. It has the model
only while it is needed: a second view of a million rows is not for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from siro_desktop.ui.headings import Headings
from siro_desktop.ui.table_colors import TableColors
from siro_desktop.ui.theme import restyle
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from siro_desktop.ui.column_table import ColumnTableView

_MOST_ROOM: Final = 0.6  # of the table's width; a wider column scrolls with the others


class FrozenColumn(QTableView):
    """Lies over `table` and follows it."""

    def __init__(self, table: ColumnTableView) -> None:
        super().__init__(table)
        self._table = table
        self._column = -1
        self.setObjectName(f"{table.objectName()}_first_column")
        self.setAccessibleName(self.tr("First column"))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(table)
        self._colors = TableColors(self)
        self.headings = Headings(self)
        self.setHorizontalHeader(self.headings)
        self.headings.setObjectName(f"{self.objectName()}_headings")
        self.headings.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._edge = named(QFrame(self), "first_column_edge")
        restyle(self._edge, "#first_column_edge { background: $border; border: none; }")
        self._connect()
        self.hide()

    def _connect(self) -> None:
        table = self._table
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(self.follow)
        self.headings.sectionResized.connect(self._on_section_resized)

    @Slot()
    def follow(self) -> None:
        """Be there if the first column is scrolled away, exactly over its place."""
        table = self._table
        columns = table.visible_columns() if table.keeps_first and table.model().rowCount() else []
        column = columns[0] if columns else -1
        width = table.columnWidth(column) if columns else 0
        if not (table.horizontalScrollBar().value() and 0 < width < _MOST_ROOM * table.viewport().width()):
            self._let_go()
            return
        if self.model() is None or column != self._column:
            self._take(column)
        area, top = table.viewport().geometry(), table.horizontalHeader().geometry().top()
        with QSignalBlocker(self.headings):
            self.setColumnWidth(column, width)
        is_mirrored = table.isRightToLeft()
        left = area.right() + 1 - width if is_mirrored else area.left()
        self.setGeometry(left, top, width, area.bottom() - top + 1)
        self._edge.setGeometry(0 if is_mirrored else width - 1, 0, 1, self.height())
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def hides(self, cell: QRect) -> int:
        """Return how many pixels of a cell of the table it hides, from where people begin to read."""
        before = self._table.viewport().width() - 1 - cell.right() if self.isRightToLeft() else cell.left()
        return max(0, self.width() - before) if self.isVisible() else 0

    def _take(self, column: int) -> None:
        table = self._table
        self._column = column
        self.setFont(table.font())
        self.setItemDelegate(table.delegate_of(column))
        rows, theirs = self.verticalHeader(), table.verticalHeader()
        rows.setMinimumSectionSize(theirs.minimumSectionSize())
        rows.setDefaultSectionSize(theirs.defaultSectionSize())
        if self.model() is None:
            self.setModel(table.model())
            self.setSelectionModel(table.selectionModel())
        for other in range(table.model().columnCount()):
            self.setColumnHidden(other, other != column)

    def _let_go(self) -> None:
        self.hide()
        if self.model() is not None:
            self.setModel(None)

    @Slot(int, int, int)
    def _on_section_resized(self, column: int, _former: int, width: int) -> None:
        if width and column == self._column and self.isVisible():
            self._table.setColumnWidth(column, width)

    def wheelEvent(self, turned: QWheelEvent) -> None:
        """Let the table scroll, sideways too."""
        self._table.wheelEvent(turned)

    def heading_place(self, place: QPoint) -> QPoint:
        """Return a place on the headings as one on the screen."""
        return self.headings.mapToGlobal(place)
