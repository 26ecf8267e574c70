"""Long columns: gone through piece by piece, made and freed without keeping other threads waiting.

One call of C that copies, compares or frees a million values takes tens of milliseconds, and the GUI thread waits.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Final, TypeVar

from siro_desktop.courtesy import give_way
from siro_desktop.untracked import untracked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

LONG: Final = 20_000
"""Values of a column. To copy more in one go, or to have the collection of garbage go through them, takes up to 40 ms,
and nobody else runs meanwhile."""

_PIECE: Final = 2_000  # values; what is done to each takes most of a microsecond
_COUNTS_ALL: Final = sys.version_info < (3, 14)  # later Pythons have references that they do not count
_ONLY_HERE: Final = 2  # references: the variable, and the argument by which they are counted
_OPTIMIZED: Final = 0x1  # of a function, as in `inspect`; what a module's frame holds is the module itself


def in_pieces(column: Sequence[T], size: int = _PIECE) -> Iterator[Sequence[T]]:
    """Yield a long column piece by piece, each with what is done to it a millisecond's work. Any thread.

    One call of C that goes through a million values keeps every other thread waiting until it is over.
    """
    for at in range(0, len(column), size):
        give_way()
        yield column[at : at + size]


def gather(pieces: Iterable[Iterable[T]], length: int) -> Sequence[T]:
    """Return what is in the pieces, texts, numbers and None, as one column, which nobody is to change. Any thread.

    `length` is that of the column: it takes its room at once. One that grows to a million is copied again and again,
    up to 20 ms each time.
    """
    column: list[T] = untracked([])
    column.extend(_Whole(pieces, length))
    return column


class _Whole(Iterable[T]):
    """Pieces as one, with the length that a list asks for before it takes them. Gives way between them."""

    def __init__(self, pieces: Iterable[Iterable[T]], length: int) -> None:
        self._pieces, self._length = pieces, length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._politely())

    def _politely(self) -> Iterator[Iterable[T]]:
        for piece in self._pieces:
            give_way()
            yield piece


def as_column(values: Sequence[T]) -> Sequence[T]:
    """Return texts, numbers and None as a column: up to `LONG` as a tuple, more as a list. Any thread.

    A long list is taken over as it is, and nobody is to change it any more.
    """
    if len(values) <= LONG:
        return tuple(values)
    if isinstance(values, list):
        return untracked(values)
    return gather(in_pieces(values), len(values))


def freed(part: object) -> Iterator[None]:
    """Let go of a part that nobody else holds; of a long column in steps of a millisecond, one at each turn.

    To free a million values takes 30 ms in one go.
    """
    if isinstance(part, list) and _COUNTS_ALL and sys.getrefcount(part) == _ONLY_HERE:
        while len(part) > _PIECE:
            del part[-_PIECE:]
            yield
        return
    pieces: list[object] = []
    if isinstance(part, tuple | list):
        for at in range(0, len(part), _PIECE):
            pieces.append(part if len(part) <= _PIECE else _piece(part, at))
            yield
    del part  # quick as long as the pieces hold what is in it
    while pieces:
        yield
        pieces.pop()


def _piece(column: Any, at: int) -> object:
    return untracked(column[at : at + _PIECE])  # nobody else has it


def let_go(parts: list[Any]) -> None:
    """Free these, which nobody else holds, piece by piece. Any thread."""
    while parts:
        for _ in freed(parts.pop()):
            give_way()


def let_frames_go(error: BaseException) -> None:
    """Take from an error the frames that it came through; what is long in them goes piece by piece. Any thread.

    Work over a million values that is given up holds them in its frames, and would free them all in one go.
    """
    long: list[object] = []
    for frame, _ in walk_tb(error.__traceback__):
        if not frame.f_code.co_flags & _OPTIMIZED:
            continue
        held = frame.f_locals
        long += (value for value in held.values() if isinstance(value, tuple | list) and len(value) > _PIECE)
        if isinstance(held, dict):  # as long as this is a copy; it outlives what the frame itself holds
            held.clear()
        with suppress(RuntimeError):  # the frame of whoever asks is still running
            frame.clear()
    error.__traceback__ = None
    let_go(long)
