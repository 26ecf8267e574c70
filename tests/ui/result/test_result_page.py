"""The result page in each of its states."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from result_samples import ROWS, make_compared, make_metrics, make_saved

from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.progress import FetchProgress
from siro_desktop.domain.results import Page, Problem
from siro_desktop.ui.view_look import marked_sources


def test_first_start_and_return_to_it(page) -> None:
    assert "No result yet" in page.state_page.text()
    page.show_result(make_saved(), from_store=False)
    assert not page.state_page.isVisible()
    page.show_empty()
    assert page.saved is None
    assert page.visible_rows() == []
    assert page.state_page.isVisible()


def test_without_a_sign_in_the_empty_page_leads_to_one(page, qtbot) -> None:
    button = page.findChild(QPushButton, "result_state_action")
    assert not button.isVisible()
    page.set_needs_sign_in(needed=True)
    assert "Sign in to Siro" in page.state_page.text()
    with qtbot.waitSignal(page.sign_in_requested):
        button.click()
    page.set_needs_sign_in(needed=False)
    assert "Sign in" not in page.state_page.text()
    assert not button.isVisible()
    page.show_result(make_saved(), from_store=False)
    page.set_needs_sign_in(needed=True)
    assert not page.state_page.isVisible()


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


def test_rows_are_those_of_the_view_in_front(page, qtbot) -> None:
    told = []
    page.rows_shown.connect(lambda *rows: told.append(rows))
    page.show_result(make_saved(), from_store=True)
    for view, rows in (
        ("charts", len(ROWS)),
        ("changes", 0),
        ("table", len(ROWS)),
        ("answer", 0),
        ("table", len(ROWS)),
    ):
        page.show_view(view)
        assert told[-1] == (rows, rows)
    page.findChild(QLineEdit, "result_search").setText("time")
    qtbot.waitUntil(lambda: page.answer_body.model.rowCount() == 1)
    assert told[-1] == (1, len(ROWS))


def test_rows_of_an_answer_are_told_after_a_comparison_too(page) -> None:
    told = []
    page.rows_shown.connect(lambda *rows: told.append(rows))
    page.show_comparison(Comparison(make_compared()), from_store=True)
    page.show_view("table")
    page.show_result(make_saved(), from_store=True)
    assert told[-1] == (len(ROWS), len(ROWS))


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


def test_several_rows_are_marked_in_the_charts_and_bars_are_added_to_them(page, qtbot, monkeypatch) -> None:
    """Row 40: the selection is one for both."""
    page.show_result(make_saved(), from_store=False)
    body, table = page.answer_body, page.answer_body.table_page.view
    table.select_source_row(0)
    table.select_source_row(3, adds=True)
    page.show_view("charts")
    qtbot.waitUntil(lambda: len(body.charts.panels) == 5)
    assert marked(body) == {0, 3}
    with_ctrl(monkeypatch)
    body.charts.row_chosen.emit(2)
    assert set(table.selected_source_rows()) == marked(body) == {0, 2, 3}
    body.charts.row_chosen.emit(3)
    assert set(table.selected_source_rows()) == marked(body) == {0, 2}
    page.show_result(make_saved(), from_store=False)
    assert body.charts.panels[0].plot.sheet.selected_rows is None


def test_bars_are_added_with_the_keyboard_too(page, qtbot) -> None:
    page.show_result(make_saved(), from_store=False)
    page.show_view("charts")
    body, table = page.answer_body, page.answer_body.table_page.view
    qtbot.waitUntil(lambda: len(body.charts.panels) == 5)
    plot = max((panel.plot for panel in body.charts.panels), key=lambda plot: len(plot.bars))
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    qtbot.keyClick(plot, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert set(table.selected_source_rows()) == set(plot.bars.rows[:2])
    qtbot.keyClick(plot, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_source_rows() == [plot.bars.rows[0]]


def test_all_rows_together_stand_out_from_none(page) -> None:
    page.show_result(make_saved(), from_store=False)
    page.answer_body.table_page.view.selectAll()
    assert marked_sources(page.answer_body.table_page.view, page.answer_body.model) is None


def marked(body):
    return {row for panel in body.charts.panels for row in panel.bars.rows if panel.plot.sheet.is_selected(row)}


def with_ctrl(monkeypatch) -> None:
    """As if Ctrl was held; a platform without a keyboard says nothing of it."""
    held = lambda: Qt.KeyboardModifier.ControlModifier  # noqa: E731
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", held)


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


def test_only_the_view_in_front_is_there(page):
    page.show_result(make_saved(), from_store=True)
    body = page.answer_body
    assert body.table_page.isVisible()
    assert not body.charts.isVisible()
    assert not body.answer.isVisible()
    page.show_view("charts")
    assert body.charts.isVisible()
    assert not body.table_page.isVisible()


def test_views_that_are_not_in_front_are_not_in_sight(page) -> None:
    """A chart in sight draws itself, and imports what draws it, before the first paint."""
    page.show_result(make_saved(), from_store=True)
    assert not page.answer_body.charts.isVisible()
    assert not page.answer_body.answer.isVisible()
    page.show_view("charts")
    assert page.answer_body.charts.isVisible()
