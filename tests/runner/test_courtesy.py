"""While the GUI thread draws, jobs wait; not for long."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from siro_desktop.runner.call import Call
from siro_desktop.runner.courtesy import drawing
from siro_desktop.runner.runner import JobRunner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from pytestqt.qtbot import QtBot

A_MOMENT = 0.02
LONG = 10


@asynccontextmanager
async def nothing() -> AsyncIterator[None]:
    yield None


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner[None]]:
    made = JobRunner("polite", nothing)
    with qtbot.waitSignal(made.submit(Call(lambda: None)).succeeded):
        pass
    yield made
    made.stop()


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
