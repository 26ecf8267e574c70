"""A leaderboard's table as part of a picture: all of its lines, also those that are scrolled away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QStyleOptionViewItem

from siro_desktop.ui.comparison.leaderboard_model import Column
from siro_desktop.ui.theme import SPACE_2, SPACE_4, current_theme, row_height

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QTableView


class BoardDrawing:
    """Draws a table that has a LeaderboardModel."""

    def __init__(self, table: QTableView, title: str) -> None:
        self._table, self._title = table, title
        self._line = row_height(table.font())
        least = table.fontMetrics().averageCharWidth() * 28
        headings = table.horizontalHeader()
        self._widths = [
            max(table.sizeHintForColumn(column), headings.sectionSizeHint(column)) + SPACE_4 for column in Column
        ]
        self._widths[Column.RANK] = table.columnWidth(Column.RANK)
        self._widths[Column.NAME] = max(least, self._widths[Column.NAME])

    def drawn_width(self) -> float:
        """How many pixels `draw` takes across."""
        return float(sum(self._widths))

    def drawn_height(self) -> float:
        """How many pixels `draw` takes down."""
        return float((self._table.model().rowCount() + 2) * self._line + SPACE_2)

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw heading and lines at `top`."""
        model, line, theme = self._table.model(), self._line, current_theme()
        painter.setFont(self._table.font())
        painter.setPen(theme.color("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, self.drawn_width(), line), middle, self._title)
        self._draw_headings(painter, round(top) + line)
        option = QStyleOptionViewItem()
        self._table.initViewItemOption(option)
        for row in range(model.rowCount()):
            left = 0
            for column in Column:
                is_spanned = self._table.columnSpan(row, 0) > 1
                width = round(self.drawn_width()) if is_spanned else self._widths[column]
                each = QStyleOptionViewItem(option)
                each.rect = QRect(left, round(top) + (row + 2) * line, width, line)
                self._table.itemDelegate().paint(painter, each, model.index(row, column))
                if is_spanned:
                    break
                left += width

    def _draw_headings(self, painter: QPainter, top: int) -> None:
        model, left = self._table.model(), 0
        bold = QFont(self._table.font())
        bold.setBold(True)
        painter.setFont(bold)
        role = Qt.ItemDataRole.TextAlignmentRole
        for column in Column:
            room = QRect(left + SPACE_2, top, self._widths[column] - 2 * SPACE_2, self._line)
            alignment = model.headerData(column, Qt.Orientation.Horizontal, role)
            painter.drawText(room, alignment, str(model.headerData(column, Qt.Orientation.Horizontal)))
            left += self._widths[column]
