"""What is exported comes back, whatever its kind."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from comparison_samples import SAVED
from export_samples import make_answer, make_metrics, make_saved
from hostile_samples import hostile_content
from msgspec.structs import replace
from reading_samples import KINDS, WIDE_KINDS, change_package, exported_to, held, opened

from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind
from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import QueryFile
from siro_desktop.domain.results import Page
from siro_desktop.errors import UnusableFile
from siro_desktop.export.query_files import write_query_file
from siro_desktop.jobs.exported_files import OpenFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.form.value)
@pytest.mark.parametrize("content", [hostile_content(), ExportContent(saved=SAVED)], ids=["hostile", "comparison"])
def test_question_and_figures_come_back(tmp_path: Path, kind: FileKind, content: ExportContent) -> None:
    exported = opened(exported_to(tmp_path, content, kind))
    saved = content.saved
    figures = sum(len(answer.metrics) for answer in saved.answers.values())
    assert exported.query_file.question == question_of(saved.plan)
    assert exported.cells == tuple(cell.query for cell in saved.plan.cells)
    assert exported.fetched_at == max(answer.fetched_at for answer in saved.answers.values())
    assert exported.is_changed in {False, None}
    assert (exported.why_not, held(exported, saved)) == ("", (figures, 0, 0))


def cut_to(path: Path, lines: int) -> Path:
    kept = path.read_bytes().splitlines(keepends=True)[:lines]
    path.write_bytes(b"".join(kept))
    return path


@pytest.mark.parametrize("is_wide", [False, True])
def test_rows_that_are_not_there_any_more_are_counted(tmp_path: Path, is_wide: bool) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED, is_wide=is_wide), KINDS[0])
    whole = opened(path)
    rows = whole.row_count
    assert rows is not None
    assert rows > 1
    assert (whole.lost, whole.is_wide) == (0, is_wide)
    for lines, lost in ((2, rows - 1), (1, rows), (0, rows)):
        exported = opened(cut_to(path, lines))
        assert (exported.lost, exported.row_count, exported.why_not) == (lost, rows, "")


def test_rows_that_a_workbook_lost_are_counted(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), FileKind(FileFormat.XLSX))
    book = openpyxl.load_workbook(path)
    book["Data"].delete_rows(2, 2)
    book.save(path)
    assert opened(path).lost == 2


@pytest.mark.parametrize("given", [True, -1, "4", 1e3, 10**400, None])
def test_a_count_that_is_none_is_no_count(tmp_path: Path, given: object) -> None:
    exported = opened(change_package(tmp_path, lambda package: package["siro"].update(row_count=given)))
    assert (exported.row_count, exported.lost) == (None, 0)


@pytest.mark.parametrize("kind", WIDE_KINDS, ids=lambda kind: kind.form.value)
def test_the_wide_form_comes_back(tmp_path: Path, kind: FileKind) -> None:
    exported = opened(exported_to(tmp_path, ExportContent(saved=SAVED, is_wide=True), kind))
    assert held(exported, SAVED) == (4, 0, 0)


def test_answers_as_they_came_come_back(tmp_path: Path) -> None:
    def page(*metrics: dict[str, Any]) -> Page:
        return Page(
            "https://x", json.dumps({"data": {"recordingsEvaluatedCount": 150, "metricValues": metrics}}).encode()
        )

    first = {"id": "m1", "unit": "seconds", "value": 1800, "passRate": 50}
    second = {"id": "m2", "unit": "seconds"}
    saved = make_saved(make_metrics({"pass_rates": 50}, {"ids": "m2", "values": None}), None)
    answer = replace(saved.answers["key0"], pages=(page(first), page(second)))
    saved = replace(saved, answers={"key0": answer})
    exported = opened(exported_to(tmp_path, ExportContent(saved=saved), FileKind(FileFormat.RAW_JSON)))
    assert held(exported, saved) == (2, 0, 0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.form.value)
def test_what_differs_is_counted(tmp_path: Path, kind: FileKind) -> None:
    before = make_saved(
        make_metrics({"ids": "a", "values": 1.5}, {"ids": "b"}, {"ids": "c"}, {"ids": "d", "values": None})
    )
    now = make_metrics({"ids": "a", "values": 1.25}, {"ids": "b", "units": "minutes"}, {"ids": "d", "values": 0})
    after = replace(before, answers={"key0": make_answer("key0", now)})
    exported = opened(exported_to(tmp_path, ExportContent(saved=before), kind))
    assert held(exported, before) == (4, 0, 0)
    assert held(exported, after) == (0, 4, 0)
    assert held(exported, replace(before, answers={})) == (0, 0, 4)
    more = replace(before, answers={"key0": replace(before.answers["key0"], recordings_evaluated=151)})
    assert held(exported, more) == (0, 4, 0)


def test_a_part_of_the_rows_and_of_the_columns_does(tmp_path: Path) -> None:
    content = ExportContent(
        saved=SAVED,
        rows=[(SAVED.plan.cells[2].key, 0), (SAVED.plan.cells[0].key, 1)],
        without=frozenset({"pass_rate", "recordings_evaluated", "description", "unit"}),
    )
    for kind in KINDS:
        exported = opened(exported_to(tmp_path, content, kind))
        assert exported.fields == {"value"}
        assert held(exported, SAVED) == (2, 0, 0)


def test_a_value_only_as_it_is_shown_does_where_its_unit_is_there(tmp_path: Path) -> None:
    saved = make_saved(make_metrics({"values": 112.0}, {"values": 43.25, "units": "percent"}))
    xlsx = FileKind(FileFormat.XLSX)
    exported = opened(exported_to(tmp_path, ExportContent(saved=saved, without=frozenset({"value"})), xlsx))
    assert held(exported, saved) == (2, 0, 0)
    bare = ExportContent(saved=saved, without=frozenset({"value", "unit", "pass_rate"}))
    assert "left out" in opened(exported_to(tmp_path, bare, xlsx)).why_not


@pytest.mark.parametrize("left_out", ["metric_id", "filter_by_ids", "start_at"])
def test_columns_that_tell_figures_apart_are_missed(tmp_path: Path, left_out: str) -> None:
    content = ExportContent(saved=SAVED, without=frozenset({left_out}))
    for kind in KINDS:
        exported = opened(exported_to(tmp_path, content, kind))
        assert exported.figures is None
        assert "left out" in exported.why_not
        assert exported.query_file.question == question_of(SAVED.plan)


def test_the_description_alone_brings_the_question(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED, view={"view": "matrix"}), KINDS[0])
    beside = path.with_name("x.csv.datapackage.json")
    assert held(opened(beside), SAVED) == (4, 0, 0)  # either of both will do
    path.unlink()
    exported = opened(beside)
    assert (exported.name, exported.view, exported.is_changed) == ("x.csv", {"view": "matrix"}, None)
    assert exported.why_not == "“x.csv” is not beside it."


def test_a_file_without_its_description_says_where_it_should_be(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[0])
    path.with_name("x.csv.datapackage.json").unlink()
    with pytest.raises(
        UnusableFile, match=r"“x.csv”: It does not say what was asked: there is no file “x.csv.datapackage"
    ):
        opened(path)


def test_a_file_that_was_changed_is_found_out(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[0])
    path.write_bytes(path.read_bytes().replace(b",5,", b",6,"))
    exported = opened(path)
    assert (exported.is_changed, held(exported, SAVED)) == (True, (3, 1, 0))


def test_a_file_that_excel_saved_again_with_semicolons_is_still_read(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[0])
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    exported = opened(path)
    assert (exported.is_changed, held(exported, SAVED)) == (True, (4, 0, 0))


def test_a_workbook_that_another_program_saved_again_is_still_read(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), FileKind(FileFormat.XLSX))
    openpyxl.load_workbook(path).save(path)  # with shared texts, other styles and other parts
    assert held(opened(path), SAVED) == (4, 0, 0)


def test_queries_are_opened_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "board.siroquery"
    write_query_file(path, QueryFile(question=question_of(SAVED.plan), name="Board"))
    assert asyncio.run(OpenFile(path).run(None, lambda _: None)).question == question_of(SAVED.plan)
    path.write_text("{}")
    with pytest.raises(UnusableFile, match="“siroquery” is missing"):
        asyncio.run(OpenFile(path).run(None, lambda _: None))
