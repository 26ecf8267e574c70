"""Where all parts of a panel of bars lie, in pixels, on screen and in pictures. No widgets, no pyqtgraph.

Everything is measured as people read from the left; `visual` turns it around where they read from the right.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from siro_desktop.ui.charts.bar_measures import BarRows, row_pixels
from siro_desktop.ui.charts.lettering import printable
from siro_desktop.ui.charts.marks import series_token
from siro_desktop.ui.charts.panels import ALONE
from siro_desktop.ui.charts.target_bands import TargetBands
from siro_desktop.ui.theme import SPACE_1, SPACE_2, tabular_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from siro_desktop.ui.charts.bar_list import BarList
    from siro_desktop.ui.charts.panels import Bar, Frame

BAR_THICKNESS: Final = 0.62
_GROUPED_THICKNESS: Final = 0.8
_LONGEST_NAME: Final = 0.34  # of the width
_SHORTEST_NAME: Final = 5  # average characters, where values take the room
_LEAST_DRAWN: Final = 0.15  # of the width, so that bars never vanish
_WHOLE_NAME: Final = 110  # average characters: in pictures a longer name takes several lines
_WELL_DRAWN: Final = 45  # average characters: the length of a full bar in pictures
DIM: Final = "bar_dim"


class BarSheet:
    """Measures bars in a font and, after `fit`, in a width. With `is_whole` no name is ever cut."""

    def __init__(
        self, bars: BarList, font: QFont, frame: Frame = ALONE, *, is_mirrored: bool = False, is_whole: bool = False
    ) -> None:
        self.bars, self.frame = bars, frame
        self.is_mirrored, self.is_whole = is_mirrored, is_whole
        self.font = tabular_font(font)
        self.metrics = QFontMetricsF(self.font)
        self.selected_rows: frozenset[int] | None = None  # in any panel; None: nothing is selected
        self.rows = BarRows(len(bars), bars.starts, frame.has_strip)
        self._names_width = (frame.names or bars.facts.names).width(self.metrics)
        self._set_scale()
        self._lines = 1
        if is_whole:
            longest = self.metrics.averageCharWidth() * _WHOLE_NAME
            self._names_width = min(self._names_width, longest)
            own = bars.facts.names.width(self.metrics)  # those of other panels need no lines here
            if own > longest:
                self._lines = math.ceil(own / longest) + 1  # lines break between words
        least = self._lines * self.metrics.lineSpacing() + SPACE_1
        self._line_pixels = row_pixels(self.font, is_grouped=bars.is_grouped)
        self.row_pixels = max(self._line_pixels, least if self._lines > 1 else 0.0)
        self.height = max(1, round(self.rows.total * self.row_pixels))
        self._short_names: dict[int, str] = {}
        self.target_bands = TargetBands(self)
        self.width = self.name_pixels = self._zero = self._drawn = 1.0

    def _set_scale(self) -> None:
        low, high = min([self.bars.facts.low, *self.frame.reach]), max([self.bars.facts.high, *self.frame.reach])
        self.scale = max(abs(low), abs(high)) or 1.0
        self.low, self._low, self._high = low, low / self.scale, high / self.scale
        if self._low == self._high:
            self._high = 1.0

    # Width ----------------------------------------------------------------------------------------------------------

    def natural_width(self) -> float:
        """Return the width in which every name is whole and bars can be told apart well."""
        self.target_bands.measure(self.metrics, math.inf)
        drawn = self.metrics.averageCharWidth() * _WELL_DRAWN
        return math.ceil(self._names_width + SPACE_2 + sum(self._label_rooms()) + drawn)

    def fit(self, width: float) -> None:
        """Fit names, values and bars into a width in pixels."""
        self.width = width
        self._short_names.clear()
        self.target_bands.measure(self.metrics, math.inf if self.is_whole else width)
        before, after = self._label_rooms()
        self.name_pixels = self._names_width + SPACE_2
        if not self.is_whole:
            shortest = self.metrics.averageCharWidth() * _SHORTEST_NAME
            spare = max(width * (1 - _LEAST_DRAWN) - before - after, shortest)
            self.name_pixels = min(self.name_pixels, width * _LONGEST_NAME, spare)
        left = self.name_pixels + before
        self._drawn = max(width - left - after, width * _LEAST_DRAWN, 1.0) / (self._high - self._low)
        self._zero = left - self._low * self._drawn

    def _label_rooms(self) -> tuple[float, float]:
        """How many pixels to keep free for values below zero, and for the others; the same in all panels of a frame."""
        widest = (self.frame.labels or self.bars.facts.labels).width(self.metrics)
        before = 2 * SPACE_2 + (widest + SPACE_2 if self._low < 0 else 0.0)
        return before, widest + 2 * SPACE_2 + self.target_bands.room

    # Places ---------------------------------------------------------------------------------------------------------

    @property
    def thickness(self) -> float:
        """How thick a bar is, of its row."""
        return _GROUPED_THICKNESS if self.bars.is_grouped else BAR_THICKNESS

    @property
    def scale_range(self) -> tuple[float, float]:
        """What the left and the right edge are, as shares of the scale."""
        return -self._zero / self._drawn, (self.width - self._zero) / self._drawn

    def share_x(self, share: float) -> float:
        """Where a share of the scale lies."""
        return self._zero + share * self._drawn

    def value_x(self, value: float) -> float:
        """Where a value lies."""
        return self._zero + value / self.scale * self._drawn

    def y(self, place: int) -> float:
        """Where the middle of the n-th bar lies."""
        return (self.rows.offset(place) + 0.5) * self.row_pixels

    def row_rect(self, place: int) -> QRectF:
        """The whole line of the n-th bar."""
        return QRectF(0.0, self.rows.offset(place) * self.row_pixels, self.width, self.row_pixels)

    def bar_rect(self, place: int) -> QRectF:
        """Where the n-th bar is drawn."""
        end, height = self.value_x(self.bars.lengths[place]), self._line_pixels * self.thickness
        return QRectF(min(self._zero, end), self.y(place) - height / 2, abs(end - self._zero), height)

    def name_rect(self, place: int) -> QRectF:
        """Where the n-th bar's name is written."""
        return self.text_rooms(place, self.bars[place])[0]

    def label_rect(self, place: int) -> QRectF:
        """Where the n-th bar's value is written: beyond the end of the bar."""
        room = self.text_rooms(place, self.bars[place])[1]
        width = self.metrics.horizontalAdvance(self.bars[place].written) + 1
        left = room.right() - width if self.bars.lengths[place] < 0 else room.left()
        return QRectF(left, room.top(), width, room.height())

    def text_rooms(self, place: int, bar: Bar) -> tuple[QRectF, QRectF]:
        """Where the n-th bar's name is written, and where its value begins or, below zero, ends."""
        top, height, length = self.rows.offset(place) * self.row_pixels, self.row_pixels, self.bars.lengths[place]
        name = QRectF(SPACE_1, top, self.name_pixels - (0.0 if self.is_whole else SPACE_1), height)
        end = self._zero + length / self.scale * self._drawn
        if length >= 0:
            return name, QRectF(end + SPACE_2, top, self.width, height)
        width = self.metrics.horizontalAdvance(bar.written) + 1
        return name, QRectF(end - SPACE_2 - width, top, width, height)

    def short_name(self, place: int, bar: Bar | None = None) -> str:
        """Return the name as it is written: cut where there is no room for all of it, unless the sheet is whole."""
        name = (bar or self.bars[place]).name
        if self.is_whole:
            return printable(name)
        if self._names_width <= self.name_pixels - SPACE_1:
            return name
        if place not in self._short_names:
            room = self.name_pixels - SPACE_1
            self._short_names[place] = self.metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        return self._short_names[place]

    def uprights(self, place: int, x: float, top: float, bottom: float) -> list[QLineF]:
        """A line from top to bottom, or, where the n-th bar's value is written, a piece above it and one below."""
        label = self.label_rect(place)
        if not label.left() - SPACE_1 <= x <= label.right() + SPACE_1:
            return [QLineF(x, top, x, bottom)]
        letters, middle = self.metrics.height() / 2, label.center().y()
        return [QLineF(x, top, x, middle - letters), QLineF(x, middle + letters, x, bottom)]

    def visual(self, rect: QRectF) -> QRectF:
        """Turn a rectangle around where people read from the right."""
        if not self.is_mirrored:
            return rect
        return QRectF(self.width - rect.right(), rect.top(), rect.width(), rect.height())

    def places_in(self, exposed: QRectF) -> range:
        """Return which bars have to be drawn for a part of the sheet."""
        return self.rows.between(exposed.top() / self.row_pixels, exposed.bottom() / self.row_pixels)

    def place_at(self, y: float) -> int | None:
        """Return which bar's line a height lies in; None outside."""
        return self.rows.at(y / self.row_pixels)

    # Colours --------------------------------------------------------------------------------------------------------

    def is_dimmed(self, place: int) -> bool:
        """True if other bars are selected, here or in another panel."""
        return self.selected_rows is not None and self.bars.rows[place] not in self.selected_rows

    def is_selected(self, row: int) -> bool:
        """True if the bar of a row is selected."""
        return self.selected_rows is not None and row in self.selected_rows

    def fill_token(self, place: int, bar: Bar) -> str:
        """Return the theme's colour that the n-th bar is filled with, by name."""
        return DIM if self.is_dimmed(place) else series_token(bar.series)
