"""Who stands where: fair ranks, ties, and nobody hidden."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.leaderboard import Best, Entry, Move, best_of, build_board, compare_ranks, has_value, merit
from siro_desktop.domain.targets import Target

SHARE = Target(metric_id="share", minimum=40, maximum=60)
VALUES = st.none() | st.sampled_from([math.nan, math.inf]) | st.sampled_from([0.0, 1.0, 50.0, 70.0]) | st.floats(-9, 99)
BOARDS = st.lists(st.tuples(VALUES, st.none() | st.integers(0, 12)), max_size=20).map(
    lambda rows: [Entry(number, value, recordings) for number, (value, recordings) in enumerate(rows)]
)
RULES = st.sampled_from(list(Best))


def ranks(values: list[float | None], best: Best = Best.HIGHEST) -> list[tuple[int, str]]:
    board = build_board([Entry(n, value, 10) for n, value in enumerate(values)], best, 0, SHARE)
    return [(standing.entry.entity, standing.label) for standing in board.ranked]


@pytest.mark.parametrize(
    ("best", "expected"),
    [
        (Best.HIGHEST, [(2, "1"), (1, "=2"), (3, "=2"), (0, "4")]),
        (Best.LOWEST, [(0, "1"), (1, "=2"), (3, "=2"), (2, "4")]),
        (Best.CLOSEST, [(1, "=1"), (3, "=1"), (0, "3"), (2, "4")]),
    ],
)
def test_equal_values_share_a_rank_and_the_next_counts_them(best: Best, expected: list[tuple[int, str]]) -> None:
    assert ranks([30.0, 50.0, 90.0, 50.0], best) == expected


def test_the_target_says_which_end_is_best() -> None:
    assert best_of(SHARE) is Best.CLOSEST
    assert best_of(Target(metric_id="m", minimum=4)) is Best.HIGHEST
    assert best_of(Target(metric_id="m", maximum=4)) is Best.LOWEST
    assert best_of(None) is None
    with pytest.raises(ValueError, match="without a target"):
        build_board([], Best.CLOSEST)


def test_too_few_recordings_and_no_value_stand_apart() -> None:
    entries = [Entry(0, None, 9), Entry(1, 5.0, 4), Entry(2, 7.0, 5), Entry(3, 8.0, None), Entry(4, math.nan, 9)]
    board = build_board(entries, Best.HIGHEST, least_recordings=5)
    assert [one.entry.entity for one in board.ranked] == [2]
    assert [entry.entity for entry in board.too_few] == [3, 1]
    assert [entry.entity for entry in board.without_value] == [0, 4]
    assert board.order == (2, 3, 1, 0, 4)


def test_ranks_move_up_down_or_not_and_may_be_new() -> None:
    assert compare_ranks(1, 3) == (Move.UP, 2)
    assert compare_ranks(3, 1) == (Move.DOWN, 2)
    assert compare_ranks(2, 2) == (Move.SAME, 0)
    assert compare_ranks(2, None) == (Move.NEW, 0)


def test_the_average_weighs_by_recordings_and_takes_the_ranked_only() -> None:
    board = build_board([Entry(0, 10.0, 30), Entry(1, 40.0, 10), Entry(2, 999.0, 1)], Best.HIGHEST, 5)
    assert board.average() == 17.5
    assert build_board([], Best.HIGHEST).average() is None


def test_the_median_counts_each_of_the_ranked_once() -> None:
    few = Entry(9, 1_000.0, 1)
    board = build_board(
        [Entry(1, 4.0, 500), Entry(2, 1.0, 9), Entry(3, 2.0, 9), few, Entry(4, None, 9)], Best.LOWEST, 5
    )
    assert board.median() == 2.0
    assert build_board([Entry(1, 4.0, 9), Entry(2, 1.0, 9)], Best.HIGHEST).median() == 2.5
    assert build_board([], Best.HIGHEST).median() is None


@given(BOARDS, RULES, st.integers(0, 12))
def test_nobody_is_lost_and_missing_values_come_last(entries: list[Entry], best: Best, least: int) -> None:
    board = build_board(entries, best, least, SHARE)
    assert sorted(board.order) == list(range(len(entries)))
    assert all(has_value(one.entry) and (one.entry.recordings or 0) >= least for one in board.ranked)
    assert all(has_value(entry) and (entry.recordings or 0) < least for entry in board.too_few)
    assert not any(has_value(entry) for entry in board.without_value)


@given(BOARDS, RULES)
def test_a_rank_is_one_more_than_how_many_are_better(entries: list[Entry], best: Best) -> None:
    """Standard competition ranking, from its definition."""
    board = build_board(entries, best, 0, SHARE)
    worth = [merit(one.entry.value or 0.0, best, SHARE) for one in board.ranked]
    assert worth == sorted(worth)
    for standing, mine in zip(board.ranked, worth, strict=True):
        assert standing.rank == 1 + sum(other < mine for other in worth)
        assert standing.is_tied == (worth.count(mine) > 1)


@given(BOARDS, st.randoms())
def test_ranks_do_not_depend_on_the_order_of_entries(entries: list[Entry], random: object) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert build_board(shuffled, Best.HIGHEST).ranks == build_board(entries, Best.HIGHEST).ranks


@given(BOARDS)
def test_highest_and_lowest_are_each_others_mirror(entries: list[Entry]) -> None:
    turned = [Entry(e.entity, None if e.value is None else -e.value, e.recordings) for e in entries]
    assert build_board(entries, Best.HIGHEST).ranks == build_board(turned, Best.LOWEST).ranks
