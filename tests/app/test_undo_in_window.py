"""Undo and redo in the whole program: form, targets and search, by key and menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from comparison_kit import MEMBERS_BY_WEEK
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableView

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.color_bands import build_own_bands
from siro_desktop.domain.plan import CompareBy
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_for
from siro_desktop.domain.targets import OwnColors, Source, Status, Target
from siro_desktop.jobs.targets import SaveTargets
from siro_desktop.ui.column_filters import Holds
from siro_desktop.ui.help.keys import all_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    window = window_of(make_program(practice.profile()))
    window.activateWindow()
    return window


def by_hand(window: MainWindow) -> list[Target]:
    return [target for target in window.targets.targets.all if target.source is Source.HAND]


def test_at_first_there_is_nothing_to_undo_and_the_menu_says_so(window: MainWindow) -> None:
    undo, redo = window.actions_.undo, window.actions_.redo
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    window.view.query_form.add_ids(EntityType.USER, ("u1",))
    assert undo.isEnabled()
    assert undo.text() == "&Undo change of ids"
    lines = {line.name: line.text for group in all_keys(window.menuBar()) for line in group.lines}
    assert (lines["undo"], lines["redo"]) == ("Undo", "Redo")
    undo.trigger()
    assert redo.text() == "&Redo change of ids"
    assert window.view.query_form.as_typed().ids == ()


def test_the_key_undoes_in_the_form_where_the_line_has_nothing_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    entry = find(window, "ids", QLineEdit)
    entry.setFocus()
    qtbot.keyClicks(entry, "user_x")
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert window.view.query_form.as_typed().ids == ("user_x",)
    qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.view.query_form.as_typed().ids == ())


@pytest.mark.parametrize("name", ["conversation_type_id", "start", "period_count_number"])
def test_the_key_undoes_from_every_input_of_the_form(qtbot: QtBot, window: MainWindow, name: str) -> None:
    presets = find(window, "period_preset", QComboBox)
    presets.setCurrentIndex(presets.findText("Last…"))
    window.view.query_form.add_ids(EntityType.USER, ("user_x",))
    part = find(window, name)
    part.setFocus()
    qtbot.keyClick(part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.view.query_form.as_typed().ids == ())


def test_a_saved_query_that_replaced_the_form_is_held_again_after_undo(qtbot: QtBot, window: MainWindow) -> None:
    form = window.view.query_form
    form.add_ids(EntityType.USER, ("u1",))
    window.actions_.save_query_as.trigger()
    find(window, "query_name", QLineEdit).setText("First")
    qtbot.keyClick(find(window, "query_name", QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.view.saved_side.queries.queries) == 1)
    window.actions_.new_query.trigger()
    assert window.queries.held().query is None
    window.actions_.undo.trigger()
    held = window.queries.held().query
    assert held is not None
    assert held.name == "First"
    assert form.as_typed().ids == ("u1",)


def test_targets_and_colours_set_by_hand_go_and_come_back(qtbot: QtBot, window: MainWindow) -> None:
    target = Target(metric_id="m1", minimum=10)
    colors = OwnColors(bands=build_own_bands([(Status.MISSED, 0), (Status.MET, 90)]))
    window.targets._change(SaveTargets("acme", (target, colors)), "")
    qtbot.waitUntil(lambda: window.actions_.undo.text() == "&Undo change of targets")
    assert by_hand(window) == [target]
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: not by_hand(window) and not window.targets.targets.own_colors)
    window.actions_.redo.trigger()
    qtbot.waitUntil(lambda: by_hand(window) == [target] and len(window.targets.targets.own_colors) == 1)
    assert window.late.undo.stack.count() == 1


def test_an_edited_target_gets_its_former_value_back_from_within_the_dialog(qtbot: QtBot, window: MainWindow) -> None:
    first, second = Target(metric_id="m1", minimum=10), Target(metric_id="m1", minimum=20)
    for target in (first, second):
        window.targets._change(SaveTargets("acme", (target,)), "")
        qtbot.waitUntil(lambda wanted=target: by_hand(window) == [wanted])
    window.actions_.targets.trigger()
    dialog = find(window, "targets_dialog")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    button = next(one for one in dialog.findChildren(QPushButton) if one.isVisible() and one.isEnabled())
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: by_hand(window) == [first])


def test_a_search_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    body = window.view.result_page.answer_body
    qtbot.waitUntil(lambda: body.model.rowCount() > 0 and not window.runs.is_running, timeout=15_000)
    body.search_box.take_focus()
    qtbot.keyClicks(body.search_box, "question")
    body.table_page.view.setFocus()
    qtbot.waitUntil(lambda: body.model.rowCount() < len(body.model.metrics))
    rows = body.model.rowCount()
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: body.model.rowCount() > rows)
    window.actions_.redo.trigger()
    qtbot.waitUntil(lambda: body.model.rowCount() == rows)


def test_another_connection_has_nothing_to_undo(window: MainWindow, practice: PracticeProcess) -> None:
    window.view.query_form.add_ids(EntityType.USER, ("u1",))
    window.set_profile(practice.profile(id="other", name="Other"))
    assert not window.actions_.undo.isEnabled()


def test_columns_go_back_to_where_they_were(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    view = window.view.result_page.answer_body.table_page.view
    qtbot.waitUntil(lambda: view.model().rowCount() > 0 and not window.runs.is_running, timeout=15_000)
    qtbot.waitUntil(lambda: bool(window.targets.targets.all), timeout=15_000)  # they bring a column with them
    before = view.visible_columns()
    view.set_column_shown(before[2], False)
    qtbot.waitUntil(lambda: window.actions_.undo.text() == "&Undo change of columns")
    view.horizontalHeader().moveSection(0, 2)
    count = window.late.undo.stack.count()
    qtbot.waitUntil(lambda: window.late.undo.stack.count() == count + 1)
    arranged = view.visible_columns()
    window.actions_.undo.trigger()
    window.actions_.undo.trigger()
    assert view.visible_columns() == before
    window.actions_.redo.trigger()
    window.actions_.redo.trigger()
    assert view.visible_columns() == arranged


def test_columns_of_a_table_that_was_made_later_go_back_too(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    window.view.query_form.set_question(question_for(team_query(window), CompareBy(unit=Unit.WEEK)))
    window.actions_.run.trigger()
    body = window.view.result_page.comparison_body
    qtbot.waitUntil(lambda: body.state.comparison is not None and not window.runs.is_running, timeout=15_000)
    window.view.result_page.show_view("table")
    view = find(body, "long_table", QTableView)
    qtbot.waitUntil(lambda: view.model().rowCount() > 0)
    width = view.columnWidth(1)
    view.setColumnWidth(1, width + 60)
    qtbot.waitUntil(lambda: window.actions_.undo.text() == "&Undo change of columns")
    window.actions_.undo.trigger()
    assert abs(view.columnWidth(1) - width) < 20


def test_sorting_and_filters_of_each_view_go_back(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    window.view.query_form.set_question(question_for(team_query(window), MEMBERS_BY_WEEK))
    window.actions_.run.trigger()
    page, body = window.view.result_page, window.view.result_page.comparison_body
    qtbot.waitUntil(lambda: body.state.comparison is not None and not window.runs.is_running, timeout=20_000)
    page.show_view("matrix")
    asked = body.state.entity_order
    matrix = find(body, "matrix_table", QTableView)
    qtbot.waitUntil(lambda: matrix.model().rowCount() > 0)
    heading = matrix.horizontalHeader()
    place = QPoint(heading.sectionViewportPosition(1) + heading.sectionSize(1) // 2, 5)
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.actions_.undo.text() == "&Undo change of sorting"
    assert body.state.entity_order != asked
    page.show_view("table")
    model = body.views.long.model
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    everything = model.rowCount()
    model.set_column_filter(0, Holds("week"))
    assert model.rowCount() == 0
    assert window.actions_.undo.text() == "&Undo change of filters"
    window.actions_.undo.trigger()
    assert model.rowCount() == everything
    window.actions_.undo.trigger()
    assert body.state.entity_order == asked
    window.actions_.redo.trigger()
    assert body.state.entity_order != asked


def test_others_can_tell_what_they_have_changed(window: MainWindow) -> None:
    done = ["made"]
    window.late.undo.push("change of rows", lambda: done.append("undone"), lambda: done.append("redone"))
    assert window.actions_.undo.text() == "&Undo change of rows"
    window.actions_.undo.trigger()
    window.actions_.redo.trigger()
    assert done == ["made", "undone", "redone"]
