"""The result page in each of its states, and its words."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QTabBar, QTableView, QWidget
from result_samples import DENVER, NOW, ROWS, make_compared, make_metrics, make_query, make_saved

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.progress import FetchProgress
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.results import Page, Problem
from siro_desktop.errors import ConnectionFailed, ExportError
from siro_desktop.ui.answer_view import SHOWN_BYTES, AnswerView
from siro_desktop.ui.banner import Banner
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.comparison.metric_combo import MetricCombo
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.json_text import indented
from siro_desktop.ui.result_header import ResultHeader
from siro_desktop.ui.words import age_in_words, instant_in_words, period_in_words, query_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = Names(
    conversation_types=(NamedId("conv_roof", "Roof inspection"),),
    users=(NamedId("user_1", "Ana Ruiz"), NamedId("user_2", "Ben Cole")),
)


@pytest.fixture
def header(qtbot) -> ResultHeader:
    header = ResultHeader(clock=lambda: NOW)
    qtbot.addWidget(header)
    return header


def test_the_head_says_all_that_a_figure_needs(header) -> None:
    header.set_names(NAMES)
    header.show_saved(make_saved(), from_store=True)
    assert header.title() == "Ana Ruiz, Ben Cole · Roof inspection"
    assert header.facts() == "1–31 Oct 2026 (Denver) · 148 recordings · fetched 3 hours ago · from the store"
    assert "2 Nov 2026 06:14:00 (Denver, UTC−07:00)" in header._facts.toolTip()


def test_the_head_tells_an_open_period_and_one_recording(header) -> None:
    saved = make_saved(recordings_evaluated=1, fetched_at=NOW - timedelta(days=10))
    header.show_saved(saved, from_store=False)
    assert header.facts().endswith("1 recording · fetched 10 days ago · from Siro · period was still open")
    header.late_scores = timedelta(days=2)
    header.show_saved(make_saved(), from_store=False)
    assert header.facts().endswith("fetched 3 hours ago · from Siro · scores may still arrive")


def test_a_partial_answer_and_warnings_stand_in_the_head(header) -> None:
    problem = Problem("ServerError", "Siro has a problem", "Page 3 did not come (503).")
    header.show_saved(make_saved(problem=problem, warnings=("Counts differ.",)), from_store=False)
    assert header.warnings() == "Only a part of the answer came: Page 3 did not come (503).\nCounts differ."
    header.show_saved(make_saved(), from_store=False)
    assert header.warnings() == ""


def test_practice_data_is_said_on_the_page_and_on_pictures(header) -> None:
    header.show_saved(make_saved(profile_id="practice"), from_store=False)
    assert not header._practice.isHidden()
    assert header.caption().is_practice
    assert header.caption().facts == "1–31 Oct 2026 (Denver) · 148 recordings"
    assert "Acme Roofing" in header.caption().source
    header.show_saved(make_saved(), from_store=False)
    assert header._practice.isHidden()


def test_first_start_and_return_to_it(page) -> None:
    assert "No result yet" in page.state_page.text()
    page.show_result(make_saved(), from_store=False)
    assert not page.state_page.isVisible()
    page.show_empty()
    assert page.saved is None
    assert page.visible_rows() == []
    assert page.state_page.isVisible()


def test_loading_stays_above_what_came_so_far(page) -> None:
    page.show_loading("Asking Siro…", can_stop=True)
    page.show_progress(FetchProgress(cells_done=1, cells_total=3))
    page.show_comparison(Comparison(make_compared()), from_store=False, goes_on=True)
    assert page.saved is not None
    assert page.loading.isVisible()
    page.stop_loading()
    assert not page.loading.isVisible()
    assert page.saved is not None


def test_opening_shows_nothing_of_the_former_result_and_speaks_only_if_it_is_slow(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=True)
    page.show_opening()
    assert page.saved is None
    assert page.visible_rows() == []
    assert not page.loading.isVisible()
    assert page.state_page.text() == ". "
    qtbot.waitUntil(page.loading.isVisible)
    page.show_result(make_saved(), from_store=True)
    assert not page.loading.isVisible()


def test_a_result_opened_quickly_is_never_announced(page, qtbot) -> None:
    page.show_opening()
    page.show_result(make_saved(), from_store=True)
    with qtbot.assertNotEmitted(page._opening_timer.timeout, wait=500):
        pass


def test_the_shown_question_can_be_asked_for_by_button(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=True)
    with qtbot.waitSignal(page.edit_requested):
        page.header.edit.click()


def test_an_answer_without_metrics_can_be_read(page, qtbot) -> None:
    page.show_result(make_saved(make_metrics([]), recordings_evaluated=12), from_store=False)
    page.findChild(QPushButton, "result_state_action").click()
    assert page.answer_body.answer.isVisible()
    assert '"data"' in page.answer_body.answer.text()


def test_a_metric_without_a_name_goes_by_its_id(page) -> None:
    page.show_result(make_saved(make_metrics([("", "count", "#", None, None)])), from_store=False)
    page.show_view("charts")
    page.answer_body.charts.draw_now()
    assert page.answer_body.model.index(0, 0).data() == "metric_000"
    assert page.answer_body.charts.missing_text() == "1 metric has no value: metric_000"


def test_charts_of_a_search_that_finds_nothing_say_so_and_offer_no_picture(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=False)
    page.show_view("charts")
    page.answer_body.model.set_filter("zzz")
    page.answer_body.charts.draw_now()
    assert page.answer_body.charts.missing_text() == "Nothing to draw for the search “zzz”."
    assert not page.findChild(QPushButton, "chart_picture").isEnabled()
    page.answer_body.model.set_filter("")
    page.answer_body.charts.draw_now()
    assert page.findChild(QPushButton, "chart_picture").isEnabled()


def test_the_answer_tab_says_which_page_of_how_many(page) -> None:
    pages = tuple(Page(f"https://api.siro.ai/x?cursor={number}", b"{}") for number in range(3))
    page.show_result(make_saved(pages=pages), from_store=False)
    page.show_view("answer")
    assert page.answer_body.answer.note() == "Siro's answer, page 1 of 3, 0.1 KB"


def test_an_earlier_result_stays_in_view_while_the_next_is_fetched(page) -> None:
    page.show_result(make_saved(), from_store=True)
    page.show_loading("Fetching")
    assert page.answer_body.table_page.isVisible()
    page.stop_loading()
    assert page.saved is not None


def test_a_run_that_failed_says_why(page) -> None:
    page.show_result(make_saved(only_problem=Problem("AccessDenied", "No access", "Ask an admin.")), from_store=True)
    assert page.state_page.text() == "No access. Ask an admin."
    assert page.visible_rows() == []


def test_an_answer_without_metrics_says_so(page) -> None:
    page.show_result(make_saved(make_metrics([]), recordings_evaluated=0), from_store=False)
    assert "No recordings were evaluated" in page.state_page.text()


def test_visible_rows_follow_sorting_and_search(page, qtbot) -> None:
    saved = make_saved()
    page.show_result(saved, from_store=False)
    key = saved.plan.cells[0].key
    assert page.visible_rows() == [(key, row) for row in range(len(ROWS))]
    qtbot.keyClicks(page.findChild(QLineEdit, "result_search"), "time")
    qtbot.waitUntil(lambda: page.visible_rows() == [(key, 3)])


def test_a_search_without_hits_can_be_cleared(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=False)
    search = page.findChild(QLineEdit, "result_search")
    qtbot.keyClicks(search, "zzz")
    qtbot.waitUntil(page.answer_body.table_page.nothing_found)
    qtbot.mouseClick(page.findChild(QPushButton, "nothing_found_action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.answer_body.table_page.nothing_found())
    assert search.text() == ""


def test_find_goes_to_the_search_box_from_any_view(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=False)
    page.show_view("answer")
    page.focus_search()
    assert page.focusWidget() is page.findChild(QLineEdit, "result_search")
    assert page.answer_body.table_page.isVisible()


def test_choosing_a_bar_selects_its_row_and_the_other_way_round(page, qtbot) -> None:
    """Row 40."""
    page.show_result(make_saved(), from_store=False)
    page.answer_body.charts.row_chosen.emit(3)
    assert page.answer_body.table_page.view.current_source_row() == 3
    page.show_view("charts")
    qtbot.waitUntil(lambda: len(page.answer_body.charts.panels) == 5)
    assert page.answer_body.charts.panels[1].plot.sheet.is_dimmed(0)


def test_charts_and_answer_that_are_made_late_show_what_is_there(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=False)
    body = page.answer_body
    body.table_page.view.select_source_row(3)
    assert page.findChild(QWidget, "charts_view") is None
    page.show_view("charts")
    qtbot.waitUntil(lambda: len(body.charts.panels) == 5)
    assert body.charts.panels[1].plot.sheet.is_dimmed(0)
    page.show_view("answer")
    assert body.answer.isVisible()
    assert body.answer._saved is page.saved


def test_every_button_and_box_has_a_name(page) -> None:
    page.show_result(make_saved(), from_store=False)
    for widget in page.findChildren(QPushButton) + page.findChildren(QLineEdit):
        assert widget.objectName() or widget.parent().objectName() == "", widget
    assert page.header.refresh.accessibleName()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "1–31 Oct 2026 (Denver)"),
        (date(2026, 10, 31), date(2026, 10, 31), "31 Oct 2026 (Denver)"),
        (date(2026, 9, 28), date(2026, 10, 4), "28 Sep – 4 Oct 2026 (Denver)"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 – 4 Jan 2026 (Denver)"),
        (date(2026, 10, 26), date(2026, 11, 2), "26 Oct – 2 Nov 2026 (Denver)"),  # clocks change inside
    ],
)
def test_periods_in_words(first, last, words) -> None:
    assert period_in_words(local_period(DateRange(first, last), DENVER), DENVER) == words


def test_a_period_not_cut_at_midnights_shows_its_times() -> None:
    period = Period(datetime(2026, 10, 1, 15, tzinfo=UTC), datetime(2026, 10, 2, 0, 30, tzinfo=UTC))
    assert period_in_words(period, DENVER) == "1 Oct 2026 09:00 – 1 Oct 2026 18:30 (Denver)"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=30), "30 days ago"),
        (timedelta(days=62), "2 months ago"),
        (timedelta(days=364), "12 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_ages_in_words(age, words) -> None:
    assert age_in_words(NOW - age, NOW) == words


def test_instants_are_without_doubt() -> None:
    assert instant_in_words(NOW, DENVER) == "2 Nov 2026 09:14:00 (Denver, UTC−07:00)"


def test_ids_stand_where_names_are_not_known() -> None:
    query = make_query(ids=("user_1", "user_9", "user_3", "user_4"))
    assert query_in_words(query, NAMES) == "Ana Ruiz, user_9 and 2 more · Roof inspection"
    assert query_in_words(query, None) == "user_1, user_9 and 2 more · conv_roof"
    whole = make_query(ids=("org_1",), filter_by=(EntityType.ORGANIZATION,))
    assert query_in_words(whole, NAMES) == "Whole organization · Roof inspection"


@pytest.fixture
def answer_view(qtbot) -> Callable[..., AnswerView]:
    def show(saved) -> AnswerView:
        view = AnswerView()
        qtbot.addWidget(view)
        view.set_saved(saved)
        assert view.text() == ""  # nothing is built before somebody looks
        view.show()
        return view

    return show


def test_the_answer_is_laid_out_as_it_came_with_its_request(answer_view) -> None:
    view = answer_view(make_saved())
    assert '      {\n        "value": 1.50\n      }' in view.text()
    assert view._address.text().startswith("https://api.siro.ai/v1/core/scorecards/scorecard-metrics/values?")
    view._copy_curl.click()
    assert QGuiApplication.clipboard().text().startswith('curl -H "x-siro-auth-token: $SIRO_TOKEN" ')


def test_a_long_answer_shows_its_beginning_and_can_be_saved_whole(answer_view, tmp_path) -> None:
    body = b'{"data": [' + b'{"value": 1},' * 400_000 + b"{}]}"
    view = answer_view(make_saved(pages=(Page("https://x", body), Page("https://y", b"<html>"))))
    assert "The first 32 KB of" in view.note()
    assert len(view.text()) < 4 * SHOWN_BYTES
    view.save_page(tmp_path / "answer.json")
    assert (tmp_path / "answer.json").read_bytes() == body
    view._page.setCurrentIndex(1)
    assert view.text() == "<html>"
    with pytest.raises(ExportError):
        view.save_page(tmp_path / "missing" / "answer.json")


def test_a_result_without_kept_pages_says_so(answer_view) -> None:
    view = answer_view(make_saved(pages=()))
    assert "not kept" in view.note()
    assert not view._save.isEnabled()


@pytest.mark.parametrize("text", ['{"a": [], "b": {}, "c": "x,{}:\\"y"}', "[1,2", '{"open": "str', "", "plain"])
def test_any_beginning_of_json_can_be_laid_out(text: str) -> None:
    laid_out = indented(text)
    assert "".join(laid_out.split()) == "".join(text.split())


def test_the_banner_says_one_problem_and_keeps_its_details(qtbot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_error(ConnectionFailed("Check <the> network.", detail="ECONNREFUSED"), "Try again")
    assert banner.text() == "Siro cannot be reached. Check <the> network."
    assert "&lt;the&gt;" in banner._text.text()
    banner._copy.click()
    assert QGuiApplication.clipboard().text().endswith("ECONNREFUSED")
    with qtbot.waitSignal(banner.action_clicked):
        banner._button.click()
    banner.show_notice("Offline", "Saved results can be read.")
    assert banner._button.isHidden()
    assert banner._details_button.isHidden()
    with qtbot.waitSignal(banner.closed):
        banner._close.click()
    assert banner.text() == ""


def test_only_the_view_in_front_is_seen(page) -> None:
    page.show_result(make_saved(), from_store=True)
    body = page.answer_body
    for name, view in (("charts", body.charts), ("answer", body.answer), ("table", body.table_page)):
        page.show_view(name)
        assert [one for one in (body.table_page, body.charts, body.answer) if one.isVisible()] == [view]


def test_a_first_look_shows_nothing_but_the_table(page) -> None:
    page.show_result(make_saved(), from_store=True)
    body = page.answer_body
    assert body.table_page.isVisible()
    assert not body.charts.isVisible()
    assert not body.answer.isVisible()


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
    assert len(seen["difference"]) == 2 * len(ROWS)
    state.choose_metric(2)
    assert page.comparison_body.findChild(MetricCombo, "trend_metric").currentText() == "Customer questions"
    page.show_view("matrix")
    assert {row for _, row in page.visible_rows()} == {2}


def test_only_the_view_in_front_is_there(page):
    page.show_result(make_saved(), from_store=True)
    body = page.answer_body
    assert body.table_page.isVisible()
    assert not body.charts.isVisible()
    assert not body.answer.isVisible()
    page.show_view("charts")
    assert body.charts.isVisible()
    assert not body.table_page.isVisible()


def compared_as(compare_by):
    plan = build_plan(make_query(), "acme", compare_by=compare_by, calendar=Calendar(DENVER))
    answer = next(iter(make_saved().answers.values()))
    answers = {cell.key: dataclasses.replace(answer, cell_key=cell.key) for cell in plan.cells}
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


def test_a_comparison_says_into_what_it_was_taken_apart_and_what_came(header) -> None:
    saved = make_compared()
    header.show_saved(saved, from_store=False)
    assert "each alone, by week · 10 answers · fetched 3 hours ago · from Siro" in header.facts()
    keys = list(saved.answers)
    older = dataclasses.replace(saved.answers[keys[0]], fetched_at=saved.saved_at - timedelta(days=9))
    header.show_saved(
        dataclasses.replace(saved, answers={keys[0]: older, keys[1]: saved.answers[keys[1]]}), from_store=False
    )
    assert "2 of 10 answers" in header.facts()
    assert "from Siro, 1 from the store" in header.facts()


def test_the_answer_to_one_question_of_a_comparison(answer_view) -> None:
    saved = make_compared()
    view = answer_view(saved)
    assert "Choose a figure" in view.note()
    assert view.text() == ""
    view.set_saved(saved, saved.plan.cells[1], "Ana Ruiz")
    assert view.note().startswith("Ana Ruiz · Siro's answer")
    assert view.text()
    first = saved.plan.cells[0]
    refused = Problem("AccessDenied", "No access", "Ask an administrator.")
    rest = {key: answer for key, answer in saved.answers.items() if key != first.key}
    view.set_saved(dataclasses.replace(saved, answers=rest, problems={first.key: refused}), first, "Ana Ruiz")
    assert view.note() == "Ana Ruiz · Ask an administrator."
    view.set_saved(dataclasses.replace(saved, answers=rest), first)
    assert view.note() == "This question has no answer yet."


def test_views_that_are_not_in_front_are_not_in_sight(page) -> None:
    """A chart in sight draws itself, and imports what draws it, before the first paint."""
    page.show_result(make_saved(), from_store=True)
    assert not page.answer_body.charts.isVisible()
    assert not page.answer_body.answer.isVisible()
    page.show_view("charts")
    assert page.answer_body.charts.isVisible()
