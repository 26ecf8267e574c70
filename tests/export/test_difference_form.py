"""A difference as a file: a row for each metric with both sides, where they come from, and the way back."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from comparison_samples import compared
from export_samples import make_metrics
from msgspec.structs import replace

from siro_desktop.domain.differences import find_differences
from siro_desktop.domain.exports import PACKAGE_ENDING, ExportContent, FileFormat, FileKind, Scope, excel_csv
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.sides import sides_of
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.domain.two_sides import TwoSides
from siro_desktop.errors import UnusableFile
from siro_desktop.export.columns import columns_of
from siro_desktop.export.export_file import export_file
from siro_desktop.export.file_name import suggest_side_name
from siro_desktop.export.long_form import LongForm
from siro_desktop.export.read_exported import find_export
from siro_desktop.export.xlsx_reader import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.exported import ExportedFigure, ExportedFile
    from siro_desktop.domain.results import SavedResult

TALK = {"ids": "talk", "names": "Talk time", "values": 90.0}
SHARE = {"ids": "share", "names": "Share", "units": "percent", "unit_abbreviations": "%", "values": 40.0}
SILENT = {"ids": "silent", "names": "=Silence", "values": None}
NAMES = Names(users=(NamedId("ana", "Ana Ruiz"), NamedId("ben", "Ben Cole")))
SHOWN = compared(
    make_metrics(TALK, {**SHARE, "pass_rates": 50.0}, SILENT),
    make_metrics({**TALK, "values": 60.0}, {**SHARE, "values": 50.0, "pass_rates": 75.0}),
    make_metrics(TALK),
    None,
)
OTHER = replace(compared(make_metrics({**TALK, "values": 0.0}), None, None, None), id=2, time_zone="Europe/Berlin")


def content(a: SavedResult = SHOWN, b: SavedResult = SHOWN, places: tuple[int, int] = (0, 1)) -> ExportContent:
    one, other = sides_of(a)[places[0]], sides_of(b)[places[1]]
    targets = Targets((Target(metric_id="share", minimum=48),))
    found = find_differences(one, other, targets)
    sides = TwoSides(results=(a, b), cells=(one.cell, other.cell), differences=found)
    return ExportContent(saved=SHOWN, scope=Scope.VIEW, names=NAMES, sides=sides, targets=targets)


def written(tmp_path: Path, wanted: ExportContent, form: FileFormat = FileFormat.CSV) -> Path:
    path = tmp_path / f"difference{form.suffix}"
    export_file(path, wanted, FileKind(form))
    return path


def lines(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return {row["metric_id"]: row for row in csv.DictReader(stream)}


def said(path: Path) -> dict[str, Any]:
    return json.loads(path.with_name(path.name + PACKAGE_ENDING).read_text())["siro"]


def back(path: Path) -> tuple[ExportedFile, list[ExportedFigure]]:
    found = find_export(path)
    exported = found.exported()
    return exported, list(found.figures(exported))


def test_a_row_holds_both_sides_and_what_lies_between_them(tmp_path: Path) -> None:
    rows = lines(written(tmp_path, content()))
    assert list(rows) == ["talk", "share", "silent"]
    share = rows["share"]
    assert (share["metric_name"], share["unit"], share["unit_abbreviated"]) == ("Share", "percent", "%")
    assert (share["value_a"], share["recordings_a"]) == ("40", "1")
    assert (share["value_b"], share["recordings_b"]) == ("50", "2")
    assert (share["difference"], share["relative_difference_percent"]) == ("10", "25")
    assert (share["pass_rate_a"], share["pass_rate_b"], share["pass_rate_difference"]) == ("50", "75", "25")
    assert (share["target_minimum"], share["target_maximum"], share["movement"]) == ("48", "", "towards")
    assert {row["entity_name_a"] for row in rows.values()} == {"Ana Ruiz"}
    assert share["filter_by_ids_b"] == "ana"
    assert share["period_label_a"] == "2026-10-05 to 2026-10-11"
    assert share["period_label_b"] == "2026-10-12 to 2026-10-18"
    assert share["fetched_at_a"] == "2026-11-02T10:00:00.250-07:00"


def test_what_is_missing_is_neither_0_nor_a_difference(tmp_path: Path) -> None:
    silent = lines(written(tmp_path, content()))["silent"]
    assert silent["metric_name"] == "'=Silence"  # guarded
    assert (silent["value_a"], silent["recordings_a"]) == ("", "1")
    assert (silent["value_b"], silent["recordings_b"]) == ("", "")  # B does not have it
    assert (silent["difference"], silent["relative_difference_percent"]) == ("", "")


def test_a_side_without_an_answer_has_no_figures(tmp_path: Path) -> None:
    path = written(tmp_path, content(places=(2, 3)))
    talk = lines(path)["talk"]
    assert (talk["value_a"], talk["value_b"], talk["fetched_at_b"]) == ("90", "", "")
    assert [one["answered"] for one in said(path)["answers"]] == [True, False]


def test_another_result_is_a_side_with_its_own_provenance(tmp_path: Path) -> None:
    path = written(tmp_path, content(OTHER, SHOWN, (0, 0)))
    talk = lines(path)["talk"]
    assert (talk["value_a"], talk["value_b"], talk["difference"]) == ("0", "90", "90")
    assert talk["relative_difference_percent"] == ""  # there is no share of nothing
    assert talk["start_at_a"] == "2026-10-05T08:00:00+02:00"  # on the clocks of its own result
    assert talk["start_at_b"] == "2026-10-05T00:00:00-06:00"
    told = said(path)
    assert (told["form"], told["rows"], told["row_count"]) == ("difference", "view", 3)
    a, b = told["sides"]["a"], told["sides"]["b"]
    assert (a["time_zone"], b["time_zone"]) == ("Europe/Berlin", "America/Denver")
    assert a["siroquery"]["ids"] == ["ana", "ben"]
    answers = told["answers"]
    assert [one["recordings_evaluated"] for one in answers] == [1, 1]
    assert [one["query"]["filter_by_ids"] for one in answers] == [["ana"], ["ana"]]
    assert answers[0]["fetched_at"] == "2026-11-02T17:00:00.250Z"


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX, FileFormat.TIDY_JSON])
def test_a_file_of_a_difference_is_read_back(tmp_path: Path, form: FileFormat) -> None:
    exported, figures = back(written(tmp_path, content(OTHER, SHOWN, (0, 1)), form))
    known = [(one.cell, one.metric_id, one.value, one.pass_rate, one.recordings) for one in figures]
    assert known == [(0, "talk", 0.0, None, 1.0), (1, "talk", 60.0, None, 2.0), (1, "share", 50.0, 75.0, 2.0)]
    assert exported.cells == (OTHER.plan.cells[0].query, SHOWN.plan.cells[1].query)
    assert exported.query == SHOWN.plan.query
    assert exported.sides is not None
    a, b = exported.sides
    assert (a.query, a.compare_by, a.asked_at) == (OTHER.plan.query, OTHER.plan.compare_by, OTHER.saved_at)
    assert (a.is_shown, b.is_shown) == (False, True)
    assert exported.row_count == 2


def test_decimals_with_a_comma_are_read_back(tmp_path: Path) -> None:
    first, second = ({**SHARE, "values": 40.25, "pass_rates": 50.5}, {**SHARE, "values": -5.75, "pass_rates": 1.125})
    saved = compared(make_metrics(first), make_metrics(second), None, None)
    path = tmp_path / "difference.csv"
    export_file(path, content(saved, saved), FileKind(FileFormat.EXCEL_CSV, excel_csv(",")))
    assert ";40,25;1;-5,75;2;-46;" in path.read_text(encoding="utf-8")
    _, figures = back(path)
    assert [(one.value, one.pass_rate, one.recordings) for one in figures] == [(40.25, 50.5, 1.0), (-5.75, 1.125, 2.0)]


def test_a_workbook_says_both_sides_in_words(tmp_path: Path) -> None:
    path = written(tmp_path, content(OTHER, SHOWN, (0, 1)), FileFormat.XLSX)
    with path.open("rb") as stream:
        book = Workbook(stream)
        told = {row[0]: row[1] for row in book.rows("Query") if len(row) > 1}
        head = next(iter(book.rows("Data")))
    assert told["A"] == "Ana Ruiz"
    assert told["A: period"] == "2026-10-05 08:00+02:00 to 2026-10-12 08:00+02:00 (Europe/Berlin)"
    assert told["B: period"] == "2026-10-12 to 2026-10-18 (America/Denver)"
    assert (told["A: recordings evaluated"], told["B: recordings evaluated"]) == (1, 2)
    assert told["Instants in Data"] == "on the clocks of Europe/Berlin for A, America/Denver for B"
    assert told["A: fetched in UTC"] == "2026-11-02T17:00:00.250Z"
    assert head[head.index("value_a") : head.index("value_b") + 2] == [
        *("value_a", "value_shown_a", "recordings_a", "value_b", "value_shown_b"),
    ]


def test_columns_can_be_left_out_and_the_figures_then_cannot_be_told(tmp_path: Path) -> None:
    wanted = content()
    names = columns_of(wanted)[FileFormat.CSV, False]
    assert names[:2] == ("metric_id", "metric_name")
    assert columns_of(wanted)[FileFormat.XLSX, False].count("value_shown") == 1
    few = replace(wanted, without=frozenset(names) - {"metric_name", "difference"})
    path = written(tmp_path, few)
    assert path.read_text(encoding="utf-8").splitlines()[0] == "metric_name,difference"
    found = find_export(path)
    with pytest.raises(UnusableFile, match="Its columns do not tell which figure is which"):
        list(found.figures(found.exported()))


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: told.pop("sides"),
        lambda told: told.update(sides=[1, 2]),
        lambda told: told["sides"].pop("b"),
        lambda told: told["sides"].update(a="a"),
        lambda told: told["sides"]["a"].pop("siroquery"),
        lambda told: told["sides"]["a"]["siroquery"].update(ids=7),
        lambda told: told["answers"].pop(),
    ],
)
def test_what_does_not_say_its_two_sides_is_refused_in_a_sentence(tmp_path: Path, damage) -> None:
    beside = written(tmp_path, content()).with_suffix(".csv" + PACKAGE_ENDING)
    package = json.loads(beside.read_text())
    damage(package["siro"])
    beside.write_text(json.dumps(package))
    with pytest.raises(UnusableFile):
        find_export(beside).exported()


def test_an_instant_that_nobody_understands_is_none(tmp_path: Path) -> None:
    beside = written(tmp_path, content()).with_suffix(".csv" + PACKAGE_ENDING)
    package = json.loads(beside.read_text())
    package["siro"]["sides"]["a"]["asked_at"] = "yesterday"
    beside.write_text(json.dumps(package))
    sides = find_export(beside).exported().sides
    assert sides is not None
    assert (sides[0].asked_at, sides[1].asked_at) == (None, SHOWN.saved_at)


def test_a_difference_of_aliases_names_nobody() -> None:
    wanted = content().sides
    assert wanted is not None

    def hide(saved: SavedResult) -> SavedResult:
        cells = tuple(
            replace(cell, query=replace(cell.query, ids=tuple(f"alias of {one[0]}" for one in cell.query.ids)))
            for cell in saved.plan.cells
        )
        return replace(saved, plan=replace(saved.plan, cells=cells))

    hidden = wanted.changed(hide)
    assert [cell.query.ids for cell in hidden.cells] == [("alias of a",), ("alias of a",)]
    assert [cell.key for cell in hidden.cells] == [cell.key for cell in wanted.cells]
    assert len(hidden) == 3


@pytest.mark.parametrize(
    ("places", "types", "expected"),
    [
        ((0, 1), ("roof", "roof"), "roof, Ana Ruiz 2026-10-12 to 2026-10-18 against 2026-10-05 to 2026-10-11.csv"),
        ((0, 2), ("roof", "roof"), "roof, Ben Cole against Ana Ruiz 2026-10-05 to 2026-10-11.csv"),
        ((0, 0), ("storm", "roof"), "roof against storm, Ana Ruiz 2026-10-05 to 2026-10-11.csv"),
        ((0, 0), ("roof", "roof"), "roof, Ana Ruiz 2026-10-05 to 2026-10-11.csv"),
    ],
)
def test_a_suggested_name_says_what_is_held_against_what(places, types, expected) -> None:
    sides = content(SHOWN, SHOWN, places).sides
    assert sides is not None
    cells = (
        replace(cell, query=replace(cell.query, conversation_type_id=kind))
        for cell, kind in zip(sides.cells, types, strict=True)
    )
    assert suggest_side_name(replace(sides, cells=tuple(cells)), ".csv", NAMES) == expected


def test_a_suggested_name_of_long_names_stays_short() -> None:
    long = Names(users=(NamedId("ana", "屋" * 100), NamedId("ben", "B" * 100)))
    sides = content(SHOWN, SHOWN, (0, 3)).sides
    assert sides is not None
    name = suggest_side_name(sides, ".csv", long)
    assert " against " in name
    assert len(name.encode()) <= 180


def test_other_files_stay_as_they_were() -> None:
    table = LongForm(ExportContent(saved=SHOWN))
    assert "value_a" not in [column.name for column in table.columns]
