"""How a result is looked at comes back from JSON; what a file holds that was edited or damaged does no harm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from result_samples import make_compared, make_saved

from siro_desktop.domain.comparison import Comparison, Place

if TYPE_CHECKING:
    from siro_desktop.ui.result_page import ResultPage

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


def test_files_of_an_older_version_say_only_how_the_view_in_front_is_sorted(page: ResultPage) -> None:
    page.show_result(make_saved(), from_store=True)
    page.restore_look({"view": "table", "sort": {"column": "value", "descending": True}, "filters": {}})
    assert page.look()["tables"] == {"table": {"sort": {"column": "value", "descending": True}, "filters": {}}}
