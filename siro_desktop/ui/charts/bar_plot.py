"""Horizontal bars of one unit, drawn by pyqtgraph, with names to the left and values beside the bars.

Bars may stand in groups, in up to four series; behind them may lie a target's band, across them a line to hold them
against. pyqtgraph gets widths between -1 and 1 only.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

import pyqtgraph as pg  # isort: skip  after PySide6, so that it takes that binding

from siro_desktop.ui.charts.bar_measures import GAP, bar_offsets, plot_height, row_pixels
from siro_desktop.ui.charts.marks import paint_pattern, series_token
from siro_desktop.ui.charts.panels import ALONE, Bar
from siro_desktop.ui.charts.plot_base import PlotBase
from siro_desktop.ui.charts.target_bands import TargetBands
from siro_desktop.ui.theme import SPACE_1, SPACE_2, Theme, current_theme, tabular_font

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.charts.panels import Frame

BAR_THICKNESS: Final = 0.62
_GROUPED_THICKNESS: Final = 0.8
_LONGEST_NAME: Final = 0.34  # of the width
_SHORTEST_NAME: Final = 5  # average characters, where values take the room
_LEAST_DRAWN: Final = 0.15  # of the width, so that bars never vanish
_DIM: Final = "bar_dim"


def _say_bar(bar: Bar) -> str:
    return f"{bar.name}, {bar.label}"


class BarPlot(PlotBase):
    """Draws bars from a zero line. Its height follows from their number; the width is the layout's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bar_plot", parent)
        self.bars: Sequence[Bar] = ()
        self.short_names: list[str] = []
        self.say_bar: Callable[[Bar], str] = _say_bar
        self.focused = -1
        self.row_pixels = self.name_pixels = 1.0
        self.frame = ALONE
        self._offsets: list[float] = []
        self._label_widths: list[float] = []
        self._low, self._high, self._scale = 0.0, 1.0, 1.0
        self._is_grouped = False
        self._selected: int | None = None
        self.fills: dict[str, Any] = {}
        self.target_bands = TargetBands(self)
        self.view_box.invertY(True)  # the first bar on top
        self.start()

    # Public ---------------------------------------------------------------------------------------------------------

    def set_bars(self, bars: Sequence[Bar], frame: Frame = ALONE) -> None:
        """Draw `bars`, whose values are finite; the scale reaches from 0 at least to what the frame asks."""
        self.bars, self.frame = bars, frame
        self._is_grouped = not all(bar.shows_name for bar in bars)
        values = [*(bar.length for bar in bars), *frame.reach]
        self._scale = max((abs(value) for value in values), default=0.0) or 1.0
        self._low = min([0.0, *values]) / self._scale
        self._high = max([0.0, *values]) / self._scale
        if self._low == self._high:
            self._high = 1.0
        self.focused = min(self.focused, len(bars) - 1)
        self.measure()
        self.color_marks()

    def select_row(self, row: int | None) -> None:
        """Keep the colour of one row's bar and dim the others; None, or a row without a bar, dims none."""
        known = row if any(bar.row == row for bar in self.bars) else None
        if known != self._selected:
            self._selected = known
            self.color_marks()

    @property
    def low(self) -> float:
        """The least value that the scale reaches, 0 or below."""
        return self._low * self._scale

    def is_dimmed(self, place: int) -> bool:
        """True if another bar is selected."""
        return self._selected is not None and self.bars[place].row != self._selected

    def pixel_x(self, share: float) -> float:
        """Where a value, given as a share of the scale, lies in the view box."""
        return self.pixel(share, 0).x()

    def value_x(self, value: float) -> float:
        """Where a value lies in the view box."""
        return self.pixel_x(value / self._scale)

    def pixel_y(self, place: int) -> float:
        """Where the middle of the n-th bar lies in the view box."""
        return self.pixel(0, self._offsets[place]).y()

    def label_rect(self, place: int) -> QRectF:
        """Where the n-th bar's value is written, in pixels of the view box: beyond the end of the bar."""
        share, width = self.bars[place].length / self._scale, self._label_widths[place]
        end, top = self.pixel_x(share), self.pixel_y(place) - self.row_pixels / 2
        left = end - SPACE_2 - width if share < 0 else end + SPACE_2
        return QRectF(left, top, width + 1, self.row_pixels)

    def uprights(self, place: int, x: float, top: float, bottom: float) -> list[QLineF]:
        """A line from top to bottom, or, where the n-th bar's value is written, a piece above it and one below."""
        label = self.label_rect(place)
        if not label.left() - SPACE_1 <= x <= label.right() + SPACE_1:
            return [QLineF(x, top, x, bottom)]
        letters, middle = QFontMetricsF(self.lettering_font).height() / 2, label.center().y()
        return [QLineF(x, top, x, middle - letters), QLineF(x, middle + letters, x, bottom)]

    def bar_rect(self, place: int) -> QRectF:
        """Where the n-th bar is drawn, in pixels of the view box."""
        zero, end = self.pixel_x(0.0), self.value_x(self.bars[place].length)
        height = self.row_pixels * self._thickness
        return QRectF(min(zero, end), self.pixel_y(place) - height / 2, abs(end - zero), height)

    def place_at(self, scene_place: QPointF) -> int | None:
        """Return which bar's line a point of the scene lies in; None outside."""
        if not self.bars or not self.sceneBoundingRect().contains(scene_place):
            return None
        offset = float(self.view_box.mapSceneToView(scene_place).y())
        place = min(bisect_left(self._offsets, offset - 0.5), len(self.bars) - 1)
        return place if abs(self._offsets[place] - offset) <= 0.5 + GAP / 2 else None

    def row_at(self, scene_place: QPointF) -> int | None:
        """Return the row of the bar at a point of the scene."""
        place = self.place_at(scene_place)
        return None if place is None else self.bars[place].row

    def focus_row(self, row: int) -> None:
        """Let the keys go on from this bar."""
        self.focused = next((place for place, bar in enumerate(self.bars) if bar.row == row), self.focused)

    def enter(self, step: int) -> None:
        """Go to the first bar (1), to the last (-1), or to where the keys were before (0)."""
        if self.bars:
            self._focus({1: 0, -1: len(self.bars) - 1}.get(step, max(self.focused, 0)))

    # Measuring ------------------------------------------------------------------------------------------------------

    @property
    def _thickness(self) -> float:
        return _GROUPED_THICKNESS if self._is_grouped else BAR_THICKNESS

    def measure(self) -> None:
        """Fit heights, names and the range to the font and the width."""
        self.lettering_font = tabular_font(self.font())
        metrics = QFontMetricsF(self.lettering_font)
        self._offsets = bar_offsets(self.bars, has_strip=self.frame.has_strip)
        self.row_pixels = row_pixels(self.lettering_font, is_grouped=self._is_grouped)
        rows = self._offsets[-1] + 1 if self._offsets else 0.0
        self.setFixedHeight(plot_height(rows, self.lettering_font, is_grouped=self._is_grouped))
        self._label_widths = [metrics.horizontalAdvance(bar.label + bar.note) for bar in self.bars]
        width = float(self.width())
        self.target_bands.measure(metrics, width)
        own = (metrics.horizontalAdvance(bar.name) for bar in self.bars if bar.shows_name)
        wanted = (self.frame.name_width or max(own, default=0.0)) + SPACE_2
        spare = max(width * (1 - _LEAST_DRAWN) - sum(self._label_rooms()), metrics.averageCharWidth() * _SHORTEST_NAME)
        self.name_pixels = min(wanted, width * _LONGEST_NAME, spare)
        room = self.name_pixels - SPACE_1
        self.short_names = [
            metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room) if bar.shows_name else ""
            for bar in self.bars
        ]
        self._set_range(width)

    def _label_rooms(self) -> tuple[float, float]:
        """How many pixels to keep free for values below zero, and for the others; the same in all panels of a frame."""
        widths = list(zip(self._label_widths, self.bars, strict=True))
        shared = self.frame.label_width
        above = shared or max((wide for wide, bar in widths if bar.length >= 0), default=0.0)
        below = max((wide for wide, bar in widths if bar.length < 0), default=0.0)
        if shared:
            below = shared if self._low < 0 else 0.0
        return 2 * SPACE_2 + (below + SPACE_2 if below else 0.0), above + 2 * SPACE_2 + self.target_bands.room

    def _set_range(self, width: float) -> None:
        """Leave room for the names, and for each value on its side of zero."""
        before, right = self._label_rooms()
        left = self.name_pixels + before
        drawn = max(width - left - right, width * _LEAST_DRAWN, 1.0)
        per_pixel = (self._high - self._low) / drawn
        self.view_box.setRange(
            xRange=(self._low - left * per_pixel, self._high + right * per_pixel),
            yRange=(-0.5, (self._offsets[-1] if self._offsets else 0) + 0.5),
            padding=0,
            disableAutoRange=True,
        )
        self.update_layers(is_resized=True)

    def color_marks(self) -> None:
        """Fill the bars, one item for each colour."""
        places: dict[str, list[int]] = {token: [] for token in self.fills}
        for place, bar in enumerate(self.bars):
            token = _DIM if self.is_dimmed(place) else series_token(bar.series)
            places.setdefault(token, []).append(place)
        for token, members in places.items():
            self._fill(token, members)
        self.update_layers()

    def _fill(self, token: str, places: list[int]) -> None:
        if token not in self.fills:
            self.fills[token] = pg.BarGraphItem(x0=0, y=[], height=BAR_THICKNESS, width=[], pen=None)
            self.addItem(self.fills[token])
        widths = [self.bars[place].length / self._scale for place in places]
        offsets = [self._offsets[place] for place in places]
        if len(widths) != len(offsets):  # lists of unequal length crash pyqtgraph
            raise ValueError("Every bar needs one place and one width.")
        color = current_theme().color(token)
        self.fills[token].setVisible(bool(places))
        self.fills[token].setOpts(x0=0, y=offsets, height=self._thickness, width=widths, pen=None, brush=color)

    # Drawing --------------------------------------------------------------------------------------------------------

    def exposed_places(self, exposed: QRectF) -> range:
        """Return which bars have to be drawn for a part of the view box."""
        top, bottom = exposed.top() / self.row_pixels, exposed.bottom() / self.row_pixels
        first = bisect_left(self._offsets, top - 1.5)
        return range(first, bisect_left(self._offsets, bottom + 1.0))

    def paint_backdrop(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw the targets' bands."""
        self.target_bands.paint_fills(painter, self.exposed_places(exposed))

    def paint_lettering(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw patterns, the zero line, names, values and the focus."""
        theme, zero = current_theme(), self.pixel_x(0.0)
        for place in self.exposed_places(exposed):
            self._paint_bar(painter, place, theme)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(zero, exposed.top()), QPointF(zero, exposed.bottom()))
        self.target_bands.paint_ends(painter, self.exposed_places(exposed))
        for place in self.exposed_places(exposed):
            self._paint_texts(painter, place, theme)
        if self.hasFocus() and not self.is_picture and 0 <= self.focused < len(self.bars):
            top = self.pixel_y(self.focused) - self.row_pixels / 2
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, top + 1, self.view_box.rect().width() - 2, self.row_pixels - 2), 4, 4)

    def _paint_bar(self, painter: QPainter, place: int, theme: Theme) -> None:
        bar = self.bars[place]
        if bar.value is not None and (bar.series or bar.is_thin):
            fill, outline = (_DIM, _DIM) if self.is_dimmed(place) else (series_token(bar.series), "text")
            paint_pattern(
                painter, self.bar_rect(place), theme.color(fill), bar.series, is_thin=bar.is_thin, outline=outline
            )
        if self._selected == bar.row:  # not by colour alone
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.bar_rect(place).adjusted(-2, -2, 2, 2))
        if bar.reference is not None:
            top = self.pixel_y(place) - self.row_pixels / 2
            painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DotLine))
            painter.drawLines(self.uprights(place, self.value_x(bar.reference), top, top + self.row_pixels))

    def _paint_texts(self, painter: QPainter, place: int, theme: Theme) -> None:
        bar, middle = self.bars[place], Qt.AlignmentFlag.AlignVCenter
        is_dimmed = self.is_dimmed(place)
        top, muted = self.pixel_y(place) - self.row_pixels / 2, theme.color("muted")
        painter.setPen(muted if is_dimmed else theme.color("text"))
        painter.drawText(QRectF(SPACE_1, top, self.name_pixels, self.row_pixels), middle, self.short_names[place])
        room = self.label_rect(place)
        painter.setPen(muted if is_dimmed or bar.value is None else theme.color("text"))
        painter.drawText(room, middle, bar.label)
        if bar.note:
            room.setLeft(room.left() + QFontMetricsF(self.lettering_font).horizontalAdvance(bar.label))
            painter.setPen(muted)
            painter.drawText(room, middle, bar.note)

    # Keys -----------------------------------------------------------------------------------------------------------

    def _focus(self, place: int) -> None:
        last = len(self.bars) - 1
        if self.focused >= 0 and not 0 <= place <= last:
            self.edge_passed.emit(1 if place > last else -1)
            if not self.hasFocus():  # another plot has taken over
                return
        self.focused = min(max(place, 0), last)
        bar = self.bars[self.focused]
        end = QPointF(self.value_x(max(0.0, bar.length)), self.pixel_y(self.focused))
        self.point_at(bar.row, end, self.say_bar(bar))

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Move from bar to bar; Return chooses one."""
        key = Qt.Key
        steps = {key.Key_Up: self.focused - 1, key.Key_Down: self.focused + 1, key.Key_Home: 0}
        if not self.bars:
            pressed.ignore()
        elif pressed.key() in steps:
            self._focus(steps[key(pressed.key())])
        elif pressed.key() == key.Key_End:
            self._focus(len(self.bars) - 1)
        elif pressed.key() in {key.Key_Return, key.Key_Enter} and self.focused >= 0 and not pressed.modifiers():
            self.mark_chosen.emit(self.bars[self.focused].row)
        else:
            pressed.ignore()
