"""Results and names come back as they were saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from storage_samples import SAVED_AT, make_answer, make_plan, make_query, make_wide_plan, problem, save_run

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.results import MetricValues, Page
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library
from siro_desktop.storage.runs import FIRST_ROWS, LARGE_ANSWER

if TYPE_CHECKING:
    from pathlib import Path


def test_a_result_comes_back_as_it_was_saved(library: Library) -> None:
    plan = make_plan()
    answer = make_answer(plan.cells[0].key, rows=50)
    result_id = save_run(library, plan)
    library.save_answers(result_id, [answer])

    saved = library.load_result(result_id)

    assert saved.plan == plan
    assert saved.only_answer == answer
    assert (saved.id, saved.profile_name, saved.time_zone) == (result_id, "Acme", "America/Denver")
    assert (saved.api_base_url, saved.saved_at) == ("https://api.siro.ai", SAVED_AT)
    assert saved.problems == {}


def test_it_comes_back_after_a_restart(folder: Path) -> None:
    plan = make_plan()
    with Library.open(folder) as library:
        result_id = save_run(library, plan)
        library.save_answers(result_id, [make_answer(plan.cells[0].key)])

    with Library.open(folder) as library:
        assert library.last_result_id() == result_id
        assert library.load_result(result_id).only_answer == make_answer(plan.cells[0].key)


@pytest.mark.parametrize(
    "number", [1800, 1800.0, 0, -0.5, 1e-300, 1e300, 2**53 + 1, 2**63, -(2**70), 0.1 + 0.2, None, float("inf")]
)
def test_numbers_keep_value_and_type(library: Library, number: float | None) -> None:
    plan = make_plan()
    metrics = MetricValues(
        ids=["m"],
        names=["n"],
        units=[""],
        unit_abbreviations=[""],
        metric_types=["t"],
        descriptions=[""],
        values=[number],
        pass_rates=[number],
    )
    recordings = 3 if number is None else number
    answer = make_answer(plan.cells[0].key, metrics=metrics, recordings_evaluated=recordings)
    result_id = save_run(library, plan)
    library.save_answers(result_id, [answer])

    loaded = library.load_result(result_id).only_answer

    assert loaded is not None
    value = loaded.metrics.values[0]
    assert (value, type(value)) == (number, type(number))
    assert loaded.metrics.pass_rates[0] == number
    assert loaded.recordings_evaluated == recordings
    assert library.load_summaries()[0].recordings_evaluated == recordings


def test_an_answer_without_metrics_and_with_several_pages(library: Library) -> None:
    plan = make_plan()
    pages = tuple(Page(f"https://a/?cursor={number}", bytes([number]) * 5000) for number in range(3))
    answer = make_answer(plan.cells[0].key, metrics=MetricValues(), pages=pages, extra={}, warnings=())
    result_id = save_run(library, plan)
    library.save_answers(result_id, [answer])

    assert library.load_result(result_id).only_answer == answer


def test_the_same_metric_twice_keeps_both_rows_in_order(library: Library) -> None:
    plan = make_plan()
    once = make_answer(plan.cells[0].key, rows=2).metrics
    columns = {name: [*getattr(once, name)] * 2 for name in once.__struct_fields__ if name != "extras"}
    metrics = MetricValues(**{**columns, "values": [1, 2, 3, 4]})
    result_id = save_run(library, plan)
    library.save_answers(result_id, [make_answer(plan.cells[0].key, metrics=metrics)])

    loaded = library.load_result(result_id).only_answer

    assert loaded is not None
    assert loaded.metrics.values == (1, 2, 3, 4)


def test_a_partial_run_of_several_cells(library: Library) -> None:
    plan = make_wide_plan(3)
    first, second, third = (cell.key for cell in plan.cells)
    result_id = save_run(library, plan)
    library.save_answers(result_id, [make_answer(second, problem=problem())])
    library.save_problems(result_id, {first: problem()})

    saved = library.load_result(result_id)

    assert list(saved.answers) == [second]
    assert saved.answers[second].is_partial
    assert saved.problems == {first: problem()}
    assert third not in saved.problems
    (summary,) = library.load_summaries()
    assert (summary.cells_answered, summary.recordings_evaluated, summary.is_partial) == (1, None, True)


def test_an_answer_takes_the_place_of_a_problem(library: Library) -> None:
    plan = make_plan()
    key = plan.cells[0].key
    result_id = save_run(library, plan)
    library.save_problems(result_id, {key: problem()})
    library.save_answers(result_id, [make_answer(key)])

    assert library.load_result(result_id).problems == {}


def test_answers_of_one_call_are_kept_all_or_none(library: Library) -> None:
    plan = make_wide_plan(2)
    result_id = save_run(library, plan)
    answers = [make_answer(plan.cells[0].key), make_answer("no cell of this run")]

    with pytest.raises(StorageError, match="not in the store"):
        library.save_answers(result_id, answers)

    assert library.load_result(result_id).answers == {}
    assert library.latest_answers([plan.cells[0].key]) == {}
    library.save_answers(result_id, answers[:1])  # the metric dictionary forgot what was taken back
    assert library.load_result(result_id).answers == {plan.cells[0].key: answers[0]}


def test_what_is_not_there_is_said(library: Library) -> None:
    with pytest.raises(StorageError, match="not in the store"):
        library.load_result(7)
    with pytest.raises(StorageError, match="not in the store"):
        library.save_problems(7, {"key": problem()})
    library.delete_result(7)


def test_names_are_kept_per_profile(library: Library) -> None:
    names = Names(
        organization_id="org_123",
        conversation_types=(NamedId("roof", "Roof inspection"),),
        users=(NamedId("u1", "=Ana", "Team 屋根"), NamedId("u2", "עדה")),
        teams=(NamedId("t", "Ana’s team"),),
        recordings=(NamedId("r", ""),),
        refused=("People: only an administrator may list them.",),
        fetched_at=datetime(2026, 11, 23, 1, 2, 3, 4, tzinfo=UTC),
    )
    library.save_names("acme", Names())
    library.save_names("acme", names)

    assert library.load_names("acme") == names
    assert library.load_names("other") == Names()


def test_a_thousand_cells_of_one_query(library: Library) -> None:
    plan = make_wide_plan(1000)
    result_id = save_run(library, plan)
    library.save_answers(result_id, [make_answer(cell.key, rows=2) for cell in plan.cells])

    saved = library.load_result(result_id)

    assert saved.plan == plan
    assert list(saved.answers) == [cell.key for cell in plan.cells]
    assert not library.load_summaries()[0].is_partial


def test_the_query_of_a_test_plan_is_right() -> None:
    make_query().check()


def test_the_first_rows_of_a_large_result_come_alone(library: Library) -> None:
    plan = make_plan()
    small, large = save_run(library, plan), save_run(library, plan)
    library.save_answers(small, [make_answer(plan.cells[0].key, rows=100)])
    answer = make_answer(plan.cells[0].key, rows=LARGE_ANSWER + 1)
    library.save_answers(large, [answer])

    first = library.load_first_rows(large)

    assert first is not None
    assert (first.id, first.plan, first.saved_at) == (large, plan, SAVED_AT)
    rows = first.only_answer
    assert rows is not None
    assert list(rows.metrics) == answer.metrics[:FIRST_ROWS]
    assert rows.pages == ()
    assert library.load_first_rows(small) is None
    assert library.load_first_rows(99) is None
    assert library.load_result(large).only_answer == answer
