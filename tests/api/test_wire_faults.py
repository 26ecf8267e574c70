"""What goes wrong on a real wire: a raw server on loopback, the real HTTP client, no mock transport."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from siro_desktop.api.client import utc_now
from siro_desktop.errors import ConnectionFailed, SiroError, UnexpectedAnswer
from siro_desktop.http_client import HttpClient

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "canary-token-7f3a9c"


async def ask(lab: Any, base_url: str, **options: Any) -> Any:
    """Ask the server at `base_url`; back-off sleeps take no time."""
    http = HttpClient()
    try:
        return await lab.api(http, base_url=base_url, **options).metric_values(lab.cell(), lab.events.append)
    finally:
        await http.aclose()


def serve_bytes(content: bytes) -> Any:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()

    return serve


def outcome(lab: Any, raw_server: Any, serve: Any) -> tuple[Any, list[bytes]]:
    """Return the answer or the SiroError, and the heads of all requests."""

    async def go() -> tuple[Any, list[bytes]]:
        async with raw_server(serve) as (base_url, heads):
            try:
                return await ask(lab, base_url), heads
            except SiroError as error:
                return error, heads

    return asyncio.run(go())


def test_a_plain_answer(lab: Any, raw_server: Any, http_answer: Any, page_json: Any, metric: Any) -> None:
    """H5: and the head of the request has the token once, under Siro's name."""
    answer, heads = outcome(lab, raw_server, serve_bytes(http_answer(page_json(metric(1)))))
    assert len(answer.metrics) == 1
    head = heads[0].lower()
    assert head.count(TOKEN.encode()) == 1
    assert b"x-siro-auth-token: " + TOKEN.encode() in head
    assert b"authorization" not in head


def test_without_a_clock_of_its_own_it_is_utc_now(lab: Any, raw_server: Any, http_answer: Any, page_json: Any) -> None:
    async def go() -> Any:
        async with raw_server(serve_bytes(http_answer(page_json()))) as (base_url, _heads):
            return await ask(lab, base_url, clock=utc_now)

    before = datetime.now(UTC)
    assert before <= asyncio.run(go()).fetched_at <= datetime.now(UTC)


def test_a_gzipped_answer(lab: Any, raw_server: Any, http_answer: Any, page_json: Any, metric: Any) -> None:
    body = gzip.compress(json.dumps(page_json(metric(1))).encode())
    answer, _heads = outcome(lab, raw_server, serve_bytes(http_answer(body, "Content-Encoding: gzip")))
    assert len(answer.metrics) == 1
    assert answer.pages[0].body.startswith(b"{")


def test_a_body_that_is_shorter_than_it_says(lab: Any, raw_server: Any, http_answer: Any, page_json: Any) -> None:
    body = json.dumps(page_json()).encode()
    error, heads = outcome(lab, raw_server, serve_bytes(http_answer(body, length=len(body) + 100)))
    assert type(error) is ConnectionFailed
    assert len(heads) == 4


def test_json_that_breaks_off(lab: Any, raw_server: Any, http_answer: Any, page_json: Any) -> None:
    error, heads = outcome(lab, raw_server, serve_bytes(http_answer(json.dumps(page_json()).encode()[:-20])))
    assert type(error) is UnexpectedAnswer
    assert "broke off" in error.message
    assert len(heads) == 1


def test_a_connection_that_is_cut_at_once(lab: Any, raw_server: Any) -> None:
    error, heads = outcome(lab, raw_server, serve_bytes(b""))
    assert type(error) is ConnectionFailed
    assert len(heads) == 4


def test_a_connection_that_is_cut_once(lab: Any, raw_server: Any, http_answer: Any, page_json: Any) -> None:
    """H3"""
    answers = iter([b"", http_answer(page_json())])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(next(answers))
        await writer.drain()

    answer, heads = outcome(lab, raw_server, serve)
    assert answer.recordings_evaluated == 150
    assert len(heads) == 2


def test_something_that_is_no_http(lab: Any, raw_server: Any) -> None:
    error, _heads = outcome(lab, raw_server, serve_bytes(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    assert type(error) is ConnectionFailed


def test_nobody_listens(lab: Any, raw_server: Any) -> None:
    """H15"""

    async def go() -> Any:
        async with raw_server(serve_bytes(b"")) as (base_url, _heads):
            pass
        with pytest.raises(ConnectionFailed):
            await ask(lab, base_url)

    asyncio.run(go())
    assert len(lab.waits) == 3


def test_an_empty_answer(lab: Any, raw_server: Any, http_answer: Any) -> None:
    error, _heads = outcome(lab, raw_server, serve_bytes(http_answer(b"")))
    assert type(error) is UnexpectedAnswer
    assert "empty" in error.message


def test_a_captive_portal(lab: Any, raw_server: Any, http_answer: Any) -> None:
    """H9"""
    page = b"<html>Please accept our terms</html>"
    error, _heads = outcome(lab, raw_server, serve_bytes(http_answer(page, "Content-Type: text/html")))
    assert type(error) is UnexpectedAnswer
    assert error.raw == page


def test_the_token_does_not_travel_to_where_a_redirect_points(lab: Any, raw_server: Any, http_answer: Any) -> None:
    """H5: two servers; the second never hears of the token."""

    async def go() -> tuple[Any, list[bytes], list[bytes]]:
        async with raw_server(serve_bytes(http_answer(b"{}"))) as (elsewhere, their_heads):
            moved = http_answer(b"", f"Location: {elsewhere}/steal", status="307 Temporary Redirect")
            async with raw_server(serve_bytes(moved)) as (base_url, heads):
                with pytest.raises(UnexpectedAnswer) as caught:
                    await ask(lab, base_url)
                return caught.value, heads, their_heads

    error, heads, their_heads = asyncio.run(go())
    assert "Check the API address" in error.message
    assert len(heads) == 1
    assert their_heads == []


@pytest.mark.parametrize("declared", [True, False])
def test_a_hundred_megabytes_are_refused_in_bounded_memory(lab: Any, raw_server: Any, declared: bool) -> None:
    """H9: also when the length is not declared."""
    sent = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        length = b"Content-Length: 104857600\r\n" if declared else b""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n" + length + b"\r\n")
        block = b" " * 2**16
        for _ in range(1600):
            writer.write(block)
            await writer.drain()
            sent += len(block)

    tracemalloc.start()
    try:
        error, heads = outcome(lab, raw_server, serve)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert type(error) is UnexpectedAnswer
    assert "MB" in error.message
    assert len(heads) == 1
    assert sent < 60 * 2**20
    assert peak < 80 * 2**20


def test_a_gzip_bomb_is_refused_in_bounded_memory(lab: Any, raw_server: Any, http_answer: Any) -> None:
    """H9: 200 MB in 200 KB."""
    bomb = gzip.compress(b" " * (200 * 2**20), 9)
    assert len(bomb) < 300_000
    content = http_answer(bomb, "Content-Encoding: gzip", "Content-Type: application/json")
    tracemalloc.start()
    try:
        error, _heads = outcome(lab, raw_server, serve_bytes(content))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert type(error) is UnexpectedAnswer
    assert peak < 80 * 2**20


def test_compression_that_is_none(lab: Any, raw_server: Any, http_answer: Any) -> None:
    content = http_answer(b"this is not gzip", "Content-Encoding: gzip")
    assert type(outcome(lab, raw_server, serve_bytes(content))[0]) is UnexpectedAnswer


def test_a_cursor_that_never_ends(lab: Any, raw_server: Any, http_answer: Any, page_json: Any, metric: Any) -> None:
    """H11"""
    numbers = iter(range(10_000))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(http_answer(page_json(metric(1), cursor=f"c{next(numbers)}", hasNextPage=True)))
        await writer.drain()

    answer, heads = outcome(lab, raw_server, serve)
    assert len(heads) == 2
    assert len(answer.metrics) == 1
    assert answer.warnings


async def until(happened: Callable[[], object]) -> None:
    """Wait for something on another task that has no event of its own; the test's time limit ends it."""
    while not happened():
        await asyncio.sleep(0.005)


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A body that comes byte by byte and never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """No answer at all, until the client goes."""
    await reader.read()


@pytest.mark.parametrize("serve", [drip, hang])
def test_a_request_under_way_is_cancelled_at_once(lab: Any, raw_server: Any, serve: Any) -> None:
    """H2: under 200 ms, in the body and before any answer."""

    async def go() -> float:
        async with raw_server(serve) as (base_url, heads):
            task = asyncio.create_task(ask(lab, base_url))
            await until(lambda: heads)
            began = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return time.monotonic() - began

    assert asyncio.run(go()) < 0.2


def test_a_back_off_is_cancelled_at_once(lab: Any, raw_server: Any, http_answer: Any) -> None:
    """H2: with real sleeps."""
    content = http_answer(b"", "Retry-After: 30", status="503 Service Unavailable")

    async def go() -> float:
        async with raw_server(serve_bytes(content)) as (base_url, _heads):
            task = asyncio.create_task(ask(lab, base_url, sleep=asyncio.sleep))
            await until(lambda: lab.waits)
            began = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return time.monotonic() - began

    assert asyncio.run(go()) < 0.2
