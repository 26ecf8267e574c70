"""Plans that compare: by entity, by team member, by period, with an earlier period; and what their cells are called."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.cell_labels import CellLabel, label_cell, period_label
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.plan import (
    MAX_CELLS,
    NOT_COMPARED,
    PLAN_UNITS,
    CompareBy,
    CompareEntities,
    FetchPlan,
    build_plan,
    cell_key,
)
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.domain.request import longest_query, request_url
from siro_desktop.errors import QueryError

DENVER = ZoneInfo("America/Denver")
CALENDAR = Calendar(DENVER)
OCTOBER = local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), DENVER)
QUERY = MetricsQuery(
    organization_id="org_1",
    conversation_type_id="roof",
    period=OCTOBER,
    filter_by=(EntityType.USER,),
    ids=("ana", "ben", "cy"),
)
NAMES = Names(
    users=(
        NamedId("ana", "Ana Ruiz", team_id="north"),
        NamedId("ben", "Ben Cole", team_id="south"),
        NamedId("dee", "Dee Fox", team_id="north"),
    )
)
EACH = CompareEntities.EACH


def plan_for(query: MetricsQuery = QUERY, **compared: object) -> FetchPlan:
    return build_plan(query, "p", "me", compare_by=CompareBy(**compared), calendar=CALENDAR, names=NAMES)  # type: ignore[arg-type]


def test_nothing_compared_is_the_plain_query() -> None:
    plan = build_plan(QUERY, "p", "me")
    assert [cell.query for cell in plan.cells] == [QUERY]
    assert plan.compare_by == NOT_COMPARED
    assert plan == plan_for()


def test_each_entity_alone() -> None:
    plan = plan_for(entities=EACH)
    assert [cell.query.ids for cell in plan.cells] == [("ana",), ("ben",), ("cy",)]
    assert {cell.query.period for cell in plan.cells} == {OCTOBER}
    assert plan.cells[0].key == cell_key(replace(QUERY, ids=("ana",)), "p", "me")
    assert plan.query == QUERY


def test_weeks_of_each_entity() -> None:
    plan = plan_for(entities=EACH, unit=Unit.WEEK)
    assert [entity.ids for entity in plan.entities] == [("ana",), ("ben",), ("cy",)]
    assert plan.periods == CALENDAR.buckets(OCTOBER, Unit.WEEK)
    assert len(plan.cells) == 15
    assert [cell.query.ids for cell in plan.cells[:6]] == [("ana",)] * 5 + [("ben",)]


def test_the_period_before_stands_first() -> None:
    plan = plan_for(offset=Offset())
    assert [cell.query.period for cell in plan.cells] == [
        local_period(DateRange(date(2026, 9, 1), date(2026, 9, 30)), DENVER),
        OCTOBER,
    ]
    assert plan.cells[1].query == QUERY


def test_the_members_of_teams() -> None:
    teams = replace(QUERY, filter_by=(EntityType.TEAM,), ids=("north", "south"))
    plan = plan_for(teams, entities=CompareEntities.MEMBERS)
    assert [cell.query.ids for cell in plan.cells] == [("ana",), ("dee",), ("ben",)]
    assert {cell.query.filter_by for cell in plan.cells} == {(EntityType.USER,)}
    assert plan.query == teams


@pytest.mark.parametrize(
    ("query", "names", "field"),
    [
        (QUERY, NAMES, "filter_by"),
        (replace(QUERY, filter_by=(EntityType.TEAM,), ids=("north", "west")), NAMES, "ids"),
        (replace(QUERY, filter_by=(EntityType.TEAM,), ids=("north",)), None, "ids"),
        (replace(QUERY, ids=()), NAMES, "ids"),
    ],
)
def test_members_that_nobody_knows(query: MetricsQuery, names: Names | None, field: str) -> None:
    with pytest.raises(QueryError) as caught:
        build_plan(query, "p", compare_by=CompareBy(entities=CompareEntities.MEMBERS), names=names)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "compared", [{"unit": Unit.YEAR}, {"unit": Unit.WEEK, "offset": Offset()}, {"unit": Unit.DAY, "offset": Offset(2)}]
)
def test_comparisons_that_there_are_not(compared: dict[str, object]) -> None:
    with pytest.raises(QueryError) as caught:
        CompareBy(**compared)  # type: ignore[arg-type]
    assert caught.value.field == "compare_by"


def test_ten_thousand_people_are_ten_thousand_cells() -> None:
    many = replace(QUERY, ids=tuple(f"user_{number}" for number in range(MAX_CELLS)))
    plan = plan_for(many, entities=EACH)
    assert len({cell.key for cell in plan.cells}) == MAX_CELLS
    with pytest.raises(QueryError, match=r"10,001 requests.*Choose fewer people") as caught:
        plan_for(replace(many, ids=(*many.ids, "one_more")), entities=EACH)
    assert caught.value.field == "ids"


def test_a_million_cells_are_refused_with_what_to_narrow() -> None:
    long = Period(datetime(1900, 1, 1, tzinfo=UTC), datetime(2900, 1, 1, tzinfo=UTC))
    with pytest.raises(QueryError, match="Choose a shorter period") as caught:
        plan_for(replace(QUERY, period=long), entities=EACH, unit=Unit.DAY)
    assert caught.value.field == "period"
    assert "at least 1,095,729 requests" in caught.value.message


def test_the_limit_may_be_another() -> None:
    by = CompareBy(entities=EACH)
    with pytest.raises(QueryError, match="2 are the most"):
        build_plan(QUERY, "p", compare_by=by, max_cells=2)
    assert len(build_plan(QUERY, "p", compare_by=by, max_cells=3).cells) == 3


@given(
    st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True),
    st.sampled_from(sorted(available_timezones())).map(ZoneInfo),
    st.dates(date(1980, 1, 1), date(2040, 1, 1)),
    st.integers(1, 120),
    st.sampled_from(PLAN_UNITS),
    st.sampled_from(CompareEntities).filter(lambda how: how is not CompareEntities.MEMBERS),
)
def test_a_plan_asks_every_entity_for_every_part_of_the_period_once(
    ids: list[str], zone: ZoneInfo, first: date, length: int, unit: Unit, how: CompareEntities
) -> None:
    period = local_period(DateRange(first, first + timedelta(days=length)), zone)
    query = replace(QUERY, ids=tuple(ids), period=period)
    plan = build_plan(query, "p", compare_by=CompareBy(entities=how, unit=unit), calendar=Calendar(zone))
    assert len({cell.key for cell in plan.cells}) == len(plan.cells) == len(plan.entities) * len(plan.periods)
    assert [entity_id for entity in plan.entities for entity_id in entity.ids] == ids
    assert (plan.periods[0].start, plan.periods[-1].end) == (period.start, period.end)
    assert all(left.end == right.start for left, right in pairwise(plan.periods))
    for cell in plan.cells:
        assert replace(cell.query, ids=query.ids, period=period) == query
        assert cell.key == cell_key(cell.query, "p", None)


def test_labels() -> None:
    plan = plan_for(entities=EACH, unit=Unit.WEEK)
    assert label_cell(plan.cells[0], DENVER, NAMES) == CellLabel("Ana Ruiz", "2026-10-01 to 2026-10-04")
    assert label_cell(plan.cells[-1], DENVER) == CellLabel("cy", "2026-10-26 to 2026-10-31")
    assert label_cell(plan_for().cells[0], DENVER, NAMES) == CellLabel("Ana Ruiz, Ben Cole, cy", "2026-10")


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), "2026-11-01"),  # a day of 25 hours
        (date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        (date(2026, 2, 1), date(2026, 3, 31), "2026-02-01 to 2026-03-31"),
    ],
)
def test_labels_of_days(first: date, last: date, label: str) -> None:
    assert period_label(local_period(DateRange(first, last), DENVER), DENVER) == label


def test_the_label_of_instants_has_their_offset() -> None:
    start = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    label = period_label(Period(start, start + timedelta(hours=1)), DENVER)
    assert label == "2026-11-01 01:30-06:00 to 2026-11-01 01:30-07:00"


def test_the_whole_stands_beside_those_it_is_made_of() -> None:
    """A team's figure is asked of Siro as one population, not averaged from its people."""
    team = replace(QUERY, filter_by=(EntityType.TEAM,), ids=("north",))
    plan = plan_for(team, entities=CompareEntities.MEMBERS, with_whole=True)
    assert [(entity.filter_by, entity.ids) for entity in plan.entities] == [
        ((EntityType.USER,), ("ana",)),
        ((EntityType.USER,), ("dee",)),
        ((EntityType.TEAM,), ("north",)),
    ]
    assert plan.whole == team.entity
    assert plan_for(team, entities=CompareEntities.MEMBERS).whole is None


def test_one_alone_has_no_whole_beside_it() -> None:
    alone = plan_for(replace(QUERY, ids=("ana",)), entities=EACH, with_whole=True)
    assert len(alone.cells) == 1
    assert alone.whole is None


@given(
    st.lists(st.text("aä %", min_size=1, max_size=40), min_size=1, max_size=5, unique=True),
    st.sampled_from([CompareEntities.TOGETHER, EACH]),
    st.booleans(),
)
def test_no_cell_has_a_longer_address_than_the_one_that_is_checked(
    ids: list[str], entities: CompareEntities, with_whole: bool
) -> None:
    query = replace(QUERY, ids=tuple(f"x{number}{text.replace(' ', '')}" for number, text in enumerate(ids)))
    compare_by = CompareBy(entities=entities, with_whole=with_whole)
    plan = build_plan(query, "p", compare_by=compare_by)
    lengths = [len(request_url("https://api.siro.ai", cell.query)) for cell in plan.cells]
    assert len(request_url("https://api.siro.ai", longest_query(query, compare_by))) == max(lengths)
