"""The targets' bands of one plot of bars, how bars stand to them, and what the bands are called.

A band is filled behind its bar; its ends are drawn over the bar. Neighbouring bars with one band share it. An open band
runs on past the last value. A helper of `BarPlot`, which gives it the room it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import SPACE_1, SPACE_2, current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.charts.bar_plot import BarPlot

_INSET: Final = 0.05  # of a line, between one band and another
_WIDEST_LABELS: Final = 0.24  # of the width; beyond, the marks stand alone


class TargetBands:
    """The bands of one plot. `room` is the width in pixels of the column at the right, 0 if no bar has a status."""

    def __init__(self, plot: BarPlot) -> None:
        self._plot = plot
        self._labels: list[str] = []
        self.room = 0.0

    def measure(self, metrics: QFontMetricsF, width: float) -> None:
        """Fit the column to the bars, the font and the plot's width in pixels."""
        bars, frame = self._plot.bars, self._plot.frame
        has_labels = not frame.has_strip
        self._labels = [bar.band.label if bar.band and has_labels else "" for bar in bars]
        widest = max((metrics.horizontalAdvance(label) for label in self._labels), default=0.0)
        if widest > width * _WIDEST_LABELS:
            self._labels, widest = [""] * len(bars), 0.0
        has_marks = frame.has_marks or any(bar.judged is not None for bar in bars)
        self.room = mark_side(metrics) + SPACE_2 + (widest + SPACE_2 if widest else 0.0) if has_marks else 0.0

    def band_rect(self, place: int) -> QRectF | None:
        """Return where the n-th bar's band lies, in pixels of the view box; None without a target.

        It goes on to the next bar if that has the same one.
        """
        plot = self._plot
        band, half = plot.bars[place].band, plot.row_pixels / 2
        if band is None:
            return None
        left = self._open_left(band.high or 0.0) if band.low is None else plot.value_x(band.low)
        right = self._open_right() if band.high is None else plot.value_x(band.high)
        middle = plot.pixel_y(place)
        top = middle - half + (0.0 if self._is_shared(place - 1) else plot.row_pixels * _INSET)
        bottom = middle + half - plot.row_pixels * _INSET
        if self._is_shared(place):
            bottom = plot.pixel_y(place + 1) - half
        return QRectF(left, top, max(right - left, 1.0), bottom - top)

    def _is_shared(self, place: int) -> bool:
        """True if the n-th bar and the next have one band."""
        bars = self._plot.bars
        return 0 <= place < len(bars) - 1 and bars[place].band == bars[place + 1].band

    def _open_left(self, high: float) -> float:
        """Where a band without a minimum begins: at zero, unless it or a bar reaches below."""
        plot = self._plot
        return plot.name_pixels + SPACE_1 if plot.low < 0 or high <= 0 else plot.pixel_x(0.0)

    def _open_right(self) -> float:
        """Where a band without a maximum ends: before the marks."""
        edge: float = self._plot.view_box.rect().right()
        return edge - (self.room + SPACE_2 if self.room else 0.0)

    def paint_fills(self, painter: QPainter, places: Sequence[int]) -> None:
        """Fill the bands of some bars, and say above the first what the band is, if the frame has room for that."""
        theme, plot = current_theme(), self._plot
        for place in places:
            rect = self.band_rect(place)
            if rect is not None:
                painter.fillRect(rect, theme.color("target_fill"))
        first = next((place for place, bar in enumerate(plot.bars) if bar.band), None)
        rect = None if first is None else self.band_rect(first)
        if first is not None and rect is not None and plot.frame.has_strip:
            self._paint_strip(painter, first, rect.left())

    def _paint_strip(self, painter: QPainter, place: int, left: float) -> None:
        plot, band = self._plot, self._plot.bars[place].band
        if band is None:
            return
        width = QFontMetricsF(plot.lettering_font).horizontalAdvance(band.label) + 1
        room = plot.view_box.rect().right() - width - SPACE_1
        painter.setPen(current_theme().color("met"))
        painter.drawText(QRectF(min(left, room), 0, width, plot.row_pixels), Qt.AlignmentFlag.AlignVCenter, band.label)

    def paint_ends(self, painter: QPainter, places: Sequence[int]) -> None:
        """Draw the ends of bands over their bars, and labels and marks at the right."""
        for place in places:
            self._paint_end(painter, place)
            self._paint_mark(painter, place)

    def _paint_end(self, painter: QPainter, place: int) -> None:
        band, rect = self._plot.bars[place].band, self.band_rect(place)
        if band is None or rect is None:
            return
        bar, theme = self._plot.bar_rect(place), current_theme()
        for end, x in ((band.low, rect.left()), (band.high, rect.right())):
            if end is None:
                continue
            painter.setPen(QPen(theme.color("met"), 1))
            painter.drawLines(self._plot.uprights(place, x, rect.top(), rect.bottom()))
            if bar.left() < x <= bar.right() + 1:
                painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))

    def _paint_mark(self, painter: QPainter, place: int) -> None:
        judged, plot = self._plot.bars[place].judged, self._plot
        if judged is None:
            return
        side = mark_side(QFontMetricsF(plot.lettering_font))
        middle, left = plot.pixel_y(place), plot.view_box.rect().right() - self.room
        if judged.status is not None:
            paint_status(painter, QPointF(left + side / 2, middle), side, judged.status)
        painter.setPen(current_theme().color("muted"))
        line = QRectF(left + side + SPACE_2, middle - plot.row_pixels / 2, self.room, plot.row_pixels)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._labels[place])
