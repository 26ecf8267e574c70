"""What the charts of an answer show: one panel for each unit, never two units on one axis. No Qt, no pyqtgraph."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.units import NumberFormat, UnitKind, axis_key, format_percent, format_value, unit_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.results import MetricValues

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

    @property
    def length(self) -> float:
        """How long the bar is; 0 where there is none."""
        return 0.0 if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Frame:
    """What panels share so that their bars can be compared: values that all scales reach, and widths in pixels.

    A width of 0 is that of the panel's own widest text. `has_strip` keeps a line free above the bars.
    """

    reach: tuple[float, ...] = ()
    name_width: float = 0.0
    label_width: float = 0.0
    has_strip: bool = False


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
    metrics: MetricValues, rows: Sequence[int], numbers: NumberFormat, *, by_value: bool = False
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
                panel.bars.append(Bar(row, names[row], float(value), format_value(value, unit, short, numbers)))
    shown = [*panels.values()]
    rates = _pass_rate_panel(metrics, _by(rows, metrics.pass_rates) if by_value else rows, names, numbers)
    left_out = max(0, len(shown) - MAX_PANELS)
    return ChartPlan(
        panels=(*shown[:MAX_PANELS], *([rates] if rates.bars else [])),
        missing=tuple(names[row] for row in rows if not _is_drawable(metrics.values[row])),
        left_out_panels=left_out,
    )


def _pass_rate_panel(metrics: MetricValues, rows: Sequence[int], names: dict[int, str], numbers: NumberFormat) -> Panel:
    panel = Panel(RATES_KEY, "")
    for row in rows:
        rate = metrics.pass_rates[row]
        if rate is not None and math.isfinite(rate) and panel.has_room():
            panel.bars.append(Bar(row, names[row], float(rate), format_percent(rate, numbers)))
    return panel


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
