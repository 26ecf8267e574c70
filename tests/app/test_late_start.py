"""What comes after the first paint waits for what is painted first: the last result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer

from siro_desktop.after_paint import AfterFirstPaint, LateStart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.main_window import MainWindow

_LONG_MS = 200  # beside the moment that it takes to begin


def test_it_waits_for_the_paint_of_a_result_that_came_before_the_first_paint_was_heard_of(
    qtbot: QtBot, window: MainWindow
) -> None:
    saved = window.view.result_page.saved
    late = LateStart(window, window.workspace.network)
    painted: list[bool] = []
    seen: list[bool] = []
    late.begun.connect(lambda: seen.append(bool(painted)))
    window.repaint()  # heard of in the next turn of the event loop
    window.setUpdatesEnabled(False)
    QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest.value)  # of what was painted before
    window.library.opened.emit(saved)
    AfterFirstPaint(window, lambda: painted.append(True))
    QTimer.singleShot(_LONG_MS, lambda: window.setUpdatesEnabled(True))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [True]
