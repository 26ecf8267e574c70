"""What columns sort, search and filter by."""

from __future__ import annotations

import math
from threading import Event

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siro_desktop.errors import Cancelled
from siro_desktop.stopping import stoppable
from siro_desktop.ui import text_list
from siro_desktop.ui.column_filters import Blank, Holds, InRange, OneOf
from siro_desktop.ui.column_keys import KeyCache, choice_keys, mixed_keys, number_keys, same_keys, text_keys
from siro_desktop.ui.row_order import order_rows
from siro_desktop.ui.text_list import TextList

texts = st.lists(st.text(max_size=6), max_size=30)
cells = st.lists(st.one_of(st.none(), st.text(max_size=5)), max_size=30)
figures = st.lists(st.one_of(st.none(), st.floats(allow_nan=True)), max_size=30)


@given(texts, st.text(max_size=3))
@example(["Straße", "STRASSE", "Σ", "ς"], "ss")
@example(["a\ud800b", "é"], "\ud800")
@example(["ab", "cd"], "b\xffc")
def test_a_text_is_found_wherever_it_stands_in_any_case(known: list[str], wanted: str) -> None:
    listed = TextList(list(dict.fromkeys(known)))
    assert list(listed.find(wanted)) == [wanted.casefold() in text.casefold() for text in listed.texts]


@pytest.mark.parametrize("wanted", ["row", "9", "7777", "nowhere"])
def test_many_and_few_hits_are_found_alike(wanted: str) -> None:
    listed = TextList([f"row {number}" for number in range(10_000)])
    assert list(listed.find(wanted)) == [wanted in text for text in listed.texts]


@given(texts)
def test_texts_are_in_alphabetical_order_with_capitals_beside_small_letters(known: list[str]) -> None:
    listed = TextList(list(dict.fromkeys(known)))
    assert sorted(listed.texts) == sorted(set(known))
    folded = [text.casefold() for text in listed.texts]
    assert folded == sorted(folded)


@given(st.lists(st.text("aAbß\0", max_size=80), max_size=40))
def test_many_texts_are_ordered_as_few(known: list[str]) -> None:
    known = list(dict.fromkeys(known))
    few = TextList(known).texts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_list, "_LARGE", 1)
        assert TextList(known).texts == few


@given(cells)
def test_texts_sort_by_alphabet_and_blanks_last(known: list[str | None]) -> None:
    keys = text_keys(known)
    shown = [known[row] for row in order_rows(len(known), [(keys, False)])]
    filled = [text for text in shown if text not in {None, "", "—"}]
    assert shown[: len(filled)] == filled == sorted(filled, key=lambda text: (text.casefold(), text))
    assert [keys.texts.texts[rank] for rank in keys.ranks if rank < keys.blank] == [t for t in known if t in filled]


@given(figures, st.one_of(st.none(), st.floats(allow_nan=False)), st.one_of(st.none(), st.floats(allow_nan=False)))
def test_a_range_holds_its_ends_and_nothing_that_is_missing(known, low, high) -> None:
    hits = InRange(low, high).hits(number_keys(known))
    for number, hit in zip(known, hits, strict=True):
        is_missing = number is None or math.isnan(number)
        inside = not is_missing and (low is None or number >= low) and (high is None or number <= high)
        assert hit == inside


@given(figures)
def test_blank_and_not_blank_are_everything(known) -> None:
    keys = number_keys(known)
    blank = Blank().hits(keys)
    assert list(blank) == [number is None or math.isnan(number) for number in known]
    assert list(Blank(is_blank=False).hits(keys)) == list(~blank)


@given(cells, st.frozensets(st.text(max_size=5), max_size=5))
def test_one_of_some_texts(known, wanted) -> None:
    keys = text_keys(known)
    assert list(OneOf(wanted).hits(keys)) == [bool(text) and text != "—" and text in wanted for text in known]


def test_filters_of_the_other_kind_find_nothing() -> None:
    assert list(InRange(0, 1).hits(text_keys(["0.5"]))) == [False]
    assert list(Holds("0").hits(number_keys([0.0]))) == [False]
    assert list(OneOf(frozenset(["0"])).hits(number_keys([0.0]))) == [False]


def test_mixed_values_sort_numbers_first_and_may_keep_words_last() -> None:
    values = ["x", 10, None, 9.5, True, "10"]
    assert list(order_rows(6, [(mixed_keys(values), False)])) == [3, 1, 5, 4, 0, 2]
    keys = mixed_keys(values, words_last=True)
    assert list(order_rows(6, [(keys, True)])) == [1, 3, 5, 4, 0, 2]
    assert [bool(hit) for hit in Holds("rue").hits(keys)] == [False, False, False, False, True, False]


def test_choices_keep_their_order_also_where_two_are_called_the_same() -> None:
    keys = choice_keys([2, 0, 1, 3], ["missed", "near", "near"])
    assert list(order_rows(4, [(keys, False)])) == [1, 2, 0, 3]
    assert list(OneOf(frozenset(["near"])).hits(keys)) == [True, False, True, False]


def test_one_figure_for_all_rows() -> None:
    assert list(InRange(1, 5).hits(same_keys(2, 3.0))) == [True, True]
    assert list(Blank().hits(same_keys(2, None))) == [True, True]


def test_keys_are_made_once_and_one_column_can_be_made_anew() -> None:
    made = []

    def make(column: int):
        made.append(column)
        return number_keys([float(column)])

    cache = KeyCache(make, range(3))
    assert not cache.has([1])
    assert cache.fill() is cache
    assert cache.has(range(3))
    other = cache.but_of(1, make)
    assert not other.has([1])
    other.fill()
    assert made == [0, 1, 2, 1]
    assert np.array_equal(other.key(0).ranks, cache.key(0).ranks)


def number_keys_of(column: int):
    return number_keys([float(column)])


def test_keys_that_nobody_wants_any_more_are_not_made_to_the_end() -> None:
    stopping = Event()
    seen: list[int] = []

    def make(column: int):
        seen.append(column)
        stopping.set() if column == 1 else None
        return text_keys(["a"] * 3)

    cache = KeyCache(make, range(5))
    with stoppable(stopping), pytest.raises(Cancelled):
        cache.fill()
    assert seen == [0, 1]
    assert cache.has([0])
    other = cache.but_of(0, number_keys_of)
    other.fill()  # goes on by itself
    assert other.has(range(5))


def test_many_distinct_texts_have_the_ranks_that_few_would_have() -> None:
    texts = [f"text {number * 7919 % 45_000:05}" for number in range(50_000)]
    keys = text_keys([*texts, None, ""])
    assert keys.texts is not None
    assert len(keys.texts) == 45_000
    assert [keys.texts.texts[rank] for rank in keys.ranks[:50_000]] == texts
    assert keys.ranks[50_000:].tolist() == [keys.blank] * 2
