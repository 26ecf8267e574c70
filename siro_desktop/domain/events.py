"""Events that people write down, such as a training or a new price: a day and a name, to be seen in every trend.

A day is one of the organization's time zone. What an event changed is seen from the beginning of its day on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.periods import start_of_day
from siro_desktop.errors import EventError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.periods import Period

NOT_KEPT: Final = 0
"""The id of an event that the store does not hold yet."""
LONGEST_NAME: Final = 80
FIRST_DAY: Final = date(1800, 1, 2)
LAST_DAY: Final = date(2999, 12, 30)
"""From the first to the last, a day begins within what a Period can hold, in every zone."""
_DAY: Final = timedelta(days=1)


class Event(Struct, frozen=True, kw_only=True):
    """What happened on a day, as a person calls it."""

    day: date
    name: str
    id: int = NOT_KEPT

    @property
    def key(self) -> tuple[date, str]:
        """What two events of one connection should not share."""
        return self.day, self.name.casefold()

    def check(self) -> None:
        """Raise EventError for the first field that is wrong: `day` or `name`."""
        if not FIRST_DAY <= self.day <= LAST_DAY:
            raise EventError("day", f"Choose a day of the years {FIRST_DAY.year} to {LAST_DAY.year}.")
        if not self.name.strip():
            raise EventError("name", "Give the event a name.")
        if len(self.name) > LONGEST_NAME:
            raise EventError("name", f"This name is too long. {LONGEST_NAME} characters are the most.")
        if not self.name.isprintable():
            raise EventError("name", "This name has a line break or an invisible character in it.")


class EventMark(Struct, frozen=True):
    """The events of one day in one of several periods.

    `period` is its position; `share` is how much of it had passed when the day began: 0 up to, and without, 1.
    """

    period: int
    share: float
    day: date
    events: tuple[Event, ...]


def latest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events from the latest day to the earliest; those of a day by name."""
    return tuple(sorted(sorted(events, key=lambda one: (one.name, one.id)), key=lambda one: one.day, reverse=True))


def new_events(events: Iterable[Event], known: Iterable[Event]) -> tuple[Event, ...]:
    """Return those that are not among `known` by day and name, in any capitals, each once, in their order."""
    taken = {event.key for event in known}
    found: dict[tuple[date, str], Event] = {}
    for event in events:
        if event.key not in taken:
            found.setdefault(event.key, event)
    return tuple(found.values())


def mark_events(events: Iterable[Event], periods: Sequence[Period], zone: ZoneInfo) -> tuple[EventMark, ...]:
    """Return where events lie in `periods`, which come in the order of their starts, on the clocks of `zone`.

    An event lies in each period that its day begins in: in two, where they overlap. Where there is none, it lies at the
    beginning of the first that begins later on that day; on a day without any period it is left out. Ordered by period,
    share and day; events of one day by name.
    """
    starts = [period.start for period in periods]
    by_day: defaultdict[date, list[Event]] = defaultdict(list)
    for event in events:
        by_day[event.day].append(event)
    marks = []
    for day, found in by_day.items():
        ordered = tuple(sorted(found, key=lambda one: (one.name, one.id)))
        begins = start_of_day(day, zone)
        later = bisect_right(starts, begins)
        places = [at for at in range(later) if begins < periods[at].end]
        if not places and later < len(periods) and starts[later] < start_of_day(day + _DAY, zone):
            places = [later]
        for at in places:
            passed, length = begins - starts[at], periods[at].end - starts[at]
            marks.append(EventMark(at, max(passed / length, 0.0), day, ordered))
    return tuple(sorted(marks, key=lambda mark: (mark.period, mark.share, mark.day)))
