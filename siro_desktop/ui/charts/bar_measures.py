"""How much room bars take down: rows, gaps between groups, and a line for the target's name. No pyqtgraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtGui import QFontMetricsF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

GAP: Final = 0.5
"""Rows that stay free before a group."""
_ROW_LINES: Final = 1.6
_GROUPED_LINES: Final = 1.3


class BarRows(Struct, frozen=True):
    """Where so many bars lie, in rows from the top; a gap stands before each of `starts`, a free row above all."""

    count: int
    starts: Sequence[int] = ()
    has_strip: bool = False

    @property
    def total(self) -> float:
        """How many rows all take, gaps included."""
        return self.count + self.has_strip + GAP * len(self.starts)

    def offset(self, place: int) -> float:
        """Return how many rows lie above the n-th bar's."""
        return place + self.has_strip + GAP * bisect_right(self.starts, place)

    def between(self, top: float, bottom: float) -> range:
        """Return which bars lie, if only in part, between two heights in rows."""
        places = range(self.count)
        return range(bisect_left(places, top - 1, key=self.offset), bisect_left(places, bottom, key=self.offset))

    def at(self, height: float) -> int | None:
        """Return which bar's row, or half a gap beside it, a height in rows lies in."""
        place = min(bisect_left(range(self.count), height - 1, key=self.offset), self.count - 1)
        is_near = place >= 0 and abs(self.offset(place) + 0.5 - height) <= 0.5 + GAP / 2
        return place if is_near else None


def row_pixels(font: QFont, *, is_grouped: bool) -> float:
    """Return the height of a row in a font: grouped bars stand closer together."""
    return float(round(QFontMetricsF(font).lineSpacing() * (_GROUPED_LINES if is_grouped else _ROW_LINES)))


def plot_height(rows: float, font: QFont, *, is_grouped: bool) -> int:
    """Return how many pixels so many rows, gaps included, take down."""
    return max(1, round(rows * row_pixels(font, is_grouped=is_grouped)))
