"""JobRunner: jobs run in their own thread, report in the GUI thread, and end when told to."""

from __future__ import annotations

import gc
import threading
import weakref
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from runner_kit import Block, Count, Diary, Hang, Heard, MakeRunner, make_turn_runner

from siro_desktop.errors import Cancelled, NotFound, StorageError, UnexpectedError
from siro_desktop.runner.call import Call
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from siro_desktop.jobs.base import Report
    from siro_desktop.runner.runner import JobRunner


@pytest.fixture
def run(qtbot: QtBot, runner: JobRunner[Diary]) -> Callable[[object], Heard]:
    def submit(job: object) -> Heard:
        heard = Heard(runner.submit(job))  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: heard.finished)
        return heard

    return submit


def test_reports_come_in_order_in_the_gui_thread(run: Callable[[object], Heard], diary: Diary) -> None:
    heard = run(Count(100))

    assert [value for kind, value in heard.said if kind == "progressed"] == list(range(100))
    assert [kind for kind, _ in heard.said][-2:] == ["succeeded", "finished"]
    assert heard.threads == {threading.get_ident()}
    assert heard.value("succeeded") != threading.get_ident()
    assert diary.opened == [heard.value("succeeded")]


def test_services_open_once_and_close_in_their_thread(
    qtbot: QtBot, qapp: object, diary: Diary, make_runner: MakeRunner
) -> None:
    runner = make_runner("test", diary.open)
    for _ in range(2):
        heard = Heard(runner.submit(Count(1)))
        qtbot.waitUntil(lambda heard=heard: heard.finished)  # type: ignore[misc]
    assert diary.closed == []

    assert runner.stop()
    assert diary.closed == diary.opened
    assert len(diary.opened) == 1


class Figures:
    """Something large that a job brings."""


def test_what_a_job_brought_is_free_when_nobody_wants_it_any_more(qtbot: QtBot, runner: JobRunner[Diary]) -> None:
    known: list[weakref.ref[Figures]] = []

    def make() -> Figures:
        figures = Figures()
        known.append(weakref.ref(figures))
        return figures

    handle = runner.submit(Call(make))
    with qtbot.waitSignal(handle.finished):
        pass
    del handle
    qtbot.waitUntil(lambda: gc.collect() >= 0 and known[0]() is None)


def test_a_siro_error_arrives_as_it_is(run: Callable[[object], Heard]) -> None:
    error = NotFound("Not there.")

    def fail() -> None:
        raise error

    assert run(Call(fail)).value("failed") is error
    assert error.__traceback__ is None, "it would hold all that the job held"


def test_a_bug_becomes_a_report_and_the_thread_lives(
    run: Callable[[object], Heard], caplog: pytest.LogCaptureFixture
) -> None:
    failed = run(Call(lambda: 1 / 0)).value("failed")

    assert isinstance(failed, UnexpectedError)
    assert "ZeroDivisionError" in (failed.detail or "")
    assert "Traceback" not in failed.message
    assert "ZeroDivisionError" in caplog.text
    assert run(Call(lambda: 7)).value("succeeded") == 7


def test_services_that_do_not_open_fail_the_job_and_are_tried_again(
    run: Callable[[object], Heard], diary: Diary
) -> None:
    diary.failures.append(StorageError("The folder cannot be read."))

    assert isinstance(run(Count(1)).value("failed"), StorageError)
    assert run(Count(1)).value("succeeded") == diary.opened[0]


def test_cancel_reports_cancelled_once(qtbot: QtBot, runner: JobRunner[Diary]) -> None:
    handle = runner.submit(Hang())
    heard = Heard(handle)
    handle.progressed.connect(handle.cancel)
    qtbot.waitUntil(lambda: heard.finished)

    assert [kind for kind, _ in heard.said] == ["progressed", "failed", "finished"]
    assert isinstance(heard.value("failed"), Cancelled)


def test_job_that_is_cancelled_before_its_first_step_still_ends(qtbot: QtBot, runner: JobRunner[Diary]) -> None:
    """H2: pressing Stop right after Run must not leave the window waiting for ever."""
    gate = threading.Event()
    blocking = Heard(runner.submit(Block(gate)))
    qtbot.waitUntil(lambda: ("progressed", "blocking") in blocking.said)
    handle = runner.submit(Hang())
    heard = Heard(handle)
    handle.cancel()
    gate.set()
    qtbot.waitUntil(lambda: heard.finished)
    assert [kind for kind, _ in heard.said] == ["failed", "finished"]
    assert isinstance(heard.said[0][1], Cancelled)


def test_stop_ends_a_hanging_job(qtbot: QtBot, qapp: object, diary: Diary, make_runner: MakeRunner) -> None:
    """H16: quitting during a hanging request ends at once, with everything closed."""
    runner = make_runner("test", diary.open)
    heard = Heard(runner.submit(Hang()))
    qtbot.waitUntil(lambda: bool(heard.said))

    assert runner.stop()
    assert diary.closed == diary.opened


def test_jobs_take_turns(qtbot: QtBot, runner: JobRunner[Diary]) -> None:
    """A long one does not keep a short one waiting."""
    done: list[str] = []

    @dataclass
    class Steps:
        name: str
        steps: int

        async def run(self, services: Diary, report: Report) -> None:
            for step in range(self.steps):
                done.append(f"{self.name}{step}")
                await pause()

    gate = threading.Event()
    blocking = Heard(runner.submit(Block(gate)))
    handles = [Heard(runner.submit(Steps("a", 3))), Heard(runner.submit(Steps("b", 2)))]
    gate.set()
    qtbot.waitUntil(lambda: blocking.finished and all(heard.finished for heard in handles))
    assert done == ["a0", "b0", "a1", "b1", "a2"]


def test_a_job_without_a_loop_cannot_await_anything_but_a_pause(qtbot: QtBot, qapp: object) -> None:
    class Future:
        def __await__(self) -> Iterator[Future]:
            yield self

    @dataclass
    class Wait:
        async def run(self, services: None, report: Report) -> None:
            await Future()

    runner: JobRunner[None] = make_turn_runner("turns", nullcontext)
    heard = Heard(runner.submit(Wait()))
    qtbot.waitUntil(lambda: heard.finished)
    assert isinstance(heard.value("failed"), UnexpectedError)
    assert runner.stop()


def test_after_stop_nothing_runs_and_nothing_breaks(
    qtbot: QtBot, qapp: object, diary: Diary, make_runner: MakeRunner
) -> None:
    runner = make_runner("test", diary.open)
    heard = Heard(runner.submit(Count(5)))
    handle = runner.submit(Hang())
    assert runner.stop()

    late = Heard(runner.submit(Count(1)))
    handle.cancel()
    with qtbot.waitSignal(qapp.aboutToQuit, timeout=50, raising=False):  # type: ignore[attr-defined]
        pass  # what was queued before the stop is delivered now
    assert heard.said == late.said == []


def test_a_runner_that_is_started_later_does_then_what_was_submitted(
    qtbot: QtBot, qapp: object, diary: Diary, make_runner: MakeRunner
) -> None:
    runner = make_runner("test", diary.open, starts=False)
    heard = Heard(runner.submit(Count(1)))
    dropped = runner.submit(Hang())
    dropped_said = Heard(dropped)
    dropped.cancel()
    with qtbot.waitSignal(qapp.aboutToQuit, timeout=50, raising=False):  # type: ignore[attr-defined]
        pass
    assert heard.said == []
    runner.start()
    runner.start()
    qtbot.waitUntil(lambda: heard.finished and dropped_said.finished)
    assert isinstance(dropped_said.value("failed"), Cancelled)
    assert runner.stop()


def test_a_runner_that_never_started_stops_at_once(qapp: object, diary: Diary, make_runner: MakeRunner) -> None:
    runner = make_runner("test", diary.open, starts=False)
    runner.submit(Count(1))
    assert runner.stop()
    assert diary.opened == []


def test_what_comes_as_the_services_open_waits_its_turn(qtbot: QtBot, make_runner: MakeRunner) -> None:
    done: list[str] = []

    @dataclass
    class Note:
        name: str

        async def run(self, services: None, report: Report) -> None:
            done.append(self.name)

    @contextmanager
    def open_late() -> Iterator[None]:
        assert runner._worker is not None
        runner._worker.submit(99, Note("second"))
        yield None

    runner = make_runner("late", open_late, starts=False)
    first = runner.submit(Note("first"))
    with qtbot.waitSignal(first.finished):
        runner.start()
    with qtbot.waitSignal(runner.submit(Note("third")).finished):
        pass
    assert runner.stop()
    assert done == ["first", "second", "third"]
