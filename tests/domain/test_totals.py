"""What may be added, and why not."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.periods import Period
from siro_desktop.domain.query import Entity, EntityType
from siro_desktop.domain.totals import Total, WhyNot, overlap_of, total_of

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
    total = total_of(values, units, ["calls"] * len(values))
    assert (total.sum, total.why_not) == (None, why)


@pytest.mark.parametrize("value", [4, None])
def test_counts_of_different_things_are_not_added(value) -> None:
    """Recordings and bookmarks are both counted in whole numbers, and their sum counts nothing."""
    assert total_of([3, value], [COUNT] * 2, ["recordings", "bookmarks"]).why_not is WhyNot.METRICS_DIFFER


def test_what_is_known_of_their_recordings_is_said() -> None:
    for why in (WhyNot.WHOLE_INCLUDED, WhyNot.REPEATED, WhyNot.OVERLAP):
        assert total_of([3, 4], [COUNT] * 2, ["calls"] * 2, overlap=why) == Total(2, why_not=why)


def places(*pairs: tuple[int, int]) -> list[Place]:
    return [Place(*pair) for pair in pairs]


def entities(*kinds: EntityType) -> list[Entity]:
    return [Entity((kind,), (f"id {number}",)) for number, kind in enumerate(kinds)]


def weeks(*days: tuple[int, int]) -> list[Period]:
    return [Period(datetime(2026, 10, first, tzinfo=UTC), datetime(2026, 10, end, tzinfo=UTC)) for first, end in days]


USER, TEAM = EntityType.USER, EntityType.TEAM


@pytest.mark.parametrize(
    ("chosen", "whom", "whole", "when", "why"),
    [
        (places((0, 0), (1, 0), (0, 1)), entities(USER, USER), None, weeks((1, 8), (8, 15)), None),
        (places((0, 0), (0, 0)), entities(USER), None, weeks((1, 8)), WhyNot.REPEATED),
        (places((0, 0), (1, 0)), entities(USER, USER), 1, weeks((1, 8)), WhyNot.WHOLE_INCLUDED),
        (places((0, 0), (1, 1)), entities(USER, USER), 1, weeks((1, 8), (8, 15)), None),
        (places((0, 0), (1, 1)), entities(USER, USER), 1, weeks((1, 9), (8, 15)), WhyNot.WHOLE_INCLUDED),
        (places((1, 0), (1, 1)), entities(USER, USER), 1, weeks((1, 8), (8, 15)), None),
        (places((0, 0), (0, 1)), entities(USER), None, weeks((1, 9), (8, 15)), WhyNot.OVERLAP),
        (places((0, 0), (1, 1)), entities(USER, USER), None, weeks((1, 9), (8, 15)), None),
        (places((0, 0), (1, 0)), entities(USER, TEAM), None, weeks((1, 8)), WhyNot.OVERLAP),
        (places((0, 0), (1, 1)), entities(USER, TEAM), None, weeks((1, 8), (8, 15)), None),
        (places((0, 0)), entities(USER, TEAM), 1, weeks((1, 8)), None),
        ([], [], None, [], None),
    ],
)
def test_which_figures_may_share_recordings(chosen, whom, whole, when, why) -> None:
    assert overlap_of(chosen, whom, when, whole) is why


def test_several_kinds_at_once_may_be_anybody() -> None:
    both = Entity((USER, TEAM), ("one",)), Entity((USER, TEAM), ("other",))
    assert overlap_of(places((0, 0), (1, 0)), both, weeks((1, 8)), None) is WhyNot.OVERLAP


def test_counts_of_one_unit_add_up_without_those_that_are_missing() -> None:
    assert total_of([3, None, 4.0], [("questions", "qs")] * 3, ["asked"] * 3) == Total(2, 7.0, "questions", "qs")


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1))
def test_the_sum_is_that_of_the_whole_numbers(values) -> None:
    filled = [value for value in values if value is not None]
    total = total_of(values, [COUNT] * len(values), ["calls"] * len(values))
    assert total.counted == len(filled)
    assert total.sum == (sum(filled) if filled else None)
