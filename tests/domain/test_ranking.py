"""Searching as somebody types: what fits, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.ranking import Ranking, fold

WORDS = st.text(st.characters(max_codepoint=0x24F, categories=("Lu", "Ll")), min_size=1, max_size=8)


def found(texts: list[str], typed: str) -> list[str]:
    return [texts[position] for _, position in Ranking(texts).find(typed, 50)]


def test_whole_texts_come_before_beginnings_words_parts_and_letters() -> None:
    texts = ["scattered opts here", "unstoppable", "we stop", "stopping", "stop"]
    assert found(texts, "stop") == ["stop", "stopping", "we stop", "unstoppable", "scattered opts here"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ecsv", "Export CSV"),
        ("csv exp", "Export CSV"),
        ("JOSE", "José Núñez"),
        ("nunez jose", "José Núñez"),
        ("o'brien", "Pat O’Brien"),
        ("talk-share", "Talk share"),
    ],
)
def test_accents_capitals_order_and_gaps_do_not_matter(typed: str, text: str) -> None:
    assert found(["Something else", text], typed) == [text]


def test_letters_that_are_far_apart_or_begin_within_a_word_do_not_fit() -> None:
    assert found(["quite a long text in which a z comes late: z", "xq-z"], "qz") == []


@pytest.mark.parametrize("typed", ["", "   ", "—", "!!"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert found(["anything"], typed) == []


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=6))
def test_a_text_is_found_by_itself_and_by_each_of_its_words(words: list[str], others: list[str]) -> None:
    text = " ".join(words)
    texts = [*others, text]
    assert found(texts, text)[0] in {one for one in texts if fold(one) == fold(text)}
    for word in words:
        assert text in found(texts, word)


@given(st.lists(st.text(max_size=20), max_size=8), st.text(max_size=100))
def test_ranks_are_sorted_and_each_text_comes_once_at_most(texts: list[str], typed: str) -> None:
    hits = Ranking(texts).find(typed, 50)
    assert hits == sorted(hits)
    assert len({position for _, position in hits}) == len(hits)
