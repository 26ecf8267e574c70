"""Whether a file is there is looked up in a worker; only then a person is asked, and only if one is."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton

from siro_desktop.runner.call import Call
from siro_desktop.runner.runner import JobRunner, TurnRunner
from siro_desktop.ui.replace_asker import ReplaceAsker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def runner() -> Iterator[JobRunner[None]]:
    made: JobRunner[None] = TurnRunner("export", nullcontext)
    yield made
    assert made.stop()


@pytest.fixture
def dialog(qtbot: QtBot) -> QDialog:
    shown = QDialog()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def boxes(dialog: QDialog) -> list[QMessageBox]:
    return [box for box in dialog.findChildren(QMessageBox, "confirm_delete") if box.isVisible()]


def press(box: QMessageBox, name: str) -> None:
    button = box.findChild(QPushButton, name)
    assert button is not None
    button.click()


@pytest.mark.parametrize("there", [("x.csv",), ("x.csv.json",), ("x.csv", "x.csv.json")])
def test_files_are_replaced_only_if_that_is_wanted(
    qtbot: QtBot, runner: JobRunner[None], dialog: QDialog, tmp_path: Path, there: tuple[str, ...]
) -> None:
    for name in there:
        (tmp_path / name).write_text("old")
    asker, written = ReplaceAsker(runner, dialog), []
    wanted = [tmp_path / "x.csv", tmp_path / "x.csv.json"]
    asker.ask(dialog, wanted, partial(written.append, 1))
    qtbot.waitUntil(lambda: len(boxes(dialog)) == 1)
    (box,) = boxes(dialog)
    assert all(f"“{name}”" in box.text() for name in there)
    assert str(tmp_path) in box.informativeText()
    press(box, "confirm_keep")
    qtbot.waitUntil(lambda: not boxes(dialog))
    assert written == []
    asker.ask(dialog, wanted, partial(written.append, 2))
    qtbot.waitUntil(lambda: len(boxes(dialog)) == 1)
    press(boxes(dialog)[0], "confirm_delete_button")
    assert written == [2]


@pytest.mark.parametrize("name", ["new.csv", "folder", "x" * 300, "nul\0"])
def test_what_is_no_file_is_written_at_once(
    qtbot: QtBot, runner: JobRunner[None], dialog: QDialog, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    written: list[int] = []
    ReplaceAsker(runner, dialog).ask(dialog, [tmp_path / name], partial(written.append, 1))
    qtbot.waitUntil(lambda: written == [1])
    assert boxes(dialog) == []


def test_a_folder_that_does_not_answer_holds_no_window_and_the_last_wish_counts(
    qtbot: QtBot, runner: JobRunner[None], dialog: QDialog, tmp_path: Path
) -> None:
    (tmp_path / "old.csv").write_text("old")
    gate = threading.Event()
    runner.submit(Call(partial(gate.wait, 10)))  # as a dead network folder keeps the thread
    asker, written = ReplaceAsker(runner, dialog), []
    asker.ask(dialog, [tmp_path / "old.csv"], partial(written.append, 1))
    asker.ask(dialog, [tmp_path / "new.csv"], partial(written.append, 2))
    assert (written, boxes(dialog)) == ([], [])
    assert dialog.cursor().shape() == Qt.CursorShape.BusyCursor
    gate.set()
    qtbot.waitUntil(lambda: written == [2])
    assert boxes(dialog) == []
    assert dialog.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_who_has_closed_the_dialog_meanwhile_is_not_asked(
    qtbot: QtBot, runner: JobRunner[None], dialog: QDialog, tmp_path: Path
) -> None:
    written: list[int] = []
    ReplaceAsker(runner, dialog).ask(dialog, [tmp_path / "new.csv"], partial(written.append, 1))
    dialog.reject()
    with qtbot.waitSignal(runner.submit(Call(int)).finished):
        pass
    assert (written, boxes(dialog)) == ([], [])
