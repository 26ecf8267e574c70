"""Jobs that take turns: for what works with the processor and the disk, and waits for nothing.

It needs no event loop, and so a start of the program needs no asyncio, which takes 20 ms to import.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from contextvars import Context, copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from siro_desktop.courtesy import give_way
from siro_desktop.errors import Cancelled
from siro_desktop.runner.worker import ServicesT, Worker
from siro_desktop.stopping import stoppable

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractContextManager

    from siro_desktop.jobs.base import Job

_ENDED: Final = "The thread has ended."
_NO_LOOP: Final = "A job of this thread may pause and await nothing else: no loop would wake it."


class _Turns(Protocol):
    """Work that is done turn by turn."""

    def go_on(self) -> bool:
        """Do the next piece; True if there is more."""
        ...


class TurnWorker(Worker[ServicesT]):
    """Runs jobs in the order in which they came; at a `stopping.pause` the next one has its turn."""

    def __init__(self, name: str, open_services: Callable[[], AbstractContextManager[ServicesT]]) -> None:
        super().__init__(name)
        self._open_services = open_services
        self._opened: tuple[AbstractContextManager[ServicesT], ServicesT] | None = None
        self._turns: deque[_Turns] = deque()
        self._changed = threading.Condition()  # of turns, and of whether the end was asked for or is there
        self._is_stop_asked = self._is_over = False

    def submit(self, number: int, job: Job[ServicesT, object]) -> None:
        """Start `job`."""
        self._stops[number] = stop = threading.Event()
        self._add(_JobTurns(self, number, job, stop))

    def stop(self) -> None:
        """End when all is over that was begun."""
        self.cancel_all()
        with self._changed:
            self._is_stop_asked = True
            self._changed.notify()

    def call(self, use: Callable[[ServicesT], Any]) -> Future[Any]:
        """Await `use(services)`; it is not begun if its caller is cancelled before."""
        from asyncio import get_running_loop

        loop = get_running_loop()
        future = loop.create_future()
        self._add(_CallTurn(partial(self._use, use), future, loop))
        return future

    def services(self) -> ServicesT:
        """What was opened, opened now if it is the first time. This thread."""
        if self._opened is None:
            context = self._open_services()
            # A context of its own: other jobs wait for this too, so that it is not given up with the first.
            self._opened = context, Context().run(context.__enter__)
        return self._opened[1]

    def run_turn(self, turns: _JobTurns) -> bool:
        """Go on with a job; True if it has more to do. This thread."""
        with self._telling(turns.number, turns.job):
            if turns.step():
                return True
            self.reported.emit(turns.number, "succeeded", turns.result)
        self._stops.pop(turns.number, None)
        return False

    def _use(self, use: Callable[[ServicesT], Any]) -> Any:
        return use(self.services())

    def _add(self, turns: _Turns) -> None:
        with self._changed:
            if self._is_over:
                raise RuntimeError(_ENDED)
            self._turns.append(turns)
            self._changed.notify()

    def _serve(self) -> None:
        while self._take_turn():
            pass
        if self._opened is not None:
            with self._closing():
                self._opened[0].__exit__(None, None, None)

    def _take_turn(self) -> bool:
        """Wait for the next turn and do it; False if none comes any more.

        A function of its own, so that nothing holds a job and what it brought while the thread waits for the next.
        """
        turns = self._next()
        if turns is None:
            return False
        give_way()
        if turns.go_on():
            with self._changed:
                self._turns.append(turns)
        return True

    def _next(self) -> _Turns | None:
        with self._changed:
            while not self._turns:
                if self._is_stop_asked:
                    self._is_over = True
                    return None
                self._changed.wait()
            return self._turns.popleft()


class _JobTurns:
    """A job on its way. `result` is there when it is over."""

    def __init__(self, worker: TurnWorker[Any], number: int, job: Job[Any, object], stop: threading.Event) -> None:
        self.number = number
        self.job = job
        self.result: object = None
        self._worker = worker
        self._stop = stop
        self._coroutine: Coroutine[None, None, object] | None = None
        with stoppable(stop):
            self._context = copy_context()

    def go_on(self) -> bool:
        """Do it up to its next pause."""
        return self._worker.run_turn(self)

    def step(self) -> bool:
        """Do it up to its next pause; True if it is not over. Raises what it raises."""
        if self._coroutine is None:
            if self._stop.is_set():
                raise Cancelled
            report = partial(self._worker.reported.emit, self.number, "progressed")
            self._coroutine = self.job.run(self._worker.services(), report)
        try:
            awaited: object = self._context.run(self._coroutine.send, None)
        except StopIteration as end:
            self.result = end.value
            return False
        if awaited is not None:
            self._coroutine.close()
            raise TypeError(_NO_LOOP)
        return True


class _CallTurn:
    """What another thread's loop waits for."""

    def __init__(self, use: Callable[[], Any], future: Future[Any], loop: AbstractEventLoop) -> None:
        self._use = use
        self._future = future
        self._loop = loop
        self._context = copy_context()

    def go_on(self) -> bool:
        """Do it, and say what came of it."""
        if not self._future.cancelled():
            try:
                answer = partial(self._future.set_result, self._context.run(self._use))
            except Exception as error:  # noqa: BLE001  it belongs to whoever waits
                answer = partial(self._future.set_exception, error)
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._answer, answer)
        return False

    def _answer(self, answer: Callable[[], None]) -> None:
        if not self._future.done():
            answer()
