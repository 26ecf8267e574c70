"""Which rows are in view, in which order: several columns, ties as they came, blanks last."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.ui.column_keys import ColumnKeys, number_keys, text_keys
from siro_desktop.ui.row_order import SortBy, next_sort, order_rows, rows_in_view

numbers = st.one_of(st.none(), st.floats(allow_nan=True), st.integers(-3, 3).map(float))
words = st.one_of(st.none(), st.sampled_from(["", "a", "A", "b", "ß", "ss", "Ž", "—"]))
rows_of_two = st.lists(st.tuples(numbers, words), max_size=40)


def expected(columns: list[tuple[ColumnKeys, bool]], count: int) -> list[int]:
    """The order by plain comparisons, one column after the other."""

    def compare(one: int, other: int) -> int:
        for keys, descending in columns:
            a, b = int(keys.ranks[one]), int(keys.ranks[other])
            if a == b:
                continue
            if max(a, b) >= keys.last:
                return a - b
            return b - a if descending else a - b
        return one - other

    return sorted(range(count), key=functools.cmp_to_key(compare))


@given(rows_of_two, st.booleans(), st.booleans(), st.booleans())
def test_sorting_by_several_columns_is_stable_with_blanks_last(rows, first, second, text_first) -> None:
    columns = [(number_keys([n for n, _ in rows]), first), (text_keys([w for _, w in rows]), second)]
    if text_first:
        columns.reverse()
    assert list(order_rows(len(rows), columns)) == expected(columns, len(rows))


@given(rows_of_two, st.data())
def test_filtered_rows_keep_the_order_of_all(rows, data) -> None:
    columns = [(number_keys([n for n, _ in rows]), True)]
    hits = np.array([data.draw(st.booleans()) for _ in rows], dtype=bool)
    shown = list(order_rows(len(rows), columns, hits))
    assert shown == [row for row in order_rows(len(rows), columns) if hits[row]]


@given(
    st.lists(st.lists(st.integers(0, 2**30), min_size=6, max_size=6), max_size=30), st.lists(st.booleans(), min_size=6)
)
def test_many_keys_of_many_bits_are_sorted_in_turn(rows, down) -> None:
    columns = [(ColumnKeys(np.array([row[n] for row in rows], dtype=np.uint32), 2**31), down[n]) for n in range(6)]
    assert list(order_rows(len(rows), columns)) == expected(columns, len(rows))


def test_what_is_not_arranged_costs_nothing() -> None:
    assert order_rows(5, []) == range(5)


def test_an_order_gives_plain_ints() -> None:
    order = order_rows(3, [(number_keys([2.0, None, 1.0]), False)])
    assert [type(row) for row in order] == [int] * 3
    assert list(order) == [2, 0, 1]


@pytest.mark.parametrize("order", [range(4), memoryview(np.array([2, 0], dtype=np.int32))])
def test_rows_in_view_are_found_by_their_source(order) -> None:
    shown = list(order)
    assert rows_in_view(order, [0, 1, 2], 4) == [shown.index(s) if s in shown else -1 for s in (0, 1, 2)]


@given(st.permutations(range(40)), st.integers(0, 40))
def test_many_rows_are_found_as_few(rows, count) -> None:
    order = memoryview(np.array(rows[:count], dtype=np.int32))
    many = rows_in_view(order, range(40), 40)
    assert many == [rows[:count].index(s) if s in rows[:count] else -1 for s in range(40)]
    assert rows_in_view(order, range(5), 40) == many[:5]


UP, DOWN, OTHER = SortBy(1), SortBy(1, descending=True), SortBy(4)


@pytest.mark.parametrize(
    ("before", "adds", "after"),
    [
        ((), False, (UP,)),
        ((UP,), False, (DOWN,)),
        ((DOWN,), False, ()),
        ((OTHER,), False, (UP,)),
        ((OTHER, DOWN), False, (DOWN,)),
        ((OTHER,), True, (OTHER, UP)),
        ((UP, OTHER), True, (DOWN, OTHER)),
        ((DOWN, OTHER), True, (OTHER,)),
        ((), True, (UP,)),
    ],
)
def test_clicks_on_a_heading(before, adds, after) -> None:
    assert next_sort(before, 1, adds=adds) == after
