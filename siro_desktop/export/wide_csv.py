"""A comparison as CSV with its periods side by side: a line for each entity and metric, raw numbers as in long form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final, TextIO

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.cell_labels import EntityLabels
from siro_desktop.domain.comparison import Comparison
from siro_desktop.export.csv_export import start_table
from siro_desktop.export.text_forms import GuardedTexts, PlainTexts, instant_text, raw_number, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.comparison import ComparedMetric
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.export.csv_export import CsvOptions

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
"""What a line is about. `PERIOD_COLUMNS` follow, each with the period's first and last day."""
PERIOD_COLUMNS: Final = ("value", "pass_rate", "recordings")
_MILLISECOND: Final = timedelta(milliseconds=1)

_Figures = tuple[float | None, float | None, float | None]
_NOTHING: Final[_Figures] = (None, None, None)


@dataclass(slots=True)
class _Line:
    """An entity and one of its metrics: what it is about, and its figures by position of the period."""

    query: MetricsQuery
    metric: ComparedMetric
    figures: dict[int, _Figures] = field(default_factory=dict)


def write_wide_csv(
    stream: TextIO, saved: SavedResult, options: CsvOptions, rows: Sequence[tuple[str, int]] | None = None
) -> None:
    """Write a header and a line for each entity and metric. `stream` must not translate line ends (`newline=""`).

    `rows` are (cell key, row in its answer); lines stand in the order in which they first come there, and what is not
    there is empty. None is everything. Descriptions and undocumented fields are in the long form only.
    """
    texts = GuardedTexts() if options.guard_formulas else PlainTexts()
    comparison, zone = Comparison(saved), zone_of(saved.time_zone)
    periods, labels = range(len(comparison.periods)), EntityLabels(options.names)
    heads = [_days(period, zone) for period in comparison.periods]
    writer = start_table(stream, options)
    writer.writerow([*WIDE_COLUMNS, *(f"{column} {head}" for head in heads for column in PERIOD_COLUMNS)])
    for line in _gather(comparison, _every_row(saved) if rows is None else rows):
        metric, query = line.metric, line.query
        about = (
            query.organization_id,
            query.conversation_type_id,
            " ".join(query.filter_by),
            " ".join(query.ids),
            " ".join(query.group_by),
            labels.of(query),
            metric.key.id,
            metric.name,
            metric.metric_type,
            metric.unit,
            metric.unit_abbreviated,
        )
        figures = chain.from_iterable(line.figures.get(period, _NOTHING) for period in periods)
        writer.writerow([*(texts[text] for text in about), *map(raw_number, figures)])


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


def _days(period: Period, zone: ZoneInfo) -> str:
    """The first and the last day; the instants of a period that is not made of days, the end excluded."""
    calendar = Calendar(zone)
    if not calendar.is_whole_days(period):
        return f"{instant_text(period.start, zone)} to {instant_text(period.end, zone)}"
    return f"{calendar.day_of(period.start)} to {calendar.day_of(period.end - _MILLISECOND)}"
