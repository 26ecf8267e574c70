"""The dialog of connections in the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QWidget

from siro_desktop.ui.profile_dialog import ProfileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import MemoryKeyring, PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program


@pytest.mark.parametrize("turning", ["to another connection", "to another address", "away"])
def test_a_connection_test_is_not_told_of_anything_else(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess], turning: str
) -> None:
    slow = start_practice("--latency-ms", "700").profile()
    window = window_of(make_program(slow, replace(slow, id="other", name="Other Roofing")))
    window.set_profile(slow)
    dialog = window.connections.profiles.edit(window.connections.all, slow)
    find(dialog, "profile_test", QPushButton).click()
    assert "Testing" in find(dialog, "check_title", QLabel).text()
    if turning == "to another connection":
        find(dialog, "profile_list", QListWidget).setCurrentRow(1)
    elif turning == "to another address":
        qtbot.keyClicks(find(dialog, "api_base_url", QLineEdit), "/v2")
    else:
        dialog.reject()
        dialog = window.connections.profiles.edit(window.connections.all, window.connections.all[1])
    assert isinstance(dialog, ProfileDialog)
    with qtbot.waitSignal(window.session.signed_in, timeout=15_000):  # takes longer than the test would have
        window.session.sign_in()
    assert not find(dialog, "check_steps", QWidget).isVisible()
    dialog.reject()


def test_fields_that_keys_lead_to_are_in_view(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    profile = practice.profile()
    window = window_of(make_program(profile))
    dialog = window.connections.profiles.edit(window.connections.all, profile)
    assert isinstance(dialog, ProfileDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)

    def is_in_view(name: str) -> bool:
        field = find(dialog, name, QLineEdit)
        return field.hasFocus() and field.visibleRegion().boundingRect() == field.rect()

    qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert is_in_view("scope")
    find(dialog, "profile_save", QPushButton).setFocus()
    for _ in range(5):  # past the list of connections, and the buttons below it
        if not find(dialog, "name", QLineEdit).hasFocus():
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert is_in_view("name")
    dialog.reject()


def test_an_edit_of_another_connection_leaves_the_window_and_its_run_alone(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    start_practice: Callable[..., PracticeProcess],
    system_keyring: MemoryKeyring,
) -> None:
    practice = start_practice()
    first = practice.profile()
    second = replace(first, id="other", name="Other Roofing")
    window = window_of(make_program(second, first))
    window.set_profile(first)
    sign_in(qtbot, window)
    practice.wait_before_answers(1500)
    run_query(window, team_query(window))
    assert window.runs.is_running

    dialog = window.connections.profiles.edit(window.connections.all, window.connections.all[0])
    for name, text in (("name", "Renamed"), ("secret", "s3cret")):
        find(dialog, name, QLineEdit).selectAll()
        qtbot.keyClicks(find(dialog, name, QLineEdit), text)
    with qtbot.waitSignal(window.connections.changed):
        find(dialog, "profile_save", QPushButton).click()
    assert window.profile == first
    assert window.runs.is_running
    assert [known.name for known in window.connections.all] == ["Renamed", first.name]
    qtbot.waitUntil(lambda: "s3cret" in "".join(system_keyring.entries.values()))
    assert window.session.status.signed_in
    qtbot.waitUntil(lambda: not window.runs.is_running, timeout=15_000)
    assert window.view.result_page.saved is not None
