"""RunQuery with many cells: at once, in groups, and from the store where that is final."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
from jobs_kit import PROFILE, values_body
from msgspec.structs import replace
from plan_kit import LONG_AGO, STILL_OPEN, again, asked, count_stored, plan_of

from siro_desktop.domain.periods import Period
from siro_desktop.domain.progress import AnswerArrived, FetchProgress, ResultBegun
from siro_desktop.jobs.run_query import AT_ONCE, RunQuery

if TYPE_CHECKING:
    from jobs_kit import RunJob, Siro

    from siro_desktop.storage.library import Library


@dataclass
class Gate:
    """Holds requests until `crowd` of them wait, and remembers the most that ever waited."""

    crowd: int
    waiting: int = 0
    most: int = 0
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, _request: httpx.Request) -> httpx.Response:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        if self.waiting == self.crowd:
            self.opened.set()
        await self.opened.wait()
        self.waiting -= 1
        return httpx.Response(200, json=values_body())


def test_twelve_go_out_at_once_and_no_more(run_job: RunJob, siro: Siro, library: Library) -> None:
    gate = siro.answers["/values"] = Gate(AT_ONCE)
    saved = run_job(RunQuery(PROFILE, plan_of(40))).returned

    assert gate.most == AT_ONCE == 12
    assert len(saved.answers) == len(siro.requests) == 40
    assert library.load_result(saved.id) == saved


def test_as_many_at_once_as_the_job_says(run_job: RunJob, siro: Siro) -> None:
    gate = siro.answers["/values"] = Gate(3)
    run_job(RunQuery(PROFILE, plan_of(9), at_once=3))
    assert gate.most == 3


def test_answers_are_saved_in_groups(run_job: RunJob, library: Library) -> None:
    uses = []

    async def slow_store(services: Any) -> None:
        plain = services.store

        async def store(use: Any) -> Any:
            uses.append(use)
            for _ in range(200):  # as if the disk took its time, and the network went on
                await asyncio.sleep(0)
            return await plain(use)

        services.store = store

    saved = run_job(RunQuery(PROFILE, plan_of(60)), slow_store).returned
    assert len(library.load_result(saved.id).answers) == 60
    assert len(uses) < 40


def test_progress_of_many(run_job: RunJob, siro: Siro) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_refused = request.url.params["filterByIds"] == "user_3"
        return httpx.Response(403, json={"error": "no"}) if is_refused else httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    ran = run_job(RunQuery(PROFILE, plan_of(20)))
    last = [report for report in ran.reports if isinstance(report, FetchProgress)][-1]
    assert (last.cells_done, last.cells_failed, last.cells_total, last.cells_reused) == (19, 1, 20, 0)
    assert (last.pages, last.values) == (19, 38)
    assert last.seconds_left == 0
    assert [report.result_id for report in ran.reports if isinstance(report, ResultBegun)] == [ran.returned.id]
    assert len([report for report in ran.reports if isinstance(report, AnswerArrived)]) == 19


def test_a_closed_plan_again_sends_nothing(run_job: RunJob, siro: Siro, library: Library) -> None:
    plan = plan_of(30)
    first = run_job(again(plan)).returned
    siro.requests.clear()
    ran = run_job(again(plan))

    assert siro.requests == []
    assert ran.returned.answers == first.answers
    assert ran.returned.id != first.id
    assert library.load_result(ran.returned.id) == ran.returned
    last = [report for report in ran.reports if isinstance(report, FetchProgress)][-1]
    assert (last.cells_done, last.cells_reused, last.cells_total) == (30, 30, 30)


def test_a_plain_run_always_asks(run_job: RunJob, siro: Siro) -> None:
    plan = plan_of(2)
    run_job(RunQuery(PROFILE, plan))
    run_job(RunQuery(PROFILE, plan))
    assert len(siro.requests) == 4


def test_shared_answers_outlive_the_run_that_fetched_them(run_job: RunJob, library: Library) -> None:
    plan = plan_of(3)
    first, second = (run_job(again(plan)).returned for _ in range(2))
    library.delete_result(first.id)
    assert library.load_result(second.id).answers == first.answers


def test_open_and_recently_closed_periods_are_asked_again(run_job: RunJob, siro: Siro, library: Library) -> None:
    now = datetime.now(UTC)
    yesterday = Period(now - timedelta(days=2), now - timedelta(days=1))
    for plan in (plan_of(2, STILL_OPEN), plan_of(2, yesterday)):
        siro.requests.clear()
        run_job(again(plan))
        run_job(again(plan))
        assert len(siro.requests) == 4
        assert count_stored(plan, library) == 0
    siro.requests.clear()
    run_job(RunQuery(PROFILE, plan_of(2, yesterday), reuse_closed_after=timedelta(hours=1)))
    assert siro.requests == []


def test_what_was_fetched_before_it_was_final_is_asked_again(run_job: RunJob, siro: Siro, library: Library) -> None:
    plan = plan_of(2)
    early, late = plan.cells
    saved = run_job(RunQuery(PROFILE, plan)).returned
    library.delete_result(saved.id)
    stored = library.save_run(plan=plan, profile_name="", api_base_url="", time_zone="UTC", saved_at=LONG_AGO.end)
    fetched = {early.key: LONG_AGO.end + timedelta(days=1), late.key: LONG_AGO.end + timedelta(days=2)}
    library.save_answers(stored, [replace(saved.answers[key], fetched_at=instant) for key, instant in fetched.items()])
    siro.requests.clear()

    assert count_stored(plan, library) == 1
    run_job(again(plan))
    assert asked(siro) == ["user_0"]
