"""A store that cannot be used: a clear sentence, the program goes on, and the file stays as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from PySide6.QtWidgets import QMessageBox

from siro_desktop.config import Paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE results_of_2031 (figures)")
        connection.execute("PRAGMA user_version = 999")
        connection.commit()


def make_damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)


@pytest.mark.parametrize(("spoil", "word"), [(make_newer, "newer"), (make_damaged, "damaged")])
def test_the_window_says_so_fetches_and_leaves_the_file_alone(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    spoil: Callable[[Path], None],
    word: str,
) -> None:
    path = Paths.find().make().data / "results.sqlite3"
    spoil(path)
    before = path.read_bytes()

    window = window_of(make_program(practice.profile()))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None)
    dialog = find(window, "error_dialog", QMessageBox)
    assert word in dialog.text() + dialog.informativeText()
    dialog.close()

    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    answer = window.view.result_page.saved.only_answer
    assert len(answer.metrics) >= 25
    assert "could not be saved" in answer.warnings[-1]
    assert path.read_bytes() == before
