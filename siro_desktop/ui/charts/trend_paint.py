"""Draws a trend with any painter: on screen behind and before pyqtgraph's lines, in pictures all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from siro_desktop.ui.charts.lettering import begin_letters, leading, printable
from siro_desktop.ui.charts.marks import fill_band, paint_pattern, paint_point
from siro_desktop.ui.charts.trend_panels import DIMMED
from siro_desktop.ui.charts.trend_sheet import DIM, RADIUS
from siro_desktop.ui.theme import SPACE_2, Theme, current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from siro_desktop.ui.charts.trend_panels import TrendLine
    from siro_desktop.ui.charts.trend_sheet import TrendSheet

LINE: Final = 2.0
THIN_LINE: Final = 1.0
EVENT: Final = "muted"
"""The theme's colour of events: lines and names."""
_DASHES: Final = (5.0, 3.0)
_LEAST_POINT: Final = 1.0  # of a line that steps back


def paint_whole(sheet: TrendSheet, painter: QPainter) -> None:
    """Draw all of a trend, at the painter's origin."""
    paint_backdrop(sheet, painter)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _turn(sheet, painter)
    for line in reversed(sheet.drawn):
        if sheet.has_bars:
            color = current_theme().color(sheet.token(line))
            for period in line.filled():
                painter.fillRect(sheet.bar_rect(line, period), color)
        elif sheet.is_dimmed(line):
            _paint_line(sheet, painter, line, THIN_LINE)
    painter.restore()
    paint_foreground(sheet, painter)


def _paint_line(sheet: TrendSheet, painter: QPainter, line: TrendLine, width: float) -> None:
    color = current_theme().color(sheet.token(line))
    for is_open, style in ((False, Qt.PenStyle.SolidLine), (True, Qt.PenStyle.DashLine)):
        ends = line.segments(is_open=is_open)
        painter.setPen(QPen(color, width, style))
        painter.drawLines([QLineF(sheet.point(line, first), sheet.point(line, last)) for first, last in ends])


def paint_backdrop(sheet: TrendSheet, painter: QPainter) -> None:
    """Draw what lies behind the lines: the target's band, the ticks of the value's axis, events, and the dates."""
    theme, bands = current_theme(), sheet.band_rooms()
    painter.save()
    _turn(sheet, painter)
    for _, room in bands:
        fill_band(painter, room)
    for value, _ in sheet.shown.ticks:
        y = sheet.y(sheet.shown.share(value))
        painter.setPen(QPen(theme.color("border" if value == 0 else "line"), 1))
        painter.drawLine(QPointF(sheet.inner.left(), y), QPointF(sheet.inner.right(), y))
    painter.setPen(QPen(theme.color("met"), 1))
    for band, room in bands:
        for end, y in ((band.high, room.top()), (band.low, room.bottom())):
            if end is not None:
                painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
    pen = QPen(theme.color(EVENT), THIN_LINE)
    pen.setDashPattern(_DASHES)
    painter.setPen(pen)
    for event in sheet.shown.events:
        x = sheet.x(event.place)
        painter.drawLine(QPointF(x, sheet.inner.bottom()), QPointF(x, sheet.event_top(event)))
    painter.restore()
    _write_axes(sheet, painter)
    _write_events(sheet, painter)


def _write_events(sheet: TrendSheet, painter: QPainter) -> None:
    """Write the names above the plot; the lines of others end behind them."""
    theme, beside = current_theme(), leading(is_mirrored=sheet.is_mirrored)
    painter.save()
    begin_letters(painter, sheet.font)
    painter.setPen(theme.color(EVENT))
    for label in sheet.event_labels:
        room = sheet.visual(sheet.label_room(label))
        painter.fillRect(room, theme.color("panel"))
        text = label.text
        if not sheet.is_whole:
            text = sheet.metrics.elidedText(text, Qt.TextElideMode.ElideRight, label.width)
        painter.drawText(room, beside, text)
    painter.restore()


def _write_axes(sheet: TrendSheet, painter: QPainter) -> None:
    metrics, line = sheet.metrics, sheet.metrics.height()
    painter.save()
    begin_letters(painter, sheet.font)
    painter.setPen(current_theme().color("muted"))
    before = leading(is_mirrored=not sheet.is_mirrored)  # values stand close to the axis
    for value, text in sheet.shown.ticks:
        y = sheet.y(sheet.shown.share(value))
        room = QRectF(0, y - line / 2, sheet.inner.left() - SPACE_2, line)
        painter.drawText(sheet.visual(room), before, text)
    for period in sheet.named_dates:
        text = sheet.shown.dates[period]
        wide = metrics.horizontalAdvance(text) + 2
        room = QRectF(sheet.x(period) - wide / 2, sheet.inner.bottom() + SPACE_2, wide, line)
        painter.drawText(sheet.visual(room), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_foreground(sheet: TrendSheet, painter: QPainter) -> None:
    """Draw lines that stand out, points or patterns, a ring around the selected one, and names at the ends of lines.

    Such lines are drawn here, in pixels: under pyqtgraph's scale Qt takes twenty times as long for a wide pen.
    """
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _turn(sheet, painter)
    for line in reversed(sheet.drawn):
        color = theme.color(sheet.token(line))
        if not (sheet.has_bars or sheet.is_dimmed(line)):
            _paint_line(sheet, painter, line, LINE)
        steps_back = line.series == DIMMED and sheet.is_dimmed(line)
        for period in line.lonely() if steps_back else line.filled():
            _paint_mark(sheet, painter, line, period, color)
    entity = sheet.selected_entity()
    for line in sheet.drawn:
        if line.entity == entity and sheet.selected_row is not None:
            place = sheet.point(line, sheet.selected_row % len(sheet.shown.dates))
            _paint_ring(painter, place, RADIUS * 2, QPen(theme.color("text"), 1.5))
    painter.restore()
    _write_names(sheet, painter, theme)


def paint_focus(sheet: TrendSheet, painter: QPainter, line: TrendLine, period: int) -> None:
    """Draw a ring around the mark that the keys are on."""
    place = sheet.visual_point(sheet.point(line, period))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ring(painter, place, RADIUS * 2.6, QPen(current_theme().color("accent"), 2))


def _paint_ring(painter: QPainter, place: QPointF, radius: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(place, radius, radius)


def _turn(sheet: TrendSheet, painter: QPainter) -> None:
    """Let shapes be drawn from the right where people read from there; never letters."""
    if sheet.is_mirrored:
        painter.translate(sheet.width, 0)
        painter.scale(-1, 1)


def _paint_mark(sheet: TrendSheet, painter: QPainter, line: TrendLine, period: int, color: QColor) -> None:
    is_thin = line.thin[period]
    if sheet.has_bars:
        outline = DIM if sheet.is_dimmed(line) else "text"
        bar = sheet.bar_rect(line, period)
        paint_pattern(painter, bar, color, line.series, is_thin=is_thin, outline=outline, is_upright=True)
    elif line.series != DIMMED:
        radius = sheet.radius / 2 if sheet.is_dimmed(line) else sheet.radius
        paint_point(painter, sheet.point(line, period), radius, color, line.series, is_thin=is_thin)
    else:
        paint_point(painter, sheet.point(line, period), _LEAST_POINT, color)


def _write_names(sheet: TrendSheet, painter: QPainter, theme: Theme) -> None:
    beside = leading(is_mirrored=sheet.is_mirrored)
    painter.save()
    begin_letters(painter, sheet.font)
    for line in sheet.named_lines():
        room = sheet.end_labels.get(line.entity)
        if room is not None:
            painter.setPen(theme.color("muted" if sheet.is_dimmed(line) else "text"))
            text = printable(line.name)
            if not sheet.is_whole:
                text = sheet.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(sheet.visual(room), beside, text)
    painter.restore()
