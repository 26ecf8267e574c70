"""Draws a sheet of bars with any painter: on screen behind and before pyqtgraph's fills, in pictures all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from siro_desktop.ui.charts.bar_sheet import DIM
from siro_desktop.ui.charts.lettering import begin_letters, leading
from siro_desktop.ui.charts.marks import paint_pattern
from siro_desktop.ui.theme import Theme, current_theme
from siro_desktop.ui.words import SEPARATOR

if TYPE_CHECKING:
    from siro_desktop.ui.charts.bar_sheet import BarSheet
    from siro_desktop.ui.charts.panels import Bar


def paint_whole(sheet: BarSheet, painter: QPainter) -> None:
    """Draw all of a sheet, at the painter's origin."""
    everything = QRectF(0, 0, sheet.width, sheet.height)
    paint_backdrop(sheet, painter, everything)
    painter.save()
    _turn(sheet, painter)
    theme = current_theme()
    for place, bar in enumerate(sheet.bars):
        if bar.value is not None:
            painter.fillRect(sheet.bar_rect(place), theme.color(sheet.fill_token(place, bar)))
    painter.restore()
    paint_foreground(sheet, painter, everything)


def has_backdrop(sheet: BarSheet) -> bool:
    """True if there is anything behind the bars."""
    return bool(sheet.bars.facts.bands)


def paint_backdrop(sheet: BarSheet, painter: QPainter, exposed: QRectF) -> None:
    """Draw the targets' bands, and what they are called."""
    if not has_backdrop(sheet):
        return
    painter.save()
    _turn(sheet, painter)
    sheet.target_bands.paint_fills(painter, sheet.places_in(exposed))
    painter.restore()
    sheet.target_bands.write_strip(painter)


def paint_foreground(sheet: BarSheet, painter: QPainter, exposed: QRectF) -> None:
    """Draw patterns, the zero line, names and values."""
    theme, zero = current_theme(), sheet.share_x(0.0)
    places = sheet.places_in(exposed)
    bars = [(place, sheet.bars[place]) for place in places]
    painter.save()
    _turn(sheet, painter)
    for place, bar in bars:
        if bar.series or bar.is_thin or bar.reference is not None or sheet.selected_rows is not None:
            _paint_bar(sheet, painter, place, bar)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.drawLine(QPointF(zero, exposed.top()), QPointF(zero, exposed.bottom()))
    if sheet.target_bands.room:
        sheet.target_bands.paint_ends(painter, places)
    painter.restore()
    _write_texts(sheet, painter, bars, theme)
    if sheet.target_bands.room:
        sheet.target_bands.write_labels(painter, places)


def paint_focus(sheet: BarSheet, painter: QPainter, place: int) -> None:
    """Draw a ring around the line of the bar that the keys are on."""
    painter.setPen(QPen(current_theme().color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(sheet.row_rect(place).adjusted(1, 1, -1, -1), 4, 4)


def _turn(sheet: BarSheet, painter: QPainter) -> None:
    """Let shapes be drawn from the right where people read from there; never letters."""
    if sheet.is_mirrored:
        painter.translate(sheet.width, 0)
        painter.scale(-1, 1)


def _paint_bar(sheet: BarSheet, painter: QPainter, place: int, bar: Bar) -> None:
    if bar.value is not None and (bar.series or bar.is_thin):
        fill = sheet.fill_token(place, bar)
        outline, color = DIM if fill == DIM else "text", current_theme().color(fill)
        paint_pattern(painter, sheet.bar_rect(place), color, bar.series, is_thin=bar.is_thin, outline=outline)
    if sheet.is_selected(bar.row):  # not by colour alone
        painter.setPen(QPen(current_theme().color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.bar_rect(place).adjusted(-2, -2, 2, 2))
    if bar.reference is not None:
        room = sheet.row_rect(place)
        painter.setPen(QPen(current_theme().color("text"), 1.5, Qt.PenStyle.DotLine))
        painter.drawLines(sheet.uprights(place, sheet.value_x(bar.reference), room.top(), room.bottom()))


class _Ink:
    """The painter's pen, changed only when the colour is another."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self._painter, self._theme, self._token = painter, theme, ""

    def use(self, token: str) -> None:
        """Write in one of the theme's colours from now on."""
        if token != self._token:
            self._token = token
            self._painter.setPen(self._theme.color(token))


def _write_texts(sheet: BarSheet, painter: QPainter, bars: list[tuple[int, Bar]], theme: Theme) -> None:
    """Write names and values, and what they rest on."""
    beside = leading(is_mirrored=sheet.is_mirrored)
    before = leading(is_mirrored=sheet.is_mirrored, wraps=sheet.is_whole)
    painter.save()
    begin_letters(painter, sheet.font)
    ink, visual, is_any_selected = _Ink(painter, theme), sheet.visual, sheet.selected_rows is not None
    for place, bar in bars:
        ink.use("muted" if is_any_selected and sheet.is_dimmed(place) else "text")
        name, room = sheet.text_rooms(place, bar)
        if bar.shows_name:
            painter.drawText(visual(name), before, sheet.short_name(place, bar))
        if bar.value is None:
            ink.use("muted")
        painter.drawText(visual(room), beside, bar.label)
        if bar.note:
            room.setLeft(room.left() + sheet.metrics.horizontalAdvance(bar.label))
            ink.use("muted")
            note = bar.note + SEPARATOR if sheet.is_mirrored else SEPARATOR + bar.note
            painter.drawText(visual(room), beside, note)
    painter.restore()
