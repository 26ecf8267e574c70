"""Periods that move with the calendar, and offsets from a period to an earlier one. Both are kept as text.

Relative periods (a blank, `-` and `_` are the same; capitals and a plural s do not matter):

    today, yesterday
    this-UNIT            the whole day, week, month, quarter or year that today lies in, also what lies ahead
    this-UNIT-to-date    its first day up to today, today included
    last-UNIT            the complete one before
    last-N-UNITs         the N complete ones before; the current one has no part in it
    last-N-UNITs-to-date the same, and the current one up to today, today included

Offsets:

    previous             the period of the same length that ends where this one begins
    N-periods-ago        the same, N times
    last-year            the same period a year before, the same as 1-years-ago
    N-UNITs-ago          the same days so many days, weeks, months, quarters or years before

Whole months stay whole months, whatever their length. Whole weeks, a year before, are 52 weeks before, so that every
weekday meets its like.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct

from siro_desktop.domain.calendar import Unit, add_units
from siro_desktop.domain.periods import DateRange, Period, local_period, start_of_day
from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from siro_desktop.domain.calendar import Calendar

MAX_COUNT: Final = 1000
_DAY: Final = timedelta(days=1)
_WEEKS_A_YEAR: Final = 52
_UNITS: Final = "day|week|month|quarter|year"
_PERIOD: Final = re.compile(rf"(this|last)(?:-([0-9]{{1,4}}))?-({_UNITS})s?(-to-date)?")
_OFFSET: Final = re.compile(rf"([0-9]{{1,4}})-(period|{_UNITS})s?-ago")
_SHORT: Final = {"today": "this-day", "yesterday": "last-day"}
_SHORT_OFFSETS: Final = {"previous": "1-period-ago", "previous-period": "1-period-ago", "last-year": "1-year-ago"}


class RelativePeriod(Struct, frozen=True):
    """`complete` units before the current one, and, unless it is left out, the current one: whole or up to today."""

    unit: Unit
    complete: int = 0
    with_current: bool = True
    to_date: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period that `text` names. Raises QueryError for `period`."""
        words = _words(text)
        found = _PERIOD.fullmatch(_SHORT.get(words, words))
        if found is None:
            raise _not_understood(text)
        which, number, unit, to_date = found.groups()
        if which == "this":
            if number is not None:
                raise _not_understood(text)
            return cls(Unit(unit), to_date=to_date is not None)
        if number is None and to_date is not None:  # of last month, or up to today? Nobody can tell.
            raise _not_understood(text)
        count = _count("period", number or "1")
        return cls(Unit(unit), count, with_current=to_date is not None, to_date=to_date is not None)

    def __str__(self) -> str:
        """Return the text that `parse` takes."""
        ending = "-to-date" if self.to_date else ""
        if not self.complete:
            return "today" if self.unit is Unit.DAY and not ending else f"this-{self.unit}{ending}"
        if self.complete == 1 and not ending:
            return "yesterday" if self.unit is Unit.DAY else f"last-{self.unit}"
        return f"last-{self.complete}-{self.unit}s{ending}"

    def days(self, today: date, calendar: Calendar) -> DateRange:
        """Return the days that are meant on `today`. Raises QueryError for `period` if they are too far away."""
        try:
            current = calendar.unit_around(self.unit, today)
            first = add_units(current.first, self.unit, -self.complete)
        except OverflowError as error:
            raise QueryError("period", "This period is too far away.") from error
        if not self.with_current:
            return DateRange(first, current.first - _DAY)
        return DateRange(first, today if self.to_date else current.last)

    def resolve(self, now: datetime, calendar: Calendar) -> Period:
        """Return the instants that are meant at `now`, an aware instant. Raises QueryError."""
        return local_period(self.days(calendar.day_of(now), calendar), calendar.zone)


class Offset(Struct, frozen=True):
    """How far back: `count` units, or `count` times the period's own length where `unit` is None."""

    count: int = 1
    unit: Unit | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the offset that `text` names. Raises QueryError for `compare_by`."""
        words = _words(text)
        found = _OFFSET.fullmatch(_SHORT_OFFSETS.get(words, words))
        if found is None:
            raise QueryError(
                "compare_by", f"“{text[:40]}” is no offset. Write previous, last-year, 4-weeks-ago or 2-periods-ago."
            )
        number, unit = found.groups()
        return cls(_count("compare_by", number), None if unit == "period" else Unit(unit))

    def __str__(self) -> str:
        """Return the text that `parse` takes."""
        if self.count == 1 and self.unit in {None, Unit.YEAR}:
            return "previous" if self.unit is None else "last-year"
        return f"{self.count}-{self.unit or 'period'}s-ago"

    def apply(self, period: Period, calendar: Calendar) -> Period:
        """Return the earlier period. Raises QueryError for `compare_by` if there is none."""
        try:
            return self._apply(period, calendar)
        except (OverflowError, QueryError) as error:
            raise QueryError("compare_by", "There is no such earlier period: it is too far away.") from error

    def _apply(self, period: Period, calendar: Calendar) -> Period:
        unit, count = self._steps(period, calendar)
        if unit is None:
            length = (period.end - period.start) * count
            return Period(period.start - length, period.end - length)
        return Period(*(_move(instant, unit, count, calendar) for instant in (period.start, period.end)))

    def _steps(self, period: Period, calendar: Calendar) -> tuple[Unit | None, int]:
        """The unit to move by, and how many; None for the period's exact length."""
        first, end = calendar.day_of(period.start), calendar.day_of(period.end)
        is_whole_days = calendar.is_whole_days(period)
        is_whole_months = is_whole_days and first.day == 1 == end.day
        if self.unit is Unit.YEAR and is_whole_days and not is_whole_months and _is_whole_weeks(first, end, calendar):
            return Unit.WEEK, _WEEKS_A_YEAR * self.count
        if self.unit is not None:
            return self.unit, self.count
        if is_whole_months:
            months = (end.year - first.year) * 12 + end.month - first.month
            return Unit.MONTH, months * self.count
        return (Unit.DAY, (end - first).days * self.count) if is_whole_days else (None, self.count)


def _is_whole_weeks(first: date, end: date, calendar: Calendar) -> bool:
    return first.weekday() == calendar.week_start == end.weekday()


def _move(instant: datetime, unit: Unit, count: int, calendar: Calendar) -> datetime:
    """The same time on the clock, so many units before; the start of a day stays one."""
    local = instant.astimezone(calendar.zone)
    earlier = add_units(local.date(), unit, -count)
    if calendar.starts_a_day(instant):
        return start_of_day(earlier, calendar.zone)
    return datetime.combine(earlier, local.time(), calendar.zone).astimezone(UTC)


def _words(text: str) -> str:
    return "-".join(text.replace("_", " ").replace("-", " ").casefold().split())


def _count(field: str, digits: str) -> int:
    if not 1 <= (count := int(digits)) <= MAX_COUNT:
        raise QueryError(field, f"Choose a number from 1 to {MAX_COUNT:,}.")
    return count


def _not_understood(text: str) -> QueryError:
    return QueryError(
        "period",
        f"“{text[:40]}” is not a period. Write today, last-week, last-12-weeks, this-quarter or this-month-to-date.",
    )
