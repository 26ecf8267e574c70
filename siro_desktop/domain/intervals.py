"""How far a pass rate on few recordings may be off: intervals of 95 %.

A pass rate is the share of recordings that passed. Siro sends for an answer how many recordings were evaluated, not for
how many of them a metric could be scored: what follows from that number is approximate, and is to be called so.
"""

from __future__ import annotations

import math
from typing import Final

from msgspec import Struct

_Z: Final = 1.959963984540054  # of the normal distribution 95 % lie so many standard deviations around the middle


class Interval(Struct, frozen=True):
    """From `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


def pass_rate_interval(rate: float | None, recordings: float | None) -> Interval | None:
    """Return the Wilson score interval (Wilson 1927) of a pass rate, all 0 to 100; None where none can be told.

    None can be told of a rate that is missing or not from 0 to 100, or of no recordings.
    """
    if rate is None or recordings is None or not 0 <= rate <= 100 or not 0 < recordings < math.inf:
        return None
    share, squared = rate / 100, _Z * _Z / recordings
    middle = (share + squared / 2) / (1 + squared)
    reach = _Z * math.sqrt(share * (1 - share) / recordings + squared / recordings / 4) / (1 + squared)
    return Interval(max(0.0, min(100 * (middle - reach), rate)), min(100.0, max(100 * (middle + reach), rate)))


def difference_interval(
    rate: float | None, recordings: float | None, other_rate: float | None, other_recordings: float | None
) -> Interval | None:
    """Return Newcombe's interval (Newcombe 1998, method 10) of *other rate less rate*, in points; None as above."""
    one = pass_rate_interval(rate, recordings)
    other = pass_rate_interval(other_rate, other_recordings)
    if one is None or other is None or rate is None or other_rate is None:
        return None
    difference = other_rate - rate
    below = math.hypot(other_rate - other.low, one.high - rate)
    above = math.hypot(other.high - other_rate, rate - one.low)
    return Interval(difference - below, difference + above)


def is_within_noise(difference: Interval | None) -> bool | None:
    """True if a difference may as well be none at all; None if that cannot be told."""
    return None if difference is None else 0 in difference
