"""Jobs with a scripted Siro behind them and a real store in a folder of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import FetchPlan, build_plan
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.jobs.connection import NetworkServices
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROFILE = Profile(
    id="acme",
    name="Acme",
    api_base_url="http://127.0.0.1:1",
    method=SignInMethod.ACCESS_TOKEN,
    organization_id="org_1",
    time_zone="America/Denver",
)


def build_query(*ids: str) -> MetricsQuery:
    return MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        filter_by=(EntityType.USER,),
        ids=ids or ("user_1",),
    )


def plan_for(*ids: str) -> FetchPlan:
    return build_plan(build_query(*ids), PROFILE.id)


def values_body(**changes: Any) -> dict[str, Any]:
    metric = {"id": "m1", "name": "Pace", "unit": "words", "unitAbbreviated": "w", "metricType": "REP_WORDS_PER_MINUTE"}
    data = {
        "recordingsEvaluatedCount": 12,
        "metricValues": [metric | {"value": 140.5}, metric | {"id": "m2"}],
        "startAt": "2026-10-01T00:00:00Z",
        "endAt": "2026-10-31T23:59:59.999Z",
        "filterByIds": ["user_1"],
        "filterBy": "USER",
    }
    return {"data": data} | changes


@dataclass
class Siro:
    """Answers as a test says: `answers` maps a path's end to a response, or to a function of the request."""

    answers: dict[str, Any] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        for end, answer in self.answers.items():
            if request.url.path.endswith(end):
                return answer(request) if callable(answer) else answer
        return httpx.Response(404, json={"code": 404, "message": "The current request is not defined by this API."})


@pytest.fixture
def siro() -> Siro:
    return Siro({"/values": httpx.Response(200, json=values_body())})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data") as library:
        yield library


@dataclass
class Ran:
    """What a job returned and reported."""

    returned: Any
    reports: list[object]


RunJob = Callable[..., Ran]


@pytest.fixture
def run_job(siro: Siro, library: Library) -> RunJob:
    """Runs a job as the network thread would, signed in with a token."""

    async def store(use: Callable[[Library], Any]) -> Any:
        return use(library)

    async def run(job: Any, prepare: Callable[[NetworkServices], Awaitable[object]] | None) -> Ran:
        services = NetworkServices(store, memory_only=True, transport=httpx.MockTransport(siro))
        try:
            await (await services.connect(PROFILE)).session.keep_secret("token-1")
            if prepare is not None:
                await prepare(services)
            reports: list[object] = []
            return Ran(await job.run(services, reports.append), reports)
        finally:
            await services.close()

    return lambda job, prepare=None: asyncio.run(run(job, prepare))
