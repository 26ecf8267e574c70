"""A painting that comes in a turn of its own: whatever else is due goes first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from siro_desktop.courtesy import give_way
from siro_desktop.ui.painting_turn import PaintingTurn

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from pytestqt.qtbot import QtBot


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []
        self.turn: PaintingTurn | None = None

    def event(self, happened: QEvent) -> bool:
        return bool(self.turn and self.turn.puts_off(happened)) or super().event(happened)

    def paintEvent(self, _asked: QPaintEvent) -> None:
        self.log.append("painted")


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.turn = PaintingTurn(made)
    made.show()
    qtbot.waitUntil(lambda: "painted" in made.log)
    made.log.clear()
    return made


def show_something(window: Window, qtbot: QtBot, *, in_own_turn: bool) -> list[str]:
    """What happens after something was changed while a timer was due, in this order."""
    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: window.log.append("timer"))

    def change() -> None:
        timer.start(0)
        if in_own_turn:
            assert window.turn is not None
            window.turn.want()
        window.update()

    changing = QTimer(window)
    changing.setSingleShot(True)
    changing.timeout.connect(change)
    changing.start(0)
    qtbot.waitUntil(lambda: len(window.log) > 1)
    return window.log


def test_what_is_due_goes_before_the_painting(window: Window, qtbot: QtBot) -> None:
    assert show_something(window, qtbot, in_own_turn=True) == ["timer", "painted"]


def test_jobs_wait_until_then(window: Window, qtbot: QtBot) -> None:
    assert window.turn is not None
    window.turn.want()
    assert window.turn.puts_off(QEvent(QEvent.Type.UpdateRequest))
    assert not is_free()
    qtbot.waitUntil(is_free)


def test_a_window_that_goes_meanwhile_holds_nobody_up(qtbot: QtBot) -> None:
    window = QWidget()
    turn = PaintingTurn(window)
    turn.want()
    assert turn.puts_off(QEvent(QEvent.Type.UpdateRequest))
    del turn
    delete(window)
    assert is_free()


def is_free() -> bool:
    """True if other threads need not wait."""
    gone_on = threading.Event()

    def work() -> None:
        give_way()
        gone_on.set()

    threading.Thread(target=work, daemon=True).start()
    return gone_on.wait(0.02)


def test_otherwise_and_the_next_time_it_is_painted_at_once(window: Window, qtbot: QtBot) -> None:
    assert window.turn is not None
    window.turn.want()
    window.update()
    qtbot.waitUntil(lambda: bool(window.log))
    window.log.clear()
    assert show_something(window, qtbot, in_own_turn=False) == ["painted", "timer"]
