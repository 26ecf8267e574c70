"""What a request does on the wire: time, cancellation, redirects, headers, logs."""

from __future__ import annotations

import asyncio
import logging
import time

import httpx
import pytest

from siro_desktop.errors import ConnectionFailed
from siro_desktop.http_client import USER_AGENT, HttpClient, oauth_client_options, translate_error

CANARY = "canary-7f3a91"


async def drip(_reader, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.02)


async def hang(reader, _writer):
    await reader.read()


def test_total_deadline_ends_a_dripping_answer(raw_server):
    """H1: the read timeout never fires on a server that drips; the total deadline does."""

    async def run():
        async with raw_server(drip) as server:
            client = HttpClient()
            started = time.monotonic()
            with pytest.raises(ConnectionFailed, match="in time"):
                await client.request("GET", server.url, deadline=0.3)
            assert time.monotonic() - started < 1
            await client.aclose()

    asyncio.run(run())


@pytest.mark.parametrize("answer", [drip, hang])
def test_cancel_takes_effect_at_once(raw_server, answer):
    """H2, H16: a request that waits for headers or for its body ends within 200 ms, as a cancellation."""

    async def run():
        async with raw_server(answer) as server:
            client = HttpClient()
            task = asyncio.create_task(client.request("GET", server.url))
            await server.asked.wait()
            started = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await client.aclose()
            assert time.monotonic() - started < 0.2

    asyncio.run(run())


def test_redirect_is_an_answer_and_the_token_stays(body_server):
    """H5: 3xx comes back as it is, and the second server sees nothing at all."""

    async def run():
        async with body_server(b"{}") as second:
            async with body_server(b"", f"Location: {second.url}/stolen", status="302 Found") as first:
                client = HttpClient()
                response = await client.request("GET", first.url, headers={"x-siro-auth-token": CANARY})
                await client.aclose()
            assert response.status == 302
            assert CANARY in first.heads[0]
            assert second.heads == []

    asyncio.run(run())


@pytest.mark.parametrize("location", ["http://[", "mailto:x", "//", "http://\x7f/", "https://host:99999999/", ""])
def test_a_redirect_to_nonsense_is_an_answer_too(body_server, location):
    """H5: httpx reads the address of a redirect even if it is not to follow it; nonsense must not break the answer."""

    async def run():
        async with body_server(b"{}", f"Location: {location}", status="302 Found") as server:
            client = HttpClient()
            response = await client.request("GET", server.url)
            await client.aclose()
            async with httpx.AsyncClient(**oauth_client_options("")) as oauth:
                assert (await oauth.post(server.url)).status_code == 302
        return response

    response = asyncio.run(run())
    assert response.status == 302
    assert response.headers.get("location", "") == location


def test_one_connection_serves_many_requests(raw_server):
    """H1: one long-lived client."""

    async def answer(reader, writer):
        reply = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        writer.write(reply)
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(reply)

    async def run():
        async with raw_server(answer) as server:
            client = HttpClient()
            answers = [await client.request("GET", server.url) for _ in range(3)]
            await client.aclose()
            return len(server.heads), [response.status for response in answers]

    assert asyncio.run(run()) == (1, [200, 200, 200])


def test_headers_say_who_asks(body_server):
    """H12: User-Agent and Accept; no Authorization unless asked for; no compression that we cannot undo."""

    async def run():
        async with body_server(b"{}") as server:
            client = HttpClient()
            await client.request("GET", f"{server.url}/a", params=[("x", "1"), ("x", "2")])
            await client.aclose()
        return server.heads[0]

    head = asyncio.run(run())
    assert head.startswith("GET /a?x=1&x=2 HTTP/1.1\r\n")
    assert f"user-agent: {USER_AGENT}\r\n".lower() in head.lower()
    assert "accept: application/json\r\n" in head.lower()
    assert "accept-encoding: gzip, deflate\r\n" in head.lower()
    assert "authorization" not in head.lower()


def test_cookies_are_not_kept(body_server):
    async def run():
        async with body_server(b"{}", "Set-Cookie: a=b; Path=/") as server:
            client = HttpClient()
            await client.request("GET", server.url)
            await client.request("GET", server.url)
            await client.aclose()
        return server.heads

    assert "cookie" not in asyncio.run(run())[1].lower()


def test_logs_hold_method_path_status_and_nothing_else(body_server, caplog):
    """H13, H12: at DEBUG, with every logger open, no query value, header or body is written; the request's id is."""
    caplog.set_level(logging.DEBUG)

    async def run():
        async with body_server(CANARY.encode(), "X-Request-Id: req-42") as server:
            client = HttpClient()
            await client.request(
                "POST",
                f"{server.url}/v1/values",
                params=[("ids", CANARY)],
                headers={"x-siro-auth-token": CANARY},
                data={"secret": CANARY},
                attempt=3,
            )
            await client.aclose()

    asyncio.run(run())
    assert CANARY not in caplog.text
    [line] = [record.getMessage() for record in caplog.records if record.name == "siro_desktop.http_client"]
    assert line.startswith("POST /v1/values 200 ")
    assert line.endswith(" ms attempt=3 id=req-42")


@pytest.mark.parametrize("value", [f"{CANARY}\r\nX: y", f"{CANARY}é", f"{CANARY}\x00"])
def test_a_stray_character_in_a_header_is_not_quoted(value):
    """H13: h11 would quote the whole value in its complaint."""

    async def run():
        client = HttpClient()
        try:
            with pytest.raises(ConnectionFailed) as caught:
                await client.request("GET", "http://127.0.0.1:9", headers={"x-siro-auth-token": value})
        finally:
            await client.aclose()
        return caught.value

    error = asyncio.run(run())
    assert CANARY not in f"{error!r} {error.message} {error.detail} {error.__context__!r}"


def test_plain_http_leaves_this_computer_never():
    """H6: refused before anything is sent, also through the options for Authlib's client."""

    async def unreachable(_request):
        raise AssertionError

    async def run():
        transport = httpx.MockTransport(unreachable)
        client = HttpClient(transport=transport)
        with pytest.raises(ConnectionFailed, match="https"):
            await client.request("GET", "http://api.example.test/x")
        async with httpx.AsyncClient(**oauth_client_options("", transport)) as oauth:
            with pytest.raises(ConnectionFailed, match="https"):
                await oauth.post("http://auth.example.test/token")
        await client.aclose()

    asyncio.run(run())


def all_httpx_errors():
    found, waiting = set(), [httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError]
    while waiting:
        kind = waiting.pop()
        found.add(kind)
        waiting += kind.__subclasses__()
    abstract = {httpx.HTTPError, httpx.RequestError, httpx.StreamError, httpx.CookieConflict}
    bugs_of_ours = {httpx.StreamConsumed, httpx.StreamClosed, httpx.ResponseNotRead, httpx.RequestNotRead}
    exported = {kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert exported <= found, "httpx has a family of errors that translate_error has never heard of"
    return sorted(found - abstract - bugs_of_ours, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", all_httpx_errors())
def test_every_error_of_httpx_has_a_sentence(kind):
    """H15: no error of httpx reaches a person as a bug, and none quotes the query."""
    url = f"https://api.example.test/x?id={CANARY}"
    request = httpx.Request("GET", url)
    if kind is httpx.HTTPStatusError:
        error = kind(f"for {url}", request=request, response=httpx.Response(503, request=request))
    else:
        error = kind("what")
    translated = translate_error(error, url)
    assert type(translated).__name__ in {"ConnectionFailed", "UnexpectedAnswer", "ServerError"}
    assert CANARY not in f"{translated!r} {translated.message} {translated.title} {translated.detail}"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/x", "refused"),
        ("https://127.0.0.1:9/x", "refused"),
        ("https://no-such-host.invalid/x", "not found"),
        ("nonsense", "not a web address"),
        ("ftp://127.0.0.1/x", "not a web address"),
        ("https://api.example.test/\n", "not a web address"),
    ],
)
def test_each_failure_has_its_own_sentence(url, words):
    """H15: refusal, unknown name and senseless address can be told apart."""

    async def run():
        client = HttpClient()
        try:
            with pytest.raises(ConnectionFailed) as caught:
                await client.request("GET", url, deadline=5)
        finally:
            await client.aclose()
        return caught.value

    assert words in asyncio.run(run()).message.lower()


def test_broken_off_answer(raw_server):
    async def answer(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")

    async def run():
        async with raw_server(answer) as server:
            client = HttpClient()
            with pytest.raises(ConnectionFailed, match="broke off"):
                await client.request("GET", server.url)
            await client.aclose()

    asyncio.run(run())


def test_a_handshake_that_is_cancelled_leaves_no_connection():
    """H2: the other side sees the end at once, not when the program ends."""
    greeted, gone = asyncio.Event(), asyncio.Event()

    async def answer(reader, writer):
        await reader.read(100)
        greeted.set()
        await reader.read()
        gone.set()
        writer.close()

    async def run():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        client = HttpClient()
        task = asyncio.create_task(client.request("GET", f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
        await greeted.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 5)
        await client.aclose()
        server.close()

    asyncio.run(run())
