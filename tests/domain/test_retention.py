"""What would go, and what never does; names and tags of results."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from struct_strategies import builds

from siro_desktop.domain.labels import Labels, parse_tags, tags_text
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import NOT_COMPARED
from siro_desktop.domain.query import MetricsQuery
from siro_desktop.domain.results import ResultSummary
from siro_desktop.domain.retention import KEEP_ALL, RetentionRule, StoredResult, what_would_go
from siro_desktop.errors import LabelError, RetentionError

NOW = datetime(2026, 11, 24, tzinfo=UTC)
QUERY = MetricsQuery(
    organization_id="o",
    conversation_type_id="c",
    period=Period(NOW, NOW + timedelta(days=1)),
    filter_by=(),
    ids=(),
    group_by=(),
)


def stored(number: int, days_old: float, megabytes: float = 1, *, is_pinned: bool = False) -> StoredResult:
    summary = ResultSummary(
        id=number,
        profile_id="acme",
        profile_name="Acme",
        time_zone="UTC",
        saved_at=NOW - timedelta(days=days_old),
        query=QUERY,
        compare_by=NOT_COMPARED,
        cells=1,
        cells_answered=1,
        recordings_evaluated=3,
        metric_count=5,
        is_partial=False,
        labels=Labels(is_pinned=is_pinned),
    )
    return StoredResult(summary, round(megabytes * 1_000_000))


def ids(results: tuple[StoredResult, ...]) -> list[int]:
    return [one.summary.id for one in results]


def test_a_clock_that_was_wrong_once_changes_nothing_of_which_came_last() -> None:
    """The numbers of results tell their order; the third was saved while the clock was a year ahead."""
    results = [stored(1, 20), stored(2, 10), stored(3, -365), stored(4, 1)]
    assert ids(what_would_go(results, RetentionRule(megabytes=1), NOW)) == [1, 2, 3]
    assert ids(what_would_go(results, RetentionRule(days=5), NOW)) == [1, 2]
    back = [stored(1, 2), stored(2, 400), stored(3, 1)]  # and here it was a year behind
    assert ids(what_would_go(back, RetentionRule(days=90), NOW)) == [2]
    assert ids(what_would_go(back, RetentionRule(days=90, megabytes=1), NOW)) == [2, 1]


FOUR = [stored(4, 1), stored(3, 10), stored(2, 100, is_pinned=True), stored(1, 200)]


@pytest.mark.parametrize(
    ("rule", "gone"),
    [
        (KEEP_ALL, []),
        (RetentionRule(days=90), [1]),
        (RetentionRule(days=5), [1, 3]),
        (RetentionRule(days=1000), []),
        (RetentionRule(megabytes=3), [1]),
        (RetentionRule(megabytes=1), [1, 3]),  # two stay: the pinned one, and the newest
        (RetentionRule(megabytes=4), []),
        (RetentionRule(days=90, megabytes=2), [1, 3]),
        (RetentionRule(days=5, megabytes=3), [1, 3]),
    ],
)
def test_the_oldest_go_first_and_pinned_ones_never(rule: RetentionRule, gone: list[int]) -> None:
    assert ids(what_would_go(FOUR, rule, NOW)) == gone
    assert ids(what_would_go(reversed(FOUR), rule, NOW)) == gone


def test_the_newest_stays_however_old_it_is() -> None:
    assert what_would_go([stored(1, 900)], RetentionRule(days=1, megabytes=1), NOW) == ()
    assert what_would_go([], RetentionRule(days=1), NOW) == ()


RESULTS = st.lists(st.tuples(st.floats(0, 400), st.floats(0, 5), st.booleans()).map(lambda one: one), max_size=12).map(
    lambda many: [stored(at, days, size, is_pinned=pinned) for at, (days, size, pinned) in enumerate(many, 1)]
)
RULES = builds(RetentionRule, st.none() | st.integers(1, 400), st.none() | st.integers(1, 30))


@given(RESULTS, RULES)
def test_what_goes_is_enough_and_no_more(results: list[StoredResult], rule: RetentionRule) -> None:
    gone = what_would_go(results, rule, NOW)
    left = [one for one in results if one not in gone]
    assert not any(one.summary.labels.is_pinned for one in gone)
    assert bool(left) is bool(results)
    assert list(gone) == sorted(gone, key=lambda one: (one.summary.saved_at, one.summary.id))
    free = [one for one in left if not one.summary.labels.is_pinned][:-1] if rule.days is None else []
    if rule.megabytes is not None and rule.days is None and gone:
        limit = rule.megabytes * 1_000_000
        assert sum(one.size for one in left) + gone[-1].size > limit  # without the last there was too much
        if free:
            assert sum(one.size for one in left) <= limit


@pytest.mark.parametrize("rule", [RetentionRule(days=0), RetentionRule(days=-1), RetentionRule(days=10**6)])
def test_limits_that_make_no_sense(rule: RetentionRule) -> None:
    with pytest.raises(RetentionError) as caught:
        rule.check()
    assert caught.value.field == "days"
    RetentionRule(days=1, megabytes=1).check()


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", ()),
        (" , ,#,", ()),
        ("weekly, #Q4 ,  one   to one", ("weekly", "Q4", "one to one")),
        ("Weekly,weekly,WEEKLY", ("Weekly",)),
    ],
)
def test_tags_as_people_type_them(text: str, tags: tuple[str, ...]) -> None:
    assert parse_tags(text) == tags
    assert parse_tags(tags_text(tags)) == tags


@pytest.mark.parametrize(
    ("labels", "field"),
    [
        (Labels(name="x" * 201), "name"),
        (Labels(note="x" * 10_001), "note"),
        (Labels(tags=("x" * 41,)), "tags"),
        (Labels(tags=tuple(map(str, range(21)))), "tags"),
    ],
)
def test_labels_that_are_too_long(labels: Labels, field: str) -> None:
    with pytest.raises(LabelError) as caught:
        labels.check()
    assert caught.value.field == field
    Labels("x" * 200, "x" * 10_000, tuple(map(str, range(20)))).check()
