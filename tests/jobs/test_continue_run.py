"""ContinueRun: into the same result, only what is missing, after a stop, a restart, trouble, or for one cell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from jobs_kit import PROFILE, build_query, values_body
from msgspec.structs import replace

from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.progress import AnswersNotKept, FetchProgress, PlanBuilt, ResultBegun, ResultSoFar
from siro_desktop.errors import AccessDenied, ServerError, StorageError
from siro_desktop.jobs import cell_run
from siro_desktop.jobs.run_query import ContinueRun, RunQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs_kit import RunJob, Siro

    from siro_desktop.domain.results import SavedResult
    from siro_desktop.storage.library import Library

FINE = httpx.Response(200, json=values_body())
REFUSED = httpx.Response(403, json={"error": "no"})


def plan_of(count: int, identity: str | None = None) -> FetchPlan:
    query = build_query(*(f"user_{number}" for number in range(count)))
    return build_plan(query, PROFILE.id, identity, compare_by=CompareBy(entities=CompareEntities.EACH))


def refusing(*ids: str, with_answer: httpx.Response = REFUSED) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: with_answer if request.url.params["filterByIds"] in ids else FINE


def asked(siro: Siro) -> list[str]:
    found = [request.url.params["filterByIds"] for request in siro.requests]
    siro.requests.clear()
    return found


def key_of(plan: FetchPlan, person: str) -> str:
    return next(cell.key for cell in plan.cells if cell.query.ids == (person,))


@dataclass
class CancelAfter:
    """Runs a job, and cancels it when Siro was asked so often; what was asked last never comes."""

    job: Any
    siro: Siro
    count: int

    async def run(self, services: Any, report: Any) -> None:
        enough = asyncio.Event()

        async def answer(_request: httpx.Request) -> httpx.Response:
            if len(self.siro.requests) > self.count:
                enough.set()
                await asyncio.Event().wait()
            return FINE

        self.siro.answers["/values"] = answer
        task = asyncio.create_task(self.job.run(services, report))
        await enough.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        self.siro.answers["/values"] = FINE


def test_a_stopped_run_is_taken_up_where_it_was(run_job: RunJob, siro: Siro, library: Library) -> None:
    plan = plan_of(50)
    ran = run_job(CancelAfter(RunQuery(PROFILE, plan), siro, 20))
    (result_id,) = [report.result_id for report in ran.reports if isinstance(report, ResultBegun)]
    stopped = library.load_result(result_id)
    assert 1 <= len(stopped.answers) < 50
    asked(siro)

    ran = run_job(ContinueRun(PROFILE, result_id))
    assert sorted(asked(siro)) == sorted(cell.query.ids[0] for cell in stopped.missing)
    assert ran.returned.id == result_id
    assert ran.returned.missing == ()
    assert ran.returned.saved_at == stopped.saved_at
    assert library.load_result(result_id) == ran.returned
    assert library.load_summaries()[0].cells_answered == 50
    assert [report.plan for report in ran.reports if isinstance(report, PlanBuilt)] == [plan]
    first, *_, last = [report for report in ran.reports if isinstance(report, FetchProgress)]
    assert (first.cells_done, first.cells_reused) == (len(stopped.answers), len(stopped.answers))
    assert (last.cells_done, last.cells_total) == (50, 50)


def test_a_continuation_can_be_stopped_and_continued(run_job: RunJob, siro: Siro, library: Library) -> None:
    plan = plan_of(60)
    run_job(CancelAfter(RunQuery(PROFILE, plan, at_once=4), siro, 20))
    result_id = library.last_result_id()
    siro.requests.clear()
    run_job(CancelAfter(ContinueRun(PROFILE, result_id, at_once=4), siro, 20))
    left = len(library.load_result(result_id).missing)
    assert 0 < left < 60 - 20
    asked(siro)
    assert run_job(ContinueRun(PROFILE, result_id)).returned.missing == ()
    assert len(asked(siro)) == left


def test_what_failed_is_asked_again_and_its_problem_goes(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers["/values"] = refusing("user_3", "user_8")
    first = run_job(RunQuery(PROFILE, plan_of(40))).returned
    assert len(first.problems) == 2
    asked(siro)
    siro.answers["/values"] = refusing("user_8")
    second = run_job(ContinueRun(PROFILE, first.id)).returned
    assert sorted(asked(siro)) == ["user_3", "user_8"]
    assert set(second.problems) == {key_of(first.plan, "user_8")}
    assert library.load_result(first.id) == second


def test_one_failed_cell_alone(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers["/values"] = refusing("user_3", "user_8")
    first = run_job(RunQuery(PROFILE, plan_of(12))).returned
    asked(siro)
    siro.answers["/values"] = FINE
    key = key_of(first.plan, "user_3")
    ran = run_job(ContinueRun(PROFILE, first.id, frozenset({key})))
    assert asked(siro) == ["user_3"]
    assert set(ran.returned.problems) == {key_of(first.plan, "user_8")}
    assert [cell.query.ids for cell in ran.returned.missing] == [("user_8",)]
    assert library.load_result(first.id) == ran.returned


def test_a_cell_that_has_an_answer_keeps_it_if_it_fails_now(run_job: RunJob, siro: Siro, library: Library) -> None:
    first = run_job(RunQuery(PROFILE, plan_of(3))).returned
    key = key_of(first.plan, "user_1")
    siro.answers["/values"] = httpx.Response(403, json={"error": "no"})
    with pytest.raises(AccessDenied):
        run_job(ContinueRun(PROFILE, first.id, frozenset({key})))
    kept = library.load_result(first.id)
    assert kept.answers == first.answers
    assert kept.problems[key].kind == "AccessDenied"


def test_nothing_new_is_an_error_and_the_result_stays(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers["/values"] = refusing("user_1")
    first = run_job(RunQuery(PROFILE, plan_of(3))).returned
    siro.answers["/values"] = httpx.Response(500, headers={"Retry-After": "0"}, json={"error": "down"})
    with pytest.raises(ServerError):
        run_job(ContinueRun(PROFILE, first.id))
    kept = library.load_result(first.id)
    assert kept.answers == first.answers
    assert kept.problems[key_of(first.plan, "user_1")].kind == "ServerError"


def test_a_finished_result_asks_nothing(run_job: RunJob, siro: Siro) -> None:
    first = run_job(RunQuery(PROFILE, plan_of(3))).returned
    asked(siro)
    assert run_job(ContinueRun(PROFILE, first.id)).returned == first
    assert asked(siro) == []


def test_a_deleted_result_says_so(run_job: RunJob, library: Library) -> None:
    first = run_job(RunQuery(PROFILE, plan_of(3))).returned
    library.delete_result(first.id)
    with pytest.raises(StorageError, match="not in the store any more"):
        run_job(ContinueRun(PROFILE, first.id))


def begun_by(library: Library, plan: FetchPlan, address: str = PROFILE.api_base_url) -> int:
    first = {"profile_name": "Acme", "api_base_url": address, "time_zone": "UTC"}
    return library.save_run(plan=plan, saved_at=plan.query.period.end, **first)


def test_people_and_servers_are_never_mixed(run_job: RunJob, siro: Siro, library: Library) -> None:
    elsewhere = begun_by(library, plan_of(3), "https://other.example")
    with pytest.raises(AccessDenied, match="came from https://other"):
        run_job(ContinueRun(PROFILE, elsewhere))

    async def be_ben(services: Any) -> None:
        session = (await services.connect(PROFILE)).session
        status = await session.status()

        async def known() -> Any:
            return replace(status, identity="ben")

        session.status = known

    with pytest.raises(AccessDenied, match="Somebody else"):
        run_job(ContinueRun(PROFILE, begun_by(library, plan_of(3, "ana"))), be_ben)
    assert asked(siro) == []
    assert run_job(ContinueRun(PROFILE, begun_by(library, plan_of(3, "ben"))), be_ben).returned.missing == ()


def failing_store(from_call: int, until_call: int, is_full: asyncio.Event | None = None) -> Callable[[Any], Any]:
    """A disk that is full from one call of the store until before another; `is_full` is set when that begins."""

    async def prepare(services: Any) -> None:
        plain, calls = services.store, []

        async def store(use: Any) -> Any:
            calls.append(use)
            if from_call <= len(calls) < until_call:
                raise StorageError("The disk is full.")
            if is_full is not None and len(calls) + 1 == from_call:
                is_full.set()
            return await plain(use)

        services.store = store

    return prepare


def unsaved(saved: SavedResult) -> set[str]:
    return {key for key, answer in saved.answers.items() if "could not be saved" in "".join(answer.warnings)}


def test_a_disk_with_room_again_loses_nothing(run_job: RunJob, siro: Siro, library: Library) -> None:
    """What came while the disk was full is saved at the end."""
    siro.answers["/values"] = refusing("user_5")
    ran = run_job(RunQuery(PROFILE, plan_of(40), at_once=2), failing_store(1, 2))
    assert unsaved(ran.returned) == set()
    assert len(ran.returned.answers) == 39
    assert library.load_result(ran.returned.id) == ran.returned
    assert not [report for report in ran.reports if isinstance(report, AnswersNotKept)]


def test_a_disk_that_stays_full_shows_answers_and_problems(run_job: RunJob, siro: Siro, library: Library) -> None:
    is_full = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if len(siro.requests) > 10:
            await is_full.wait()
        return refusing("user_5")(request)

    siro.answers["/values"] = answer
    ran = run_job(RunQuery(PROFILE, plan_of(40), at_once=2), failing_store(3, 1000, is_full))
    saved = ran.returned
    assert len(saved.answers) == 39
    assert set(saved.problems) == {key_of(saved.plan, "user_5")}
    kept = library.load_result(saved.id)
    assert set(kept.answers) | unsaved(saved) == set(saved.answers)
    assert not set(kept.answers) & unsaved(saved)
    assert sum(report.count for report in ran.reports if isinstance(report, AnswersNotKept)) == len(unsaved(saved)) > 0

    siro.requests.clear()
    siro.answers["/values"] = FINE
    assert run_job(ContinueRun(PROFILE, saved.id)).returned.missing == ()
    assert len(siro.requests) == 40 - len(kept.answers)


def test_problems_are_saved_as_the_run_goes_on(run_job: RunJob, siro: Siro, library: Library) -> None:
    """So that they are there even if the program is killed before the end."""

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return refusing("user_0")(request)

    siro.answers["/values"] = answer
    seen: list[bool] = []

    async def look(services: Any) -> None:
        plain = services.store

        async def store(use: Any) -> Any:
            done = await plain(use)
            result_id = library.last_result_id()
            seen.append(bool(result_id and library.load_result(result_id).problems))
            return done

        services.store = store

    run_job(RunQuery(PROFILE, plan_of(30), at_once=2), look)
    assert seen.index(True) < len(seen) - 1


def test_the_result_so_far_is_handed_over(
    run_job: RunJob, siro: Siro, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_run, "SHOWN_EVERY", 0.0)
    first, rest = asyncio.Event(), asyncio.Event()

    async def answer(_request: httpx.Request) -> httpx.Response:
        if len(siro.requests) > 12:
            first.set()
            await rest.wait()
        return FINE

    @dataclass
    class Watched:
        job: RunQuery

        async def run(self, services: Any, report: Any) -> Any:
            def hear(happened: object) -> None:
                report(happened)
                if isinstance(happened, ResultSoFar):
                    rest.set()

            return await self.job.run(services, hear)

    siro.answers["/values"] = answer
    ran = run_job(Watched(RunQuery(PROFILE, plan_of(30))))
    handed = [report.saved for report in ran.reports if isinstance(report, ResultSoFar)]
    assert 0 < len(handed[0].answers) < 30
    assert handed[0].id == ran.returned.id
    sizes = [len(saved.answers) for saved in handed]
    assert sizes == sorted(set(sizes))
    monkeypatch.setattr(cell_run, "SHOWN_EVERY", 60.0)
    assert not [report for report in run_job(RunQuery(PROFILE, plan_of(30))).reports if isinstance(report, ResultSoFar)]
