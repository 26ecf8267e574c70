"""Several results open at once, in tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import fetch_team, find, sign_in, window_of
from comparison_kit import people_by
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QTabBar

from siro_desktop.ui import result_controller

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


def signed_in(qtbot: QtBot, program: Program) -> MainWindow:
    window = window_of(program)
    sign_in(qtbot, window)
    return window


def texts(window: MainWindow) -> list[str]:
    tabs = window.view.result_tabs
    return [tabs.text(number) for number in tabs.numbers()]


def test_a_result_stays_in_its_tab_while_another_is_fetched_into_a_new_one(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in(qtbot, make_program(practice.profile()))
    first, page = fetch_team(qtbot, window, 0), window.view.result_page
    page.show_view("charts")
    assert not window.view.result_tabs.isVisible()
    window.actions_.new_tab.trigger()
    assert window.view.result_tabs.isVisible()
    assert page.saved is None
    assert texts(window)[1] == "No result yet"
    assert window.view.saved_panel.current_id() is None
    second = fetch_team(qtbot, window, 1)
    page.show_view("table")
    window.actions_.previous_tab.trigger()
    assert page.saved is first
    assert window.view.saved_panel.current_id() == first.id
    assert page.view_in_front() == "charts"
    window.actions_.next_tab.trigger()
    assert page.saved is second
    assert page.view_in_front() == "table"
    assert texts(window)[0] != texts(window)[1]
    window.actions_.close_tab.trigger()
    assert page.saved is first
    assert not window.view.result_tabs.isVisible()
    window.actions_.close_tab.trigger()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_run_goes_on_in_its_tab_while_another_is_in_front(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    practice = start_practice()
    window = signed_in(qtbot, make_program(practice.profile()))
    first, page = fetch_team(qtbot, window, 0), window.view.result_page
    practice.wait_before_answers(400)
    window.actions_.new_tab.trigger()
    people = people_by(window, *(f"user_{number:03}" for number in range(1, 61)))
    with qtbot.waitSignal(window.runs.so_far, timeout=20_000):
        window.run_actions.ask(people)
    window.actions_.previous_tab.trigger()
    assert page.saved is first
    practice.wait_before_answers(0)
    with qtbot.waitSignal(window.runs.succeeded, timeout=30_000) as ended:
        pass
    assert page.saved is first
    assert not page.loading.isVisible()
    window.actions_.next_tab.trigger()
    qtbot.waitUntil(lambda: page.saved is ended.args[0])
    assert page.saved.missing == ()


def test_saved_results_open_in_tabs_of_their_own_and_are_open_again_at_the_next_start(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    program = make_program(practice.profile())
    window = signed_in(qtbot, program)
    fetched = [fetch_team(qtbot, window, team) for team in (0, 1, 0)]
    listed = find(window, "saved_list", QListView)
    qtbot.waitUntil(lambda: listed.model().rowCount() == 3)
    last = listed.visualRect(listed.model().index(2, 0)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.MiddleButton, pos=last)
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == fetched[0].id)
    assert len(texts(window)) == 2
    newest = listed.visualRect(listed.model().index(0, 0)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=newest)
    assert page.saved.id == fetched[2].id  # it is open in the other tab
    window.actions_.next_tab.trigger()
    window.close()
    program.close()

    again = window_of(make_program(practice.profile()))
    page = again.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == fetched[0].id, timeout=10_000)
    qtbot.waitUntil(lambda: len(texts(again)) == 2 and "No result yet" not in texts(again), timeout=10_000)
    again.actions_.next_tab.trigger()
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == fetched[2].id)


def test_deleting_a_result_closes_its_tab(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in(qtbot, make_program(practice.profile()))
    first = fetch_team(qtbot, window, 0)
    window.actions_.new_tab.trigger()
    second = fetch_team(qtbot, window, 1)
    window.library.deleted.emit(second.id)
    assert window.view.result_page.saved is first
    assert find(window, "open_results", QTabBar).count() == 1
    window.library.deleted.emit(first.id)
    assert window.view.result_page.saved is None


def test_while_a_large_comparison_is_arranged_the_figures_of_another_tab_are_not_shown(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = signed_in(qtbot, make_program(practice.profile()))
    page = window.view.result_page
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        window.run_actions.ask(people_by(window, "user_001", "user_002"))
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.is_comparison)
    compared = page.saved
    window.actions_.new_tab.trigger()
    fetch_team(qtbot, window, 0)
    monkeypatch.setattr(result_controller, "_LARGE", 0)
    window.actions_.previous_tab.trigger()
    assert page.saved is None
    qtbot.waitUntil(lambda: page.saved is compared)
    assert page.comparison_body.isVisible()
