"""What a result is held against: the newest complete answers that were stored when its run began."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jobs_kit import PROFILE, build_query, plan_for
from msgspec.structs import replace

from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem, SavedResult
from siro_desktop.jobs.what_changed import WhatChanged

if TYPE_CHECKING:
    from siro_desktop.domain.changes import Changes
    from siro_desktop.storage.library import Library

FIRST = datetime(2026, 11, 12, 9, 14, tzinfo=UTC)
WEEK = timedelta(days=7)


def keep(library: Library, plan: FetchPlan, at: datetime, value: float, problem: Problem | None = None) -> SavedResult:
    """A run that began at `at` and was answered a second later."""
    result_id = library.save_run(
        plan=plan, profile_name="Acme", api_base_url="https://api.test", time_zone="UTC", saved_at=at
    )
    metrics = MetricValues(
        ids=["m1"],
        names=["Pace"],
        units=["wpm"],
        unit_abbreviations=[""],
        metric_types=["t"],
        descriptions=[None],
        values=[value],
        pass_rates=[None],
    )
    answers = [
        Answer(
            cell_key=cell.key,
            recordings_evaluated=12,
            metrics=metrics,
            start_at="",
            end_at="",
            filter_by=(),
            filter_by_ids=(),
            fetched_at=at + timedelta(seconds=1),
            duration_ms=3,
            pages=(Page("https://api.test", b"{}"),),
            problem=problem,
        )
        for cell in plan.cells
    ]
    library.save_answers(result_id, answers)
    return library.load_result(result_id)


def what_changed(library: Library, saved: SavedResult) -> Changes:
    return asyncio.run(WhatChanged(saved).run(library, print))


def test_the_first_copy_has_nothing_before_it(library: Library) -> None:
    assert what_changed(library, keep(library, plan_for(), FIRST, 140)).is_first


def test_a_result_is_held_against_the_copy_before_it_not_the_newest(library: Library) -> None:
    runs = [keep(library, plan_for(), FIRST + number * WEEK, 140 + number) for number in range(3)]
    found = what_changed(library, runs[1])
    assert found.since == FIRST + timedelta(seconds=1)
    assert [(one.value_before, one.value_now) for one in found.all] == [(140, 141)]
    assert library.load_result(runs[0].id) == runs[0]  # both copies stay
    assert what_changed(library, runs[0]).is_first


def test_a_clock_that_was_set_back_does_not_hide_the_copy_before(library: Library) -> None:
    first = keep(library, plan_for(), FIRST, 140)
    second = keep(library, plan_for(), FIRST - WEEK, 141)
    third = keep(library, plan_for(), FIRST - WEEK + timedelta(hours=1), 142)
    for saved, before in ((second, 140), (third, 141)):
        assert [one.value_before for one in what_changed(library, saved).all] == [before]
    assert what_changed(library, first).is_first


def test_a_run_that_goes_on_later_is_no_copy_before(library: Library) -> None:
    plan = plan_for()
    begun = library.save_run(
        plan=plan, profile_name="Acme", api_base_url="https://api.test", time_zone="UTC", saved_at=FIRST
    )
    saved = keep(library, plan, FIRST + WEEK, 141)
    late = replace(next(iter(saved.answers.values())), fetched_at=FIRST + 2 * WEEK)
    library.save_answers(begun, [late])
    assert what_changed(library, saved).is_first


def test_what_a_deleted_result_shared_counts_as_the_result_s_own(library: Library) -> None:
    plan = plan_for()
    keep(library, plan, FIRST, 139)
    middle = keep(library, plan, FIRST + WEEK, 140)
    again = library.save_run(
        plan=plan, profile_name="Acme", api_base_url="https://api.test", time_zone="UTC", saved_at=FIRST + 2 * WEEK
    )
    library.link_answers(again, {plan.cells[0].key: FIRST})
    library.delete_result(middle.id)
    assert [one.value_before for one in what_changed(library, library.load_result(again)).all] == [139]


def test_an_incomplete_copy_is_passed_over(library: Library) -> None:
    keep(library, plan_for(), FIRST, 140)
    keep(library, plan_for(), FIRST + WEEK, 0, Problem("ServerError", "Siro has a problem", "Try again later."))
    found = what_changed(library, keep(library, plan_for(), FIRST + 2 * WEEK, 141))
    assert found.all[0].value_before == 140


def test_an_answer_that_was_taken_from_the_store_has_not_changed(library: Library) -> None:
    plan = plan_for()
    keep(library, plan, FIRST, 139)
    keep(library, plan, FIRST + WEEK, 140)
    again = library.save_run(
        plan=plan, profile_name="Acme", api_base_url="https://api.test", time_zone="UTC", saved_at=FIRST + 2 * WEEK
    )
    library.link_answers(again, {plan.cells[0].key: FIRST})
    found = what_changed(library, library.load_result(again))
    assert (found.all, found.compared) == ([], 1)


def test_cells_meet_across_plans_and_many_are_found_in_few_steps(library: Library) -> None:
    """A cell of a comparison has its copy in a plain result of the same question."""
    people = tuple(f"user_{number}" for number in range(450))
    keep(library, plan_for("user_449"), FIRST, 140)
    plan = build_plan(build_query(*people), PROFILE.id, compare_by=CompareBy(entities=CompareEntities.EACH))
    found = what_changed(library, keep(library, plan, FIRST + WEEK, 141))
    assert (found.values, found.compared) == (1, 1)
    assert len(found.all) == 450  # the others are newly answered


def test_a_result_that_could_not_be_saved_is_held_against_the_store_too(library: Library) -> None:
    keep(library, plan_for(), FIRST, 140)
    saved = keep(library, plan_for(), FIRST + WEEK, 141)
    assert what_changed(library, replace(saved, id=0)).values == 1
