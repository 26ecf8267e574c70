"""What the trend shows: lines of one metric over the periods, their gaps, and which of them stand out. No pyqtgraph."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.units import unit_kind
from siro_desktop.ui.charts.compared_panels import band_of
from siro_desktop.ui.charts.marks import MAX_SERIES, WHOLE
from siro_desktop.ui.charts.ticks import axis_span, tick_values
from siro_desktop.ui.charts.trend_events import EventLine, event_lines
from siro_desktop.ui.comparison.figure_words import drawable, metric_value
from siro_desktop.ui.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.ui.charts.panels import Band
    from siro_desktop.ui.comparison.state import ComparisonState

DIMMED: Final = -1
"""The series of a line that is there, but does not stand out."""
_MONTH_DAYS: Final = 27
_TICKS: Final = 6


class TrendLayout(IntEnum):
    """What stands in a panel."""

    ONE_METRIC = 0
    PANEL_EACH = 1
    ALL_METRICS = 2


class TrendLine(Struct, frozen=True):
    """The values of one entity from the earliest period; None is a gap. `opens`: fetched before the period was over.

    `shares` are the values as shares of the axis, 0 for a gap.
    """

    entity: int
    name: str
    series: int
    values: tuple[float | None, ...]
    shares: tuple[float, ...]
    thin: tuple[bool, ...]
    opens: tuple[bool, ...]

    def segments(self, *, is_open: bool) -> list[tuple[int, int]]:
        """Return pairs of neighbouring periods with values: those that lead to an open period, or the others."""
        return [
            (period - 1, period)
            for period in range(1, len(self.values))
            if self.values[period - 1] is not None and self.values[period] is not None and self.opens[period] == is_open
        ]

    def filled(self) -> list[int]:
        """Return the periods with a value."""
        return [period for period, value in enumerate(self.values) if value is not None]

    def lonely(self) -> list[int]:
        """Return the periods with a value that no line leads to: their points alone can be seen."""
        around = (None, *self.values, None)
        return [period for period in self.filled() if around[period] is None and around[period + 2] is None]


class TrendData(Struct, frozen=True):
    """All that one plot draws: lines, ticks of the value's axis with their texts, names of the periods.

    Behind them lie bands and events. The axis reaches from `low` to `high`. `titled` is whom the panel's heading names:
    that line needs no name.
    """

    metric: int = 0
    lines: tuple[TrendLine, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    dates: tuple[str, ...] = ()
    bands: tuple[Band | None, ...] = ()
    events: tuple[EventLine, ...] = ()
    titled: int | None = None
    low: float = 0.0
    high: float = 1.0

    def share(self, value: float) -> float:
        """Return where a value lies on the axis, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


class TrendPanel(Struct, frozen=True):
    """A panel: its metric, and whom it shows."""

    metric: int
    entities: tuple[int, ...]


class LineFacts(Struct, frozen=True):
    """What is the same for all metrics of an entity; see TrendLine."""

    name: str
    thin: tuple[bool, ...]
    opens: tuple[bool, ...]


def line_facts(state: ComparisonState, entity: int) -> LineFacts:
    """Return what is the same for all metrics of an entity."""
    comparison = state.comparison
    if comparison is None:
        return LineFacts("", (), ())
    answers = [comparison.answer(Place(entity, period)) for period in range(len(comparison.periods))]
    thin = tuple(state.is_thin(None if answer is None else answer.recordings_evaluated) for answer in answers)
    ends = (period.end for period in comparison.periods)
    opens = tuple(answer is not None and answer.fetched_at < end for answer, end in zip(answers, ends, strict=True))
    return LineFacts(state.entity_name(entity), thin, opens)


def plan_trend(state: ComparisonState, layout: TrendLayout) -> list[TrendPanel]:
    """Return the panels: one, one for each entity, or one for each metric."""
    comparison = state.comparison
    if comparison is None or state.current_metric is None:
        return []
    if layout is TrendLayout.ALL_METRICS:
        return [TrendPanel(metric, state.shown_entities) for metric in range(len(comparison.metrics))]
    if layout is TrendLayout.ONE_METRIC:
        return [TrendPanel(state.metric, state.shown_entities)]
    whole = () if comparison.whole is None else (comparison.whole,)
    return [TrendPanel(state.metric, (entity, *whole)) for entity in state.entity_order]


def highlighted(state: ComparisonState, entities: Sequence[int]) -> dict[int, int]:
    """Return the series of the entities that stand out: the first four, the selected one among them, and the whole."""
    whole = state.comparison.whole if state.comparison else None
    compared = [entity for entity in entities if entity != whole]
    chosen = compared[:MAX_SERIES]
    if state.selected and state.selected.entity in compared and state.selected.entity not in chosen:
        chosen[-1] = state.selected.entity
    series = {entity: number for number, entity in enumerate(chosen)}
    return series if whole not in entities or whole is None else series | {whole: WHOLE}


def trend_values(state: ComparisonState, metric: int, entity: int) -> list[float | None]:
    """Return what can be drawn of an entity, from the earliest period."""
    comparison = state.comparison
    if comparison is None:
        return []
    return [drawable(state.figure(Place(entity, period), metric)) for period in range(len(comparison.periods))]


def build_trend(
    state: ComparisonState,
    panel: TrendPanel,
    facts: Mapping[int, LineFacts],
    *,
    from_zero: bool = False,
    shared: Sequence[float] | None = None,
) -> TrendData:
    """Return what a panel draws, with what is known of its entities.

    `shared` are values of other panels that its scale holds too; the heading then names whom it shows.
    """
    comparison = state.comparison
    if comparison is None:
        return TrendData()
    metric = comparison.metrics[panel.metric]
    series = highlighted(state, panel.entities)
    order = sorted(panel.entities, key=lambda entity: entity not in series)  # those that stand out come first
    columns = {entity: trend_values(state, panel.metric, entity) for entity in order}
    bands = tuple(band_of(state, panel.metric, period) for period in range(len(comparison.periods)))
    values = [value for column in columns.values() for value in column if value is not None] + list(shared or ())
    if values:
        values += [end for band in bands if band for end in (band.low, band.high) if end is not None]
    kind = unit_kind(metric.unit, metric.unit_abbreviated)
    ticks = tick_values(*axis_span(values, kind, from_zero=from_zero), _TICKS, kind)
    low, high = ticks[0], ticks[-1]
    return TrendData(
        metric=panel.metric,
        lines=tuple(
            _line(entity, facts[entity], series.get(entity, DIMMED), column, (low, high))
            for entity, column in columns.items()
        ),
        ticks=tuple((value, metric_value(value, metric)) for value in ticks),
        dates=short_dates(state),
        bands=bands,
        events=event_lines(state),
        titled=None if shared is None else panel.entities[0],
        low=low,
        high=high,
    )


def _line(
    entity: int, facts: LineFacts, series: int, values: list[float | None], axis: tuple[float, float]
) -> TrendLine:
    low, high = axis
    shares = tuple(0.0 if value is None else (value - low) / (high - low) for value in values)
    return TrendLine(entity, facts.name, series, tuple(values), shares, facts.thin, facts.opens)


def short_dates(state: ComparisonState) -> tuple[str, ...]:
    """Return the periods' first days as an axis names them: *5 Oct*, or *Oct 2026* for months and longer."""
    if state.comparison is None:
        return ()
    calendar, dates = Calendar(state.zone), []
    for period in state.comparison.periods:
        is_long = (period.end - period.start).days >= _MONTH_DAYS
        dates.append(day_in_words(calendar.day_of(period.start), "MMM yyyy" if is_long else "d MMM"))
    return tuple(dates)
