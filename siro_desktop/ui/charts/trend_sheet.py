"""Where all parts of a trend lie, in pixels, on screen and in pictures. No widgets, no pyqtgraph.

Everything is measured as people read from the left; `visual` turns it around where they read from the right.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from siro_desktop.ui.charts.lettering import printable
from siro_desktop.ui.charts.marks import series_token
from siro_desktop.ui.charts.ticks import every_nth
from siro_desktop.ui.charts.trend_events import EventLabel, EventLine, place_labels
from siro_desktop.ui.charts.trend_panels import DIMMED, TrendData, TrendLine
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_3, tabular_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from siro_desktop.ui.charts.panels import Band

DIM: Final = "bar_dim"
RADIUS: Final = 4.0
_CATCH: Final = 4.0  # pixels beside the line of an event
_LEAST_RADIUS: Final = 1.5  # where periods lie close
_GROUP: Final = 0.8  # of a period's width, for its bars
_LONGEST_NAME: Final = 0.2  # of the width
_WELL_DRAWN: Final = 80  # average characters across, in pictures


class TrendSheet:
    """Measures a TrendData in a font and, after `fit`, in a size. With `is_whole` no name is ever cut."""

    def __init__(
        self,
        shown: TrendData,
        font: QFont,
        *,
        has_bars: bool = False,
        is_mirrored: bool = False,
        is_whole: bool = False,
    ) -> None:
        self.shown, self.has_bars = shown, has_bars
        self.is_mirrored, self.is_whole = is_mirrored, is_whole
        self.font = tabular_font(font)
        self.metrics = QFontMetricsF(self.font)
        self.drawn = [line for line in shown.lines if not has_bars or line.series != DIMMED]
        self.numbers = {line.entity: number for number, line in enumerate(self.drawn)}
        self.selected_row: int | None = None
        self.named_dates: list[int] = []
        self.end_labels: dict[int, QRectF] = {}
        self.event_labels: list[EventLabel] = []
        self.width = self.height = 1.0
        self.inner = QRectF(0, 0, 1, 1)
        self.radius = RADIUS
        self._dimmed: set[int] = set()
        self.select(None)

    # What stands out ------------------------------------------------------------------------------------------------

    def select(self, row: int | None) -> None:
        """Let one entity's line keep its colour and the others step back; a row that is not here changes nothing."""
        self.selected_row = row
        entity = self.selected_entity()
        self._dimmed = {
            line.entity
            for line in self.drawn
            if (line.entity != entity if entity is not None else line.series == DIMMED)
        }
        self.end_labels = self._place_names()

    def selected_entity(self) -> int | None:
        """Return whose line is selected, if it is drawn."""
        if self.selected_row is None or not self.shown.dates:
            return None
        entity = self.selected_row // len(self.shown.dates)
        return entity if entity in self.numbers else None

    def is_dimmed(self, line: TrendLine) -> bool:
        """True if another line is selected, or if this one never stands out."""
        return line.entity in self._dimmed

    def token(self, line: TrendLine) -> str:
        """Return the theme's colour of a line, by name."""
        return DIM if self.is_dimmed(line) else series_token(max(line.series, 0))

    # Size -----------------------------------------------------------------------------------------------------------

    def natural_width(self) -> float:
        """Return the width in which every name is whole and lines can be told apart well."""
        drawn = self.metrics.averageCharWidth() * _WELL_DRAWN
        around = self._ticks_width() + drawn + self._names_width(math.inf) + 2 * SPACE_3
        events = max((self.metrics.horizontalAdvance(text) for _, text in self._event_texts()), default=0.0)
        return math.ceil(max(around, events + 2 * SPACE_3))

    def fit(self, width: float, height: float) -> None:
        """Leave room for the axis, the dates, the names at the lines' ends, and those of events."""
        self.width, self.height = width, height
        left, metrics = self._ticks_width(), self.metrics
        right = self._names_width(math.inf if self.is_whole else width * _LONGEST_NAME) + 2 * SPACE_3
        across = max(width - left - right, 1.0)
        self.inner = QRectF(left, 0, across, 1)
        self.event_labels = self._place_events()
        top, bottom = self.events_height + metrics.height() * 0.75, metrics.height() + SPACE_3
        self.inner = QRectF(left, top, across, max(height - top - bottom, 1.0))
        self.radius = min(RADIUS, max(_LEAST_RADIUS, across / self._periods / 4))
        widest = max((metrics.horizontalAdvance(text) for text in self.shown.dates), default=0.0)
        self.named_dates = every_nth(len(self.shown.dates), across, widest + SPACE_3)
        self.end_labels = self._place_names()

    @property
    def events_height(self) -> float:
        """How many pixels the names of events take above the plot."""
        return (
            (max(label.lane for label in self.event_labels) + 1) * self.metrics.height() if self.event_labels else 0.0
        )

    def _event_texts(self) -> list[tuple[float, str]]:
        """Where lines of events stand, in periods, and what they are called; in pictures each has a name of its own."""
        if self.is_whole:
            return [(event.place, name) for event in self.shown.events for name in event.names]
        return [(event.place, ", ".join(event.names)) for event in self.shown.events]

    def _place_events(self) -> list[EventLabel]:
        return place_labels(
            [(self.x(place), printable(text)) for place, text in self._event_texts()],
            self.width - SPACE_1,
            self.metrics.horizontalAdvance,
            character=self.metrics.averageCharWidth(),
            is_whole=self.is_whole,
        )

    @property
    def _periods(self) -> int:
        return max(len(self.shown.dates), 1)

    def _ticks_width(self) -> float:
        return max((self.metrics.horizontalAdvance(text) for _, text in self.shown.ticks), default=0.0) + 2 * SPACE_2

    def _names_width(self, most: float) -> float:
        names = [line.name for line in self.named_lines()]
        return min(max(map(self.metrics.horizontalAdvance, names), default=0.0), most)

    def named_lines(self) -> list[TrendLine]:
        """Return the lines that are named at their ends, if there is room."""
        titled = self.shown.titled
        lines = [line for line in self.shown.lines if line.series != DIMMED and line.entity != titled]
        return lines if len(self.shown.lines) > 1 and not self.has_bars else []

    def _place_names(self) -> dict[int, QRectF]:
        """Where names stand behind the ends of lines, by entity; none where it would cover another."""
        placed: dict[int, QRectF] = {}
        for line in sorted(self.named_lines(), key=self.is_dimmed):
            last = len(line.values) - 1
            if line.values[last] is None:
                continue  # the line ends earlier: the legend names it
            y = self.point(line, last).y() - self.metrics.height() / 2
            left = self.inner.right() + SPACE_2
            room = QRectF(left, y, max(self.width - left - SPACE_1, 1.0), self.metrics.height())
            if not any(room.intersects(other) for other in placed.values()):
                placed[line.entity] = room
        return placed

    # Places ---------------------------------------------------------------------------------------------------------

    @property
    def x_range(self) -> tuple[float, float]:
        """What the left and the right edge are, in periods."""
        per_pixel = self._periods / self.inner.width()
        left, right = self.inner.left(), self.width - self.inner.right()
        return -0.5 - left * per_pixel, self._periods - 0.5 + right * per_pixel

    @property
    def y_range(self) -> tuple[float, float]:
        """What the lower and the upper edge are, as shares of the axis."""
        below, above = self.height - self.inner.bottom(), self.inner.top()
        return -below / self.inner.height(), 1.0 + above / self.inner.height()

    def x(self, period: float) -> float:
        """Where the middle of a period lies."""
        return self.inner.left() + (period + 0.5) * self.inner.width() / self._periods

    def y(self, share: float) -> float:
        """Where a share of the axis lies."""
        return self.inner.bottom() - share * self.inner.height()

    def point(self, line: TrendLine, period: int) -> QPointF:
        """Return where a mark lies; on the base line where there is no value."""
        return QPointF(self.x(period + self.shift(line)), self.y(line.shares[period]))

    def shift(self, line: TrendLine) -> float:
        """Return how far beside the middle of its period a bar stands, in periods; lines stand on it."""
        if not self.has_bars:
            return 0.0
        each = _GROUP / max(len(self.drawn), 1)
        return (self.numbers[line.entity] - (len(self.drawn) - 1) / 2) * each

    @property
    def bar_width(self) -> float:
        """How wide a bar is, in periods."""
        return _GROUP / max(len(self.drawn), 1) * 0.9

    def bar_rect(self, line: TrendLine, period: int) -> QRectF:
        """Return where a bar is drawn."""
        middle, base = self.point(line, period), self.y(self.shown.share(0.0))
        width = self.bar_width * self.inner.width() / self._periods
        return QRectF(middle.x() - width / 2, min(base, middle.y()), width, abs(base - middle.y()))

    def band_rooms(self) -> list[tuple[Band, QRectF]]:
        """Return where bands lie: neighbouring periods with the same target share one."""
        shown, rooms = self.shown, list[tuple["Band", QRectF]]()
        for period, band in enumerate(shown.bands):
            if band is None:
                continue
            low, high = (
                shown.share(shown.low if band.low is None else band.low),
                shown.share(shown.high if band.high is None else band.high),
            )
            room = QRectF(
                QPointF(self.x(period - 0.5), self.y(high)),
                QPointF(self.x(period + 0.5), self.y(low)),
            )
            if rooms and shown.bands[period - 1] == band:
                rooms[-1][1].setRight(room.right())
            else:
                rooms.append((band, room))
        return rooms

    def label_room(self, label: EventLabel) -> QRectF:
        """Return where the name of an event stands."""
        return QRectF(label.left, label.lane * self.metrics.height(), label.width, self.metrics.height())

    def event_top(self, event: EventLine) -> float:
        """Return how far up the line of an event reaches: to its name, if that is shown."""
        x = self.x(event.place)
        tops = [self.label_room(label).bottom() for label in self.event_labels if label.x == x]
        return min(tops, default=self.inner.top())

    def event_at(self, here: QPointF) -> EventLine | None:
        """Return the events whose line or name a place is on."""
        for label in self.event_labels:
            if self.label_room(label).contains(here):
                return next((event for event in self.shown.events if self.x(event.place) == label.x), None)
        if not self.inner.top() <= here.y() <= self.inner.bottom():
            return None
        near = [(abs(self.x(event.place) - here.x()), at) for at, event in enumerate(self.shown.events)]
        distance, at = min(near, default=(_CATCH + 1, 0))
        return self.shown.events[at] if distance <= _CATCH else None

    def period_at(self, x: float) -> int | None:
        """Return which period a place across lies in; None outside."""
        period = math.floor((x - self.inner.left()) * self._periods / self.inner.width())
        return period if 0 <= period < len(self.shown.dates) else None

    def visual(self, rect: QRectF) -> QRectF:
        """Turn a rectangle around where people read from the right."""
        if not self.is_mirrored:
            return rect
        return QRectF(self.width - rect.right(), rect.top(), rect.width(), rect.height())

    def visual_point(self, point: QPointF) -> QPointF:
        """Turn a point around where people read from the right, or back."""
        return QPointF(self.width - point.x(), point.y()) if self.is_mirrored else point
