"""The mark of a target's status: a filled disc for met, a half one for near, a ring for missed; and its word.

Shapes tell the three apart without colour; whoever paints a mark says the word too, or in a tool tip. A triangle stands
where a status would, if there was no answer to judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from siro_desktop.domain.targets import Status
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF

_SHARE_OF_LINE: Final = 0.62
_PEN: Final = 0.14  # of the diameter
_RIGHT_ANGLE: Final = 90 * 16  # QPainter counts sixteenths of a degree
translate = QCoreApplication.translate


def status_word(status: Status) -> str:
    """Return *met*, *near* or *missed*."""
    return {
        Status.MET: translate("targets", "met"),
        Status.NEAR: translate("targets", "near"),
        Status.MISSED: translate("targets", "missed"),
    }[status]


def mark_side(metrics: QFontMetrics | QFontMetricsF) -> float:
    """Return the diameter in pixels of a mark beside text of this size."""
    return metrics.lineSpacing() * _SHARE_OF_LINE


def paint_status(painter: QPainter, center: QPointF, side: float, status: Status, color: QColor | None = None) -> None:
    """Paint a mark of diameter `side` around `center`, in the theme's colour of the status unless told otherwise."""
    color = color or current_theme().color(status.value)
    width = max(1.2, side * _PEN)
    radius = (side - width) / 2
    disc = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, width))
    painter.setBrush(color if status is Status.MET else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc)
    if status is Status.NEAR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(disc, _RIGHT_ANGLE, 2 * _RIGHT_ANGLE)
    painter.restore()


def paint_warning(painter: QPainter, center: QPointF, side: float, color: QColor) -> None:
    """Paint a triangle with an exclamation mark, as large as a mark: something failed here."""
    pen = QPen(color, max(1.2, side * _PEN))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.translate(center)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = side / 2
    painter.drawPolygon(QPolygonF([QPointF(0, -half), QPointF(half, half), QPointF(-half, half)]))
    painter.drawLine(QPointF(0, -0.1 * side), QPointF(0, 0.16 * side))
    painter.drawPoint(QPointF(0, 0.34 * side))
    painter.restore()
