"""Figures on too few recordings are left out where they are looked at, and come back."""

from __future__ import annotations

import pytest
from matrix_samples import DOWN, names, tip
from PySide6.QtWidgets import QSpinBox
from table_samples import large, make_state, small

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.charts.compared_panels import figure_mark
from siro_desktop.ui.charts.trend_panels import trend_values
from siro_desktop.ui.column_filters import InRange
from siro_desktop.ui.comparison.body import ComparisonBody
from siro_desktop.ui.comparison.figure_words import least_in_words
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.comparison.matrix_cells import Kind

RECORDINGS = int(LongColumn.RECORDINGS)
CID_LATER = Place(0, 1)  # 60 on 2 recordings


@pytest.fixture
def body(qtbot) -> ComparisonBody:
    body = ComparisonBody()
    qtbot.addWidget(body)
    body.resize(1000, 600)
    body.show()
    body.show_comparison(small())
    body.state._thin_sample = body.state.thin_sample = 5
    body.tabs.show_view("matrix")
    return body


def test_the_matrix_says_what_it_leaves_out_and_takes_it_nowhere(view) -> None:
    rows = len(view.visible_rows())
    view._state.set_least(5)
    cell = view.model.cells.cell(CID_LATER)
    assert (cell.kind, cell.number, cell.count) == (Kind.LEFT_OUT, None, "n 2")
    assert tip(view, 0, 2).splitlines()[1:] == ["Left out: 2 recordings, fewer than 5"]
    assert "left out: fewer than 5 recordings" in view.legend.text()
    assert len(view.visible_rows()) == rows - 1
    assert view.model.copied_row(0, [2]) == ["", "2"]
    assert view.model.cells.cell(Place(0, 0)).kind is Kind.FIGURE
    assert view.model.cells.number(CID_LATER) is None  # so it is last, however they are sorted
    view._state.set_least(6)
    assert view.model.cells.cell(Place(2, 0)).kind is Kind.NO_VALUE  # on 5 recordings
    view._state.set_least(0)
    assert view.model.cells.cell(CID_LATER).kind is Kind.FIGURE
    assert len(view.visible_rows()) == rows


def test_a_matrix_that_is_not_in_view_follows_when_it_is(view) -> None:
    view.hide()
    view._state.set_least(5)
    view.show()
    assert view.model.cells.cell(CID_LATER).kind is Kind.LEFT_OUT


def test_charts_draw_nothing_of_what_is_left_out(qapp) -> None:
    state = make_state(small())
    assert least_in_words(state) == ""
    assert (figure_mark(state, CID_LATER).value, trend_values(state, 0, 0)) == (60, [40, 60])
    state.set_least(5)
    mark = figure_mark(state, CID_LATER)
    assert (mark.value, mark.label, mark.note) == (None, "left out", "2 rec.")
    assert trend_values(state, 0, 0) == [40, None]
    assert least_in_words(state) == "Figures on fewer than 5 recordings are left out."


def test_another_comparison_begins_with_all_figures(qapp) -> None:
    state = make_state(small())
    state.set_least(5)
    state.set_comparison(small())
    assert state.least == 5  # more answers of the same
    state.set_comparison(None)
    assert state.least == 0


def test_the_remedy_works_in_the_view_in_front_and_can_be_taken_back(body, qtbot) -> None:
    qtbot.waitUntil(lambda: body.notes is not None and bool(body.notes.texts()))
    line = next(one for one in body.notes._lines if "fewer than 5" in one.text())
    button = line.findChild(type(body._columns), f"{line.objectName()}_remedy")
    assert button.text() == "Leave out fewer than 5"
    button.click()
    assert (body.tabs.current(), body.state.least) == ("matrix", 5)
    qtbot.waitUntil(lambda: any("are left out" in text or "is left out" in text for text in body.notes.texts()))
    line = next(one for one in body.notes._lines if "left out" in one.text())
    again = line.findChild(type(body._columns), f"{line.objectName()}_remedy")
    assert again.text() == "Show them again"
    again.click()
    assert body.state.least == 0


def test_the_table_leaves_them_out_by_a_filter_that_can_be_removed(body) -> None:
    body.state.set_least(5)
    body.tabs.show_view("table")
    model = body.views.long.model
    assert model.filters == {RECORDINGS: InRange(5, None)}
    model.set_column_filter(RECORDINGS, None)
    assert body.state.least == 0
    body.state.set_least(5)
    assert model.filters == {RECORDINGS: InRange(5, None)}
    body.state.set_least(0)
    assert model.filters == {}


def test_a_filter_of_ones_own_stays_when_all_are_shown_again(body) -> None:
    body.tabs.show_view("table")
    model = body.views.long.model
    body.state.set_least(5)
    model.set_column_filter(RECORDINGS, InRange(10, None))
    assert (body.state.least, model.filters) == (0, {RECORDINGS: InRange(10, None)})


def at_least(body) -> QSpinBox:
    return body.views.leaderboard.findChild(QSpinBox, "leaderboard_least")


@pytest.mark.parametrize("by_hand", [1, 7])
def test_the_leaderboard_goes_by_it_too_and_back_to_its_own_choice(body, by_hand) -> None:
    body.tabs.show_view("leaderboard")
    board = body.views.leaderboard
    at_least(body).setValue(by_hand)
    body._on_minimum_requested(5)
    assert (board.model.rules.least, at_least(body).value()) == (5, 5)
    body._on_minimum_requested(0)
    assert (board.model.rules.least, at_least(body).value()) == (by_hand, by_hand)


def test_a_leaderboard_that_is_first_seen_while_figures_are_left_out_goes_by_that(body) -> None:
    body._on_minimum_requested(6)
    body.tabs.show_view("leaderboard")
    assert body.views.leaderboard.model.rules.least == 6
    body._on_minimum_requested(0)
    assert body.views.leaderboard.model.rules.least == body.state.thin_sample


def test_what_is_chosen_meanwhile_on_the_leaderboard_stays(body) -> None:
    body.tabs.show_view("leaderboard")
    body._on_minimum_requested(5)
    at_least(body).setValue(9)
    body._on_minimum_requested(0)
    assert body.views.leaderboard.model.rules.least == 9


@pytest.mark.parametrize("view", ["matrix", "table"])
def test_it_is_looked_at_as_before(body, view) -> None:
    body.tabs.show_view(view)
    body.state.set_least(5)
    look = body.look()
    body.show_all_rows()
    assert body.state.least == 0
    body.restore_look(look)
    assert body.state.least == 5
    assert body.look() == look


def test_a_smaller_comparison_may_come_while_figures_are_left_out(view) -> None:
    view.sort(2, DOWN)
    view._state.set_least(5)
    view._state.set_comparison(large(1, 1, 1))
    assert (view._state.least, names(view)) == (0, ["Cid"])


def test_the_table_shows_all_of_another_comparison(body) -> None:
    body.tabs.show_view("table")
    body.state.set_least(5)
    body.show_comparison(large(2, 3, 1))
    assert body.views.long.model.filters == {}
    assert body.views.long.model.rowCount() == 6


def test_leaving_out_is_no_step_of_undo_it_has_a_button_of_its_own(body, qtbot) -> None:
    body.tabs.show_view("table")
    model = body.views.long.model
    model.sort(int(LongColumn.VALUE))
    with qtbot.assertNotEmitted(model.wishes_changed):
        body.state.set_least(5)
        body.state.set_least(0)
        body.state.set_least(5)
    assert (model.filters, len(model.sorted_by)) == ({RECORDINGS: InRange(5, None)}, 1)
