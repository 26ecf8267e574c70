from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

PATH = "/v1/core/scorecards/scorecard-metrics/values"


@pytest.fixture
def two_results(siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any) -> Callable[..., Any]:
    """A store with two results, and a server that is gone."""
    scripted.expect_request(PATH).respond_with_json(answer("Talk time", "=Next step", extraBeside=[1]))
    assert siro(*ask()).code == 0
    assert siro(*ask("--id", "b", "--id", "c", "--id", "d", "--start", "2026-10-01T12:00:00Z")).code == 0
    scripted.clear()
    return siro


def test_list_is_newest_first_with_what_was_asked(two_results: Callable[..., Any]) -> None:
    done = two_results("saved", "list")
    header, second, first = [line.split("\t") for line in done.out.splitlines()]
    assert header == ["id", "saved_at", "question", "period", "recordings", "connection"]
    assert [first[0], *first[2:]] == [
        "1",
        "roof_inspection · TEAM team_plains",
        "2026-10-01 to 2026-10-31",
        "150",
        "Acme",
    ]
    assert second[2] == "roof_inspection · TEAM team_plains, b, c and 1 more"
    assert second[3] == "2026-10-01T12:00:00Z to 2026-11-01T00:00:00Z"


def test_list_as_json_and_of_one_connection(two_results: Callable[..., Any]) -> None:
    content = json.loads(two_results("saved", "list", "--format", "json").out)
    assert [known["id"] for known in content] == [2, 1]
    assert content[1]["query"]["filter_by_ids"] == ["team_plains"]
    assert two_results("saved", "list", "--profile", "Acme").out.count("\n") == 3
    two_results("profiles", "add", "Other", "--method", "access-token", stdin="x\n")
    assert two_results("saved", "list", "--profile", "Other").out.count("\n") == 1
    assert two_results("saved", "list", "--profile", "Nobody").code == 2


def test_nothing_saved_yet(siro: Callable[..., Any]) -> None:
    done = siro("saved", "list")
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    assert done.err == "Nothing is saved yet.\n"
    assert siro("saved", "list", "--format", "json").out == "[]\n"


def test_show_says_question_period_age_recordings_and_figures(two_results: Callable[..., Any]) -> None:
    done = two_results("saved", "show", "1")
    assert (done.code, done.err) == (0, "")
    for part in ("roof_inspection · TEAM team_plains", "2026-10-01T00:00:00", "fetched 20", "150", "30:00"):
        assert part in done.out


def test_show_as_csv_is_what_export_writes(two_results: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "result.csv"
    done = two_results("saved", "export", "1", "--output", str(path))
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Written to {path}\n"
    shown = two_results("saved", "show", "1", "--format", "csv").out
    assert shown.encode() == path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(shown, newline="")))
    assert [row["metric_name"] for row in rows] == ["Talk time", "'=Next step"]
    assert {row["value"] for row in rows} == {"1800"}


def test_export_as_json(two_results: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    assert two_results("saved", "export", "2", "--format", "json", "--output", str(path)).code == 0
    content = json.loads(path.read_text())
    assert content["query"]["filter_by_ids"] == ["team_plains", "b", "c", "d"]


def test_a_number_that_is_not_there(two_results: Callable[..., Any], tmp_path: Path) -> None:
    for arguments in (["show", "9"], ["export", str(2**63 - 1), "--output", str(tmp_path / "x")]):
        done = two_results("saved", *arguments)
        assert (done.code, done.out) == (2, "")
        assert "There is no saved result" in done.err
    assert not (tmp_path / "x").exists()


def test_results_outlive_their_connection(two_results: Callable[..., Any]) -> None:
    assert two_results("profiles", "remove", "Acme").code == 0
    assert two_results("saved", "show", "1").code == 0
    assert two_results("saved", "list").out.count("\n") == 3
