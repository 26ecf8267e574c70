"""An organization's calendar: its time zone, the day its weeks begin on, the month its fiscal year begins with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.periods import MONDAY, DateRange, Period, start_of_day
from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY: Final = timedelta(days=1)
_SUNDAY: Final = 6


class Unit(StrEnum):
    """A stretch of the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_IN: Final = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
DAYS_IN: Final = {Unit.DAY: 1, Unit.WEEK: 7}
LONGEST_DAYS: Final = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}


class Calendar(Struct, frozen=True):
    """How days are counted together.

    `week_start` is 0 for Monday to 6 for Sunday. `fiscal_start` is the month, 1 to 12, with which quarters and years
    begin; a fiscal quarter is three whole months counted from it. Raises QueryError for one that there is not.
    """

    zone: ZoneInfo
    week_start: int = MONDAY
    fiscal_start: int = 1

    def __post_init__(self) -> None:
        if not MONDAY <= self.week_start <= _SUNDAY:
            raise QueryError("start", "A week begins on a day from 0 (Monday) to 6 (Sunday).")
        if not 1 <= self.fiscal_start <= 12:
            raise QueryError("start", "A fiscal year begins with a month from 1 to 12.")

    def day_of(self, instant: datetime) -> date:
        """Return the date that clocks in the zone show at an aware instant."""
        return instant.astimezone(self.zone).date()

    def first_day(self, unit: Unit, day: date) -> date:
        """Return the first day of the unit that `day` lies in."""
        if unit is Unit.DAY:
            return day
        if unit is Unit.WEEK:
            return day - ((day.weekday() - self.week_start) % 7) * _DAY
        size = MONTHS_IN[unit]
        into = (day.month - self.fiscal_start) % size if unit is not Unit.MONTH else 0
        return add_months(day.replace(day=1), -into)

    def unit_around(self, unit: Unit, day: date) -> DateRange:
        """Return the whole unit that `day` lies in."""
        first = self.first_day(unit, day)
        return DateRange(first, add_units(first, unit, 1) - _DAY)

    def buckets(self, period: Period, unit: Unit) -> tuple[Period, ...]:
        """Return `period` cut at the starts of days, weeks, months, quarters or years, in order.

        The parts touch, never overlap, and together are the period: the first and the last may be shorter than their
        unit. A day that the zone skipped has no part.
        """
        cuts: set[datetime] = set()
        day = add_units(self.first_day(unit, self.day_of(period.start)), unit, 1)
        last = self.day_of(period.end)
        while day <= last:
            cuts.add(start_of_day(day, self.zone))
            day = add_units(day, unit, 1)
        inner = sorted(cut for cut in cuts if period.start < cut < period.end)
        return tuple(Period(start, end) for start, end in pairwise([period.start, *inner, period.end]))

    def starts_a_day(self, instant: datetime) -> bool:
        """Return True if an aware instant is the first of a day in the zone."""
        return start_of_day(self.day_of(instant), self.zone) == instant.astimezone(UTC)

    def is_whole_days(self, period: Period) -> bool:
        """Return True if `period` begins and ends with days of the zone."""
        return self.starts_a_day(period.start) and self.starts_a_day(period.end)


def add_units(day: date, unit: Unit, count: int) -> date:
    """Return `day` moved by `count` units; past the end of a month it becomes that month's last day.

    Raises OverflowError beyond the years 1 to 9999.
    """
    if unit in DAYS_IN:
        return day + timedelta(days=DAYS_IN[unit] * count)
    return add_months(day, MONTHS_IN[unit] * count)


def add_months(day: date, count: int) -> date:
    """Return `day` moved by `count` months. See `add_units`."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= years <= date.max.year:
        raise OverflowError("There is no such year.")
    first = date(years, month + 1, 1)
    following = date(years + (month == 11), (month + 1) % 12 + 1, 1) if first < date(9999, 12, 1) else None
    length = 31 if following is None else (following - first).days
    return first.replace(day=min(day.day, length))
