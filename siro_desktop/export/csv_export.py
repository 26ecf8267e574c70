"""A result as CSV (RFC 4180): one line per metric value, raw numbers, ids and instants; nothing is rounded."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from siro_desktop.domain.cell_labels import EntityLabels, period_label
from siro_desktop.domain.targets import NO_TARGETS
from siro_desktop.export.description import describe_cells, describe_result
from siro_desktop.export.failures import translated
from siro_desktop.export.target_columns import TargetColumns, describe_targets
from siro_desktop.export.text_forms import (
    GuardedTexts,
    PlainTexts,
    instant_text,
    raw_number,
    raw_numbers,
    undocumented_text,
    zone_of,
)
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from _csv import Writer
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import Answer, SavedResult
    from siro_desktop.domain.targets import Targets

COLUMNS: Final = (
    "organization_id",
    "conversation_type_id",
    "filter_by",
    "filter_by_ids",
    "group_by",
    "start_at",
    "end_at",
    "recordings_evaluated",
    "metric_id",
    "metric_name",
    "metric_type",
    "unit",
    "unit_abbreviated",
    "value",
    "pass_rate",
    "description",
    "fetched_at",
)
"""The fixed columns, in order. Undocumented fields follow, under their own names; then, if known, targets."""
NAME_COLUMNS: Final = ("entity_name", "period_label")
"""What people call the cell of a line; right behind the fixed columns where a result has several cells."""

QUERY_FILE_SUFFIX: Final = ".query.json"
_CHUNK: Final = 10_000


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """How a CSV file is written. Excel reads UTF-8 only `with_bom`. Ids stand for what `names` does not know."""

    with_bom: bool = False
    guard_formulas: bool = True
    with_query_file: bool = False
    names: Names | None = None
    targets: Targets = NO_TARGETS
    """What values are held against."""


class WriteTable(Protocol):
    """Writes the lines of a result, such as `write_csv`."""

    def __call__(
        self, stream: TextIO, saved: SavedResult, options: CsvOptions, rows: Sequence[tuple[str, int]] | None, /
    ) -> None:
        """Write to a stream that does not translate line ends."""
        ...


def write_csv(
    stream: TextIO, saved: SavedResult, options: CsvOptions, rows: Sequence[tuple[str, int]] | None = None
) -> None:
    """Write a header and a line per metric value. `stream` must not translate line ends (`newline=""`).

    `rows` are (cell key, row in its answer), in the order to write; None is everything. `start_at` and `end_at` are
    the period asked for, the end excluded; they and `fetched_at` carry the offset of the result's time zone. A missing
    value is empty. Several ids or types are separated by a blank. With the guard, text that a spreadsheet would take
    for a formula begins with a quote; numbers and instants never do.
    """
    texts = GuardedTexts() if options.guard_formulas else PlainTexts()
    extra_names = _extra_names(saved.answers.values())
    targets = TargetColumns(saved, options.targets)
    columns = [*COLUMNS, *(NAME_COLUMNS if saved.is_comparison else ())]
    writer = start_table(stream, options)
    own_columns = _extra_columns([*columns, *targets.names], extra_names)
    writer.writerow([*columns, *(texts[name] for name in own_columns), *targets.names])
    cells = {cell.key: cell for cell in saved.plan.cells}
    zone = zone_of(saved.time_zone)
    labels = EntityLabels(options.names)
    made: dict[str, _Lines] = {}
    for cell_key, chosen in _chunks(saved, rows):
        cell, answer = cells[cell_key], saved.answers[cell_key]
        lines = made.get(cell_key)
        if lines is None:
            lines = made[cell_key] = _Lines(cell, answer, zone, texts)
            if saved.is_comparison:
                lines.add_names(labels)
        writer.writerows(lines.build(chosen, extra_names, targets.columns(cell, answer.metrics, chosen)))


def start_table(stream: TextIO, options: CsvOptions) -> Writer:
    """Begin a table and return what writes its lines."""
    if options.with_bom:
        stream.write("\ufeff")
    return csv.writer(stream, lineterminator="\r\n")


def export_csv(
    path: Path,
    saved: SavedResult,
    options: CsvOptions,
    rows: Sequence[tuple[str, int]] | None = None,
    write: WriteTable = write_csv,
) -> None:
    """Write `path` with `write`, and a query file beside it if that is wanted, whole or not at all. Blocks; any thread.

    Raises ExportError; files of these names that were there before are then unchanged.
    """
    query_path = path.with_name(path.name + QUERY_FILE_SUFFIX)
    with ExitStack() as stack:
        with translated(path):
            table = stack.enter_context(PendingFile(path))
            # A half surrogate, which UTF-8 cannot hold, is written as \udc80.
            text = io.TextIOWrapper(table.stream, encoding="utf-8", errors="backslashreplace", newline="")
            write(text, saved, options, rows)
            text.flush()
            text.detach()
            table.finish()
        if options.with_query_file:
            with translated(query_path):
                query_file = stack.enter_context(PendingFile(query_path))
                content = _describe_file(path, table, saved, options)
                content["rows"] = "everything" if rows is None else "the view"
                query_file.stream.write(f"{json.dumps(content, indent=2)}\n".encode())
                query_file.finish()
        with translated(path):
            table.commit()
        if options.with_query_file:
            with translated(query_path):
                query_file.commit()


def _describe_file(path: Path, table: PendingFile, saved: SavedResult, options: CsvOptions) -> dict[str, Any]:
    with table.temporary.open("rb") as written:
        checksum = hashlib.file_digest(written, "sha256").hexdigest()
    return {
        "file": path.name,
        "sha256": checksum,
        "formula_guard": options.guard_formulas,
        **describe_result(saved),
        **describe_targets(saved, options.targets),
        "answers": describe_cells(saved),
    }


class _Lines:
    """The lines of one answer: what they share, and columns put side by side."""

    def __init__(self, cell: Cell, answer: Answer, zone: ZoneInfo, texts: GuardedTexts | PlainTexts) -> None:
        query = cell.query
        self._cell, self._answer, self._zone = cell, answer, zone
        self._texts = texts
        self._before: tuple[object, ...] = (
            texts[query.organization_id],
            texts[query.conversation_type_id],
            texts[" ".join(query.filter_by)],
            texts[" ".join(query.ids)],
            texts[" ".join(query.group_by)],
            instant_text(query.period.start, zone),
            instant_text(query.period.end, zone),
            raw_number(answer.recordings_evaluated),
        )
        self._after: tuple[object, ...] = (instant_text(answer.fetched_at, zone),)

    def add_names(self, labels: EntityLabels) -> None:
        """Say in each line what people call its entity and its period."""
        query = self._cell.query
        self._after += (self._texts[labels.of(query)], period_label(query.period, self._zone))

    def build(
        self, chosen: Sequence[int], extra_names: Sequence[str], last: Sequence[Sequence[object]]
    ) -> Iterable[tuple[object, ...]]:
        """Yield the lines of the chosen rows; `last` are columns that stand at the end."""
        metrics = self._answer.metrics
        guard = self._texts.__getitem__

        def pick(column: Sequence[Any]) -> Sequence[Any]:
            if isinstance(chosen, range):
                return column[chosen.start : chosen.stop]
            return [column[row] for row in chosen]

        return zip(
            *map(repeat, self._before),
            map(guard, pick(metrics.ids)),
            map(guard, pick(metrics.names)),
            map(guard, pick(metrics.metric_types)),
            map(guard, pick(metrics.units)),
            map(guard, pick(metrics.unit_abbreviations)),
            raw_numbers(pick(metrics.values)),
            raw_numbers(pick(metrics.pass_rates)),
            map(guard, pick(metrics.descriptions)),
            *map(repeat, self._after),
            *(self._extra_column(chosen, name) for name in extra_names),
            *last,
            strict=False,
        )

    def _extra_column(self, chosen: Sequence[int], name: str) -> list[object]:
        extras = self._answer.metrics.extras
        none: Mapping[str, object] = {}
        return [undocumented_text(extras.get(row, none).get(name), self._texts) for row in chosen]


def _chunks(saved: SavedResult, rows: Sequence[tuple[str, int]] | None) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield (cell key, rows of its answer) in the order to write, few enough at a time to need little memory."""
    if rows is None:
        for cell in saved.plan.cells:
            length = len(saved.answers[cell.key].metrics) if cell.key in saved.answers else 0
            for first in range(0, length, _CHUNK):
                yield cell.key, range(first, min(first + _CHUNK, length))
        return
    first = 0
    while first < len(rows):
        cell_key = rows[first][0]
        end = first
        while end < len(rows) and end - first < _CHUNK and rows[end][0] == cell_key:
            end += 1
        yield cell_key, [row for _, row in rows[first:end]]
        first = end


def _extra_names(answers: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for answer in answers for name in answer.metrics.extra_names()))


def _extra_columns(taken: Sequence[str], names: Sequence[str]) -> list[str]:
    """Column names for undocumented fields, with `extra_` in front where the name is taken."""
    columns = list(taken)
    for name in names:
        column = name
        while column in columns or (column != name and column in names):
            column = f"extra_{column}"
        columns.append(column)
    return columns[len(taken) :]
