"""Periods of time: half-open in UTC inside, days of the organization's time zone for people.

Whether Siro's `endAt` is inclusive is not documented. `wire_range` is the only place that turns a period into what is
sent: the end less one millisecond, so that neighbouring periods neither overlap nor leave a gap under either reading.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import force_setattr

from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MILLISECOND: Final = timedelta(milliseconds=1)
_DAY: Final = timedelta(days=1)
MONDAY: Final = 0
_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2999


class Period(Struct, frozen=True):
    """The instants from `start` up to, and without, `end`. Both are aware and kept in UTC, to the millisecond."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for field in ("start", "end"):
            instant: datetime = getattr(self, field)
            if instant.tzinfo is None:
                raise QueryError(field, "This instant has no time zone. Add an offset, such as +00:00 or Z.")
            if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:  # far from where arithmetic with offsets overflows
                raise QueryError(field, f"Choose a date from {_FIRST_YEAR} to {_LAST_YEAR}.")
            utc = instant.astimezone(UTC)
            force_setattr(self, field, utc.replace(microsecond=utc.microsecond // 1000 * 1000))
        if self.end <= self.start:
            raise QueryError("end", "The end must come after the start.")


class DateRange(Struct, frozen=True):
    """Calendar days from `first` to `last`, both included."""

    first: date
    last: date


def local_period(days: DateRange, zone: ZoneInfo) -> Period:
    """Return the period from the start of `days.first` to the end of `days.last` on the clocks of `zone`.

    Raises QueryError for `end` if the last day lies before the first.
    """
    if days.last < days.first:
        raise QueryError("end", "The last day lies before the first.")
    try:
        return Period(start_of_day(days.first, zone), start_of_day(days.last + _DAY, zone))
    except OverflowError as error:
        raise QueryError("end", "This date is too far away.") from error


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant, in UTC, at which clocks in `zone` show `day`.

    Where clocks skip midnight the day starts at the skip; where midnight comes twice, at the first one.
    """
    midnight = datetime.combine(day, time.min, zone)
    before = midnight.replace(fold=0).astimezone(UTC)
    if before.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return before
    after = midnight.replace(fold=1).astimezone(UTC)  # in a gap the new offset gives the earlier instant (PEP 495)
    return _transition_between(after, before, zone)


def _transition_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second after `low`, up to `high`, at which the offset of `zone` is the one at `high`."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def wire_range(period: Period) -> tuple[str, str]:
    """Return `startAt` and `endAt` as sent: ISO 8601 in UTC with `Z`, the end less one millisecond."""
    return wire_instant(period.start), wire_instant(period.end - _MILLISECOND)


def wire_instant(instant: datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC with `Z`; milliseconds only where there are any."""
    utc = instant.astimezone(UTC)
    timespec = "milliseconds" if utc.microsecond else "seconds"
    return utc.replace(tzinfo=None).isoformat(timespec=timespec) + "Z"


def parse_bound(text: str, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """Return the UTC instant of a typed bound: an instant with offset, or a date in `zone`, an end date included.

    Raises QueryError for `start` or `end`.
    """
    field = "end" if is_end else "start"
    try:
        if len(text.strip()) == len("2026-01-31"):
            day = date.fromisoformat(text.strip())
            return start_of_day(day + _DAY if is_end else day, zone)
        instant = datetime.fromisoformat(text.strip())
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise QueryError(field, f"“{text[:40]}” is not a date. Write 2026-01-31 or 2026-01-31T17:00:00Z.") from error
    raise QueryError(field, "Add an offset to the time, such as Z or -07:00, or give the date alone.")
