"""How series are told apart: a colour and a pattern for bars, a colour and a shape for points. Never by colour alone.

Sizes are in pixels of the painter. Light to import: plots, legends and tables draw with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen, QPolygonF

from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

MAX_SERIES: Final = 4
WHOLE: Final = MAX_SERIES
"""The series of the whole that others are held against."""
_TOKENS: Final = ("bar_1", "bar_2", "bar_3", "bar_4", "border")
_HATCH_STEP: Final = 6.0
_STRIPE_STEP: Final = 12.0
_BAND_STEP: Final = 16.0


def series_token(series: int) -> str:
    """Return the theme's colour of a series, by name."""
    return _TOKENS[series % len(_TOKENS)]


def paint_bar(painter: QPainter, bar: QRectF, color: QColor, series: int = 0, *, is_thin: bool = False) -> None:
    """Draw a whole bar: filled, with its pattern; hatched if it rests on a thin sample."""
    painter.fillRect(bar, color)
    paint_pattern(painter, bar, color, series, is_thin=is_thin)


def paint_pattern(
    painter: QPainter,
    bar: QRectF,
    color: QColor,
    series: int = 0,
    *,
    is_thin: bool = False,
    outline: str = "text",
    is_upright: bool = False,
) -> None:
    """Draw on a bar that is filled already what tells its series, or its thin sample. `outline` is a theme's colour."""
    painter.save()
    painter.setClipRect(bar.adjusted(0, -1, 1, 1), Qt.ClipOperation.IntersectClip)
    if is_thin:
        _paint_hatch(painter, bar, color)
    if series == 1:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current_theme().color(outline), 2))
        painter.drawRect(bar.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(current_theme().color("panel"), 1))  # a frame too where outline and fill are one colour
        painter.drawRect(bar.adjusted(2.5, 2.5, -2.5, -2.5))
    elif series in {2, 3}:
        if is_upright:  # the same strokes, turned
            painter.rotate(-90)
            bar = QRectF(-bar.bottom(), bar.left(), bar.height(), bar.width())
        _paint_strokes(painter, bar, is_along=series == 2)
    painter.restore()


def fill_band(painter: QPainter, room: QRectF) -> None:
    """Fill a target's band; in high contrast, where a fill cannot be seen, with slanting lines far apart."""
    theme = current_theme()
    painter.fillRect(room, theme.color("target_fill"))
    if not theme.is_high_contrast:
        return
    painter.save()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.color("met"), 1))
    for step in range(1, round((room.width() + room.height()) / _BAND_STEP) + 1):
        x = room.left() + step * _BAND_STEP
        painter.drawLine(QPointF(x, room.top()), QPointF(x - room.height(), room.bottom()))
    painter.restore()


def _paint_strokes(painter: QPainter, bar: QRectF, *, is_along: bool) -> None:
    """One groove along a level bar, or many across it."""
    panel = current_theme().color("panel")
    if is_along:
        painter.setPen(QPen(panel, max(2.0, min(bar.height() / 5, 4.0))))
        painter.drawLine(QPointF(bar.left(), bar.center().y()), QPointF(bar.right(), bar.center().y()))
        return
    painter.setPen(QPen(panel, 2))
    for step in range(1, round(bar.width() / _STRIPE_STEP) + 1):
        x = bar.left() + step * _STRIPE_STEP
        painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))


def _paint_hatch(painter: QPainter, bar: QRectF, color: QColor) -> None:
    painter.fillRect(bar, current_theme().color("panel"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.5))
    painter.drawRect(bar.adjusted(0.75, 0.75, -0.75, -0.75))
    steps = round((bar.width() + bar.height()) / _HATCH_STEP)
    for step in range(1, steps + 1):
        x = bar.left() + step * _HATCH_STEP
        painter.drawLine(QPointF(x, bar.top()), QPointF(x - bar.height(), bar.bottom()))


def paint_point(
    painter: QPainter, place: QPointF, radius: float, color: QColor, series: int = 0, *, is_thin: bool = False
) -> None:
    """Draw a point in its series' shape: disc, square, triangle, diamond; a flat one for the whole. Hollow if thin."""
    painter.setPen(QPen(color, 2))
    painter.setBrush(current_theme().color("panel") if is_thin else color)
    x, y, r = place.x(), place.y(), radius
    shapes = (
        None,
        [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
        [(x, y - r * 1.2), (x + r * 1.2, y + r), (x - r * 1.2, y + r)],
        [(x, y - r * 1.4), (x + r * 1.4, y), (x, y + r * 1.4), (x - r * 1.4, y)],
        [(x - r * 1.4, y - r / 2), (x + r * 1.4, y - r / 2), (x + r * 1.4, y + r / 2), (x - r * 1.4, y + r / 2)],
    )
    corners = shapes[series % len(shapes)]
    if corners is None:
        painter.drawEllipse(place, r, r)
    else:
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
