"""Whether figures of some rows may be added, and their sum. Siro's figures are aggregates: most of them may not.

Added are whole counts of one metric, over people, teams, recordings or periods of which no two share a recording: the
sum is then what Siro would count of all of them. Counts of different metrics are never added, although their units are
the same: recordings and bookmarks are counts of different things, and some count what others count already, as
exchanges do exchanges with a question. Nothing in Siro's answers tells which do. What one answer says of one metric
more than once is not added either: Siro does not say how those figures differ, so they may share recordings.
"""

from __future__ import annotations

import math
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.domain.units import UnitKind, axis_key, unit_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from siro_desktop.domain.comparison import Place
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.query import Entity


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
    METRICS_DIFFER = auto()
    """Counts of different things."""
    WHOLE_INCLUDED = auto()
    """One of the rows holds the others already."""
    REPEATED = auto()
    """One answer says it more than once."""
    OVERLAP = auto()
    """Recordings may count in several of the rows."""


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


def total_of(
    values: Sequence[float | None],
    units: Iterable[tuple[str, str]],
    metrics: Iterable[str],
    *,
    overlap: WhyNot | None = None,
) -> Total:
    """Return the total of `values`, or why there is none.

    `units` are theirs, abbreviations beside them, and `metrics` the ids of what they measure. `overlap` is what
    `overlap_of` says of the places that they are of.

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
    if why is None and len(set(metrics)) > 1:
        why = WhyNot.METRICS_DIFFER
    why = why or overlap
    if why is None and not all(float(value).is_integer() for value, _ in filled):
        why = WhyNot.AVERAGES
    if why is not None:
        return Total(len(filled), why_not=why)
    return Total(len(filled), math.fsum(value for value, _ in filled), unit, abbreviated)


def overlap_of(
    places: Sequence[Place], entities: Sequence[Entity], periods: Sequence[Period], whole: int | None
) -> WhyNot | None:
    """Return how figures at some places of a comparison may share recordings; None: they do not.

    `entities` and `periods` are those of the comparison, `whole` the position of the entity that holds the others.
    """
    if len(set(places)) < len(places):
        return WhyNot.REPEATED
    of_entity: dict[int, list[Period]] = {}
    for place in places:
        of_entity.setdefault(place.entity, []).append(periods[place.period])
    if any(_overlap(own) for own in of_entity.values()):
        return WhyNot.OVERLAP
    others = [period for entity, own in of_entity.items() if entity != whole for period in own]
    if whole is not None and _meet(of_entity.get(whole, ()), others):
        return WhyNot.WHOLE_INCLUDED
    kinds = {kind for entity in of_entity if entity != whole for kind in entities[entity].filter_by}
    is_mixed = len(kinds) > 1 and sum(entity != whole for entity in of_entity) > 1  # a team may hold the person
    return WhyNot.OVERLAP if is_mixed and _overlap(others) else None


def _overlap(periods: Iterable[Period]) -> bool:
    """True if two of these have an instant in common."""
    ordered = sorted(periods, key=lambda period: period.start)
    return any(later.start < earlier.end for earlier, later in pairwise(ordered))


def _meet(periods: Iterable[Period], others: Iterable[Period]) -> bool:
    """True if one of `periods` has an instant in common with one of `others`; both have few different ones."""
    distinct = set(others)
    return any(one.start < other.end and other.start < one.end for one in set(periods) for other in distinct)
