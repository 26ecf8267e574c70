"""Aliases: stable, covering everything, and hiding whoever they stand for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.aliases import Aliases, alias_names
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem, SavedResult

USER, TEAM, ORGANIZATION = EntityType.USER, EntityType.TEAM, EntityType.ORGANIZATION
IDS = st.text(st.characters(categories=("Lu", "Ll", "N", "Pc", "Pd")), min_size=1, max_size=12)
NAMES = Names(
    organization_id="org_1",
    conversation_types=(NamedId("roof", "Roofs of Ana Ruiz"),),
    refused=("People of Ana Ruiz cannot be looked up.",),
    users=(NamedId("user_1", "Ana Ruiz", "ana@x.example", "team_1"), NamedId("user_2", "=José", "", "team_1")),
    teams=(NamedId("team_1", "Team of Ana Ruiz"),),
    recordings=(NamedId("rec_1", "Roof of the Coles"),),
)


def covered(names: Names = NAMES) -> Aliases:
    aliases = Aliases()
    for kind in (USER, TEAM, EntityType.RECORDING):
        aliases = aliases.covering(kind, (one.id for one in names.of(kind)))
    return aliases


def make_saved() -> SavedResult:
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), ZoneInfo("UTC")),
        filter_by=(USER,),
        ids=("user_1", "user_2"),
    )
    plan = build_plan(query, "acme", "user_1", compare_by=CompareBy(entities=CompareEntities.EACH))
    first, second = plan.cells
    metrics = MetricValues(
        ids=("m",),
        names=("Share",),
        units=("percent",),
        unit_abbreviations=("%",),
        metric_types=("t",),
        descriptions=(None,),
        values=(1.0,),
        pass_rates=(None,),
        extras={0: {"groupedBy": {"userId": "user_1", "names": ["Ana Ruiz"]}, "count": 3}},
    )
    answer = Answer(
        cell_key=first.key,
        recordings_evaluated=3,
        metrics=metrics,
        start_at="",
        end_at="",
        filter_by=("USER",),
        filter_by_ids=("user_1",),
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        duration_ms=1,
        pages=(Page("https://x.example/?ids=user_1", b'{"who": "Ana Ruiz"}'),),
        extra={"who": "ana ruiz", "note": None},
        warnings=("Ana Ruiz left.",),
        problem=Problem("ServerError", "Failed", "For user_2 nothing came.", None),
    )
    return SavedResult(
        id=1,
        profile_name="Acme of Ana Ruiz",
        api_base_url="https://x.example",
        time_zone="UTC",
        saved_at=datetime(2026, 11, 1, tzinfo=UTC),
        plan=plan,
        answers={first.key: answer},
        problems={second.key: Problem("AccessDenied", "Refused", "Siro refused =José (403).", "user_2")},
    )


def test_aliases_are_letters_for_people_and_numbers_for_teams_and_recordings() -> None:
    aliases = Aliases().covering(USER, (f"u{number}" for number in range(30)))
    aliases = aliases.covering(TEAM, ["t1", "t2"]).covering(EntityType.RECORDING, ["r"])
    assert set(list(aliases.names.values())[:28]) >= {"Rep A", "Rep Z", "Rep AA", "Rep AB"}
    assert {aliases.names["t1"], aliases.names["t2"]} == {"Team 1", "Team 2"}
    assert aliases.names["r"] == "Recording 1"
    assert aliases.hidden_id("r") == "recording-1"


@given(st.lists(st.lists(IDS, max_size=6), max_size=6))
def test_an_alias_never_changes_and_belongs_to_one(batches: list[list[str]]) -> None:
    aliases = Aliases()
    for batch in batches:
        former, aliases = aliases, aliases.covering(USER, batch)
        assert former.names.items() <= aliases.names.items()
        assert set(batch) <= aliases.names.keys()
        assert aliases.covering(USER, batch) is aliases
    assert len(set(aliases.names.values())) == len(aliases.names)


def test_the_order_of_first_sight_says_nothing_about_the_order_of_names() -> None:
    ids = [f"u{number:02}" for number in range(20)]
    assert Aliases().covering(USER, ids) == Aliases().covering(USER, reversed(ids))
    assert Aliases().covering(USER, ids).ids[USER] != tuple(ids)


def test_organizations_and_nothing_have_no_alias() -> None:
    assert Aliases().covering(ORGANIZATION, ["org_1"]).covering(USER, [""]) == Aliases()


def test_what_is_shown_of_names_is_their_alias_and_nothing_else() -> None:
    shown = alias_names(NAMES, covered())
    for kind in (USER, TEAM, EntityType.RECORDING):
        for one in shown.of(kind):
            assert one.name.startswith(("Rep ", "Team ", "Recording "))
            assert (one.note, one.shown_id) == ("", "")
    assert {one.id for one in shown.users} == {"user_1", "user_2"}
    assert {one.team_id for one in shown.users} == {"team_1"}
    assert shown.is_aliased
    assert not NAMES.is_aliased
    assert shown.shown_id("user_1") in {"rep-a", "rep-b"}
    assert NAMES.shown_id("user_1") == "user_1"


def test_an_alias_is_revealed_to_the_name_it_stands_for_and_nothing_else_is() -> None:
    shown = alias_names(NAMES, covered())
    for known in NAMES.users:
        assert shown.reveal_text(shown.hide_text(known.name)) == known.name
    for text in ("", "Rep ZZ", "share of Rep A", "Ana Ruiz"):
        assert shown.reveal_text(text) == text
    assert NAMES.reveal_text("Rep A") == "Rep A"


def test_a_hidden_result_names_nobody_and_keeps_its_figures_and_keys() -> None:
    saved, names = make_saved(), alias_names(NAMES, covered())
    hidden = names.hide(saved)
    shown = names.for_hidden()
    text = repr((hidden, shown.users, shown.teams, shown.conversation_types, shown.refused)).casefold()
    for real in ("user_1", "user_2", "team_1", "ana", "josé"):
        assert real not in text
    assert "Ana" not in repr((names.conversation_types, names.refused))
    assert [cell.key for cell in hidden.plan.cells] == [cell.key for cell in saved.plan.cells]
    (key,) = hidden.answers
    assert hidden.answers[key].metrics.values == saved.answers[key].metrics.values
    assert hidden.answers[key].metrics.extras[0]["count"] == 3
    assert hidden.profile_name == f"Acme of {names.hide_text('Ana Ruiz')} (names are aliases)"
    called = {one.id: one.name for one in names.for_hidden().users}
    assert all(entity_id in called for entity_id in hidden.plan.query.ids)


def test_without_aliases_nothing_is_hidden() -> None:
    saved = make_saved()
    assert NAMES.hide(saved) is saved
    assert NAMES.for_hidden() is NAMES
    assert NAMES.hide_text("Ana Ruiz") == "Ana Ruiz"


def test_metrics_without_undocumented_fields_stay_the_same_object() -> None:
    metrics = MetricValues(ids=("a",), names=("A",))
    assert alias_names(NAMES, covered()).hide_metrics(metrics) is metrics


@given(st.lists(IDS, min_size=1, max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_a_json_text_with_ids_in_it_holds_none_afterwards(ids: list[str], before: str, after: str) -> None:
    aliases = Aliases().covering(USER, ids)
    names = alias_names(Names(), aliases)
    text = json.dumps([f"{before} {one} {after}" for one in ids])
    masked = names.hide_text(f" {ids[0]} ")
    if any(one.isalnum() for one in ids[0]) and ids[0].casefold() == ids[0]:
        assert masked.strip() == aliases.names[ids[0]]
    assert names.hide_text("") == ""
    assert isinstance(names.hide_text(text), str)
