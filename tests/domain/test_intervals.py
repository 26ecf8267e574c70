"""How sure a pass rate is: bounds that hold it, and shrink with recordings."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.intervals import Interval, difference_interval, is_within_noise, pass_rate_interval

RATES = st.floats(0, 100)
COUNTS = st.floats(0.25, 1e9)


def test_the_bounds_are_wilsons() -> None:
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for passed, count, low, high in ((81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0, 16.11)):
        found = pass_rate_interval(100 * passed / count, count)
        assert found is not None
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.01)


def test_the_difference_is_newcombes() -> None:
    """Newcombe 1998, table II, method 10: 56 of 70 less 48 of 80."""
    found = difference_interval(60, 80, 80, 70)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((5.24, 33.39), abs=0.01)
    assert is_within_noise(found) is False
    assert is_within_noise(difference_interval(60, 8, 80, 7)) is True


@pytest.mark.parametrize("rate", [None, math.nan, -0.1, 100.1, math.inf])
def test_a_rate_that_is_none_has_no_interval(rate: float | None) -> None:
    assert pass_rate_interval(rate, 12) is None
    assert difference_interval(rate, 12, 50, 12) is None
    assert is_within_noise(difference_interval(50, 12, rate, 12)) is None


@pytest.mark.parametrize("recordings", [None, 0, -1, math.nan, math.inf])
def test_no_recordings_say_nothing(recordings: float | None) -> None:
    assert pass_rate_interval(50, recordings) is None


@given(RATES, COUNTS)
def test_the_bounds_hold_the_rate_and_stay_within_0_and_100(rate: float, recordings: float) -> None:
    found = pass_rate_interval(rate, recordings)
    assert found is not None
    assert 0 <= found.low <= rate <= found.high <= 100


@given(RATES, COUNTS, st.floats(1.01, 100))
def test_more_recordings_never_make_it_wider(rate: float, recordings: float, more: float) -> None:
    few, many = pass_rate_interval(rate, recordings), pass_rate_interval(rate, recordings * more)
    assert few is not None
    assert many is not None
    assert many.high - many.low <= few.high - few.low + 1e-9


@given(RATES, COUNTS, RATES, COUNTS)
def test_a_difference_the_other_way_round_is_mirrored(a: float, n: float, b: float, m: float) -> None:
    there, back = difference_interval(a, n, b, m), difference_interval(b, m, a, n)
    assert there is not None
    assert back is not None
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-9)
    assert b - a in Interval(there.low - 1e-9, there.high + 1e-9)


@given(RATES, COUNTS, COUNTS)
def test_equal_rates_are_within_noise(rate: float, n: float, m: float) -> None:
    assert is_within_noise(difference_interval(rate, n, rate, m)) is True
