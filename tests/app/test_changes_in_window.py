"""Fetching again says what changed; an answer that could not be renewed stays, and is called older."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_for
from siro_desktop.ui.comparison.changes_view import ChangesView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


def banner_text(window: MainWindow) -> str:
    return window.view.result_page.banner.text()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def wait_for_run(qtbot: QtBot, window: MainWindow, start: Callable[[], object]) -> None:
    with qtbot.waitSignal(window.runs.succeeded, timeout=20_000):
        start()
    qtbot.waitUntil(lambda: not window.runs.is_running)


@pytest.mark.parametrize("unit", [None, Unit.WEEK], ids=["one answer", "a comparison"])
def test_f5_says_what_changed_and_leads_there(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    start_practice: Callable[..., PracticeProcess],
    unit: Unit | None,
) -> None:
    port = free_port()
    first = start_practice("--port", port, "--today", "2026-10-20")
    window = window_of(make_program(first.profile()))
    sign_in(qtbot, window)
    page = window.view.result_page
    question = question_for(team_query(window), CompareBy(unit=unit))
    wait_for_run(qtbot, window, lambda: window.run_actions.ask(question))

    wait_for_run(qtbot, window, window.actions_.refresh.trigger)
    qtbot.waitUntil(lambda: "Nothing changed since" in page.header.facts(), timeout=5_000)
    assert banner_text(window) == ""

    first.close()
    start_practice("--port", port, "--today", "2026-11-20")
    sign_in_again(qtbot, window)
    wait_for_run(qtbot, window, window.actions_.refresh.trigger)
    qtbot.waitUntil(lambda: "values changed" in banner_text(window), timeout=5_000)
    assert "Nothing changed" not in page.header.facts()
    qtbot.mouseClick(find(page.banner, "banner_action", QPushButton), Qt.MouseButton.LeftButton)
    body = page.comparison_body if unit else page.answer_body
    view = body.findChild(ChangesView)
    assert view is not None
    assert view.isVisible()
    qtbot.waitUntil(lambda: len(page.visible_rows()) > 0, timeout=5_000)
    assert banner_text(window) == ""


def sign_in_again(qtbot: QtBot, window: MainWindow) -> None:
    """The practice Siro that was started anew knows no tokens."""
    window.actions_.sign_out.trigger()
    qtbot.waitUntil(lambda: not window.session.status.signed_in, timeout=15_000)
    sign_in(qtbot, window)


def test_a_first_fetch_says_nothing_of_changes(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    wait_for_run(qtbot, window, lambda: run_query(window, team_query(window)))
    page = window.view.result_page
    page.show_view("changes")
    view = page.answer_body.findChild(ChangesView)
    assert view is not None
    qtbot.waitUntil(lambda: find(view, "changes_nothing_heading").text() == "This is the first copy", timeout=5_000)
    assert banner_text(window) == ""
    assert "changed" not in page.header.facts()


def test_a_retry_that_fails_says_why_and_the_older_answer_stays(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    practice = start_practice()
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    people = replace(team_query(window), filter_by=(EntityType.USER,), ids=("user_001", "user_002"))
    question = question_for(people, CompareBy(entities=CompareEntities.EACH))
    wait_for_run(qtbot, window, lambda: window.run_actions.ask(question))
    page = window.view.result_page
    key = page.saved.plan.cells[0].key
    answer = page.saved.answers[key]

    practice.close()
    with qtbot.waitSignal(window.runs.failed, timeout=60_000):
        window.run_actions.retry_cell(key)
    qtbot.waitUntil(lambda: page.saved.is_older(key), timeout=10_000)
    assert page.saved.answers[key].metrics == answer.metrics
    assert "The answer of " in banner_text(window)
    assert banner_text(window).endswith(" stays.")
