"""One daemon thread for calls that may block without limit, such as a keyring that waits for its password."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

T = TypeVar("T")


class DaemonThread:
    """Runs calls one after another, off the event loop. Nobody waits for it at shutdown."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: SimpleQueue[tuple[_Delivery, Callable[[], object]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, function: Callable[..., T], *arguments: object) -> asyncio.Future[T]:
        """Return a future of the running loop. Cancelling it before the call begins prevents the call."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        future.add_done_callback(_take_note)
        self._calls.put((_Delivery(loop, future), lambda: function(*arguments)))
        return future

    def close(self) -> None:
        """Let the thread end after the call that it is in; calls that wait are dropped."""
        if self._thread is not None:
            while not self._calls.empty():
                self._calls.get()
            self._calls.put(None)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            delivery, function = call
            if not delivery.future.cancelled():
                with delivery:
                    delivery.deliver(function())


class _Delivery:
    """Hands the outcome of a call to its future, an exception of any kind included: the caller judges it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any]) -> None:
        self._loop = loop
        self.future = future

    def deliver(self, outcome: object) -> None:
        self._in_loop(self._set_result, outcome)

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> bool:
        if error is not None:
            self._in_loop(self._set_error, error)
        return True

    def _in_loop(self, function: Callable[[Any], None], outcome: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(function, outcome)

    def _set_result(self, outcome: object) -> None:
        if not self.future.done():
            self.future.set_result(outcome)

    def _set_error(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)


def _take_note(future: asyncio.Future[Any]) -> None:
    """Mark an exception as seen, also where the caller has gone away."""
    if not future.cancelled():
        future.exception()
