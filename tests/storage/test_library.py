from __future__ import annotations

import dataclasses
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from storage_samples import SAVED_AT, make_answer, make_plan, make_query, make_wide_plan, save_run

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.results import MetricValues, Page, Problem
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library
from siro_desktop.storage.runs import FIRST_ROWS, LARGE_ANSWER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROBLEM = Problem("ServerError", "Siro has a problem", "Try again later.", "502")


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
    columns = {
        field.name: [*getattr(once, field.name), *getattr(once, field.name)]
        for field in dataclasses.fields(once)
        if field.name != "extras"
    }
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
    library.save_answers(result_id, [make_answer(second, problem=PROBLEM)])
    library.save_problems(result_id, {first: PROBLEM})

    saved = library.load_result(result_id)

    assert list(saved.answers) == [second]
    assert saved.answers[second].is_partial
    assert saved.problems == {first: PROBLEM}
    assert third not in saved.problems
    (summary,) = library.load_summaries()
    assert (summary.cells_answered, summary.recordings_evaluated, summary.is_partial) == (1, None, True)


def test_a_summary_tells_what_was_compared_without_the_plans_cells(library: Library) -> None:
    """Also where a text looks like the place at which the cells begin."""
    query = make_query('conv","cells":[', "user_a", 'user,"cells":[')
    by = CompareBy(entities=CompareEntities.EACH)
    plan = build_plan(query, "acme", compare_by=by)
    library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key)])

    (summary,) = library.load_summaries()

    assert (summary.query, summary.compare_by, summary.cells) == (query, by, 2)


def test_an_answer_takes_the_place_of_a_problem(library: Library) -> None:
    plan = make_plan()
    key = plan.cells[0].key
    result_id = save_run(library, plan)
    library.save_problems(result_id, {key: PROBLEM})
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
        library.save_problems(7, {"key": PROBLEM})
    library.delete_result(7)


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


def test_last_result_is_the_newest_with_an_answer(library: Library, save: Callable[..., int]) -> None:
    assert library.last_result_id() is None
    acme, other = save(), save(make_plan(profile_id="other"))
    save_run(library, make_plan())

    assert library.last_result_id() == other
    assert library.last_result_id("acme") == acme
    assert library.last_result_id("nobody") is None


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


def test_latest_answers_are_the_newest_complete_ones(library: Library) -> None:
    plan = make_wide_plan(3)
    fresh, broken, never = (cell.key for cell in plan.cells)
    old = make_answer(fresh, rows=1)
    new = make_answer(fresh, rows=2, fetched_at=SAVED_AT + timedelta(days=1))
    for answers in ([new], [old], [make_answer(broken, problem=PROBLEM)]):
        library.save_answers(save_run(library, plan), answers)

    assert library.latest_answers([fresh, broken, never]) == {fresh: new}


def test_a_run_shares_answers_that_are_new_enough(library: Library) -> None:
    plan = make_wide_plan(4)
    final, early, broken, never = (cell.key for cell in plan.cells)
    first = save_run(library, plan)
    complete = [make_answer(final), make_answer(early, fetched_at=SAVED_AT)]
    library.save_answers(first, [*complete, make_answer(broken, problem=PROBLEM)])
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


def test_delete_one_result_keeps_the_others(save: Callable[..., int], library: Library, folder: Path) -> None:
    kept, gone = save(canary="Kept metric"), save(canary="CANARY-8713")

    library.delete_result(gone)

    assert [summary.id for summary in library.load_summaries()] == [kept]
    assert library.load_result(kept).only_answer == make_answer(make_plan().cells[0].key, canary="Kept metric")
    assert not found_in(folder, b"CANARY-8713")
    assert save(canary="New metric") not in {kept, gone}


def test_delete_all_leaves_no_byte_of_content_behind(save: Callable[..., int], library: Library, folder: Path) -> None:
    for number in range(20):
        save(make_plan("CANARY-8713", f"CANARY-8713-{number}"), name="CANARY-8713", canary="CANARY-8713", rows=300)
    library.save_names("acme", Names(users=(NamedId("u", "CANARY-8713"),)))
    assert found_in(folder, b"CANARY-8713")

    library.delete_all()

    assert not found_in(folder, b"CANARY-8713")
    assert library.load_summaries() == ()
    assert library.load_names("acme") == Names()
    save()
    assert len(library.load_summaries()) == 1


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


def test_files_are_for_this_person_only(save: Callable[..., int], folder: Path) -> None:
    save()

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == {"results.sqlite3": 0o600, "results.sqlite3-wal": 0o600, "results.sqlite3-shm": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_loose_permissions_are_tightened(folder: Path) -> None:
    with Library.open(folder):
        pass
    folder.chmod(0o755)
    (folder / "results.sqlite3").chmod(0o644)

    with Library.open(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "results.sqlite3").stat().st_mode) == 0o600


def test_a_second_window_sees_and_changes_the_same_store(library: Library, folder: Path) -> None:
    plan = make_plan()
    key = plan.cells[0].key
    with Library.open(folder) as other:
        result_id = save_run(other, plan)
        other.save_answers(result_id, [make_answer(key, canary="Shared")])
        assert library.load_result(result_id).only_answer == make_answer(key, canary="Shared")

        library.delete_all()  # the dictionary of metrics goes too: the other window must not go on with its own
        again = save_run(other, plan)
        other.save_answers(again, [make_answer(key, canary="Shared")])
        library.save_answers(save_run(library, plan), [make_answer(key, canary="More")])
        assert library.load_result(again).only_answer == make_answer(key, canary="Shared")
        assert len(other.load_summaries(search="shared")) == 1


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


def found_in(folder: Path, canary: bytes) -> bool:
    return any(canary in file.read_bytes() for file in folder.iterdir())


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
