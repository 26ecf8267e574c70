"""A comparison from the form to the store and back into the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QLabel

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.question import question_for, question_of
from siro_desktop.runner.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

MEMBERS_BY_MONTH = CompareBy(entities=CompareEntities.MEMBERS, unit=Unit.MONTH, with_whole=True)


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    """A window that is signed in and knows who is in which team."""
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: any(user.team_id for user in window.names.users), timeout=15_000)
    return window


def test_members_of_a_team_by_month(qtbot: QtBot, window: MainWindow) -> None:
    form, cost = window.view.query_form, find(window, "query_cost", QLabel)
    members = [user for user in window.names.users if user.team_id == "team_front_range"]
    form.set_question(question_for(team_query(window), MEMBERS_BY_MONTH))
    requests = f"{len(members) + 1} requests"
    qtbot.waitUntil(lambda: cost.text().startswith(requests))
    assert "stored" not in cost.text()
    asked = form.to_question()

    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None and not window.runs.is_running, timeout=15_000)
    saved = window.view.result_page.saved
    assert saved is not None
    assert question_of(saved.plan) == replace(asked, period=saved.plan.query.period)
    assert saved.plan.whole is not None
    assert len(saved.answers) == len(members) + 1
    qtbot.waitUntil(lambda: cost.text() == f"{requests} · all stored")

    form.clear()
    window.view.saved_panel.query_requested.emit(question_of(saved.plan))
    assert form.to_question() == asked


def test_a_team_whose_members_nobody_knows_is_said_while_typing(qtbot: QtBot, window: MainWindow) -> None:
    form = window.view.query_form
    question = question_for(replace(team_query(window), ids=("team_of_nobody",)))
    form.set_question(question)
    compare = find(window, "compare", QComboBox)
    compare.setFocus()
    compare.setCurrentIndex(compare.findData("member"))
    qtbot.waitUntil(lambda: "Nobody is known" in form.problems().get("ids", ""))
    assert compare.hasFocus()
    compare.setCurrentIndex(compare.findData("together"))
    qtbot.waitUntil(lambda: form.problems() == {})


def test_what_changed_is_looked_up_for_each_run(qtbot: QtBot, window: MainWindow) -> None:
    """The look-up before has ended by then."""
    page, jobs = window.view.result_page, []
    page.comparison_body.changes_wanted.connect(jobs.append)
    for number in (1, 2):
        window.run_actions.ask(question_for(team_query(window), MEMBERS_BY_MONTH), refresh_all=True)
        qtbot.waitUntil(lambda: page.saved is not None and not window.runs.is_running, timeout=15_000)
        page.show_view("changes")
        qtbot.waitUntil(lambda number=number: len(jobs) >= number)  # type: ignore[misc]
        with qtbot.waitSignal(window.workspace.store.submit(Call(tuple)).finished):
            pass  # the store has answered all that was asked of it before
