"""A table as CSV (RFC 4180): raw numbers and instants, nothing is rounded, a missing value is empty."""

from __future__ import annotations

import csv
import io
from itertools import repeat
from typing import TYPE_CHECKING, Any

from siro_desktop.export.table import Constant, Kind
from siro_desktop.export.text_forms import flat_value, guard_text, guard_texts, instant_text, raw_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO, Protocol

    from siro_desktop.domain.exports import CsvDialect
    from siro_desktop.export.table import Chunk, Column, Table

    class TextSink(Protocol):
        """Takes text."""

        def write(self, text: str, /) -> object:
            """Take it, without translating line ends."""


class CsvLines:
    """Writes the lines of a table to a stream that does not translate line ends, beginning with the header.

    Text that a spreadsheet would take for a formula begins with an apostrophe; numbers and instants never do. Instants
    are ISO 8601 with their offset.
    """

    def __init__(self, stream: TextSink, columns: Sequence[Column], dialect: CsvDialect) -> None:
        if dialect.with_bom:
            stream.write("\ufeff")
        self._columns, self._mark = columns, dialect.decimal_mark
        self._writer = csv.writer(stream, delimiter=dialect.separator, lineterminator="\r\n")
        self._writer.writerow([column.name if column.is_ours else guard_text(column.name) for column in columns])

    def add(self, chunk: Chunk) -> None:
        """Write a line for each row."""
        columns = zip(self._columns, chunk.columns, strict=True)
        self._writer.writerows(zip(*(self._lines(*column, chunk.length) for column in columns), strict=True))

    def _lines(self, column: Column, values: Constant | Sequence[object], length: int) -> Iterable[object]:
        if isinstance(values, Constant):
            (value,) = self._ready(column, [values.value])
            return repeat(value, length)
        return self._ready(column, values)

    def _ready(self, column: Column, values: Sequence[Any]) -> Iterable[object]:
        """Return what the writer of lines takes; it writes nothing for None."""
        if column.kind is Kind.TEXT:
            return guard_texts(values)
        if column.kind.is_number:
            return self._marked(raw_numbers(values))
        if column.kind is Kind.INSTANT:
            return [None if instant is None else instant_text(instant) for instant in values]
        flat = list(map(flat_value, values))
        numbers = self._marked([None if isinstance(value, str) else value for value in flat])
        pairs = zip(flat, numbers, strict=True)
        return [guard_text(value) if isinstance(value, str) else number for value, number in pairs]

    def _marked(self, numbers: Sequence[float | None]) -> Sequence[float | str | None]:
        if self._mark == ".":
            return numbers
        return [number if number is None else str(number).replace(".", self._mark) for number in numbers]


def write_csv(stream: TextSink, table: Table, dialect: CsvDialect) -> Iterator[int]:
    """Write a header and a line for each row, yielding how many are written, as `CsvLines` does."""
    lines, done = CsvLines(stream, table.columns, dialect), 0
    for chunk in table.chunks():
        lines.add(chunk)
        done += chunk.length
        yield done


def write_csv_bytes(stream: BinaryIO, table: Table, dialect: CsvDialect) -> Iterator[int]:
    r"""Do what `write_csv` does, as UTF-8. A half surrogate, which UTF-8 cannot hold, is written as \udc80."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield from write_csv(text, table, dialect)
    finally:
        text.detach()
