"""The headings of a table, painted flat: text aligned with its column, an arrow where it sorts, a hairline below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QHeaderView

from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, Theme, current_theme, row_height, theme_events

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

CELL_PADDING: Final = SPACE_2
EDGE: Final = SPACE_4 - CELL_PADDING  # what a page leaves beside a table
_ARROW: Final = 4.0
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)


def beside_edge(table: QWidget) -> QHBoxLayout:
    """Return a table in a layout in which its texts stand as far from the edge as all else on a page."""
    line = QHBoxLayout()
    line.setContentsMargins(EDGE, 0, 0, 0)
    line.addWidget(table)
    return line


class Headings(QHeaderView):
    """Paints its sections itself, also because Qt's own painting asks every row whether its column is all selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("panel"))  # where there is no section
        palette.setColor(QPalette.ColorRole.Button, theme.color("panel"))
        self.setPalette(palette)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(super().sizeHint().width(), row_height(self.font()))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        """Draw one heading."""
        theme, model = current_theme(), self.model()
        painter.save()
        painter.fillRect(rect, theme.color("panel"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(
            rect.topRight() + QPointF(0, SPACE_2).toPoint(), rect.bottomRight() - QPointF(0, SPACE_2).toPoint()
        )
        is_sorted = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        painter.setPen(theme.color("text" if is_sorted else "muted"))
        is_right = bool(
            int(model.headerData(logicalIndex, self.orientation(), _ALIGNMENT)) & int(Qt.AlignmentFlag.AlignRight)
        )
        room = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        text = str(model.headerData(logicalIndex, self.orientation()) or "")
        gap = round(2 * _ARROW) + SPACE_1 if is_sorted else 0
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width() - gap)
        if is_sorted:
            width = self.fontMetrics().horizontalAdvance(short) + gap
            self._draw_arrow(painter, room.right() - width if is_right else room.left() + width - 2 * _ARROW, room)
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, short)
        painter.restore()

    def _draw_arrow(self, painter: QPainter, left: float, room: QRect) -> None:
        """A triangle beside the text: up for ascending."""
        middle = QRectF(room).center().y()
        tip = -_ARROW / 1.5 if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else _ARROW / 1.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left, middle - tip),
                    QPointF(left + 2 * _ARROW, middle - tip),
                    QPointF(left + _ARROW, middle + tip),
                ]
            )
        )
        painter.setPen(current_theme().color("text"))
