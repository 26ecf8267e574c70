"""Long columns are gone through, made and freed piece by piece."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING

import pytest

from siro_desktop.columns import LONG, as_column, freed, gather, in_pieces, let_frames_go, let_go

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_a_module_that_an_error_came_through_keeps_what_it_holds() -> None:
    module: dict[str, object] = {"long": [*range(5_000)], "Thing": Thing}
    with pytest.raises(ValueError, match="no") as caught:
        exec('raise ValueError("no")', module)
    let_frames_go(caught.value)
    assert module["long"] == [*range(5_000)]
    assert module["Thing"] is Thing


@pytest.mark.parametrize("length", [0, 1, 1_999, 2_000, 25_001, 200_001])
def test_a_long_column_goes_by_pieces_and_comes_together_again(length: int) -> None:
    column = range(length)
    pieces = list(in_pieces(column))
    assert max(map(len, pieces), default=0) <= 2_000
    assert gather(pieces, length) == [*column]
    assert gather(pieces, 7) == [*column]  # the length is a hint


def test_a_column_is_a_tuple_and_a_long_one_a_list_that_is_not_copied() -> None:
    short, long = list(range(LONG)), list(range(LONG + 1))
    assert as_column(short) == tuple(short)
    assert as_column(tuple(long)) == long
    assert as_column(long) is long
    assert not gc.is_tracked(long)


def test_what_was_gathered_is_not_seen_through_again() -> None:
    assert not gc.is_tracked(gather([[f"text {number}" for number in range(200_000)]], 200_000))


class Thing:
    pass


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (tuple, [5_000] * 4 + [4_000, 2_000]),
        (list, [3_000, 1_000] if sys.version_info < (3, 14) else [5_000] * 4 + [4_000, 2_000]),
    ],  # a tuple is taken hold of in three steps first
)
def test_a_long_column_goes_in_steps_each_of_a_piece(kind: type[Sequence[Thing]], expected: list[int]) -> None:
    column = [kind(Thing() for _ in range(5_000))]
    there = [*map(weakref.ref, column[0])]
    counts = [sum(one() is not None for one in there) for _ in freed(column.pop())]
    assert counts == expected
    assert not any(one() for one in there)


def test_a_list_that_somebody_holds_stays_as_it_is() -> None:
    column = [*range(5_000)]
    for _ in freed(column):
        pass
    assert column == [*range(5_000)]


def test_all_else_goes_at_once() -> None:
    things = [Thing()]
    there = weakref.ref(things[0])
    assert [*freed(things.pop())] == []
    assert there() is None


def test_what_is_let_go_is_gone() -> None:
    parts = [Thing(), (*(Thing() for _ in range(10_001)),)]
    there = [weakref.ref(parts[0]), *map(weakref.ref, parts[1])]
    let_go(parts)
    assert not parts
    assert not any(one() for one in there)


def test_what_the_frames_of_an_error_hold_goes_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[weakref.ref[Thing]] = []
    counts: list[int] = []

    def work() -> None:
        column = [Thing() for _ in range(5_000)]
        there.extend(map(weakref.ref, column))
        deeper(tuple(column))

    def deeper(column: tuple[Thing, ...]) -> None:
        raise ValueError(len(column))

    with pytest.raises(ValueError, match="5000") as caught:
        work()
    monkeypatch.setattr("siro_desktop.columns.give_way", lambda: counts.append(sum(one() is not None for one in there)))
    error = caught.value
    caught._excinfo = None  # pytest's own hold of it
    let_frames_go(error)
    assert {3_000, 1_000} <= {*counts}
    assert not any(one() for one in there)
    assert error.__traceback__ is None
