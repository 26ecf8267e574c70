"""The targets' bands of one sheet of bars, how bars stand to them, and what the bands are called.

A band is filled behind its bar; its ends are drawn over the bar. Neighbouring bars with one band share it. An open band
runs on past the last value. A helper of `BarSheet`, which gives it the room it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import proxy

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from siro_desktop.ui.charts.lettering import begin_letters, leading
from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import SPACE_1, SPACE_2, current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.charts.bar_sheet import BarSheet

_INSET: Final = 0.05  # of a line, between one band and another
_WIDEST_LABELS: Final = 0.24  # of the width; beyond, the marks stand alone


class TargetBands:
    """The bands of one sheet. `room` is the width in pixels of the column at its end, 0 if no bar has a status."""

    def __init__(self, sheet: BarSheet) -> None:
        # Weak, so that a sheet and its ten thousand bars go with their last user, and need no collection of garbage.
        self._sheet: BarSheet = proxy(sheet)
        self._has_labels = False
        self.room = 0.0

    def measure(self, metrics: QFontMetricsF, width: float) -> None:
        """Fit the column to the bars, the font and the sheet's width in pixels."""
        facts, frame = self._sheet.bars.facts, self._sheet.frame
        widest = 0.0 if frame.has_strip else facts.bands.width(metrics)
        self._has_labels = 0.0 < widest <= width * _WIDEST_LABELS
        self.room = 0.0
        if frame.has_marks or facts.is_judged:
            self.room = mark_side(metrics) + SPACE_2 + (widest + SPACE_2 if self._has_labels else 0.0)

    def band_rect(self, place: int) -> QRectF | None:
        """Return where the n-th bar's band lies, in pixels of the sheet; None without a target.

        It goes on to the next bar if that has the same one.
        """
        sheet = self._sheet
        band, half = sheet.bars[place].band, sheet.row_pixels / 2
        if band is None:
            return None
        left = self._open_left(band.high or 0.0) if band.low is None else sheet.value_x(band.low)
        right = self._open_right() if band.high is None else sheet.value_x(band.high)
        middle = sheet.y(place)
        top = middle - half + (0.0 if self._is_shared(place - 1) else sheet.row_pixels * _INSET)
        bottom = middle + half - sheet.row_pixels * _INSET
        if self._is_shared(place):
            bottom = sheet.y(place + 1) - half
        return QRectF(left, top, max(right - left, 1.0), bottom - top)

    def _is_shared(self, place: int) -> bool:
        """True if the n-th bar and the next have one band."""
        bars = self._sheet.bars
        return 0 <= place < len(bars) - 1 and bars[place].band == bars[place + 1].band

    def _open_left(self, high: float) -> float:
        """Where a band without a minimum begins: at zero, unless it or a bar reaches below."""
        sheet = self._sheet
        return sheet.name_pixels + SPACE_1 if sheet.low < 0 or high <= 0 else sheet.share_x(0.0)

    def _open_right(self) -> float:
        """Where a band without a maximum ends: before the marks."""
        return self._sheet.width - (self.room + SPACE_2 if self.room else 0.0)

    # Drawing --------------------------------------------------------------------------------------------------------

    def paint_fills(self, painter: QPainter, places: Sequence[int]) -> None:
        """Fill the bands of some bars."""
        theme = current_theme()
        fill = theme.color("target_fill")
        for place in places:
            rect = self.band_rect(place)
            if rect is None:
                continue
            painter.fillRect(rect, fill)
            if theme.is_high_contrast:
                self._outline(painter, place, rect)

    def _outline(self, painter: QPainter, place: int, rect: QRectF) -> None:
        """Close a band above and below, as its fill cannot be seen; not between bars that share it."""
        painter.setPen(QPen(current_theme().color("met"), 1))
        if not self._is_shared(place - 1):
            painter.drawLine(rect.topLeft(), rect.topRight())
        if not self._is_shared(place):
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def write_strip(self, painter: QPainter) -> None:
        """Say above the first bar what the band is, if the frame has room for that."""
        sheet = self._sheet
        if not sheet.frame.has_strip:
            return
        first = next((place for place, bar in enumerate(sheet.bars) if bar.band), None)
        rect = None if first is None else self.band_rect(first)
        band = None if first is None else sheet.bars[first].band
        if rect is None or band is None:
            return
        width = sheet.metrics.horizontalAdvance(band.label) + 1
        room = QRectF(min(rect.left(), sheet.width - width - SPACE_1), 0, width, sheet.row_pixels)
        begin_letters(painter, sheet.font)
        painter.setPen(current_theme().color("met"))
        painter.drawText(sheet.visual(room), leading(is_mirrored=sheet.is_mirrored), band.label)

    def paint_ends(self, painter: QPainter, places: Sequence[int]) -> None:
        """Draw the ends of bands over their bars, and marks at the end of the line."""
        for place in places:
            self._paint_end(painter, place)
            self._paint_mark(painter, place)

    def _paint_end(self, painter: QPainter, place: int) -> None:
        band, rect = self._sheet.bars[place].band, self.band_rect(place)
        if band is None or rect is None:
            return
        bar, theme = self._sheet.bar_rect(place), current_theme()
        for end, x in ((band.low, rect.left()), (band.high, rect.right())):
            if end is None:
                continue
            painter.setPen(QPen(theme.color("met"), 1))
            painter.drawLines(self._sheet.uprights(place, x, rect.top(), rect.bottom()))
            if bar.left() < x <= bar.right() + 1:
                painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))

    def _paint_mark(self, painter: QPainter, place: int) -> None:
        judged, sheet = self._sheet.bars[place].judged, self._sheet
        if judged is not None and judged.status is not None:
            side = mark_side(sheet.metrics)
            paint_status(painter, QPointF(sheet.width - self.room + side / 2, sheet.y(place)), side, judged.status)

    def write_labels(self, painter: QPainter, places: Sequence[int]) -> None:
        """Write behind the marks what the bands of some bars are."""
        if not self._has_labels:
            return
        sheet = self._sheet
        side = mark_side(sheet.metrics) + SPACE_2
        begin_letters(painter, sheet.font)
        painter.setPen(current_theme().color("muted"))
        for place in places:
            band, line = sheet.bars[place].band, sheet.row_rect(place)
            if band is not None:
                line.setLeft(sheet.width - self.room + side)
                painter.drawText(sheet.visual(line), leading(is_mirrored=sheet.is_mirrored), band.label)
