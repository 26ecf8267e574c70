"""How cells of a difference are drawn: a bar that grows from zero to either side, a mark that points to a target."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from siro_desktop.domain.differences import Movement
from siro_desktop.ui.cell_delegates import CellDelegate, mark_color, turn_around
from siro_desktop.ui.comparison.difference_model import DifferenceModel
from siro_desktop.ui.theme import SPACE_2, current_theme, grown

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor, QFontMetrics
    from PySide6.QtWidgets import QStyleOptionViewItem

BAR_WIDTH: Final = 88
_BAR_HEIGHT: Final = 6
_SIDE: Final = 5
_MARK_SHARE: Final = 0.65  # of a line of text
_TOKENS: Final = {Movement.TOWARDS: "met", Movement.AWAY: "missed", Movement.INSIDE: "met", Movement.NO_NEARER: "muted"}


def bar_width(metrics: QFontMetrics) -> int:
    """Return how many pixels the bar takes beside its share."""
    return grown(BAR_WIDTH, metrics)


class DivergingBarDelegate(CellDelegate):
    """The share, then a bar: from the middle on as people read for more, back from it for less."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        cell = QRectF(option.rect)
        self._paint_text(painter, option, index, bar_width(option.fontMetrics) + SPACE_2 + _SIDE)
        model = index.model()
        share = model.bar_share(index.row()) if isinstance(model, DifferenceModel) else None
        if share is not None and math.isfinite(share):
            self._draw_bar(painter, option, cell, share)

    def _draw_bar(self, painter: QPainter, option: QStyleOptionViewItem, cell: QRectF, share: float) -> None:
        """A bar that does not fit ends in a point."""
        theme = current_theme()
        half, high = bar_width(option.fontMetrics) / 2, grown(_BAR_HEIGHT, option.fontMetrics)
        middle = QPointF(cell.right() - half - SPACE_2, cell.center().y())
        length = min(max(share, -1.0), 1.0) * half
        painter.save()
        turn_around(painter, option, cell)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mark_color(option) or theme.color("bar_1"))
        bar = QRectF(middle.x(), middle.y() - high / 2, length, high).normalized()
        if abs(share) > 1:
            painter.drawPolygon(_pointed(middle, length, high))
        else:
            painter.drawRect(bar)
        painter.setPen(QPen(mark_color(option) or theme.color("border"), 1))
        painter.drawLine(middle + QPointF(0, -high), middle + QPointF(0, high))
        painter.restore()


class MovementDelegate(CellDelegate):
    """A mark, then its word: an arrow towards a line, one away from it, a dot on it, or nothing but the line."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        model = index.model()
        movement = model.movement(index.row()) if isinstance(model, DifferenceModel) else None
        side = option.fontMetrics.lineSpacing() * _MARK_SHARE
        cell = QRectF(option.rect)
        if movement is None:
            super().paint(painter, option, index)
            return
        self._paint_text(painter, option, index, _SIDE, before=_SIDE + round(side) + SPACE_2)
        place = QRectF(cell.left() + SPACE_2, cell.center().y() - side / 2, side, side)
        painter.save()
        turn_around(painter, option, cell)
        _draw_mark(painter, place, movement, mark_color(option))
        painter.restore()


def _draw_mark(painter: QPainter, box: QRectF, movement: Movement, strong: QColor | None) -> None:
    """The line is the target; it stands behind the mark."""
    color: QColor = strong or current_theme().color(_TOKENS[movement])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.6))
    painter.drawLine(box.topRight(), box.bottomRight())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    tip = box.right() - 2.5
    if movement is Movement.TOWARDS:
        painter.drawPolygon(QPolygonF([box.topLeft(), QPointF(tip, box.center().y()), box.bottomLeft()]))
    elif movement is Movement.AWAY:
        points = [QPointF(tip, box.top()), QPointF(box.left(), box.center().y()), QPointF(tip, box.bottom())]
        painter.setPen(QPen(color, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF(points))
    elif movement is Movement.INSIDE:
        painter.drawEllipse(QPointF(box.right(), box.center().y()), box.width() / 4, box.width() / 4)
    painter.restore()


def _pointed(middle: QPointF, length: float, thickness: float) -> QPolygonF:
    """A bar from the middle whose far end is an arrow's point."""
    high, tip = QPointF(0, thickness / 2), QPointF(length, 0)
    neck = QPointF(length - math.copysign(thickness, length), 0)
    return QPolygonF([middle - high, middle + neck - high, middle + tip, middle + neck + high, middle + high])
