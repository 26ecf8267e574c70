"""Long work in one call is given up at its checkpoints; what cannot be given up ends, and never ends the program."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pytest

from siro_desktop.errors import Cancelled
from siro_desktop.runner.call import Call
from siro_desktop.runner.runner import JobHandle, JobRunner, LoopRunner, TurnRunner
from siro_desktop.stopping import checked, checkpoint, is_stopped, stoppable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from pytestqt.qtbot import QtBot

    from siro_desktop.jobs.base import Report

_OUTLASTING = """
import atexit, threading
from PySide6.QtCore import QCoreApplication, QTimer
from siro_desktop.runner.call import Call
from siro_desktop.runner.runner import TurnRunner
from siro_desktop.runner.running import end_running
from contextlib import nullcontext

gate, begun = threading.Event(), threading.Event()

def commit():
    begun.set()
    gate.wait()
    print("on the disk", flush=True)

application = QCoreApplication([])
runner = TurnRunner("store", nullcontext)
runner.submit(Call(commit))
begun.wait()
print(runner.stop(0), flush=True)
del runner
{end}
"""


@asynccontextmanager
async def nothing() -> AsyncIterator[None]:
    yield None


@dataclass
class WorkForEver:
    """Works in one call without an await, as sorting a million rows does."""

    begun: threading.Event

    async def run(self, services: object, report: Report) -> None:
        for _ in checked(count()):
            self.begun.set()


def outcome(qtbot: QtBot, handle: JobHandle, do: Callable[[], object] = lambda: None) -> object:
    """What a job returns, or fails with, after something was done."""
    said: list[object] = []

    def hear(value: object) -> None:
        said.append(value)

    handle.succeeded.connect(hear)
    handle.failed.connect(hear)
    do()
    qtbot.waitUntil(lambda: bool(said))
    return said[0]


def test_work_in_one_call_is_given_up_when_it_is_cancelled(
    qtbot: QtBot, make_runner: Callable[..., JobRunner[None]]
) -> None:
    runner = make_runner("test", nullcontext)
    begun = threading.Event()
    handle = runner.submit(WorkForEver(begun))
    assert begun.wait(10)
    assert isinstance(outcome(qtbot, handle, handle.cancel), Cancelled)
    assert outcome(qtbot, runner.submit(Call(is_stopped))) is False  # the next job is another
    assert runner.stop()


def test_work_in_one_call_is_given_up_when_the_program_ends(
    qapp: object, make_runner: Callable[..., JobRunner[None]]
) -> None:
    runner = make_runner("test", nullcontext)
    begun = threading.Event()
    runner.submit(WorkForEver(begun))
    queued = runner.submit(WorkForEver(threading.Event()))
    assert begun.wait(10)
    assert queued
    assert runner.stop()


def test_what_another_thread_asked_for_is_done_before_a_thread_ends(qtbot: QtBot) -> None:
    """An answer that is being saved reaches the disk, and whoever waits for it hears so."""
    store: JobRunner[None] = TurnRunner("store", nullcontext)
    network: JobRunner[None] = LoopRunner("network", nothing)
    begun, gate = threading.Event(), threading.Event()

    def commit(_: None) -> str:
        begun.set()
        gate.wait(10)
        return "saved"

    @dataclass
    class Save:
        async def run(self, services: object, report: Report) -> str:
            return str(await store.call(commit))

    handle = network.submit(Save())
    assert begun.wait(10)
    assert not store.stop(0)
    assert outcome(qtbot, handle, gate.set) == "saved"
    assert network.stop()


def test_a_job_that_is_stopped_takes_what_it_asked_of_another_thread_along(qtbot: QtBot) -> None:
    store: JobRunner[None] = TurnRunner("store", nullcontext)
    network: JobRunner[None] = LoopRunner("network", nothing)
    begun, seen = threading.Event(), threading.Event()

    def read(_: None) -> None:
        begun.set()
        try:
            for _number in checked(count()):
                pass
        finally:
            seen.set()

    @dataclass
    class Read:
        async def run(self, services: object, report: Report) -> None:
            await store.call(read)

    handle = network.submit(Read())
    assert begun.wait(10)
    assert isinstance(outcome(qtbot, handle, handle.cancel), Cancelled)
    assert seen.wait(10)
    assert network.stop()
    assert store.stop()


def test_a_job_that_is_stopped_again_still_finishes_what_it_saves() -> None:
    """Stop, then the window closes: a second cancellation would reach the wait for what is being saved."""
    store: JobRunner[None] = TurnRunner("store", nullcontext)
    network: JobRunner[None] = LoopRunner("network", nothing)
    begun, gate, kept = threading.Event(), threading.Event(), threading.Event()

    def commit(_: None) -> None:
        begun.set()
        gate.wait(10)

    @dataclass
    class Fetch:
        async def run(self, services: object, report: Report) -> None:
            saver = asyncio.create_task(store.call(commit))
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.shield(saver)
                kept.set()

    handle = network.submit(Fetch())
    assert begun.wait(10)
    handle.cancel()
    network.cancel_all()
    assert not network.stop(50)
    assert not store.stop(0)
    gate.set()
    assert kept.wait(10)


def test_services_are_not_given_up_with_the_job_that_first_needed_them(
    qtbot: QtBot, make_runner: Callable[..., JobRunner[str]]
) -> None:
    opening, gate = threading.Event(), threading.Event()

    @contextmanager
    def open_slowly() -> Iterator[str]:
        opening.set()
        gate.wait(10)
        checkpoint()
        yield "open"

    @dataclass
    class Ask:
        async def run(self, services: str, report: Report) -> str:
            return services

    runner = make_runner("test", open_slowly)
    first = runner.submit(Ask())
    assert opening.wait(10)
    second = runner.submit(Ask())
    first.cancel()
    assert outcome(qtbot, second, gate.set) == "open"
    assert runner.stop()


@pytest.fixture
def run_script() -> Callable[[str], subprocess.CompletedProcess[str]]:
    def run(end: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _OUTLASTING.format(end=end)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_a_commit_that_outlasts_its_runner_reaches_the_disk(
    run_script: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    """The window is gone; the process waits. Qt would abort it if it destroyed a thread that runs."""
    done = run_script("atexit.register(gate.set)")
    assert (done.returncode, done.stdout) == (0, "False\non the disk\n"), done.stderr


def test_a_thread_that_never_ends_does_not_abort_the_program(
    run_script: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    done = run_script("end_running(0)")
    assert (done.returncode, done.stdout) == (1, "False\n"), done.stderr
    assert "the program ends while store still runs" in done.stderr


def test_checkpoints_ask_for_the_work_that_they_stand_in() -> None:
    stop = threading.Event()
    with stoppable(stop):
        checkpoint()
        stop.set()
        assert is_stopped()
        with pytest.raises(Cancelled):
            list(checked([1]))
        with stoppable(threading.Event()):
            assert list(checked([1, 2])) == [1, 2]
    assert not is_stopped()


def test_tasks_take_their_stop_along() -> None:
    async def main() -> bool:
        stop = threading.Event()
        with stoppable(stop):
            task = asyncio.create_task(ask())
        stop.set()
        return await task

    async def ask() -> bool:
        return is_stopped()

    assert asyncio.run(main())
