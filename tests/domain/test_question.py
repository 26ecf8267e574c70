"""A question moves with the calendar until it is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.names import Names
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question, question_of
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import QueryError

PROFILE = Profile(id="acme", name="Acme", time_zone="America/Denver", week_start=6, fiscal_start=4)
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)  # still the 24th in Denver
QUESTION = Question(
    organization_id="org_1",
    conversation_type_id="roof",
    period=RelativePeriod.parse("last-week"),
    filter_by=(EntityType.USER,),
    ids=("ana", "ben"),
)


def days(first: date, last: date) -> Period:
    return local_period(DateRange(first, last), PROFILE.zone)


@pytest.mark.parametrize(
    ("period", "asked"),
    [
        (RelativePeriod.parse("yesterday"), days(date(2026, 11, 23), date(2026, 11, 23))),
        (RelativePeriod.parse("last-week"), days(date(2026, 11, 15), date(2026, 11, 21))),  # from Sunday
        (RelativePeriod.parse("this-year-to-date"), days(date(2026, 4, 1), date(2026, 11, 24))),  # fiscal
        (DateRange(date(2026, 10, 1), date(2026, 10, 31)), days(date(2026, 10, 1), date(2026, 10, 31))),
        (Period(NOW, NOW.replace(hour=4)), Period(NOW, NOW.replace(hour=4))),
    ],
)
def test_a_period_is_resolved_when_it_is_asked(period: RelativePeriod | DateRange | Period, asked: Period) -> None:
    assert replace(QUESTION, period=period).resolve(NOW, PROFILE.calendar).period == asked


def test_the_plan_follows_the_calendar_of_the_connection() -> None:
    by_week = replace(
        QUESTION,
        period=RelativePeriod.parse("last-2-weeks"),
        compare_by=CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK),
    )
    plan = by_week.plan(NOW, PROFILE, "me", Names())
    assert plan.identity == "me"
    assert [PROFILE.calendar.day_of(period.start) for period in plan.periods] == [
        date(2026, 11, 8),
        date(2026, 11, 15),
    ]
    assert [entity.ids for entity in plan.entities] == [("ana",), ("ben",)]


def test_a_plan_tells_its_question_for_the_same_instants() -> None:
    compared = replace(QUESTION, compare_by=CompareBy(entities=CompareEntities.EACH))
    plan = compared.plan(NOW, PROFILE, None, Names())
    again = question_of(plan)
    assert again == replace(compared, period=plan.query.period)
    assert again.plan(NOW.replace(year=2030), PROFILE, None, Names()) == plan


def test_a_wrong_question_names_its_field() -> None:
    with pytest.raises(QueryError) as caught:
        replace(QUESTION, ids=()).plan(NOW, PROFILE, None, Names())
    assert caught.value.field == "ids"
