"""The first window comes with the last result in it, and comes without where that takes long."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from app_kit import window_of
from PySide6.QtCore import QEvent, QObject
from stored_kit import PROFILE, store

from siro_desktop.storage.library import FILE_NAME
from siro_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program

__all__ = ["store"]


class Shown(QObject):
    """Notes for each main window that is shown whether a result is in it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.with_result: list[bool] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        if isinstance(watched, MainWindow) and happened.type() == QEvent.Type.Show and not happened.spontaneous():
            self.with_result.append(watched.view.result_page.saved is not None)
        return False


def test_it_comes_once_with_the_last_result_in_it(
    qapp: QApplication, make_program: Callable[..., Program], store: Path
) -> None:
    shown = Shown(qapp)
    make_program(PROFILE)
    qapp.removeEventFilter(shown)
    assert shown.with_result == [True]


def test_it_comes_without_while_the_store_cannot_be_read(
    qtbot: QtBot, qapp: QApplication, make_program: Callable[..., Program], store: Path
) -> None:
    shown = Shown(qapp)
    with closing(sqlite3.connect(store / FILE_NAME)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        window = window_of(make_program(PROFILE))
        assert window.isVisible()
        assert shown.with_result == [False]
        other.execute("ROLLBACK")
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None, timeout=15_000)
    qapp.removeEventFilter(shown)
    assert shown.with_result == [False]
