"""The threads that run: each is held until it has ended, for Qt aborts the program when it destroys one that runs.

What outlasts its runner's patience, a large commit on a slow disk, goes on by itself. The process waits for it once
more when it ends, and then ends without it.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from siro_desktop.runner.worker import Worker

logger = logging.getLogger(__name__)

HUNG_EXIT: Final = 1
_AT_MOST: Final = 20.0  # seconds that the process, long without a window, waits for the last of them
_running: set[Worker] = set()  # type: ignore[type-arg]


def hold(worker: Worker) -> None:  # type: ignore[type-arg]
    """Keep a thread that starts."""
    _running.add(worker)


def release(worker: Worker) -> None:  # type: ignore[type-arg]
    """Let go of a thread that has ended."""
    _running.discard(worker)


def end_running(seconds: float = _AT_MOST) -> None:
    """Wait for all threads that still run; if some do not end, end the process at once. The process's last words."""
    until = time.monotonic() + seconds
    for worker in _running:
        with suppress(RuntimeError):  # its loop is closed already
            worker.stop()
    hung = [worker.objectName() for worker in _running if not worker.wait(_milliseconds_to(until))]
    if hung:
        logger.error("the program ends while %s still runs", ", ".join(sorted(hung)))
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(HUNG_EXIT)


def _milliseconds_to(instant: float) -> int:
    return max(0, int((instant - time.monotonic()) * 1000))


atexit.register(end_running)  # after Qt's own, so it comes before Qt destroys anything
