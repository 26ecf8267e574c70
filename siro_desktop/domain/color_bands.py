"""Colours of pass rates, 0 to 100, as a status: green is met, yellow near, red missed. Siro's, or set by hand."""

from __future__ import annotations

import math
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Source(StrEnum):
    """Where a target, or colours, come from."""

    SIRO = "siro"
    HAND = "hand"


class Status(StrEnum):
    """How a value stands to its target."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"


HIGHEST_RATE: Final = 100.0
MOST_RANGES: Final = 10
STATUS_OF_COLOR: Final = {"GREEN": Status.MET, "YELLOW": Status.NEAR, "RED": Status.MISSED}


class RateBand(Struct, frozen=True):
    """The pass rates from `low` up to the next band have this status.

    `high` is the end as Siro writes it, or None; set by hand it is where the next band begins, and at last 100.
    """

    status: Status
    low: float
    high: float | None = None


class ColorBands(Struct, frozen=True):
    """Bands from the lowest up. Siro writes whole numbers, 0–49 and 50–79: a rate of 49.6 is still in the first."""

    bands: tuple[RateBand, ...]
    source: Source = Source.SIRO

    def band(self, rate: float | None) -> RateBand | None:
        """Return the band that a pass rate lies in; below the lowest it is the lowest. None for no rate."""
        if rate is None or math.isnan(rate) or not self.bands:
            return None
        reached = [band for band in self.bands if band.low <= rate]
        return reached[-1] if reached else self.bands[0]

    def status(self, rate: float | None) -> Status | None:
        """Return how a pass rate stands; None for no rate."""
        band = self.band(rate)
        return None if band is None else band.status


SIRO_BANDS: Final = ColorBands(
    (RateBand(Status.MISSED, 0, 49), RateBand(Status.NEAR, 50, 79), RateBand(Status.MET, 80, 100))
)
"""What Siro uses where an organization has set no colours of its own."""


def build_color_bands(entries: Iterable[tuple[str, float | None, float | None]]) -> ColorBands | None:
    """Return bands for (colour, first, last), in any order; None if no entry has a colour and a first rate."""
    found = [
        RateBand(STATUS_OF_COLOR[color.upper()], low, high)
        for color, low, high in entries
        if color.upper() in STATUS_OF_COLOR and low is not None and math.isfinite(low)
    ]
    return ColorBands(tuple(sorted(found, key=lambda band: band.low))) if found else None


class OwnColors(Struct, frozen=True, kw_only=True):
    """Colours of pass rates set by hand, from 0 to 100 without a gap.

    `metric_id` and `conversation_type_id` empty: for every one. `valid_from` is the first day, in the organization's
    calendar, that they are meant for; None: always.
    """

    bands: ColorBands
    metric_id: str = ""
    conversation_type_id: str = ""
    valid_from: date | None = None

    def __post_init__(self) -> None:
        if self.bands != build_own_bands([(band.status, band.low) for band in self.bands.bands]):
            raise TargetError("ranges", "Let each range end where the next one begins, and the last one at 100.")

    @property
    def key(self) -> tuple[str, str, date | None]:
        """What there are colours for once: a metric, a conversation type, a first day."""
        return self.metric_id, self.conversation_type_id, self.valid_from


def build_own_bands(starts: Sequence[tuple[Status, float]]) -> ColorBands:
    """Return bands set by hand from where each begins, the lowest first: they touch, and reach from 0 to 100.

    Raises TargetError. Its field is *ranges*, or *status_n* or *low_n* for the n-th range, counted from 0.
    """
    if len(starts) < 2:
        raise TargetError("ranges", "Set at least two ranges: where all are the same, a colour says nothing.")
    if len(starts) > MOST_RANGES:
        raise TargetError("ranges", f"Set at most {MOST_RANGES} ranges.")
    lows = [low for _, low in starts]
    if lows[0] != 0:
        raise TargetError("low_0", "Let the first range begin at 0.")
    for n, (former, low) in enumerate(pairwise(lows), 1):
        if not former < low < HIGHEST_RATE:  # also where one is no number
            raise TargetError(f"low_{n}", f"Enter a number above {former:.10g} and below {HIGHEST_RATE:g}.")
    for n, ((former_status, _), (status, _)) in enumerate(pairwise(starts), 1):
        if former_status is status:
            raise TargetError(
                f"status_{n}", f"The range below is {status} too. Choose another word, or remove one of the two."
            )
    ends = (*lows[1:], HIGHEST_RATE)
    bands = (RateBand(status, low, high) for (status, low), high in zip(starts, ends, strict=True))
    return ColorBands(tuple(bands), Source.HAND)
