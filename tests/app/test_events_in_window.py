"""50: events in the whole window: written down, seen in the trend, asked about before and after, kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from app_kit import find, window_of
from comparison_kit import ask, body_of, members_by_week, show_view, signed_in_window, until_over
from events_kit import save
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QSpinBox

from siro_desktop.config import Paths
from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.events import Event
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.plan import CompareEntities
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.jobs.events import ChangeEvents
from siro_desktop.storage.library import FILE_NAME
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.day_input import DayInput
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.events.dialog import EventsDialog
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def compared(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    """October of a team's members, week by week, as a trend."""
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, members_by_week(window))
    show_view(window, "trend")
    return window


def open_events(qtbot: QtBot, window: MainWindow) -> EventsDialog:
    window.actions_.events.trigger()
    dialog = find(window, "events_dialog", QDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog  # type: ignore[return-value]


def fill_in(qtbot: QtBot, window: MainWindow, day: date, name: str) -> None:
    """Fill the dialog of one event and save it."""
    editor = find(window, "event_dialog", QDialog)
    find(editor, "event_day", DayInput).setDate(QDate(day.year, day.month, day.day))
    find(editor, "event_name", QLineEdit).setText(name)
    find(editor, "event_dialog_buttons", QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "event_dialog") is None)


def marked(window: MainWindow) -> list[str]:
    """The names that the trend in view shows above its plot."""
    view = body_of(window).tabs.view("trend")
    assert isinstance(view, TrendView)
    if view.is_busy or 0 not in view.grid.panels:
        return ["busy"]
    return [label.text for label in view.grid.panel(0).plot.sheet.event_labels]


def test_an_event_is_written_down_seen_changed_and_deleted(qtbot: QtBot, compared: MainWindow) -> None:
    window, dialog = compared, open_events(qtbot, compared)
    assert window.profile is not None
    find(dialog, "events_new", QPushButton).click()
    today = find(find(window, "event_dialog", QDialog), "event_day", DayInput).date().toPython()
    assert today == window.workspace.today(window.profile.zone)
    fill_in(qtbot, window, date(2026, 10, 14), "Training on objections")
    qtbot.waitUntil(lambda: marked(window) == ["Training on objections"])
    view = body_of(window).tabs.view("trend")
    assert view.accessibleDescription().endswith("Event: Training on objections on 14 Oct 2026.")

    table = find(dialog, "events_table", PlainTable)
    assert table.selected_rows() == [0]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    fill_in(qtbot, window, date(2026, 10, 21), "Training")
    qtbot.waitUntil(lambda: marked(window) == ["Training"])

    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: marked(window) == [])
    assert table.model().rowCount() == 0


def test_each_change_of_events_is_taken_back_and_made_again(qtbot: QtBot, compared: MainWindow) -> None:
    window, dialog = compared, open_events(qtbot, compared)
    undo, redo = window.actions_.undo, window.actions_.redo
    table = find(dialog, "events_table", PlainTable)
    steps_before = window.late.undo.stack.count()
    find(dialog, "events_new", QPushButton).click()
    fill_in(qtbot, window, date(2026, 10, 14), "Training on objections")
    qtbot.waitUntil(lambda: undo.text() == "&Undo change of events")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    fill_in(qtbot, window, date(2026, 10, 21), "Training")
    qtbot.waitUntil(lambda: marked(window) == ["Training"])
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: marked(window) == [])
    assert window.late.undo.stack.count() == steps_before + 3

    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    new = find(dialog, "events_new", QPushButton)
    new.setFocus()
    qtbot.keyClick(new, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: marked(window) == ["Training"])
    assert table.selected_rows() == [0]
    undo.trigger()
    qtbot.waitUntil(lambda: marked(window) == ["Training on objections"])
    undo.trigger()
    qtbot.waitUntil(lambda: marked(window) == [])
    for _ in range(2):
        redo.trigger()
    qtbot.waitUntil(lambda: marked(window) == ["Training"])


def test_undo_leaves_what_another_window_has_written_down(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    state, profile = body_of(window).state, window.profile
    assert profile is not None
    others = ChangeEvents(profile.id, come=(Event(day=date(2026, 10, 1), name="Price"),))
    with qtbot.waitSignal(window.workspace.store.submit(others).succeeded):
        pass
    save(qtbot, window, date(2026, 10, 14), "Training")
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: [event.name for event in state.events] == ["Price"])


def test_events_go_into_a_file_and_come_out_of_one_as_one_step(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = window_of(make_program(practice.profile()))
    save(qtbot, window, date(2026, 10, 14), "Training")
    dialog = open_events(qtbot, window)
    note, state = find(dialog, "events_note", QLabel), body_of(window).state
    dialog.export_requested.emit(tmp_path / "events.json")
    qtbot.waitUntil(lambda: note.text() == f"Exported to {tmp_path / 'events.json'}")
    assert '"name": "Training"' in (tmp_path / "events.json").read_text()

    more = tmp_path / "more.csv"
    more.write_text("day,name\n2026-10-14,training\n2026-10-20,Price\n2026-10-21,Script\n")
    dialog.import_requested.emit(more)
    qtbot.waitUntil(lambda: note.text() == "2 events imported. 1 was there already.")
    assert [event.name for event in state.events] == ["Script", "Price", "Training"]
    dialog.import_requested.emit(more)
    qtbot.waitUntil(lambda: note.text() == "All 3 events of the file were there already.")
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: [event.name for event in state.events] == ["Training"])

    more.write_text("day,name\n2026-10-14,\n")
    dialog.import_requested.emit(more)
    qtbot.waitUntil(find(dialog, "events_problem").isVisible)
    assert "“more.csv”, line 2, name: Give" in find(dialog, "events_problem", ProblemLine).text
    assert len(state.events) == 1


def test_before_and_after_of_an_event_is_asked_with_one_click_and_taken_back(
    qtbot: QtBot, compared: MainWindow
) -> None:
    window, form = compared, compared.view.query_form
    before = form.as_typed()
    window.late.undo.begin()  # two changes within a second would be one step
    save(qtbot, window, date(2026, 10, 14), "Training")
    dialog = open_events(qtbot, window)
    find(dialog, "events_table", PlainTable).selectRow(0)
    find(dialog, "events_weeks", QSpinBox).setValue(2)
    find(dialog, "events_before_after", QPushButton).click()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "events_dialog") is None)

    question = form.as_typed()
    assert question.period == DateRange(date(2026, 10, 14), date(2026, 10, 27))
    assert (question.ids, question.filter_by) == (before.ids, before.filter_by)
    assert question.compare_by.offset == Offset(14, Unit.DAY)
    assert question.compare_by.entities is CompareEntities.MEMBERS
    assert question.compare_by.with_whole

    saved = until_over(qtbot, window, window.actions_.run.trigger)
    assert [body_of(window).state.period_name(period) for period in range(2)] == [
        "30 Sep – 13 Oct 2026",
        "14–27 Oct 2026",
    ]
    assert len(saved.plan.periods) == 2
    qtbot.waitUntil(lambda: marked(window) == ["Training"])

    window.actions_.undo.trigger()
    assert form.as_typed() == before


def test_events_are_there_after_a_restart_and_gone_with_all_local_data(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    program = make_program(practice.profile())
    window = window_of(program)
    save(qtbot, window, date(2026, 10, 14), "Training")
    window.close()
    assert program.close()

    again = window_of(make_program())
    state = body_of(again).state
    qtbot.waitUntil(lambda: [event.name for event in state.events] == ["Training"])
    again.library._delete_all()
    qtbot.waitUntil(lambda: state.events == ())


def test_each_connection_has_its_own(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    first, second = practice.profile(), practice.profile(id="other", name="Other")
    window = window_of(make_program(first, second))
    state = body_of(window).state
    assert window.profile is not None
    other = second if window.profile.id == first.id else first
    save(qtbot, window, date(2026, 10, 14), "Training")
    dialog = open_events(qtbot, window)
    own = window.profile
    window.set_profile(other)
    assert state.events == ()
    assert not dialog.isVisible()
    window.set_profile(own)
    qtbot.waitUntil(lambda: [event.name for event in state.events] == ["Training"])


def test_people_go_by_aliases_in_names_of_events_too(qtbot: QtBot, compared: MainWindow, tmp_path: Path) -> None:
    window = compared
    who = next(one.id for one in window.names.users if one.name == "Tessa Okonkwo")
    save(qtbot, window, date(2026, 10, 14), "Tessa’s October with Tessa Okonkwo")
    dialog = open_events(qtbot, window)
    find(dialog, "events_new", QPushButton).click()
    editor = find(window, "event_dialog", QDialog)
    find(editor, "event_name", QLineEdit).setText("Half typed about Tessa")

    window.actions_.presentation.trigger()
    assert not editor.isVisible()
    table = find(dialog, "events_table", PlainTable)
    shown = str(table.model().index(0, 1).data())
    alias = next(one.name for one in window.names.users if one.id == who)
    assert shown == f"{alias}’s October with {alias}"
    qtbot.waitUntil(lambda: marked(window) == [shown])
    view = body_of(window).tabs.view("trend")
    for said in (view.accessibleDescription(), body_of(window).state.events[0].name):
        assert shown in said
        assert "Tessa" not in said
    table.selectRow(0)
    enabled = ("events_new", "events_edit", "events_delete", "events_import", "events_export", "events_before_after")
    assert [find(dialog, name).isEnabled() for name in enabled] == [False] * 4 + [True] * 2
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete):
        qtbot.keyClick(table, key)
    assert [one for one in window.findChildren(QDialog, "event_dialog") if one.isVisible()] == []
    assert "aliases" in find(dialog, "events_hint", QLabel).text()
    dialog.export_requested.emit(tmp_path / "events.csv")
    qtbot.waitUntil(lambda: find(dialog, "events_note", QLabel).text().startswith("Exported"))
    assert shown in (tmp_path / "events.csv").read_text()

    window.actions_.presentation.trigger()
    qtbot.waitUntil(lambda: marked(window) == ["Tessa’s October with Tessa Okonkwo"])
    assert find(editor, "event_name", QLineEdit).text() == "Half typed about Tessa"
    assert editor.isVisible()
    editor.reject()
    assert find(dialog, "events_new").isEnabled()


def test_what_another_window_has_written_down_is_read(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    state, profile = body_of(window).state, window.profile
    assert profile is not None
    save = ChangeEvents(profile.id, come=(Event(day=date(2026, 10, 14), name="Training"),))
    with qtbot.waitSignal(window.workspace.store.submit(save).succeeded):
        pass
    assert state.events == ()
    window.read_again()
    qtbot.waitUntil(lambda: [event.name for event in state.events] == ["Training"])


def test_an_event_that_cannot_be_kept_is_told_in_the_dialog_of_events_if_that_is_open(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    save(qtbot, window, date(2026, 10, 14), "Training")
    dialog = open_events(qtbot, window)
    file = Paths.find().data / FILE_NAME
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("ALTER TABLE events RENAME TO gone")
    find(dialog, "events_new", QPushButton).click()
    fill_in(qtbot, window, date(2026, 10, 15), "Second")
    problem = find(dialog, "events_problem")
    qtbot.waitUntil(problem.isVisible)
    assert find(dialog, "events_table", PlainTable).model().rowCount() == 1
    dialog.close()
    window.late.events.reload()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "error_dialog") is not None)
    find(window, "error_dialog", QDialog).close()

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("ALTER TABLE gone RENAME TO events")
    dialog = open_events(qtbot, window)
    find(dialog, "events_new", QPushButton).click()
    fill_in(qtbot, window, date(2026, 10, 15), "Second")
    table = find(dialog, "events_table", PlainTable)
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    assert table.selected_rows() == [0]
    assert not find(dialog, "events_problem").isVisible()
