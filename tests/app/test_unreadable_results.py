"""A saved result that cannot be read: said where it would stand, and never another one's figures in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import window_of
from PySide6.QtWidgets import QMessageBox
from stored_kit import PROFILE, change, store

from siro_desktop.config import Paths
from siro_desktop.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

__all__ = ["store"]

UNREADABLE = "This result cannot be read"


def damage(folder: Path, *result_ids: int) -> None:
    """Change the figures of some results on the disk."""
    answers = f"SELECT answer_id FROM result_cells WHERE result_id IN ({','.join(map(str, result_ids))})"
    change(folder, f"UPDATE answers SET checksum = checksum + 1 WHERE id IN ({answers})")


def keep_tabs(*ids: int, current: int) -> None:
    """Let these be the results that were open at the end of the last session."""
    kept = {PROFILE.id: {"ids": [*ids], "current": current}}
    SettingsFile(Paths.find().make().settings_file).save(Settings(open_results=kept))


def close_dialog(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for what is said of the damage, and take note of it."""
    qtbot.waitUntil(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    for box in window.findChildren(QMessageBox):
        box.close()


def wait_for_result(qtbot: QtBot, window: MainWindow, result_id: int) -> None:
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == result_id)


def check_unreadable(window: MainWindow) -> None:
    page = window.view.result_page
    assert page.saved is None
    assert page.visible_rows() == []
    assert page.state_page.isVisible()
    assert page.state_page.text().startswith(UNREADABLE)
    assert "“Check and backup”" in page.state_page.text()
    assert not page.loading.isVisible()
    assert not page.header.refresh.isVisible()
    assert not window.actions_.export.isEnabled()


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_start_on_a_damaged_result_says_so_and_opens_no_longer(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path, is_kept: bool
) -> None:
    if is_kept:
        keep_tabs(3, current=3)
    damage(store, 3)
    window = window_of(make_program(PROFILE))
    close_dialog(qtbot, window)
    page = window.view.result_page
    check_unreadable(window)
    with qtbot.assertNotEmitted(page._opening_timer.timeout, wait=500):  # which would say that it is opened
        pass
    window.tabs.open(2)
    wait_for_result(qtbot, window, 2)
    assert not page.state_page.isVisible()


def test_a_tab_whose_result_cannot_be_read_shows_no_other_one(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    keep_tabs(2, 3, current=2)
    damage(store, 3)
    window = window_of(make_program(PROFILE))
    wait_for_result(qtbot, window, 2)
    qtbot.waitUntil(lambda: len(window.view.result_tabs.numbers()) == 2)
    window.actions_.next_tab.trigger()
    assert window.view.result_page.saved is None  # at once, not when it is known to be damaged
    close_dialog(qtbot, window)
    check_unreadable(window)
    assert window.view.saved_panel.current_id() == 3
    window.actions_.previous_tab.trigger()
    wait_for_result(qtbot, window, 2)
    window.actions_.next_tab.trigger()
    close_dialog(qtbot, window)
    check_unreadable(window)


def test_a_tab_keeps_its_result_when_another_one_cannot_be_read(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows of a large one are in view already when it fails."""
    monkeypatch.setattr("siro_desktop.storage.runs.LARGE_ANSWER", 5)
    monkeypatch.setattr("siro_desktop.storage.runs.FIRST_ROWS", 3)
    keep_tabs(2, current=2)
    damage(store, 3)
    window = window_of(make_program(PROFILE))
    wait_for_result(qtbot, window, 2)
    with qtbot.waitSignal(window.library.first_rows):
        window.tabs.open(3)
    close_dialog(qtbot, window)
    wait_for_result(qtbot, window, 2)
    assert not window.view.result_page.loading.isVisible()


def test_a_result_that_cannot_be_read_is_deleted(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    keep_tabs(3, current=3)
    damage(store, 3)
    window = window_of(make_program(PROFILE))
    close_dialog(qtbot, window)
    window.library._delete(3)
    qtbot.waitUntil(lambda: window.view.result_page.state_page.text().startswith("No result yet"))
