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


def paint_whole(sheet: BarSheet, painter: QPainter) -> None:
    """Draw all of a sheet, at the painter's origin."""
    everything = QRectF(0, 0, sheet.width, sheet.height)
    paint_backdrop(sheet, painter, everything)
    painter.save()
    _turn(sheet, painter)
    theme = current_theme()
    for place in range(len(sheet.bars)):
        if sheet.bars[place].value is not None:
            painter.fillRect(sheet.bar_rect(place), theme.color(sheet.fill_token(place)))
    painter.restore()
    paint_foreground(sheet, painter, everything)


def paint_backdrop(sheet: BarSheet, painter: QPainter, exposed: QRectF) -> None:
    """Draw the targets' bands, and what they are called."""
    if not sheet.bars.facts.bands:
        return
    painter.save()
    _turn(sheet, painter)
    sheet.target_bands.paint_fills(painter, sheet.places_in(exposed))
    painter.restore()
    sheet.target_bands.write_strip(painter)


def paint_foreground(sheet: BarSheet, painter: QPainter, exposed: QRectF) -> None:
    """Draw patterns, the zero line, names and values."""
    theme, places, zero = current_theme(), sheet.places_in(exposed), sheet.share_x(0.0)
    painter.save()
    begin_letters(painter, sheet.font)
    _turn(sheet, painter)
    for place in places:
        _paint_bar(sheet, painter, place, theme)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.drawLine(QPointF(zero, exposed.top()), QPointF(zero, exposed.bottom()))
    sheet.target_bands.paint_ends(painter, places)
    painter.restore()
    _write_texts(sheet, painter, places, theme)


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


def _paint_bar(sheet: BarSheet, painter: QPainter, place: int, theme: Theme) -> None:
    bar = sheet.bars[place]
    if bar.value is not None and (bar.series or bar.is_thin):
        fill = sheet.fill_token(place)
        outline = DIM if fill == DIM else "text"
        paint_pattern(
            painter, sheet.bar_rect(place), theme.color(fill), bar.series, is_thin=bar.is_thin, outline=outline
        )
    if sheet.selected_row == bar.row:  # not by colour alone
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.bar_rect(place).adjusted(-2, -2, 2, 2))
    if bar.reference is not None:
        room = sheet.row_rect(place)
        painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DotLine))
        painter.drawLines(sheet.uprights(place, sheet.value_x(bar.reference), room.top(), room.bottom()))


def _write_texts(sheet: BarSheet, painter: QPainter, places: range, theme: Theme) -> None:
    """Write names and values, and what they rest on."""
    text, muted = theme.color("text"), theme.color("muted")
    beside = leading(is_mirrored=sheet.is_mirrored)
    before = leading(is_mirrored=sheet.is_mirrored, wraps=sheet.is_whole)
    painter.save()
    begin_letters(painter, sheet.font)
    for place in places:
        bar, is_dimmed = sheet.bars[place], sheet.is_dimmed(place)
        if bar.shows_name:
            painter.setPen(muted if is_dimmed else text)
            painter.drawText(sheet.visual(sheet.name_rect(place)), before, sheet.short_name(place))
        room = sheet.label_rect(place)
        painter.setPen(muted if is_dimmed or bar.value is None else text)
        painter.drawText(sheet.visual(room), beside, bar.label)
        if bar.note:
            room.setLeft(room.left() + sheet.metrics.horizontalAdvance(bar.label))
            note = bar.note + SEPARATOR if sheet.is_mirrored else SEPARATOR + bar.note
            painter.setPen(muted)
            painter.drawText(sheet.visual(room), beside, note)
    if sheet.target_bands.room:
        sheet.target_bands.write_labels(painter, places)
    painter.restore()
