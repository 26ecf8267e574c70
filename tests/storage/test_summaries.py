"""The list of saved results: what it says of each, and what a search finds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from storage_samples import SAVED_AT, make_answer, make_plan, make_query, save_run

from siro_desktop.domain.labels import Labels
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.jobs.saved_results import ListSaved, OpenLast, OpenThese

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.storage.library import Library


def test_a_summary_tells_what_was_compared_without_the_plans_cells(library: Library) -> None:
    """Also where a text looks like the place at which the cells begin."""
    query = make_query('conv","cells":[', "user_a", 'user,"cells":[')
    by = CompareBy(entities=CompareEntities.EACH)
    plan = build_plan(query, "acme", compare_by=by)
    library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key)])

    (summary,) = library.load_summaries()

    assert (summary.query, summary.compare_by, summary.cells) == (query, by, 2)


def test_summaries_are_newest_first_and_only_of_runs_with_an_answer(library: Library, save: Callable[..., int]) -> None:
    older, newer = save(), save(make_plan("sales", profile_id="other"), name="Other", rows=5)
    save_run(library, make_plan())

    summaries = library.load_summaries()

    assert [summary.id for summary in summaries] == [newer, older]
    first = summaries[0]
    plan = make_plan("sales", profile_id="other")
    assert (first.query, first.compare_by, first.cells) == (plan.query, plan.compare_by, len(plan.cells))
    assert (first.profile_id, first.profile_name, first.time_zone) == ("other", "Other", "America/Denver")
    assert (first.saved_at, first.cells_answered, first.recordings_evaluated) == (SAVED_AT, 1, 150)
    assert (first.metric_count, first.is_partial) == (5, False)
    assert [summary.id for summary in library.load_summaries(profile_id="acme")] == [older]
    assert [summary.id for summary in library.load_summaries(limit=1)] == [newer]


def test_people_are_found_by_name_on_every_connection(library: Library, save: Callable[..., int]) -> None:
    """By the names of the connection that a result came over: the same id may be somebody else on another."""
    acme = save(make_plan("roof", "user_1"))
    other = save(make_plan("roof", "user_1", profile_id="other"))
    second = save(make_plan("roof", "user_1"))
    library.save_names("acme", Names(users=(NamedId("user_1", "Ana Ruiz"),)))
    library.save_names("other", Names(users=(NamedId("user_1", "Ben Ruiz"),)))
    library.labels.save(acme, Labels(is_pinned=True))

    def found(search: str, limit: int | None = None) -> list[int]:
        job = ListSaved(search=search, limit=limit)
        return [one.id for one in asyncio.run(job.run(library, lambda _: None))]

    assert found("ana") == [acme, second]
    assert found("ben") == [other]
    assert found("ruiz") == [acme, second, other]
    assert found("ruiz", limit=2) == [acme, second]
    assert found("nobody") == []


def test_last_result_is_the_newest_with_an_answer(library: Library, save: Callable[..., int]) -> None:
    assert library.last_result_id() is None
    acme, other = save(), save(make_plan(profile_id="other"))
    save_run(library, make_plan())

    assert library.last_result_id() == other
    assert library.last_result_id("acme") == acme
    assert library.last_result_id("nobody") is None


@pytest.mark.parametrize(
    ("profile_id", "preferred", "opened"),
    [("acme", 1, 1), ("acme", 0, 2), ("acme", 3, 2), ("acme", 9, 2), (None, 1, 1), ("nobody", 1, None)],
)
def test_the_preferred_result_of_a_profile_is_opened_if_it_is_there(
    library: Library, save: Callable[..., int], profile_id: str | None, preferred: int, opened: int | None
) -> None:
    assert (save(), save(), save(make_plan(profile_id="other"))) == (1, 2, 3)
    saved = asyncio.run(OpenLast(profile_id, preferred).run(library, lambda _: None))
    assert (saved and saved.id) == opened


def test_those_that_are_still_there_are_opened(library: Library, save: Callable[..., int]) -> None:
    ids = (save(), save(), save(make_plan(profile_id="other")))
    library.delete_result(ids[0])
    found = asyncio.run(OpenThese("acme", (*ids, 99)).run(library, lambda _: None))
    assert [saved.id for saved in found] == [ids[1]]


@pytest.mark.parametrize(
    "search",
    [
        "acme",
        "ROOF_INSP",
        "user_a",
        "org_123",
        "2026-10-01",
        "2026-11-23",
        "straße",
        "STRASSE",
        "talk 2026-10",
        "50% done",
        "ЖЁЛТЫЙ",
        "жёлтый",
        "ﬁn",
        "",
        "   ",
    ],
)
def test_search_finds_by_name_id_type_metric_and_date(save: Callable[..., int], library: Library, search: str) -> None:
    wanted = save(make_plan("roof_inspection"), canary="Talk time Straße 50% done ЖЁЛТЫЙ fin")

    assert [summary.id for summary in library.load_summaries(search=search)] == [wanted]


@pytest.mark.parametrize("search", ["%", "_ser_a", "5_% done", "\\", "'", "talk nothing", "2025", "\x00"])
def test_search_does_not_find_what_is_not_there(save: Callable[..., int], library: Library, search: str) -> None:
    save(canary="Talk time")

    assert library.load_summaries(search=search) == ()


def test_search_is_limited_to_a_profile(save: Callable[..., int], library: Library) -> None:
    save(make_plan(profile_id="other"), canary="Same")
    mine = save(make_plan(), canary="Same")

    assert [summary.id for summary in library.load_summaries(profile_id="acme", search="same")] == [mine]
