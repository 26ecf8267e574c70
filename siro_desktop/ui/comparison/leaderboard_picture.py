"""A leaderboard's table as part of a picture: all of its lines, also those that are scrolled away, no name cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPicture
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from siro_desktop.ui.charts.lettering import begin_letters
from siro_desktop.ui.charts.picture import TALLEST, too_large
from siro_desktop.ui.comparison.leaderboard_model import Column
from siro_desktop.ui.theme import SPACE_2, SPACE_4, current_theme, row_height

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView


class BoardDrawing:
    """A table that has a LeaderboardModel, as it is now. Made in the GUI thread, whose delegates draw the cells."""

    def __init__(self, table: QTableView, title: str, font: QFont) -> None:
        """Raise ExportError if the table is too long."""
        self._table, self._title, self._font = table, title, font
        self._line = row_height(font)
        self._rows = table.model().rowCount()
        self.height = float((self._rows + 2) * self._line + SPACE_2)
        if self.height > TALLEST:
            raise too_large()
        self._option = self._cell_option()
        self._widths = [self._column_width(column) for column in Column]
        self._picture = QPicture()
        self.fit(self.natural_width())

    def natural_width(self) -> float:
        """How wide all columns are."""
        titles = [self._title] + [self._text(row, Column.RANK) for row in range(self._rows) if self._is_spanned(row)]
        widest = max(map(QFontMetrics(self._font).horizontalAdvance, titles)) + SPACE_4
        return float(max(sum(self._widths), widest))

    def fit(self, width: float) -> None:
        """Give the names what the other columns leave, and draw all cells."""
        self._widths[Column.NAME] += round(width) - sum(self._widths)
        painter = QPainter(self._picture)
        self._draw(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw heading and lines."""
        painter.drawPicture(0, 0, self._picture)

    # Columns --------------------------------------------------------------------------------------------------------

    def _cell_option(self) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self._table.initViewItemOption(option)
        option.font, option.fontMetrics = self._font, QFontMetrics(self._font)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        return option

    def _column_width(self, column: Column) -> int:
        model, delegate = self._table.model(), self._table.itemDelegate()
        heading = QFontMetrics(self._bold()).horizontalAdvance(self._heading(column)) + 2 * SPACE_2
        hints = (
            delegate.sizeHint(QStyleOptionViewItem(self._option), model.index(row, column)).width()
            for row in range(self._rows)
            if not self._is_spanned(row)
        )
        return max([heading, *hints]) + SPACE_4

    def _is_spanned(self, row: int) -> bool:
        return self._table.columnSpan(row, 0) > 1

    def _text(self, row: int, column: Column) -> str:
        return str(self._table.model().index(row, column).data() or "")

    def _heading(self, column: Column) -> str:
        return str(self._table.model().headerData(column, Qt.Orientation.Horizontal))

    def _bold(self) -> QFont:
        bold = QFont(self._font)
        bold.setBold(True)
        return bold

    # Drawing --------------------------------------------------------------------------------------------------------

    def _draw(self, painter: QPainter) -> None:
        painter.setFont(self._font)
        painter.setPen(current_theme().color("text"))
        whole = sum(self._widths)
        painter.drawText(QRectF(0, 0, whole, self._line), self._side() | Qt.AlignmentFlag.AlignVCenter, self._title)
        self._draw_headings(painter)
        model, delegate = self._table.model(), self._table.itemDelegate()
        for row in range(self._rows):
            top, left = (row + 2) * self._line, 0
            for column in Column:
                width = whole if self._is_spanned(row) else self._widths[column]
                each = QStyleOptionViewItem(self._option)
                each.rect = self._visual(QRect(left, top, width, self._line))
                delegate.paint(painter, each, model.index(row, column))
                if width == whole:
                    break
                left += width

    def _draw_headings(self, painter: QPainter) -> None:
        model, left = self._table.model(), 0
        begin_letters(painter, self._bold())
        for column in Column:
            room = QRect(left + SPACE_2, self._line, self._widths[column] - 2 * SPACE_2, self._line)
            alignment = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            side = QStyle.visualAlignment(self._table.layoutDirection(), Qt.AlignmentFlag(alignment))
            painter.drawText(self._visual(room), side | Qt.AlignmentFlag.AlignAbsolute, self._heading(column))
            left += self._widths[column]

    def _side(self) -> Qt.AlignmentFlag:
        is_mirrored = self._table.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _visual(self, room: QRect) -> QRect:
        whole = QRect(0, 0, sum(self._widths), round(self.height))
        return QStyle.visualRect(self._table.layoutDirection(), whole, room)
