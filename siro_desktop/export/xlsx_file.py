"""A table as an Excel workbook: the sheets Data, Query and Targets."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.exports import DATA_CSV
from siro_desktop.errors import ExportError
from siro_desktop.export.csv_file import CsvLines
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import flat_value
from siro_desktop.export.xlsx_cells import Cells
from siro_desktop.export.xlsx_question import write_query_sheet, write_target_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from siro_desktop.domain.exports import ExportContent
    from siro_desktop.export.table import Chunk, Column, Table

    Put = Callable[[int, int, Any], None]

DATA_SHEET: Final = "Data"
SHOWN: Final = "value_shown"
"""The column, or in wide form the columns, of values as the window shows them: seconds as a duration."""
MOST_ROWS: Final = 1_048_575  # beside the header
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS: Final[Mapping[Kind, int]] = {
    Kind.TEXT: 22,
    Kind.INSTANT: 19,
    Kind.COUNT: 12,
    Kind.PERCENT: 12,
    Kind.VALUE: 12,
    Kind.MIXED: 16,
}


def write_xlsx(stream: BinaryIO, table: Table, content: ExportContent, described: Mapping[str, Any]) -> Iterator[int]:
    """Write a workbook, yielding how many rows are written. `stream` can be sought in.

    `described` is where the figures come from; the SHA-256 of the same rows as CSV for programs is added to it.
    Instants in Data are on the clocks of the result's zone. In wide form values stand only as they are shown. Raises
    ExportError for more rows than a sheet holds.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    if table.row_count > MOST_ROWS:
        raise ExportError(f"An Excel sheet holds {MOST_ROWS:,} rows. Choose CSV or Parquet for {table.row_count:,}.")
    # What XlsxWriter lays on the disk meanwhile goes with this folder, also where the export is stopped.
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="siro-desktop-xlsx-"))
        book = xlsxwriter.Workbook(stream, {**_OPTIONS, "tmpdir": folder})
        stack.callback(_let_go, book)
        sheet = book.add_worksheet(DATA_SHEET)
        digest = _Digest()
        lines = CsvLines(digest, table.columns, DATA_CSV)
        data = _DataSheet(sheet, Cells(book, sheet), table, content)
        data.write_head(book.add_format({"bold": True, "bottom": 1}))
        done = 0
        for chunk in table.chunks():
            lines.add(chunk)
            data.add(chunk)
            done += chunk.length
            yield done
        data.finish()
        write_query_sheet(book, content, {**described, "data_sha256": digest.hexdigest()})
        write_target_sheet(book, content)
        try:
            book.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args else None
            if isinstance(cause, OSError):
                raise cause from error
            raise ExportError("These figures do not fit into one workbook. Choose CSV.", detail=str(error)) from error


def _let_go(book: Workbook) -> None:
    """Close what a workbook that was not finished has open."""
    for sheet in book.worksheets():
        stream = getattr(sheet, "row_data_fh", None)
        if stream is not None:
            stream.close()


class _Digest:
    """Takes text and keeps nothing of it but its SHA-256 as UTF-8."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()

    def write(self, text: str) -> None:
        self._sha.update(text.encode(errors="backslashreplace"))

    def hexdigest(self) -> str:
        return self._sha.hexdigest()


class _DataSheet:
    """The rows of the table; values as they are shown stand behind the raw ones, in wide form instead of them."""

    def __init__(self, sheet: Worksheet, cells: Cells, table: Table, content: ExportContent) -> None:
        self._sheet, self._cells = sheet, cells
        self._row = 0
        is_shown = SHOWN not in content.without
        self._columns: list[tuple[str, Kind, int, bool]] = []  # heading, kind, place in the table, as shown
        for place, column in enumerate(table.columns):
            has_raw = not (content.is_wide and column.kind is Kind.VALUE)
            if has_raw:
                self._columns.append((column.name, column.kind, place, False))
            if _is_of_metric(column) and (is_shown or not has_raw):
                self._columns.append((column.name.replace("value", SHOWN, 1), column.kind, place, True))

    def write_head(self, style: Any) -> None:
        """Write the headings, which stay in view."""
        for column, (heading, kind, _, _) in enumerate(self._columns):
            self._sheet.set_column(column, column, _WIDTHS[kind])
            self._cells.text(0, column, heading)
        self._sheet.set_row(0, None, style)
        self._sheet.freeze_panes(1, 0)

    def add(self, chunk: Chunk) -> None:
        """Write the rows of a chunk."""
        puts = [self._put_shown if shown else self._put(kind) for _, kind, _, shown in self._columns]
        every = chunk.lists()
        columns = [
            zip(every[place], *chunk.units, strict=True) if shown else every[place]
            for _, _, place, shown in self._columns
        ]
        numbered = list(enumerate(puts))
        for row, values in enumerate(zip(*columns, strict=True), self._row + 1):
            for (column, put), value in zip(numbered, values, strict=True):
                put(row, column, value)
        self._row += chunk.length

    def finish(self) -> None:
        """Let every column be filtered."""
        if self._columns:
            self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)
            # Ids made of digits are texts, and meant to be.
            self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self._row + 1}"})

    def _put(self, kind: Kind) -> Put:
        cells = self._cells
        puts: dict[Kind, Put] = {
            Kind.TEXT: cells.text,
            Kind.INSTANT: cells.instant,
            Kind.COUNT: cells.count,
            Kind.PERCENT: cells.percent,
            Kind.VALUE: cells.number,
            Kind.MIXED: self._put_mixed,
        }
        return puts[kind]

    def _put_mixed(self, row: int, column: int, value: object) -> None:
        flat = flat_value(value)
        if isinstance(flat, str):
            self._cells.text(row, column, flat)
        else:
            self._cells.number(row, column, flat)

    def _put_shown(self, row: int, column: int, value: tuple[float | None, str, str]) -> None:
        self._cells.shown(row, column, *value)


def _is_of_metric(column: Column) -> bool:
    return column.kind is Kind.VALUE and column.name.partition(" ")[0] == "value"
