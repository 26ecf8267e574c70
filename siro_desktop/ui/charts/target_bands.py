"""Bands of targets behind and over bars, with their labels and marks in a column at the right.

A band is filled behind its bar and as high as its line, so that it shows above and below the bar; its ends are drawn
over the bar. An open band runs to the end of the scale. A helper of `BarPlot`, which asks it for the room it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.target_words import band_in_words
from siro_desktop.ui.theme import SPACE_1, SPACE_2, current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.charts.bar_plot import BarPlot
    from siro_desktop.ui.charts.panels import Bar

_THICKNESS: Final = 0.9  # of a line
_STRETCH: Final = 0.2  # an open band is seen at least so far, as a share of its one end
_LEAST: Final = 0.05  # and of the scale
_WIDEST_LABELS: Final = 0.24  # of the width; beyond, the marks stand alone
_BEHIND: Final = -10.0
_OVER: Final = 50.0


def band_ends(bars: Sequence[Bar]) -> list[float]:
    """Return values that the scale must reach, so that every band can be seen; an open one needs room to show."""
    targets = [bar.judged.target for bar in bars if bar.judged is not None and bar.judged.target is not None]
    ends = [end for target in targets for end in (target.minimum, target.maximum) if end is not None]
    reached = [0.0, *ends, *(bar.value for bar in bars)]
    span = max(reached) - min(reached)
    above = [low + _stretch(low, span) for t in targets if (low := t.minimum) is not None and t.maximum is None]
    # A band without a minimum begins at zero, unless its end lies there or below.
    below = [end - _stretch(end, span) for t in targets if t.minimum is None and (end := t.maximum or 0.0) <= 0]
    return [*ends, *above, *below]


def _stretch(end: float, span: float) -> float:
    return max(abs(end) * _STRETCH, span * _LEAST)


class TargetBands:
    """The bands of one plot. `room` is the width in pixels of the column at the right, 0 if no bar has a status."""

    def __init__(self, plot: BarPlot) -> None:
        self._plot = plot
        self._labels: list[str] = []
        self.room = 0.0
        self._layers = (_Layer(self, plot, over=False), _Layer(self, plot, over=True))

    def measure(self, metrics: QFontMetricsF, width: float) -> None:
        """Fit the column to the bars, the font and the plot's width in pixels."""
        bars = self._plot.bars
        self._labels = [_label(bar) for bar in bars]
        has_marks = any(bar.judged is not None for bar in bars)
        widest = max((metrics.horizontalAdvance(label) for label in self._labels), default=0.0)
        if widest > width * _WIDEST_LABELS:
            self._labels, widest = [""] * len(bars), 0.0
        self.room = mark_side(metrics) + SPACE_2 + (widest + SPACE_2 if widest else 0.0) if has_marks else 0.0

    def update(self) -> None:
        """Draw anew."""
        for layer in self._layers:
            layer.prepareGeometryChange()
            layer.update()

    def band_rect(self, place: int) -> QRectF | None:
        """Return where the n-th bar's band lies, in pixels of the view box; None without a target."""
        judged, plot = self._plot.bars[place].judged, self._plot
        if judged is None or judged.target is None:
            return None
        target = judged.target
        left, right = (plot.low if target.minimum is None else target.minimum), target.maximum
        first, last = plot.value_x(left), plot.value_x(plot.high if right is None else right)
        height = plot.row_pixels * _THICKNESS
        return QRectF(first, plot.pixel_y(place) - height / 2, max(last - first, 1.0), height)

    def paint_fill(self, painter: QPainter, place: int) -> None:
        """Fill the n-th band."""
        band = self.band_rect(place)
        if band is not None:
            painter.fillRect(band, current_theme().color("target_fill"))

    def paint_ends(self, painter: QPainter, place: int) -> None:
        """Draw the ends of the n-th band over its bar, and label and mark at the right."""
        bar, band, theme = self._plot.bars[place], self.band_rect(place), current_theme()
        if bar.judged is None:
            return
        if band is not None and bar.judged.target is not None:
            target = bar.judged.target
            painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            ends = ((target.minimum, band.left()), (target.maximum, band.right()))
            painter.drawLines([line for end, x in ends if end is not None for line in self._end_lines(place, x, band)])
        metrics = QFontMetricsF(self._plot.lettering_font)
        side = mark_side(metrics)
        middle, left = self._plot.pixel_y(place), self._plot.view_box.rect().right() - self.room
        if bar.judged.status is not None:
            paint_status(painter, QPointF(left + side / 2, middle), side, bar.judged.status)
        painter.setPen(theme.color("muted"))
        line = QRectF(left + side + SPACE_2, middle - self._plot.row_pixels / 2, self.room, self._plot.row_pixels)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._labels[place])

    def _end_lines(self, place: int, x: float, band: QRectF) -> list[QLineF]:
        """A line from top to bottom, or, where the value is written, a piece above it and one below."""
        label = self._plot.label_rect(place)
        if not label.left() - SPACE_1 <= x <= label.right() + SPACE_1:
            return [QLineF(x, band.top(), x, band.bottom())]
        piece = (band.height() - QFontMetricsF(self._plot.lettering_font).height()) / 2
        return [QLineF(x, band.top(), x, band.top() + piece), QLineF(x, band.bottom() - piece, x, band.bottom())]


class _Layer(QGraphicsObject):
    """Paints the exposed bands, behind the bars or over them."""

    def __init__(self, bands: TargetBands, plot: BarPlot, *, over: bool) -> None:
        super().__init__(plot.view_box)
        self._bands, self._plot, self._is_over = bands, plot, over
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(_OVER if over else _BEHIND)

    def boundingRect(self) -> QRectF:
        """All of the view box."""
        return QRectF(self._plot.view_box.rect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint what is exposed."""
        painter.setFont(self._plot.lettering_font)
        paint_one = self._bands.paint_ends if self._is_over else self._bands.paint_fill
        for place in self._plot.exposed_places(option.exposedRect):
            paint_one(painter, place)


def _label(bar: Bar) -> str:
    judged = bar.judged
    if judged is None or judged.target is None:
        return ""
    return band_in_words(judged.target, judged.unit, judged.unit_abbreviated)
