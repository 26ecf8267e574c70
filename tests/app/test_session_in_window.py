"""The window explains the sign-in, and signs out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import find, sign_in, window_of
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import MemoryKeyring, PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program


def test_the_facts_of_a_sign_in(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> None:
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    window.actions_.session_details.trigger()
    details = find(window, "session_details")

    assert "not known" in find(details, "session_who", QLabel).text()  # Siro does not say, so no name is claimed
    assert "Secret Service" in find(details, "session_kept", QLabel).text()
    assert "renewed by itself" in find(details, "session_until", QLabel).text()
    assert practice.description["api_base_url"] in find(details, "session_connection", QLabel).text()

    qtbot.mouseClick(find(details, "session_sign_out", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.session.status.signed_in)


def test_signing_out_everywhere_leaves_no_secret(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    system_keyring: MemoryKeyring,
) -> None:
    first = practice.profile()
    second = replace(first, id="other", name="Other Roofing")
    window = window_of(make_program(first, second))
    for profile in (first, second):
        window.set_profile(profile)
        sign_in(qtbot, window)
    assert len({service for service, _ in system_keyring.entries}) > 1

    window.actions_.sign_out_everywhere.trigger()
    question = find(window, "confirm_delete", QMessageBox)
    assert "Saved results stay" in question.informativeText()
    qtbot.mouseClick(find(question, "confirm_delete_button", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: system_keyring.entries == {} and not window.session.status.signed_in)


def test_a_keyring_that_wants_its_password_is_waited_for_with_a_way_out(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    system_keyring: MemoryKeyring,
) -> None:
    """K4: the window says what it waits for, goes on, and Stop waiting ends it."""
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    window.set_profile(replace(practice.profile(), id="other"))
    system_keyring.gate.clear()
    window.set_profile(practice.profile(name="Acme again"))  # changed, so its tokens are read anew
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: "Waiting for your keyring" in banner.text())

    qtbot.mouseClick(find(banner, "banner_action", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: banner.text() == "")
    assert not window.session.status.signed_in
    system_keyring.gate.set()
