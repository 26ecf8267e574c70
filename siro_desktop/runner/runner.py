"""JobRunner: submit a job, get a handle. The only way from the GUI thread to work in the background."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from siro_desktop.courtesy import drawing
from siro_desktop.runner.running import hold, release
from siro_desktop.runner.turn_worker import TurnWorker

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from siro_desktop.jobs.base import Job
    from siro_desktop.runner.worker import Worker

logger = logging.getLogger(__name__)

ServicesT = TypeVar("ServicesT")
STOP_MS: Final = 6000  # a token refresh in flight may take 5 s; everything else ends in milliseconds


class JobHandle(QObject):
    """One submitted job, in the GUI thread. Exactly one of `succeeded` and `failed` comes, then `finished`.

    `progressed` and `succeeded` carry what the job reported and returned; `failed` carries a SiroError, `Cancelled`
    if the person asked for it.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, cancel: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = cancel

    def cancel(self) -> None:
        """Ask the job to stop; the handle then reports `failed` with `Cancelled`, unless it was just done."""
        self._cancel()


class JobRunner(QObject, Generic[ServicesT]):
    """Runs jobs in a thread of its own, with services that live and die there."""

    def __init__(
        self,
        name: str,
        make_worker: Callable[[], Worker[ServicesT]],
        parent: QObject | None = None,
        *,
        starts: bool = True,
    ) -> None:
        """`starts`: at once; otherwise what is submitted waits for `start`."""
        super().__init__(parent)
        self.setObjectName(name)
        self._is_stopped = False
        self._numbers = count(1)
        self._handles: dict[int, JobHandle] = {}
        self._showing = ExitStack()  # it is being shown, laid out and painted
        self._shown = QTimer(self)  # of no time: it fires when all else that is due was done
        self._shown.setSingleShot(True)
        self._shown.timeout.connect(self._showing.close)
        self._make_worker = make_worker
        self._worker: Worker[ServicesT] | None = None
        self._waiting: list[tuple[int, Job[ServicesT, Any]]] = []  # for the start
        self._given_up: list[int] = []  # of those
        if starts:
            self.start()

    def start(self) -> None:
        """Begin with what was submitted; a second time does nothing."""
        if self._is_stopped or self._worker is not None:
            return
        self._worker = worker = self._make_worker()
        # A bound slot of a QObject of this thread: the only kind of receiver that Qt queues across threads.
        worker.reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        for number, job in self._waiting:
            worker.submit(number, job)
        for number in self._given_up:
            worker.cancel(number)
        self._waiting.clear()
        hold(worker)
        worker.start()

    def submit(self, job: Job[ServicesT, Any]) -> JobHandle:
        """Start `job` and return its handle; connect to it before returning to the event loop.

        After `stop` nothing runs, and handles say nothing.
        """
        number = next(self._numbers)
        handle = JobHandle(partial(self._cancel, number), self)
        if not self._is_stopped:
            self._handles[number] = handle
            if self._worker is None:
                self._waiting.append((number, job))
            else:
                self._worker.submit(number, job)
        return handle

    async def call(self, use: Callable[[ServicesT], Any], /) -> Any:
        """Run `use(services)` in the runner's thread, awaited on another runner's loop. RuntimeError before a start."""
        if self._worker is None:
            raise RuntimeError("The runner has not started.")
        return await self._worker.call(use)

    def let_window_paint(self) -> None:
        """Let jobs, those of other runners too, wait until what is being shown now is painted; not for long."""
        if not self._is_stopped and not self._shown.isActive():
            self._showing.enter_context(drawing())
            self._shown.start(0)

    def cancel_all(self) -> None:
        """Cancel every job that is not over, without waiting."""
        if self._worker is not None:
            self._worker.cancel_all()

    def stop(self, wait_ms: int = STOP_MS) -> bool:
        """Cancel everything, close the services and end the thread; handles say nothing more.

        False if it did not end in time: it then goes on by itself, to the end of what cannot be given up.
        """
        worker = self._worker
        if self._is_stopped or worker is None:
            self._is_stopped = True
            return worker is None or worker.isFinished()
        self._is_stopped = True
        worker.reported.disconnect(self._on_reported)
        self._showing.close()
        worker.stop()
        ended = worker.wait(wait_ms)
        self._handles.clear()
        if ended:
            release(worker)
        else:
            logger.warning("%s did not stop within %d ms", self.objectName(), wait_ms)
        return ended

    def _cancel(self, number: int) -> None:
        if self._is_stopped:
            return
        if self._worker is None:
            self._given_up.append(number)
        else:
            self._worker.cancel(number)

    @Slot(object, object, object)
    def _on_reported(self, number: int, kind: str, value: object) -> None:
        handle = self._handles.get(number)
        if handle is None:
            return  # it was on its way here when the runner stopped
        self.let_window_paint()
        if kind == "progressed":
            handle.progressed.emit(value)
            return
        del self._handles[number]
        (handle.succeeded if kind == "succeeded" else handle.failed).emit(value)
        handle.finished.emit()
        handle.deleteLater()


class TurnRunner(JobRunner[ServicesT]):
    """Runs jobs that work and do not wait, one turn each; services are opened by a context manager."""

    def __init__(
        self,
        name: str,
        open_services: Callable[[], AbstractContextManager[ServicesT]],
        parent: QObject | None = None,
        *,
        starts: bool = True,
    ) -> None:
        super().__init__(name, partial(TurnWorker, name, open_services), parent, starts=starts)


class LoopRunner(JobRunner[ServicesT]):
    """Runs jobs on one asyncio loop, which is imported as it starts; services are opened on the loop."""

    def __init__(
        self,
        name: str,
        open_services: Callable[[], AbstractAsyncContextManager[ServicesT]],
        parent: QObject | None = None,
        *,
        starts: bool = True,
    ) -> None:
        super().__init__(name, partial(_make_loop_worker, name, open_services), parent, starts=starts)


def import_loop() -> None:
    """Import what a LoopRunner's start needs, 20 ms' work. Any thread but the GUI thread."""
    from siro_desktop.runner import loop_worker  # noqa: F401


def _make_loop_worker(
    name: str, open_services: Callable[[], AbstractAsyncContextManager[ServicesT]]
) -> Worker[ServicesT]:
    from siro_desktop.runner.loop_worker import LoopWorker

    return LoopWorker(name, open_services)
