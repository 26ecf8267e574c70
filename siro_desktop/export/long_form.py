"""A result as a table with a row for each figure, and all there is to know of it. Nothing is rounded."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.export.cell_words import CellWords
from siro_desktop.export.table import CHUNK, Chunk, Column, Constant, Kind
from siro_desktop.export.target_columns import TARGET_KINDS, TargetColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from siro_desktop.domain.exports import ExportContent
    from siro_desktop.domain.results import Answer, MetricValues

    Values = Constant | Sequence[object]

KINDS: Final[Mapping[str, Kind]] = {
    "organization_id": Kind.TEXT,
    "conversation_type_id": Kind.TEXT,
    "filter_by": Kind.TEXT,
    "filter_by_ids": Kind.TEXT,
    "group_by": Kind.TEXT,
    "start_at": Kind.INSTANT,
    "end_at": Kind.INSTANT,
    "recordings_evaluated": Kind.COUNT,
    "metric_id": Kind.TEXT,
    "metric_name": Kind.TEXT,
    "metric_type": Kind.TEXT,
    "unit": Kind.TEXT,
    "unit_abbreviated": Kind.TEXT,
    "value": Kind.VALUE,
    "pass_rate": Kind.PERCENT,
    "description": Kind.TEXT,
    "fetched_at": Kind.INSTANT,
    "conversation_type_name": Kind.TEXT,
    "entity_name": Kind.TEXT,
    "period_label": Kind.TEXT,
}
COLUMNS: Final = tuple(KINDS)
"""The fixed columns, in order; the last three are what people call what the ids and instants say.

Undocumented fields follow, under their own names; then, if known, targets.
"""
_OF_METRICS: Final[Mapping[str, Callable[[MetricValues], Sequence[object]]]] = {
    "metric_id": lambda metrics: metrics.ids,
    "metric_name": lambda metrics: metrics.names,
    "metric_type": lambda metrics: metrics.metric_types,
    "unit": lambda metrics: metrics.units,
    "unit_abbreviated": lambda metrics: metrics.unit_abbreviations,
    "value": lambda metrics: metrics.values,
    "pass_rate": lambda metrics: metrics.pass_rates,
    "description": lambda metrics: metrics.descriptions,
}


class LongForm:
    """A row for each figure of an export's content. Several ids or types are separated by a blank.

    `start_at` and `end_at` are the period asked for, the end excluded; they and `fetched_at` are in the result's zone.
    """

    def __init__(self, content: ExportContent) -> None:
        saved = content.saved
        self._saved, self._rows = saved, content.rows
        self._targets = TargetColumns(saved, content.targets)
        self._fields = _own_columns(_extra_names(saved.answers.values()), self._targets.names)
        self._words = CellWords(saved, content.names)
        every = (
            *(Column(name, kind) for name, kind in KINDS.items()),
            *(Column(name, Kind.MIXED, is_ours=False) for name in self._fields),
            *(Column(name, TARGET_KINDS[name]) for name in self._targets.names),
        )
        self.columns = tuple(column for column in every if column.name not in content.without)
        """The columns that are wanted, in order."""

    @property
    def row_count(self) -> int:
        """How many figures there are."""
        if self._rows is not None:
            return len(self._rows)
        return sum(len(answer.metrics) for answer in self._saved.answers.values())

    def chunks(self) -> Iterator[Chunk]:
        """Yield the figures in the order to write. Raises KeyError for rows of a cell that the result does not have."""
        cells = {cell.key: cell for cell in self._saved.plan.cells}
        for cell_key, chosen in self._parts():
            cell, answer = cells[cell_key], self._saved.answers[cell_key]
            metrics = answer.metrics
            of_cell: dict[str, Values] = {
                **self._words.of(cell, answer),
                **self._targets.columns(cell, metrics, chosen),
            }
            columns = tuple(self._values(column.name, of_cell, metrics, chosen) for column in self.columns)
            yield Chunk(len(chosen), columns, (_pick(metrics.units, chosen), _pick(metrics.unit_abbreviations, chosen)))

    def _parts(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield (cell key, rows of its answer) in the order to write, few enough at a time to need little memory."""
        if self._rows is not None:
            yield from _runs(self._rows)
            return
        for cell in self._saved.plan.cells:
            length = len(self._saved.answers[cell.key].metrics) if cell.key in self._saved.answers else 0
            for first in range(0, length, CHUNK):
                yield cell.key, range(first, min(first + CHUNK, length))

    def _values(self, name: str, of_cell: Mapping[str, Values], metrics: MetricValues, chosen: Sequence[int]) -> Values:
        if name in of_cell:
            return of_cell[name]
        if name in _OF_METRICS:
            return _pick(_OF_METRICS[name](metrics), chosen)
        if not metrics.extras:
            return Constant(None)
        none: Mapping[str, object] = {}
        field = self._fields[name]
        return [metrics.extras.get(row, none).get(field) for row in chosen]


def _pick(column: Sequence[Any], chosen: Sequence[int]) -> Sequence[Any]:
    if isinstance(chosen, range):
        return column[chosen.start : chosen.stop]
    return [column[row] for row in chosen]


def _runs(rows: Sequence[tuple[str, int]]) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield as many rows of the same cell at a time as follow each other."""
    rows, first = rows[:], 0  # all are there now, whatever sequence it was
    while first < len(rows):
        cell_key = rows[first][0]
        end = first
        while end < len(rows) and end - first < CHUNK and rows[end][0] == cell_key:
            end += 1
        yield cell_key, [row for _, row in rows[first:end]]
        first = end


def _extra_names(answers: Iterable[Answer]) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(answer.metrics.extra_names() for answer in answers))


def _own_columns(fields: Iterable[str], targets: Sequence[str]) -> dict[str, str]:
    """Undocumented fields by the name of their column, which has `extra_` in front where the name is taken."""
    names = tuple(fields)
    taken, columns = {*COLUMNS, *targets}, {}
    for name in names:
        column = name
        while column in taken or (column != name and column in names):
            column = f"extra_{column}"
        columns[column] = name
        taken.add(column)
    return columns
