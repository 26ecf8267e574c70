"""How small tables share their width among their columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.ui.column_shares import ColumnNeed, shared_widths

needs = st.builds(
    lambda share, word, more: ColumnNeed(share, word + more, word),
    st.integers(1, 50),
    st.integers(10, 300),
    st.integers(0, 300),
)


def test_shares_rule_where_there_is_room() -> None:
    assert shared_widths(1000, [ColumnNeed(20, 50, 30), ColumnNeed(30, 60, 30), ColumnNeed(50, 70, 30)]) == [
        *(200, 300, 500),
    ]


def test_a_column_that_needs_more_than_its_share_gets_it_from_those_that_have_to_spare() -> None:
    assert shared_widths(400, [ColumnNeed(50, 100, 50), ColumnNeed(25, 80, 50), ColumnNeed(25, 180, 50)]) == [
        *(133, 86, 181),
    ]


def test_where_texts_do_not_fit_their_lines_break_but_no_word_does() -> None:
    assert shared_widths(300, [ColumnNeed(1, 300, 100), ColumnNeed(1, 60, 60), ColumnNeed(1, 200, 100)]) == [
        *(126, 60, 114),
    ]


def test_where_not_even_words_fit_every_text_has_its_line() -> None:
    assert shared_widths(159, [ColumnNeed(1, 300, 100), ColumnNeed(1, 60, 60)]) == [300, 60]


def test_nothing_has_no_width() -> None:
    assert shared_widths(100, []) == []


@given(st.integers(0, 2000), st.lists(needs, min_size=1, max_size=6))
def test_the_room_is_filled_and_every_word_has_its_own(room: int, columns: list[ColumnNeed]) -> None:
    widths = shared_widths(room, columns)
    do_words_fit = sum(need.word for need in columns) <= room
    assert sum(widths) == (room if do_words_fit else sum(need.text for need in columns))
    assert all(width >= need.word for width, need in zip(widths, columns, strict=True))
    if sum(need.text for need in columns) <= room:
        assert all(width >= need.text for width, need in zip(widths, columns, strict=True))
