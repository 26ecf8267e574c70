"""Looking into one entity: what is asked below it, and where there is nothing below."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from struct_strategies import builds

from siro_desktop.domain.aliases import Aliases, alias_names
from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.drill import question_below, recordings_of
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import NameKind, OwnName, merge_names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import NOT_COMPARED, CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.query import Entity, EntityType, MetricsQuery
from siro_desktop.domain.relative_periods import Offset

RECORDING, USER, TEAM, ORGANIZATION = EntityType
TOGETHER, EACH, MEMBERS = CompareEntities
DENVER = ZoneInfo("America/Denver")
OCTOBER = local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), DENVER)
SECOND = timedelta(seconds=1)
NAMES = Names(
    organization_id="org_1",
    users=(
        NamedId("user_1", "Ana", "", "team_1"),
        NamedId("user_2", "Ben", "", "team_1"),
        NamedId("user_3", "Cid", "", "team_2"),
    ),
    teams=(NamedId("team_1", "Front Range"), NamedId("team_2", "Foothills")),
    recordings=(
        NamedId("rec_5", "Later", user_id="user_1", recorded_at=OCTOBER.end),
        NamedId("rec_4", "Last", user_id="user_1", recorded_at=OCTOBER.end - SECOND),
        NamedId("rec_3", "Ben's", user_id="user_2", recorded_at=OCTOBER.start),
        NamedId("rec_2", "First", user_id="user_1", recorded_at=OCTOBER.start),
        NamedId("rec_1", "Some day", user_id="user_1"),
        NamedId("rec_0", "Earlier", user_id="user_1", recorded_at=OCTOBER.start - SECOND),
        NamedId("rec_x", "Whose?"),
    ),
)


def plan_for(kind: EntityType, *ids: str, compare_by: CompareBy = NOT_COMPARED) -> FetchPlan:
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=OCTOBER,
        filter_by=(kind,),
        ids=ids,
        group_by=(USER,),
    )
    return build_plan(query, "acme", compare_by=compare_by, calendar=Calendar(DENVER), names=NAMES)


def below(plan: FetchPlan, kind: EntityType, *ids: str, names: Names = NAMES):
    return question_below(plan, Entity((kind,), ids), names)


def test_from_the_organization_down_to_a_recording() -> None:
    plan = plan_for(ORGANIZATION, "org_1")
    teams = below(plan, ORGANIZATION, "org_1")
    assert (teams.filter_by, teams.ids, teams.compare_by) == ((TEAM,), ("team_1", "team_2"), CompareBy(entities=EACH))
    plan = plan_for(TEAM, *teams.ids, compare_by=teams.compare_by)
    people = below(plan, TEAM, "team_1")
    assert (people.filter_by, people.ids) == ((TEAM,), ("team_1",))
    assert people.compare_by == CompareBy(entities=MEMBERS, with_whole=True)
    plan = plan_for(TEAM, *people.ids, compare_by=people.compare_by)
    assert plan.entities == (Entity((USER,), ("user_1",)), Entity((USER,), ("user_2",)), Entity((TEAM,), ("team_1",)))
    recordings = below(plan, USER, "user_1")
    assert (recordings.filter_by, recordings.ids) == ((RECORDING,), ("rec_4", "rec_2", "rec_1"))
    assert recordings.compare_by == CompareBy(entities=EACH)
    plan = plan_for(RECORDING, *recordings.ids, compare_by=recordings.compare_by)
    assert below(plan, RECORDING, "rec_4") is None


@pytest.mark.parametrize("cut", [{"unit": Unit.WEEK}, {"offset": Offset(1, None)}])
def test_periods_stay_for_a_teams_people_and_not_for_recordings(cut: dict) -> None:
    plan = plan_for(TEAM, "team_1", "team_2", compare_by=CompareBy(entities=EACH, **cut))
    assert below(plan, TEAM, "team_1").compare_by == CompareBy(entities=MEMBERS, with_whole=True, **cut)
    plan = plan_for(USER, "user_1", "user_3", compare_by=CompareBy(entities=EACH, **cut))
    assert below(plan, USER, "user_3").compare_by == CompareBy(entities=EACH, **cut)
    assert below(plan, USER, "user_1").compare_by == CompareBy(entities=EACH)


def test_a_person_without_known_recordings_stands_alone() -> None:
    plan = plan_for(TEAM, "team_2", compare_by=CompareBy(entities=MEMBERS))
    alone = below(plan, USER, "user_3")
    assert (alone.filter_by, alone.ids, alone.compare_by) == ((USER,), ("user_3",), CompareBy(entities=EACH))
    plan = plan_for(USER, "user_3", compare_by=alone.compare_by)
    assert below(plan, USER, "user_3") is None
    assert below(plan_for(USER, "user_3"), USER, "user_3") is None


def test_several_at_once_become_each_of_them_and_all_beside_them() -> None:
    plan = plan_for(TEAM, "team_1", "team_2")
    each = below(plan, TEAM, "team_1", "team_2")
    assert (each.ids, each.compare_by) == (("team_1", "team_2"), CompareBy(entities=EACH, with_whole=True))


def test_all_together_are_not_looked_into_beside_their_parts() -> None:
    plan = plan_for(TEAM, "team_1", "team_2", compare_by=CompareBy(entities=EACH, with_whole=True))
    assert below(plan, TEAM, "team_1", "team_2") is None
    plan = plan_for(TEAM, "team_1", compare_by=CompareBy(entities=MEMBERS, with_whole=True))
    assert below(plan, TEAM, "team_1") is None


def test_of_several_kinds_at_once_nobody_knows_which_id_is_which() -> None:
    plan = plan_for(TEAM, "team_1")
    assert question_below(plan, Entity((TEAM, USER), ("team_1",)), NAMES) is None


@pytest.mark.parametrize("names", [Names(organization_id="org_1"), replace(NAMES, organization_id="org_2")])
def test_an_organization_whose_teams_nobody_knows(names: Names) -> None:
    assert below(plan_for(ORGANIZATION, "org_1"), ORGANIZATION, "org_1", names=names) is None


def test_what_is_known_of_recordings_is_known_under_own_names_and_aliases_too() -> None:
    own = merge_names(NAMES, [OwnName(NameKind.RECORDING, "rec_2", "The Coles")])
    aliases = Aliases().covering(RECORDING, [one.id for one in NAMES.recordings])
    hidden = alias_names(own, aliases)
    assert recordings_of(own, "user_1", OCTOBER) == ("rec_4", "rec_2", "rec_1")
    assert set(recordings_of(hidden, "user_1", OCTOBER)) == {"rec_4", "rec_2", "rec_1"}
    assert "Coles" not in repr(hidden.recordings)


instants = st.integers(-100, 900).map(lambda hours: OCTOBER.start + timedelta(hours=hours))
known = st.lists(
    builds(
        NamedId,
        st.integers(0, 99).map("rec_{}".format),
        st.just(""),
        user_id=st.sampled_from(["", "user_1", "user_2"]),
        recorded_at=st.none() | instants,
    ),
    unique_by=lambda one: one.id,
).map(tuple)
compared = builds(
    CompareBy,
    entities=st.sampled_from([TOGETHER, EACH]),
    unit=st.sampled_from([None, Unit.WEEK, Unit.MONTH]),
    with_whole=st.booleans(),
)
teams = st.lists(st.sampled_from(["team_1", "team_2"]), min_size=1, unique=True)


@given(compared, teams, known)
def test_looking_deeper_and_deeper_ends_and_stays_in_the_period(
    compare_by: CompareBy, ids: list[str], recordings: tuple[NamedId, ...]
) -> None:
    """Every question below has a plan, of the same time and conversation type, and is not the one above again."""
    names = replace(NAMES, recordings=recordings)
    waiting, steps = [plan_for(TEAM, *ids, compare_by=compare_by)], 0
    while waiting:
        plan, steps = waiting.pop(), steps + 1
        assert steps < 100
        for entity in plan.entities:
            asked = question_below(plan, entity, names)
            if asked is None:
                continue
            assert (asked.period, asked.conversation_type_id, asked.group_by) == (OCTOBER, "roof", ())
            assert entity.filter_by == (USER,) or asked.ids == entity.ids
            query = asked.resolve(OCTOBER.end, Calendar(DENVER))
            deeper = build_plan(
                query, "acme", compare_by=asked.compare_by, calendar=Calendar(DENVER), names=names, identity=None
            )
            assert {cell.key for cell in deeper.cells} != {cell.key for cell in plan.cells}
            waiting.append(deeper)


@given(known)
def test_a_persons_recordings_are_theirs_and_of_the_period(recordings: tuple[NamedId, ...]) -> None:
    found = recordings_of(replace(NAMES, recordings=recordings), "user_1", OCTOBER)
    by_id = {one.id: one for one in recordings}
    assert list(found) == [one.id for one in recordings if one.id in set(found)]
    for recording_id, one in by_id.items():
        is_of_then = one.recorded_at is None or OCTOBER.start <= one.recorded_at < OCTOBER.end
        assert (recording_id in found) == (one.user_id == "user_1" and is_of_then)
