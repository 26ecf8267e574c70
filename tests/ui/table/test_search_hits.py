"""Where hits of a search stand in a text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.ui.search_hits import find_spans


@pytest.mark.parametrize(
    ("text", "needles", "marked"),
    [
        ("Rep speaker share", ("SPEAK",), ["speak"]),
        ("banana", ("an",), ["anan"]),
        ("a b a", ("a",), ["a", "a"]),
        ("Straße", ("ss",), ["ß"]),
        ("xßy", ("s",), ["ß"]),
        ("Talk time", ("talk", "time", "lk t"), ["Talk time"]),
        ("Talk", ("",), []),
        ("Talk", ("zzz",), []),
    ],
)
def test_every_hit_is_marked(text: str, needles: tuple[str, ...], marked: list[str]) -> None:
    assert [text[start:end] for start, end in find_spans(text, needles)] == marked


@given(st.text(max_size=20), st.text(min_size=1, max_size=3))
def test_what_is_found_is_marked_and_nothing_else(text: str, needle: str) -> None:
    spans = find_spans(text, (needle,))
    assert bool(spans) == (needle.casefold() in text.casefold())
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))
