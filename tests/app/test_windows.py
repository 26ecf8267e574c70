"""Results in windows of their own, beside the first window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import fetch_team, find, sign_in, team_query, window_of
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QTabBar

from siro_desktop.config import Paths
from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.domain.query import EntityType
from siro_desktop.jobs.own_names import SaveOwnNames
from siro_desktop.runner.call import Call
from siro_desktop.settings import SettingsFile
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.settings import Json, Settings
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The first window, with a result in each of two tabs."""
    window.actions_.new_tab.trigger()
    fetch_team(qtbot, window, 1)
    return window


def windows(program: Program) -> tuple[MainWindow, ...]:
    assert program.session is not None
    return program.session.group.windows


def opened(qtbot: QtBot, program: Program) -> MainWindow:
    """The window that was opened last, once it shows its result."""
    qtbot.waitUntil(lambda: len(windows(program)) > 1)
    beside = windows(program)[-1]
    qtbot.waitUntil(lambda: shown(beside) is not None, timeout=10_000)
    return beside


def shown(window: MainWindow) -> SavedResult | None:
    return window.view.result_page.saved


def team_name(window: MainWindow, team: str) -> str:
    return next((known.name for known in window.names.of(EntityType.TEAM) if known.id == team), "")


def tear_off(qtbot: QtBot, program: Program) -> MainWindow:
    windows(program)[0].actions_.tear_off.trigger()
    return opened(qtbot, program)


def test_a_tab_moves_into_a_window_with_its_result_and_view(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    moved = shown(window)
    window.view.result_page.show_view("charts")
    beside = tear_off(qtbot, program)
    assert shown(beside).id == moved.id
    assert beside.view.result_page.view_in_front() == "charts"
    assert beside.windowTitle().endswith(window.windowTitle())
    assert beside.windowTitle() != window.windowTitle()
    qtbot.waitUntil(lambda: shown(window) is not None and shown(window).id != moved.id)
    assert not window.view.result_tabs.isVisible()
    qtbot.waitUntil(lambda: beside.session.status.signed_in)
    fetch_team(qtbot, beside, 0)
    assert shown(beside).id > moved.id
    assert shown(window).id < moved.id


def test_the_only_tab_stays(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    sign_in(qtbot, window)
    assert not window.actions_.tear_off.isEnabled()
    fetch_team(qtbot, window, 0)
    beside = tear_off(qtbot, program)
    assert shown(beside).id == shown(window).id


def test_a_tab_is_dragged_out(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    bar = find(window, "open_results", QTabBar)
    other, moved = shown(window), bar.tabRect(0).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    qtbot.mousePress(bar, left, pos=moved)
    qtbot.waitUntil(lambda: shown(window) is not None and shown(window) is not other)
    dragged = shown(window)
    for away in (QPoint(4, 0), QPoint(10, bar.height() // 2), QPoint(60, 3 * bar.height()), QPoint(90, 200)):
        here = QPointF(moved + away)
        move = QMouseEvent(QEvent.Type.MouseMove, here, bar.mapToGlobal(here), left, left, none)
        QApplication.sendEvent(bar, move)
    qtbot.mouseRelease(bar, left, pos=moved)
    beside = opened(qtbot, program)
    assert len(windows(program)) == 2
    assert shown(beside).id == dragged.id
    qtbot.waitUntil(lambda: shown(window) is other)


def test_the_menu_of_a_tab_moves_and_closes(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    bar = find(window, "open_results", QTabBar)
    bar.customContextMenuRequested.emit(bar.tabRect(0).center())
    menu = find(window, "result_tab_menu", QMenu)
    texts = {action.text().replace("&", ""): action for action in menu.actions()}
    assert {"Move to a window", "Close", "Close others"} <= texts.keys()
    first = window.tabs._open[window.view.result_tabs.numbers()[0]].result_id
    texts["Move to a window"].trigger()
    assert shown(opened(qtbot, program)).id == first
    assert len(window.view.result_tabs.numbers()) == 1


def test_what_is_hidden_in_one_window_is_hidden_in_all(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    beside = tear_off(qtbot, program)
    team = team_query(window, 0).ids[0]
    qtbot.waitUntil(lambda: team_name(beside, team) == team_name(window, team) != "")
    beside.actions_.presentation.trigger()
    assert window.actions_.presentation.isChecked()
    qtbot.waitUntil(lambda: team_name(window, team).startswith("Team "))
    assert team_name(beside, team) == team_name(window, team)
    window.actions_.presentation.trigger()
    assert not beside.actions_.presentation.isChecked()


def test_a_window_beside_is_titled_after_what_it_shows(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    stays = next(held.result_id for held in window.tabs._open.values() if held.result_id != shown(window).id)
    beside = tear_off(qtbot, program)
    team = shown(beside).plan.query.ids[0]
    qtbot.waitUntil(lambda: team_name(beside, team) != "")
    assert beside.windowTitle().startswith(f"{team_name(beside, team)} · ")
    beside.tabs.open_beside(stays)
    qtbot.waitUntil(lambda: shown(beside) is not None and shown(beside).id == stays)
    other = shown(beside).plan.query.ids[0]
    assert other != team
    assert beside.windowTitle().startswith(f"{team_name(beside, other)} · ")
    beside.actions_.new_tab.trigger()
    assert beside.windowTitle() == window.windowTitle()


def test_the_title_of_a_window_beside_names_nobody_in_presentation_mode(
    qtbot: QtBot, program: Program, window: MainWindow
) -> None:
    beside = tear_off(qtbot, program)
    team = shown(beside).plan.query.ids[0]
    qtbot.waitUntil(lambda: team_name(beside, team) != "")
    former, real = beside.windowTitle(), team_name(beside, team)
    assert real in former
    window.actions_.presentation.trigger()
    assert real not in beside.windowTitle()
    assert beside.windowTitle().startswith(f"{team_name(beside, team)} · ")
    window.actions_.presentation.trigger()
    assert beside.windowTitle() == former


def test_names_that_were_changed_elsewhere_are_there_when_the_window_is_turned_to(
    qtbot: QtBot, program: Program, window: MainWindow
) -> None:
    beside = tear_off(qtbot, program)
    team = team_query(window, 0).ids[0]
    own = (OwnName(NameKind.TEAM, team, "The northern ones"),)
    window.workspace.store.submit(SaveOwnNames(window.profile.id, own))
    beside.read_again()
    qtbot.waitUntil(lambda: team_name(beside, team) == "The northern ones")


def test_when_all_data_go_the_windows_beside_close(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    tear_off(qtbot, program)
    window.library._delete_all()
    qtbot.waitUntil(lambda: windows(program) == (window,))
    qtbot.waitUntil(lambda: shown(window) is None)


def test_deleted_from_a_window_beside_the_first_one_is_empty_too(
    qtbot: QtBot, program: Program, window: MainWindow
) -> None:
    beside = tear_off(qtbot, program)
    qtbot.waitUntil(lambda: shown(window) is not None)
    beside.library._delete_all()
    qtbot.waitUntil(lambda: shown(window) is None and shown(beside) is None)


def test_a_connection_that_is_edited_is_another_one_in_all(
    qtbot: QtBot, program: Program, window: MainWindow, practice: PracticeProcess
) -> None:
    beside = tear_off(qtbot, program)
    kept = shown(beside).id
    edited = practice.profile(name="Renamed")
    window.connections.profiles.profile_saved.emit(edited, None)
    assert beside.profile == edited
    assert beside.windowTitle().count("Renamed") == 1
    qtbot.waitUntil(lambda: shown(beside) is not None and shown(beside).id == kept)


def kept_settings() -> Settings:
    return SettingsFile(Paths.find().make().settings_file).load()


def kept_beside() -> list[Json]:
    """The results in windows beside the first that the next start opens."""
    return [window["ids"] for window in kept_settings().open_windows.values()]


def held(window: MainWindow) -> list[int]:
    """The results in the tabs of a window, from left to right."""
    return [window.tabs._open[number].result_id for number in window.view.result_tabs.numbers()]


def test_what_is_typed_in_a_window_beside_leaves_no_trace(
    qtbot: QtBot, program: Program, window: MainWindow, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    beside = tear_off(qtbot, program)
    window.view.query_form.restore_draft({"filter_by": ["TEAM"]})
    beside.view.query_form.restore_draft({"filter_by": ["USER"]})
    beside.view.query_form.changed.emit()
    window.resize(1111, 700)
    window.close()
    assert beside.isVisible()
    beside.resize(800, 600)
    beside.close()
    assert kept_settings().query_drafts[practice.profile().id]["filter_by"] == ["TEAM"]
    assert program.close()
    again = window_of(make_program(practice.profile()))
    assert again.width() == 1111


def test_all_windows_are_open_again_at_the_next_start_with_their_tabs(
    qtbot: QtBot, program: Program, window: MainWindow, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window.actions_.new_tab.trigger()
    fetch_team(qtbot, window, 0)
    beside = tear_off(qtbot, program)
    qtbot.waitUntil(lambda: beside.session.status.signed_in)
    beside.actions_.new_tab.trigger()
    last = fetch_team(qtbot, beside, 1)
    beside.actions_.previous_tab.trigger()
    beside.resize(820, 640)
    tabs, front = (held(window), held(beside)), shown(beside).id
    assert len(tabs[0]) == len(tabs[1]) == 2
    assert front != last.id
    window.actions_.quit.trigger()
    assert not beside.isVisible()
    assert program.close()

    again = make_program(practice.profile())
    other = opened(qtbot, again)
    qtbot.waitUntil(lambda: (held(window_of(again)), held(other)) == tabs)
    assert shown(other).id == front
    assert other.width() == 820
    other.actions_.next_tab.trigger()
    qtbot.waitUntil(lambda: shown(other) is not None and shown(other).id == last.id)
    assert len(windows(again)) == 2


def test_a_window_that_was_closed_alone_is_not_opened_again(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    beside = tear_off(qtbot, program)
    moved = shown(beside).id
    qtbot.waitUntil(lambda: kept_beside() == [[moved]])
    beside.close()
    qtbot.waitUntil(lambda: kept_beside() == [])
    window.close()
    assert kept_settings().open_results[window.profile.id]["ids"] == held(window) != [moved]


def test_of_two_windows_the_one_that_stays_is_the_first_at_the_next_start(
    qtbot: QtBot, program: Program, window: MainWindow, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    beside = tear_off(qtbot, program)
    moved = shown(beside).id
    window.close()
    qtbot.waitUntil(lambda: kept_settings().open_results[practice.profile().id]["ids"] == [moved])
    beside.actions_.quit.trigger()
    assert program.close()
    again = window_of(make_program(practice.profile()))
    qtbot.waitUntil(lambda: shown(again) is not None and shown(again).id == moved, timeout=10_000)
    assert held(again) == [moved]
    assert kept_beside() == []


def test_a_result_that_is_in_two_windows_is_opened_once(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    sign_in(qtbot, window)
    fetch_team(qtbot, window, 0)
    beside = tear_off(qtbot, program)
    assert shown(beside).id == shown(window).id
    beside.actions_.quit.trigger()
    assert kept_settings().open_results[window.profile.id]["ids"] == held(window)
    assert kept_beside() == []


def test_a_window_whose_result_is_gone_is_not_opened_again(
    qtbot: QtBot, program: Program, window: MainWindow, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    beside = tear_off(qtbot, program)
    gone = shown(beside).id
    window.actions_.quit.trigger()
    assert program.close()
    with Library.open(Paths.find().make().data) as library:
        library.delete_result(gone)
    again = make_program(practice.profile())
    group = again.session.group
    assert group._kept._waiting
    qtbot.waitUntil(lambda: not group._kept._waiting and shown(group.first) is not None, timeout=10_000)
    assert windows(again) == (group.first,)


def test_no_window_outlives_the_program(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    beside = tear_off(qtbot, program)
    gone = []
    beside.destroyed.connect(lambda: gone.append(True))
    assert program.close()
    qtbot.waitUntil(lambda: gone == [True])


def test_a_window_may_close_while_what_it_has_begun_goes_on(
    qtbot: QtBot, program: Program, window: MainWindow, tmp_path: Path
) -> None:
    beside = tear_off(qtbot, program)
    path = tmp_path / "events.json"
    path.write_text('{"format": "siro-desktop-events", "version": 1, "events": []}')
    with qtbot.captureExceptions() as errors:
        beside.late.events._on_import_requested(path)
        beside.library._delete(shown(beside).id)
        beside.close()
        qtbot.waitUntil(lambda: len(windows(program)) == 1)
        with qtbot.waitSignal(window.library.summaries_changed):
            window.library.reload()
        done = window.workspace.export.submit(Call(lambda: None))
        with qtbot.waitSignal(done.finished):
            pass
    assert errors == []
