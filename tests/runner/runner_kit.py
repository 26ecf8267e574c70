"""Both kinds of runners, jobs for them, and what is heard of these."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from siro_desktop.runner.runner import JobHandle, JobRunner, LoopRunner, TurnRunner
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from siro_desktop.jobs.base import Report

ServicesT = TypeVar("ServicesT")
MakeRunner = Callable[..., JobRunner[Any]]


@dataclass
class Diary:
    """What the services of a test saw."""

    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[Diary]:
        if self.failures:
            raise self.failures.pop()
        self.opened.append(threading.get_ident())
        yield self
        self.closed.append(threading.get_ident())


@dataclass
class Count:
    """Reports 0 … n-1 and returns its thread."""

    n: int

    async def run(self, services: Diary, report: Report) -> int:
        for number in range(self.n):
            report(number)
            await pause()
        return threading.get_ident()


@dataclass
class Hang:
    """Waits until it is cancelled."""

    async def run(self, services: Diary, report: Report) -> None:
        report("hanging")
        while True:
            await pause()


class Heard:
    """Collects what a handle says, and in which thread."""

    def __init__(self, handle: JobHandle) -> None:
        self.said: list[tuple[str, object]] = []
        self.threads: set[int] = set()
        handle.progressed.connect(lambda value: self._hear("progressed", value))
        handle.succeeded.connect(lambda value: self._hear("succeeded", value))
        handle.failed.connect(lambda value: self._hear("failed", value))
        handle.finished.connect(lambda: self._hear("finished", None))

    def _hear(self, kind: str, value: object) -> None:
        self.threads.add(threading.get_ident())
        self.said.append((kind, value))

    @property
    def finished(self) -> bool:
        return bool(self.said) and self.said[-1][0] == "finished"

    def value(self, kind: str) -> object:
        return next(value for said, value in self.said if said == kind)


@dataclass
class Block:
    """Keeps the thread itself busy until `gate` is open, as a long computation would."""

    gate: threading.Event

    async def run(self, services: Diary, report: Report) -> None:
        report("blocking")
        self.gate.wait(10)


def make_turn_runner(
    name: str, open_services: Callable[[], AbstractContextManager[ServicesT]], **options: Any
) -> JobRunner[ServicesT]:
    return TurnRunner(name, open_services, **options)


def make_loop_runner(
    name: str, open_services: Callable[[], AbstractContextManager[ServicesT]], **options: Any
) -> JobRunner[ServicesT]:
    @asynccontextmanager
    async def on_the_loop() -> AsyncIterator[ServicesT]:
        with open_services() as services:
            yield services

    return LoopRunner(name, on_the_loop, **options)


@pytest.fixture(params=[make_turn_runner, make_loop_runner], ids=["turns", "loop"])
def make_runner(request: pytest.FixtureRequest) -> MakeRunner:
    """`make_runner(name, open_services, starts=True)`: a runner, once of each kind."""
    made: MakeRunner = request.param
    return made


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def runner(qapp: object, diary: Diary, make_runner: MakeRunner) -> Iterator[JobRunner[Diary]]:
    runner = make_runner("test", diary.open)
    yield runner
    assert runner.stop()
