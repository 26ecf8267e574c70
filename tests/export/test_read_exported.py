"""What is exported comes back, whatever its kind; what somebody has made up or broken is told in a sentence."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import json
import os
import random
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from export_samples import make_answer, make_metrics, make_saved
from hostile_samples import hostile_content
from hypothesis import given, settings
from hypothesis import strategies as st
from test_wide_form import SAVED

from siro_desktop.domain.exported import NOWHERE, ExportedFile, FigureCheck
from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind, excel_csv
from siro_desktop.domain.question import question_of
from siro_desktop.domain.question_json import QueryFile
from siro_desktop.domain.results import Page
from siro_desktop.errors import UnusableFile
from siro_desktop.export import read_rows, xlsx_reader
from siro_desktop.export.export_file import export_file
from siro_desktop.export.query_files import write_query_file
from siro_desktop.export.xlsx_reader import Workbook
from siro_desktop.jobs.exported_files import OpenFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from siro_desktop.domain.results import SavedResult

KINDS = (
    FileKind(FileFormat.CSV),
    FileKind(FileFormat.EXCEL_CSV, excel_csv(",")),
    FileKind(FileFormat.XLSX),
    FileKind(FileFormat.TIDY_JSON),
    FileKind(FileFormat.PARQUET),
)
WIDE_KINDS = KINDS[:3]


def opened(path: Path) -> ExportedFile:
    found = asyncio.run(OpenFile(path).run(None, lambda _: None))
    assert isinstance(found, ExportedFile)
    return found


def held(exported: ExportedFile, saved: SavedResult) -> tuple[int, int, int]:
    check = FigureCheck(exported)
    check.add([(NOWHERE, None)])
    check.add((place, saved.answers.get(cell.key)) for place, cell in enumerate(saved.plan.cells))
    return check.same, check.differing, check.missing


def exported_to(folder: Path, content: ExportContent, kind: FileKind, name: str = "x") -> Path:
    path = folder / f"{name}{kind.form.suffix}"
    export_file(path, content, kind)
    return path


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
    answer = dataclasses.replace(saved.answers["key0"], pages=(page(first), page(second)))
    saved = dataclasses.replace(saved, answers={"key0": answer})
    exported = opened(exported_to(tmp_path, ExportContent(saved=saved), FileKind(FileFormat.RAW_JSON)))
    assert held(exported, saved) == (2, 0, 0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.form.value)
def test_what_differs_is_counted(tmp_path: Path, kind: FileKind) -> None:
    before = make_saved(
        make_metrics({"ids": "a", "values": 1.5}, {"ids": "b"}, {"ids": "c"}, {"ids": "d", "values": None})
    )
    now = make_metrics({"ids": "a", "values": 1.25}, {"ids": "b", "units": "minutes"}, {"ids": "d", "values": 0})
    after = dataclasses.replace(before, answers={"key0": make_answer("key0", now)})
    exported = opened(exported_to(tmp_path, ExportContent(saved=before), kind))
    assert held(exported, before) == (4, 0, 0)
    assert held(exported, after) == (0, 4, 0)
    assert held(exported, dataclasses.replace(before, answers={})) == (0, 0, 4)
    more = dataclasses.replace(
        before, answers={"key0": dataclasses.replace(before.answers["key0"], recordings_evaluated=151)}
    )
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


# Files that somebody made up or broke --------------------------------------------------------------------------------


def change_package(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    path = exported_to(folder, ExportContent(saved=SAVED), KINDS[0])
    beside = path.with_name("x.csv.datapackage.json")
    package = json.loads(beside.read_text())
    change(package)
    beside.write_text(json.dumps(package))
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.pop("siro"),
        lambda package: package.update(siro=[]),
        lambda package: package["siro"].update(siroexport=True),
        lambda package: package["siro"].update(siroexport=0),
        lambda package: package["siro"].update(siroquery=7),
        lambda package: package["siro"].update(answers=[]),
        lambda package: package["siro"].update(answers=[{}] * 10_001),
        lambda package: package["siro"]["answers"][0].update(query=3),
        lambda package: package["siro"]["answers"][0]["query"].pop("period"),
    ],
)
def test_a_description_that_is_not_ours(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = change_package(tmp_path, change)
    with pytest.raises(UnusableFile, match="was not written by Siro Desktop"):
        opened(path)


def test_a_description_of_a_newer_version(tmp_path: Path) -> None:
    path = change_package(tmp_path, lambda package: package["siro"].update(siroexport=2))
    with pytest.raises(UnusableFile, match="newer version"):
        opened(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package["siro"].update(format="exe"),
        lambda package: package["siro"].update(format=None),
        lambda package: package["siro"].update(format="tidy-json"),
        lambda package: package["siro"].update(format="raw-json"),
        lambda package: package["siro"].update(format="parquet"),
        lambda package: package["siro"].update(format="xlsx"),
    ],
)
def test_figures_that_cannot_be_read_leave_the_question(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    exported = opened(change_package(tmp_path, change))
    assert exported.figures is None
    assert exported.why_not.endswith(".")
    assert exported.query_file.question == question_of(SAVED.plan)


@pytest.mark.parametrize(
    ("form", "content", "reason"),
    [
        ("tidy-json", b"{}", "not a list of figures"),
        ("tidy-json", b"[1]", "not a list of figures"),
        ("raw-json", b"[]", ""),
        ("raw-json", b'[{"cell": [], "body": {"data": {}}}]', "Siro's answers"),
        ("csv", b"\xff\xfe", "not CSV in UTF-8"),
        ("csv", b"", ""),
    ],
)
def test_figures_of_another_form_are_told(tmp_path: Path, form: str, content: bytes, reason: str) -> None:
    path = change_package(tmp_path, lambda package: package["siro"].update(format=form))
    path.write_bytes(content)
    exported = opened(path)
    assert reason in exported.why_not
    assert (exported.figures is None) == bool(reason)


def test_a_number_that_is_none_is_no_other_number(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[3])
    rows = json.loads(path.read_bytes())
    rows[0]["value"], rows[1]["pass_rate"], rows[2]["value"] = True, "many", "9" * 400
    path.write_text(json.dumps(rows))
    assert held(opened(path), SAVED) == (1, 3, 0)


def test_a_workbook_without_its_figures_is_told(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), FileKind(FileFormat.XLSX))
    book = openpyxl.load_workbook(path)
    del book["Data"]
    book.save(path)
    assert opened(path).why_not == "It has no sheet Data any more."


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.update(resources=None),
        lambda package: package.update(resources=[None]),
        lambda package: package["resources"][0].update(hash=5, schema=[], dialect="x"),
        lambda package: package["resources"][0].update(schema={"fields": [1, {"decimalChar": []}]}),
        lambda package: package["resources"][0].update(schema={"fields": 1}),
        lambda package: package["siro"].update(view=[], time_zone=5),
        lambda package: package["siro"]["answers"][0].update(fetched_at="yesterday"),
    ],
)
def test_what_else_is_wrong_in_a_description_does_no_harm(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    exported = opened(change_package(tmp_path, change))
    assert exported.query_file.question == question_of(SAVED.plan)


def test_a_description_can_point_at_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("metric_id,value\n")
    path = change_package(tmp_path, lambda package: package["resources"][0].update(path="secret.csv"))
    assert opened(path).name == "x.csv"


def test_pipes_folders_and_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name, reason in (("pipe.csv", "a device or a pipe"), ("folder.csv", "a folder"), ("none.csv", "no such file")):
        with pytest.raises(UnusableFile, match=f"“{name}”: .*{reason}"):
            opened(tmp_path / name)
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[0])
    monkeypatch.setattr(read_rows, "LARGEST_FILE", 2**20 - 2**20 + 100)
    assert "are not read again" in opened(path).why_not


def workbook_with(folder: Path, part: str, content: bytes) -> Path:
    """A workbook with one part replaced."""
    path = exported_to(folder, ExportContent(saved=SAVED), FileKind(FileFormat.XLSX))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in parts.items():
            new.writestr(name, body)
    return path


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("xl/workbook.xml", b"<workbook/>", "no sheet Query"),
        ("xl/workbook.xml", b"<workbook", "damaged"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>", "not a complete"),
        ("xl/worksheets/sheet2.xml", b"<worksheet/>", "does not say any more"),
        ("xl/worksheets/sheet2.xml", BOMB, "damaged"),
        ("xl/worksheets/sheet2.xml", b'<x><row><c t="s"><v>5</v></c></row></x>', "damaged"),
        ("xl/worksheets/sheet2.xml", b'<x><row><c r="XFE1"><v>5</v></c></row></x>', "damaged"),
        ("xl/worksheets/sheet2.xml", b'<x><row><c r="B1"/><c r="A1"/></row></x>', "damaged"),
        ("xl/worksheets/sheet2.xml", b"<x><row><c><v>five</v></c></row></x>", "damaged"),
    ],
)
def test_a_workbook_that_is_broken_or_dangerous(tmp_path: Path, part: str, content: bytes, reason: str) -> None:
    with pytest.raises(UnusableFile, match=reason):
        opened(workbook_with(tmp_path, part, content))


def test_a_workbook_that_grows_when_unpacked_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "LARGEST_SHEET", 1_000_000)
    path = workbook_with(tmp_path, "xl/worksheets/sheet1.xml", b"<x>" + b" " * 2_000_000 + b"</x>")
    assert path.stat().st_size < 100_000
    assert "too large" in opened(path).why_not


def test_a_workbook_of_somebody_else(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(UnusableFile, match="has no sheet Query"):
        opened(tmp_path / "x.xlsx")


def test_a_reader_of_workbooks_knows_every_kind_of_cell() -> None:
    stream = io.BytesIO()
    sheet = b"""<s:worksheet xmlns:s="x"><s:sheetData><s:row r="1">
    <s:c t="s"><s:v>0</s:v></s:c><s:c r="C1"><s:v>1.5</s:v></s:c><s:c t="b"><s:v>1</s:v></s:c>
    <s:c t="str"><s:f>1+1</s:f><s:v>_x0041_</s:v></s:c><s:c/></s:row><s:row/></s:sheetData></s:worksheet>"""
    texts = b"<sst><si><r><t>So</t></r><rPh><t>aside</t></rPh><r><t>me</t></r></si></sst>"
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("xl/workbook.xml", b'<workbook><sheets><sheet name="D" r:id="a"/></sheets></workbook>')
        parts.writestr("xl/_rels/workbook.xml.rels", b'<R><Relationship Id="a" Target="/xl/s.xml"/></R>')
        parts.writestr("xl/s.xml", sheet)
        parts.writestr("xl/sharedStrings.xml", texts)
    book = Workbook(stream)
    assert list(book.rows("D")) == [["Some", None, 1.5, "1", "A", None]]


@settings(max_examples=150)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_whatever_happens_to_the_bytes_there_is_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, kind: FileKind, seed: int
) -> None:
    dice, folder = random.Random(seed), tmp_path_factory.mktemp("mutated")  # a workbook says when it was made
    path = exported_to(folder, ExportContent(saved=SAVED), kind)
    target = dice.choice(sorted(folder.iterdir()))
    content = bytearray(target.read_bytes())
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(content))
        if dice.random() < 0.5:
            content[place] = dice.randrange(256)
        else:
            del content[place : place + dice.randint(1, 100)]
    target.write_bytes(bytes(content))
    said = []
    try:
        said.append(opened(path).why_not)
    except UnusableFile as error:
        said.append(error.message)
    assert said[0].endswith((".", "?")) or not said[0]
