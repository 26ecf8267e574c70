"""Workbooks as openpyxl, which is no relation of the writer, reads them: typed cells, and never a formula or a link."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import zipfile
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from comparison_samples import FIRST, SAVED
from export_samples import make_metrics, make_practice, make_saved
from hostile_samples import TEXTS, hostile_content
from openpyxl.utils.escape import unescape
from xlsxwriter.exceptions import FileCreateError, FileSizeError

from siro_desktop.domain.exports import DATA_CSV, ExportContent, FileFormat, FileKind, Scope
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.errors import ExportError
from siro_desktop.export import xlsx_file
from siro_desktop.export.csv_file import write_csv
from siro_desktop.export.export_file import build_table, export_file
from siro_desktop.export.xlsx_cells import LONGEST_TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

XLSX = FileKind(FileFormat.XLSX)


def book_of(folder: Path, content: ExportContent) -> Workbook:
    export_file(folder / "x.xlsx", content, XLSX)
    return openpyxl.load_workbook(folder / "x.xlsx")


def rows_of(book: Workbook, sheet: str = "Data") -> list[dict[str, Any]]:
    head, *rows = ([_read(value) for value in row] for row in book[sheet].iter_rows(values_only=True))
    return [dict(zip(head, row, strict=True)) for row in rows]


def _read(value: Any) -> Any:
    """What Excel reads: openpyxl leaves escaped what looks like an escape."""
    return unescape(value) if isinstance(value, str) else value


def test_a_workbook_has_data_query_and_targets_and_nothing_beside_it(tmp_path: Path) -> None:
    book = book_of(tmp_path, ExportContent(saved=make_saved(make_metrics({}))))
    assert book.sheetnames == ["Data", "Query", "Targets"]
    assert book["Data"].freeze_panes == "A2"
    assert book["Data"].auto_filter.ref == "A1:U2"
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


def test_cells_are_typed(tmp_path: Path) -> None:
    saved = make_saved(
        make_metrics(
            {"values": 112.0, "pass_rates": 71.25},
            {"values": 5400},
            {"values": 43.25, "units": "percent"},
            {"values": 1204, "units": "count"},
            {"values": 1204.5, "units": "words", "unit_abbreviations": "words"},
            {"values": 120.5, "units": "wpm", "unit_abbreviations": "wpm"},
            {"values": None},
            {"values": -30},
        )
    )
    book = book_of(tmp_path, ExportContent(saved=saved))
    rows = rows_of(book)
    assert [row["value"] for row in rows] == [112, 5400, 43.25, 1204, 1204.5, 120.5, None, -30]
    assert rows[0]["value_shown"] == timedelta(seconds=112)
    assert rows[1]["value_shown"] == timedelta(seconds=5400)
    assert [row["value_shown"] for row in rows[2:]] == [43.25, 1204, 1204.5, 120.5, None, -30]
    assert (rows[0]["recordings_evaluated"], rows[0]["pass_rate"], rows[1]["pass_rate"]) == (150, 71.25, None)
    assert rows[0]["start_at"] == datetime(2026, 10, 1)  # noqa: DTZ001  on the clocks of Denver
    assert rows[0]["fetched_at"] == datetime(2026, 11, 2, 10, 0, 0, 250_000)  # noqa: DTZ001
    head = [cell.value for cell in book["Data"][1]]
    shown = head.index("value_shown")
    formats = [row[shown].number_format for row in book["Data"].iter_rows(min_row=2)]
    assert formats[:4] == ["[m]:ss", "[h]:mm:ss", '0.0"%"', "#,##0"]
    assert formats[5] == '#,##0.00" wpm"'
    assert formats[7] == '#,##0" sec"'  # Excel draws a negative time as hashes
    assert book["Data"].cell(2, head.index("pass_rate") + 1).number_format == '0.0"%"'


def test_no_cell_is_ever_a_formula_a_link_or_markup(tmp_path: Path) -> None:
    content = hostile_content()
    book = book_of(tmp_path, content)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d", "inlineStr"}
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []
    rows = rows_of(book)
    for column in ("metric_id", "metric_name", "metric_type", "description"):
        assert [row[column] for row in rows] == list(TEXTS)
    assert {row["conversation_type_name"] for row in rows} == {"<r>Roof</r>"}
    with zipfile.ZipFile(tmp_path / "x.xlsx") as parts:
        assert [name for name in parts.namelist() if "externalLink" in name or "vba" in name] == []
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
            assert b"<hyperlink" not in parts.read(name)


def test_text_that_would_be_calculated_when_it_is_edited_stays_text(tmp_path: Path) -> None:
    book = book_of(tmp_path, ExportContent(saved=make_saved(make_metrics({"names": "=1+1"}, {"names": "plain"}))))
    column = [cell.value for cell in book["Data"][1]].index("metric_name") + 1
    assert [book["Data"].cell(row, column).quotePrefix for row in (2, 3)] == [True, False]


def test_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    long = "\U0001f600" * LONGEST_TEXT
    (row,) = rows_of(book_of(tmp_path, ExportContent(saved=make_saved(make_metrics({"descriptions": long})))))
    assert row["description"].endswith("\U0001f600…")
    assert len(row["description"].encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_undocumented_fields_keep_their_types(tmp_path: Path) -> None:
    metrics = make_metrics({"extra": {"n": 2.5, "t": "x", "b": True, "deep": [1], "half": "a\udc80"}}, {})
    first, second = rows_of(book_of(tmp_path, ExportContent(saved=make_saved(metrics))))
    assert [first[name] for name in ("n", "t", "b", "deep", "half")] == [2.5, "x", "true", "[1]", "a\\udc80"]
    assert second["n"] is None


def test_numbers_that_excel_cannot_hold_are_text(tmp_path: Path) -> None:
    (row,) = rows_of(book_of(tmp_path, ExportContent(saved=make_saved(make_metrics({"values": 10**305})))))
    assert row["value"] == str(10**305)


def test_the_query_sheet_says_what_was_asked_and_lets_it_be_read_back(tmp_path: Path) -> None:
    content = ExportContent(saved=make_practice(make_metrics({}, {})), scope=Scope.VIEW, view={"view": "table"})
    book = book_of(tmp_path, content)
    lines = {row[0].value: row[1].value for row in book["Query"].iter_rows() if row[0].value}
    assert lines["Start in UTC"] == "2026-10-01T06:00:00Z"
    assert lines["End in UTC, not included"] == "2026-11-02T07:00:00Z"
    assert lines["Fetched in UTC"] == "2026-11-02T17:00:00.250Z"
    assert lines["Recordings evaluated"] == 150
    assert lines["Rows"] == "view: 2"
    assert lines["Note"].startswith("practice data")
    described = json.loads(lines["For Siro Desktop, to open this query again (JSON)"])
    assert described["siroquery"]["ids"] == ["user_1", "team_2"]
    export_file(tmp_path / "same.json", content, FileKind(FileFormat.TIDY_JSON))
    checksum = hashlib.sha256((tmp_path / "same.json").read_bytes()).hexdigest()
    assert described["data_sha256"] == lines["SHA-256 of the same rows as tidy JSON"] == checksum


def test_a_question_of_ten_thousand_ids_fits_in_pieces(tmp_path: Path) -> None:
    from export_samples import make_query

    ids = tuple(f"user_{number:06}" for number in range(10_000))
    book = book_of(tmp_path, ExportContent(saved=make_saved(make_metrics({}), query=make_query(*ids))))
    rows = [(row[0].value, row[1].value) for row in book["Query"].iter_rows()]
    first = next(place for place, (label, _) in enumerate(rows) if label and "open this query" in label)
    assert json.loads("".join(value for _, value in rows[first:]))["siroquery"]["ids"] == list(ids)


def test_targets_have_a_sheet(tmp_path: Path) -> None:
    target = Target(metric_id="m1", minimum=1500, tolerance=10, valid_from=date(2026, 10, 1))
    content = ExportContent(saved=make_saved(make_metrics({"names": "=Talk"})), targets=Targets((target,)))
    (row,) = rows_of(book_of(tmp_path, content), "Targets")
    assert row == {
        "metric_id": "m1",
        "metric_name": "=Talk",
        "minimum": 1500,
        "maximum": None,
        "tolerance": 10,
        "valid_from": "2026-10-01",
        "source": "hand",
    }


def test_the_wide_form_shows_values_in_place(tmp_path: Path) -> None:
    book = book_of(tmp_path, ExportContent(saved=SAVED, is_wide=True))
    first, *_ = rows_of(book)
    assert first[f"value_shown {FIRST}"] == timedelta(seconds=5)
    assert f"value {FIRST}" not in first
    assert (first[f"recordings {FIRST}"], first[f"pass_rate {FIRST}"]) == (1, None)
    assert rows_of(book)[1][f"value_shown {FIRST}"] is None


def test_columns_can_be_left_out_the_shown_value_too(tmp_path: Path) -> None:
    content = ExportContent(saved=make_saved(make_metrics({})), without=frozenset({"value_shown", "description"}))
    (row,) = rows_of(book_of(tmp_path, content))
    assert not {"value_shown", "description"} & row.keys()
    content = ExportContent(saved=make_saved(make_metrics({})), without=frozenset({"value"}))
    assert "value" not in rows_of(book_of(tmp_path, content))[0]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 2)
    with pytest.raises(ExportError, match="An Excel sheet holds 2 rows"):
        export_file(tmp_path / "x.xlsx", ExportContent(saved=make_saved(make_metrics({}, {}, {}))), XLSX)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileCreateError(OSError(errno.ENOSPC, "No space left on device")), "The disk is full"),
        (FileSizeError("Filesize would require ZIP64 extensions."), "do not fit into one workbook"),
    ],
)
def test_what_fails_when_the_workbook_is_packed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def fail(_self: object) -> None:
        raise error

    monkeypatch.setattr(xlsxwriter.Workbook, "close", fail)
    with pytest.raises(ExportError, match=sentence):
        export_file(tmp_path / "x.xlsx", ExportContent(saved=make_saved(make_metrics({}))), XLSX)
    assert list(tmp_path.iterdir()) == []


def test_thousands_of_units_share_a_format(tmp_path: Path) -> None:
    names = [f"u{first}{second}" for first in "abcdefghijklmnopqrstuvwxyz" for second in "abcdefghijklmnopqrstuvwxyz"]
    metrics = make_metrics(*({"units": name, "unit_abbreviations": name} for name in names))
    book = book_of(tmp_path, ExportContent(saved=make_saved(metrics)))
    column = [cell.value for cell in book["Data"][1]].index("value_shown") + 1
    formats = [book["Data"].cell(row, column).number_format for row in range(2, len(names) + 2)]
    assert formats[0] == '#,##0" uaa"'
    assert formats[-1] == "General"


def test_the_same_rows_as_in_csv(tmp_path: Path) -> None:
    content = hostile_content()
    rows = rows_of(book_of(tmp_path, content))
    text = io.StringIO(newline="")
    list(write_csv(text, build_table(content), DATA_CSV))
    lines = list(csv.DictReader(io.StringIO(text.getvalue(), newline="")))
    for row, line in zip(rows, lines, strict=True):
        for name in ("value", "pass_rate"):
            assert row[name] == (pytest.approx(float(line[name]), rel=1e-15) if line[name] else None)
