"""What the charts of an answer show: one panel for each unit, never two units on one axis. No widgets, no pyqtgraph."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.targets import Status
from siro_desktop.domain.units import NumberFormat, UnitKind, axis_key, format_percent, format_value, unit_kind
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import band_in_words
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from siro_desktop.domain.results import MetricValues
    from siro_desktop.domain.targets import HeldTargets, Target

MAX_BARS: Final = 600
MAX_PANELS: Final = 24
RATES_KEY: Final = "rates"
_MAX_NOTES: Final = 2


@dataclass(frozen=True, slots=True)
class Band:
    """A target's band in the metric's unit; None: open at that end."""

    low: float | None
    high: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How a bar stands, and to which target in which unit. A pass rate has a status without a target."""

    status: Status | None
    target: Target | None = None
    unit: str = ""
    unit_abbreviated: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its row, name and finite value, with the value as it is written. No value: no bar, the label alone.

    `note` is written muted behind the label. `series` gives colour and pattern. A bar that does not `show_name` belongs
    to the group of the one before; `starts_group` leaves a gap before it. `reference` is a value to hold it against.
    """

    row: int
    name: str
    value: float | None
    label: str
    note: str = ""
    series: int = 0
    is_thin: bool = False
    shows_name: bool = True
    starts_group: bool = False
    reference: float | None = None
    band: Band | None = None
    judged: Judged | None = None

    @property
    def length(self) -> float:
        """How long the bar is; 0 where there is none."""
        return 0.0 if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Frame:
    """What panels share so that their bars can be compared: values that all scales reach, and widths in pixels.

    A width of 0 is that of the panel's own widest text. `has_strip` keeps a line free above the bars that says
    what the band is; without it each band is named at the right. `has_marks` keeps a column free for how bars stand.
    """

    reach: tuple[float, ...] = ()
    name_width: float = 0.0
    label_width: float = 0.0
    has_strip: bool = False
    has_marks: bool = False


ALONE: Final = Frame()
"""The frame of a panel that shares nothing."""


@dataclass(slots=True)
class Panel:
    """The bars of one unit, in drawing order. `left_out` counts bars beyond MAX_BARS."""

    key: str
    unit: str
    bars: list[Bar] = field(default_factory=list)
    left_out: int = 0

    def has_room(self) -> bool:
        """True if one more bar can be drawn; otherwise that bar is counted as left out."""
        if len(self.bars) < MAX_BARS:
            return True
        self.left_out += 1
        return False


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Panels in the order in which their units first come, pass rates last; and the names without a value."""

    panels: tuple[Panel, ...]
    missing: tuple[str, ...]
    left_out_panels: int = 0


def build_panels(
    metrics: MetricValues,
    rows: Sequence[int],
    numbers: NumberFormat,
    *,
    by_value: bool = False,
    held: HeldTargets | None = None,
) -> ChartPlan:
    """Return what to draw for `rows` of an answer, in their order or from the largest value down.

    Values that are missing, infinite or not a number have no bar; their names are in `missing`.
    """
    panels: dict[str, Panel] = {}
    names = _distinct_names(metrics, rows)
    for row in _by(rows, metrics.values) if by_value else rows:
        value = metrics.values[row]
        if value is not None and math.isfinite(value):
            unit, short = metrics.units[row], metrics.unit_abbreviations[row]
            key = axis_key(unit, short)
            panel = panels.get(key) or panels.setdefault(key, Panel(key, _unit_title(unit, short)))
            if panel.has_room():
                label, judged = format_value(value, unit, short, numbers), _judge(metrics, row, held)
                bar = Bar(row, names[row], float(value), label, band=_band(judged), judged=judged)
                panel.bars.append(bar)
    shown = [*panels.values()]
    rates = Panel(RATES_KEY, "")
    for row in _by(rows, metrics.pass_rates) if by_value else rows:
        rate = metrics.pass_rates[row]
        if rate is not None and math.isfinite(rate) and rates.has_room():
            judged = Judged(held.bands_of(metrics.ids[row]).status(rate)) if held else None
            rates.bars.append(Bar(row, names[row], float(rate), format_percent(rate, numbers), judged=judged))
    left_out = max(0, len(shown) - MAX_PANELS)
    return ChartPlan(
        panels=(*shown[:MAX_PANELS], *([rates] if rates.bars else [])),
        missing=tuple(names[row] for row in rows if not _is_drawable(metrics.values[row])),
        left_out_panels=left_out,
    )


def _judge(metrics: MetricValues, row: int, held: HeldTargets | None) -> Judged | None:
    target = held.by_metric.get(metrics.ids[row]) if held else None
    if target is None:
        return None
    return Judged(target.status(metrics.values[row]), target, metrics.units[row], metrics.unit_abbreviations[row])


def _band(judged: Judged | None) -> Band | None:
    if judged is None or judged.target is None:
        return None
    target = judged.target
    words = band_in_words(target, judged.unit, judged.unit_abbreviated)
    return Band(target.minimum, target.maximum, words)


def band_ends(bands: Iterable[Band | None]) -> list[float]:
    """Return values that a scale must reach, so that all these bands can be seen."""
    return [end for band in set(bands) if band for end in (band.low, band.high) if end is not None]


def statuses_in_words(bars: Sequence[Bar]) -> str:
    """Return *3 met, 1 near, 2 missed*; nothing where nothing is held against a target."""
    statuses = [bar.judged.status for bar in bars if bar.judged is not None]
    counts = [(statuses.count(status), status_word(status)) for status in Status]
    return ", ".join(f"{grouped(count)} {word}" for count, word in counts if count)


def _by(rows: Sequence[int], values: Sequence[float | None]) -> list[int]:
    """Rows from the largest value down, those without one last."""
    return sorted(
        rows, key=lambda row: -value if _is_drawable(value := values[row]) and value is not None else math.inf
    )


def _is_drawable(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _unit_title(unit: str, abbreviation: str) -> str:
    return UnitKind.COUNT.value if unit_kind(unit, abbreviation) is UnitKind.COUNT and unit in {"#", "n"} else unit


def _distinct_names(metrics: MetricValues, rows: Sequence[int]) -> dict[int, str]:
    """Names by row; where one comes more than once, with the simple extra fields that tell them apart."""
    shown = {row: metrics.names[row].strip() or metrics.ids[row] for row in rows}  # nameless: its id can be looked up
    seen = Counter(shown.values())
    return {row: name if seen[name] == 1 else _with_extras(metrics, row, name) for row, name in shown.items()}


def _with_extras(metrics: MetricValues, row: int, name: str) -> str:
    extras = [str(value) for value in metrics.extras.get(row, {}).values() if isinstance(value, str | int | float)]
    return " · ".join([name, *extras[:_MAX_NOTES]])
