"""From recordings to metric values: one aggregate over whatever was selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct, field

from siro_desktop.sandbox.metrics import METRICS, Aggregation
from siro_desktop.sandbox.organization import CONVERSATION_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from siro_desktop.sandbox.dice import Floats
    from siro_desktop.sandbox.metrics import Metric
    from siro_desktop.sandbox.organization import Rep
    from siro_desktop.sandbox.recordings import RecordingBook, Recordings

_TYPE_NUMBERS: Final = {type_id: number for number, type_id in enumerate(CONVERSATION_TYPES)}


class Selection(Struct):
    """What to aggregate over: whole reps, and single recordings by rep and row. Nothing is counted twice."""

    reps: dict[int, Rep] = field(default_factory=dict)
    rows: dict[int, set[int]] = field(default_factory=dict)

    def add_rep(self, rep: Rep) -> None:
        """Select all recordings of `rep`."""
        self.reps[rep.number] = rep
        self.rows.pop(rep.number, None)

    def add_row(self, rep: Rep, row: int) -> None:
        """Select one recording of `rep`."""
        if rep.number not in self.reps or rep.number in self.rows:
            self.reps[rep.number] = rep
            self.rows.setdefault(rep.number, set()).add(row)


class Totals(Struct, frozen=True):
    """Sums over recordings, a place for each of `METRICS`: of values, of recordings with a value, and of passes."""

    recordings: int
    sums: Floats
    counts: NDArray[np.int64]
    passes: NDArray[np.int64]


def add_up(book: RecordingBook, selection: Selection, conversation_type: str, start_ms: int, end_ms: int) -> Totals:
    """Return the totals of the selected recordings that start from `start_ms` to `end_ms`, both included, in UTC."""
    recordings = 0
    sums = np.zeros(len(METRICS))
    counts = np.zeros(len(METRICS), dtype=np.int64)
    passes = np.zeros(len(METRICS), dtype=np.int64)
    for number, rep in selection.reps.items():
        made = book.of(rep)
        rows = _rows_within(made, _TYPE_NUMBERS[conversation_type], start_ms, end_ms)
        if number in selection.rows:
            rows = rows[np.isin(rows, list(selection.rows[number]))]
        recordings += len(rows)
        sums += made.values[rows].sum(axis=0)
        counts += made.present[rows].sum(axis=0)
        passes += made.passed[rows].sum(axis=0)
    return Totals(recordings, sums, counts, passes)


def metric_values(totals: Totals, conversation_type: str) -> list[dict[str, object]]:
    """Return `metricValues` as Siro writes them, for every metric that belongs to the conversation type."""
    return [
        {**describe(metric), **_figures(metric, number, totals)}
        for number, metric in enumerate(METRICS)
        if metric.is_asked_in(conversation_type)
    ]


def describe(metric: Metric) -> dict[str, object]:
    """Return what Siro says about a metric, without its value. The description may be missing."""
    described: dict[str, object] = {
        "id": metric.id,
        "name": metric.name,
        "unit": metric.unit.name,
        "unitAbbreviated": metric.unit.abbreviation,
        "metricType": metric.metric_type,
    }
    if metric.description is not None:
        described["description"] = metric.description
    return described


def _figures(metric: Metric, number: int, totals: Totals) -> dict[str, object]:
    """`value` and `passRate`, each only where there is one."""
    count = int(totals.counts[number])
    if count < metric.minimum:
        return {}
    total = float(totals.sums[number])
    shown: dict[str, object] = {"value": _plain(total / count if metric.aggregation is Aggregation.MEAN else total)}
    if metric.band is not None:
        shown["passRate"] = _plain(100 * int(totals.passes[number]) / count)
    return shown


def _plain(number: float) -> float | int:
    """Two decimals at most; whole numbers without a point, as JSON from JavaScript has them."""
    rounded = round(number, 2)
    return int(rounded) if rounded.is_integer() else rounded


def _rows_within(made: Recordings, type_number: int, start_ms: int, end_ms: int) -> NDArray[np.int64]:
    first = int(np.searchsorted(made.started, start_ms, side="left"))
    last = int(np.searchsorted(made.started, end_ms, side="right"))
    return first + np.flatnonzero(made.conversation_type[first:last] == type_number)
