"""RunQuestion: plans that move with the calendar, names where they are needed, the store where it is final."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from jobs_kit import PROFILE, values_body
from msgspec.structs import replace

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import wire_instant
from siro_desktop.domain.plan import NOT_COMPARED, CompareBy, CompareEntities
from siro_desktop.domain.progress import PlanBuilt
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import QueryError
from siro_desktop.jobs.connection import NetworkServices
from siro_desktop.jobs.run_question import RunQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from jobs_kit import RunJob, Siro

    from siro_desktop.storage.library import Library

NOW = datetime(2025, 11, 20, 18, tzinfo=UTC)
EACH = CompareBy(entities=CompareEntities.EACH)
MEMBERS = CompareBy(entities=CompareEntities.MEMBERS)


def ask(compare_by: CompareBy = NOT_COMPARED, *ids: str, now: datetime = NOW, **changes: Any) -> RunQuestion:
    by_team = compare_by.entities is CompareEntities.MEMBERS
    question = Question(
        organization_id="org_1",
        conversation_type_id="roof",
        period=RelativePeriod.parse("last-month"),
        filter_by=(EntityType.TEAM if by_team else EntityType.USER,),
        ids=ids or (("team_1",) if by_team else ("ana", "ben")),
        compare_by=compare_by,
    )
    return RunQuestion(PROFILE, question, None, now, **changes)


def asked(siro: Siro) -> list[str]:
    found = [request.url.params["filterByIds"] for request in siro.requests if request.url.path.endswith("/values")]
    siro.requests.clear()
    return sorted(found)


def people(*teams: tuple[str, str]) -> httpx.Response:
    data = [
        {"uid": uid, "firstName": uid, "lastName": "X", "memberTeamId": team, "disabled": False} for uid, team in teams
    ]
    return httpx.Response(200, json={"data": data, "hasNextPage": False, "cursor": None})


def test_the_plan_is_told_first_and_its_period_moves(run_job: RunJob, siro: Siro) -> None:
    ran = run_job(ask(EACH))
    first = ran.reports[0]
    assert isinstance(first, PlanBuilt)
    assert first.plan == ran.returned.plan
    assert wire_instant(first.plan.query.period.start) == "2025-10-01T06:00:00Z"  # midnight in Denver
    later = run_job(ask(EACH, now=NOW + timedelta(days=30))).returned.plan
    assert wire_instant(later.query.period.start) == "2025-11-01T06:00:00Z"


def test_closed_cells_of_a_comparison_come_from_the_store_unless_all_is_refreshed(run_job: RunJob, siro: Siro) -> None:
    run_job(ask(EACH))
    assert asked(siro) == ["ana", "ben"]
    run_job(ask(EACH))
    assert asked(siro) == []
    run_job(ask(EACH, refresh_all=True))
    assert asked(siro) == ["ana", "ben"]


def test_a_plain_question_is_always_asked(run_job: RunJob, siro: Siro) -> None:
    for _ in range(2):
        run_job(ask())
        assert len(asked(siro)) == 1


def test_the_connection_says_how_long_scores_come_late(run_job: RunJob, siro: Siro) -> None:
    slow = replace(PROFILE, late_scores_days=365)
    now = datetime.now(UTC)
    question = replace(ask(EACH, now=now), profile=slow)

    async def connect(services: Any) -> None:
        await (await services.connect(slow)).session.keep_secret("token-1")

    run_job(question, connect)
    run_job(question, connect)
    assert asked(siro) == ["ana", "ana", "ben", "ben"]


def test_members_that_nobody_knows_are_looked_up(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers["/users"] = people(("ana", "team_1"), ("ben", "team_1"), ("cy", "team_2"))
    assert len(run_job(ask(MEMBERS)).returned.answers) == 2
    assert asked(siro) == ["ana", "ben"]
    assert len(library.load_names(PROFILE.id).users) == 3
    siro.answers["/users"] = httpx.Response(500)
    assert len(run_job(ask(MEMBERS, "team_2", "team_1")).returned.answers) == 3
    assert asked(siro) == ["cy"]


def test_a_team_of_which_the_store_knows_nobody_is_looked_up(run_job: RunJob, siro: Siro, library: Library) -> None:
    library.save_names(PROFILE.id, Names(organization_id="org_1", users=(NamedId("ana", "Ana", team_id="team_1"),)))
    siro.answers["/users"] = people(("cy", "team_2"), ("ana", "team_1"))
    run_job(ask(MEMBERS, "team_1", "team_2"))
    assert asked(siro) == ["ana", "cy"]


def test_members_that_cannot_be_looked_up_are_the_question_s_problem(run_job: RunJob, siro: Siro) -> None:
    siro.answers["/users"] = httpx.Response(403, json={"error": "no"})
    with pytest.raises(QueryError, match="Nobody is known") as raised:
        run_job(ask(MEMBERS))
    assert raised.value.field == "ids"
    assert asked(siro) == []


def test_ids_that_no_address_can_hold_are_found_before_anything_is_sent(run_job: RunJob, siro: Siro) -> None:
    with pytest.raises(QueryError, match="too many"):
        run_job(ask(NOT_COMPARED, *(f"user_{number:030}" for number in range(400))))
    assert siro.requests == []


def test_one_id_of_forty_that_is_refused_takes_nobody_with_it(run_job: RunJob, siro: Siro) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_refused = request.url.params["filterByIds"] == "user_17"
        return httpx.Response(403, json={"error": "no"}) if is_refused else httpx.Response(200, json=values_body())

    siro.answers["/values"] = answer
    saved = run_job(ask(EACH, *(f"user_{number}" for number in range(40)))).returned
    assert len(saved.answers) == 39
    assert [problem.kind for problem in saved.problems.values()] == ["AccessDenied"]


def test_a_connection_s_own_limit_holds_for_all_processes(run_job: RunJob, tmp_path: Path) -> None:
    slow = replace(PROFILE, requests_per_minute=7)

    class TwoProcesses:
        async def run(self, services: NetworkServices, _report: Any) -> list[int]:
            async def waits_for_nothing(_seconds: float) -> None:
                raise AssertionError("There was no need to wait.")

            both = [NetworkServices(services.store, lock_folder=tmp_path) for _ in range(2)]
            apis = [(await each.connect(slow)).api for each in both]
            budgets = [api._fetcher.budget for api in apis]
            for budget in (*budgets, *budgets, budgets[0]):
                await budget.take(waits_for_nothing, lambda _: None)
            left = [api.requests_left for api in apis]
            for each in both:
                await each.close()
            return left

    assert run_job(TwoProcesses()).returned == [2, 3]  # the second has not looked since the first's last
