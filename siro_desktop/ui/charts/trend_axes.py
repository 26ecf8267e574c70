"""What lies behind the lines of a trend: the target's band, the ticks of the value's axis, and the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from siro_desktop.ui.theme import SPACE_2, current_theme

if TYPE_CHECKING:
    from siro_desktop.ui.charts.panels import Band
    from siro_desktop.ui.charts.trend_plot import TrendPlot


def paint_axes(plot: TrendPlot, painter: QPainter) -> None:
    """Draw all of it, in pixels of the plot's view box."""
    theme, bands = current_theme(), band_rooms(plot)
    for _, room in bands:
        painter.fillRect(room, theme.color("target_fill"))
    _paint_ticks(plot, painter)
    _paint_dates(plot, painter)
    painter.setPen(QPen(theme.color("met"), 1))
    for band, room in bands:
        for end, y in ((band.high, room.top()), (band.low, room.bottom())):
            if end is not None:
                painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))


def band_rooms(plot: TrendPlot) -> list[tuple[Band, QRectF]]:
    """Return where bands lie: neighbouring periods with the same target share one."""
    shown, rooms = plot.shown, list[tuple["Band", QRectF]]()
    for period, band in enumerate(shown.bands):
        if band is None:
            continue
        low = plot.shown.share(shown.low if band.low is None else band.low)
        high = plot.shown.share(shown.high if band.high is None else band.high)
        room = QRectF(plot.pixel(period - 0.5, high), plot.pixel(period + 0.5, low))
        if rooms and shown.bands[period - 1] == band:
            rooms[-1][1].setRight(room.right())
        else:
            rooms.append((band, room))
    return rooms


def _paint_ticks(plot: TrendPlot, painter: QPainter) -> None:
    theme, line = current_theme(), QFontMetricsF(plot.lettering_font).height()
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for value, text in plot.shown.ticks:
        y = plot.pixel(0, plot.shown.share(value)).y()
        painter.setPen(QPen(theme.color("border" if value == 0 else "line"), 1))
        painter.drawLine(QPointF(plot.inner.left(), y), QPointF(plot.inner.right(), y))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(0, y - line / 2, plot.inner.left() - SPACE_2, line), right, text)


def _paint_dates(plot: TrendPlot, painter: QPainter) -> None:
    metrics = QFontMetricsF(plot.lettering_font)
    painter.setPen(current_theme().color("muted"))
    for period in plot.named_dates:
        text = plot.shown.dates[period]
        wide = metrics.horizontalAdvance(text) + 2
        x = plot.pixel(period, 0).x() - wide / 2
        room = QRectF(x, plot.inner.bottom() + SPACE_2, wide, metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
