"""The QThread that a runner's jobs run in: what all kinds of it have in common."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from siro_desktop.columns import let_frames_go
from siro_desktop.errors import SiroError, UnexpectedError
from siro_desktop.log import redact

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable, Iterator

    from siro_desktop.jobs.base import Job

logger = logging.getLogger(__name__)

ServicesT = TypeVar("ServicesT")


class Worker(QThread, Generic[ServicesT]):
    """Runs jobs one beside the other. `submit`, `cancel`, `stop` and `call` may be called from any thread.

    Services are opened in the thread when the first job comes, so that starting it costs nothing; if opening fails,
    that job fails with the error and the next one tries again. Reports travel as `(number, kind, value)`.
    """

    reported = Signal(object, object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._stops: dict[int, threading.Event] = {}  # of the jobs that are not over; any thread

    def submit(self, number: int, job: Job[ServicesT, object]) -> None:
        """Start `job`; its reports and its end are told by `reported` under `number`."""
        raise NotImplementedError

    def cancel(self, number: int) -> None:
        """Cancel the job `number` at its next await or checkpoint; it still reports its end."""
        stop = self._stops.get(number)
        if stop is not None:
            stop.set()

    def cancel_all(self) -> None:
        """Cancel every job."""
        for number in tuple(self._stops):
            self.cancel(number)

    def stop(self) -> None:
        """Cancel every job, finish what other threads asked for, close the services, end; `wait()` for it."""
        raise NotImplementedError

    def call(self, use: Callable[[ServicesT], Any]) -> Future[Any]:
        """From another thread's asyncio loop: await `use(services)` run in this thread."""
        raise NotImplementedError

    def run(self) -> None:
        """Qt's entry into the thread."""
        threading.current_thread().name = self.objectName()  # for the log
        sys.settrace(threading.gettrace())  # debuggers and coverage follow Python's own threads, a QThread only so
        self._serve()

    def _serve(self) -> None:
        """Do what comes until the end."""
        raise NotImplementedError

    @contextmanager
    def _telling(self, number: int, job: object) -> Iterator[None]:
        """Report what goes wrong in the block as the job's end."""
        try:
            yield
        except SiroError as error:
            let_frames_go(error)  # they hold what the job held, and would end in any thread
            self.reported.emit(number, "failed", error)
        except Exception as error:
            # The one broad except of the program: a bug in a job must end in a report, not in a dead thread.
            logger.exception("job %s failed", type(job).__name__)
            self.reported.emit(number, "failed", unexpected(error))

    @contextmanager
    def _closing(self) -> Iterator[None]:
        """Log what goes wrong in the block: nobody is left to be told."""
        try:
            yield
        except Exception:
            logger.exception("closing %s failed", self.objectName())


def unexpected(error: BaseException) -> UnexpectedError:
    """Return the error that a person sees for a bug, with a report to copy that holds no secret."""
    wrapped = UnexpectedError(
        "This should not have happened. Nothing that was saved is lost. Copy the report and send it to support.",
        detail=redact("".join(traceback.format_exception(error))),
    )
    wrapped.__cause__ = error
    return wrapped
