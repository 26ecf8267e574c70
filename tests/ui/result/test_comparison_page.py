"""A comparison on the result page: which views it has, which one it opens on, and where they stand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QTabBar, QTableView, QWidget
from result_samples import DENVER, ROWS, make_compared, make_query, make_saved

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.results import Problem
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.comparison.metric_combo import MetricCombo
from siro_desktop.ui.headings import CELL_PADDING


def test_a_comparison_has_views_of_its_own_and_is_never_shown_as_its_first_cell(page):
    """Several cells are never shown as if the first were the whole."""
    saved = make_compared()
    page.show_comparison(Comparison(saved), from_store=True)
    assert page.comparison_body.isVisible()
    assert list(page.views()) == [
        *("matrix", "table", "bars", "trend", "leaderboard", "difference", "changes", "answer"),
    ]
    assert page.answer_body.model.rowCount() == 0
    assert len(page.visible_rows()) == 10  # one metric of ten answers
    assert "148 recordings" not in page.header.facts()
    assert page.header.refresh.isVisibleTo(page)
    assert page.header.export.isVisibleTo(page)

    page.show_result(make_saved(), from_store=True)
    assert page.answer_body.isVisible()
    assert page.comparison_body.state.comparison is None
    assert list(page.views()) == ["table", "charts", "changes", "answer"]


def test_each_view_of_a_comparison_is_made_when_it_is_looked_at(page):
    page.show_comparison(Comparison(make_compared()), from_store=True)
    state, seen = page.comparison_body.state, {}
    for name in page.views():
        page.show_view(name)
        seen[name] = page.visible_rows()
    assert len(seen["table"]) == 10 * len(ROWS)
    assert len(seen["matrix"]) == len(seen["bars"]) == len(seen["trend"]) == 10
    assert [one.metric.name for one in seen["difference"].differences] == [row[0] for row in ROWS]
    state.choose_metric(2)
    assert page.comparison_body.findChild(MetricCombo, "trend_metric").currentText() == "Customer questions"
    page.show_view("matrix")
    assert {row for _, row in page.visible_rows()} == {2}


def compared_as(compare_by):
    plan = build_plan(make_query(), "acme", compare_by=compare_by, calendar=Calendar(DENVER))
    answer = next(iter(make_saved().answers.values()))
    answers = {cell.key: replace(answer, cell_key=cell.key) for cell in plan.cells}
    return Comparison(make_compared(plan=plan, answers=answers))


def test_a_comparison_opens_on_the_view_that_fits_it_until_a_person_chooses(page):
    tabs = page.comparison_body.tabs
    each, weeks = CompareEntities.EACH, Unit.WEEK
    for compare_by, view in (
        (CompareBy(entities=each, with_whole=True), "leaderboard"),
        (CompareBy(unit=weeks), "trend"),
        (CompareBy(entities=each, unit=weeks), "matrix"),
    ):
        page.show_comparison(compared_as(compare_by), from_store=True)
        assert tabs.current() == view
    page.show_view("bars")
    page.show_comparison(compared_as(CompareBy(unit=weeks)), from_store=True)
    assert tabs.current() == "bars"


def test_the_view_for_a_plan_is_there_before_its_first_figures(page):
    comparison = compared_as(CompareBy(unit=Unit.WEEK))
    page.comparison_body.prepare(comparison.saved.plan)
    made = page.findChild(TrendView)
    assert made is not None
    page.show_comparison(comparison, from_store=False)
    assert page.findChild(TrendView) is made


def test_figures_are_painted_a_turn_later_than_they_come(page, qtbot):
    body = page.comparison_body
    page.show_comparison(Comparison(make_compared()), from_store=True)
    assert not body.updatesEnabled()
    qtbot.waitUntil(body.updatesEnabled)


def test_what_is_missing_is_said_once_the_run_is_over(page, qtbot):
    saved = make_compared()
    some = dict(list(saved.answers.items())[:4])
    page.show_loading("Asking Siro…")
    page.show_comparison(Comparison(make_compared(answers=some)), from_store=False, goes_on=True)
    notes = page.comparison_body.notes
    assert not notes.isVisible()
    page.stop_loading()
    qtbot.waitUntil(notes.isVisible)
    assert "6 of 10 questions have not been asked yet." in notes.texts()
    page.show_view("answer")
    assert not notes.isVisible()


def test_rows_are_counted_only_where_there_are_rows(page):
    told = []
    page.rows_shown.connect(lambda *rows: told.append(rows))
    page.show_comparison(Comparison(make_compared()), from_store=True)
    for view, rows in (("table", 10 * len(ROWS)), ("bars", 0), ("difference", len(ROWS)), ("table", 10 * len(ROWS))):
        page.show_view(view)
        assert told[-1] == (rows, rows)


@pytest.mark.parametrize(("width", "is_beside"), [(1000, True), (560, False)])
def test_tools_stand_beside_the_tabs_where_there_is_room(page, width, is_beside):
    page.resize(width, 600)
    page.show_comparison(Comparison(make_compared()), from_store=True)
    page.show_view("table")
    body = page.comparison_body
    tools, bar = body.findChild(QWidget, "comparison_tools"), body.findChild(QTabBar, "comparison_tabs")
    assert tools.isVisible()
    assert (tools.mapTo(body, QPoint(0, 0)).y() < bar.height()) is is_beside
    page.show_view("answer")
    assert not tools.isVisible()


def test_a_view_scrolls_as_a_whole_where_it_is_too_low_for_it(qtbot, page):
    page.show_comparison(Comparison(make_compared()), from_store=True)
    page.show_view("leaderboard")
    board = page.comparison_body.tabs.view("leaderboard")
    outer = page.comparison_body.findChild(QScrollArea, "leaderboard_page").verticalScrollBar()
    qtbot.waitUntil(lambda: board.isVisible() and outer.maximum() == 0)
    page.resize(560, 330)
    qtbot.waitUntil(lambda: outer.maximum() > 0)
    assert board.table.height() >= 4 * board.table.rowHeight(0)


def test_every_view_begins_at_the_same_edge(qtbot, page):
    page.resize(1000, 700)
    page.show_comparison(Comparison(make_compared()), from_store=True)
    body, edge = page.comparison_body, 16
    for view, name in (("matrix", "matrix_metric_label"), ("bars", "compared_bars_metric_label")):
        page.show_view(view)
        label = body.findChild(QLabel, name)
        assert label.mapTo(body, QPoint(0, 0)).x() == edge
    for view, name in (
        ("table", "long_table"),
        ("leaderboard", "leaderboard_table"),
        ("difference", "difference_table"),
    ):
        page.show_view(view)
        table = body.findChild(QTableView, name)
        qtbot.waitUntil(lambda seen=table: seen.mapTo(body, QPoint(0, 0)).x() + CELL_PADDING == edge)


def test_a_figure_leads_to_siros_own_answer(page):
    page.show_comparison(Comparison(make_compared()), from_store=True)
    page.show_view("matrix")
    body = page.comparison_body
    matrix = body.tabs.view("matrix")
    matrix.answer_requested.emit(body.state.comparison.saved.plan.cells[6].key)
    answer = body.tabs.view("answer")
    assert answer.isVisible()
    assert answer.note().startswith("user_2 · 5–11 Oct 2026")
    assert "filterByIds=user_2" in answer.findChild(QLineEdit, "answer_address").text()


def test_a_comparison_of_which_nothing_came_says_why(page):
    saved = make_compared(answers={}, problems={"x": Problem("AccessDenied", "No access", "Ask an administrator.")})
    page.show_comparison(Comparison(saved), from_store=True)
    assert page.state_page.text() == "No access. Ask an administrator."


def test_every_view_has_something_to_copy_or_is_a_picture(page, qapp):
    page.show_comparison(Comparison(make_compared()), from_store=True)
    rows = {}
    for name in page.views():
        page.show_view(name)
        qapp.clipboard().clear()
        rows[name] = page.copy(), bool(qapp.clipboard().text())
    pictures = ("bars", "trend")
    assert {name for name, (has_rows, _) in rows.items() if not has_rows} == set(pictures)
    silent = {name for name, (has_rows, has_text) in rows.items() if has_rows and not has_text}
    assert silent <= {"changes", "answer"}, "there is nothing in these two"
