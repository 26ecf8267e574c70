"""Fetches cells many at a time, and hands what came to be saved in groups: while one is saved the next collects."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from siro_desktop.errors import ConnectionFailed, RateLimited, ServerError, SignInRequired, SiroError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from siro_desktop.api.client import SiroApi
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.progress import PageFetched, Waiting
    from siro_desktop.domain.results import Answer

_REST: Final = 0.2  # seconds between two groups


class CellPool(Struct):
    """Fetches with `api`. `save` gets answers, as many as came since it last returned; it must not raise.

    `on_event` hears of each page and wait, `on_failure` of a cell without answer. It gives up asking when a sign-in
    is needed, or when `at_once` cells in a row failed for a reason that is not theirs: a cut connection, say.
    """

    api: SiroApi
    at_once: int
    save: Callable[[list[Answer]], Awaitable[None]]
    on_event: Callable[[Cell, Waiting | PageFetched], None]
    on_failure: Callable[[Cell, SiroError], None]
    _cells: deque[Cell] = field(default_factory=deque)
    _unsaved: list[Answer] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _failures_in_a_row: int = 0

    async def fetch(self, cells: Iterable[Cell]) -> None:
        """Fetch and save `cells`. After a cancellation everything that came is saved before it goes on its way."""
        self._cells.extend(cells)
        saver = asyncio.create_task(self._save_as_it_comes())
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.at_once, len(self._cells))):
                    group.create_task(self._work())
        finally:
            self._over.set()
            self._changed.set()
            await _ended(saver)

    async def _work(self) -> None:
        while self._cells:
            cell = self._cells.popleft()
            try:
                answer = await self.api.metric_values(cell, partial(self.on_event, cell))
            except SiroError as error:
                self._note_failure(error)
                self.on_failure(cell, error)
            else:
                self._failures_in_a_row = 0
                self._unsaved.append(answer)
                self._changed.set()

    def _note_failure(self, error: SiroError) -> None:
        is_trouble = isinstance(error, ConnectionFailed | ServerError | RateLimited)
        self._failures_in_a_row = self._failures_in_a_row + 1 if is_trouble else 0
        if isinstance(error, SignInRequired) or self._failures_in_a_row >= self.at_once:
            self._cells.clear()

    async def _save_as_it_comes(self) -> None:
        while not self._over.is_set() or self._unsaved:
            await self._changed.wait()
            self._changed.clear()
            group, self._unsaved = self._unsaved, []
            if group:
                await self.save(group)
                await self._rest()
            if self._over.is_set():
                self._changed.set()

    async def _rest(self) -> None:
        """Let the next group collect: to reach the disk takes as long for one answer as for many."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_REST):
                await self._over.wait()


async def _ended(saver: asyncio.Task[None]) -> None:
    """Wait for what is being saved, whoever cancels meanwhile, and be cancelled only then."""
    cancelled: asyncio.CancelledError | None = None
    while not saver.done():
        try:
            await asyncio.shield(saver)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
