"""What the compared bars show: in which panels, groups and series each figure stands. No widgets, no pyqtgraph.

Up to four bars stand side by side in a group; beyond that each entity or period has a panel, on one scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.units import NO_VALUE
from siro_desktop.ui.charts.bar_list import BarFacts, BarList, LongestTexts
from siro_desktop.ui.charts.bar_measures import GAP
from siro_desktop.ui.charts.marks import MAX_SERIES, WHOLE
from siro_desktop.ui.charts.panels import MAX_BARS, Band, Bar, Frame, Judged
from siro_desktop.ui.comparison.figure_words import drawable, metric_value
from siro_desktop.ui.target_words import target_named
from siro_desktop.ui.words import SEPARATOR, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from siro_desktop.domain.comparison import ComparedMetric
    from siro_desktop.domain.targets import Target
    from siro_desktop.ui.comparison.state import ComparisonState

translate = QCoreApplication.translate


class FigureMark(Struct, frozen=True):
    """A figure as it is drawn: a finite value or none, how it is written, and how many recordings it rests on."""

    value: float | None
    label: str
    note: str
    is_thin: bool

    @property
    def written(self) -> str:
        """What is written beyond the bar."""
        return f"{self.label}{SEPARATOR}{self.note}" if self.note else self.label


class BarsPanel(Struct, frozen=True):
    """A panel's title and its groups of bars. `left_out` counts groups that are not drawn."""

    title: str
    groups: tuple[tuple[Place, ...], ...]
    left_out: int = 0

    @property
    def has_groups(self) -> bool:
        """True if several bars stand side by side."""
        return any(len(group) > 1 for group in self.groups)

    def starts(self, number: int, whole: int | None) -> bool:
        """True if a gap stands before the n-th group: between groups of several, and where the whole begins."""
        if not number:
            return False
        group, former = self.groups[number], self.groups[number - 1]
        return len(group) > 1 or (group[0].entity == whole and former[0].entity != whole)

    def rows(self, whole: int | None) -> float:
        """Return how many rows the panel takes, gaps included."""
        gaps = sum(self.starts(number, whole) for number in range(len(self.groups)))
        return sum(map(len, self.groups)) + gaps * GAP


class BarsPlan(Struct):
    """All panels, and all that is drawn in them: the bars are made from it later, when the state may be further.

    `series` are the names of what stands side by side; none where nothing does. `targets` and `bands` are by period.
    `lone` then names the one period, or the one entity, that all bars are about.
    """

    panels: tuple[BarsPanel, ...] = ()
    series: tuple[str, ...] = ()
    lone: str = ""
    is_grouped: bool = True
    by_period: bool = False
    names: dict[int, str] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    targets: tuple[Target | None, ...] = ()
    bands: tuple[Band | None, ...] = ()
    whole: int | None = None
    whole_values: tuple[float | None, ...] = ()
    marks: dict[Place, FigureMark] = field(default_factory=dict)
    reach: tuple[float, ...] = ()
    labels: LongestTexts = field(default_factory=LongestTexts)
    has_thin: bool = False

    @property
    def frame(self) -> Frame:
        """What all panels share, so that their bars can be compared."""
        is_by_entity = self.is_grouped != self.by_period
        names = LongestTexts(self.names.values() if is_by_entity else self.periods)
        has_bands = any(self.bands)
        return Frame(self.reach, names, self.labels, has_strip=has_bands, has_marks=has_bands)

    def name_of(self, place: Place) -> str:
        """Return what stands at the left of a figure's bar: whom it is of, or when."""
        return self.names[place.entity] if self.is_grouped != self.by_period else self.periods[place.period]

    def value_of(self, place: Place) -> float | None:
        """Return the value that is drawn of a figure, if any."""
        mark = self.marks.get(place)
        return None if mark is None else mark.value

    def bars(self, position: int) -> BarList:
        """Return the bars of the n-th panel; a bar's row is entity x periods + period."""
        panel, places, group_of, starts = self.panels[position], list[Place](), list[int](), list[int]()
        for number, group in enumerate(panel.groups):
            if panel.starts(number, self.whole):
                starts.append(len(places))
            places += group
            group_of += [number] * len(group)
        begins = frozenset(starts)
        return BarList(
            [place.entity * len(self.periods) + place.period for place in places],
            [self.value_of(place) or 0.0 for place in places],
            lambda n: self._bar(places[n], panel.groups[group_of[n]], starts=n in begins),
            self._facts(places),
            name_at=lambda n: self.name_of(places[n]),
            starts=starts,
            is_grouped=panel.has_groups,
        )

    def _facts(self, places: Sequence[Place]) -> BarFacts:
        facts = BarFacts(bands=LongestTexts(band.label for band in self.bands if band))
        for place in places:
            target = self.targets[place.period]
            status = target.status(self.value_of(place)) if target else None
            if status is not None:
                facts.stands[status] += 1
        return facts

    def _bar(self, place: Place, group: Sequence[Place], *, starts: bool) -> Bar:
        mark, target = self.marks[place], self.targets[place.period]
        is_first = place == group[0]
        is_whole = place.entity == self.whole
        series = group.index(place)
        if is_whole and (self.by_period or not self.is_grouped or len(group) == 1):
            series = WHOLE
        return Bar(
            row=place.entity * len(self.periods) + place.period,
            name=self.name_of(place),
            value=mark.value,
            label=mark.label,
            note=mark.note,
            series=series,
            is_thin=mark.is_thin,
            shows_name=is_first,
            starts_group=is_first and starts,
            reference=None if self.whole is None or is_whole else self.whole_values[place.period],
            band=self.bands[place.period],
            judged=Judged(target.status(mark.value), target) if target else None,
        )


def plan_bars(state: ComparisonState, *, by_period: bool, entities: Sequence[int] | None = None) -> Iterator[BarsPlan]:
    """Work out what to draw of the state's metric: by entity, or by period. Yields as it goes; the last is whole.

    Of all that are compared, in the order of `entities`, or as the state has them; the whole stands last.
    """
    comparison, metric = state.comparison, state.current_metric
    plan = BarsPlan(by_period=by_period)
    if comparison is None or metric is None:
        yield plan
        return
    periods, plan.whole = range(len(comparison.periods)), comparison.whole
    chosen = state.entity_order if entities is None else entities
    shown = (*chosen, *(() if plan.whole is None else (plan.whole,)))
    plan.names = {entity: state.entity_name(entity) for entity in shown}
    plan.periods = tuple(state.period_name(period) for period in periods)
    yield plan
    plan.targets = tuple(state.target(state.metric, period) for period in periods)
    plan.bands = tuple(band_of(state, state.metric, period) for period in periods)
    if (whole := plan.whole) is not None:
        plan.whole_values = tuple(drawable(state.figure(Place(whole, p), state.metric)) for p in periods)
    _arrange(plan, metric, chosen, len(periods))
    ends = [end for band in plan.bands if band for end in (band.low, band.high) if end is not None]
    plan.reach = (min([0.0, *ends]), max([0.0, *ends]))
    for entity in shown:
        _take_in(plan, state, [Place(entity, period) for period in periods])
        yield plan


def _take_in(plan: BarsPlan, state: ComparisonState, places: Sequence[Place]) -> None:
    """Take these figures' values, and widen what all panels share so that their bars have room too."""
    marks = [figure_mark(state, place) for place in places]
    plan.marks.update(zip(places, marks, strict=True))
    values = [mark.value for mark in marks if mark.value is not None]
    plan.reach = (min([*plan.reach, *values]), max([*plan.reach, *values]))
    for mark in marks:
        plan.labels.add(mark.written)
    plan.has_thin = plan.has_thin or any(mark.is_thin and mark.value is not None for mark in marks)


def _arrange(plan: BarsPlan, metric: ComparedMetric, compared: Sequence[int], periods: int) -> None:
    """Decide on groups or panels; there are none where a search has left nobody."""
    entities = (*compared, *(() if plan.whole is None else (plan.whole,)))
    if not entities:
        return
    if plan.by_period:
        side_by_side, groups = len(compared), [tuple(Place(e, p) for e in entities) for p in range(periods)]
        titles, last = list(plan.periods), 0
    else:
        side_by_side, groups = periods, [tuple(Place(e, p) for p in range(periods)) for e in entities]
        titles, last = [plan.names[entity] for entity in entities], len(entities) - len(compared)
    plan.is_grouped = side_by_side <= MAX_SERIES
    if plan.is_grouped:
        plan.panels = (_cut(metric.name, groups, last),)
        inner = plan.periods if not plan.by_period else tuple(plan.names[entity] for entity in compared)
        plan.series = inner if len(inner) > 1 else ()
        plan.lone = inner[0] if len(inner) == 1 else ""
    else:
        whole_last = 1 if plan.by_period and plan.whole is not None else 0
        plan.panels = tuple(
            _cut(title, [(place,) for place in group], whole_last) for title, group in zip(titles, groups, strict=True)
        )


def _cut(title: str, groups: list[tuple[Place, ...]], kept_last: int) -> BarsPanel:
    """No more bars than can be drawn; the last groups, which the others are held against, always stay."""
    most = max(1, MAX_BARS // max((len(group) for group in groups), default=1))
    if len(groups) <= most:
        return BarsPanel(title, tuple(groups))
    tail = groups[len(groups) - kept_last :] if kept_last else []
    return BarsPanel(title, (*groups[: most - len(tail)], *tail), len(groups) - most)


def figure_mark(state: ComparisonState, place: Place) -> FigureMark:
    """Return how one figure of the state's metric is drawn and written."""
    comparison, metric = state.comparison, state.current_metric
    if comparison is None or metric is None:
        return FigureMark(None, NO_VALUE, "", is_thin=False)
    figure = comparison.figure(place, state.metric)
    value, recordings = drawable(state.figure(place, state.metric)), comparison.recordings(place)
    label = NO_VALUE if figure is None else metric_value(figure.value, metric)
    if figure is None and comparison.problem(place) is not None:
        label = translate("charts", "failed")
    if value is None and drawable(figure) is not None:
        label = translate("charts", "left out")
    note = ""
    if recordings is not None:
        note = translate("charts", "%1 rec.").replace("%1", grouped(recordings))
    return FigureMark(value, label, note, state.is_thin(recordings))


def band_of(state: ComparisonState, metric: int, period: int) -> Band | None:
    """Return the band of the target that holds for a metric in a period."""
    target, comparison = state.target(metric, period), state.comparison
    if target is None or comparison is None:
        return None
    compared = comparison.metrics[metric]
    return Band(target.minimum, target.maximum, target_named(target, compared.unit, compared.unit_abbreviated))
