"""What is told to a part of a window only while that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import delete

from siro_desktop.ui.while_there import while_there

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Job(QObject):
    succeeded = Signal(object)


class Part(QObject):
    told = Signal(str, object)

    def tell(self, about: str, result: object) -> None:
        self.told.emit(about, result)


def test_it_is_told_with_what_it_asked_for_until_it_is_gone(qtbot: QtBot) -> None:
    job, part, heard = Job(), Part(), list[tuple[str, object]]()
    part.told.connect(lambda *said: heard.append(said))
    job.succeeded.connect(while_there(part.tell, "one"))
    job.succeeded.emit(3)
    delete(part)
    with qtbot.captureExceptions() as errors:
        job.succeeded.emit(4)
    assert (heard, errors) == ([("one", 3)], [])
