"""Saved queries and `.siroquery` files on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from siro_desktop.cli.parser import build_parser, with_query_option
from siro_desktop.config import ProfileFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

VALUES = "/v1/core/scorecards/scorecard-metrics/values"
CONTENT = {
    "siroquery": 1,
    "name": "Monday board",
    "folder": "Weekly",
    "conversation_type_id": "roof_inspection",
    "period": {"first": "2026-10-01", "last": "2026-10-31"},
    "filter_by": ["TEAM"],
    "ids": ["team_plains"],
}


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "board.siroquery"
    path.write_text(json.dumps(CONTENT), encoding="utf-8")
    return path


@pytest.fixture
def asked(scripted: HTTPServer, answer: Callable[..., dict[str, Any]]) -> Callable[[], list[dict[str, list[str]]]]:
    """What the server was asked for: the parameters of each request."""
    scripted.expect_request(VALUES).respond_with_json(answer())
    return lambda: [request.args.to_dict(flat=False) for request, _ in scripted.log]


def test_a_file_is_asked_as_it_is(siro: Callable[..., Any], asked: Callable[[], Any], board: Path) -> None:
    done = siro("fetch", "--query", str(board))
    assert done.code == 0, done.err
    (sent,) = asked()
    assert sent["requestedOrganizationId"] == ["org_1"]
    assert sent["conversationTypeId"] == ["roof_inspection"]
    assert sent["filterByIds"] == ["team_plains"]
    assert sent["startAt"] == ["2026-10-01T00:00:00Z"]


def test_options_change_what_a_file_asks(siro: Callable[..., Any], asked: Callable[[], Any], board: Path) -> None:
    start = ("--start", "2026-09-01", "--end", "2026-09-30")
    ids = ("--filter-by", "user", "--id", "ana", "--id", "ben", "--compare-by", "entity,whole")
    done = siro("fetch", "--query", str(board), *start, *ids, "--organization", "org_2")
    assert done.code == 0, done.err
    assert sorted(sent["filterByIds"] for sent in asked()) == [["ana"], ["ana", "ben"], ["ben"]]
    for sent in asked():
        assert (sent["startAt"], sent["filterBy"]) == (["2026-09-01T00:00:00Z"], ["USER"])
        assert sent["requestedOrganizationId"] == ["org_2"]


def test_what_is_open_in_a_file_must_be_given(siro: Callable[..., Any], scripted: HTTPServer, board: Path) -> None:
    board.write_text('{"siroquery": 1, "period": "last-week", "filter_by": ["USER"]}', encoding="utf-8")
    done = siro("fetch", "--query", str(board))
    assert (done.code, done.out) == (2, "")
    assert "--conversation-type: Choose a conversation type" in done.err
    done = siro("fetch", "--query", str(board), "--conversation-type", "roof")
    assert done.code == 2
    assert "--id: Choose at least one" in done.err
    assert not scripted.log


def test_without_a_query_the_options_are_the_question(siro: Callable[..., Any], scripted: HTTPServer) -> None:
    done = siro("fetch", "--period", "last-week", "--conversation-type", "roof", "--id", "ana")
    assert done.code == 2
    assert "--filter-by: Choose what the ids name" in done.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "Line 1, column 2: This is not JSON"),
        ('{"siroquery": 9}', "A newer version of Siro Desktop wrote this query. Update the program"),
        ('{"siroquery": 1, "period": "soon"}', "period: “soon” is not a period"),
    ],
)
def test_a_wrong_file_says_why(
    siro: Callable[..., Any], scripted: HTTPServer, board: Path, text: str, says: str
) -> None:
    board.write_text(text, encoding="utf-8")
    done = siro("fetch", "--query", str(board))
    assert (done.code, done.out) == (6, "")
    assert "This file cannot be used: “board.siroquery”" in done.err
    assert says in done.err
    assert not scripted.log


def test_a_file_is_kept_listed_asked_by_name_and_written_again(
    siro: Callable[..., Any], asked: Callable[[], Any], board: Path, tmp_path: Path
) -> None:
    assert siro("queries", "list").out.splitlines()[1:] == []
    assert "Saved the query Monday board." in siro("queries", "save", str(board)).err
    assert "Replaced the query Monday board." in siro("queries", "save", str(board)).err
    header, row = siro("queries", "list").out.splitlines()
    assert dict(zip(header.split("\t"), row.split("\t"), strict=True)) == {
        "name": "Monday board",
        "folder": "Weekly",
        "conversation_type": "roof_inspection",
        "period": "2026-10-01 to 2026-10-31",
        "filter_by": "TEAM",
        "ids": "1",
        "compare_by": "",
        "starred": "",
    }
    assert json.loads(siro("queries", "list", "--format", "json").out)[0]["query"] == CONTENT
    assert siro("fetch", "--query", "monday BOARD", "--period", "last-week").code == 0
    assert len(asked()) == 1
    copy = tmp_path / "copy.siroquery"
    done = siro("queries", "export", "Weekly/Monday board", "--output", str(copy))
    assert done.code == 0, done.err
    assert json.loads(copy.read_text(encoding="utf-8")) == CONTENT


def test_a_query_on_standard_input(siro: Callable[..., Any], asked: Callable[[], Any], board: Path) -> None:
    text = "\ufeff" + board.read_text(encoding="utf-8")
    assert siro("fetch", "--query", "-", stdin=text).code == 0
    assert asked()[0]["filterByIds"] == ["team_plains"]
    assert "Saved the query Monday board." in siro("queries", "save", "-", stdin=text).err
    nameless = json.dumps({key: value for key, value in CONTENT.items() if key != "name"})
    done = siro("queries", "save", "-", stdin=nameless)
    assert (done.code, "--name: Give the query a name." in done.err) == (2, True)
    assert siro("queries", "save", "-", "--name", "", stdin=text).code == 2
    done = siro("fetch", "--query", "-", stdin="{")
    assert (done.code, "This file cannot be used: Line 1" in done.err) == (6, True)


def test_a_saved_query_is_deleted(siro: Callable[..., Any], scripted: HTTPServer, board: Path) -> None:
    siro("queries", "save", str(board))
    siro("queries", "save", str(board), "--folder", "North")
    assert siro("queries", "delete", "Monday board").code == 2
    done = siro("queries", "delete", "North/Monday board")
    assert (done.code, done.err) == (0, "Deleted the query Monday board.\n")
    assert [line.split("\t")[1] for line in siro("queries", "list").out.splitlines()[1:]] == ["Weekly"]
    done = siro("queries", "delete", "x")
    assert (done.code, "There is no saved query called “x”. There are: Weekly/Monday board." in done.err) == (2, True)


def test_an_unknown_or_ambiguous_name_lists_those_there_are(
    siro: Callable[..., Any], scripted: HTTPServer, board: Path
) -> None:
    done = siro("fetch", "--query", "Monday board")
    assert done.code == 2
    assert "There is no file “Monday board”, and no saved query of that name. None is saved yet." in done.err
    siro("queries", "save", str(board))
    siro("queries", "save", str(board), "--folder", "North")
    done = siro("fetch", "--query", "monday board")
    assert done.code == 2
    assert "Say which: North/Monday board, Weekly/Monday board." in done.err
    assert "There are: North/Monday board, Weekly/Monday board." in siro("fetch", "--query", "x").err


def test_what_is_not_understood_is_said(siro: Callable[..., Any], asked: Callable[[], Any], board: Path) -> None:
    board.write_text(json.dumps({**CONTENT, "colour": "green"}), encoding="utf-8")
    done = siro("fetch", "--query", str(board), "--plan")
    assert done.code == 0
    assert "“colour” is not known and was left out." in done.err


def test_weeks_and_years_begin_as_the_connection_says(
    siro: Callable[..., Any], scripted: HTTPServer, ask: Callable[..., list[str]], home: Path
) -> None:
    plan = ("--compare-by", "quarter", "--start", "2026-10-01", "--end", "2026-12-31", "--plan", "--format", "json")
    assert json.loads(siro(*ask(*plan)).out)["requests"] == 1
    file = ProfileFile(home / "config" / "profiles.toml")
    (profile,) = file.load()
    file.save(replace(profile, fiscal_start=2))
    assert json.loads(siro(*ask(*plan)).out)["requests"] == 2
    assert json.loads(siro(*ask(*plan, "--fiscal-start", "1")).out)["requests"] == 1


def test_a_rep_is_asked_for_beside_the_team(
    siro: Callable[..., Any], practice: Any, connect: Callable[[Any], None], board: Path
) -> None:
    """What the one-to-one template asks: each id alone, though they are of two kinds."""
    connect(practice)
    ids = {"filter_by": ["USER", "TEAM"], "ids": ["user_001", "team_front_range"], "compare_by": ["entity"]}
    board.write_text(json.dumps({**CONTENT, **ids}), encoding="utf-8")
    done = siro("fetch", "--query", str(board), "--format", "json")
    assert done.code == 0, done.err
    rep, team = json.loads(done.out)["answers"]
    assert (rep["query"]["filter_by_ids"], team["query"]["filter_by_ids"]) == (["user_001"], ["team_front_range"])
    assert 0 < rep["recordings_evaluated"] < team["recordings_evaluated"]


@pytest.mark.parametrize(
    ("arguments", "file", "profile"),
    [
        (["board.siroquery"], "board.siroquery", None),
        (["--profile", "Acme", "BOARD.SiroQuery"], "BOARD.SiroQuery", "Acme"),
        (["-v", "/tmp/my board.siroquery"], "/tmp/my board.siroquery", None),
        ([], None, None),
    ],
)
def test_a_file_in_the_place_of_a_command_opens_the_window_with_it(
    arguments: list[str], file: str | None, profile: str | None
) -> None:
    chosen = build_parser().parse_args(with_query_option(arguments))
    assert (chosen.command, chosen.window_profile) == (None, profile)
    assert (str(chosen.query_file) if chosen.query_file else None) == file


def test_a_file_behind_a_command_stays_what_it_is() -> None:
    arguments = ["queries", "save", "board.siroquery"]
    assert with_query_option(arguments) == arguments
