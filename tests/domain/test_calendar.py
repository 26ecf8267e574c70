"""Calendars: units, buckets that touch, relative periods and offsets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from struct_strategies import builds

from siro_desktop.domain.calendar import Calendar, Unit, add_months
from siro_desktop.domain.periods import DateRange, Period, local_period, start_of_day
from siro_desktop.domain.relative_periods import MAX_COUNT, Offset, RelativePeriod
from siro_desktop.errors import QueryError

DAY = timedelta(days=1)
DAYS = st.dates(date(1850, 1, 2), date(2150, 1, 1))
UNITS = st.sampled_from(Unit)
BUCKETS = [Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER]
CALENDARS = builds(
    Calendar, st.sampled_from(sorted(available_timezones())).map(ZoneInfo), st.integers(0, 6), st.integers(1, 12)
)
DENVER = Calendar(ZoneInfo("America/Denver"))
APRIL = Calendar(ZoneInfo("Europe/London"), fiscal_start=4)
RELATIVE = st.one_of(
    builds(RelativePeriod, UNITS, to_date=st.booleans()),
    builds(RelativePeriod, UNITS, st.integers(1, 60), st.just(False)),
    builds(RelativePeriod, UNITS, st.integers(1, 60), st.just(True), st.just(True)),
)


def days(first: str, last: str) -> DateRange:
    return DateRange(date.fromisoformat(first), date.fromisoformat(last))


def period_of(first: str, last: str, calendar: Calendar = DENVER) -> Period:
    return local_period(days(first, last), calendar.zone)


def days_of(period: Period, calendar: Calendar = DENVER) -> DateRange:
    return DateRange(calendar.day_of(period.start), calendar.day_of(period.end - timedelta(milliseconds=1)))


def check_touching(buckets: tuple[Period, ...], period: Period) -> None:
    assert all(left.end == right.start for left, right in pairwise(buckets))
    assert (buckets[0].start, buckets[-1].end) == (period.start, period.end)


@given(CALENDARS, DAYS, st.integers(0, 800), st.sampled_from(BUCKETS))
@example(Calendar(ZoneInfo("Pacific/Apia")), date(2011, 12, 28), 4, Unit.DAY)
@example(Calendar(ZoneInfo("America/St_Johns")), date(2006, 10, 28), 3, Unit.DAY)
@example(Calendar(ZoneInfo("America/Juneau")), date(1867, 10, 16), 4, Unit.DAY)
def test_buckets_touch_and_are_the_whole_range(calendar: Calendar, first: date, more: int, unit: Unit) -> None:
    """They never overlap, leave no gap, and every inner cut is the start of a unit."""
    period = local_period(DateRange(first, first + (more + 1) * DAY), calendar.zone)
    buckets = calendar.buckets(period, unit)
    check_touching(buckets, period)
    starts = {start_of_day(calendar.first_day(unit, first + n * DAY), calendar.zone) for n in range(-1, more + 3)}
    assert {bucket.start for bucket in buckets[1:]} == {s for s in starts if period.start < s < period.end}


def test_days_of_every_zone_touch() -> None:
    for name in sorted(available_timezones()):
        calendar = Calendar(ZoneInfo(name))
        period = local_period(days("2011-12-20", "2012-04-05"), calendar.zone)
        buckets = calendar.buckets(period, Unit.DAY)
        check_touching(buckets, period)
        assert len(buckets) == 108 - (name in {"Pacific/Apia", "Pacific/Fakaofo"}), name
        assert len({calendar.day_of(bucket.start) for bucket in buckets}) == len(buckets), name


@given(CALENDARS, st.integers(-(10**9), 4 * 10**9), st.integers(1, 10**8), UNITS)
def test_buckets_of_any_instants_touch(calendar: Calendar, start: int, seconds: int, unit: Unit) -> None:
    aware = datetime.fromtimestamp(start, UTC)
    period = Period(aware, aware + timedelta(seconds=seconds))
    check_touching(calendar.buckets(period, unit), period)


def test_daylight_saving_makes_days_of_23_and_25_hours() -> None:
    spring = DENVER.buckets(period_of("2026-03-07", "2026-03-09"), Unit.DAY)
    autumn = DENVER.buckets(period_of("2026-10-31", "2026-11-02"), Unit.DAY)
    assert [(day.end - day.start) / timedelta(hours=1) for day in spring + autumn] == [24, 23, 24, 24, 25, 24]


def test_fiscal_quarters_begin_in_april() -> None:
    buckets = APRIL.buckets(period_of("2026-02-15", "2026-08-10", APRIL), Unit.QUARTER)
    assert [days_of(bucket, APRIL) for bucket in buckets] == [
        days("2026-02-15", "2026-03-31"),
        days("2026-04-01", "2026-06-30"),
        days("2026-07-01", "2026-08-10"),
    ]
    assert APRIL.unit_around(Unit.YEAR, date(2026, 3, 31)) == days("2025-04-01", "2026-03-31")
    assert Calendar(APRIL.zone, fiscal_start=2).unit_around(Unit.QUARTER, date(2026, 1, 9)) == days(
        "2025-11-01", "2026-01-31"
    )


@given(CALENDARS, DAYS, UNITS)
def test_a_day_lies_in_its_unit_and_the_next_begins_after(calendar: Calendar, day: date, unit: Unit) -> None:
    whole = calendar.unit_around(unit, day)
    assert whole.first <= day <= whole.last
    assert calendar.first_day(unit, whole.last + DAY) == whole.last + DAY
    assert calendar.unit_around(unit, whole.last) == whole


@pytest.mark.parametrize(("week_start", "fiscal_start"), [(7, 1), (-1, 1), (0, 0), (0, 13)])
def test_a_calendar_that_there_is_not(week_start: int, fiscal_start: int) -> None:
    with pytest.raises(QueryError):
        Calendar(ZoneInfo("UTC"), week_start, fiscal_start)


@given(UNITS, CALENDARS, DAYS)
def test_last_ends_where_this_begins(unit: Unit, calendar: Calendar, today: date) -> None:
    this = RelativePeriod(unit).days(today, calendar)
    last = RelativePeriod(unit, 1, with_current=False).days(today, calendar)
    assert this.first <= today <= this.last
    assert last.last + DAY == this.first
    assert RelativePeriod(unit).days(last.first, calendar) == last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-02-11", "2026-02-11"),
        ("yesterday", "2026-02-10", "2026-02-10"),
        ("this-week", "2026-02-09", "2026-02-15"),
        ("last-week", "2026-02-02", "2026-02-08"),
        ("this-month", "2026-02-01", "2026-02-28"),
        ("last-month", "2026-01-01", "2026-01-31"),
        ("this-quarter", "2026-01-01", "2026-03-31"),
        ("last-quarter", "2025-10-01", "2025-12-31"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("last-7-days", "2026-02-04", "2026-02-10"),
        ("last-14-days", "2026-01-28", "2026-02-10"),
        ("last-28-days", "2026-01-14", "2026-02-10"),
        ("last-30-days", "2026-01-12", "2026-02-10"),
        ("last-90-days", "2025-11-13", "2026-02-10"),
        ("last-12-weeks", "2025-11-17", "2026-02-08"),
        ("last 3 months", "2025-11-01", "2026-01-31"),
        ("Last_2_Quarters", "2025-07-01", "2025-12-31"),
        ("last-2-years", "2024-01-01", "2025-12-31"),
        ("this-week-to-date", "2026-02-09", "2026-02-11"),
        ("this-month-to-date", "2026-02-01", "2026-02-11"),
        ("this-quarter-to-date", "2026-01-01", "2026-02-11"),
        ("this-year-to-date", "2026-01-01", "2026-02-11"),
        ("last-1-month-to-date", "2026-01-01", "2026-02-11"),
        ("last-7-days-to-date", "2026-02-04", "2026-02-11"),
    ],
)
def test_relative_periods_on_a_wednesday(text: str, first: str, last: str) -> None:
    assert RelativePeriod.parse(text).days(date(2026, 2, 11), DENVER) == days(first, last)


def test_a_fiscal_year_to_date() -> None:
    assert RelativePeriod.parse("this-year-to-date").days(date(2026, 2, 11), APRIL) == days("2025-04-01", "2026-02-11")
    assert RelativePeriod.parse("last-quarter").days(date(2026, 2, 11), APRIL) == days("2025-10-01", "2025-12-31")


def test_today_is_the_zones_day() -> None:
    now = datetime(2026, 11, 23, 5, tzinfo=UTC)  # the evening before in Denver
    assert RelativePeriod.parse("today").resolve(now, DENVER) == period_of("2026-11-22", "2026-11-22")


@given(RELATIVE, DAYS, CALENDARS)
def test_relative_periods_are_kept_as_text(relative: RelativePeriod, today: date, calendar: Calendar) -> None:
    assert RelativePeriod.parse(str(relative)) == relative
    found = relative.days(today, calendar)
    assert found.first <= found.last
    if relative.to_date:
        assert found.last == today
    elif not relative.with_current:  # complete
        assert found.last == calendar.first_day(relative.unit, today) - DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "last",
        "next-week",
        "last-0-days",
        f"last-{MAX_COUNT + 1}-days",
        "this-3-weeks",
        "last-month-to-date",
        "previous 3 months",
        "last-week-ago",
        "last--3",
        "x" * 1000,
        "last-٣-days",
    ],
)
def test_what_is_no_relative_period(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        RelativePeriod.parse(text)
    assert caught.value.field == "period"
    assert len(caught.value.message) < 200


def test_too_long_ago() -> None:
    with pytest.raises(QueryError):
        RelativePeriod.parse("last-1000-years").days(date(900, 1, 1), DENVER)


@pytest.mark.parametrize(
    ("text", "asked", "earlier"),
    [
        ("previous", ("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31")),
        ("previous", ("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        ("previous", ("2026-02-09", "2026-02-15"), ("2026-02-02", "2026-02-08")),
        ("2-periods-ago", ("2026-02-09", "2026-02-15"), ("2026-01-26", "2026-02-01")),
        ("2-periods-ago", ("2026-03-01", "2026-03-31"), ("2026-01-01", "2026-01-31")),
        ("last-year", ("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        ("last-year", ("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        ("last-year", ("2026-02-09", "2026-02-15"), ("2025-02-10", "2025-02-16")),  # Monday to Sunday both
        ("last-year", ("2026-02-10", "2026-02-12"), ("2025-02-10", "2025-02-12")),
        ("1-month-ago", ("2026-02-01", "2026-02-11"), ("2026-01-01", "2026-01-11")),
        ("4 weeks ago", ("2026-03-09", "2026-03-09"), ("2026-02-09", "2026-02-09")),
        ("1-quarters-ago", ("2026-05-31", "2026-05-31"), ("2026-02-28", "2026-02-28")),
    ],
)
def test_offsets(text: str, asked: tuple[str, str], earlier: tuple[str, str]) -> None:
    assert Offset.parse(text).apply(period_of(*asked), DENVER) == period_of(*earlier)


def test_an_offset_of_instants() -> None:
    start = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)  # 9:30 in summer time; the days before were winter time
    period = Period(start, start + timedelta(hours=2))
    assert Offset.parse("1-weeks-ago").apply(period, DENVER).start == datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert Offset.parse("previous").apply(period, DENVER).end == period.start


@given(CALENDARS, DAYS, st.integers(1, 400))
def test_the_previous_period_ends_where_this_begins(calendar: Calendar, first: date, length: int) -> None:
    period = local_period(DateRange(first, first + length * DAY), calendar.zone)
    earlier = Offset().apply(period, calendar)
    if calendar.day_of(period.start) == first:  # else the zone skipped that day
        assert earlier.end == period.start


@given(builds(Offset, st.integers(1, MAX_COUNT), st.none() | UNITS))
def test_offsets_are_kept_as_text(offset: Offset) -> None:
    assert Offset.parse(str(offset)) == offset


@pytest.mark.parametrize("text", ["", "next", "0-weeks-ago", "5000-days-ago", "weeks-ago", "x" * 999])
def test_what_is_no_offset(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        Offset.parse(text)
    assert caught.value.field == "compare_by"


def test_an_offset_to_before_all_time() -> None:
    with pytest.raises(QueryError, match="too far away"):
        Offset(1000, Unit.YEAR).apply(period_of("2026-02-01", "2026-02-28"), DENVER)


def test_the_last_month_of_all() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)
