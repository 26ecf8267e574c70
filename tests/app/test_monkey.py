"""A short run of the window at random; `monkey.py` makes long ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import monkey
from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program


def test_nothing_that_is_done_at_random_makes_the_window_fail(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(monkey.__file__)), "--child", "--first", "1", "--gestures", "400"]
    environment = os.environ | {"SIRO_DESKTOP_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_nobody_caught_ends_a_run_with_the_gestures_before_it(qtbot: QtBot, program: Program) -> None:
    def fail(_button: QPushButton) -> None:
        raise ValueError("as wished")

    ended: list[bool] = []
    one = monkey.Monkey(program, 1, 5, [], lambda: ended.append(True))
    one.gestures.weighted = [(1, lambda: fail(QPushButton()))]
    one.begin()
    qtbot.waitUntil(lambda: ended == [True])
    assert "ValueError: as wished" in one.faults[0]


def test_two_parts_that_contradict_each_other_are_a_fault(program: Program) -> None:
    assert program.session is not None
    window = program.session.window
    assert list(monkey.contradictions(program)) == []
    window.actions_.undo.setEnabled(True)
    assert [one for one in monkey.contradictions(program) if "undo" in one]
    window.tabs._open[99] = window.tabs._open[window.tabs.in_front]
    assert len(list(monkey.contradictions(program))) == 2
    del window.tabs._open[99]
