"""A saved result of many cells as rows and columns: entities, periods, metrics. Built once, never changed.

Built from 2,600 answers of 30 metrics in some hundredths of a second: outside the GUI thread.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.columns import LONG, let_go
from siro_desktop.stopping import checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.query import Entity
    from siro_desktop.domain.results import Answer, MetricValues, Problem, SavedResult

_ABSENT = -1
_PART = 20_000  # keys of a dictionary that grows and goes in a millisecond or two


class MetricKey(Struct, frozen=True, gc=False):
    """What makes values of several answers comparable: the metric, its unit, and which of its repeats it is.

    `name_and_type` stands for the id where Siro sent none. The n-th value of a repeated id meets the n-th elsewhere.
    The garbage collection, which would stop every thread to go through a million of them, does not look at them.
    """

    id: str
    unit: str
    occurrence: int = 0
    name_and_type: tuple[str, str] | None = None


class ComparedMetric(Struct, frozen=True, gc=False):
    """A metric of a comparison, as the first answer that has it describes it."""

    key: MetricKey
    name: str
    unit: str
    unit_abbreviated: str
    metric_type: str
    description: str | None


class Figure(Struct, frozen=True):
    """One value with what it rests on. `value` and `pass_rate` (0 to 100) may be missing, which is not 0."""

    value: float | None
    pass_rate: float | None
    recordings: float


class Place(Struct, frozen=True):
    """A cell of the comparison: positions in `entities` and `periods`."""

    entity: int
    period: int


def figure_in(answer: Answer, row: int) -> Figure:
    """Return the figure in a row of an answer."""
    return Figure(answer.metrics.values[row], answer.metrics.pass_rates[row], answer.recordings_evaluated)


class Comparison:
    """The figures of one saved result by entity, period and metric. Immutable; may cross threads.

    `entities` are in the plan's order, `periods` from the earliest, `metrics` in the order in which they first came.
    `whole` is the position of the entity that the others are held against, if it was asked for.
    """

    def __init__(self, saved: SavedResult, *, with_metrics: bool = True) -> None:
        """Without metrics it knows who and when alone: at once, however long the answers are."""
        self.saved = saved
        self.entities: tuple[Entity, ...] = saved.plan.entities
        self.periods: tuple[Period, ...] = saved.plan.periods
        self._cells = _arrange(saved, self.entities, self.periods)
        whole = saved.plan.whole
        self.whole: int | None = None if whole is None else self.entities.index(whole)
        index = _MetricIndex()
        self._rows: dict[str, array[int]] = {}
        for cell in checked(saved.plan.cells):
            answer = saved.answers.get(cell.key)
            if answer is not None and with_metrics:
                self._rows[cell.key] = index.rows_of(answer.metrics)
        self.metrics: tuple[ComparedMetric, ...] = tuple(index.metrics)
        self._answered = [[self._find(cell) for cell in line] for line in checked(self._cells)]

    def cell(self, place: Place) -> Cell | None:
        """Return the plan's cell there; None if the plan has none."""
        if not (0 <= place.entity < len(self.entities) and 0 <= place.period < len(self.periods)):
            return None
        return self._cells[place.entity][place.period]

    def answer(self, place: Place) -> Answer | None:
        """Return what Siro answered there; None if it has not."""
        cell = self.cell(place)
        return None if cell is None else self.saved.answers.get(cell.key)

    def problem(self, place: Place) -> Problem | None:
        """Return why there is no answer there, where that is known."""
        cell = self.cell(place)
        return None if cell is None else self.saved.problems.get(cell.key)

    def row(self, place: Place, metric: int) -> int | None:
        """Return the row of a metric in the answer there; None if the answer has no such metric, or there is none."""
        cell = self.cell(place)
        rows = None if cell is None else self._rows.get(cell.key)
        return None if rows is None else _row_in(rows, metric)

    def answered(self, metric: int) -> Iterator[Iterator[tuple[Answer, int | None] | None]]:
        """Yield for each entity, from its earliest period, the answer and the metric's row in it; None without one.

        The same as `answer` and `row` of every place, in less than half the time.
        """
        for line in self._answered:
            yield (found and (found[0], _row_in(found[1], metric)) for found in line)

    def figure(self, place: Place, metric: int) -> Figure | None:
        """Return a metric's figure there; None if there is no answer, or none with this metric."""
        row, answer = self.row(place, metric), self.answer(place)
        if row is None or answer is None:
            return None
        return figure_in(answer, row)

    def recordings(self, place: Place) -> float | None:
        """Return the number of recordings behind the answer there; None if there is none."""
        answer = self.answer(place)
        return None if answer is None else answer.recordings_evaluated

    def places(self) -> Iterator[Place]:
        """Every place, one entity after the other, each from its earliest period."""
        return (Place(e, p) for e in range(len(self.entities)) for p in range(len(self.periods)))

    def value_count(self) -> int:
        """How many metric values there are altogether."""
        return sum(len(answer.metrics) for answer in self.saved.answers.values())

    def answers_with(self) -> list[int]:
        """Return for each of `metrics` how many answers have it."""
        counts = [0] * len(self.metrics)
        shared = Counter(map(id, self._rows.values()))  # few arrays: answers with the same metrics share theirs
        for rows in {id(rows): rows for rows in self._rows.values()}.values():
            for metric, row in enumerate(rows):
                if row != _ABSENT:
                    counts[metric] += shared[id(rows)]
        return counts

    def metric_at(self, cell_key: str) -> array[int]:
        """Return for each row of a cell's answer the position of its metric in `metrics`; empty without an answer."""
        rows = self._rows.get(cell_key)
        answer = self.saved.answers.get(cell_key)
        found = array("l", [_ABSENT]) * (0 if answer is None else len(answer.metrics))
        for metric, row in enumerate(rows or ()):
            if row != _ABSENT:
                found[row] = metric
        return found

    def _find(self, cell: Cell | None) -> tuple[Answer, array[int]] | None:
        rows = None if cell is None else self._rows.get(cell.key)
        return None if cell is None or rows is None else (self.saved.answers[cell.key], rows)


def _row_in(rows: array[int], metric: int) -> int | None:
    """The row of a metric by what `_MetricIndex.rows_of` returned, which knows those that were met until then."""
    return rows[metric] if metric < len(rows) and rows[metric] != _ABSENT else None


def rows_at(comparison: Comparison, places: Iterable[Place | None], metric: int) -> list[tuple[str, int]]:
    """Return cell key and row in its answer of a metric at places, leaving out those that have no such figure."""
    found = ((comparison.cell(place), comparison.row(place, metric)) for place in places if place is not None)
    return [(cell.key, row) for cell, row in found if cell is not None and row is not None]


def _arrange(saved: SavedResult, entities: tuple[Entity, ...], periods: tuple[Period, ...]) -> list[list[Cell | None]]:
    """Return the plan's cells by position of entity and period."""
    entity_at = {entity: position for position, entity in enumerate(entities)}
    period_at = {period: position for position, period in enumerate(periods)}
    cells: list[list[Cell | None]] = [[None] * len(periods) for _ in entities]
    for cell in saved.plan.cells:
        cells[entity_at[cell.query.entity]][period_at[cell.query.period]] = cell
    return cells


class _MetricIndex:
    """The metrics met so far. Answers that list the same metrics in the same order share what is worked out."""

    def __init__(self) -> None:
        self.metrics: list[ComparedMetric] = []
        self._positions: dict[MetricKey, int] = {}
        self._known: dict[tuple[object, ...], array[int]] = {}

    def rows_of(self, values: MetricValues) -> array[int]:
        """Return by metric position the row in the answer, -1 for none; metrics not met before are added."""
        if len(values) > LONG:
            return self._index(values)  # to look through a million for what they share stops every other thread
        spare = () if all(values.ids) else (values.names, values.metric_types)
        alike = (values.ids, values.units, *spare)
        rows = self._known.get(alike)
        if rows is None:
            rows = self._known[alike] = self._index(values)
        return rows

    def _index(self, values: MetricValues) -> array[int]:
        rows = array("l", [_ABSENT]) * len(self.metrics)
        for row, key in enumerate(checked(metric_keys(values))):
            position = self._positions.get(key)
            if position is None:
                position = self._positions[key] = len(self.metrics)
                self.metrics.append(describe_metric(values, row, key))
                rows.append(_ABSENT)
            rows[position] = row
        return rows


def metric_keys(values: MetricValues) -> Iterator[MetricKey]:
    """Yield what each row of an answer is compared by; no key comes twice."""
    parts: list[dict[MetricKey, int]] = [{} for _ in range(1 + len(values) // _PART)]
    count = len(parts)
    try:
        for row, (metric_id, unit) in enumerate(zip(values.ids, values.units, strict=True)):
            spare = None if metric_id else (values.names[row], values.metric_types[row])
            key = MetricKey(metric_id, unit, 0, spare)
            seen = parts[hash(key) % count]
            occurrence = seen[key] = seen.get(key, -1) + 1
            yield MetricKey(metric_id, unit, occurrence, spare) if occurrence else key
    finally:
        let_go(parts)


def describe_metric(values: MetricValues, row: int, key: MetricKey) -> ComparedMetric:
    """Return what a row of an answer says of its metric."""
    return ComparedMetric(
        key,
        values.names[row],
        values.units[row],
        values.unit_abbreviations[row],
        values.metric_types[row],
        values.descriptions[row],
    )
