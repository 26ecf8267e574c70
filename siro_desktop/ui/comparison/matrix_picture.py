"""The matrix as part of a picture: all of its rows and columns, also those that are scrolled away, no name cut.

Cells and legend are recorded once, in the GUI thread; any thread may play them back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPicture, QRegion
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from siro_desktop.ui.charts.lettering import begin_letters, leading
from siro_desktop.ui.charts.picture import TALLEST, too_large
from siro_desktop.ui.comparison.matrix_delegate import MatrixDelegate
from siro_desktop.ui.comparison.matrix_legend import MatrixLegend
from siro_desktop.ui.comparison.matrix_model import NAMES
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.ordered_model import RIGHT
from siro_desktop.ui.theme import SPACE_2, SPACE_4, current_theme, row_height

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from siro_desktop.ui.comparison.matrix_model import MatrixModel


class Recorded:
    """A drawing of one size."""

    def __init__(self, picture: QPicture, width: float, height: float) -> None:
        self._picture, self._width, self.height = picture, width, height

    def natural_width(self) -> float:
        """How many pixels it takes across."""
        return self._width

    def fit(self, width: float) -> None:
        """Stay as it is."""

    def paint(self, painter: QPainter) -> None:
        """Draw it at the painter's origin."""
        painter.drawPicture(0, 0, self._picture)


def record_matrix(model: MatrixModel, font: QFont, *, is_mirrored: bool) -> Recorded:
    """Draw the rows that the model shows. Raises ExportError if there are too many rows or columns."""
    if (model.rowCount() + 1) * row_height(font) > TALLEST:
        raise too_large()
    return _MatrixRecorder(model, font, is_mirrored=is_mirrored).record()


def record_legend(model: MatrixModel, thin_sample: int, width: float, *, is_mirrored: bool) -> tuple[Recorded, str]:
    """Draw what explains the cells in a width, breaking lines; return it and what it says in words."""
    legend = MatrixLegend()
    if is_mirrored:
        legend.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    legend.show_cells(model.cells, thin_sample)
    height = legend.heightForWidth(round(width))
    legend.resize(round(width), height)
    picture = QPicture()
    painter = QPainter(picture)
    legend.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    return Recorded(picture, width, float(height)), legend.text()


class _MatrixRecorder:
    """Lays columns out as wide as their texts, and lets the table's own delegate draw them."""

    def __init__(self, model: MatrixModel, font: QFont, *, is_mirrored: bool) -> None:
        self._model, self._font, self._line = model, font, row_height(font)
        self._direction = Qt.LayoutDirection.RightToLeft if is_mirrored else Qt.LayoutDirection.LeftToRight
        self._host = QWidget()  # it is never seen: it holds the font
        self._host.setFont(font)
        self._delegate = MatrixDelegate(self._host)
        self._rows, self._columns = range(model.rowCount()), range(model.columnCount())
        cells = (model.cell(model.index(row, column)) for row in self._rows for column in self._columns)
        figures = self._delegate.measure(self._host, [cell for cell in cells if cell is not None])
        headings = map(QFontMetrics(font).horizontalAdvance, map(self._heading, self._columns))
        self._figures = max(figures, max(headings, default=0) + 2 * CELL_PADDING)
        names = [str(model.index(row, NAMES).data()) for row in self._rows]
        self._names = self._delegate.widest_name(names) + 2 * CELL_PADDING + SPACE_4
        self._width = self._names + max(len(self._columns) - 1, 0) * self._figures
        self._height = (len(self._rows) + 1) * self._line + SPACE_2

    def record(self) -> Recorded:
        if self._width > TALLEST:
            raise too_large()
        picture = QPicture()
        painter = QPainter(picture)
        self._draw_headings(painter)
        option = QStyleOptionViewItem()
        option.font, option.fontMetrics, option.direction = self._font, QFontMetrics(self._font), self._direction
        for row in self._rows:
            for column in self._columns:
                option.rect = self._room(row + 1, column)
                self._delegate.paint(painter, option, self._model.index(row, column))
        painter.end()
        return Recorded(picture, float(self._width), float(self._height))

    def _draw_headings(self, painter: QPainter) -> None:
        begin_letters(painter, self._font)
        painter.setPen(current_theme().color("text"))
        start = leading(is_mirrored=self._direction is Qt.LayoutDirection.RightToLeft)
        for column in self._columns:
            room = self._room(0, column).adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
            painter.drawText(room, start if column == NAMES else RIGHT, self._heading(column))

    def _heading(self, column: int) -> str:
        return str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")

    def _room(self, line: int, column: int) -> QRect:
        left = 0 if column == NAMES else self._names + (column - 1) * self._figures
        width = self._names if column == NAMES else self._figures
        room = QRect(left, line * self._line, width, self._line)
        return QStyle.visualRect(self._direction, QRect(0, 0, self._width, self._height), room)
