"""What the charts of an answer show: one panel for each unit, never two units on one axis. No widgets, no pyqtgraph."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.columns import as_column
from siro_desktop.domain.units import UnitKind, axis_key, format_percent, format_value, unit_kind
from siro_desktop.ui.charts.bar_choice import ALL_BARS, BarChoice, BarOrder
from siro_desktop.ui.charts.bar_list import BarFacts, BarList
from siro_desktop.ui.charts.panels import MAX_BARS, Band, Bar, Judged
from siro_desktop.ui.target_words import band_in_words
from siro_desktop.ui.words import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from siro_desktop.domain.results import MetricValues
    from siro_desktop.domain.targets import HeldTargets
    from siro_desktop.domain.units import NumberFormat

MAX_PANELS: Final = 24
RATES_KEY: Final = "rates"
_MAX_NOTES: Final = 2
_SIMPLE: Final = (str, int, float)
_PART: Final = 20_000  # names of a set that grows and goes in a millisecond or two
_STEP: Final = 1_000  # rows that are looked at in one go: a few milliseconds


class Panel(Struct):
    """The bars of one unit, in drawing order. `left_out` counts those that are not drawn."""

    key: str
    unit: str
    bars: BarList
    left_out: int = 0
    order: BarOrder = BarOrder.GIVEN


class ChartPlan(Struct, frozen=True):
    """Panels in the order in which their units first come, pass rates last; and the names without a value.

    `long` is what else may be long in it, for whoever lets it go bit by bit.
    """

    panels: tuple[Panel, ...] = ()
    missing: Sequence[str] = ()
    left_out_panels: int = 0
    long: tuple[object, ...] = ()


class _Unit(Struct):
    """The rows that may share an axis, with their values: as numbers, which are quick to free, however many."""

    title: str
    rows: array[int] = field(default_factory=lambda: array("l"))
    values: array[float] = field(default_factory=lambda: array("d"))

    def put_in_order(self, choice: BarChoice) -> int:
        """Sort, keep what is to be drawn, and return how many are not."""
        count, most = len(self.rows), min(choice.first or MAX_BARS, MAX_BARS)
        if choice.order is not BarOrder.GIVEN:
            self._sort(most, is_falling=choice.order is BarOrder.HIGHEST)
        del self.rows[most:], self.values[most:]
        return count - len(self.rows)

    def _sort(self, most: int, *, is_falling: bool) -> None:
        """Sort; those that are equal stay as they were. Lets other threads run, which Python's own sort does not."""
        import numpy as np

        rows, values = np.array(self.rows), np.array(self.values)
        kept = np.argsort(-values if is_falling else values, kind="stable")[:most]
        self.rows, self.values = array("l", rows[kept].tobytes()), array("d", values[kept].tobytes())


class _Answer:
    """The rows of an answer that are drawn, and how each becomes a bar. `repeated` has the names that come again."""

    def __init__(
        self, metrics: MetricValues, rows: Sequence[int], numbers: NumberFormat, held: HeldTargets | None
    ) -> None:
        self.metrics, self.rows, self.numbers, self.held = metrics, rows, numbers, held
        self.repeated: list[dict[str, None]] = [{} for _ in range(1 + len(rows) // _PART)]

    def find_repeated(self) -> Iterator[None]:
        """Find out which names come more than once; yields every few milliseconds."""
        parts: list[dict[str, None]] = [{} for _ in self.repeated]  # the collection of garbage goes through sets
        for start in range(0, len(self.rows), _STEP):
            for name in map(self._plain_name, self.rows[start : start + _STEP]):
                part = hash(name) % len(parts)
                (self.repeated if name in parts[part] else parts)[part][name] = None
            yield
        while parts:
            parts.pop()
            yield

    def _plain_name(self, row: int) -> str:
        return (
            on_one_line(self.metrics.names[row]).strip() or self.metrics.ids[row]
        )  # nameless: its id can be looked up

    def name(self, row: int) -> str:
        """Return what a metric is called; where several have one name, with the extra fields that tell them apart."""
        name = self._plain_name(row)
        if name not in self.repeated[hash(name) % len(self.repeated)]:
            return name
        extras = [str(value) for value in self.metrics.extras.get(row, {}).values() if isinstance(value, _SIMPLE)]
        return " · ".join([name, *extras[:_MAX_NOTES]])

    def value_bar(self, row: int) -> Bar:
        """Return the bar of a metric's value."""
        metrics = self.metrics
        value, unit, short = metrics.values[row], metrics.units[row], metrics.unit_abbreviations[row]
        judged = self._judge(row)
        label = format_value(value, unit, short, self.numbers)
        return Bar(row, self.name(row), value, label, band=_band(judged), judged=judged)

    def rate_bar(self, row: int) -> Bar:
        """Return the bar of a metric's pass rate."""
        rate = self.metrics.pass_rates[row]
        judged = Judged(self.held.bands_of(self.metrics.ids[row]).status(rate)) if self.held else None
        return Bar(row, self.name(row), rate, format_percent(rate, self.numbers), judged=judged)

    def _judge(self, row: int) -> Judged | None:
        metrics = self.metrics
        target = self.held.by_metric.get(metrics.ids[row]) if self.held else None
        if target is None:
            return None
        return Judged(target.status(metrics.values[row]), target, metrics.units[row], metrics.unit_abbreviations[row])

    def bar_list(self, key: str, unit: _Unit, facts: BarFacts) -> BarList:
        """Return a panel's bars, which are made when they are looked at."""
        rows, bar_of = unit.rows, self.rate_bar if key == RATES_KEY else self.value_bar
        return BarList(
            rows, unit.values, lambda place: bar_of(rows[place]), facts, name_at=lambda place: self.name(rows[place])
        )


def plan_panels(
    metrics: MetricValues,
    rows: Sequence[int],
    numbers: NumberFormat,
    choice: BarChoice = ALL_BARS,
    held: HeldTargets | None = None,
) -> Iterator[ChartPlan | None]:
    """Work out what to draw for `rows` of an answer. Yields None every few milliseconds, and the plan at the end.

    Values that are missing, infinite or not a number have no bar; their names are in `missing`.
    """
    answer = _Answer(metrics, rows, numbers, held)
    yield from answer.find_repeated()
    units: dict[str, _Unit] = {}
    unit_of: dict[tuple[str, str], _Unit] = {}
    rates, missing = _Unit(""), list[str]()
    for start in range(0, len(rows), _STEP):
        for row in rows[start : start + _STEP]:
            _sort_in(metrics, row, units, unit_of, rates)
            if not _is_drawable(metrics.values[row]):
                missing.append(answer.name(row))
        yield None
    kept = dict(list(units.items())[:MAX_PANELS]) | ({RATES_KEY: rates} if rates.rows else {})
    panels = []
    for key, unit in kept.items():
        left_out, facts = unit.put_in_order(choice), BarFacts()
        yield None
        bar_of = answer.rate_bar if key == RATES_KEY else answer.value_bar
        for start in range(0, len(unit.rows), _STEP):
            for row in unit.rows[start : start + _STEP]:
                facts.take_in(bar_of(row))
            yield None
        panels.append(Panel(key, unit.title, answer.bar_list(key, unit, facts), left_out, choice.order))
    long = (*metrics.columns(), *answer.repeated)
    yield ChartPlan(tuple(panels), as_column(missing), max(0, len(units) - MAX_PANELS), long)


def build_panels(
    metrics: MetricValues,
    rows: Sequence[int],
    numbers: NumberFormat,
    choice: BarChoice = ALL_BARS,
    held: HeldTargets | None = None,
) -> ChartPlan:
    """Return the same at once."""
    *_, plan = plan_panels(metrics, rows, numbers, choice, held)
    return plan or ChartPlan()


def _sort_in(
    metrics: MetricValues,
    row: int,
    units: dict[str, _Unit],
    unit_of: dict[tuple[str, str], _Unit],
    rates: _Unit,
) -> None:
    """Put a row's value to those of its unit, which `unit_of` knows by its names, and its pass rate to the others."""
    value, rate = metrics.values[row], metrics.pass_rates[row]
    if value is not None and math.isfinite(value):
        names = metrics.units[row], metrics.unit_abbreviations[row]
        found = unit_of.get(names)
        if found is None:
            found = unit_of[names] = units.setdefault(axis_key(*names), _Unit(_unit_title(*names)))
        found.rows.append(row)
        found.values.append(float(value))
    if rate is not None and math.isfinite(rate):
        rates.rows.append(row)
        rates.values.append(float(rate))


def _band(judged: Judged | None) -> Band | None:
    if judged is None or judged.target is None:
        return None
    target = judged.target
    words = band_in_words(target, judged.unit, judged.unit_abbreviated)
    return Band(target.minimum, target.maximum, words)


def _is_drawable(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _unit_title(unit: str, abbreviation: str) -> str:
    return UnitKind.COUNT.value if unit_kind(unit, abbreviation) is UnitKind.COUNT and unit in {"#", "n"} else unit
