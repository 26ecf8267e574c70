"""RunQuery with many cells in trouble: cells that fail, a stop, a cut connection, a full disk, a second window."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from jobs_kit import PROFILE, values_body
from plan_kit import again, asked, count_stored, plan_of

from siro_desktop.domain.progress import AnswersNotKept, ResultBegun
from siro_desktop.errors import ConnectionFailed, SignInRequired, StorageError
from siro_desktop.jobs.run_query import AT_ONCE, RunQuery
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from jobs_kit import RunJob, Siro


def test_a_failing_cell_alone_is_asked_again(run_job: RunJob, siro: Siro, library: Library) -> None:
    plan = plan_of(40)

    def answer(request: httpx.Request) -> httpx.Response:
        is_refused = request.url.params["filterByIds"] == "user_7"
        return httpx.Response(403, json={"error": "no"}) if is_refused else httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    first = run_job(again(plan)).returned
    assert [cell.query.ids for cell in plan.cells if cell.key in first.problems] == [("user_7",)]
    assert library.load_result(first.id) == first

    siro.requests.clear()
    siro.answers["/values"] = httpx.Response(200, json=values_body())
    second = run_job(again(plan)).returned
    assert asked(siro) == ["user_7"]
    assert (len(second.answers), second.problems) == (40, {})


@dataclass
class StopWhen:
    """Runs a job and cancels it when `signal` is set."""

    job: RunQuery
    signal: asyncio.Event

    async def run(self, services: Any, report: Any) -> None:
        task = asyncio.create_task(self.job.run(services, report))
        await self.signal.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def test_a_stop_keeps_what_came_and_the_same_run_goes_on(run_job: RunJob, siro: Siro, library: Library) -> None:
    plan, enough, never = plan_of(50), asyncio.Event(), asyncio.Event()

    async def answer(_request: httpx.Request) -> httpx.Response:
        if len(siro.requests) > 20:
            enough.set()
            await never.wait()
        return httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    ran = run_job(StopWhen(again(plan), enough))
    (result_id,) = [report.result_id for report in ran.reports if isinstance(report, ResultBegun)]
    stopped = library.load_result(result_id)
    assert 1 <= len(stopped.answers) < 50
    assert stopped.problems == {}
    assert stopped.plan == plan
    assert count_stored(plan, library) == len(stopped.answers)

    siro.requests.clear()
    siro.answers["/values"] = httpx.Response(200, json=values_body())
    finished = run_job(again(plan)).returned
    assert len(finished.answers) == 50
    assert len(siro.requests) == 50 - len(stopped.answers)


@dataclass
class StopWhileSaving:
    """Runs a job, and cancels it twice while the last of its answers is on its way to the disk."""

    job: RunQuery
    library: Library
    kept: int = 0

    async def run(self, services: Any, report: Any) -> None:
        saving, free, store = asyncio.Event(), asyncio.Event(), services.store

        async def slow_disk(use: Any) -> Any:
            saving.set()
            await free.wait()
            return await store(use)

        services.store = slow_disk
        task = asyncio.create_task(self.job.run(services, report))
        await saving.wait()
        for _ in range(2):
            for _turn in range(10):
                await asyncio.sleep(0)
            task.cancel()
        free.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        last = self.library.last_result_id()
        self.kept = 0 if last is None else len(self.library.load_result(last).answers)


def test_a_run_that_is_stopped_while_its_last_answer_is_saved_ends_after_that(
    run_job: RunJob, library: Library
) -> None:
    """Nobody waits for it afterwards: the program may end with the run."""
    stopping = StopWhileSaving(RunQuery(PROFILE, plan_of(1)), library)
    run_job(stopping)
    assert stopping.kept == 1


def test_a_cut_connection_ends_the_run_with_what_came(run_job: RunJob, siro: Siro, library: Library) -> None:
    """Nobody waits for ten thousand cells to fail one after the other."""
    plan = plan_of(100)

    def answer(_request: httpx.Request) -> httpx.Response:
        if len(siro.requests) > 10:
            raise httpx.ConnectError("cut")
        return httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    saved = run_job(again(plan, at_once=3)).returned
    assert len(saved.answers) == 10
    assert 3 <= len(saved.problems) <= 6
    assert {problem.kind for problem in saved.problems.values()} == {"ConnectionFailed"}
    assert library.load_result(saved.id) == saved


def test_no_connection_at_all_is_raised(run_job: RunJob, siro: Siro, library: Library) -> None:
    def cut(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("cut")

    siro.answers["/values"] = cut
    with pytest.raises(ConnectionFailed):
        run_job(again(plan_of(100), at_once=2))
    assert len(siro.requests) <= 16
    assert library.load_summaries() == ()


def test_an_end_of_the_sign_in_ends_the_run(run_job: RunJob, siro: Siro) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(401) if len(siro.requests) > 5 else httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    saved = run_job(RunQuery(PROFILE, plan_of(100), at_once=1)).returned
    assert len(saved.answers) == 5
    assert [problem.kind for problem in saved.problems.values()] == ["SignInRequired"]

    siro.answers["/values"] = httpx.Response(401)
    with pytest.raises(SignInRequired):
        run_job(RunQuery(PROFILE, plan_of(100)))


def test_a_disk_that_fills_in_the_middle_still_shows_everything(run_job: RunJob, siro: Siro, library: Library) -> None:
    first_kept = asyncio.Event()

    async def answer(_request: httpx.Request) -> httpx.Response:
        if len(siro.requests) > AT_ONCE:
            await first_kept.wait()
        return httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer

    async def fill_up(services: Any) -> None:
        plain, calls = services.store, []

        async def store(use: Any) -> Any:
            calls.append(use)
            if len(calls) > 2:
                raise StorageError("The disk is full.")
            if len(calls) == 2:
                first_kept.set()
            return await plain(use)

        services.store = store

    ran = run_job(RunQuery(PROFILE, plan_of(30)), fill_up)
    saved = ran.returned
    assert len(saved.answers) == 30
    kept = library.load_result(saved.id).answers
    unsaved = {key for key, answer in saved.answers.items() if "could not be saved" in "".join(answer.warnings)}
    assert set(kept) | unsaved == set(saved.answers)
    assert not set(kept) & unsaved
    assert sum(report.count for report in ran.reports if isinstance(report, AnswersNotKept)) == len(unsaved) > 0


def test_a_store_that_cannot_be_read_means_fetching(run_job: RunJob, siro: Siro) -> None:
    async def break_store(services: Any) -> None:
        async def store(_use: Any) -> Any:
            raise StorageError("The file is damaged.")

        services.store = store

    saved = run_job(again(plan_of(5)), break_store).returned
    assert (len(saved.answers), len(siro.requests), saved.id) == (5, 5, 0)


@dataclass
class TwoWindows:
    """Runs a plan twice at the same time, each with a store connection of its own."""

    job: RunQuery
    folder: Path

    async def run(self, services: Any, report: Any) -> list[Any]:
        with Library.open(self.folder) as own:

            async def store(use: Any) -> Any:
                await asyncio.sleep(0)
                return use(own)

            other = type(services)(store)
            other._connections = services._connections
            return await asyncio.gather(self.job.run(services, report), self.job.run(other, report))


def test_two_windows_may_run_the_same_plan(run_job: RunJob, library: Library, tmp_path: Path) -> None:
    plan = plan_of(60)
    one, two = run_job(TwoWindows(again(plan), tmp_path / "data")).returned
    assert one.id != two.id
    assert library.load_result(one.id) == one
    assert library.load_result(two.id) == two
    three = run_job(again(plan)).returned
    assert len(three.answers) == 60
