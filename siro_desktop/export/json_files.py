"""Figures as JSON: an object for each of them, or Siro's own answers as they came."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

from siro_desktop.domain.periods import wire_instant
from siro_desktop.errors import ExportError
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import instant_text, raw_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.export.table import Chunk, Column, Table

_BOM: Final = b"\xef\xbb\xbf"


class TidyLines:
    """The text of a list with an object for each row, one a line, in pieces that put together are the file."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._names = [column.name for column in columns]
        self._lead = b"[\n"
        self._encoder = msgspec.json.Encoder()

    def add(self, chunk: Chunk) -> bytes:
        """Return the text of the rows of a chunk."""
        columns = [_ready(column, values) for column, values in zip(self._columns, chunk.lists(), strict=True)]
        rows = [dict(zip(self._names, row, strict=True)) for row in zip(*columns, strict=True)]
        text = self._lead + self._lines(rows).replace(b"\n", b",\n")  # inside JSON a line break is written as \n
        self._lead = b",\n"
        return text

    def end(self) -> bytes:
        """Return the end of the text."""
        return b"[]\n" if self._lead == b"[\n" else b"\n]\n"

    def _lines(self, rows: list[dict[str, object]]) -> bytes:
        try:
            return self._encoder.encode_lines(rows).removesuffix(b"\n")
        except (UnicodeEncodeError, OverflowError):  # half a surrogate; a whole number of more than 64 bits
            return b"\n".join(json.dumps(row, separators=(",", ":")).encode("ascii") for row in rows)


def write_tidy_json(stream: BinaryIO, table: Table) -> Iterator[int]:
    """Write a list with an object for each row, one a line, in UTF-8, yielding how many are written.

    Missing figures are null; undocumented fields are as they came.
    """
    lines, done = TidyLines(table.columns), 0
    for chunk in table.chunks():
        stream.write(lines.add(chunk))
        done += chunk.length
        yield done
    stream.write(lines.end())


def write_raw_json(stream: BinaryIO, saved: SavedResult) -> Iterator[int]:
    """Write a list with an object for each page of each answer: `body` is what Siro sent, byte for byte.

    `cell` is the position of the question in the plan, `request` the address that was asked. Yields how many figures
    are written. Raises ExportError if no answer was kept as it came.
    """
    if not any(answer.pages for answer in saved.answers.values()):
        raise ExportError("Siro's own text of these answers was not kept. Choose another kind of file.")
    lead, done = b"[\n", 0
    for position, cell in enumerate(saved.plan.cells):
        answer = saved.answers.get(cell.key)
        if answer is None:
            continue
        for page in answer.pages:
            head = {"cell": position, "request": page.url, "fetched_at": wire_instant(answer.fetched_at)}
            text = json.dumps(head)[:-1].encode("ascii")
            stream.write(lead + text + b', "body": ' + page.body.removeprefix(_BOM).strip() + b"}")
            lead = b",\n"
        done += len(answer.metrics)
        yield done
    stream.write(b"\n]\n")


def _ready(column: Column, values: Sequence[Any]) -> Iterable[object]:
    """A column as JSON has it; few instants are worked out for many rows."""
    if column.kind.is_number:
        return raw_numbers(values)
    if column.kind is Kind.INSTANT:
        texts = {instant: None if instant is None else instant_text(instant) for instant in set(values)}
        return [texts[instant] for instant in values]
    return values
