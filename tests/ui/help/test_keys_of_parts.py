"""Keys that no action has: each is tried on the part that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from compared_samples import make_state as make_chart_state
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QListWidget,
    QMenu,
    QPushButton,
    QTabBar,
    QTreeView,
)
from result_samples import NOW, make_summary
from saved_samples import NAMES, QUERIES
from table_kit import make_view
from table_samples import make_state, small

from siro_desktop.ui.charts.bar_list import BarList
from siro_desktop.ui.charts.bar_plot import BarPlot
from siro_desktop.ui.charts.panels import Bar
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.column_chooser import ColumnChooser
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.help.keys import keys_of_parts
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.result_tabs import ResultTabs
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.saved_queries import SavedQueriesPanel
from siro_desktop.ui.saved_results import SavedResultsPanel
from siro_desktop.ui.search_input import SearchInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier


def ask_for_menu(widget: QWidget) -> None:
    """As the menu key does."""
    place = QPoint(5, 5)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, asked)


def pops_up(qtbot: QtBot, open_menu: Callable[[], None]) -> bool:
    """Whether this opens a menu; closes it."""
    open_menu()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    return True


def table_details(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    with qtbot.waitSignal(view.details_requested):
        qtbot.keyClick(view, KEY.Key_Return)


def table_column(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.setCurrentIndex(view.model().index(0, 1))
    assert pops_up(qtbot, lambda: qtbot.keyClick(view, KEY.Key_Down, MODIFIER.AltModifier))


def table_filter(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.setCurrentIndex(view.model().index(0, Column.TYPE))
    qtbot.keyClick(view, KEY.Key_L, MODIFIER.ControlModifier | MODIFIER.ShiftModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def table_sort(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    headings = view.horizontalHeader()
    for column, held in ((Column.TYPE, MODIFIER.NoModifier), (Column.METRIC, MODIFIER.ShiftModifier)):
        middle = QPoint(headings.sectionViewportPosition(column) + 20, headings.height() // 2)
        qtbot.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, held, middle)
    assert view.model().sorted_by == (SortBy(Column.TYPE), SortBy(Column.METRIC))


def table_menu(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    assert pops_up(qtbot, lambda: ask_for_menu(view.viewport()))


def make_bars(qtbot: QtBot) -> BarPlot:
    plot = BarPlot()
    qtbot.addWidget(plot)
    plot.set_bars(BarList.of([Bar(n, f"Bar {n}" if n < 30 else "Zoe", n + 1.0, str(n)) for n in range(31)]))
    plot.show()
    plot.setFocus()
    return plot


def chart_step(qtbot: QtBot) -> None:
    plot = make_bars(qtbot)
    qtbot.keyClick(plot, KEY.Key_Down)
    qtbot.keyClick(plot, KEY.Key_Down)
    assert plot.focused == 1
    state = make_chart_state(3, 5)
    view = TrendView(state)
    state.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitUntil(lambda: not view.is_busy and 0 in view.grid.panels)
    trend = view.grid.panel(0).plot
    qtbot.keyClick(trend, KEY.Key_Right)
    first = trend.period_focused
    qtbot.keyClick(trend, KEY.Key_Right)
    assert trend.period_focused == first + 1


def chart_page(qtbot: QtBot) -> None:
    plot = make_bars(qtbot)
    qtbot.keyClick(plot, KEY.Key_Down)
    qtbot.keyClick(plot, KEY.Key_PageDown)
    assert plot.focused == 10
    qtbot.keyClick(plot, KEY.Key_PageUp)
    assert plot.focused == 0


def chart_end(qtbot: QtBot) -> None:
    plot = make_bars(qtbot)
    qtbot.keyClick(plot, KEY.Key_End)
    assert plot.focused == 30
    qtbot.keyClick(plot, KEY.Key_Home)
    assert plot.focused == 0


def chart_find(qtbot: QtBot) -> None:
    plot = make_bars(qtbot)
    qtbot.keyClicks(plot, "zo")
    assert plot.focused == 30


def chart_select(qtbot: QtBot) -> None:
    plot = make_bars(qtbot)
    qtbot.keyClick(plot, KEY.Key_Down)
    with qtbot.waitSignal(plot.mark_chosen) as chosen:
        qtbot.keyClick(plot, KEY.Key_Return)
    assert chosen.args == [0]


def chart_add(qtbot: QtBot) -> None:
    plot = make_bars(qtbot)
    qtbot.keyClick(plot, KEY.Key_Down)
    with qtbot.waitSignal(plot.mark_chosen) as chosen:
        qtbot.keyClick(plot, KEY.Key_Space, MODIFIER.ControlModifier)
    assert chosen.args == [0]


def make_matrix(qtbot: QtBot) -> MatrixView:
    state = make_state(small())
    view = MatrixView(state)
    state.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    return view


def matrix_step(qtbot: QtBot) -> None:
    view = make_matrix(qtbot)
    view.table.setCurrentIndex(view.model.index(0, 0))
    qtbot.keyClick(view.table, KEY.Key_Down)
    assert view.table.currentIndex().row() == 1


def matrix_menu(qtbot: QtBot) -> None:
    view = make_matrix(qtbot)
    view.table.setCurrentIndex(view.model.index(0, 0))
    assert pops_up(qtbot, lambda: ask_for_menu(view.table.viewport()))


def make_saved(qtbot: QtBot) -> tuple[SavedQueriesPanel, QTreeView]:
    panel = SavedQueriesPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.set_names(NAMES)
    panel.show_queries(QUERIES)
    tree = panel.findChild(QTreeView, "query_tree")
    assert tree is not None
    first = tree.model().index(0, 0)
    tree.setCurrentIndex(tree.model().index(0, 0, first) if tree.model().rowCount(first) else first)
    return panel, tree


def list_open(qtbot: QtBot) -> None:
    for panel, listed in (make_saved(qtbot), make_results(qtbot)):
        with qtbot.waitSignal(panel.open_requested):
            qtbot.keyClick(listed, KEY.Key_Return)


def list_run(qtbot: QtBot) -> None:
    panel, tree = make_saved(qtbot)
    with qtbot.waitSignal(panel.run_requested):
        qtbot.keyClick(tree, KEY.Key_Return, MODIFIER.ControlModifier)


def list_rename(qtbot: QtBot) -> None:
    _panel, tree = make_saved(qtbot)
    qtbot.keyClick(tree, KEY.Key_F2)
    assert tree.state() == QTreeView.State.EditingState
    panel, listed = make_results(qtbot)
    with qtbot.waitSignal(panel.label_requested):
        qtbot.keyClick(listed, KEY.Key_F2)


def list_delete(qtbot: QtBot) -> None:
    for panel, listed in (make_saved(qtbot), make_results(qtbot)):
        with qtbot.waitSignal(panel.delete_requested):
            qtbot.keyClick(listed, KEY.Key_Delete)


def make_results(qtbot: QtBot) -> tuple[SavedResultsPanel, QListView]:
    panel = SavedResultsPanel(clock=lambda: NOW)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_summaries((make_summary(5),))
    panel.set_current(5)
    listed = panel.findChild(QListView, "saved_list")
    assert listed is not None
    return panel, listed


def list_beside(qtbot: QtBot) -> None:
    panel, listed = make_results(qtbot)
    with qtbot.waitSignal(panel.open_beside_requested) as opened:
        qtbot.keyClick(listed, KEY.Key_Return, MODIFIER.AltModifier)
    assert opened.args == [5]


def tabs_close(qtbot: QtBot) -> None:
    tabs = ResultTabs()
    qtbot.addWidget(tabs)
    for number in (1, 2):
        tabs.add(number)
    with qtbot.waitSignal(tabs.close_requested) as closed:
        qtbot.keyClick(tabs.findChild(QTabBar, "open_results"), KEY.Key_Delete)
    assert closed.args == [tabs.current()]


def columns_move(qtbot: QtBot) -> None:
    chooser = ColumnChooser([("a", "A", True), ("b", "B", True)])
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.activateWindow()
    qtbot.waitUntil(chooser.isActiveWindow)
    columns = chooser.findChild(QListWidget, "chooser_columns")
    columns.setFocus()
    qtbot.keyClick(columns, KEY.Key_Down, MODIFIER.AltModifier)
    assert [columns.item(row).text() for row in range(2)] == ["B", "A"]
    qtbot.keyClick(columns, KEY.Key_Up, MODIFIER.AltModifier)
    assert [columns.item(row).text() for row in range(2)] == ["A", "B"]
    chooser.findChild(QPushButton, "chooser_ok").click()


def make_search(qtbot: QtBot) -> SearchInput:
    line = SearchInput("search", "Search", "Search")
    qtbot.addWidget(line)
    line.setText("talk")
    return line


def search_clear(qtbot: QtBot) -> None:
    line = make_search(qtbot)
    qtbot.keyClick(line, KEY.Key_Escape)
    assert line.text() == ""


def search_leave(qtbot: QtBot) -> None:
    line = make_search(qtbot)
    with qtbot.waitSignal(line.left_down):
        qtbot.keyClick(line, KEY.Key_Down)


TRIED = {
    one.__name__: one
    for one in (
        *(table_details, table_column, table_filter, table_sort, table_menu),
        *(chart_step, chart_page, chart_end, chart_find, chart_select, chart_add, matrix_step, matrix_menu),
        *(list_open, list_run, list_beside, list_rename, list_delete, tabs_close, columns_move),
        *(search_clear, search_leave),
    )
}
ELSEWHERE = {"zoom_wheel"}
"""Tried in the window, in `tests/app/test_looks_in_window.py`."""


def test_each_key_of_a_part_is_tried() -> None:
    assert {line.name for group in keys_of_parts() for line in group.lines} == {*TRIED, *ELSEWHERE}


@pytest.mark.parametrize("name", TRIED)
def test_a_part_does_what_its_keys_say(qtbot: QtBot, name: str) -> None:
    TRIED[name](qtbot)
