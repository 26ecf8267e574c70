"""When a request is tried again, how long it waits before, and when it gives up (H3, H4)."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.api.retry import Retry
from siro_desktop.api.retry_after import parse_retry_after
from siro_desktop.errors import ConnectionFailed, QueryError, RateLimited, ServerError
from siro_desktop.http_client import HttpResponse

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "8"}, 8),
        ({"retry-after": " 3600 "}, 3600),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "abc"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "9" * 5000}, 366 * 24 * 3600),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=30), usegmt=True)}, 30),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=30), usegmt=True)}, None),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:10 -0000"}, 10),
        ({"retry-after": "Thu, 01 Jan 2026 14:00:10 +0200"}, 10),
        ({"retry-after": "Thu, 99 Jan 2026 12:00:10 GMT"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -1200"}, None),
        # the server's clock is two hours ahead of this computer's
        ({"retry-after": "Thu, 01 Jan 2026 14:00:20 GMT", "date": "Thu, 01 Jan 2026 14:00:00 GMT"}, 20),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """H4: seconds and dates; negative and garbage survive."""
    assert parse_retry_after(headers, NOW) == seconds


@given(st.text(), st.text())
def test_any_header_gives_seconds_or_nothing(text: str, date: str) -> None:
    """H4"""
    seconds = parse_retry_after({"retry-after": text, "date": date}, NOW)
    assert seconds is None or 0 < seconds <= 366 * 24 * 3600


def refused(request: httpx.Request) -> Exception:
    return httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_failure_is_tried_again(lab: Any, page: Any, status: int) -> None:
    """H3"""
    answer = lab.answer(httpx.Response(status), httpx.Response(status), page())
    assert answer.recordings_evaluated == 150
    assert len(lab.siro.requests) == 3
    assert len(lab.clock.slept) == len(lab.waits) == 2


def test_a_failed_connection_is_tried_again(lab: Any, page: Any) -> None:
    """H3"""
    assert lab.answer(refused, refused, refused, page()).problem is None
    assert [wait.reason.split(".")[0] for wait in lab.waits] == ["The connection failed"] * 3


def test_a_dead_host_ends_in_connection_failed_after_four_attempts(lab: Any) -> None:
    """H3 H15"""
    with pytest.raises(ConnectionFailed):
        lab.answer(refused)
    assert len(lab.siro.requests) == 4
    assert sum(lab.clock.slept) < 4


def test_a_500_is_tried_again_once(lab: Any, page: Any) -> None:
    """H3"""
    assert lab.answer(httpx.Response(500), page()).problem is None
    with pytest.raises(ServerError):
        lab.answer(httpx.Response(500, json={"error": "oops"}))
    assert len(lab.siro.requests) == 2
    with pytest.raises(ServerError):
        lab.answer(httpx.Response(500), httpx.Response(503), httpx.Response(500), page())
    assert len(lab.siro.requests) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 422, 301, 418, 501])
def test_nothing_else_is_tried_again(lab: Any, status: int) -> None:
    """H3"""
    with pytest.raises(Exception, match=r"Siro|address"):
        lab.answer(httpx.Response(status))
    assert len(lab.siro.requests) == 1


@pytest.mark.parametrize(("status", "error"), [(429, RateLimited), (503, ServerError)])
def test_it_gives_up_after_four_attempts(lab: Any, status: int, error: type[Exception]) -> None:
    """H3"""
    with pytest.raises(error):
        lab.answer(httpx.Response(status))
    assert len(lab.siro.requests) == 4
    assert sum(lab.clock.slept) <= 60


def test_retry_after_is_honoured_and_said(lab: Any, page: Any) -> None:
    """H4: and the user sees that it waits, and why."""
    lab.answer(httpx.Response(429, headers={"Retry-After": "8"}), page())
    assert lab.clock.slept == [8]
    assert [(wait.reason, wait.until) for wait in lab.waits] == [
        ("Siro asks to slow down.", datetime(2026, 1, 1, 0, 0, 8, tzinfo=UTC))
    ]


def test_requests_arrive_at_the_spacing_that_was_asked_for(
    lab: Any, page: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """H3 H4 H13: call count and spacing at the server, and the number of the attempt in the log."""
    caplog.set_level(logging.INFO)
    arrived: list[float] = []
    date = format_datetime(datetime(2026, 1, 1, 0, 0, 30, tzinfo=UTC), usegmt=True)
    answers = [
        httpx.Response(429, headers={"Retry-After": "8"}),
        httpx.Response(503, headers={"Retry-After": date}),
        httpx.Response(502, headers={"Retry-After": "-5"}),
        page(),
    ]

    def siro(request: httpx.Request) -> httpx.Response:
        arrived.append(lab.clock.seconds - 5000)
        return answers[len(arrived) - 1]

    lab.answer(siro)
    assert arrived[:3] == [0, 8, 30]
    assert 30 <= arrived[3] <= 32
    lines = [record.getMessage() for record in caplog.records if record.name == "siro_desktop.http_client"]
    assert [line.split("attempt=")[1].split()[0] for line in lines] == ["1", "2", "3", "4"]


def test_what_will_not_pass_is_not_tried_again(lab: Any) -> None:
    """H3: an address, a certificate, a setting of this computer."""
    with pytest.raises(ConnectionFailed):
        lab.answer(lambda request: httpx.UnsupportedProtocol("no", request=request))
    assert len(lab.siro.requests) == 1
    assert lab.waits == []


def test_a_whole_minute_is_honoured(lab: Any, page: Any) -> None:
    """H4: up to 60 s on its own."""
    lab.answer(httpx.Response(503, headers={"Retry-After": "60"}), page())
    assert lab.clock.slept == [60]


@pytest.mark.parametrize("seconds", [61, 3600])
def test_longer_waits_are_left_to_the_person(lab: Any, seconds: int) -> None:
    """H4: longer is shown as a time to try again."""
    with pytest.raises(RateLimited) as caught:
        lab.answer(httpx.Response(429, headers={"Retry-After": str(seconds)}))
    assert len(lab.siro.requests) == 1
    assert lab.clock.slept == []
    assert caught.value.retry_at == datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def test_the_waits_of_one_request_end_within_a_minute(lab: Any) -> None:
    """H3: total budget 60 s."""
    with pytest.raises(RateLimited) as caught:
        lab.answer(httpx.Response(429, headers={"Retry-After": "25"}))
    assert lab.clock.slept == [25, 25]
    assert caught.value.retry_at is not None


@pytest.mark.parametrize("text", ["-1", "abc", "0", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_an_unusable_retry_after_backs_off_on_its_own(lab: Any, page: Any, text: str) -> None:
    """H4"""
    lab.answer(httpx.Response(503, headers={"Retry-After": text}), page())
    assert len(lab.clock.slept) == 1
    assert 0 <= lab.clock.slept[0] <= 0.5


def test_a_429_holds_all_other_requests_of_the_token(lab: Any, page: Any) -> None:
    """The limit is the token's: a second request that starts meanwhile waits as well."""
    seen: list[float] = []
    asked = asyncio.Event()

    def siro(request: httpx.Request) -> httpx.Response:
        asked.set()
        seen.append(lab.clock.seconds - 5000)
        return httpx.Response(429, headers={"Retry-After": "20"}) if len(seen) == 1 else page()

    async def use(api: Any) -> None:
        first = asyncio.create_task(api.metric_values(lab.cell("a"), lab.events.append))
        await asked.wait()
        await asyncio.gather(first, api.metric_values(lab.cell("b"), lab.events.append))

    lab.run(siro, use)
    assert len(seen) == 3
    assert min(seen[1:]) >= 20


class Stage:
    """Retry on its own, with a jitter and a clock that are chosen."""

    def __init__(self, jitter: float) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []
        self.retry = Retry(clock=lambda: self.seconds, now=lambda: NOW, sleep=self.sleep, jitter=lambda: jitter)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def fetch(self, *statuses: int, each: float = 0) -> int:
        left = list(statuses)

        async def send() -> HttpResponse:
            self.seconds += each
            return HttpResponse(left.pop(0), {}, b"", "", 0)

        return asyncio.run(self.retry.fetch(send, lambda *_: None)).status


def test_waits_double_and_are_random() -> None:
    """H3: exponential with full jitter; after a 429 longer, for Siro counts by the minute."""
    highest, lowest, limited = Stage(1.0), Stage(0.0), Stage(1.0)
    assert highest.fetch(503, 502, 504, 200) == 200
    assert highest.slept == [0.5, 1, 2]
    assert lowest.fetch(503, 502, 504, 200) == 200
    assert lowest.slept == [0, 0, 0]
    assert limited.fetch(429, 429, 429, 429) == 429
    assert limited.slept == [8, 16, 32]


def test_slow_attempts_use_up_the_budget_too() -> None:
    """H3"""
    stage = Stage(1.0)
    assert stage.fetch(503, 503, 503, 200, each=40) == 503
    assert stage.slept == [0.5, 1]


def test_other_errors_pass_at_once() -> None:
    async def send() -> HttpResponse:
        raise QueryError("ids", "no")

    with pytest.raises(QueryError):
        asyncio.run(Stage(1.0).retry.fetch(send, lambda *_: None))


def test_a_wait_can_be_cancelled_at_once() -> None:
    """H2: back-off sleeps included."""

    async def go() -> float:
        loop = asyncio.get_running_loop()
        retry = Retry(clock=loop.time, now=lambda: NOW, sleep=asyncio.sleep)
        waiting = asyncio.Event()

        async def send() -> HttpResponse:
            return HttpResponse(429, {"retry-after": "50"}, b"", "", 0)

        task = asyncio.create_task(retry.fetch(send, lambda *_: waiting.set()))
        await waiting.wait()
        began = loop.time()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return loop.time() - began

    assert asyncio.run(go()) < 0.2


def test_a_request_leaves_nothing_to_the_collector_of_garbage() -> None:
    """Ten thousand requests would leave it so much that the window waits for it."""
    retry = Retry(clock=lambda: 0.0, now=lambda: NOW, sleep=asyncio.sleep)

    class Request:
        async def send(self) -> HttpResponse:
            return HttpResponse(200, {}, b"", "https://api.example.test", 1)

        def tell(self, seconds: float, status: int | None, reason: str) -> None:
            """Nobody waits for this one."""

    async def run() -> weakref.ref[Request]:
        request = Request()
        await retry.fetch(request.send, request.tell)
        return weakref.ref(request)

    gc.disable()
    try:
        assert asyncio.run(run())() is None
    finally:
        gc.enable()
