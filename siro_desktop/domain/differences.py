"""What lies between two sides, metric by metric. A difference is always *B less A*: A is what B is held against.

A missing value has no difference, which is not 0.
"""

from __future__ import annotations

import math
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.comparison import describe_metric, figure_in, metric_keys
from siro_desktop.domain.intervals import Interval, difference_interval, is_within_noise
from siro_desktop.domain.targets import Status, Targets
from siro_desktop.domain.units import UnitKind, unit_kind

if TYPE_CHECKING:
    from siro_desktop.domain.comparison import ComparedMetric, Figure, MetricKey
    from siro_desktop.domain.results import Answer
    from siro_desktop.domain.sides import Side
    from siro_desktop.domain.targets import Target

_MILLISECOND: Final = timedelta(milliseconds=1)
_NO_TARGETS: Final = Targets()


class Movement(Enum):
    """Where B lies, seen from A and the target's band."""

    TOWARDS = "towards"
    AWAY = "away"
    INSIDE = "inside"
    NO_NEARER = "no nearer"


class Difference(Struct, frozen=True, kw_only=True):
    """One metric on two sides; `a` or `b` is None where that side does not have the metric.

    `row_a` and `row_b` are its rows in the answers. `target` is the one that holds on the later side, if any.
    """

    metric: ComparedMetric
    a: Figure | None
    b: Figure | None
    row_a: int | None = None
    row_b: int | None = None
    target: Target | None = None

    @property
    def absolute(self) -> float | None:
        """B less A in the metric's own unit."""
        return less(value_of(self.b), value_of(self.a))

    @property
    def relative(self) -> float | None:
        """B less A as a share of A's size, such as 0.25 for a quarter more; None where A is 0 or missing."""
        return share_of(self.absolute, value_of(self.a))

    @property
    def points(self) -> float | None:
        """B less A in percentage points, for metrics whose unit is percent."""
        is_percent = unit_kind(self.metric.unit, self.metric.unit_abbreviated) is UnitKind.PERCENT
        return self.absolute if is_percent else None

    @property
    def pass_rate_points(self) -> float | None:
        """B's pass rate less A's, in percentage points."""
        return less(pass_rate_of(self.b), pass_rate_of(self.a))

    @property
    def pass_rate_interval(self) -> Interval | None:
        """Where the difference of the pass rates lies with 95 %, approximately."""
        if self.a is None or self.b is None:
            return None
        return difference_interval(self.a.pass_rate, self.a.recordings, self.b.pass_rate, self.b.recordings)

    @property
    def is_within_noise(self) -> bool | None:
        """True if the difference of the pass rates may as well be none; None if that cannot be told."""
        return is_within_noise(self.pass_rate_interval)

    @property
    def moved_towards(self) -> bool | None:
        """True if B is nearer to the target than A, False if farther; None if neither, or without a target."""
        if self.target is None or self.absolute is None or self.a is None or self.b is None:
            return None
        return self.target.moved_towards(self.a.value, self.b.value)


def find_differences(a: Side, b: Side, targets: Targets = _NO_TARGETS) -> tuple[Difference, ...]:
    """Return a difference for every metric of either side: those of A in its order, then those that only B has."""
    rows_a, rows_b = _rows(a.answer), _rows(b.answer)
    keys = dict.fromkeys((*rows_a, *rows_b))
    later = max((a, b), key=lambda side: side.period.end)
    day = Calendar(later.zone).day_of(later.period.end - _MILLISECOND)
    types = {a.query.conversation_type_id, b.query.conversation_type_id}
    conversation_type = types.pop() if len(types) == 1 else ""
    return tuple(
        Difference(
            metric=_metric(key, (a.answer, rows_a), (b.answer, rows_b)),
            a=_figure(a.answer, rows_a.get(key)),
            b=_figure(b.answer, rows_b.get(key)),
            row_a=rows_a.get(key),
            row_b=rows_b.get(key),
            target=targets.find(key.id, day, conversation_type),
        )
        for key in keys
    )


def movement_of(difference: Difference) -> Movement | None:
    """Return how the difference stands to the target; None without a target, or without two values."""
    target = difference.target
    if target is None or difference.absolute is None:
        return None
    towards = difference.moved_towards
    if towards is not None:
        return Movement.TOWARDS if towards else Movement.AWAY
    return Movement.INSIDE if target.status(value_of(difference.b)) is Status.MET else Movement.NO_NEARER


def value_of(figure: Figure | None) -> float | None:
    """Return a figure's value, if there is one."""
    return None if figure is None else figure.value


def pass_rate_of(figure: Figure | None) -> float | None:
    """Return a figure's pass rate, 0 to 100, if there is one."""
    return None if figure is None else figure.pass_rate


def less(number: float | None, other: float | None) -> float | None:
    """Return `number` less `other`; None where one is missing, or the result is no finite number."""
    if number is None or other is None:
        return None
    try:
        difference = number - other
    except OverflowError:  # an integer beyond what floats hold
        return None
    return difference if _is_finite(difference) else None


def share_of(change: float | None, base: float | None) -> float | None:
    """Return a change as a share of the size of `base`; None where one is missing or the base is 0."""
    if change is None or not base:
        return None
    try:
        share = change / abs(base)
    except OverflowError:
        return None
    return share if _is_finite(share) else None


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _rows(answer: Answer | None) -> dict[MetricKey, int]:
    return {} if answer is None else {key: row for row, key in enumerate(metric_keys(answer.metrics))}


def _figure(answer: Answer | None, row: int | None) -> Figure | None:
    return None if answer is None or row is None else figure_in(answer, row)


def _metric(key: MetricKey, *known: tuple[Answer | None, dict[MetricKey, int]]) -> ComparedMetric:
    """The metric as the first side that has it describes it."""
    answer, row = next((answer, rows[key]) for answer, rows in known if answer is not None and key in rows)
    return describe_metric(answer.metrics, row, key)
