"""Workbooks that somebody made up or broke, and what their reader knows of them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from comparison_samples import SAVED
from reading_samples import exported_to, opened, workbook_with

from siro_desktop.domain.exports import ExportContent, FileFormat, FileKind
from siro_desktop.errors import UnusableFile
from siro_desktop.export import xlsx_reader
from siro_desktop.export.xlsx_reader import Workbook

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_without_its_figures_is_told(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), FileKind(FileFormat.XLSX))
    book = openpyxl.load_workbook(path)
    del book["Data"]
    book.save(path)
    assert opened(path).why_not == "It has no sheet Data any more."


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
