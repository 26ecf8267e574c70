"""A table as an Excel workbook: the sheets Data, Query and Targets."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from siro_desktop.errors import ExportError
from siro_desktop.export.difference_form import SIDE_VALUES
from siro_desktop.export.json_files import TidyLines
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import flat_value
from siro_desktop.export.xlsx_cells import Cells, has_room, is_plain, serial_of
from siro_desktop.export.xlsx_question import write_query_sheet, write_target_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from siro_desktop.domain.exports import ExportContent
    from siro_desktop.export.table import Chunk, Column, Table

    Put = Callable[[int, int, Any], object]

_Apart = defaultdict[int, list[tuple[int, "str | float"]]]

DATA_SHEET: Final = "Data"
SHOWN: Final = "value_shown"
"""The column, or in wide form the columns, of values as the window shows them: seconds as a duration."""
_BUTTON: Final = 4  # that of the filter, in characters
_WIDEST_HEADING: Final = 34
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

    `described` is where the figures come from; the SHA-256 of the same rows as tidy JSON is added to it.
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
        target = _Target(stream)
        stack.callback(target.let_go)
        book = xlsxwriter.Workbook(target, {**_OPTIONS, "tmpdir": folder})
        stack.callback(_let_go, book)
        sheet = book.add_worksheet(DATA_SHEET)
        digest, lines = hashlib.sha256(), TidyLines(table.columns)
        data = _DataSheet(sheet, Cells(book, sheet), table, content)
        data.write_head(*(book.add_format({"bold": True, "bottom": 1, "align": side}) for side in ("left", "right")))
        done = 0
        for chunk in table.chunks():
            digest.update(lines.add(chunk))
            data.add(chunk)
            done += chunk.length
            yield done
        digest.update(lines.end())
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


class _Target:
    """The stream that a workbook is packed into.

    Of a package that was given up XlsxWriter still writes the end, whenever it is collected; by then the stream is
    closed. That end then goes nowhere.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: BinaryIO = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def let_go(self) -> None:
        """Have nothing to do with the stream any more."""
        self._stream = io.BytesIO()


def _let_go(book: Workbook) -> None:
    """Close what a workbook that was not finished has open."""
    for sheet in book.worksheets():
        stream = getattr(sheet, "row_data_fh", None)
        if stream is not None:
            stream.close()


class _Slot(Struct, frozen=True):
    """A column of the sheet, from a column of the table; `is_shown`: values as the window shows them."""

    heading: str
    kind: Kind
    source: int
    is_shown: bool = False


class _DataSheet:
    """The rows of the table; values as they are shown stand behind the raw ones, in wide form instead of them.

    Most cells go straight to the writer. Those that need care of their own follow, row by row.
    """

    def __init__(self, sheet: Worksheet, cells: Cells, table: Table, content: ExportContent) -> None:
        self._sheet, self._cells = sheet, cells
        self._row = 0
        self._slots = list(_slots(table, content))

    def write_head(self, left: Format, right: Format) -> None:
        """Write the headings, which stay in view, also on paper; those of numbers stand to the right."""
        for column, slot in enumerate(self._slots):
            width = max(_WIDTHS[slot.kind], min(len(slot.heading) + _BUTTON, _WIDEST_HEADING))
            self._sheet.set_column(column, column, width, self._cells.style_of(slot.kind))
            self._cells.put(0, column, slot.heading, right if slot.kind.is_number else left)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()

    def add(self, chunk: Chunk) -> None:
        """Write the rows of a chunk."""
        every, apart = chunk.lists(), _Apart(list)
        together: list[Iterable[object]] = []
        shown: list[tuple[int, Sequence[tuple[float | None, str, str]]]] = []
        for column, slot in enumerate(self._slots):
            if slot.is_shown:
                shown.append((column, list(zip(every[slot.source], *chunk.units, strict=True))))
                together.append(repeat(None, chunk.length))
            else:
                together.append(_set_apart(column, slot.kind, every[slot.source], apart))
        puts = [(column, self._put_of(slot)) for column, slot in enumerate(self._slots)]
        for row, cells in enumerate(zip(*together, strict=True), self._row + 1):
            for (column, put), value in zip(puts, cells, strict=True):
                if value is not None:
                    put(row, column, value)
            self._write_special(row, row - self._row - 1, shown, apart)
        self._row += chunk.length

    def _write_special(
        self, row: int, place: int, shown: Sequence[tuple[int, Sequence[tuple[float | None, str, str]]]], apart: _Apart
    ) -> None:
        """Write what of a row needs care of its own; `place` is its place in the chunk."""
        for column, figures in shown:
            self._cells.shown(row, column, *figures[place])
        if place in apart:
            for column, value in apart[place]:
                self._cells.put(row, column, value)

    def finish(self) -> None:
        """Let every column be filtered."""
        if self._slots:
            self._sheet.autofilter(0, 0, self._row, len(self._slots) - 1)
            # Ids made of digits are texts, and meant to be.
            self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self._row + 1}"})

    def _put_of(self, slot: _Slot) -> Put:
        """What writes the plain cells of a column."""
        if slot.kind in {Kind.MIXED, Kind.INSTANT}:  # numbers or text
            return self._cells.put
        put: Put = self._sheet.write_number if slot.kind.is_number else self._sheet.write_string
        return put


def _slots(table: Table, content: ExportContent) -> Iterator[_Slot]:
    for source, column in enumerate(table.columns):
        has_raw = not (content.is_wide and column.kind is Kind.VALUE)
        if has_raw:
            yield _Slot(column.name, column.kind, source)
        if _is_of_metric(column) and (SHOWN not in content.without or not has_raw):
            yield _Slot(column.name.replace("value", SHOWN, 1), column.kind, source, is_shown=True)


def _set_apart(column: int, kind: Kind, values: Sequence[Any], apart: _Apart) -> Sequence[object]:
    """Return a column as texts and numbers, without those that are not plain: they are set apart by their row."""
    if kind is Kind.INSTANT:  # few are worked out for many rows
        serials = {instant: None if instant is None else serial_of(instant) for instant in set(values)}
        return [serials[instant] for instant in values]
    if kind.is_number and has_room(values):
        return values
    cells = list(map(flat_value, values)) if kind is Kind.MIXED else values
    odd = {value for value in set(cells) if not is_plain(value)}
    if not odd:
        return cells
    for place, value in enumerate(cells) if odd != {""} else ():
        if value in odd and value:
            apart[place].append((column, value))
    return [None if value in odd else value for value in cells]


def _is_of_metric(column: Column) -> bool:
    return column.kind is Kind.VALUE and column.name.partition(" ")[0] in {"value", *SIDE_VALUES}
