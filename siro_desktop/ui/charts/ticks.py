"""Where an axis is marked: round numbers of its unit, and dates that never overlap. No Qt."""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.units import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ZERO_BASED: Final = frozenset({UnitKind.PERCENT, UnitKind.COUNT, UnitKind.RATIO})
_TIME_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
_LEAST: Final = 1e-290
_SAME: Final = 1e-12
_FLATTEST: Final = 0.5  # of the highest value: a smaller spread may leave zero out


def tick_values(low: float, high: float, most: int, kind: UnitKind = UnitKind.UNKNOWN) -> list[float]:
    """Return at most about `most` round numbers whose ends enclose `low` and `high`. Seconds are rounded as clocks are.

    Raises ValueError for numbers that are not finite.
    """
    if not math.isfinite(low) or not math.isfinite(high):
        raise ValueError("An axis needs finite ends.")
    if not math.isfinite(high - low):  # no step would do
        return [low, 0.0, high]
    if _is_point(low, high):
        low, high = min(low, 0.0), max(high, 0.0)
    if _is_point(low, high):
        high = 1.0
    least_step = (high - low) / max(most - 1, 1)
    step = next(step for step in _steps(kind, least_step) if step >= least_step * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def _is_point(low: float, high: float) -> bool:
    """True if two numbers lie too close together to be told apart on an axis."""
    return high - low <= max(abs(low), abs(high), _LEAST) * _SAME


def _steps(kind: UnitKind, about: float) -> Iterator[float]:
    if kind is UnitKind.SECONDS and _TIME_STEPS[0] <= about <= _TIME_STEPS[-1]:
        yield from map(float, _TIME_STEPS)
    for power in count(math.floor(math.log10(about))):
        for digit in (1.0, 2.0, 5.0):
            yield digit * 10.0**power


def axis_span(values: Sequence[float], kind: UnitKind, *, from_zero: bool = False) -> tuple[float, float]:
    """Return what an axis must reach: from zero for shares and counts, and where values spread over half of it anyway.

    Without values: 0 to 1.
    """
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    is_flat = low > 0 and (high - low) < _FLATTEST * high
    if from_zero or kind in _ZERO_BASED or not is_flat:
        low, high = min(low, 0.0), max(high, 0.0)
    return low, high


def every_nth(places: int, pixels: float, widest: float) -> list[int]:
    """Return which of evenly spread places, over so many pixels, can be named by texts so wide; the last always."""
    if not places:
        return []
    each = pixels / max(places, 1)
    nth = max(1, math.ceil(widest / each)) if each > 0 else places
    return [place for place in range(places) if (places - 1 - place) % nth == 0]
