"""What may be added, and why not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.totals import Total, WhyNot, total_of

COUNT = ("count", "")


@pytest.mark.parametrize(
    ("values", "units", "why"),
    [
        ([], [], WhyNot.NO_VALUE),
        ([None, math.nan], [COUNT, COUNT], WhyNot.NO_VALUE),
        ([1, 2], [("percent", "%"), ("%", "")], WhyNot.SHARES),
        ([0.5, 0.5], [("ratio", "")] * 2, WhyNot.SHARES),
        ([60, 60], [("seconds", "s")] * 2, WhyNot.TIMES),
        ([1, 2], [("minutes", "")] * 2, WhyNot.TIMES),
        ([3, 4], [("score", "pts")] * 2, WhyNot.SCORES),
        ([3, 4], [("words per minute", "wpm")] * 2, WhyNot.SCORES),
        ([3, 4], [("bananas", "")] * 2, WhyNot.UNKNOWN_UNIT),
        ([3, 4], [COUNT, ("seconds", "")], WhyNot.UNITS_DIFFER),
        ([3, 4], [("questions", ""), ("words", "")], WhyNot.UNITS_DIFFER),
        ([3, 4.5], [COUNT] * 2, WhyNot.AVERAGES),
    ],
)
def test_what_does_not_add_up_says_why(values, units, why) -> None:
    total = total_of(values, units)
    assert (total.sum, total.why_not) == (None, why)


def test_one_row_that_holds_the_others_is_not_added_to_them() -> None:
    assert total_of([3, 4], [COUNT] * 2, has_whole=True).why_not is WhyNot.WHOLE_INCLUDED


def test_counts_of_one_unit_add_up_without_those_that_are_missing() -> None:
    assert total_of([3, None, 4.0], [("questions", "qs")] * 3) == Total(2, 7.0, "questions", "qs")


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1))
def test_the_sum_is_that_of_the_whole_numbers(values) -> None:
    filled = [value for value in values if value is not None]
    total = total_of(values, [COUNT] * len(values))
    assert total.counted == len(filled)
    assert total.sum == (sum(filled) if filled else None)
