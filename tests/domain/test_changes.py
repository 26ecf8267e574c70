"""What changed between two copies of the same cells."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from difference_samples import CALENDAR, LATER, Metric, make_answer, make_query
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.changes import ChangeFinder, ChangeKind, Changes, find_changes
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan

if TYPE_CHECKING:
    from siro_desktop.domain.results import Answer

PLAN = build_plan(make_query(), "acme", compare_by=CompareBy(unit=Unit.WEEK), calendar=CALENDAR)
KEYS = [cell.key for cell in PLAN.cells]
EARLIER = datetime(2026, 11, 12, 9, 14, tzinfo=UTC)
SHARE: Metric = ("share", "percent", 50, 80)


def copy(*answers: list[Metric] | None, recordings: float = 40, fetched_at: datetime = LATER) -> dict[str, Answer]:
    return {
        key: make_answer(key, metrics, recordings, fetched_at=fetched_at)
        for key, metrics in zip(KEYS, answers, strict=False)
        if metrics is not None
    }


def test_without_an_earlier_copy_nothing_changed() -> None:
    found = find_changes(PLAN, {}, copy([SHARE]))
    assert found == Changes()
    assert found.is_first


def test_values_and_pass_rates_that_moved() -> None:
    before = copy([SHARE, ("pace", "wpm", 100, None), ("fillers", "count", None, None)], fetched_at=EARLIER)
    now = copy([("share", "percent", 60, 80), ("pace", "wpm", 100, 30), ("fillers", "count", 0, None)])
    found = find_changes(PLAN, before, now)
    assert (found.values, found.pass_rates, found.compared, found.since) == (2, 1, 1, EARLIER)
    share, pace, fillers = found.all
    assert (share.absolute, share.relative, share.pass_rate_points) == (10, 0.2, 0)
    assert (pace.has_other_value, pace.has_other_pass_rate) == (False, True)
    assert (fillers.has_other_value, fillers.absolute) == (True, None)  # from nothing to 0 is a change without a size


def test_metrics_gone_and_new() -> None:
    found = find_changes(PLAN, copy([SHARE, ("old", "", 1, None)]), copy([("new", "", 2, None), SHARE]))
    assert [(one.kind, one.metric and one.metric.key.id, one.row) for one in found.all] == [
        (ChangeKind.GONE, "old", None),
        (ChangeKind.NEW, "new", 0),
    ]
    assert (found.values, found.count(ChangeKind.NEW)) == (0, 1)


def test_recordings_that_were_scored_late() -> None:
    found = find_changes(PLAN, copy([SHARE], recordings=37, fetched_at=EARLIER), copy([SHARE], recordings=40))
    assert (found.late, found.new, found.fewer, found.values) == (3, 0, 0, 0)
    assert [one.kind for one in found.all] == [ChangeKind.RECORDINGS]
    assert (found.all[0].recordings_before, found.all[0].recordings_now) == (37, 40)


def test_recordings_of_a_period_that_was_still_running_are_new_not_late() -> None:
    during = PLAN.cells[0].query.period.start
    assert find_changes(PLAN, copy([SHARE], recordings=1, fetched_at=during), copy([SHARE], recordings=4)).new == 3


def test_the_whole_is_not_counted_twice() -> None:
    plan = build_plan(
        make_query(ids=("ana", "ben")), "acme", compare_by=CompareBy(entities=CompareEntities.EACH, with_whole=True)
    )
    before = {cell.key: make_answer(cell.key, [], 10, fetched_at=EARLIER) for cell in plan.cells}
    now = {cell.key: make_answer(cell.key, [], 11) for cell in plan.cells}
    found = find_changes(plan, before, now)
    assert (found.late, len(found.all)) == (2, 3)


def test_cells_that_are_answered_now_or_not_any_more() -> None:
    found = find_changes(PLAN, copy([SHARE], None, [SHARE]), copy([SHARE], [SHARE], None))
    assert [(one.kind, one.cell.key) for one in found.all] == [
        (ChangeKind.ANSWERED, KEYS[1]),
        (ChangeKind.UNANSWERED, KEYS[2]),
    ]
    assert found.compared == 1


NUMBERS = st.none() | st.sampled_from([0, 1, 2.5, float("nan")])
METRICS = st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.just("sec"), NUMBERS, NUMBERS), max_size=4)
COPIES = st.lists(st.none() | METRICS, min_size=len(KEYS), max_size=len(KEYS))
OPPOSITE = {
    ChangeKind.NEW: ChangeKind.GONE,
    ChangeKind.GONE: ChangeKind.NEW,
    ChangeKind.ANSWERED: ChangeKind.UNANSWERED,
    ChangeKind.UNANSWERED: ChangeKind.ANSWERED,
}


@given(COPIES, st.integers(0, 9))
def test_the_same_copy_twice_has_no_changes(answers: list[list[Metric] | None], recordings: int) -> None:
    first, second = copy(*answers, recordings=recordings), copy(*answers, recordings=recordings)
    found = find_changes(PLAN, first, second)
    assert not found.all
    assert (found.late, found.new, found.fewer, found.values) == (0, 0, 0, 0)


@given(COPIES, COPIES, st.integers(0, 9), st.integers(0, 9))
def test_backwards_everything_is_mirrored(
    a: list[list[Metric] | None], b: list[list[Metric] | None], n: int, m: int
) -> None:
    left, right = copy(*a, recordings=n), copy(*b, recordings=m)
    there, back = find_changes(PLAN, left, right), find_changes(PLAN, right, left)
    if there.is_first or back.is_first:
        return
    mirrored = {(one.cell.key, one.metric and one.metric.key): one for one in back.all}
    assert len(mirrored) == len(back.all) == len(there.all)
    for one in there.all:
        other = mirrored[one.cell.key, one.metric and one.metric.key]
        assert other.kind is OPPOSITE.get(one.kind, one.kind)
        assert one.absolute == (None if other.absolute is None else -other.absolute)
        assert (one.recordings_before, one.recordings_now) == (other.recordings_now, other.recordings_before)
    assert (there.values, there.pass_rates, there.compared) == (back.values, back.pass_rates, back.compared)
    assert there.late + there.new == back.fewer


def test_the_cells_of_all_changes_are_told_once_each() -> None:
    now = copy([SHARE, ("pace", "wpm", 1, None)], [SHARE], [("share", "percent", 51, 80)])
    found = find_changes(PLAN, copy([], [SHARE], [SHARE]), now)
    assert [cell.key for cell in found.cells] == [KEYS[0], KEYS[2]]
    assert [one.cell.key for one in found.all] == [KEYS[0], KEYS[0], KEYS[2]]


def test_of_many_metrics_the_same_is_found_as_of_few() -> None:
    """More than go into one dictionary, in another order, with repeats, some gone and some new."""
    was: list[Metric] = [(f"m{number % 29_000}", "s", number, None) for number in range(30_000)]
    is_: list[Metric] = [(name, unit, value + (value % 2), None) for name, unit, value, _ in reversed(was[5:])]
    found = find_changes(PLAN, copy(was), copy([*is_, ("late", "s", 1, None)]))
    kinds = [one.kind for one in found.all]
    assert kinds.count(ChangeKind.GONE) == 5
    assert kinds[-1] is ChangeKind.NEW
    assert found.all[-1].row == len(is_)
    assert len({one.metric.key for one in found.all if one.metric}) == len(found.all)
    changed = [one for one in found.all if one.kind is ChangeKind.CHANGED]
    assert all(one.metric and is_[one.row or 0][0] == one.metric.key.id for one in changed)
    assert found.count(ChangeKind.CHANGED) == found.values > 10_000


def test_a_long_copy_of_the_same_has_not_changed() -> None:
    many: list[Metric] = [(f"m{number}", "s", number, None) for number in range(30_000)]
    assert find_changes(PLAN, copy(many), copy(many)).all == []
    last = [*many[:-1], ("m29999", "s", -1, None)]
    assert [one.row for one in find_changes(PLAN, copy(many), copy(last)).all] == [29_999]


def test_what_was_found_can_be_forgotten() -> None:
    finder = ChangeFinder(PLAN, copy([("share", "percent", 60, 80)]))
    finder.add(PLAN.cells, copy([SHARE]))
    finder.forget()
    assert finder.changes().all == []


def test_the_collector_of_garbage_does_not_go_through_changes() -> None:
    found = find_changes(PLAN, copy([SHARE]), copy([("share", "percent", 60, 80)]))
    change = found.all[0]
    assert change.metric is not None
    assert not any(map(gc.is_tracked, (found.all, change, change.metric, change.metric.key)))
