"""One runner asks another: what is used there is used in the thread that it belongs to."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from runner_kit import Block, Diary, Heard, make_loop_runner, make_turn_runner

from siro_desktop.errors import Cancelled, NotFound, UnexpectedError
from siro_desktop.runner.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from siro_desktop.jobs.base import Report
    from siro_desktop.runner.runner import JobRunner


@dataclass
class AskOther:
    """Asks another runner, and returns the thread that it is in itself beside the answer."""

    other: JobRunner[Any]
    question: Callable[[Any], object]

    async def run(self, services: object, report: Report) -> tuple[int, object]:
        report("asking")
        return threading.get_ident(), await self.other.call(self.question)


@pytest.fixture
def loop(qapp: object) -> Iterator[JobRunner[Diary]]:
    """A runner whose jobs may wait for another one."""
    runner = make_loop_runner("loop", Diary().open)
    yield runner
    assert runner.stop()


def test_one_runner_calls_into_the_thread_of_another(
    qtbot: QtBot, loop: JobRunner[Diary], runner: JobRunner[Diary]
) -> None:
    heard = Heard(loop.submit(AskOther(runner, lambda diary: diary.opened[0])))
    qtbot.waitUntil(lambda: heard.finished)
    mine, theirs = heard.value("succeeded")  # type: ignore[misc]
    assert len({mine, theirs, threading.get_ident()}) == 3


def test_what_goes_wrong_in_another_thread_comes_back(
    qtbot: QtBot, loop: JobRunner[Diary], runner: JobRunner[Diary]
) -> None:
    error = NotFound("Not there.")

    def fail(_: Diary) -> None:
        raise error

    heard = Heard(loop.submit(AskOther(runner, fail)))
    qtbot.waitUntil(lambda: heard.finished)
    assert heard.value("failed") is error


def test_what_nobody_waits_for_any_more_is_not_begun(qtbot: QtBot, qapp: object, loop: JobRunner[Diary]) -> None:
    runner = make_turn_runner("store", Diary().open, parent=qapp)  # or the last that holds it might be a thread
    gate, asked = threading.Event(), threading.Event()
    blocking = Heard(runner.submit(Block(gate)))
    qtbot.waitUntil(lambda: ("progressed", "blocking") in blocking.said)
    handle = loop.submit(AskOther(runner, lambda _: asked.set()))
    handle.progressed.connect(handle.cancel)
    heard = Heard(handle)
    qtbot.waitUntil(lambda: heard.finished)
    gate.set()
    with qtbot.waitSignal(runner.submit(Call(lambda: None)).finished):
        pass
    assert isinstance(heard.value("failed"), Cancelled)
    assert not asked.is_set()
    assert runner.stop()


def test_a_runner_that_has_ended_or_not_begun_cannot_be_asked(qtbot: QtBot, loop: JobRunner[Diary]) -> None:
    ended = make_turn_runner("ended", nullcontext)
    assert ended.stop()
    for other in (ended, make_turn_runner("waiting", nullcontext, starts=False)):
        heard = Heard(loop.submit(AskOther(other, lambda _: None)))
        qtbot.waitUntil(lambda heard=heard: heard.finished)  # type: ignore[misc]
        assert isinstance(heard.value("failed"), UnexpectedError)
