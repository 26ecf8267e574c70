"""62: a table breaks over pages without losing or splitting anything."""

from __future__ import annotations

from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.page_breaks import break_rows, split_columns

ROOM = 100.0
heights_of_rows = st.lists(st.floats(min_value=1, max_value=ROOM), max_size=120)


@given(heights=heights_of_rows, first=st.floats(min_value=0, max_value=ROOM), data=st.data())
def test_every_row_stands_once_and_no_page_overflows(heights: list[float], first: float, data: st.DataObject) -> None:
    groups = data.draw(
        st.none() | st.lists(st.integers(0, 3), min_size=len(heights), max_size=len(heights)).map(sorted)
    )
    pages = break_rows(heights, ROOM, first, groups)

    assert [row for page in pages for row in page] == list(range(len(heights)))
    for number, page in enumerate(pages):
        assert sum(heights[row] for row in page) <= (ROOM if number else first)
        assert len(page) > 0 or number == 0


@given(sizes=st.lists(st.integers(1, 30), min_size=1, max_size=20), rows=st.integers(4, 40))
def test_of_a_group_two_rows_stand_on_either_side_of_a_break(sizes: list[int], rows: int) -> None:
    groups = [number for number, size in enumerate(sizes) for _ in range(size)]
    pages = break_rows([1.0] * len(groups), float(rows), groups=groups)

    for page, following in pairwise(pages):
        if groups[page[-1]] == groups[following[0]]:
            assert [groups[row] for row in page][-2:] == [groups[page[-1]]] * 2
            assert [groups[row] for row in following][:2] == [groups[page[-1]]] * 2


@given(widths=st.lists(st.floats(min_value=1, max_value=40), min_size=1, max_size=60), repeated=st.integers(0, 2))
def test_every_column_stands_once_beside_the_repeated_ones(widths: list[float], repeated: int) -> None:
    sheets = split_columns(widths, 120.0, repeated)
    head = list(range(min(repeated, len(widths))))

    assert [column for sheet in sheets for column in sheet[len(head) :]] == list(range(len(head), len(widths)))
    for sheet in sheets:
        assert list(sheet[: len(head)]) == head
        assert sum(widths[column] for column in sheet) <= 120


def test_a_row_that_is_too_high_has_a_page_of_its_own() -> None:
    assert break_rows([10, 150, 10], ROOM) == [range(1), range(1, 2), range(2, 3)]


def test_nothing_fits_below_what_stands_on_the_first_page() -> None:
    assert break_rows([10, 10], ROOM, 5) == [range(0), range(2)]


def test_no_rows_take_no_page() -> None:
    assert break_rows([], ROOM) == []
    assert split_columns([], ROOM, 1) == []


def test_a_column_that_is_too_wide_still_has_a_sheet() -> None:
    assert split_columns([30, 200, 10], ROOM, 1) == [(0, 1), (0, 2)]


def test_groups_of_one_row_break_anywhere() -> None:
    groups = list("abcdef")
    assert [len(list(rows)) for _, rows in groupby(groups)] == [1] * 6
    assert break_rows([30.0] * 6, ROOM, groups=groups) == [range(3), range(3, 6)]
