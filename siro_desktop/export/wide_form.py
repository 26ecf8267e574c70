"""A comparison as a table with its periods side by side: a row for each entity and metric."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.cell_labels import EntityLabels
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.zones import zone_of
from siro_desktop.export.table import Chunk, Column, Kind
from siro_desktop.export.text_forms import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.comparison import ComparedMetric
    from siro_desktop.domain.exports import ExportContent
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import SavedResult

WIDE_COLUMNS: Final = (
    "organization_id",
    "conversation_type_id",
    "filter_by",
    "filter_by_ids",
    "group_by",
    "entity_name",
    "metric_id",
    "metric_name",
    "metric_type",
    "unit",
    "unit_abbreviated",
)
"""What a row is about. `PERIOD_COLUMNS` follow, each with the period's first and last day."""
PERIOD_COLUMNS: Final = (("value", Kind.VALUE), ("pass_rate", Kind.PERCENT), ("recordings", Kind.COUNT))
_LONG_NAMES: Final = {"recordings": "recordings_evaluated"}  # what is called otherwise in the long form
FIGURE_COLUMNS: Final = tuple(_LONG_NAMES.get(name, name) for name, _ in PERIOD_COLUMNS)
"""The names by which the figures of all periods are wanted or not."""
_MILLISECOND: Final = timedelta(milliseconds=1)
_CHUNK: Final = 1_000  # each row may have a hundred periods

_Figures = tuple[float | None, float | None, float | None]
_NOTHING: Final[_Figures] = (None, None, None)


class _Line(Struct):
    """An entity and one of its metrics: what it is about, and its figures by position of the period."""

    query: MetricsQuery
    metric: ComparedMetric
    figures: dict[int, _Figures] = field(default_factory=dict)


class WideForm:
    """A row for each entity and metric of an export's content, in the order in which they first come there.

    What is not there is missing. Descriptions, undocumented fields and targets are in the long form only.
    """

    def __init__(self, content: ExportContent) -> None:
        self._comparison = Comparison(content.saved)
        self._labels = EntityLabels(content.names)
        self._without = content.without
        rows = _every_row(content.saved) if content.rows is None else content.rows
        self._lines = list(_gather(self._comparison, rows))
        zone = zone_of(content.saved.time_zone)
        self._all = (
            *(Column(name, Kind.TEXT) for name in WIDE_COLUMNS),
            *(
                Column(f"{name} {period_heading(period, zone)}", kind)
                for period in self._comparison.periods
                for name, kind in PERIOD_COLUMNS
            ),
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are wanted; of figures a kind is wanted or not, whatever the period."""
        return tuple(column for column in self._all if self._is_wanted(column))

    @property
    def row_count(self) -> int:
        """How many entities and metrics there are."""
        return len(self._lines)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, in order."""
        is_wanted = [self._is_wanted(column) for column in self._all]
        lines = iter(self._lines)
        while some := list(islice(lines, _CHUNK)):
            every = zip(*(self._cells_of(line) for line in some), strict=True)
            wanted = tuple(values for values, wanted in zip(every, is_wanted, strict=True) if wanted)
            units = ([line.metric.unit for line in some], [line.metric.unit_abbreviated for line in some])
            yield Chunk(len(some), wanted, units)

    def _is_wanted(self, column: Column) -> bool:
        name = column.name if column.kind is Kind.TEXT else column.name.partition(" ")[0]
        return (_LONG_NAMES.get(name) or name) not in self._without

    def _cells_of(self, line: _Line) -> Iterator[object]:
        metric, query = line.metric, line.query
        yield from (query.organization_id, query.conversation_type_id, " ".join(query.filter_by))
        yield from (" ".join(query.ids), " ".join(query.group_by), self._labels.of(query), metric.key.id, metric.name)
        yield from (metric.metric_type, metric.unit, metric.unit_abbreviated)
        for period in range(len(self._comparison.periods)):
            yield from line.figures.get(period, _NOTHING)


def period_heading(period: Period, zone: ZoneInfo) -> str:
    """Return the first and the last day; the instants of a period that is not made of days, the end excluded."""
    calendar = Calendar(zone)
    if not calendar.is_whole_days(period):
        return f"{instant_text(period.start, zone)} to {instant_text(period.end, zone)}"
    return f"{calendar.day_of(period.start)} to {calendar.day_of(period.end - _MILLISECOND)}"


def _gather(comparison: Comparison, rows: Iterable[tuple[str, int]]) -> Iterable[_Line]:
    """Put the rows of an entity and a metric side by side."""
    cells = {cell.key: cell for cell in comparison.saved.plan.cells}
    period_at = {period: position for position, period in enumerate(comparison.periods)}
    metrics_of = {key: comparison.metric_at(key) for key in comparison.saved.answers}
    lines: dict[tuple[object, int], _Line] = {}
    for cell_key, row in rows:
        query, position = cells[cell_key].query, metrics_of[cell_key][row]
        line = lines.get((query.entity, position))
        if line is None:
            line = lines[query.entity, position] = _Line(query, comparison.metrics[position])
        answer = comparison.saved.answers[cell_key]
        line.figures[period_at[query.period]] = (
            answer.metrics.values[row],
            answer.metrics.pass_rates[row],
            answer.recordings_evaluated,
        )
    return lines.values()


def _every_row(saved: SavedResult) -> Iterable[tuple[str, int]]:
    """Every row of every answer: one entity after the other, and in each its metrics as they first came."""
    return (
        (cell.key, row)
        for cell in saved.plan.cells
        if cell.key in saved.answers
        for row in range(len(saved.answers[cell.key].metrics))
    )
