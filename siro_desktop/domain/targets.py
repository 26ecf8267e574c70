"""Targets of metrics: a band that a value should lie in, from when on, and whether it does.

Values and bands are in the metric's own unit. Pass rates are judged by colours, Siro's or set by hand, 0 to 100.
"""

from __future__ import annotations

import math
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from siro_desktop.domain.color_bands import SIRO_BANDS, ColorBands, OwnColors, Source, Status
from siro_desktop.domain.zones import zone_of
from siro_desktop.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime, tzinfo

    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import SavedResult

__all__ = [
    "NO_TARGETS",
    "ColorBands",
    "Direction",
    "HeldTargets",
    "KnownMetric",
    "LookUp",
    "OwnColors",
    "Source",
    "Status",
    "Target",
    "TargetEntry",
    "Targets",
]


class Direction(StrEnum):
    """Where a metric's good values lie."""

    HIGHER = "higher"
    LOWER = "lower"
    INSIDE = "inside"


class Target(Struct, frozen=True, kw_only=True):
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
        if not self.metric_id:
            raise TargetError("metric_id", "Choose the metric that the target is for.")
        if self.minimum is None and self.maximum is None:
            raise TargetError("minimum", "Enter a minimum, a maximum, or both.")
        for name, number in (("minimum", self.minimum), ("maximum", self.maximum), ("tolerance", self.tolerance)):
            if number is not None and not math.isfinite(number):
                raise TargetError(name, "Enter a number that is not endless.")
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise TargetError("maximum", "The maximum lies below the minimum.")
        if self.tolerance < 0:
            raise TargetError("tolerance", "The tolerance cannot be negative.")

    @property
    def key(self) -> tuple[str, str, date | None, Source]:
        """What there is one target for: a metric, a conversation type, a first day, a source."""
        return self.metric_id, self.conversation_type_id, self.valid_from, self.source

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


TargetEntry = Target | OwnColors
"""What a person sets, keeps and takes along in a file."""

_MOMENT: Final = timedelta(milliseconds=1)


class KnownMetric(Struct, frozen=True):
    """What people call a metric, and the unit that its target is written in."""

    id: str
    name: str
    unit: str = ""
    unit_abbreviated: str = ""


class LookUp(Struct, frozen=True):
    """What Siro said for a conversation type beside its targets: the colours of pass rates, and when (UTC)."""

    conversation_type_id: str
    bands: ColorBands
    fetched_at: datetime


class HeldTargets(Struct, frozen=True):
    """What one result is held against: by metric id, and the colours of its pass rates.

    `bands` are those of metrics that have none of their own in `bands_by_metric`.
    """

    by_metric: Mapping[str, Target] = field(default_factory=dict)
    bands: ColorBands = SIRO_BANDS
    bands_by_metric: Mapping[str, ColorBands] = field(default_factory=dict)

    def status(self, metric_id: str, value: float | None) -> Status | None:
        """Return how a metric's value stands to its target; None without a value, or without a target."""
        target = self.by_metric.get(metric_id)
        return None if target is None else target.status(value)

    def bands_of(self, metric_id: str) -> ColorBands:
        """Return the colours of a metric's pass rates."""
        return self.bands_by_metric.get(metric_id, self.bands)


class Targets(Struct, frozen=True):
    """All targets and colours known for one profile; those set by hand win over Siro's.

    `notes` are sentences for people.
    """

    all: tuple[Target, ...] = ()
    look_ups: tuple[LookUp, ...] = ()
    notes: tuple[str, ...] = ()
    own_colors: tuple[OwnColors, ...] = ()

    def find(self, metric_id: str, day: date, conversation_type_id: str = "") -> Target | None:
        """Return the target that holds for a metric on `day`, if any.

        One set by hand wins over Siro's, the conversation type's own over the general one, a later one over an earlier.
        """
        fitting = [target for target in self.all if target.metric_id == metric_id]
        return max((t for t in fitting if _holds(t, day, conversation_type_id)), key=_rank, default=None)

    def color_bands(self, metric_id: str, day: date, conversation_type_id: str = "") -> ColorBands:
        """Return the colours of a metric's pass rates on `day`; without a metric those that hold for all others.

        Set by hand they win over Siro's; the metric's own over the general ones, then the conversation type's own, then
        later ones over earlier ones.
        """
        if not self.own_colors:
            return self.siro_bands(conversation_type_id)
        fitting = [own for own in self.own_colors if own.metric_id in {"", metric_id}]
        own = max((o for o in fitting if _holds(o, day, conversation_type_id)), key=_color_rank, default=None)
        return self.siro_bands(conversation_type_id) if own is None else own.bands

    def held(self, saved: SavedResult) -> HeldTargets:
        """Return what a result is held against: what is valid on the last day of its query's period."""
        return self.held_by(saved.plan.query, zone_of(saved.time_zone))

    def held_by(self, query: MetricsQuery, zone: tzinfo) -> HeldTargets:
        """Return what the answer to a query is held against, on the last day of its period in `zone`."""
        day = (query.period.end - _MOMENT).astimezone(zone).date()
        by_metric: dict[str, Target] = {}
        for target in sorted(self.all, key=_rank):
            if _holds(target, day, query.conversation_type_id):
                by_metric[target.metric_id] = target
        type_id = query.conversation_type_id
        with_own = {own.metric_id for own in self.own_colors} - {""}
        bands_by_metric = {metric_id: self.color_bands(metric_id, day, type_id) for metric_id in with_own}
        return HeldTargets(by_metric, self.color_bands("", day, type_id), bands_by_metric)

    def siro_bands(self, conversation_type_id: str) -> ColorBands:
        """Return Siro's colours: the conversation type's, else those that came last, else its usual ones."""
        own = [known for known in self.look_ups if known.conversation_type_id == conversation_type_id]
        return max(own or self.look_ups, key=lambda known: known.fetched_at).bands if self.look_ups else SIRO_BANDS

    def looked_up_at(self, conversation_type_id: str) -> datetime | None:
        """Return when Siro was last asked for a conversation type's targets, in UTC; None: never."""
        return next((one.fetched_at for one in self.look_ups if one.conversation_type_id == conversation_type_id), None)

    def replacing(self, others: Iterable[Target], source: Source) -> Targets:
        """Return these targets with all of one source replaced."""
        return replace(self, all=(*(target for target in self.all if target.source is not source), *others))


NO_TARGETS: Final = Targets()


def _holds(entry: TargetEntry, day: date, conversation_type_id: str) -> bool:
    is_meant = entry.conversation_type_id in {"", conversation_type_id}
    return is_meant and (entry.valid_from is None or entry.valid_from <= day)


def _rank(target: Target) -> tuple[bool, bool, int]:
    return target.source is Source.HAND, bool(target.conversation_type_id), _since(target)


def _color_rank(own: OwnColors) -> tuple[bool, bool, int]:
    return bool(own.metric_id), bool(own.conversation_type_id), _since(own)


def _since(entry: TargetEntry) -> int:
    return entry.valid_from.toordinal() if entry.valid_from else 0
