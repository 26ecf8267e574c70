"""How a result is looked at comes back from JSON; what a file holds that was edited or damaged does no harm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QComboBox
from result_samples import make_compared, make_saved

from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.domain.leaderboard import Best
from siro_desktop.ui.result_page import ResultPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

VIEWS: Final = ("matrix", "table", "bars", "leaderboard", "difference", "no such")
scalars = st.none() | st.booleans() | st.integers(-2, 20) | st.floats(allow_nan=False) | st.text(max_size=5)
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
columns = st.sampled_from(["metric", "value", "entity", "no such"]) | json_values
sorts = st.fixed_dictionaries({}, optional={"column": columns, "descending": json_values, "then": json_values})
filters = st.dictionaries(
    st.sampled_from(["metric", "value"]),
    st.sampled_from([{"holds": "e"}, {"blank": True}, {"from": 1, "to": None}, {"one_of": ["x"]}]) | json_values,
)
tables = st.fixed_dictionaries({}, optional={"sort": sorts | json_values, "filters": filters | json_values})
CHOICES = ("chart_order", "compared_bars_first", "trend_marks", "period", "since", "best", "least")
choices = st.dictionaries(st.sampled_from(CHOICES), scalars | st.sampled_from(["lowest", "closest"])) | json_values
near_looks = st.fixed_dictionaries(
    {},
    optional={
        "view": st.sampled_from(VIEWS) | json_values,
        "search": json_values,
        "sort": sorts | json_values,
        "filters": filters | json_values,
        "tables": st.dictionaries(st.sampled_from(["table", "difference", "changes"]), tables) | json_values,
        "metric": json_values,
        "order": st.sampled_from([[1, 0], ["1", "0"], [1.0, 0.0], [True, False]])
        | st.lists(scalars, max_size=3)
        | json_values,
        "matrix": st.tuples(scalars, scalars).map(list) | json_values,
        "sides": st.lists(st.tuples(scalars, scalars).map(list), max_size=3) | json_values,
        "selected": st.lists(scalars, max_size=3) | json_values,
        "choices": st.dictionaries(st.sampled_from(["charts", "bars", "trend", "leaderboard"]), choices) | json_values,
    },
)


@pytest.mark.parametrize("is_compared", [True, False])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(look=near_looks)
def test_whatever_a_file_says_does_no_harm(page: ResultPage, is_compared: bool, look: dict[str, Any]) -> None:
    if is_compared:
        page.show_comparison(Comparison(make_compared()), from_store=True)
    else:
        page.show_result(make_saved(), from_store=True)
    page.restore_look(look)
    once = page.look()
    assert json.loads(json.dumps(once, allow_nan=False)) == once
    page.restore_look({})
    page.restore_look(once)
    assert page.look() == once


def test_sides_that_a_file_cannot_mean_are_not_kept(page: ResultPage) -> None:
    page.show_comparison(Comparison(make_compared()), from_store=True)
    for sides in ([[float("inf"), None]], [{"": float("inf")}], "a", 1):
        page.restore_look({"sides": sides})
        assert page.look()["sides"] == []


def test_a_comparison_is_looked_at_as_before_in_all_its_views(page: ResultPage) -> None:
    page.show_comparison(Comparison(make_compared()), from_store=True)
    state = page.comparison_body.state
    page.show_view("matrix")
    state.choose_metric(1)
    state.select(Place(1, 2))
    matrix = page.comparison_body.views.matrix
    assert matrix is not None
    matrix.sort(0, matrix.table.sorted_by()[1])
    look, order = page.look(), state.entity_order
    page.show_comparison(Comparison(make_compared()), from_store=True)
    matrix.sort(-1, matrix.table.sorted_by()[1])
    state.select(None)
    state.choose_metric(0)
    page.show_view("table")
    page.restore_look(look)
    assert (page.look(), state.entity_order, state.selected) == (look, order, Place(1, 2))


def choose(page: ResultPage, view: str, name: str, place: int) -> None:
    """As a person does."""
    page.show_view(view)
    box = page.findChild(QComboBox, name)
    assert box is not None
    box.setCurrentIndex(place)
    box.activated.emit(place)


CHOSEN = (
    *(("bars", "compared_bars_grouping", 1), ("bars", "compared_bars_order", 2), ("bars", "compared_bars_first", 1)),
    *(("trend", "trend_panels", 2), ("trend", "trend_marks", 1)),
    *(("leaderboard", "leaderboard_period", 1), ("leaderboard", "leaderboard_earlier", 3)),
    ("leaderboard", "leaderboard_best", 1),
)


def test_what_is_chosen_above_charts_and_board_is_kept(page: ResultPage, qtbot: QtBot) -> None:
    page.show_comparison(Comparison(make_compared()), from_store=True)
    for chosen in CHOSEN:
        choose(page, *chosen)
    board = page.comparison_body.views.leaderboard
    assert board is not None
    board._least.setValue(7)
    look, rules, rows = page.look(), board.model.rules, page.visible_rows()
    assert (rules.period, rules.earlier, rules.best, rules.least) == (1, 2, Best.LOWEST, 7)
    for view, name, _ in CHOSEN:
        choose(page, view, name, 0)
    board._least.setValue(0)
    page.restore_look(look)
    assert (page.look(), board.model.rules, page.visible_rows()) == (look, rules, rows)
    for _, name, place in CHOSEN:
        box = page.findChild(QComboBox, name)
        assert box is not None
        assert box.currentIndex() == place

    other = ResultPage()  # where no view is made yet
    qtbot.addWidget(other)
    other.show_comparison(Comparison(make_compared()), from_store=True)
    other.restore_look({**look, "view": "table"})
    assert other.look()["choices"] == look["choices"]
    other.show()
    other.show_view("leaderboard")
    assert other.comparison_body.views.leaderboard is not None
    assert other.comparison_body.views.leaderboard.model.rules == rules
    assert other.look()["choices"] == look["choices"]


def test_a_board_on_which_nothing_was_chosen_ranks_whom_all_views_show(page: ResultPage) -> None:
    page.show_comparison(Comparison(make_compared()), from_store=True)
    page.comparison_body.state.set_least(8)
    look = page.look()  # where there is no board yet
    assert look["choices"] == {}
    choose(page, "leaderboard", "leaderboard_period", 1)
    board = page.comparison_body.views.leaderboard
    assert board is not None
    board._least.setValue(3)
    page.restore_look({**look, "view": "leaderboard"})
    assert (board.model.rules.period, board.model.rules.least) == (4, 8)


def test_what_is_chosen_above_the_charts_of_an_answer_is_kept(page: ResultPage) -> None:
    page.show_result(make_saved(), from_store=True)
    choose(page, "charts", "chart_order", 2)
    choose(page, "charts", "chart_first", 1)
    look = page.look()
    choose(page, "charts", "chart_order", 0)
    choose(page, "charts", "chart_first", 0)
    page.restore_look(look)
    assert page.look() == look
    assert page.findChild(QComboBox, "chart_order").currentIndex() == 2


def test_files_of_an_older_version_say_only_how_the_view_in_front_is_sorted(page: ResultPage) -> None:
    page.show_result(make_saved(), from_store=True)
    page.restore_look({"view": "table", "sort": {"column": "value", "descending": True}, "filters": {}})
    assert page.look()["tables"] == {"table": {"sort": {"column": "value", "descending": True}, "filters": {}}}
