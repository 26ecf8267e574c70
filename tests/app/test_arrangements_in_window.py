"""29: arrangements of columns that are kept by name, in the tables of answers and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, team_query
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.plan import CompareBy
from siro_desktop.domain.question import question_for
from siro_desktop.ui.column_filters import Holds
from siro_desktop.ui.column_table import ColumnTableView
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def table(window: MainWindow, qtbot: QtBot) -> ColumnTableView:
    qtbot.waitUntil(lambda: bool(window.targets.targets.all), timeout=15_000)  # they bring a column with them
    return window.view.result_page.answer_body.table_page.view


def offers(table: ColumnTableView, name: str = "") -> dict[str, QAction]:
    """What the menu of columns offers, or one of the menus in it."""
    for former in table.findChildren(QMenu, "tried_menu"):
        former.setObjectName("")
    menu = QMenu(table)
    menu.setObjectName("tried_menu")
    table.fill_column_menu(menu)
    shown = find(menu, name, QMenu) if name else menu
    return {action.text(): action for action in shown.actions()}


def keep(qtbot: QtBot, window: MainWindow, table: ColumnTableView, name: str) -> None:
    offers(table)["Keep &this arrangement as…"].trigger()
    line = find(window, "arrangement_name", QLineEdit)
    line.setText(name)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QLineEdit, "arrangement_name") is None)


def test_columns_order_widths_and_sorting_come_back_as_one_step(
    qtbot: QtBot, window: MainWindow, table: ColumnTableView
) -> None:
    table.set_column_shown(int(Column.TYPE), False)
    table.horizontalHeader().moveSection(0, 2)
    table.setColumnWidth(Column.METRIC, 321)
    table.model().sort_by([SortBy(Column.VALUE, descending=True), SortBy(Column.METRIC)])
    wanted = table.visible_columns()
    keep(qtbot, window, table, "R&D  board")
    assert list(window.state.settings.kept_arrangements["metric_table"]) == ["R&D board"]

    table.reset_layout()
    table.model().sort_by([])
    table.model().set_column_filter(Column.METRIC, Holds("e"))
    plain, before = table.visible_columns(), window.late.undo.stack
    assert plain != wanted
    assert table.columnWidth(Column.METRIC) != 321
    for history in window.late.undo._layouts:
        history.settle()
    count = before.count()
    offers(table, "kept_arrangements")["R&&D board"].trigger()
    assert table.visible_columns() == wanted
    assert table.columnWidth(Column.METRIC) == 321
    assert table.model().sorted_by == (SortBy(Column.VALUE, descending=True), SortBy(Column.METRIC))
    assert table.model().filters == {Column.METRIC: Holds("e")}

    assert window.actions_.undo.text() == "&Undo change of columns"
    window.actions_.undo.trigger()
    assert table.visible_columns() == plain
    assert table.model().sorted_by == ()
    assert table.model().filters == {Column.METRIC: Holds("e")}
    window.actions_.redo.trigger()
    assert table.visible_columns() == wanted
    assert table.model().sorted_by == (SortBy(Column.VALUE, descending=True), SortBy(Column.METRIC))
    for history in window.late.undo._layouts:
        history.settle()  # as it does a moment later: no second step comes of it
    assert before.count() == count + 1


def test_one_is_deleted_and_comes_back_by_undo(qtbot: QtBot, window: MainWindow, table: ColumnTableView) -> None:
    assert not offers(table)["Kept arrange&ments"].isEnabled()
    for name in ("First", "Second"):
        keep(qtbot, window, table, name)
    offers(table, "delete_arrangement")["First"].trigger()
    assert list(offers(table, "kept_arrangements")) == ["Second"]
    assert window.actions_.undo.text() == "&Undo deletion of an arrangement"
    window.actions_.undo.trigger()
    assert list(offers(table, "kept_arrangements")) == ["First", "Second"]
    window.actions_.redo.trigger()
    assert list(offers(table, "kept_arrangements")) == ["Second"]


def test_a_taken_name_is_said_below_the_field(qtbot: QtBot, window: MainWindow, table: ColumnTableView) -> None:
    keep(qtbot, window, table, "Board")
    offers(table)["Keep &this arrangement as…"].trigger()
    line = find(window, "arrangement_name", QLineEdit)
    line.setText("board")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.isVisible()
    line.setText("Another")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert list(offers(table, "kept_arrangements")) == ["Another", "Board"]


def test_each_kind_of_table_has_its_own(qtbot: QtBot, window: MainWindow, table: ColumnTableView) -> None:
    keep(qtbot, window, table, "Of answers")
    window.view.query_form.set_question(question_for(team_query(window), CompareBy(unit=Unit.WEEK)))
    window.actions_.run.trigger()
    body = window.view.result_page.comparison_body
    qtbot.waitUntil(lambda: body.state.comparison is not None and not window.runs.is_running, timeout=15_000)
    window.view.result_page.show_view("table")
    long = find(body, "long_table", ColumnTableView)
    qtbot.waitUntil(lambda: long.model().rowCount() > 0)
    assert not offers(long)["Kept arrange&ments"].isEnabled()
    first, *others = long.visible_columns()
    long.set_column_shown(others[-1], False)
    keep(qtbot, window, long, "Of comparisons")
    long.reset_layout()
    offers(long, "kept_arrangements")["Of comparisons"].trigger()
    assert long.visible_columns() == [first, *others[:-1]]
    window.actions_.undo.trigger()
    assert long.visible_columns() == [first, *others]


def test_a_kept_one_that_is_damaged_arranges_as_at_first(window: MainWindow, table: ColumnTableView) -> None:
    first = table.visible_columns()
    table.set_column_shown(int(Column.TYPE), False)
    window.workspace.settings.keep(kept_arrangements={"metric_table": {"Broken": [1]}})
    offers(table, "kept_arrangements")["Broken"].trigger()
    assert table.visible_columns() == first
