"""What comes after the first paint comes once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import window_of
from PySide6.QtCore import QCoreApplication, QEvent
from stored_kit import PROFILE, store

from siro_desktop.after_paint import AfterFirstPaint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program

__all__ = ["store"]


def test_results_that_are_opened_later_leave_nothing_behind(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    store: Path,
) -> None:
    window = window_of(make_program(PROFILE))
    page = window.view.result_page
    for wanted in (3, 1, 2, 1):
        qtbot.waitUntil(lambda: not window.library.is_opening)
        if page.saved is None or page.saved.id != wanted:
            window.library.open(wanted)
        qtbot.waitUntil(lambda wanted=wanted: page.saved is not None and page.saved.id == wanted)  # type: ignore[misc]
        window.repaint()
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [one for one in window.children() if isinstance(one, AfterFirstPaint)] == []
