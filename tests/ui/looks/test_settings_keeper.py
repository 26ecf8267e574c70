"""Two programs on one file of settings."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from siro_desktop.runner.runner import JobRunner, TurnRunner
from siro_desktop.settings import Settings, SettingsFile, ThemeChoice
from siro_desktop.ui.settings_keeper import SettingsKeeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def store() -> Iterator[JobRunner[None]]:
    runner: JobRunner[None] = TurnRunner("store", nullcontext)
    yield runner
    assert runner.stop()


def test_a_program_writes_over_another_only_what_it_changed_itself(
    qtbot: QtBot, tmp_path: Path, store: JobRunner[None]
) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    one, other = SettingsKeeper(file, store), SettingsKeeper(file, store)
    one.keep_now(theme=ThemeChoice.DARK, zoom=110, is_presenting=True, aliases={"acme": {"user": ["u1"]}})
    other.keep(is_motion_reduced=True)
    qtbot.waitUntil(lambda: file.load().is_motion_reduced)
    other.keep_now(aliases={"beta": {"user": ["u2"]}})
    one.keep_now(zoom=125)
    assert file.load() == Settings(
        theme=ThemeChoice.DARK,
        zoom=125,
        is_presenting=True,
        is_motion_reduced=True,
        aliases={"acme": {"user": ["u1"]}, "beta": {"user": ["u2"]}},
    )
    assert not one.current.is_motion_reduced, "a program goes on with its own settings"


def test_a_change_is_written_once(tmp_path: Path, store: JobRunner[None]) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    one, other = SettingsKeeper(file, store), SettingsKeeper(file, store)
    one.keep_now(zoom=110)
    other.keep_now(zoom=125)
    one.keep_now(is_motion_reduced=True)
    assert file.load() == Settings(zoom=125, is_motion_reduced=True)


def test_settings_that_cannot_be_written_keep_no_window_from_closing(
    tmp_path: Path, store: JobRunner[None], caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk, or a folder that may only be read: nobody is there any more who could be told."""
    blocked = tmp_path / "no folder"
    blocked.write_text("a file stands in the way")
    keeper = SettingsKeeper(SettingsFile(blocked / "settings.json"), store)
    keeper.keep_now(zoom=125)
    assert keeper.current.zoom == 125
    assert "cannot be kept" in caplog.text
    blocked.unlink()
    keeper.keep_now(zoom=110)
    assert SettingsFile(blocked / "settings.json").load().zoom == 110
