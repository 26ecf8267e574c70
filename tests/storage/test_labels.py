"""Names, notes, tags, pins, limits and what a search finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from storage_samples import make_answer, make_query, make_wide_plan, save_run

from siro_desktop.domain.labels import NO_LABELS, Labels
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.retention import KEEP_ALL, RetentionRule
from siro_desktop.errors import LabelError, RetentionError, StorageError
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = Names(
    users=(NamedId("user_a", "Ana Ruiz"), NamedId("user_b", "Björn Ek"), NamedId("user_aa", "Zoe")),
    conversation_types=(NamedId("roof_inspection", "Dachprüfung"),),
)


def labels_of(library: Library, result_id: int) -> Labels:
    return next(summary.labels for summary in library.load_summaries() if summary.id == result_id)


def test_labels_come_back_and_can_be_taken_away(library: Library, folder: Path, save: Callable[..., int]) -> None:
    saved = save()
    assert labels_of(library, saved) == NO_LABELS
    labels = Labels("Für Q4\u202e", "Two\nlines 屋根", ("weekly", "Ana’s"), is_pinned=True)
    library.labels.save(saved, labels)
    with Library.open(folder) as other:
        assert labels_of(other, saved) == labels
    library.labels.save(saved, NO_LABELS)
    assert labels_of(library, saved) == NO_LABELS


def test_labels_go_with_their_result_and_need_one(library: Library, save: Callable[..., int]) -> None:
    saved = save()
    library.labels.save(saved, Labels("CANARY"))
    library.delete_result(saved)
    assert library.load_summaries(search="canary") == ()
    with pytest.raises(StorageError, match="not in the store"):
        library.labels.save(saved, Labels("again"))
    with pytest.raises(LabelError):
        library.labels.save(save(), Labels(name="x" * 201))


def test_pinned_results_come_first_whatever_the_limit(library: Library, save: Callable[..., int]) -> None:
    first, second, third = save(), save(), save()
    library.labels.save(first, Labels(is_pinned=True))
    assert [one.id for one in library.load_summaries()] == [first, third, second]
    assert [one.id for one in library.load_summaries(limit=2)] == [first, third]
    assert library.last_result_id() == third


@pytest.mark.parametrize(
    "search",
    [
        *("ana", "RUIZ", "bjÖrn", "dachpr", "user_a"),
        *("monday", "#weekly", "#WEEK", "note", "weekly"),
        *("2026", "2026-10", "2026-10-01", "2026-10-15", "2026-10-31", "oct", "October", "oct 2026 ana talk #weekly"),
    ],
)
def test_a_search_finds_people_labels_and_periods(library: Library, save: Callable[..., int], search: str) -> None:
    saved = save()
    library.labels.save(saved, Labels("Monday board", "A note", ("Weekly",)))
    assert [one.id for one in library.load_summaries(search=search, names=NAMES)] == [saved]


@pytest.mark.parametrize(
    "search", ["zoe", "#board", "#note", "#roof", "2025", "2026-09", "2026-12", "2026-12-01", "dec", "sept", "may"]
)
def test_a_search_finds_nothing_else(library: Library, save: Callable[..., int], search: str) -> None:
    library.labels.save(save(), Labels("Monday board", "A note", ("Weekly",)))
    assert library.load_summaries(search=search, names=NAMES) == ()


@pytest.mark.parametrize(
    ("month", "is_found"), [("oct", False), ("nov", True), ("dec", True), ("jan", True), ("feb", True), ("mar", False)]
)
def test_months_of_a_period_over_the_turn_of_the_year(library: Library, month: str, is_found: bool) -> None:
    period = Period(datetime(2026, 11, 20, 7, tzinfo=UTC), datetime(2027, 3, 1, 7, tzinfo=UTC))  # Denver's midnights
    query = make_query()
    plan = build_plan(type(query)(**{**_fields(query), "period": period}), "acme")
    library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key)])
    assert bool(library.load_summaries(search=month)) is is_found


def _fields(query: object) -> dict[str, object]:
    return {name: getattr(query, name) for name in query.__slots__}  # type: ignore[attr-defined]


def test_limits_are_kept_by_connection(library: Library) -> None:
    assert library.retention.load("acme") == KEEP_ALL
    rule = RetentionRule(days=90, megabytes=500)
    library.retention.save("acme", rule)
    assert (library.retention.load("acme"), library.retention.load("other")) == (rule, KEEP_ALL)
    library.retention.save("acme", RetentionRule(megabytes=1))
    assert library.retention.load("acme") == RetentionRule(megabytes=1)
    library.retention.save("acme", KEEP_ALL)
    assert library.retention.load("acme") == KEEP_ALL
    with pytest.raises(RetentionError):
        library.retention.save("acme", RetentionRule(days=0))


def test_an_answer_that_results_share_is_that_of_the_newest(library: Library) -> None:
    plan = make_wide_plan(2)
    older = save_run(library, plan)
    library.save_answers(older, [make_answer(cell.key, rows=1000) for cell in plan.cells])
    newer = save_run(library, plan)
    not_before = dict.fromkeys((plan.cells[0].key,), datetime(2026, 11, 1, tzinfo=UTC) - timedelta(days=400))
    library.link_answers(newer, not_before)

    sizes = library.retention.load_sizes()

    assert sizes.keys() == {older, newer}
    assert sizes[older] == sizes[newer] > 36_000
