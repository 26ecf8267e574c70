"""Events in a trend: a dashed line where the day begins, and its name above the plot. No widgets, no pyqtgraph.

Names stand in lanes, one above the other, so that none covers another, nor a value. Everything is measured as people
read from the left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.ui.event_words import event_in_words
from siro_desktop.ui.theme import SPACE_1, SPACE_2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from siro_desktop.ui.comparison.state import ComparisonState

MOST_LANES: Final = 2
"""On screen. In pictures there are as many as it takes to have every name whole."""
_LEAST_LABEL: Final = 6  # average characters of a name that is cut


class EventLine(Struct, frozen=True):
    """The events of one day: `place` is in periods, as `TrendSheet.x` takes it; `said` are they in words."""

    place: float
    names: tuple[str, ...]
    said: tuple[str, ...]


class EventLabel(Struct, frozen=True):
    """A name above the plot, in pixels across; `x` is where its line stands. Lane 0 is at the top."""

    text: str
    x: float
    left: float
    width: float
    lane: int

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width


def event_lines(state: ComparisonState) -> tuple[EventLine, ...]:
    """Return the events that lie in the periods of the comparison, from the earliest."""
    return tuple(
        EventLine(
            mark.period + mark.share - 0.5,
            tuple(event.name for event in mark.events),
            tuple(map(event_in_words, mark.events)),
        )
        for mark in state.event_marks
    )


def place_labels(
    lines: Iterable[tuple[float, str]],
    right: float,
    advance: Callable[[str], float],
    *,
    character: float,
    is_whole: bool = False,
) -> list[EventLabel]:
    """Return where the names of lines stand, given by pixel across and text, from the left; none beyond `right`.

    `advance` measures a text, `character` is an average one. Where there is too little room a name is cut, or left out;
    with `is_whole` neither, unless it is wider than all there is.
    """
    lanes = _Lanes(right, character * _LEAST_LABEL, None if is_whole else MOST_LANES)
    for x, text in lines:
        lanes.add(x, text, min(advance(text) + 1, right))
    return lanes.labels


class _Lanes:
    """Takes names from the left to the right; `most` lanes, or as many as it takes."""

    def __init__(self, right: float, least: float, most: int | None) -> None:
        self.labels: list[EventLabel] = []
        self._last: list[int] = []  # by lane, the place in `labels` of the name at its end
        self._right, self._least, self._most = right, least, most

    def add(self, x: float, text: str, width: float) -> None:
        """Find room for a name, or leave it out."""
        label = self._whole(x, text, width) or self._cut(x, text)
        if label is not None:
            self._last[label.lane :] = [len(self.labels), *self._last[label.lane + 1 :]]
            self.labels.append(label)

    def _end(self, lane: int) -> float:
        return self.labels[self._last[lane]].right + SPACE_2 if lane < len(self._last) else 0.0

    def _whole(self, x: float, text: str, width: float) -> EventLabel | None:
        """Beside its line, or near the end before and behind it, in the first lane that has room."""
        left, lanes = min(x + SPACE_1, self._right - width), len(self._last) + 1
        free = (lane for lane in range(min(lanes, self._most or lanes)) if left >= self._end(lane))
        return next((EventLabel(text, x, left, width, lane) for lane in free), None)

    def _cut(self, x: float, text: str) -> EventLabel | None:
        """In a lane that has room at its line, or where the name before it still says something when it is cut."""
        left = x + SPACE_1
        if self._right - left < self._least:
            return None
        for lane, last in enumerate(self._last):
            if left < self._end(lane):
                before = self.labels[last]
                beside = before.x + SPACE_1  # it need not begin before its line any more
                if left - SPACE_2 - beside < self._least:
                    continue
                self.labels[last] = replace(before, left=beside, width=left - SPACE_2 - beside)
            return EventLabel(text, x, left, self._right - left, lane)
        return None
