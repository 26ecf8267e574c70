"""Periods: presets, days of a time zone, what goes on the wire, what people type."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siro_desktop.domain.periods import (
    DateRange,
    Period,
    local_period,
    parse_bound,
    start_of_day,
    wire_instant,
    wire_range,
)
from siro_desktop.errors import QueryError

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = st.sampled_from(sorted(available_timezones()))
DAYS = st.dates(date(1850, 1, 2), date(2150, 1, 1))
INSTANTS = st.integers(-2_000_000_000_000, 4_000_000_000_000).map(
    lambda milliseconds: EPOCH + timedelta(milliseconds=milliseconds)
)

SAMOA_SKIPPED = date(2011, 12, 30)
BEIRUT_SKIPS_MIDNIGHT = date(2024, 3, 31)
NEWFOUNDLAND_MIDNIGHT_TWICE = date(2006, 10, 29)
HAVANA_MIDNIGHT_TWICE = date(2023, 11, 5)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def test_a_period_is_kept_in_utc_to_the_millisecond() -> None:
    west = timezone(timedelta(hours=-7))
    period = Period(datetime(2026, 1, 1, tzinfo=west), datetime(2026, 1, 2, 0, 0, 0, 123_999, tzinfo=west))
    assert period == Period(utc(2026, 1, 1, 7), utc(2026, 1, 2, 7, 0, 0, 123_000))
    assert period.start.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (utc(2026, 1, 1).replace(tzinfo=None), utc(2026, 1, 2), "start"),
        (utc(2026, 1, 1), utc(2026, 1, 2).replace(tzinfo=None), "end"),
        (utc(2026, 1, 1), utc(2026, 1, 1), "end"),
        (utc(2026, 1, 2), utc(2026, 1, 1), "end"),
        (utc(2026, 1, 1), utc(2026, 1, 1, 0, 0, 0, 999), "end"),  # less than a millisecond is nothing
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), utc(2026, 1, 1), "start"),
        (utc(2026, 1, 1), datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))), "end"),
    ],
)
def test_a_wrong_period_names_the_field(start: datetime, end: datetime, field: str) -> None:
    with pytest.raises(QueryError) as caught:
        Period(start, end)
    assert caught.value.field == field


@given(INSTANTS, st.integers(1, 10**10))
def test_wire_range_leaves_neither_gap_nor_overlap(start: datetime, milliseconds: int) -> None:
    """The end on the wire is one millisecond before the start of the next period."""
    period = Period(start, start + timedelta(milliseconds=milliseconds))
    following = Period(period.end, period.end + DAY)
    start_at, end_at = map(datetime.fromisoformat, wire_range(period))
    assert start_at == period.start
    assert datetime.fromisoformat(wire_range(following)[0]) - end_at == timedelta(milliseconds=1)
    assert start_at <= end_at


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (utc(2024, 1, 1), "2024-01-01T00:00:00Z"),
        (utc(2024, 1, 1, 0, 0, 0, 5000), "2024-01-01T00:00:00.005Z"),
        (datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2023-12-31T22:00:00Z"),
        (utc(987, 6, 5), "0987-06-05T00:00:00Z"),
    ],
)
def test_wire_instant_is_utc_with_z(instant: datetime, text: str) -> None:
    assert wire_instant(instant) == text


def test_the_last_millisecond_of_a_month_is_sent() -> None:
    days = DateRange(date(2024, 1, 1), date(2024, 1, 31))
    assert wire_range(local_period(days, ZoneInfo("UTC"))) == ("2024-01-01T00:00:00Z", "2024-01-31T23:59:59.999Z")


@given(ZONES, DAYS)
@example("Pacific/Apia", SAMOA_SKIPPED)
@example("Asia/Beirut", BEIRUT_SKIPS_MIDNIGHT)
@example("America/St_Johns", NEWFOUNDLAND_MIDNIGHT_TWICE)
@example("America/Havana", HAVANA_MIDNIGHT_TWICE)
@example("America/Juneau", date(1867, 10, 18))
@example("Asia/Manila", date(1844, 12, 31))
@example("Pacific/Kwajalein", date(1993, 8, 21))
def test_start_of_day_is_the_first_instant_of_the_day(name: str, day: date) -> None:
    """Its local date is the day, unless the zone skipped that day; the second before shows an earlier day."""
    zone = ZoneInfo(name)
    start = start_of_day(day, zone)
    assert start.tzinfo is UTC
    assert local_date(start - timedelta(seconds=1), zone) < day
    if local_date(start, zone) != day:
        assert start == start_of_day(day + DAY, zone)  # nobody there ever saw this day


@given(ZONES, DAYS, st.integers(2, 40))
@example("Pacific/Apia", SAMOA_SKIPPED - DAY, 3)
@example("America/St_Johns", NEWFOUNDLAND_MIDNIGHT_TWICE - DAY, 3)
def test_consecutive_days_touch_and_never_overlap(name: str, first: date, count: int) -> None:
    """Each bucket ends where the next begins, and together they are the whole range."""
    zone = ZoneInfo(name)
    days = [first + number * DAY for number in range(count)]
    buckets = [
        local_period(DateRange(day, day), zone)
        for day in days
        if start_of_day(day, zone) != start_of_day(day + DAY, zone)
    ]
    assert all(left.end == right.start for left, right in pairwise(buckets))
    assert Period(buckets[0].start, buckets[-1].end) == local_period(DateRange(days[0], days[-1]), zone)


@pytest.mark.parametrize(
    ("name", "day", "start"),
    [
        ("UTC", date(2026, 1, 31), utc(2026, 1, 31)),
        ("America/Denver", date(2026, 7, 1), utc(2026, 7, 1, 6)),
        ("Asia/Kathmandu", date(2026, 7, 1), utc(2026, 6, 30, 18, 15)),
        ("Asia/Beirut", BEIRUT_SKIPS_MIDNIGHT, utc(2024, 3, 30, 22)),
        ("America/Havana", HAVANA_MIDNIGHT_TWICE, utc(2023, 11, 5, 4)),
        ("America/St_Johns", NEWFOUNDLAND_MIDNIGHT_TWICE, utc(2006, 10, 29, 2, 30)),
        ("America/Toronto", date(1919, 3, 31), utc(1919, 3, 31, 4, 30)),
        ("Pacific/Apia", SAMOA_SKIPPED, utc(2011, 12, 30, 10)),
    ],
)
def test_start_of_day_in_zones_with_whims(name: str, day: date, start: datetime) -> None:
    assert start_of_day(day, ZoneInfo(name)) == start


@pytest.mark.parametrize(
    "days",
    [
        DateRange(date(2026, 1, 2), date(2026, 1, 1)),
        DateRange(date(2026, 1, 2), date.max),
        DateRange(date.min, date(2026, 1, 2)),
        DateRange(SAMOA_SKIPPED, SAMOA_SKIPPED),
    ],
)
def test_a_range_that_is_none_is_refused(days: DateRange) -> None:
    with pytest.raises(QueryError) as caught:
        local_period(days, ZoneInfo("Pacific/Apia"))
    assert caught.value.field == "end"


@pytest.mark.parametrize(
    ("text", "is_end", "instant"),
    [
        ("2026-01-31", False, utc(2026, 1, 31, 7)),
        (" 2026-01-31 ", True, utc(2026, 2, 1, 7)),
        ("2026-01-31T17:00:00Z", True, utc(2026, 1, 31, 17)),
        ("2026-01-31T17:00:00-07:00", False, utc(2026, 2, 1)),
        ("2026-01-31 17:00+00:00", False, utc(2026, 1, 31, 17)),
    ],
)
def test_a_typed_bound(text: str, is_end: bool, instant: datetime) -> None:
    assert parse_bound(text, ZoneInfo("America/Denver"), is_end=is_end) == instant


@pytest.mark.parametrize("is_end", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-02-30",
        "31.01.2026",
        "2026-01-31T17:00:00",
        "20260131",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "x" * 10_000,
        "\ud800",
    ],
)
def test_a_bound_that_is_none_names_its_field(text: str, is_end: bool) -> None:
    with pytest.raises(QueryError) as caught:
        parse_bound(text, ZoneInfo("America/Denver"), is_end=is_end)
    assert caught.value.field == ("end" if is_end else "start")
    assert len(caught.value.message) < 200


def test_the_last_day_of_all_has_no_end() -> None:
    assert parse_bound("9999-12-31", ZoneInfo("America/Denver"), is_end=False) == utc(9999, 12, 31, 7)
    with pytest.raises(QueryError):
        parse_bound("9999-12-31", ZoneInfo("America/Denver"), is_end=True)


@given(st.text(max_size=40), ZONES, st.booleans())
def test_any_text_is_an_instant_or_a_query_error(text: str, name: str, is_end: bool) -> None:
    found: datetime | QueryError
    try:
        found = parse_bound(text, ZoneInfo(name), is_end=is_end)
    except QueryError as error:
        found = error
    if isinstance(found, datetime):
        assert found.utcoffset() == timedelta(0)
    else:
        assert found.field == ("end" if is_end else "start")
