"""Siro's colours of pass rates, 0 to 100, as a status: green is met, yellow near, red missed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


class Status(StrEnum):
    """How a value stands to its target."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"


STATUS_OF_COLOR: Final = {"GREEN": Status.MET, "YELLOW": Status.NEAR, "RED": Status.MISSED}


@dataclass(frozen=True, slots=True)
class RateBand:
    """The pass rates from `low` up to the next band have this status. `high` is the end as Siro writes it, or None."""

    status: Status
    low: float
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ColorBands:
    """Bands from the lowest up. Siro writes whole numbers, 0–49 and 50–79: a rate of 49.6 is still in the first."""

    bands: tuple[RateBand, ...]

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
