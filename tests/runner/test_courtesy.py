"""While the GUI thread draws, jobs wait; not for long."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import pytest

from siro_desktop.courtesy import drawing, give_way
from siro_desktop.runner.call import Call
from siro_desktop.runner.runner import JobRunner, TurnRunner
from siro_desktop.stopping import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

A_MOMENT = 0.02
LONG = 10


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner[None]]:
    made: JobRunner[None] = TurnRunner("polite", nullcontext)
    with qtbot.waitSignal(made.submit(Call(lambda: None)).finished):
        pass
    qtbot.waitUntil(lambda: not made._shown.isActive())
    yield made
    made.stop()


def begin(work: Callable[[], object]) -> threading.Event:
    """Do `work` in another thread; what is returned is set when it is done."""
    is_done = threading.Event()

    def run() -> None:
        work()
        is_done.set()

    threading.Thread(target=run, daemon=True).start()
    return is_done


def test_a_job_goes_on_when_the_window_is_drawn(runner: JobRunner[None]) -> None:
    was_run = threading.Event()
    with drawing(), drawing():
        runner.submit(Call(was_run.set))
        assert not was_run.wait(A_MOMENT)
    assert was_run.wait(LONG)


def test_a_window_that_draws_for_long_does_not_hold_up_a_job(runner: JobRunner[None]) -> None:
    was_run = threading.Event()
    with drawing():
        runner.submit(Call(was_run.set))
        assert was_run.wait(LONG)


def test_whatever_goes_wrong_in_drawing_jobs_go_on(runner: JobRunner[None]) -> None:
    with pytest.raises(ValueError, match="of drawing"), drawing():
        raise ValueError("of drawing")
    was_run = threading.Event()
    runner.submit(Call(was_run.set))
    assert was_run.wait(LONG)


def test_long_work_waits_at_its_checkpoints() -> None:
    with drawing():
        is_done = begin(partial(list, checked(range(1_000))))
        assert not is_done.wait(A_MOMENT)
    assert is_done.wait(LONG)


def test_long_work_waits_once_for_a_window_that_draws_for_long() -> None:
    with drawing():
        is_done = begin(partial(list, checked(range(1_000_000))))
        assert is_done.wait(LONG)


def test_what_the_gui_thread_does_itself_never_waits() -> None:
    with drawing():
        began = time.monotonic()
        give_way()
        assert time.monotonic() - began < A_MOMENT


def test_jobs_wait_until_what_was_reported_has_been_laid_out_and_painted(runner: JobRunner[None], qtbot: QtBot) -> None:
    did_go_on: list[bool] = []

    def look() -> None:
        did_go_on.append(begin(give_way).wait(A_MOMENT))

    handle = runner.submit(Call(lambda: None))
    handle.succeeded.connect(lambda _: look())
    with qtbot.waitSignal(handle.finished):
        pass
    assert did_go_on == [False]
    qtbot.waitUntil(lambda: begin(give_way).wait(A_MOMENT))


def test_jobs_wait_until_what_a_click_changed_is_painted(runner: JobRunner[None], qtbot: QtBot) -> None:
    runner.let_window_paint()
    assert not begin(give_way).wait(A_MOMENT)
    qtbot.waitUntil(lambda: begin(give_way).wait(A_MOMENT))


def test_a_runner_that_is_stopped_holds_nobody_up(runner: JobRunner[None], qtbot: QtBot) -> None:
    handle = runner.submit(Call(lambda: None))
    handle.succeeded.connect(lambda _: runner.stop())
    with qtbot.waitSignal(handle.finished, raising=False, timeout=100):
        pass
    assert begin(give_way).wait(A_MOMENT)
