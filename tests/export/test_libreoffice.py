"""LibreOffice, which shares no code with us, opens what we write: text is text to it, and numbers are the same."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hostile_samples import TEXTS, hostile_content

from siro_desktop.domain.exports import DATA_CSV, CsvDialect, FileFormat, FileKind, excel_csv
from siro_desktop.domain.units import UnitKind, unit_kind
from siro_desktop.export.csv_file import write_csv
from siro_desktop.export.export_file import build_table, export_file
from siro_desktop.export.text_forms import guard_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; CI installs it"),
    pytest.mark.timeout(300),
]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
AS_TEXT, AS_IT_LOOKS = "2", "1"
ENGLISH, GERMAN = 1033, 1031


@dataclass(frozen=True)
class Cell:
    """A cell as LibreOffice has it."""

    kind: str | None
    text: str
    number: str | None
    formula: str | None


def convert(folder: Path, name: str, *options: str) -> dict[str, list[list[Cell]]]:
    """Let LibreOffice open a file and write what it read as flat ODF; return its sheets."""
    profile = (folder / "profile").as_uri()
    command = [str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={profile}", *options]
    command += ["--convert-to", "fods", "--outdir", str(folder / "read"), str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    read = folder / "read" / f"{name.rpartition('.')[0]}.fods"
    assert read.exists(), done.stdout + done.stderr
    sheets = ET.parse(read).getroot().iter(f"{TABLE}table")
    return {sheet.get(f"{TABLE}name", ""): [*rows_of(sheet)] for sheet in sheets}


def rows_of(sheet: ET.Element) -> Iterator[list[Cell]]:
    for row in sheet.iter(f"{TABLE}table-row"):
        cells: list[Cell] = []
        for found in row:
            repeated = int(found.get(f"{TABLE}number-columns-repeated", "1"))
            cells += [read_cell(found)] * min(repeated, 1_000)
        if any(cell.kind for cell in cells):
            yield cells


def read_cell(found: ET.Element) -> Cell:
    lines = [text_of(part) for part in found if part.tag == f"{TEXT}p"]
    number = found.get(f"{OFFICE}value") or found.get(f"{OFFICE}date-value") or found.get(f"{OFFICE}time-value")
    return Cell(found.get(f"{OFFICE}value-type"), "\n".join(lines), number, found.get(f"{TABLE}formula"))


def text_of(part: ET.Element) -> str:
    """The text of a paragraph, with the blanks and tabs that ODF writes as elements."""
    written = {f"{TEXT}s": " " * int(part.get(f"{TEXT}c", "1")), f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
    inside = "".join(text_of(child) + (child.tail or "") for child in part)
    return written.get(part.tag, "") + (part.text or "") + inside


def csv_filter(dialect: CsvDialect, columns: list[str], language: int) -> str:
    """LibreOffice's own words for how a CSV file is to be read."""
    kinds = "/".join(f"{place}/{kind}" for place, kind in enumerate(columns, 1))
    return f"--infilter=Text - txt - csv (StarCalc):{ord(dialect.separator)},34,76,1,{kinds},{language},false,false"


def expected() -> list[dict[str, str]]:
    text = io.StringIO(newline="")
    list(write_csv(text, build_table(hostile_content()), DATA_CSV))
    return list(csv.DictReader(io.StringIO(text.getvalue(), newline="")))


def check_figures(rows: list[dict[str, Cell]]) -> None:
    for row, line in zip(rows, expected(), strict=True):
        for name in ("value", "pass_rate", "recordings_evaluated", "number"):
            if line[name]:
                assert row[name].kind in {"float", "percentage"}, (name, row[name])
                assert float(row[name].number or "nan") == pytest.approx(float(line[name]), rel=1e-14)
            else:
                assert row[name].kind is None


def by_name(rows: list[list[Cell]]) -> list[dict[str, Cell]]:
    head, *lines = rows
    return [{name.text: cell for name, cell in zip(head, line, strict=False)} for line in lines]


@pytest.mark.parametrize(
    ("form", "dialect", "language"),
    [
        (FileFormat.CSV, DATA_CSV, ENGLISH),
        (FileFormat.EXCEL_CSV, excel_csv(","), GERMAN),
    ],
)
def test_csv_is_read_as_it_was_meant(tmp_path: Path, form: FileFormat, dialect: CsvDialect, language: int) -> None:
    content = hostile_content()
    export_file(tmp_path / "x.csv", content, FileKind(form, dialect))
    columns = [
        AS_IT_LOOKS if column.kind.is_number or column.name == "number" else AS_TEXT
        for column in build_table(content).columns
    ]
    sheets = convert(tmp_path, "x.csv", csv_filter(dialect, columns, language))

    (rows,) = sheets.values()
    assert [cell for row in rows for cell in row if cell.formula] == []
    figures = by_name(rows)
    for name in ("metric_id", "metric_name", "metric_type", "description"):
        assert [row[name].text for row in figures] == [guard_text(text) for text in TEXTS]
    assert {row["entity_name"].text for row in figures} == {"'=Ana, +team"}
    check_figures(figures)


def test_csv_opened_by_a_double_click_calculates_nothing(tmp_path: Path) -> None:
    export_file(tmp_path / "x.csv", hostile_content(), FileKind(FileFormat.CSV))
    everything = [AS_IT_LOOKS] * len(build_table(hostile_content()).columns)
    # The last two words: quoted fields are not text for that, and formulas are calculated.
    options = csv_filter(DATA_CSV, everything, ENGLISH).removesuffix(",false,false")
    sheets = convert(tmp_path, "x.csv", f"{options},false,true,false,false,false,-1,,true")

    (rows,) = sheets.values()
    assert len(rows) == len(TEXTS) + 1
    assert [cell for row in rows for cell in row if cell.formula] == []
    check_figures(by_name(rows))


def test_a_workbook_is_read_as_it_was_meant(tmp_path: Path) -> None:
    content = hostile_content()
    export_file(tmp_path / "x.xlsx", content, FileKind(FileFormat.XLSX))
    sheets = convert(tmp_path, "x.xlsx")

    assert list(sheets) == ["Data", "Query", "Targets"]
    assert [cell for rows in sheets.values() for row in rows for cell in row if cell.formula] == []
    figures = by_name(sheets["Data"])
    for name in ("metric_id", "metric_name", "metric_type", "description"):
        assert [row[name].kind for row in figures] == ["string"] * len(TEXTS)
        assert [row[name].text for row in figures] == list(TEXTS)
    check_figures(figures)
    for row, line in zip(figures, expected(), strict=True):
        assert row["start_at"].kind == "date"
        assert (row["start_at"].number or "")[:10] == datetime.fromisoformat(line["start_at"]).date().isoformat()
        is_duration = unit_kind(line["unit"], line["unit_abbreviated"]) is UnitKind.SECONDS
        if is_duration and line["value"] and 0 <= float(line["value"]) < 1e9:
            assert row["value_shown"].kind == "time"
