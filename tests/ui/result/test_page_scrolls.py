"""Beside large text on a low screen the page of a result scrolls, and the keys bring into view what they come to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QTableView
from result_samples import make_compared, make_saved

from siro_desktop.domain.comparison import Comparison
from siro_desktop.ui.text_size import text_size
from siro_desktop.ui.theme import row_height


@pytest.fixture
def large_text():
    text_size().set_zoom(250)
    yield
    text_size().set_zoom(100)


@pytest.mark.usefixtures("large_text")
def test_beside_large_text_on_a_low_screen_the_charts_scroll_with_what_is_above_them(page, qtbot) -> None:
    """Or one bar alone would be seen of them."""
    page.show_result(make_saved(), from_store=False)
    page.resize(800, 520)
    page.show_view("charts")
    charts = page.answer_body.charts
    area = charts.findChild(QScrollArea, "charts_area")
    qtbot.waitUntil(lambda: len(charts.panels) == 5)
    qtbot.waitUntil(lambda: area.height() >= 3 * row_height(charts.font()))


@pytest.mark.usefixtures("large_text")
@pytest.mark.parametrize("view", ["charts", "bars"])
def test_the_keys_bring_a_bar_into_view_also_where_the_page_scrolls(page, qtbot, view: str) -> None:
    if view == "charts":
        page.show_result(make_saved(), from_store=False)
    else:
        page.show_comparison(Comparison(make_compared()), from_store=False)
    page.resize(800, 520)
    page.show_view(view)
    tabs = (page.answer_body if view == "charts" else page.comparison_body).tabs
    chart = tabs.view(view)
    drawer = chart if view == "charts" else chart.grid
    qtbot.waitUntil(lambda: bool(drawer.panels) and not chart._timer.isActive())
    plot, outer = drawer.panels[0].plot, tabs._pages[view].viewport()
    plot.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down):
        qtbot.keyClick(plot, key)
        middle = plot._in_view(plot.mark_rect(plot.focused))
        seen = outer.rect().translated(outer.mapToGlobal(QPoint()))
        assert seen.contains(plot.viewport().mapToGlobal(middle))


@pytest.mark.usefixtures("large_text")
@pytest.mark.parametrize(("view", "name"), [("leaderboard", "leaderboard_table"), ("matrix", "matrix_table")])
def test_the_keys_bring_a_row_into_view_also_where_the_page_scrolls(page, qtbot, view: str, name: str) -> None:
    page.show_comparison(Comparison(make_compared()), from_store=False)
    page.resize(800, 520)
    page.show_view(view)
    outer, table = page.comparison_body.tabs._pages[view].viewport(), page.findChild(QTableView, name)
    table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(table, key)
        place = table.viewport().mapToGlobal(QPoint(1, table.visualRect(table.currentIndex()).center().y()))
        seen = outer.rect().translated(outer.mapToGlobal(QPoint()))
        assert seen.top() <= place.y() <= seen.bottom()
