"""Metric values as columns: a sequence that builds rows when they are asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from siro_desktop.columns import LONG
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValue, MetricValues, Problem, SavedResult

VALUES = MetricValues(
    ids=["m1", "m2", "m1"],
    names=["Talk", "Calls", "Talk"],
    units=["seconds", "", "seconds"],
    unit_abbreviations=["sec", "", "sec"],
    metric_types=["CONVERSATION_TIME", "RECORDING_COUNT", "NEW_TYPE"],
    descriptions=["How long", None, ""],
    values=[1800.0, None, 0.0],
    pass_rates=[12.5, None, None],
    extras={2: {"zeta": 1, "alpha": [2]}, 0: {"groupKey": "u1"}},
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANSWER = Answer(
    cell_key="k",
    recordings_evaluated=3,
    metrics=VALUES,
    start_at="",
    end_at="",
    filter_by=(),
    filter_by_ids=(),
    fetched_at=NOW,
    duration_ms=1,
    pages=(),
)


def test_a_row_is_built_from_its_columns() -> None:
    assert VALUES[0] == MetricValue(
        id="m1",
        name="Talk",
        unit="seconds",
        unit_abbreviated="sec",
        metric_type="CONVERSATION_TIME",
        description="How long",
        value=1800.0,
        pass_rate=12.5,
        extra={"groupKey": "u1"},
    )


def test_a_missing_value_is_none_and_zero_is_zero() -> None:
    assert [row.value for row in VALUES] == [1800.0, None, 0.0]
    assert VALUES[1].extra == {}


def test_it_is_a_sequence() -> None:
    assert len(VALUES) == 3
    assert VALUES[-1] == VALUES[2]
    assert VALUES[1:] == [VALUES[1], VALUES[2]]
    assert VALUES[::-1][0] == VALUES[2]
    assert VALUES[1] in VALUES
    for outside in (3, -4):
        with pytest.raises(IndexError):
            VALUES[outside]
    assert list(MetricValues()) == []


def test_extra_names_come_in_the_order_of_the_rows() -> None:
    assert VALUES.extra_names() == ("groupKey", "zeta", "alpha")


def test_an_answer_is_partial_if_it_has_a_problem() -> None:
    assert not ANSWER.is_partial
    assert replace(ANSWER, problem=Problem("ServerError", "t", "m")).is_partial
    with pytest.raises(AttributeError):
        ANSWER.cell_key = "other"  # type: ignore[misc]


def test_the_only_answer_is_the_first_cells() -> None:
    query = MetricsQuery(
        organization_id="o",
        conversation_type_id="c",
        period=Period(NOW, datetime(2026, 2, 1, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=("u",),
    )
    plan = build_plan(query, "practice")
    saved = SavedResult(id=1, profile_name="p", api_base_url="", time_zone="UTC", saved_at=NOW, plan=plan)
    assert saved.only_answer is None
    assert saved.is_practice
    assert replace(saved, answers={plan.cells[0].key: ANSWER}).only_answer is ANSWER
    assert not replace(saved, plan=build_plan(query, "p1")).is_practice


def test_long_columns_are_lists_and_equal_whatever_they_were_built_from() -> None:
    numbers = [float(number) for number in range(LONG + 1)]
    one, other = MetricValues(values=numbers), MetricValues(values=tuple(numbers))
    assert one.values is numbers  # a million values are not copied
    assert one == other
    assert replace(other, extras={}).values is other.values
