"""Checksums are those of the whole, however long it is: stores keep them for years."""

from __future__ import annotations

import marshal
import zlib
from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.storage.checksum import answer_checksum

TEXTS = st.none() | st.text(max_size=5)
FIGURES = st.none() | st.floats() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=3)


def of_the_whole(header: Any, metrics: dict[int, tuple[Any, ...]], numbers: Any, columns: Any, extras: Any) -> int:
    described = [(number, *metrics[number]) for number in dict.fromkeys(numbers)]
    return zlib.crc32(marshal.dumps((header, described, tuple(numbers), *map(tuple, columns), list(extras)), 2))


@given(
    st.lists(TEXTS).map(tuple),
    st.lists(st.tuples(st.integers(1, 5), FIGURES, FIGURES)),
    st.lists(st.tuples(st.integers(0, 9), st.text())),
    st.lists(TEXTS, min_size=6, max_size=6).map(tuple),
)
def test_it_is_what_marshal_writes(header: Any, rows: Any, extras: Any, metric: Any) -> None:
    numbers, values, rates = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    metrics = dict.fromkeys(range(1, 6), metric)
    content = array("q", numbers), (values, rates), extras
    assert answer_checksum(header, metrics, *content) == of_the_whole(header, metrics, *content)


@pytest.mark.parametrize("different", [12_001, 25_003])
def test_also_of_a_long_answer(different: int) -> None:
    count = 25_003
    numbers = array("q", [n % different for n in range(count)])
    metrics = {n: (f"id {n}", "name", "unit", "u", "type", None) for n in range(different)}
    columns = [n / 7 for n in range(count)], [None] * count
    content = numbers, columns, [(n, '{"a": 1}') for n in range(0, count, 2)]
    assert answer_checksum(("a", 1, None), metrics, *content) == of_the_whole(("a", 1, None), metrics, *content)
