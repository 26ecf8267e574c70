"""Events: what can be kept, and where a day lies in the periods of a comparison."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.events import (
    FIRST_DAY,
    LAST_DAY,
    LONGEST_NAME,
    Event,
    EventMark,
    latest_first,
    mark_events,
    new_events,
)
from siro_desktop.domain.periods import DateRange, Period, local_period, start_of_day
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.errors import EventError

DAY = timedelta(days=1)
DENVER = ZoneInfo("America/Denver")
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
CUTS = st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER])


def training(day: date, name: str = "Training", number: int = 1) -> Event:
    return Event(id=number, day=day, name=name)


def of_days(first: date, last: date) -> Period:
    return local_period(DateRange(first, last), DENVER)


@pytest.mark.parametrize("name", ["Training", "x" * LONGEST_NAME, "Nouveau prix – été", "תוספת מחיר"])
@pytest.mark.parametrize("day", [FIRST_DAY, date(2026, 5, 12), LAST_DAY])
def test_what_can_be_kept(day: date, name: str) -> None:
    Event(day=day, name=name).check()


@pytest.mark.parametrize(
    ("field", "day", "name", "said"),
    [
        ("name", date(2026, 5, 12), "", "Give the event a name."),
        ("name", date(2026, 5, 12), " \u2003", "Give the event a name."),
        ("name", date(2026, 5, 12), "x" * (LONGEST_NAME + 1), "80 characters are the most"),
        ("name", date(2026, 5, 12), "New\nprice", "a line break"),
        ("day", FIRST_DAY - DAY, "Training", "1800 to 2999"),
        ("day", LAST_DAY + DAY, "Training", "1800 to 2999"),
        ("day", date.max, "", "1800 to 2999"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(field: str, day: date, name: str, said: str) -> None:
    with pytest.raises(EventError, match=said) as caught:
        Event(day=day, name=name).check()
    assert caught.value.field == field


def test_they_are_listed_from_the_latest_and_on_a_day_by_name() -> None:
    early, price, script = (
        training(date(2026, 5, 1), "Z"),
        training(date(2026, 5, 12), "Price"),
        training(DAY_12, "S"),
    )
    assert latest_first([early, script, price]) == (price, script, early)


DAY_12 = date(2026, 5, 12)


def test_an_event_lies_where_its_day_begins() -> None:
    """12 May 2026 is a Tuesday: one day of the week has passed."""
    monday = date(2026, 5, 4)
    weeks = Calendar(DENVER).buckets(of_days(monday, monday + 20 * DAY), Unit.WEEK)
    tuesday, first = training(DAY_12), training(monday, "Price")

    assert mark_events([tuesday, first], weeks, DENVER) == (
        EventMark(0, 0.0, monday, (first,)),
        EventMark(1, 1 / 7, DAY_12, (tuesday,)),
    )


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25)])
def test_the_day_on_which_clocks_change_is_shorter_or_longer(day: date, hours: int) -> None:
    (mark,) = mark_events([training(day + DAY)], [of_days(day, day + DAY)], DENVER)
    assert mark.share == hours / (hours + 24)


def test_those_of_one_day_stand_together_by_name() -> None:
    price, script = training(DAY_12, "Price", 2), training(DAY_12, "Script")
    (mark,) = mark_events([script, price], [of_days(DAY_12, DAY_12)], DENVER)
    assert mark.events == (price, script)


def test_a_day_before_after_or_between_the_periods_is_left_out() -> None:
    apart = [of_days(date(2026, 4, 1), date(2026, 4, 30)), of_days(date(2026, 6, 1), date(2026, 6, 30))]
    outside = [date(2026, 3, 31), date(2026, 5, 1), date(2026, 5, 31), date(2026, 7, 1)]
    assert mark_events(map(training, outside), apart, DENVER) == ()
    assert mark_events([training(DAY_12)], [], DENVER) == ()


def test_it_lies_in_both_of_two_periods_that_overlap() -> None:
    after = of_days(date(2026, 5, 8), date(2026, 6, 4))
    before = Offset(1, Unit.WEEK).apply(after, Calendar(DENVER))
    found = mark_events([training(DAY_12)], [before, after], DENVER)
    assert [(mark.period, mark.share) for mark in found] == [(0, 11 / 28), (1, 4 / 28)]


def test_a_period_that_begins_later_on_the_day_has_it_at_its_beginning() -> None:
    noon = start_of_day(DAY_12, DENVER) + timedelta(hours=12)
    halves = [Period(noon, noon + timedelta(hours=6)), Period(noon + timedelta(hours=6), noon + DAY)]
    (mark,) = mark_events([training(DAY_12)], halves, DENVER)
    assert (mark.period, mark.share) == (0, 0.0)


def test_a_day_that_a_zone_left_out_begins_with_the_next() -> None:
    apia, skipped = ZoneInfo("Pacific/Apia"), date(2011, 12, 30)
    days = Calendar(apia).buckets(local_period(DateRange(skipped - DAY, skipped + DAY), apia), Unit.DAY)
    (mark,) = mark_events([training(skipped)], days, apia)
    assert (mark.period, mark.share) == (1, 0.0)


@given(ZONES, st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(0, 200), st.integers(-5, 205), CUTS)
def test_every_day_of_a_period_lies_in_the_part_that_its_beginning_is_in(
    zone: ZoneInfo, first: date, length: int, after: int, unit: Unit
) -> None:
    whole = local_period(DateRange(first, first + length * DAY), zone)
    parts = Calendar(zone).buckets(whole, unit)
    day = first + after * DAY
    begins = start_of_day(day, zone)
    found = mark_events([training(day)], parts, zone)

    is_inside = whole.start <= begins < whole.end
    assert len(found) == is_inside
    for mark in found:
        part = parts[mark.period]
        assert part.start <= begins < part.end
        assert 0 <= mark.share < 1
        assert (mark.share == 0) == (begins == part.start)
        placed = part.start + (part.end - part.start) * mark.share
        assert abs(placed - begins) < timedelta(seconds=1)


@given(ZONES, st.lists(st.integers(0, 60), max_size=8), CUTS)
def test_later_days_lie_further_on_and_none_is_lost(zone: ZoneInfo, days: list[int], unit: Unit) -> None:
    first = date(2026, 2, 20)
    parts = Calendar(zone).buckets(local_period(DateRange(first, first + 60 * DAY), zone), unit)
    events = [training(first + day * DAY, f"E{number}", number) for number, day in enumerate(days)]
    found = mark_events(events, parts, zone)

    places = [mark.period + mark.share for mark in found]
    assert places == sorted(places)
    assert [mark.day for mark in found] == sorted({event.day for event in events})
    assert sorted(event.id for mark in found for event in mark.events) == list(range(len(days)))


def test_instants_are_those_of_the_zone_that_is_named() -> None:
    """12 May begins in Denver at six in the morning of UTC."""
    day = Period(datetime(2026, 5, 12, tzinfo=UTC), datetime(2026, 5, 13, tzinfo=UTC))
    (mark,) = mark_events([training(DAY_12)], [day], DENVER)
    assert mark.share == 6 / 24


def test_of_events_that_come_in_those_are_new_that_are_not_known_by_day_and_name() -> None:
    known = Event(id=1, day=date(2026, 5, 12), name="Training")
    same, other_day = Event(day=known.day, name="TRAINING"), Event(day=date(2026, 5, 13), name="Training")
    assert new_events([same, other_day, other_day], [known]) == (other_day,)
    assert new_events([], [known]) == ()
