"""A dictionary in parts does what a dictionary does, but for the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.long_dict import LongDict

KEYS = st.one_of(st.integers(), st.tuples(st.text(max_size=2), st.none()))


@given(st.lists(st.tuples(KEYS, st.integers(), st.booleans())))
def test_it_holds_what_a_dictionary_holds(steps) -> None:
    plain, parts = {}, LongDict()
    for key, value, is_kept in steps:
        if is_kept:
            plain[key] = parts[key] = value
        else:
            assert parts.pop(key, None) == plain.pop(key, None)
        assert (key in parts) == (key in plain)
    assert parts == plain
    assert len(parts) == len(plain)
    parts.clear()
    assert not parts


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        LongDict()["a"]
