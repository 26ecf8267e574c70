"""PySide6 6.12.0 on Python 3.11 and older loses references and aborts; these tests see it before a person does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QEvent, QObject, Signal

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EMITS = 5_000  # the abort came after about 570
EVENTS = 10_000  # and after about 5,200 virtual calls


class Emitter(QObject):
    """Counts what it says itself."""

    said = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.events = 0
        self.said.connect(self._on_said)

    def _on_said(self, _what: object) -> None:
        self.heard += 1

    def customEvent(self, event: QEvent) -> None:
        event.accept()
        self.events += 1


def test_version_is_one_that_works() -> None:
    version = PySide6.__version_info__[:3]
    assert version >= (6, 8, 3)
    assert version < (6, 12) or sys.version_info >= (3, 12)


def test_signals_can_be_emitted_for_a_long_time(qtbot: QtBot) -> None:
    emitter = Emitter()
    before = sys.getrefcount(True)
    for number in range(EMITS):
        emitter.said.emit(number)
    assert emitter.heard == EMITS
    assert abs(sys.getrefcount(True) - before) < EMITS / 10


def test_virtual_methods_can_be_called_for_a_long_time(qtbot: QtBot) -> None:
    emitter = Emitter()
    before = sys.getrefcount(None)
    for _ in range(EVENTS):
        QObject.event(emitter, QEvent(QEvent.Type.User))
    assert emitter.events == EVENTS
    assert abs(sys.getrefcount(None) - before) < EVENTS / 10
