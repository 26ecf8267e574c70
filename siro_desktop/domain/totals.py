"""Whether figures of some rows may be added, and their sum. Siro's figures are aggregates: most of them may not."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.domain.units import UnitKind, axis_key, unit_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class WhyNot(Enum):
    """Why there is no sum."""

    NO_VALUE = auto()
    UNITS_DIFFER = auto()
    SHARES = auto()
    """Percentages and ratios: each has a base of its own."""
    TIMES = auto()
    """Siro does not tell whether a time is a total or an average."""
    SCORES = auto()
    """Scores and rates are averages."""
    AVERAGES = auto()
    """Counts with a fraction are averages of counts, and so are all figures of a metric that has one."""
    UNKNOWN_UNIT = auto()
    WHOLE_INCLUDED = auto()
    """One of the rows holds the others already."""


class Total(Struct, frozen=True):
    """The sum of some values, or why there is none. `counted` is how many have a value."""

    counted: int
    sum: float | None = None
    unit: str = ""
    unit_abbreviated: str = ""
    why_not: WhyNot | None = None


_WHY: dict[UnitKind, WhyNot] = {
    UnitKind.PERCENT: WhyNot.SHARES,
    UnitKind.RATIO: WhyNot.SHARES,
    UnitKind.SECONDS: WhyNot.TIMES,
    UnitKind.MINUTES: WhyNot.TIMES,
    UnitKind.MILLISECONDS: WhyNot.TIMES,
    UnitKind.SCORE: WhyNot.SCORES,
    UnitKind.WORDS_PER_MINUTE: WhyNot.SCORES,
    UnitKind.UNKNOWN: WhyNot.UNKNOWN_UNIT,
}


def total_of(values: Sequence[float | None], units: Iterable[tuple[str, str]], *, has_whole: bool = False) -> Total:
    """Return the total of `values`; `units` are theirs, abbreviations beside them. `has_whole`: one holds the others.

    Missing values, NaN and infinities are left out and not counted.
    """
    filled = [
        (value, unit) for value, unit in zip(values, units, strict=True) if value is not None and math.isfinite(value)
    ]
    if not filled:
        return Total(0, why_not=WhyNot.NO_VALUE)
    unit, abbreviated = filled[0][1]
    kinds = {unit_kind(*one) for _, one in filled}
    why = _WHY.get(next(iter(kinds))) if len(kinds) == 1 else WhyNot.UNITS_DIFFER
    if why is None and len({axis_key(*one) for _, one in filled}) > 1:
        why = WhyNot.UNITS_DIFFER
    if why is None and has_whole:
        why = WhyNot.WHOLE_INCLUDED
    if why is None and not all(float(value).is_integer() for value, _ in filled):
        why = WhyNot.AVERAGES
    if why is not None:
        return Total(len(filled), why_not=why)
    return Total(len(filled), math.fsum(value for value, _ in filled), unit, abbreviated)
