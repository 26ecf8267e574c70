"""Dice that remember nothing: a throw depends only on what it is for, never on what was thrown before.

Each (seed, rep, day, recording, figure) has a throw of its own (a counter-based generator: the finalizer of SplitMix64,
Steele, Lea and Flood 2014, over the counters). So any part of the data can be generated alone, in any order, and in
whole columns at once, with the same outcome on every machine.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_LOW_16: Final = np.uint64(0xFFFF)


def key(*counters: int) -> Keys:
    """Return one key, as an array of one, for a chain of counters: a seed, a rep's number, and so on."""
    keys = np.zeros(1, dtype=np.uint64)
    for counter in counters:
        keys = derive(keys, counter)
    return keys


def derive(keys: Keys, counters: Keys | NDArray[np.int64] | int) -> Keys:
    """Return a new key for each key and counter; both are broadcast."""
    # an array even for one counter: numpy warns when a scalar wraps around, as is meant here
    step = np.array([counters] if isinstance(counters, int) else counters, dtype=np.uint64)
    return _mix(keys + _GOLDEN * (step + np.uint64(1)))


def uniform(keys: Keys, purpose: int) -> Floats:
    """Return a number from 0 up to 1 for each key. `purpose` tells throws of the same key apart."""
    return (derive(keys, purpose) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def bell(keys: Keys, purpose: int) -> Floats:
    """Return a bell-shaped number with mean 0 and deviation 1, within ±3.5, for each key.

    The sum of four 16-bit throws: whole numbers only, so no machine rounds it differently.
    """
    bits = derive(keys, purpose)
    total = sum(((bits >> np.uint64(shift)) & _LOW_16 for shift in (0, 16, 32, 48)), start=np.zeros_like(bits))
    return (total.astype(np.float64) / 65536.0 - 2.0) * 1.7320508


def _mix(bits: Keys) -> Keys:
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))
