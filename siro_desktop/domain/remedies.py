"""Questions that make figures comparable: the same number of days on both sides, whole units only."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparability import Remedy, RemedyKind, period_length
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.relative_periods import MAX_COUNT, Offset

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from siro_desktop.domain.calendar import Calendar
    from siro_desktop.domain.question import Question

_DAY: Final = timedelta(days=1)


def same_days(
    question: Question, earlier: Period, later: Period, fetched_at: datetime, calendar: Calendar
) -> Remedy | None:
    """Return the remedy of cutting two periods to the days that both have, as far as they had passed at `fetched_at`.

    None where a period does not begin with a day, where no whole day has passed, or where the earlier one is too long
    ago. `question` says whom it is about; of its comparison only the entities stay.
    """
    if not (calendar.starts_a_day(earlier.start) and calendar.starts_a_day(later.start)):
        return None
    first = calendar.day_of(later.start)
    apart = (first - calendar.day_of(earlier.start)).days
    passed = (calendar.day_of(fetched_at) - first).days
    days = min(passed, *(period_length(period, calendar) // _DAY for period in (earlier, later)))
    if days < 1 or not 1 <= apart <= MAX_COUNT:
        return None
    compare_by = replace(question.compare_by, unit=None, offset=Offset(apart, Unit.DAY))
    period = DateRange(first, first + (days - 1) * _DAY)
    return Remedy(RemedyKind.SAME_DAYS, replace(question, period=period, compare_by=compare_by))


def whole_units(
    question: Question, buckets: tuple[Period, ...], calendar: Calendar, still_open: Collection[Period]
) -> Remedy | None:
    """Return the remedy of asking for complete units alone, up to the first that is still open; None if none helps."""
    unit = question.compare_by.unit
    if unit is None:
        return None
    closed = takewhile(lambda bucket: bucket not in still_open, buckets)
    whole = [bucket for bucket in closed if not is_cut_short(bucket, unit, calendar)]
    if not whole or len(whole) == len(buckets):
        return None
    period = Period(whole[0].start, whole[-1].end)
    days = DateRange(calendar.day_of(period.start), calendar.day_of(period.end) - _DAY)
    is_days = local_period(days, calendar.zone) == period
    return Remedy(RemedyKind.WHOLE_UNITS, replace(question, period=days if is_days else period))


def is_cut_short(bucket: Period, unit: Unit, calendar: Calendar) -> bool:
    """True if a part of a period is shorter than the unit that it lies in."""
    whole = local_period(calendar.unit_around(unit, calendar.day_of(bucket.start)), calendar.zone)
    return period_length(bucket, calendar) < period_length(whole, calendar)
