"""Two connections in one window: nothing of one is ever shown as the other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import run_query, sign_in, team_query, window_of
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program


def test_results_names_and_sign_in_stay_apart(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    first = practice.profile()
    second = replace(first, id="other", name="Other Roofing")
    window = window_of(make_program(first, second))
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    saved = window.view.result_page.saved

    window.library.look_up_names()  # still under way when the window turns to the other connection
    window.set_profile(second)
    qtbot.waitUntil(lambda: window.view.result_page.saved is None)
    heard: list[object] = []
    window.library.names_changed.connect(heard.append)
    window.session.read_status()
    qtbot.waitUntil(lambda: window.session.status.storage is not None or heard != [])
    assert not window.session.status.signed_in
    assert all(names.users == () for names in heard)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.view.saved_panel.current_id() is None)
    assert "Other Roofing" in window.windowTitle()

    window.set_profile(first)
    qtbot.waitUntil(lambda: window.view.result_page.saved == saved)
    qtbot.waitUntil(lambda: window.session.status.signed_in)
