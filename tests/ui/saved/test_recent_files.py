"""The menu of files that were opened last."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from siro_desktop.runner.runner import TurnRunner
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.recent_files import MOST, RecentFilesMenu
from siro_desktop.ui.settings_keeper import SettingsKeeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[SettingsKeeper]:
    store: TurnRunner[None] = TurnRunner("store", nullcontext)
    yield SettingsKeeper(SettingsFile(tmp_path / "settings.json"), store)
    assert store.stop()


@pytest.fixture
def menu(qtbot: QtBot, keeper: SettingsKeeper) -> RecentFilesMenu:
    window = QWidget()
    qtbot.addWidget(window)
    return RecentFilesMenu(QAction(window), keeper, window)


def test_the_newest_is_first_and_each_is_there_once(menu: RecentFilesMenu) -> None:
    for name in ("a", "b", "a"):
        menu.add(Path(f"/x/{name}"))
    assert menu.paths() == [Path("/x/a"), Path("/x/b")]


def test_old_ones_go(menu: RecentFilesMenu) -> None:
    for number in range(MOST + 3):
        menu.add(Path(f"/x/{number}"))
    assert menu.paths() == [Path(f"/x/{number}") for number in reversed(range(3, MOST + 3))]


def test_files_of_the_same_name_are_told_apart_by_their_folder(menu: RecentFilesMenu) -> None:
    for path in ("/x/board", "/y/board", "/y/other"):
        menu.add(Path(path))
    assert [one.text() for one in menu.actions()[:3]] == ["other", "board · y", "board · x"]


def test_windows_share_the_list(qtbot: QtBot, menu: RecentFilesMenu, keeper: SettingsKeeper) -> None:
    beside = QWidget()
    qtbot.addWidget(beside)
    action = QAction(beside)
    other = RecentFilesMenu(action, keeper, beside)
    assert not action.isVisible()
    menu.add(Path("/x/board"))
    assert action.isVisible()
    assert other.paths() == menu.paths()
    other.forget()
    assert menu.paths() == []
    assert not action.isVisible()
