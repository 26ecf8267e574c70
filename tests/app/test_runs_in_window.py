"""Runs of many cells in the window: what came stays, the rest is fetched later, and windows do not collide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import Person, PracticeProcess, find, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question, question_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


def each_of(window: MainWindow, *ids: str, count: int = 0) -> Question:
    """October of so many people, each alone."""
    people = ids or tuple(f"user_{number:03}" for number in range(1, count + 1))
    query = replace(team_query(window), filter_by=(EntityType.USER,), ids=people)
    return question_for(query, CompareBy(entities=CompareEntities.EACH))


def banner_text(window: MainWindow) -> str:
    return window.view.result_page.banner.text()


def test_a_stop_shows_what_came_and_continue_fetches_the_rest(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    practice = start_practice()
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    practice.wait_before_answers(400)
    page = window.view.result_page
    with qtbot.waitSignal(window.runs.so_far, timeout=20_000) as so_far:
        window.run_actions.ask(each_of(window, count=60))
    assert page.saved is so_far.args[0]
    assert 0 < len(page.saved.answers) < 60
    assert page.loading.isVisible()
    assert not window.actions_.continue_run.isEnabled()

    qtbot.mouseClick(find(page, "loading_stop", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "of 60 answers are here" in banner_text(window), timeout=10_000)
    stopped = page.saved
    assert len(so_far.args[0].answers) <= len(stopped.answers) < 60
    assert stopped.id == so_far.args[0].id
    assert f"{len(stopped.missing)} were not fetched" in banner_text(window)
    assert not page.loading.isVisible()
    assert window.actions_.continue_run.isEnabled()

    practice.wait_before_answers(0)
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        qtbot.mouseClick(find(page.banner, "banner_action", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.runs.is_running)
    assert page.saved.id == stopped.id
    assert page.saved.missing == ()
    assert banner_text(window) == ""
    assert not window.actions_.continue_run.isEnabled()


def test_a_run_that_lost_its_sign_in_leads_to_another_and_then_to_the_rest(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    window = window_of(make_program(start_practice("--early-token-death", "3").profile()))
    sign_in(qtbot, window)
    page = window.view.result_page
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        window.run_actions.ask(each_of(window, count=60))
    qtbot.waitUntil(lambda: "of 60 answers are here" in banner_text(window), timeout=10_000)
    assert "Sign in again" in banner_text(window)
    button = find(page.banner, "banner_action", QPushButton)
    assert button.text() == "Sign in…"

    with qtbot.waitSignal(window.session.signed_in, timeout=15_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Sign in again" not in banner_text(window), "they are"
    assert banner_text(window).endswith(f"{len(page.saved.missing)} were not fetched.")
    assert button.text() == "Continue"
    before = page.saved
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.saved is not before and not window.runs.is_running)
    assert (page.saved.id, len(page.saved.answers) > len(before.answers)) == (before.id, True)


def test_a_run_that_lost_its_server_says_offline(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    practice = start_practice()
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    practice.wait_before_answers(400)
    network = find(window, "status_network", QLabel)
    with qtbot.waitSignal(window.runs.so_far, timeout=20_000):
        window.run_actions.ask(each_of(window, count=60))
    with qtbot.waitSignal(window.runs.succeeded, timeout=30_000):
        practice.close()
    assert "Siro cannot be reached" in banner_text(window)
    assert network.text() == "Offline"


def test_what_was_stopped_is_continued_after_a_restart(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    practice = start_practice()
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    practice.wait_before_answers(300)
    with qtbot.waitSignal(window.runs.so_far, timeout=20_000):
        window.run_actions.ask(each_of(window, count=60))
    window.close()
    assert program.close()

    practice.wait_before_answers(0)
    window = window_of(make_program(practice.profile()))
    qtbot.waitUntil(lambda: "of 60 answers are here" in banner_text(window), timeout=10_000)
    qtbot.waitUntil(lambda: window.session.status.signed_in, timeout=10_000)
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        window.actions_.continue_run.trigger()
    assert window.view.result_page.saved.missing == ()


def test_a_person_whom_a_coach_may_not_see_fails_alone(
    qtbot: QtBot, person: Person, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    person.name = "coach"
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    by_week = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)
    own = ("user_001", "user_002", "user_006", "user_011", "user_016", "user_021", "user_026", "user_031")
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        window.run_actions.ask(replace(each_of(window, *own, "user_003"), compare_by=by_week))
    page = window.view.result_page
    assert (len(page.saved.answers), len(page.saved.plan.cells)) == (40, 45)
    assert {cell.query.ids for cell in page.saved.missing} == {("user_003",)}
    assert banner_text(window).startswith("40 of 45 answers are here. 5 failed, mostly: No access.")

    failed = page.saved.missing[0].key
    with qtbot.waitSignal(window.runs.failed, timeout=20_000):
        window.run_actions.retry_cell(failed)
    qtbot.waitUntil(lambda: "No access" in banner_text(window))
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        window.run_actions.retry_cell(page.saved.plan.cells[0].key)
    assert len(page.saved.answers) == 40


def test_f5_asks_everything_of_a_comparison_and_run_only_what_is_not_final(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    reused: list[int] = []
    window.runs.progressed.connect(lambda progress: reused.append(progress.cells_reused))
    for start, expected in (
        (lambda: window.run_actions.ask(each_of(window, count=14)), 0),
        (lambda: window.run_actions.ask(each_of(window, count=14)), 14),
        (window.actions_.refresh.trigger, 0),
    ):
        reused.clear()
        with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
            start()
        qtbot.waitUntil(lambda: not window.runs.is_running)
        assert reused[-1] == expected
        assert len(window.view.result_page.saved.answers) == 14


def test_two_windows_run_the_same_plan_within_one_limit(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    """The limit is just enough for both: a window that did not count the other's requests would be refused."""
    profile = start_practice("--latency-ms", "20", "--rate-limit", "100").profile(requests_per_minute=100)
    windows = [window_of(make_program(profile)) for _ in range(2)]
    for window in windows:
        sign_in(qtbot, window)
    left: list[int] = []
    for window in windows:
        window.runs.progressed.connect(lambda progress: left.append(progress.requests_left))
        window.run_actions.ask(each_of(window, count=40))
    qtbot.waitUntil(lambda: not any(window.runs.is_running for window in windows), timeout=30_000)
    one, two = (window.view.result_page.saved for window in windows)
    assert len(one.answers) == len(two.answers) == 40
    assert one.id != two.id
    assert min(left) <= 20
