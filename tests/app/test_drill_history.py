"""Back, forward, and the tabs that each remember their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find
from comparison_kit import ask, signed_in_window
from drill_kit import (
    ADDRESS,
    MEMBERS,
    TEAM,
    go,
    in_view,
    look_into,
    select,
    teams_of,
    trail,
    week_of,
)
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton

from siro_desktop.domain.plan import CompareBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    window = signed_in_window(qtbot, make_program, practice, recording_address=ADDRESS)
    window.activateWindow()
    return window


def test_deleted_results_are_stepped_over(qtbot: QtBot, window: MainWindow) -> None:
    teams = ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    people = look_into(qtbot, window)
    select(window, people.plan.entities[0].ids[0])
    last = look_into(qtbot, window)
    assert len(trail(window)) == 3
    with qtbot.waitSignal(window.library.deleted):
        window.library._delete(people.id)
    assert len(trail(window)) == 2
    go(qtbot, window, window.actions_.back, teams)
    go(qtbot, window, window.actions_.forward, last)
    with qtbot.waitSignal(window.library.deleted):
        window.library._delete(last.id)
    assert window.view.result_page.saved is None
    assert trail(window) == []
    go(qtbot, window, window.actions_.back, teams)
    assert not window.actions_.forward.isEnabled()


def test_back_leaves_the_form_alone_and_one_button_brings_the_shown_question(qtbot: QtBot, window: MainWindow) -> None:
    teams = ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    look_into(qtbot, window)
    typed = week_of(window, TEAM, "team_front_range", compare_by=CompareBy(entities=MEMBERS))
    form = window.view.query_form
    form.set_question(typed)
    held = form.as_typed()
    go(qtbot, window, window.actions_.back, teams)
    assert form.as_typed() == held
    find(window, "result_edit", QToolButton).click()
    assert form.as_typed() != held
    assert form.as_typed().ids == teams.plan.query.ids


def test_each_tab_has_a_history_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    teams = ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    people = look_into(qtbot, window)
    window.actions_.new_tab.trigger()
    assert (trail(window), window.actions_.back.isEnabled()) == ([], False)
    assert not find(window, "result_back", QToolButton).isVisible()
    ask(qtbot, window, week_of(window, TEAM, "team_front_range", compare_by=CompareBy(entities=MEMBERS)))
    assert not window.actions_.back.isEnabled()
    window.actions_.previous_tab.trigger()
    qtbot.waitUntil(lambda: len(trail(window)) == 2)
    assert window.view.result_page.saved is people
    window.view.saved_panel.open_beside_requested.emit(teams.id)
    qtbot.waitUntil(lambda: in_view(window) == teams.id)
    assert len(window.view.result_tabs.numbers()) == 3
    window.actions_.previous_tab.trigger()
    window.actions_.previous_tab.trigger()
    qtbot.waitUntil(lambda: window.view.result_page.saved is people)
    window.actions_.back.trigger()  # another tab holds it: that one comes to the front, and none goes
    qtbot.waitUntil(lambda: in_view(window) == teams.id)
    assert len(window.view.result_tabs.numbers()) == 3


def test_the_keys_are_the_customary_ones(window: MainWindow) -> None:
    actions = window.actions_
    assert actions.back.shortcut() == QKeySequence(QKeySequence.StandardKey.Back)
    assert actions.forward.shortcut() == QKeySequence(QKeySequence.StandardKey.Forward)
    assert actions.look_into.shortcut() == QKeySequence("Ctrl+Down")
