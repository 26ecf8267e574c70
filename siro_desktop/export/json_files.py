"""Figures as JSON: an object for each of them, or Siro's own answers as they came."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.periods import wire_instant
from siro_desktop.errors import ExportError
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import instant_text, raw_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.export.table import Column, Table

_BOM: Final = b"\xef\xbb\xbf"


def write_tidy_json(stream: BinaryIO, table: Table) -> Iterator[int]:
    """Write a list with an object for each row, one a line, yielding how many are written.

    Missing figures are null; undocumented fields are as they came. ASCII, so that it passes through any pipe.
    """
    names = [column.name for column in table.columns]
    lead, done = b"[\n", 0
    for chunk in table.chunks():
        columns = [_ready(column, values) for column, values in zip(table.columns, chunk.lists(), strict=True)]
        for row in zip(*columns, strict=True):
            stream.write(lead + json.dumps(dict(zip(names, row, strict=True))).encode("ascii"))
            lead = b",\n"
        done += chunk.length
        yield done
    stream.write(b"[]\n" if not done else b"\n]\n")


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
    if column.kind.is_number:
        return raw_numbers(values)
    return map(instant_text, values) if column.kind is Kind.INSTANT else values
