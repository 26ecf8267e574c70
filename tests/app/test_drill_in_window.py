"""From teams to people to recordings, what that asks, and the pages of recordings at Siro."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, team_query
from comparison_kit import ask, body_of, show_view, shown, signed_in_window, until_over
from drill_kit import (
    ADDRESS,
    EACH,
    MEMBERS,
    ORGANIZATION,
    RECORDING,
    TEAM,
    USER,
    go,
    in_view,
    look_into,
    name_of,
    select,
    teams_of,
    trail,
    week_of,
)
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy
from siro_desktop.domain.query import Entity
from siro_desktop.domain.question import question_for
from siro_desktop.errors import QueryError
from siro_desktop.runner.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import Person, PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    window = signed_in_window(qtbot, make_program, practice, recording_address=ADDRESS)
    window.activateWindow()
    return window


def test_from_teams_to_people_to_recordings_and_back(qtbot: QtBot, window: MainWindow) -> None:
    actions, page = window.actions_, window.view.result_page
    teams = ask(qtbot, window, teams_of(window))
    assert trail(window) == []
    assert not actions.back.isEnabled()
    show_view(window, "leaderboard")
    select(window, "team_front_range")
    people = look_into(qtbot, window)
    assert (people.plan.query.ids, people.plan.compare_by.entities) == (("team_front_range",), MEMBERS)
    assert people.plan.query.period == teams.plan.query.period
    in_form = window.view.query_form.question_so_far()
    assert in_form is not None
    assert (in_form.ids, in_form.compare_by) == (people.plan.query.ids, people.plan.compare_by)
    front_range = name_of(window, TEAM, "team_front_range")
    assert trail(window) == ["All teams", front_range]
    whole = people.plan.whole
    assert whole is not None
    cell = next(cell for cell in people.plan.cells if cell.query.entity == whole)
    assert people.answers[cell.key].fetched_at == teams.answers[cell.key].fetched_at  # what was looked into is stored

    show_view(window, "table")
    person = people.plan.entities[3].ids[0]
    select(window, person)
    recordings = look_into(qtbot, window)
    assert recordings.plan.query.filter_by == (RECORDING,)
    assert len(recordings.answers) == len(recordings.plan.query.ids) > 1
    assert {answer.recordings_evaluated for answer in recordings.answers.values()} == {1}
    assert not body_of(window).state.is_thin(1)  # a recording by its own name is no sample
    assert trail(window) == ["All teams", front_range, name_of(window, USER, person)]
    select(window, recordings.plan.query.ids[0])
    assert not actions.look_into.isEnabled()
    assert not actions.forward.isEnabled()

    go(qtbot, window, actions.back, people)
    assert page.view_in_front() == "table"
    assert shown(window).entities[body_of(window).state.selected.entity].ids == (person,)  # type: ignore[union-attr]
    go(qtbot, window, actions.back, teams)
    assert page.view_in_front() == "leaderboard"
    assert trail(window) == []
    assert not actions.back.isEnabled()
    go(qtbot, window, actions.forward, people)
    go(qtbot, window, actions.forward, recordings)
    assert trail(window) == ["All teams", front_range, name_of(window, USER, person)]

    QTest.mouseClick(find(window, "breadcrumb_2", QToolButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: in_view(window) == people.id)
    assert trail(window) == ["All teams", front_range]
    go(qtbot, window, actions.back, recordings)  # climbing is a step of its own


def test_the_same_comes_from_the_store_when_it_is_looked_into_again(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    first = look_into(qtbot, window)
    window.actions_.back.trigger()
    qtbot.waitUntil(lambda: in_view(window) != first.id)
    again = look_into(qtbot, window)
    assert again.id != first.id
    fetched = {key: answer.fetched_at for key, answer in first.answers.items()}
    assert {key: answer.fetched_at for key, answer in again.answers.items()} == fetched
    assert not window.actions_.forward.isEnabled()


def test_what_was_searched_above_hides_nobody_below(qtbot: QtBot, window: MainWindow) -> None:
    teams = ask(qtbot, window, teams_of(window))
    show_view(window, "table")
    table, search = body_of(window).views.long, body_of(window).search_box
    assert table is not None
    search.setText(name_of(window, TEAM, "team_foothills"))
    qtbot.waitUntil(lambda: 0 < table.model.rowCount() < table.model.source_count())
    few = table.model.rowCount()
    select(window, "team_foothills")
    look_into(qtbot, window)
    qtbot.waitUntil(lambda: table.model.rowCount() == table.model.source_count() > few)
    assert search.text() == ""
    go(qtbot, window, window.actions_.back, teams)
    qtbot.waitUntil(lambda: table.model.rowCount() == few)
    assert search.text() == name_of(window, TEAM, "team_foothills")


def test_an_organization_opens_into_its_teams(qtbot: QtBot, window: MainWindow) -> None:
    organization = window.profile.organization_id  # type: ignore[union-attr]
    ask(qtbot, window, week_of(window, ORGANIZATION, organization, compare_by=CompareBy()))
    teams = look_into(qtbot, window)
    assert set(teams.plan.query.ids) == {team.id for team in window.names.teams}
    assert trail(window) == ["Whole organization", "All teams"]
    until_over(qtbot, window, window.actions_.refresh.trigger)
    assert trail(window) == ["Whole organization", "All teams"]
    ask(qtbot, window, teams_of(window))
    assert trail(window) == ["Whole organization", "All teams"]  # the same question
    ask(qtbot, window, week_of(window, TEAM, "team_foothills", compare_by=CompareBy(entities=MEMBERS)))
    assert trail(window) == []
    assert window.actions_.back.isEnabled()


def test_what_is_taken_apart_is_not_named_twice(qtbot: QtBot, window: MainWindow) -> None:
    team = name_of(window, TEAM, "team_foothills")
    ask(qtbot, window, week_of(window, TEAM, "team_foothills", compare_by=CompareBy()))
    look_into(qtbot, window)
    assert trail(window) == [team, "Its people"]
    both = ("team_foothills", "team_front_range")
    ask(qtbot, window, week_of(window, TEAM, *both, compare_by=CompareBy()))
    look_into(qtbot, window)
    assert trail(window)[1:] == ["Each alone"]


def test_more_than_a_hundred_requests_wait_for_run(qtbot: QtBot, window: MainWindow) -> None:
    by_day = CompareBy(entities=EACH, unit=Unit.DAY)
    query = replace(team_query(window), filter_by=(TEAM,), ids=("team_foothills", "team_front_range"))
    ask(qtbot, window, question_for(query, by_day))
    select(window, "team_foothills")
    banner = window.view.result_page.banner
    window.actions_.look_into.trigger()
    qtbot.waitUntil(lambda: "requests" in banner.text())
    assert not window.runs.is_running
    assert "Run asks it" in banner.text()
    form = window.view.query_form
    asked = form.question_so_far()
    assert asked is not None
    assert (asked.ids, asked.compare_by.entities, asked.compare_by.unit) == (("team_foothills",), MEMBERS, Unit.DAY)
    until_over(qtbot, window, window.actions_.run.trigger)
    assert trail(window)[1:] == [name_of(window, TEAM, "team_foothills")]


def test_a_team_whose_people_nobody_knows_is_looked_up_as_after_run(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, teams_of(window))
    with qtbot.waitSignal(window.runs.failed, timeout=15_000) as failed:
        window.drill.look_into(Entity((TEAM,), ("team_nobody",)))
    assert isinstance(failed.args[0], QueryError)
    assert "Nobody is known to belong to team_nobody" in window.view.query_form.problems()["ids"]
    assert trail(window) == []


def test_signed_out_what_is_stored_is_looked_into_and_else_the_sign_in_is_offered(
    qtbot: QtBot, window: MainWindow
) -> None:
    teams = ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    people = look_into(qtbot, window)
    with qtbot.waitSignal(window.session.signed_out):
        window.actions_.sign_out.trigger()
    person = people.plan.entities[0].ids[0]
    select(window, person)
    alone = look_into(qtbot, window)
    assert (alone.plan.query.filter_by, alone.plan.query.ids) == ((USER,), (person,))
    assert not window.actions_.look_into.isEnabled()  # nothing more is known of that person
    window.actions_.back.trigger()
    window.actions_.back.trigger()
    qtbot.waitUntil(lambda: in_view(window) == teams.id)
    select(window, "team_front_range")
    rest = look_into(qtbot, window)
    assert len(rest.answers) == 1  # the team itself, which was stored
    assert "signed in" in window.view.result_page.banner.text()


def test_a_recording_opens_at_siro_unless_names_are_hidden(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.answers = False
    person.addresses.clear()
    known = window.names.recordings[0].id
    ask(qtbot, window, week_of(window, RECORDING, "rec/a?b", known, compare_by=CompareBy(entities=EACH)))
    offers = window.drill.offers(shown(window).entities[0])
    assert [offer.name for offer in offers] == ["open_recording"]
    offers[0].do()
    assert person.addresses == ["https://web.example/recordings/rec%2Fa%3Fb?tab=notes"]
    window.actions_.presentation.trigger()
    assert window.drill.offers(shown(window).entities[0]) == ()
    window.actions_.presentation.trigger()


def test_the_trail_follows_names_and_hides_them(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    look_into(qtbot, window)
    named = name_of(window, TEAM, "team_foothills")
    assert trail(window) == ["All teams", named]
    window.actions_.presentation.trigger()
    texts = trail(window)
    last = find(window, "breadcrumb_last", QLabel)
    assert texts[1].startswith("Team ")
    assert named not in f"{texts} {last.text()} {last.toolTip()}"
    window.actions_.presentation.trigger()
    assert trail(window) == ["All teams", named]


def test_steps_are_links_that_keys_and_screen_readers_reach(qtbot: QtBot, window: MainWindow) -> None:
    teams = ask(qtbot, window, teams_of(window))
    select(window, "team_foothills")
    look_into(qtbot, window)
    link = find(window, "breadcrumb_1", QToolButton)
    said = QAccessible.queryAccessibleInterface(link)
    assert said.text(QAccessible.Text.Name) == "All teams"
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: in_view(window) == teams.id)


def test_esc_ends_the_look_up_of_recordings(qtbot: QtBot, window: MainWindow) -> None:
    stop, page = window.actions_.stop, window.view.result_page
    ask(qtbot, window, teams_of(window))
    select(window, "team_front_range")
    people = look_into(qtbot, window)
    select(window, people.plan.entities[3].ids[0])
    assert not stop.isEnabled()
    with qtbot.assertNotEmitted(window.runs.started):
        window.actions_.look_into.trigger()
        assert page.loading.isVisible()
        assert find(window, "loading_stop", QPushButton).isVisible()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not page.loading.isVisible()
        assert not stop.isEnabled()
        with qtbot.waitSignal(window.workspace.network.submit(Call(lambda: None)).finished):
            pass
    assert in_view(window) == people.id
