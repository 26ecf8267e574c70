from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from export_samples import PROBLEM, make_metrics, make_practice, make_query, make_saved
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import MetricValues, SavedResult
from siro_desktop.export.file_name import suggest_name
from siro_desktop.export.json_export import result_json
from siro_desktop.export.text_layout import display_width
from siro_desktop.export.text_table import format_table


def test_the_table_is_aligned_also_for_wide_letters_and_marks() -> None:
    saved = make_saved(
        make_metrics(
            {"names": "Talk time", "pass_rates": 43.21},
            {"names": "屋根の点検", "values": 0.5, "units": "percent"},
            {"names": "e\u0301te\u0301", "values": None},
            {"names": "Words", "units": "count", "values": 1204},
        )
    )

    table = format_table(saved)

    block = table.split("\n\n")[1].splitlines()
    assert block[0].split() == ["Metric", "Value", "Pass", "rate", "Recordings"]
    assert len({display_width(line) for line in block}) == 1
    assert re.search(r"^Talk time +30:00 +43\.2\N{NO-BREAK SPACE}% +150$", block[2])
    assert re.search(r"—  +—  +150$", block[4])
    assert "1,204" in block[5]


def test_control_characters_never_reach_the_terminal() -> None:
    saved = make_saved(
        make_metrics({"names": "\x1b[31mred\n\u202eevil", "units": "\x07", "unit_abbreviations": "\x1b"}),
        query=make_query("\x1b]0;title\x07"),
        warnings=("a\rb",),
    )

    assert not set("\x1b\x07\r\u202e") & set(format_table(saved))


def test_long_names_are_cut_and_missing_answers_explained() -> None:
    table = format_table(make_saved(make_metrics({"names": "屋" * 100}), None, MetricValues()))

    assert "屋" * 29 + "…" in table
    assert f"No answer: {PROBLEM.message}" in table
    assert "No metrics" in table


def test_warnings_and_partial_answers_are_noted() -> None:
    table = format_table(make_saved(make_metrics({}), warnings=("Pages repeat.",), problem=PROBLEM))

    assert "Note: Pages repeat.\nNote: Incomplete: Try again later.\n" in table


@pytest.mark.parametrize("cells", [1, 2])
def test_an_answer_that_could_not_be_renewed_is_noted(cells: int) -> None:
    saved = make_saved(*[make_metrics({})] * cells)
    table = format_table(replace(saved, problems={"key0": PROBLEM}))

    assert table.count("Asked again and failed, the older answer stands: Try again later.") == 1
    assert "30:00" in table


def test_practice_data_says_so_everywhere() -> None:
    saved = make_practice(make_metrics({}))

    assert format_table(saved).startswith("Practice data")
    assert json.loads(result_json(saved))["note"].startswith("practice data")
    assert suggest_name(saved) == "roof_inspection, 2 ids 2026-10-01 to 2026-11-01 practice data.csv"


def test_json_has_every_field_and_null_for_what_is_missing() -> None:
    saved = make_saved(
        make_metrics({"values": None, "extra": {"colour": "green", "value": 3}}, {"values": 2.0, "descriptions": "x"}),
        None,
        extra={"region": "west"},
    )

    content = json.loads(result_json(saved))

    answered, missing = content["answers"]
    assert answered["values"] == [
        {
            "metric_id": "m1",
            "metric_name": "Talk time",
            "metric_type": "CONVERSATION_TIME",
            "unit": "seconds",
            "unit_abbreviated": "sec",
            "value": None,
            "pass_rate": None,
            "description": None,
            "extra": {"colour": "green", "value": 3},
        },
        {
            "metric_id": "m1",
            "metric_name": "Talk time",
            "metric_type": "CONVERSATION_TIME",
            "unit": "seconds",
            "unit_abbreviated": "sec",
            "value": 2,
            "pass_rate": None,
            "description": "x",
        },
    ]
    assert answered["siro_says"]["region"] == "west"
    assert answered["fetched_at"] == "2026-11-02T17:00:00.250Z"
    assert missing["problem"]["message"] == PROBLEM.message
    assert content["query"]["period"]["end_excluded"] == "2026-11-02T07:00:00Z"


@given(st.text(st.characters(codec="utf-8")), st.one_of(st.none(), st.integers(), st.floats(allow_nan=False)))
def test_json_gives_back_any_text_and_number(text: str, number: float | None) -> None:
    content = json.loads(result_json(make_saved(make_metrics({"names": text, "values": number}))))

    value = content["answers"][0]["values"][0]
    assert (value["metric_name"], value["value"]) == (text, number)


def named(conversation_type: str, names: Names | None = None) -> str:
    whole = make_query("org_123", conversation_type=conversation_type)  # of the whole organization
    return suggest_name(make_saved(query=whole), names=names)


def test_a_file_name_says_what_is_in_it() -> None:
    names = Names(conversation_types=(NamedId("roof", "Roof inspection"),))

    assert named("roof", names) == "Roof inspection 2026-10-01 to 2026-11-01.csv"
    assert named("roof") == "roof 2026-10-01 to 2026-11-01.csv"


@pytest.mark.parametrize(
    ("kind", "ids", "expected"),
    [
        (EntityType.TEAM, ("team_1",), "c, Team of Ann-Bo 2026"),
        (EntityType.TEAM, ("team_2",), "c, team_2 2026"),
        (EntityType.TEAM, ("team_1", "team_2", "team_3"), "c, 3 teams 2026"),
        (EntityType.USER, ("user_1", "user_2"), "c, 2 reps 2026"),
        (EntityType.RECORDING, ("r1", "r2"), "c, 2 recordings 2026"),
        (EntityType.USER, ("user_9",), f"c, {'屋' * 16} 2026"),
        (EntityType.ORGANIZATION, ("org_123",), "c 2026"),
    ],
)
def test_a_file_name_says_whom_it_is_about(kind: EntityType, ids: tuple[str, ...], expected: str) -> None:
    names = Names(teams=(NamedId("team_1", "Team of Ann/Bo."),), users=(NamedId("user_9", "屋" * 100),))
    query = replace(make_query(*ids, conversation_type="c"), filter_by=(kind,))
    assert suggest_name(make_saved(query=query), names=names).startswith(expected)


def test_one_day_is_one_date() -> None:
    query = make_query()
    day = Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 10, 2, 6, tzinfo=UTC))
    saved: SavedResult = make_saved(
        query=MetricsQuery(
            organization_id="o",
            conversation_type_id="c",
            period=day,
            filter_by=query.filter_by,
            ids=query.ids,
        )
    )

    assert suggest_name(saved, ".png") == "c, 2 ids 2026-10-01.png"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("..hidden.", "hidden"),
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        ("tab\there\u202e", "tab here"),
        ("", "Siro"),
        ("///", "Siro"),
        ("屋" * 200, "屋" * 40),
    ],
)
def test_it_is_a_name_that_every_system_takes(title: str, expected: str) -> None:
    assert named("x", Names(conversation_types=(NamedId("x", title or "\n"),))).split(" 2026")[0] == expected


@given(st.text())
def test_any_title_gives_a_name_without_what_windows_refuses(title: str) -> None:
    name = named("x", Names(conversation_types=(NamedId("x", title),)))

    assert not set('<>:"/\\|?*') & set(name)
    assert name.isprintable()
    assert len(name.encode()) <= 200
    assert not name.startswith((" ", ".", "-"))
