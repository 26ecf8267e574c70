"""A Siro with a script, a clock that only sleeps advance, and a raw server for what goes wrong on a real wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from siro_desktop.api.client import SiroApi
from siro_desktop.api.rate_budget import RateBudget
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import Cell, build_plan
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.errors import SignInRequired
from siro_desktop.http_client import HttpClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from siro_desktop.domain.progress import PageFetched, Waiting

T = TypeVar("T")
TOKEN = "canary-token-7f3a9c"
START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """Seconds and time of day; nothing but a sleep advances it."""

    def __init__(self) -> None:
        self.seconds = 5000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 5000.0)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class Tokens:
    """Gives the first token until it is renewed, then the next; out of tokens, a sign-in is needed."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens or (TOKEN, "second-token-1b2c3d"))
        self.rejected: list[str] = []

    async def access_token(self) -> str:
        return self._tokens[0]

    async def renew(self, rejected: str) -> str:
        self.rejected.append(rejected)
        if len(self._tokens) < 2:
            raise SignInRequired("Sign in again.")
        self._tokens.pop(0)
        return self._tokens[0]


class ScriptedSiro:
    """Answers request after request from a list; the last entry answers all that follow. Errors are raised."""

    def __init__(self, *answers: object) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, httpx.Response)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


class Lab:
    """Runs one use of a SiroApi from outside any event loop, and keeps what it reported."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.tokens = Tokens()
        self.events: list[Waiting | PageFetched] = []
        self.base_url = "https://api.siro.test"
        self.per_minute = 1000

    def run(self, siro: Callable[[httpx.Request], Any], use: Callable[[SiroApi], Awaitable[T]]) -> T:
        """Return what `use` returns, with `siro` behind the API."""

        async def go() -> T:
            http = HttpClient(transport=httpx.MockTransport(siro))
            try:
                return await use(self.api(http))
            finally:
                await http.aclose()

        return asyncio.run(go())

    def api(self, http: HttpClient, *, base_url: str = "", **options: Any) -> SiroApi:
        profile = Profile(id="p", name="p", api_base_url=base_url or self.base_url)
        budget = RateBudget(self.per_minute, self.clock)
        options = {"clock": self.clock.now, "sleep": self.clock.sleep, **options}
        return SiroApi(profile, http, self.tokens, budget, **options)

    def answer(self, *answers: object, cell: Cell | None = None) -> Any:
        """Return the Answer that a scripted Siro leads to."""
        self.siro = ScriptedSiro(*answers)
        return self.run(self.siro, lambda api: api.metric_values(cell or self.cell(), self.events.append))

    @staticmethod
    def cell(*ids: str, filter_by: tuple[EntityType, ...] = (EntityType.USER,)) -> Cell:
        query = MetricsQuery(
            organization_id="org_123",
            conversation_type_id="conv_456",
            period=Period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)),
            filter_by=filter_by,
            ids=ids or ("user_001", "user_002"),
        )
        return build_plan(query, "p").cells[0]

    @property
    def waits(self) -> list[Waiting]:
        return [event for event in self.events if hasattr(event, "until")]


def metric(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"metric_value_{number:03}",
        "name": f"Metric {number}",
        "unit": "seconds",
        "unitAbbreviated": "sec",
        "metricType": "CONVERSATION_TIME",
        "description": "Total duration",
        "value": 1800,
        "passRate": 12.5,
        **changes,
    }


def page_json(*metrics: dict[str, Any], count: float = 150, data: dict[str, Any] | None = None, **envelope: Any) -> Any:
    """One page as Siro's documentation shows it."""
    inner = {
        "recordingsEvaluatedCount": count,
        "metricValues": list(metrics),
        "startAt": "2024-01-01T00:00:00Z",
        "endAt": "2024-01-31T23:59:59Z",
        "filterByIds": ["user_001", "user_002"],
        "filterBy": "USER",
        **(data or {}),
    }
    return {"data": inner, **envelope}


def page(*metrics: dict[str, Any], **parts: Any) -> httpx.Response:
    return httpx.Response(200, json=page_json(*metrics, **parts))


@pytest.fixture
def lab() -> Lab:
    return Lab()


@pytest.fixture(name="metric")
def _metric() -> Callable[..., dict[str, Any]]:
    return metric


@pytest.fixture(name="page_json")
def _page_json() -> Callable[..., Any]:
    return page_json


@pytest.fixture(name="page")
def _page() -> Callable[..., httpx.Response]:
    return page


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def raw_server(serve: Serve) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve each connection with `serve` after its request head was read; yield the base URL and the heads."""
    heads: list[bytes] = []

    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone, as some tests want
        finally:
            writer.close()

    server = await asyncio.start_server(on_connection, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heads
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture(name="raw_server")
def _raw_server() -> Any:
    return raw_server


@pytest.fixture
def http_answer() -> Callable[..., bytes]:
    """Builds the bytes of a whole answer."""

    def build(body: bytes | Any, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(content) if length is None else length}", *headers]
        return "\r\n".join([*head, "Connection: close", "", ""]).encode() + content

    return build
