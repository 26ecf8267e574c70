"""Whether somebody still wants the work at hand. Long work in one call asks at its checkpoints, and so can be given up.

The runner makes each job `stoppable` by an event of its own, which goes along into what the job calls in other threads.
asyncio cancels at an await, too; a million rows that are read, compared or sorted in one call have none. At a
checkpoint the GUI thread goes first.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from types import coroutine
from typing import TYPE_CHECKING, Final, TypeVar

from siro_desktop.columns import in_pieces
from siro_desktop.courtesy import give_way
from siro_desktop.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from threading import Event

T = TypeVar("T")

_EVERY: Final = 100  # steps of a loop between two looks
_stop: ContextVar[Event | None] = ContextVar("stop", default=None)


@contextmanager
def stoppable(stop: Event) -> Iterator[None]:
    """Let what runs in the block, and tasks made there, be given up once `stop` is set. Any thread."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def is_stopped() -> bool:
    """True if nobody wants the work any more. False outside `stoppable`. Any thread."""
    stop = _stop.get()
    return stop is not None and stop.is_set()


def checkpoint() -> None:
    """Let the GUI thread go first; raise Cancelled if nobody wants the work any more.

    Stands only where nothing is lost by giving up; elsewhere `give_way` does.
    """
    give_way()
    if is_stopped():
        raise Cancelled


@coroutine
def _turn() -> Generator[None, None, None]:
    """Yield, as `asyncio.sleep(0)` does: to an asyncio loop or to a TurnWorker."""
    yield


async def pause() -> None:
    """Let the other jobs of this thread have their turn; a checkpoint afterwards."""
    await _turn()
    checkpoint()


def checked(items: Iterable[T]) -> Iterator[T]:
    """Yield the items, with a checkpoint now and then."""
    for number, item in enumerate(items):
        if number % _EVERY == 0:
            checkpoint()
        yield item


def checked_pieces(column: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield a long column piece by piece, with a checkpoint before each."""
    for some in in_pieces(column):
        checkpoint()
        yield some


def placed_pieces(column: Sequence[T]) -> Iterator[tuple[slice, Sequence[T]]]:
    """Yield the same, each with the place in the column that it is of."""
    start = 0
    for some in checked_pieces(column):
        yield slice(start, start := start + len(some)), some
