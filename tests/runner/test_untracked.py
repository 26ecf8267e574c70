"""Columns of plain values that the collector of garbage does not look at."""

from __future__ import annotations

import gc
import weakref

import pytest

from siro_desktop.untracked import untracked


class Text(str):
    """A text whose end can be seen."""

    __slots__ = ("__weakref__",)


@pytest.mark.parametrize("column", [[1], ([1], 2), {"a": [1]}])
def test_the_collector_does_not_see_it(column: object) -> None:
    assert gc.is_tracked(column)
    assert untracked(column) is column
    assert not gc.is_tracked(column)


def test_a_list_that_grows_stays_unseen() -> None:
    column = untracked([])
    for number in range(1000):
        column += [Text(number)] * 10
    assert not gc.is_tracked(column)
    assert not gc.is_tracked(untracked(tuple(column)))


@pytest.mark.parametrize("kind", [list, tuple, lambda texts: dict(enumerate(texts))])
def test_it_is_freed_with_what_is_in_it(kind) -> None:
    text = Text("one")
    there = weakref.ref(text)
    column = untracked(kind([text]))
    del text
    assert there() is not None
    del column
    assert there() is None
