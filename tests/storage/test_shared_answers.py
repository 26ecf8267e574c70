"""Answers that a later run takes from the store: the newest complete ones, if they are new enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from storage_samples import SAVED_AT, make_answer, make_plan, make_wide_plan, problem, save_run

from siro_desktop.domain.cut_short import CIRCLE
from siro_desktop.jobs.run_query import CountStored

if TYPE_CHECKING:
    from siro_desktop.storage.library import Library


def test_latest_answers_are_the_newest_complete_ones(library: Library) -> None:
    plan = make_wide_plan(3)
    fresh, broken, never = (cell.key for cell in plan.cells)
    old = make_answer(fresh, rows=1)
    new = make_answer(fresh, rows=2, fetched_at=SAVED_AT + timedelta(days=1))
    for answers in ([new], [old], [make_answer(broken, problem=problem())]):
        library.save_answers(save_run(library, plan), answers)

    assert library.latest_answers([fresh, broken, never]) == {fresh: new}


def test_a_run_shares_answers_that_are_new_enough(library: Library) -> None:
    plan = make_wide_plan(4)
    final, early, broken, never = (cell.key for cell in plan.cells)
    first = save_run(library, plan)
    complete = [make_answer(final), make_answer(early, fetched_at=SAVED_AT)]
    library.save_answers(first, [*complete, make_answer(broken, problem=problem())])
    not_before = dict.fromkeys((final, early, broken, never), SAVED_AT + timedelta(seconds=1))

    second = save_run(library, plan)
    assert library.find_answers(not_before) == {final}
    assert library.link_answers(second, not_before) == {final: complete[0]}
    assert library.load_result(second).answers == {final: complete[0]}

    library.delete_result(first)
    assert library.load_result(second).answers == {final: complete[0]}
    assert library.find_answers({early: SAVED_AT}) == frozenset()
    library.delete_result(second)
    assert library.find_answers(not_before) == frozenset()


def test_only_the_newest_answer_counts(library: Library) -> None:
    """A newer one that was fetched before the figures were final does not bring an older one back."""
    plan = make_plan()
    key = plan.cells[0].key
    for second in (1, 5):
        library.save_answers(
            save_run(library, plan), [make_answer(key, fetched_at=SAVED_AT + timedelta(seconds=second))]
        )
    run = save_run(library, plan)

    assert library.link_answers(run, {key: SAVED_AT})[key].fetched_at == SAVED_AT + timedelta(seconds=5)
    assert library.link_answers(run, {key: SAVED_AT + timedelta(seconds=6)}) == {}
    assert library.link_answers(run, {}) == {}


def test_an_answer_that_was_cut_short_is_never_final(library: Library) -> None:
    plan = make_plan()
    key = plan.cells[0].key
    library.save_answers(save_run(library, plan), [replace(make_answer(key), warnings=(CIRCLE,))])
    assert library.find_answers({key: SAVED_AT}) == frozenset()
    assert library.link_answers(save_run(library, plan), {key: SAVED_AT}) == {}

    library.save_answers(save_run(library, plan), [replace(make_answer(key), warnings=("Something else.",))])
    assert library.find_answers({key: SAVED_AT}) == {key}


def test_an_answer_from_the_future_is_never_final(library: Library) -> None:
    """A clock that was a year ahead once: its figures may be of a period that was not over."""
    plan = make_plan()
    key = plan.cells[0].key
    ahead = datetime.now(UTC) + timedelta(days=365)
    library.save_answers(save_run(library, plan), [make_answer(key, fetched_at=ahead)])
    counting = CountStored(plan, timedelta(days=2))
    assert counting.of(library) == 0
    assert library.find_answers({key: SAVED_AT}) == frozenset()
    assert library.link_answers(save_run(library, plan), {key: SAVED_AT}) == {}

    before = make_answer(key, fetched_at=datetime.now(UTC) - timedelta(seconds=1))
    library.save_answers(save_run(library, plan), [before])
    assert library.link_answers(save_run(library, plan), {key: SAVED_AT}) == {key: before}
    assert counting.of(library) == (before.fetched_at >= plan.query.period.end + timedelta(days=2))
