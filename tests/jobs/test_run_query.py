"""RunQuery: asks, saves as it comes, and returns what the store would give back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from jobs_kit import PROFILE, build_query, plan_for, values_body

from siro_desktop.domain.plan import Cell, FetchPlan, cell_key
from siro_desktop.domain.progress import AnswerArrived, FetchProgress
from siro_desktop.errors import AccessDenied, QueryError, SignInRequired, StorageError, UnexpectedAnswer
from siro_desktop.jobs.run_query import RunQuery

if TYPE_CHECKING:
    from jobs_kit import RunJob, Siro

    from siro_desktop.storage.library import Library


def test_what_is_returned_is_what_is_stored(run_job: RunJob, library: Library) -> None:
    ran = run_job(RunQuery(PROFILE, plan_for("user_1")))

    answer = ran.returned.only_answer
    assert answer.recordings_evaluated == 12
    assert list(answer.metrics.values) == [140.5, None]
    assert library.load_result(ran.returned.id) == ran.returned
    assert library.last_result_id(PROFILE.id) == ran.returned.id


def test_the_token_travels_in_its_header_alone(run_job: RunJob, siro: Siro) -> None:
    run_job(RunQuery(PROFILE, plan_for("user_1")))

    (request,) = siro.requests
    assert request.headers["x-siro-auth-token"] == "token-1"
    assert "authorization" not in request.headers
    assert "token-1" not in str(request.url)


def test_reports_progress_and_the_answer(run_job: RunJob) -> None:
    ran = run_job(RunQuery(PROFILE, plan_for("user_1")))

    progress = [report for report in ran.reports if isinstance(report, FetchProgress)]
    assert progress[-1].cells_done == progress[-1].cells_total == 1
    assert progress[-1].values == 2
    assert progress[-1].requests_left == 999
    assert [report.answer for report in ran.reports if isinstance(report, AnswerArrived)] == [ran.returned.only_answer]


def test_a_refused_query_is_raised_and_nothing_is_saved(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers["/values"] = httpx.Response(403, json={"error": "no access to team"})

    with pytest.raises(AccessDenied):
        run_job(RunQuery(PROFILE, plan_for("user_1")))
    assert library.load_summaries() == ()


def test_a_422_names_its_field(run_job: RunJob, siro: Siro) -> None:
    issue = {"code": "invalid_string", "path": ["startAt"], "message": "Invalid datetime"}
    siro.answers["/values"] = httpx.Response(422, json={"name": "ZodError", "issues": [issue]})

    with pytest.raises(QueryError) as caught:
        run_job(RunQuery(PROFILE, plan_for("user_1")))
    assert caught.value.field == "start"


def test_one_failing_cell_leaves_the_others(run_job: RunJob, siro: Siro, library: Library) -> None:
    queries = [build_query("user_1"), build_query("user_2"), build_query("user_3")]
    cells = tuple(Cell(cell_key(query, PROFILE.id, None), query) for query in queries)
    plan = FetchPlan(profile_id=PROFILE.id, identity=None, query=queries[0], cells=cells)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["filterByIds"] == "user_2":
            return httpx.Response(403, json={"error": "not your team"})
        return httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    saved = run_job(RunQuery(PROFILE, plan)).returned

    assert set(saved.answers) == {cells[0].key, cells[2].key}
    assert saved.problems[cells[1].key].kind == "AccessDenied"
    assert library.load_result(saved.id) == saved


def test_a_later_page_that_fails_leaves_a_partial_answer(run_job: RunJob, siro: Siro, library: Library) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "cursor" in request.url.params:
            return httpx.Response(403, json={"error": "not your page"})
        return httpx.Response(200, json=values_body(hasNextPage=True, cursor="c1"))

    siro.answers["/values"] = answer
    saved = run_job(RunQuery(PROFILE, plan_for("user_1"))).returned

    assert saved.only_answer.is_partial
    assert len(saved.only_answer.metrics) == 2
    assert library.load_summaries()[0].is_partial


def test_a_store_that_fails_still_shows_what_came(run_job: RunJob) -> None:
    async def full_disk(_use: object) -> None:
        raise StorageError("The disk is full.")

    async def fill_disk(services: object) -> None:
        services.store = full_disk  # type: ignore[attr-defined]

    saved = run_job(RunQuery(PROFILE, plan_for("user_1")), fill_disk).returned

    assert len(saved.only_answer.metrics) == 2
    assert "could not be saved" in saved.only_answer.warnings[-1]


def test_html_is_no_answer(run_job: RunJob, siro: Siro) -> None:
    siro.answers["/values"] = httpx.Response(200, html="<html>Sign in to the guest network</html>")

    with pytest.raises(UnexpectedAnswer) as caught:
        run_job(RunQuery(PROFILE, plan_for("user_1")))
    assert caught.value.raw is not None


def test_without_a_token_a_sign_in_is_asked_for(run_job: RunJob, siro: Siro) -> None:
    async def sign_out(services: object) -> None:
        await (await services.connect(PROFILE)).session.sign_out()  # type: ignore[attr-defined]

    with pytest.raises(SignInRequired):
        run_job(RunQuery(PROFILE, plan_for("user_1")), sign_out)
    assert siro.requests == []
