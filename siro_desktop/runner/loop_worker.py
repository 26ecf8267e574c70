"""Jobs on an asyncio loop: for what waits for the network."""

from __future__ import annotations

import asyncio
import selectors
import threading
from contextvars import Context
from functools import partial
from typing import TYPE_CHECKING, Any

from siro_desktop.courtesy import give_way
from siro_desktop.errors import Cancelled
from siro_desktop.runner.worker import ServicesT, Worker
from siro_desktop.stopping import stoppable

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractAsyncContextManager

    from siro_desktop.jobs.base import Job


class _Selector(selectors.DefaultSelector):
    """What a loop asks before each of its turns: there it lets the GUI thread draw first."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready."""
        ready = super().select(timeout)
        give_way()
        return ready


class LoopWorker(Worker[ServicesT]):
    """Runs jobs as tasks of one loop, on which the services are opened, used and closed. Cancels as asyncio does."""

    def __init__(self, name: str, open_services: Callable[[], AbstractAsyncContextManager[ServicesT]]) -> None:
        super().__init__(name)
        self._open_services = open_services
        self._loop = asyncio.SelectorEventLoop(_Selector())
        self._stop_asked = asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._calls: set[asyncio.Task[Any] | None] = set()
        self._opening: asyncio.Task[ServicesT] | None = None
        self._turn = asyncio.Lock()  # fair: who waits first is first
        self._context: AbstractAsyncContextManager[ServicesT] | None = None

    def submit(self, number: int, job: Job[ServicesT, object]) -> None:
        """Start `job`."""
        self._stops[number] = threading.Event()
        self._loop.call_soon_threadsafe(self._start_job, number, job)

    def cancel(self, number: int) -> None:
        """Cancel the job `number`, once."""
        super().cancel(number)
        if number in self._stops:
            self._loop.call_soon_threadsafe(self._cancel_job, number)

    def stop(self) -> None:
        """End when all is over that was begun."""
        self.cancel_all()
        self._loop.call_soon_threadsafe(self._stop_asked.set)
        if not self.isRunning() and not self.isFinished():  # it never started, so that nobody else closes it
            self._loop.close()

    def call(self, use: Callable[[ServicesT], Any]) -> asyncio.Future[Any]:
        """Await `use(services)`."""
        coroutine: Coroutine[Any, Any, Any] = self._use(use)
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self._loop))

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._wait_for_end())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _wait_for_end(self) -> None:
        await self._stop_asked.wait()
        tasks = list(self._tasks.values())
        for task in tasks:
            _cancel_once(task)
        await asyncio.gather(*tasks, return_exceptions=True)
        while calls := [call for call in self._calls if call is not None]:
            await asyncio.gather(*calls, return_exceptions=True)
        if self._opening is not None and self._context is not None:
            await asyncio.wait([self._opening])
            if _failed(self._opening):  # as the job was told that asked for it
                return
            with self._closing():
                await self._context.__aexit__(None, None, None)

    def _start_job(self, number: int, job: Job[ServicesT, object]) -> None:
        with stoppable(self._stops[number]):
            task = self._loop.create_task(self._run_job(number, job))
        self._tasks[number] = task
        task.add_done_callback(partial(self._on_done, number))

    def _on_done(self, number: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(number, None)
        self._stops.pop(number, None)
        if task.cancelled():  # before its first step, so that it could not report its end itself
            self.reported.emit(number, "failed", Cancelled())

    def _cancel_job(self, number: int) -> None:
        task = self._tasks.get(number)
        if task is not None:
            _cancel_once(task)

    async def _run_job(self, number: int, job: Job[ServicesT, object]) -> None:
        with self._telling(number, job):
            try:
                services = await self._services()
                result = await job.run(services, partial(self.reported.emit, number, "progressed"))
            except asyncio.CancelledError:
                self.reported.emit(number, "failed", Cancelled())
            else:
                self.reported.emit(number, "succeeded", result)

    async def _use(self, use: Callable[[ServicesT], Any]) -> Any:
        task = asyncio.current_task()
        self._calls.add(task)
        try:
            return use(await self._services())
        finally:
            self._calls.discard(task)

    async def _services(self) -> ServicesT:
        if self._opening is None or (self._opening.done() and _failed(self._opening)):
            self._context = self._open_services()
            # A context of its own: other jobs wait for this too, so that it is not given up with the first.
            self._opening = self._loop.create_task(self._context.__aenter__(), context=Context())
        opening = self._opening
        async with self._turn:  # or what comes just as they are open goes before what has waited for that
            return await asyncio.shield(opening)


def _cancel_once(task: asyncio.Task[Any]) -> None:
    """Cancel a task unless that was asked for before: it may be finishing what it saves."""
    if not task.cancelling():
        task.cancel()


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.cancelled() or task.exception() is not None
