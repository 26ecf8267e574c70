"""A template keeps what a person has chosen, where it fits, and leaves the rest open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.plan import CompareEntities, build_plan
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.domain.templates import Template, around, fill_template, missing_field

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)  # a Wednesday
CALENDAR = Calendar(ZoneInfo("America/Denver"))
EMPTY = Question(
    organization_id="org_1",
    conversation_type_id="",
    period=RelativePeriod.parse("last-month"),
    filter_by=(EntityType.USER,),
    ids=(),
)
NAMES = Names(users=(NamedId("ana", "Ana", team_id="north"), NamedId("ben", "Ben", team_id="north")))
BY_REP = replace(EMPTY, conversation_type_id="roof", ids=("ana",))
BY_TEAM = replace(BY_REP, filter_by=(EntityType.TEAM,), ids=("north",))


@pytest.mark.parametrize("template", Template)
def test_a_template_leads_to_what_is_missing(template: Template) -> None:
    assert missing_field(fill_template(template, EMPTY)) == "conversation_type_id"
    filled = fill_template(template, replace(EMPTY, conversation_type_id="roof"))
    assert missing_field(filled) == (None if template is Template.MONTHLY_REPORT else "ids")


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("chosen", [BY_REP, BY_TEAM, replace(BY_TEAM, group_by=(EntityType.USER,))])
def test_a_filled_template_can_be_asked(template: Template, chosen: Question) -> None:
    filled = fill_template(template, chosen)
    if missing_field(filled):
        filled = replace(filled, ids=("north",) if filled.filter_by == (EntityType.TEAM,) else ("ana", "ben"))
    query = filled.resolve(NOW, CALENDAR)
    assert build_plan(query, "acme", compare_by=filled.compare_by, calendar=CALENDAR, names=NAMES).cells
    assert filled.conversation_type_id == "roof"


def test_ids_of_another_kind_are_not_taken() -> None:
    leaderboard = fill_template(Template.LEADERBOARD, BY_REP)
    assert (leaderboard.filter_by, leaderboard.ids) == ((EntityType.TEAM,), ())
    assert fill_template(Template.LEADERBOARD, BY_TEAM).ids == ("north",)
    assert fill_template(Template.MONTHLY_REPORT, BY_TEAM).ids == ("north",)


def test_the_week_so_far_meets_the_same_days_of_the_week_before() -> None:
    question = fill_template(Template.THIS_WEEK, BY_TEAM)
    query = question.resolve(NOW, CALENDAR)
    plan = build_plan(query, "acme", compare_by=question.compare_by, calendar=CALENDAR)
    before, now = plan.periods
    assert now.end - now.start == timedelta(days=3) == before.end - before.start
    assert now.start - before.start == timedelta(days=7)


def test_one_person_is_held_against_their_team_where_it_is_known() -> None:
    beside = fill_template(Template.ONE_TO_ONE, BY_REP, NAMES)
    assert (beside.filter_by, beside.ids) == ((EntityType.USER, EntityType.TEAM), ("ana", "north"))
    assert (beside.compare_by.entities, beside.compare_by.unit) == (CompareEntities.EACH, Unit.WEEK)
    assert fill_template(Template.ONE_TO_ONE, BY_REP).ids == ("ana",)
    assert fill_template(Template.ONE_TO_ONE, replace(BY_REP, ids=("ana", "ben")), NAMES).ids == ("ana", "ben")


@pytest.mark.parametrize(("day", "length"), [(date(2026, 5, 12), 1), (date(2026, 5, 12), 28), (date(2026, 11, 1), 30)])
def test_before_and_after_are_of_one_length(day: date, length: int) -> None:
    question = around(fill_template(Template.BEFORE_AFTER, BY_TEAM), day, length)
    assert question.period == DateRange(day, day + timedelta(days=length - 1))
    query = question.resolve(NOW, CALENDAR)
    before, after = build_plan(query, "acme", compare_by=question.compare_by, calendar=CALENDAR).periods
    days = (CALENDAR.day_of(before.end) - CALENDAR.day_of(before.start)).days
    assert (days, before.end) == (length, after.start)
