"""Targets of metrics: a band that a value should lie in, from when on, and whether it does.

Values and bands are in the metric's own unit. Pass rates are judged by Siro's colour bands, 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Direction(StrEnum):
    """Where a metric's good values lie."""

    HIGHER = "higher"
    LOWER = "lower"
    INSIDE = "inside"


class Status(StrEnum):
    """How a value stands to its target."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"


class Source(StrEnum):
    """Where a target comes from."""

    SIRO = "siro"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The band of one metric, ends included. `minimum` or `maximum` may be open.

    Within `tolerance` outside the band a value is *near*. `valid_from` is the first day, in the organization's
    calendar, that the target is meant for; None: always. `conversation_type_id` empty: for every type.
    """

    metric_id: str
    minimum: float | None = None
    maximum: float | None = None
    tolerance: float = 0.0
    valid_from: date | None = None
    conversation_type_id: str = ""
    source: Source = Source.HAND

    def __post_init__(self) -> None:
        if self.minimum is None and self.maximum is None:
            raise TargetError("minimum", "Enter a minimum, a maximum, or both.")
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise TargetError("maximum", "The maximum lies below the minimum.")
        if self.tolerance < 0:
            raise TargetError("tolerance", "The tolerance cannot be negative.")

    @property
    def direction(self) -> Direction:
        """Where the good values lie: above a minimum, below a maximum, or between the two."""
        if self.minimum is not None and self.maximum is not None:
            return Direction.INSIDE
        return Direction.HIGHER if self.maximum is None else Direction.LOWER

    def distance(self, value: float) -> float:
        """Return how far outside the band a value lies; 0 inside."""
        below = self.minimum - value if self.minimum is not None else 0.0
        above = value - self.maximum if self.maximum is not None else 0.0
        return max(0.0, below, above)

    def status(self, value: float | None) -> Status | None:
        """Return how a value stands to the band; None for no value."""
        if value is None or value != value:  # noqa: PLR0124  NaN
            return None
        distance = self.distance(value)
        if not distance:
            return Status.MET
        return Status.NEAR if distance <= self.tolerance else Status.MISSED

    def moved_towards(self, before: float | None, after: float | None) -> bool | None:
        """True if a value moved towards the band, False if away; None if neither, or if one is missing."""
        if before is None or after is None:
            return None
        change = self.distance(after) - self.distance(before)
        return None if not change else change < 0


_NO_TARGETS: Final[tuple[Target, ...]] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets known for one profile; those set by hand win over Siro's."""

    all: tuple[Target, ...] = _NO_TARGETS

    def find(self, metric_id: str, day: date, conversation_type_id: str = "") -> Target | None:
        """Return the target that holds for a metric on `day`, if any.

        One set by hand wins over Siro's, the conversation type's own over the general one, a later one over an earlier.
        """
        fitting = [
            target
            for target in self.all
            if target.metric_id == metric_id
            and target.conversation_type_id in {"", conversation_type_id}
            and (target.valid_from is None or target.valid_from <= day)
        ]
        return max(fitting, key=_rank, default=None)

    def replacing(self, others: Iterable[Target], source: Source) -> Targets:
        """Return these targets with all of one source replaced."""
        return Targets((*(target for target in self.all if target.source is not source), *others))


def _rank(target: Target) -> tuple[bool, bool, int]:
    since = target.valid_from.toordinal() if target.valid_from else 0
    return target.source is Source.HAND, bool(target.conversation_type_id), since
