"""Two sides as a table: a row for each metric, with the figures of both and what lies between them. Nothing is rounded.

What the columns of each side are called ends with `_a` or `_b`. A difference is B less A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.differences import movement_of, pass_rate_of, value_of
from siro_desktop.export.cell_words import CellWords
from siro_desktop.export.long_form import KINDS
from siro_desktop.export.table import CHUNK, Chunk, Column, Constant, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from siro_desktop.domain.comparison import Figure
    from siro_desktop.domain.differences import Difference
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.two_sides import TwoSides

    Read = Callable[[Difference], object]

SIDES: Final = ("a", "b")
SIDE_VALUES: Final = ("value_a", "value_b")
"""The columns of values, in the metrics' own units."""
_METRIC: Final[Mapping[str, Read]] = {
    "metric_id": lambda one: one.metric.key.id,
    "metric_name": lambda one: one.metric.name,
    "metric_type": lambda one: one.metric.metric_type,
    "unit": lambda one: one.metric.unit,
    "unit_abbreviated": lambda one: one.metric.unit_abbreviated,
}
_FIGURES: Final[Mapping[str, tuple[Kind, Read]]] = {
    "value_a": (Kind.VALUE, lambda one: value_of(one.a)),
    "recordings_a": (Kind.COUNT, lambda one: _recordings(one.a)),
    "value_b": (Kind.VALUE, lambda one: value_of(one.b)),
    "recordings_b": (Kind.COUNT, lambda one: _recordings(one.b)),
    "difference": (Kind.VALUE, lambda one: one.absolute),
    "relative_difference_percent": (Kind.PERCENT, lambda one: None if one.relative is None else 100 * one.relative),
    "pass_rate_a": (Kind.PERCENT, lambda one: pass_rate_of(one.a)),
    "pass_rate_b": (Kind.PERCENT, lambda one: pass_rate_of(one.b)),
    "pass_rate_difference": (Kind.VALUE, lambda one: one.pass_rate_points),
    "pass_rate_difference_low": (Kind.VALUE, lambda one: one.pass_rate_interval and one.pass_rate_interval.low),
    "pass_rate_difference_high": (Kind.VALUE, lambda one: one.pass_rate_interval and one.pass_rate_interval.high),
    "target_minimum": (Kind.VALUE, lambda one: one.target and one.target.minimum),
    "target_maximum": (Kind.VALUE, lambda one: one.target and one.target.maximum),
    "movement": (Kind.TEXT, lambda one: (moved := movement_of(one)) and moved.value),
    "description": (Kind.TEXT, lambda one: one.metric.description),
}
"""Pass rates are in percent and their difference, with its interval of 95 %, in percentage points."""
_SIDE: Final = (
    *("entity_name", "period_label", "conversation_type_name", "organization_id", "conversation_type_id"),
    *("filter_by", "filter_by_ids", "group_by", "start_at", "end_at", "fetched_at"),
)


class DifferenceForm:
    """A row for each difference. `without` are names of columns to leave out; `names` stand beside ids.

    Instants of a side are in the zone of its result; the end of a period is excluded.
    """

    def __init__(self, sides: TwoSides, names: Names | None, without: frozenset[str]) -> None:
        self._differences = sides.differences
        about = (
            CellWords(result, names).of(cell, result.answers.get(cell.key))
            for result, cell in zip(sides.results, sides.cells, strict=True)
        )
        self._of_sides = {
            f"{name}_{side}": words[name] for side, words in zip(SIDES, about, strict=True) for name in _SIDE
        }
        every = (
            *(Column(name, KINDS[name]) for name in _METRIC),
            *(Column(name, kind) for name, (kind, _) in _FIGURES.items()),
            *(Column(f"{name}_{side}", KINDS[name]) for side in SIDES for name in _SIDE),
        )
        self.columns = tuple(column for column in every if column.name not in without)
        """The columns that are wanted, in order."""

    @property
    def row_count(self) -> int:
        """How many metrics there are."""
        return len(self._differences)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, in order."""
        for first in range(0, len(self._differences), CHUNK):
            some = self._differences[first : first + CHUNK]
            units = ([one.metric.unit for one in some], [one.metric.unit_abbreviated for one in some])
            yield Chunk(len(some), tuple(self._values(column.name, some) for column in self.columns), units)

    def _values(self, name: str, some: Sequence[Difference]) -> Constant | Sequence[object]:
        if name in self._of_sides:
            return self._of_sides[name]
        read = _METRIC[name] if name in _METRIC else _FIGURES[name][1]
        return [read(one) for one in some]


def _recordings(figure: Figure | None) -> float | None:
    return None if figure is None else figure.recordings
