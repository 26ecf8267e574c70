"""*Delete all local data* takes along what was typed, searched and looked at, of every connection and window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import fetch_team, window_of

from siro_desktop.config import Paths
from siro_desktop.settings import OF_DATA, SettingsFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

SEARCHED = "what Jane Roe was searched for"
TYPED = "user_typed_and_never_asked"


@pytest.fixture
def beside(qtbot: QtBot, program: Program, window: MainWindow) -> MainWindow:
    """A window with a result beside the first one, which shows another connection by then."""
    window.actions_.new_tab.trigger()
    fetch_team(qtbot, window, 1)
    window.view.result_page.answer_body.search_box.setText(SEARCHED)
    window.actions_.tear_off.trigger()
    qtbot.waitUntil(lambda: len(program.session.group.windows) == 2)
    beside = program.session.group.windows[1]
    qtbot.waitUntil(lambda: beside.view.result_page.saved is not None, timeout=10_000)
    return beside


def kept() -> str:
    return Paths.find().make().settings_file.read_text(encoding="utf-8")


def type_and_search(window: MainWindow) -> None:
    window.view.result_page.answer_body.search_box.setText(SEARCHED)
    window.view.query_form.restore_draft({"ids": {"USER": [TYPED]}})
    window.view.query_form.changed.emit()


@pytest.mark.parametrize("is_from_beside", [False, True])
def test_settings_say_nothing_of_what_was_typed_and_searched(
    qtbot: QtBot,
    program: Program,
    window: MainWindow,
    beside: MainWindow,
    practice: PracticeProcess,
    *,
    is_from_beside: bool,
) -> None:
    type_and_search(window)
    window.set_profile(practice.profile(id="other", name="Other"))
    type_and_search(window)
    window.tabs.changed.emit()
    qtbot.waitUntil(lambda: SEARCHED in kept() and TYPED in kept())
    (beside if is_from_beside else window).library._delete_all()
    qtbot.waitUntil(lambda: not any(getattr(window.state.settings, name) for name in OF_DATA))
    qtbot.waitUntil(lambda: SEARCHED not in kept() and TYPED not in kept())
    for one in program.session.group.windows:
        assert TYPED not in str(one.view.query_form.draft())
        assert not one.late.undo.stack.canUndo()
    window.actions_.quit.trigger()
    assert SEARCHED not in kept()
    assert TYPED not in kept()
    assert SettingsFile(Paths.find().make().settings_file).load().last_profile_id


def test_a_window_that_waits_to_be_opened_again_is_forgotten(
    qtbot: QtBot, program: Program, beside: MainWindow, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    beside.actions_.quit.trigger()
    assert SEARCHED in kept()
    assert program.close()
    window = window_of(make_program(practice.profile()))
    window.library.all_deleted.emit()
    assert not window.state.settings.open_windows
