"""What lies between two sides: signs, shares, points, and what only one side has."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest
from difference_samples import Metric, days, one_cell
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.differences import Difference, find_differences, less, share_of
from siro_desktop.domain.sides import sides_of
from siro_desktop.domain.targets import Target, Targets

if TYPE_CHECKING:
    from siro_desktop.domain.results import SavedResult

SHARE: Metric = ("share", "percent", 50, 80)
NO_TARGETS = Targets()


def between(a: SavedResult, b: SavedResult, targets: Targets = NO_TARGETS) -> tuple[Difference, ...]:
    return find_differences(sides_of(a)[0], sides_of(b)[0], targets)


def test_a_difference_in_every_way_of_saying_it() -> None:
    (found,) = between(one_cell([("share", "percent", 50, 60)], 80), one_cell([("share", "percent", 60, 80)], 70))
    assert (found.absolute, found.relative, found.points) == (10, 0.2, 10)
    assert found.pass_rate_points == 20
    assert found.pass_rate_interval is not None
    assert found.is_within_noise is False
    assert (found.row_a, found.row_b) == (0, 0)
    assert found.moved_towards is None  # no target


def test_points_are_for_percentages_alone() -> None:
    (found,) = between(one_cell([("pace", "wpm", 100, None)]), one_cell([("pace", "wpm", 90, None)]))
    assert (found.absolute, found.relative, found.points) == (-10, -0.1, None)
    assert (found.pass_rate_points, found.is_within_noise) == (None, None)


def test_metrics_meet_by_id_and_unit_and_the_rest_stands_alone() -> None:
    a = one_cell([("a", "sec", 1, None), ("b", "sec", 2, None), ("", "sec", 4, None)])
    b = one_cell([("", "sec", 5, None), ("c", "sec", 3, None), ("b", "min", 2, None), ("a", "sec", 3, None)])
    found = between(a, b)
    assert [(one.metric.key.id, one.metric.unit, one.row_a, one.row_b) for one in found] == [
        ("a", "sec", 0, 3),
        ("b", "sec", 1, None),
        ("", "sec", 2, 0),
        ("c", "sec", None, 1),
        ("b", "min", None, 2),
    ]
    assert [one.absolute for one in found] == [2, None, 1, None, None]


def test_a_side_without_an_answer_has_nothing() -> None:
    (found,) = between(one_cell(None), one_cell([SHARE]))
    assert (found.a, found.absolute, found.metric.name) == (None, None, "Share")
    assert between(one_cell(None), one_cell(None)) == ()


def test_the_target_is_that_of_the_later_side_and_of_both_types() -> None:
    october = one_cell([("share", "percent", 70, None)])
    november = one_cell([("share", "percent", 58, None)], period=days(date(2026, 11, 1), date(2026, 11, 30)))
    old = Target(metric_id="share", minimum=70)
    new = Target(metric_id="share", minimum=40, maximum=60, valid_from=date(2026, 11, 30))
    roof = Target(metric_id="share", minimum=1, conversation_type_id="roof")
    (there,), (back,) = (between(*pair, Targets((old, new))) for pair in ((october, november), (november, october)))
    assert there.target == back.target == new
    assert (there.moved_towards, back.moved_towards) == (True, False)
    assert between(october, november, Targets((old, roof)))[0].target == roof
    other_type = one_cell([("share", "percent", 58, None)], conversation_type_id="siding")
    assert between(october, other_type, Targets((roof, old)))[0].target == old


@pytest.mark.parametrize(("a", "b"), [(None, 3), (3, None), (math.nan, 3), (math.inf, math.inf), (-1e308, 1e308)])
def test_what_is_no_number_has_no_difference(a: float | None, b: float | None) -> None:
    assert less(b, a) is None


@pytest.mark.parametrize(("change", "base"), [(3, 0), (3, None), (None, 3), (1e308, 1e-308), (3, math.nan)])
def test_a_share_of_nothing_is_none(change: float | None, base: float | None) -> None:
    assert share_of(change, base) is None


def test_numbers_beyond_floats_do_no_harm() -> None:
    assert less(10**400, 0.5) is None
    assert less(10**400, 5) is None
    assert share_of(10.0, 10**400) is None


NUMBERS = st.none() | st.floats() | st.integers()
METRICS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["percent", "sec"]), NUMBERS, NUMBERS), max_size=8
)


@given(METRICS, METRICS, st.integers(0, 30), st.integers(0, 30))
def test_the_other_way_round_is_the_opposite(a: list[Metric], b: list[Metric], n: int, m: int) -> None:
    """Property: antisymmetry; nothing lost on either side."""
    left, right = one_cell(a, n), one_cell(b, m)
    there = {one.metric.key: one for one in between(left, right)}
    back = {one.metric.key: one for one in between(right, left)}
    assert there.keys() == back.keys()
    assert sorted(one.row_a for one in there.values() if one.row_a is not None) == list(range(len(a)))
    assert sorted(one.row_b for one in there.values() if one.row_b is not None) == list(range(len(b)))
    for key, one in there.items():
        other = back[key]
        assert one.absolute == (None if other.absolute is None else -other.absolute)
        assert one.pass_rate_points == (None if other.pass_rate_points is None else -other.pass_rate_points)
        assert one.is_within_noise is other.is_within_noise


SIZES = st.floats(-1e9, 1e9).filter(lambda number: abs(number) > 1e-9)


@given(SIZES, SIZES)
def test_the_share_and_the_difference_say_the_same(a: float, b: float) -> None:
    """Property: relative × size of A = points = absolute, for percentages."""
    (found,) = between(one_cell([("m", "%", a, None)]), one_cell([("m", "%", b, None)]))
    assert found.points == found.absolute == b - a
    assert found.relative is not None
    assert found.relative * abs(a) == pytest.approx(b - a, rel=1e-9, abs=1e-9)


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(-50, 0), st.floats(0, 50))
def test_towards_there_is_away_back(a: float, b: float, low: float, high: float) -> None:
    targets = Targets((Target(metric_id="m", minimum=low, maximum=high),))
    left, right = one_cell([("m", "%", a, None)]), one_cell([("m", "%", b, None)])
    there, back = between(left, right, targets)[0].moved_towards, between(right, left, targets)[0].moved_towards
    assert (there is None) == (back is None)
    assert there is None or there is not back
