"""Aliases: stable, covering everything, and hiding whoever they stand for."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.aliases import AliasedNames, Aliases, alias_names
from siro_desktop.domain.name_parts import name_parts
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import NameKind, OwnName, merge_names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem, SavedResult
from siro_desktop.domain.text_mask import TextMask

USER, TEAM, ORGANIZATION = EntityType.USER, EntityType.TEAM, EntityType.ORGANIZATION
IDS = st.text(st.characters(categories=("Lu", "Ll", "N", "Pc", "Pd")), min_size=1, max_size=12)
NAMES = Names(
    organization_id="org_1",
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
        profile_name="Acme",
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
    text = repr((hidden, names.for_hidden().users, names.for_hidden().teams)).casefold()
    for real in ("user_1", "user_2", "team_1", "ana", "josé"):
        assert real not in text
    assert [cell.key for cell in hidden.plan.cells] == [cell.key for cell in saved.plan.cells]
    (key,) = hidden.answers
    assert hidden.answers[key].metrics.values == saved.answers[key].metrics.values
    assert hidden.answers[key].metrics.extras[0]["count"] == 3
    assert hidden.profile_name == "Acme (names are aliases)"
    called = {one.id: one.name for one in names.for_hidden().users}
    assert all(entity_id in called for entity_id in hidden.plan.query.ids)


def test_without_aliases_nothing_is_hidden() -> None:
    saved = make_saved()
    assert NAMES.hide(saved) is saved
    assert NAMES.for_hidden() is NAMES
    assert NAMES.hide_text("Ana Ruiz") == "Ana Ruiz"


def people(*names: str) -> AliasedNames:
    """These people, called Rep A, Rep B and so on in this order."""
    users = tuple(NamedId(f"u{number}", name) for number, name in enumerate(names))
    return alias_names(Names(users=users), Aliases({USER: tuple(one.id for one in users)}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hugh’s October", "Rep A’s October"),
        ("Hugh's and O'Brien's", "Rep A's and Rep B's"),
        ("Brien, Anne-Marie and Marie", "Rep B, Rep C and Rep C"),
        ("Hugh-led, (Hugh), Hugh2, Hughes and hugh", "Rep A-led, (Rep A), Hugh2, Hughes and hugh"),
        ("HUGH GRANT and hugh grant", "Rep A and Rep A"),
        ("Grant access. Will it rain in May? New price", "Grant access. Will it rain in May? New price"),
        ("Grant’s October, May's figures", "Rep A’s October, Rep D's figures"),
        ("Al and Li, Dr Li and van der Berg", "Al and Li, Dr Li and Rep E"),
        ("Van and Der, but Berg", "Van and Der, but Rep E"),
        ("Kim", "Somebody"),
        ("Kim Lee", "Rep F"),
        ("JOHN and John Doe, and Jane", "Rep H and Rep H, and Rep I"),
        ("jane and roe", "jane and roe"),
        ("mail x@roe.example, at Roe", "mail x@roe.example, at Rep I"),
        ("Zoë, Σοφία, 小林健", "Rep J, Rep K, Rep L"),
        ("प्रिया, (प्रिया) and प्रियाज, Jose\u0301 and Jose", "Rep P, (Rep P) and प्रियाज, Rep Q and Jose"),
        ("Jörg’s week, Sales", "Rep O’s week, Sales"),
        ("Siro said nothing. Test it", "Siro said nothing. Test it"),
    ],
)
def test_given_names_and_surnames_are_hidden_as_they_are_written(text: str, shown: str) -> None:
    names = people(
        *("Hugh Grant", "Ian O'Brien", "Anne-Marie Al", "Li May", "van der Berg", "Kim Lee", "Kim Park"),
        *(
            "JOHN DOE",
            "jane roe",
            "Zoë Will",
            "Σοφία",
            "小林健 Siro",
            "Test User 12",
            "me@roe.example",
            "=Jörg (Sales)",
            "प्रिया शर्मा",
            "Jose\u0301 Will",
        ),
    )
    assert names.hide_text(text) == shown


def test_people_of_one_name_are_somebody() -> None:
    assert people("Ana Ruiz", "Ben Ruiz", "Ana Ruiz").hide_text("ana ruiz, Ana, Ben and Ben Ruiz") == (
        "Somebody, Somebody, Rep B and Rep B"
    )


def test_what_siro_calls_somebody_is_hidden_beside_an_own_name() -> None:
    siro = Names(users=(NamedId("u0", "Hugh Oldham"), NamedId("u1", "Ana Ruiz")))
    own = OwnName(NameKind.USER, "u0", "Big Hugo")
    names = alias_names(merge_names(siro, [own]), Aliases({USER: ("u0", "u1")}))
    assert names.hide_text("Hugo, Hugh, Hugh Oldham, Big Hugo, Ana") == "Rep A, Rep A, Rep A, Rep A, Rep B"
    assert "Hugh" not in repr(names.users)


def test_a_part_of_a_team_s_or_a_recording_s_name_says_nothing() -> None:
    assert alias_names(NAMES, covered()).hide_text("Roof and Coles") == "Roof and Coles"


@given(
    st.lists(st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=6), min_size=1, max_size=4),
    st.text(st.sampled_from("aB ’'-.,5_\n"), max_size=8),
    st.text(st.sampled_from("aB ’'-.,5_\n"), max_size=8),
)
def test_a_part_goes_where_it_is_a_word_and_nowhere_else(parts: list[str], before: str, after: str) -> None:
    part = parts[0].capitalize()
    names = people(" ".join([part, "Zoe", *parts[1:]]))  # of one word alone would be a whole name
    is_word = not any(beside.isalnum() or beside == "_" for beside in (before[-1:], after[:1]))
    text = f"{before}{part}{after}"
    assert (part in names.hide_text(text)) is not (is_word and part in name_parts(names.real.users[0].name))


@given(st.lists(st.text(max_size=12), max_size=5), st.text(max_size=40))
def test_what_is_hidden_of_any_text_is_hidden_at_once(known: list[str], text: str) -> None:
    names = people(*known)
    shown = names.hide_text(text)
    words = {word for name in known for word in name_parts(name)}
    assert words.isdisjoint(
        set(re.findall(r"\w+", shown)) - set(re.findall(r"\w+", " ".join(names.aliases.names.values()))) - {"Somebody"}
    )


def test_metrics_without_undocumented_fields_stay_the_same_object() -> None:
    metrics = MetricValues(ids=("a",), names=("A",))
    assert alias_names(NAMES, covered()).hide_metrics(metrics) is metrics


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ana Ruiz, and ANA RUIZ", "A, and A"),
        ("Ana Ruizo stays", "Ana Ruizo stays"),
        ("Team of Ana Ruiz", "T"),
        ("=José and =josé!", "J and J!"),
        ("id user_1 (user_12)", "id U (user_12)"),
        ("Straße 9", "S"),
        ("", ""),
        ("!", "!"),
    ],
)
def test_known_texts_are_replaced_as_whole_words_longest_first(text: str, masked: str) -> None:
    known = {"Ana Ruiz": "A", "Team of Ana Ruiz": "T", "=José": "J", "user_1": "U", "STRASSE 9": "S", "": "x", "!": "y"}
    assert TextMask(known).apply(text) == masked


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
