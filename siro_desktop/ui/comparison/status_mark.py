"""The shapes of statuses: a full, a half and an empty circle, so that they can be told apart without colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from siro_desktop.domain.targets import Status
from siro_desktop.ui.cell_delegates import CellDelegate
from siro_desktop.ui.comparison.long_model import LongTableModel
from siro_desktop.ui.theme import SPACE_1, SPACE_2, current_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor, QFontMetrics
    from PySide6.QtWidgets import QStyleOptionViewItem

_SIZE: Final = 0.55  # of the line's height
_QUARTER: Final = 90 * 16  # in the sixteenths of degrees that Qt draws pies in


def mark_side(metrics: QFontMetrics) -> int:
    """The width and height of a mark beside text, in pixels."""
    return round(metrics.lineSpacing() * _SIZE)


def mark_box(left: float, middle: float, side: float) -> QRectF:
    """Where a mark is drawn: its left edge, the height of its centre, its side."""
    return QRectF(left, middle - side / 2, side, side)


def draw_status(painter: QPainter, box: QRectF, status: Status, ink: QColor) -> None:
    """Draw the mark of a status into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = box.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink if status is Status.MET else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle)
    if status is Status.NEAR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPie(circle, _QUARTER, 2 * _QUARTER)  # the left half
    painter.restore()


def draw_warning(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Draw a triangle with an exclamation mark into a square: something failed here."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre, height = box.center().x(), box.height()
    painter.drawPolygon([QPointF(centre, box.top()), box.bottomRight(), box.bottomLeft()])
    painter.drawLine(QPointF(centre, box.top() + height * 0.4), QPointF(centre, box.top() + height * 0.66))
    painter.drawPoint(QPointF(centre, box.top() + height * 0.84))
    painter.restore()


class StatusDelegate(CellDelegate):
    """The word of a status with its mark before it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        model = index.model()
        status = model.status(index.row()) if isinstance(model, LongTableModel) else None
        if status is None:
            super().paint(painter, option, index)
            return
        side = mark_side(option.fontMetrics)
        left, middle = option.rect.left() + SPACE_2, option.rect.center().y() + 0.5
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = option.palette.highlightedText().color() if is_selected else current_theme().color(status.value)
        self._paint_text(painter, option, index, SPACE_1, SPACE_2 + side + SPACE_1 // 2)
        draw_status(painter, mark_box(left, middle, side), status, ink)
