from __future__ import annotations

import csv
import io
import json
import locale
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from siro_desktop.cli.services import run_to_end
from siro_desktop.config import Paths
from siro_desktop.domain.exports import PACKAGE_ENDING, FileFormat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


PATH = "/v1/core/scorecards/scorecard-metrics/values"


def test_list_is_newest_first_with_what_was_asked(two_results: Callable[..., Any]) -> None:
    done = two_results("saved", "list")
    header, second, first = [line.split("\t") for line in done.out.splitlines()]
    assert header == [
        *("id", "saved_at", "question", "period", "recordings", "connection", "name", "tags", "pinned"),
        "answers",
    ]
    assert [first[0], *first[2:6]] == [
        "1",
        "roof_inspection · TEAM team_plains",
        "2026-10-01 to 2026-10-31",
        "150",
        "Acme",
    ]
    assert first[-1] == "1 of 1"
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


def test_all_are_listed_however_many(two_results: Callable[..., Any]) -> None:
    store = Paths.find().data / "results.sqlite3"
    with closing(sqlite3.connect(store)) as connection:  # as many runs with the answer of the second
        columns = "profile_id, profile_name, api_base_url, time_zone, saved_at, plan, search, first_day, last_day"
        for number in range(3, 603):
            connection.execute(
                f"INSERT INTO results (id, {columns}) SELECT {number}, {columns} FROM results WHERE id=2"
            )
            connection.execute(
                "INSERT INTO result_cells (result_id, position, cell_key, answer_id)"
                f" SELECT {number}, position, cell_key, answer_id FROM result_cells WHERE result_id = 2"
            )
        connection.commit()
    content = json.loads(two_results("saved", "list", "--format", "json").out)
    assert [known["id"] for known in content] == list(range(602, 0, -1))
    assert len(two_results("saved", "list", "--search", "team_plains").out.splitlines()) == 603


def test_results_are_deleted_or_none_of_them(two_results: Callable[..., Any]) -> None:
    listed = lambda: [one["id"] for one in json.loads(two_results("saved", "list", "--format", "json").out)]  # noqa: E731
    assert two_results("saved", "label", "2", "--pin").code == 0
    for ids, words in ((["1", "7"], "There is no saved result 7."), (["1", "2"], "Result 2 is pinned. First: ")):
        done = two_results("saved", "delete", *ids)
        assert done.code == 2
        assert words in done.err
        assert listed() == [2, 1]
    assert two_results("saved", "label", "2", "--unpin").code == 0
    done = two_results("saved", "delete", "2", "1", "2")
    assert (done.code, done.err) == (0, "Deleted result 2, 1.\n")
    assert listed() == []


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


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.xlsx", b"PK"), ("x.XLSX", b"PK"), ("x.json", b'{\n  "'), ("x.csv", b"organization_id,"), ("v1.2", b"organi")],
)
def test_the_file_s_name_says_the_format(
    two_results: Callable[..., Any], tmp_path: Path, name: str, start: bytes
) -> None:
    path = tmp_path / name
    done = two_results("saved", "export", "1", "--output", str(path))
    assert done.code == 0, done.err
    assert path.read_bytes().startswith(start)


def test_what_replaces_a_file_does_not_keep_its_question(two_results: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    beside = tmp_path / f"x.json{PACKAGE_ENDING}"
    for second in (("json",), ("tidy-json", "--figures-only")):
        assert two_results("saved", "export", "1", "--format", "tidy-json", "--output", str(path)).code == 0
        assert beside.exists()
        assert two_results("saved", "export", "2", "--output", str(path), "--format", *second).code == 0
        assert not beside.exists()


@pytest.mark.parametrize(("form", "name"), [("csv", "x.xlsx"), ("json", "x.csv"), ("xlsx", "x.json")])
def test_a_name_that_says_another_format_is_refused(
    two_results: Callable[..., Any], tmp_path: Path, form: str, name: str
) -> None:
    done = two_results("saved", "export", "1", "--format", form, "--output", str(tmp_path / name))
    assert done.code == 2
    assert f"A name that ends with {name[1:]} is not one for {form}." in done.err
    assert not (tmp_path / name).exists()


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


def test_the_formats_of_the_window_are_those_of_the_command_line(
    two_results: Callable[..., Any], tmp_path: Path
) -> None:
    for form in FileFormat:
        path = tmp_path / f"{form}{form.suffix}"
        done = two_results("saved", "export", "1", "--format", form, "--output", str(path))
        assert (done.code, done.out) == (0, "")
        assert path.with_name(path.name + PACKAGE_ENDING).exists() != form.holds_question
    book = openpyxl.load_workbook(tmp_path / "xlsx.xlsx")
    assert book.sheetnames == ["Data", "Query", "Targets"]
    assert [cell.value for cell in book["Data"]["J"]][1:] == ["Talk time", "=Next step"]
    rows = json.loads((tmp_path / "tidy-json.json").read_text())
    assert [row["metric_name"] for row in rows] == ["Talk time", "=Next step"]
    (page,) = json.loads((tmp_path / "raw-json.json").read_text())
    assert page["body"]["extraBeside"] == [1]


def test_text_goes_to_standard_output_and_the_rest_needs_a_file(two_results: Callable[..., Any]) -> None:
    rows = json.loads(two_results("saved", "show", "1", "--format", "tidy-json").out)
    assert [row["value"] for row in rows] == [1800, 1800]
    assert two_results("saved", "show", "1", "--format", "excel-csv").out.startswith("\ufefforganization_id")
    for form in ("xlsx", "parquet"):
        done = two_results("saved", "show", "1", "--format", form)
        assert (done.code, done.out) == (2, "")
        assert f"invalid choice: '{form}'" in done.err


def test_figures_alone_have_no_description_beside_them(two_results: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "alone.csv"
    assert two_results("saved", "export", "1", "--figures-only", "--output", str(path)).code == 0
    assert [found.name for found in tmp_path.iterdir() if found.suffix in {".csv", ".json"}] == ["alone.csv"]


def test_csv_for_excel_goes_by_the_locale(two_results: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": ","})
    done = two_results("saved", "show", "1", "--format", "excel-csv")
    assert ";Talk time;" in done.out

    def refuse(_category: int, wanted: str) -> None:
        if not wanted:  # the person's own, which this computer does not have
            raise locale.Error

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert ",Talk time," in two_results("saved", "show", "1", "--format", "excel-csv").out


def test_a_result_is_labelled_listed_and_found(two_results: Callable[..., Any]) -> None:
    named = ("--name", "Monday board", "--note", "Ask Ana", "--tag", "#weekly", "--tag", "Q4", "--pin")
    assert two_results("saved", "label", "1", *named).err == "Labelled result 1.\n"
    first = two_results("saved", "list").out.splitlines()[1].split("\t")
    assert (first[0], first[6:]) == ("1", ["Monday board", "weekly, Q4", "yes", "1 of 1"])
    assert two_results("saved", "label", "1", "--unpin", "--tag", "").code == 0  # the rest stays
    content = json.loads(two_results("saved", "list", "--format", "json", "--search", "monday").out)
    assert [one["id"] for one in content] == [1]
    assert (content[0]["note"], content[0]["tags"], content[0]["is_pinned"]) == ("Ask Ana", [], False)
    assert two_results("saved", "list", "--search", "#weekly").err == "No saved result holds that.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("label", "9", "--pin"), "There is no saved result 9."),
        (("label", "1", "--tag", "x" * 41), "--tag: A tag has at most 40 characters"),
        (("label", "1", "--pin", "--unpin"), "not allowed with"),
        (("limits", "--days", "-1"), "--days: Use a whole number from 1"),
        (("restore", ""), "this is no file name"),
    ],
)
def test_what_makes_no_sense_is_said(two_results: Callable[..., Any], arguments: tuple[str, ...], said: str) -> None:
    done = two_results("saved", *arguments)
    assert done.code == 2
    assert said in done.err


def test_no_text_is_made_of_a_result() -> None:
    """Python makes one of a task's result as asyncio ends: of a million values that would take seconds."""

    class Large:
        def __repr__(self) -> str:
            raise AssertionError

    async def work() -> Large:
        return Large()

    assert isinstance(run_to_end(work()), Large)
