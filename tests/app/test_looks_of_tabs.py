"""Each tab is looked at in its own way: view in front, search, filters, sorting; also after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import fetch_team, find, sign_in, window_of
from comparison_kit import people_by
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.column_filters import Holds, InRange, OneOf
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.comparison.body import ComparisonBody
    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.metric_table_model import MetricTableModel
    from siro_desktop.ui.result_page import ResultPage

BY_VALUE = (SortBy(Column.VALUE, descending=True),)
TALK = {Column.METRIC: Holds("e")}


def shown(qtbot: QtBot, window: MainWindow, result_id: int) -> SavedResult:
    """What is in view, once it is the result with this id."""
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == result_id, timeout=10_000)
    assert page.saved is not None
    return page.saved


def model_of(window: MainWindow) -> MetricTableModel:
    return window.view.result_page.answer_body.model


def searched(window: MainWindow) -> str:
    return find(window, "result_search", QLineEdit).text()


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    line = find(window, "result_search", QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    window.view.result_page.focus_view()


@pytest.fixture
def first(window: MainWindow) -> SavedResult:
    """The result in the first tab, which is searched, filtered and sorted; a second tab is in front, with another."""
    saved = window.view.result_page.saved
    assert saved is not None
    return saved


@pytest.fixture
def second(qtbot: QtBot, window: MainWindow, first: SavedResult) -> SavedResult:
    search(qtbot, window, "re")
    model_of(window).set_column_filter(Column.METRIC, Holds("e"))
    model_of(window).sort_by(BY_VALUE)
    window.actions_.new_tab.trigger()
    return fetch_team(qtbot, window, 1)


def test_another_tab_is_neither_searched_nor_filtered_and_each_keeps_its_own(
    qtbot: QtBot, window: MainWindow, first: SavedResult, second: SavedResult
) -> None:
    model = model_of(window)
    assert (searched(window), model.filters, model.filter_text) == ("", {}, "")
    assert model.rowCount() == model.source_count()
    model.set_column_filter(Column.VALUE, InRange(1.0, None))
    model.sort_by(())
    window.actions_.previous_tab.trigger()
    assert shown(qtbot, window, first.id) is first
    assert (searched(window), model.filters, model.filter_text, model.sorted_by) == ("re", TALK, "re", BY_VALUE)
    assert model.rowCount() < model.source_count()
    window.actions_.next_tab.trigger()
    assert shown(qtbot, window, second.id) is second
    assert (searched(window), model.filters, model.sorted_by) == ("", {Column.VALUE: InRange(1.0, None)}, ())


def test_the_look_of_a_tab_is_no_step_of_undo_and_a_step_goes_back_to_its_tab(
    qtbot: QtBot, window: MainWindow, first: SavedResult, second: SavedResult
) -> None:
    model, undo = model_of(window), window.actions_.undo
    steps = window.late.undo.stack.count()
    window.actions_.previous_tab.trigger()
    window.actions_.next_tab.trigger()
    assert window.late.undo.stack.count() == steps
    model.set_column_filter(Column.METRIC, Holds("a"))
    undo.trigger()
    assert (shown(qtbot, window, second.id), model.filters) == (second, {})
    undo.trigger()  # the form
    assert undo.text() == "&Undo change of sorting"
    undo.trigger()
    assert shown(qtbot, window, first.id) is first
    assert (model.filters, model.sorted_by, searched(window)) == (TALK, (), "re")
    window.actions_.redo.trigger()
    assert model.sorted_by == BY_VALUE
    for _ in ("form", "filter"):
        window.actions_.redo.trigger()
    assert (shown(qtbot, window, second.id), model.filters) == (second, {Column.METRIC: Holds("a")})


def test_steps_of_a_tab_that_is_closed_are_passed_over(
    qtbot: QtBot, window: MainWindow, first: SavedResult, second: SavedResult
) -> None:
    model = model_of(window)
    model.set_column_filter(Column.METRIC, Holds("a"))
    window.actions_.close_tab.trigger()
    assert shown(qtbot, window, first.id) is first
    window.actions_.undo.trigger()  # the form, not the filter of the other tab
    assert (model.filters, model.sorted_by) == (TALK, BY_VALUE)
    window.actions_.undo.trigger()
    assert (model.filters, model.sorted_by) == (TALK, ())


def test_a_tab_that_moves_into_a_window_is_looked_at_as_before(
    qtbot: QtBot, program: Program, window: MainWindow, first: SavedResult, second: SavedResult
) -> None:
    window.actions_.previous_tab.trigger()
    window.view.result_page.show_view("charts")
    window.actions_.tear_off.trigger()
    assert program.session is not None
    group = program.session.group
    qtbot.waitUntil(lambda: len(group.windows) > 1)
    beside = group.windows[-1]
    shown(qtbot, beside, first.id)
    assert beside.view.result_page.view_in_front() == "charts"
    assert (searched(beside), model_of(beside).filters, model_of(beside).sorted_by) == ("re", TALK, BY_VALUE)
    shown(qtbot, window, second.id)
    assert (searched(window), model_of(window).filters) == ("", {})


def test_all_tabs_are_looked_at_as_before_after_a_restart(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    first = fetch_team(qtbot, window, 0)
    window.actions_.new_tab.trigger()
    fetch_team(qtbot, window, 1)
    model_of(window).set_column_filter(Column.VALUE, InRange(1.0, None))
    window.view.result_page.show_view("answer")
    window.actions_.previous_tab.trigger()
    search(qtbot, window, "re")
    model_of(window).sort_by(BY_VALUE)
    window.close()
    program.close()

    again = window_of(make_program(practice.profile()))
    shown(qtbot, again, first.id)  # the one that was in front, not the newest
    assert (searched(again), model_of(again).sorted_by, model_of(again).filters) == ("re", BY_VALUE, {})
    assert again.view.result_page.view_in_front() == "table"
    qtbot.waitUntil(lambda: len(again.view.result_tabs.numbers()) == 2, timeout=10_000)
    again.actions_.next_tab.trigger()
    shown(qtbot, again, first.id + 1)
    assert again.view.result_page.view_in_front() == "answer"
    assert (searched(again), model_of(again).filters) == ("", {Column.VALUE: InRange(1.0, None)})


def comparison(qtbot: QtBot, window: MainWindow) -> tuple[ResultPage, ComparisonBody]:
    window.run_actions.ask(people_by(window, "user_001", "user_002", "user_003"))
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.is_comparison and not window.runs.is_running)
    return page, page.comparison_body


def test_comparisons_keep_their_order_metric_selection_and_tables(qtbot: QtBot, window: MainWindow) -> None:
    page, body = comparison(qtbot, window)
    looked_at = page.saved
    assert looked_at is not None
    page.show_view("table")
    table = body.views.tables["table"].model
    table.sort(table.columnCount() - 1, Qt.SortOrder.DescendingOrder)
    page.show_view("matrix")
    assert body.views.matrix is not None
    body.views.matrix.sort(1, Qt.SortOrder.DescendingOrder)
    body.state.choose_metric(2)
    body.state.select(Place(1, 0))
    look, order = page.look(), body.state.entity_order
    window.actions_.new_tab.trigger()
    window.run_actions.ask(people_by(window, "user_004", "user_005", "user_006"))
    qtbot.waitUntil(lambda: page.saved not in (None, looked_at) and not window.runs.is_running)
    body.state.choose_metric(0)
    body.views.matrix.sort(-1, Qt.SortOrder.AscendingOrder)
    page.show_view("bars")
    window.actions_.previous_tab.trigger()
    assert shown(qtbot, window, looked_at.id) is looked_at
    assert page.look() == look
    assert (body.state.entity_order, body.state.selected) == (order, Place(1, 0))
    assert body.views.matrix.table.sorted_by() == (1, Qt.SortOrder.DescendingOrder)


def test_a_question_is_sorted_as_it_was_last(qtbot: QtBot, window: MainWindow, first: SavedResult) -> None:
    model = model_of(window)
    model.sort_by(BY_VALUE)
    fetch_team(qtbot, window, 1)
    assert model.sorted_by == BY_VALUE  # a new question goes on with what is in view
    model.sort_by((SortBy(Column.METRIC, descending=False),))
    window.library.open(first.id)
    shown(qtbot, window, first.id)
    assert model.sorted_by == BY_VALUE


def test_searches_and_filters_go_by_aliases_in_presentation_mode(qtbot: QtBot, window: MainWindow) -> None:
    page, body = comparison(qtbot, window)
    page.show_view("table")
    table, line = body.views.tables["table"], find(window, "comparison_search", QLineEdit)
    name = next(user.name for user in window.names.users if user.id == "user_002")
    table.model.set_column_filter(int(LongColumn.ENTITY), OneOf(frozenset({name})))
    line.setText(name)
    qtbot.waitUntil(lambda: table.model.filter_text == name)
    rows = table.model.rowCount()
    assert 0 < rows < table.model.source_count()
    window.actions_.new_tab.trigger()  # what is kept of the other tab is not shown with names either
    window.actions_.presentation.trigger()
    window.actions_.previous_tab.trigger()
    alias = next(user.name for user in window.names.users if user.id == "user_002")
    assert alias != name
    assert (line.text(), table.model.filters) == (alias, {LongColumn.ENTITY: OneOf(frozenset({alias}))})
    qtbot.waitUntil(lambda: table.model.rowCount() == rows)
    window.actions_.presentation.trigger()
    assert (line.text(), table.model.filters) == (name, {LongColumn.ENTITY: OneOf(frozenset({name}))})
    window.actions_.presentation.trigger()
    assert line.text() == alias
    assert not window.actions_.undo.isEnabled()


def test_the_sides_of_a_difference_are_the_tab_s_own(qtbot: QtBot, window: MainWindow, first: SavedResult) -> None:
    page, body = comparison(qtbot, window)
    page.show_view("difference")
    view = body.views.difference
    assert view is not None
    view.offer_result(first)
    chosen = view.chosen_sides()
    assert chosen[0][0] == first.id
    window.actions_.new_tab.trigger()
    window.run_actions.ask(people_by(window, "user_004", "user_005", "user_006"))
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id > first.id + 1 and not window.runs.is_running)
    qtbot.waitUntil(lambda: view.sides() is not None)
    assert view.chosen_sides() != chosen
    window.actions_.previous_tab.trigger()
    qtbot.waitUntil(lambda: view.chosen_sides() == chosen)
    assert [side.result_id for side in view.sides() or ()] == [one[0] for one in chosen]
