"""The redirect listener, spoken to over real sockets."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import hashlib
import logging
import re
import socket
import time

import pytest

from siro_desktop.auth import listener as listener_module
from siro_desktop.auth.callback import RedirectCheck
from siro_desktop.auth.listener import RedirectListener
from siro_desktop.errors import ProfileError, SignInCancelled, UnexpectedAnswer

STATE = "s" * 43


@contextlib.asynccontextmanager
async def open_listener(host="127.0.0.1", ports=(), state=STATE):
    listener = await RedirectListener.open(host, ports, RedirectCheck(state).parse_code)
    try:
        yield listener
    finally:
        await listener.aclose()


async def send(port, raw, address="127.0.0.1"):
    """Status line, headers and body of the answer to raw bytes; empty strings if there was none."""
    reader, writer = await asyncio.open_connection(address, port)
    writer.write(raw)
    with contextlib.suppress(OSError):
        await writer.drain()
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    head, _, body = answer.decode().partition("\r\n\r\n")
    return head, body


def request(listener, target, method="GET", host=None, version="1.1"):
    host = host if host is not None else f"127.0.0.1:{listener.port}"
    return f"{method} {target} HTTP/{version}\r\nHost: {host}\r\n\r\n".encode()


def test_binds_the_literal_address_on_a_free_port():
    """A2: 127.0.0.1 and nothing wider; the redirect URI names both."""

    async def run():
        async with open_listener() as listener:
            [bound] = listener._sockets
            assert bound.getsockname() == ("127.0.0.1", listener.port)
            assert listener.redirect_uri == f"http://127.0.0.1:{listener.port}/callback"
            with pytest.raises(OSError, match="use"), socket.socket() as second:
                second.bind(("127.0.0.1", listener.port))

    asyncio.run(run())


def test_code_arrives_and_leaves_the_address_bar():
    """A11: 303 to /done, which has the strict headers and no script; then the port is closed."""

    async def run():
        async with open_listener() as listener:
            head, body = await send(listener.port, request(listener, f"/callback?code=abc&state={STATE}"))
            assert head.startswith("HTTP/1.1 303 ")
            assert "\r\nLocation: /done\r\n" in head + "\r\n"
            assert body == ""
            assert await listener.wait() == "abc"
            head, body = await send(listener.port, request(listener, "/done"))
            port = listener.port
        with pytest.raises(ConnectionRefusedError):
            await send(port, b"")
        return head, body

    head, body = asyncio.run(run())
    assert head.startswith("HTTP/1.1 200 ")
    style = re.search("<style>(.*)</style>", body, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Connection"] == "close"
    assert "<script" not in body
    assert "prefers-color-scheme:dark" in style


def test_error_description_is_escaped():
    """A11: what the server says cannot become markup."""

    async def run():
        async with open_listener() as listener:
            query = f"error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state={STATE}"
            await send(listener.port, request(listener, f"/callback?{query}"))
            with pytest.raises(SignInCancelled):
                await listener.wait()
            return (await send(listener.port, request(listener, "/done")))[1]

    body = asyncio.run(run())
    assert "<script" not in body
    assert "&lt;script&gt;" in body


def test_only_the_real_redirect_counts():
    """A5, A6, A8: favicon, other methods, other hosts, old HTTP, garbage and forgeries; then the real one succeeds."""
    good = f"/callback?code=abc&state={STATE}"

    async def run():
        async with open_listener() as listener:
            table = [
                (request(listener, "/favicon.ico"), 404),
                (request(listener, "/done"), 404),
                (request(listener, "/callback/"), 404),
                (request(listener, f"http://127.0.0.1:{listener.port}{good}"), 404),
                (request(listener, good, method="POST"), 405),
                (request(listener, good, method="HEAD"), 405),
                (request(listener, good, host="evil.example.test"), 400),
                (request(listener, good, host=f"localhost:{listener.port}"), 400),
                (request(listener, good, host="127.0.0.1"), 400),
                (f"GET {good} HTTP/1.0\r\n\r\n".encode(), 400),
                (request(listener, f"/callback?code=abc&state={'x' * 43}"), 400),
                (request(listener, "/callback?code=abc"), 400),
                (request(listener, f"/callback?code=abc&state={STATE}&state={STATE}"), 400),
                (request(listener, f"/callback?x={'y' * 9000}"), 414),
                (request(listener, good)[:-2] + b"X: " + b"y" * 20000 + b"\r\n\r\n", 431),
                (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 nonsense\r\n\r\n", 400),
                (b"\x00" * 65536, 0),
                (b"", 0),
            ]
            for raw, status in table:
                if raw:
                    head, _ = await send(listener.port, raw)
                    if status and head:
                        assert head.split()[1] == str(status), raw[:60]
                assert not listener._code.done(), raw[:60]
            await send(listener.port, request(listener, good))
            assert await listener.wait() == "abc"
            head, _ = await send(listener.port, request(listener, good))
            assert head.split()[1] == "400", "a state is good once"

    asyncio.run(run())


def test_idle_connections_do_not_hold_up_the_redirect():
    """A5: a browser opens connections beforehand and leaves them silent."""

    async def run():
        async with open_listener() as listener:
            idle = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(5)]
            started = time.monotonic()
            await send(listener.port, request(listener, f"/callback?code=abc&state={STATE}"))
            await listener.wait()
            assert time.monotonic() - started < 1
            for _, writer in idle:
                writer.close()

    asyncio.run(run())


def test_idle_connection_is_dropped(monkeypatch):
    """A5: after the read timeout."""
    monkeypatch.setattr(listener_module, "_READ_TIMEOUT", 0.1)

    async def run():
        async with open_listener() as listener:
            assert await send(listener.port, b"GET /call") == ("", "")

    asyncio.run(run())


def test_linger_ends_without_a_browser():
    """A12: nobody fetches the last page; closing does not wait for long."""

    async def run():
        async with open_listener() as listener:
            await listener.linger(5)
            await send(listener.port, request(listener, f"/callback?code=abc&state={STATE}"))
            started = time.monotonic()
            await listener.linger(0.1)
            assert time.monotonic() - started < 1

    asyncio.run(run())


@pytest.mark.parametrize("turns", range(5))
def test_a_connection_that_comes_while_the_port_closes_is_closed_too(turns):
    """A browser opens connections beforehand at any time: after so many turns of the loop the port is closed."""

    async def run():
        listener = await RedirectListener.open("127.0.0.1", (), RedirectCheck(STATE).parse_code)
        with socket.create_connection(("127.0.0.1", listener.port), 5) as late:
            for _ in range(turns):
                await asyncio.sleep(0)
            await listener.aclose()
            for _ in range(5):
                await asyncio.sleep(0)
            late.setblocking(False)
            with contextlib.suppress(ConnectionResetError):
                assert late.recv(1) == b""  # BlockingIOError if it is still open

    asyncio.run(run())
    gc.collect()  # a socket that nobody closed would say so


def test_nothing_is_logged_of_a_request(caplog):
    """A11b: the request line holds the code."""
    caplog.set_level(logging.DEBUG)

    async def run():
        async with open_listener() as listener:
            await send(listener.port, request(listener, "/callback?code=canary-code&state=wrong"))
            await send(listener.port, request(listener, f"/callback?code=canary-code&state={STATE}"))
            await listener.wait()

    asyncio.run(run())
    assert "canary-code" not in caplog.text
    assert STATE not in caplog.text


def test_candidate_ports():
    """A3: the first free port of the list; the sentence names the ports if none is."""

    async def run():
        async with open_listener() as first, open_listener() as second:
            occupied = (first.port, second.port)
            with pytest.raises(ProfileError) as caught:
                await RedirectListener.open("127.0.0.1", occupied, RedirectCheck(STATE).parse_code)
            assert caught.value.field == "redirect_ports"
            assert str(first.port) in caught.value.message
            assert str(second.port) in caught.value.message
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                free = probe.getsockname()[1]
            async with open_listener(ports=(*occupied, free)) as third:
                assert third.port == free

    asyncio.run(run())


def test_localhost_is_taken_on_both_addresses():
    """A4: with the name, the same port of ::1 is ours too, and answers."""

    async def run():
        async with open_listener("localhost") as listener:
            assert listener.redirect_uri == f"http://localhost:{listener.port}/callback"
            if len(listener._sockets) == 1:
                with pytest.raises(OSError, match="address"), socket.socket(socket.AF_INET6) as probe:
                    probe.bind(("::1", 0))
                return
            raw = request(listener, f"/callback?code=abc&state={STATE}", host=f"localhost:{listener.port}")
            await send(listener.port, raw, "::1")
            assert await listener.wait() == "abc"

    asyncio.run(run())


def test_exclusive_bind_on_windows(monkeypatch):
    """A4: the option is set there, before the bind."""
    calls = []

    class RecordingSocket:
        def __init__(self, *_kind):
            pass

        def setsockopt(self, *option):
            calls.append(option)

        def bind(self, address):
            calls.append(address)

        def listen(self):
            calls.append("listen")

        def setblocking(self, _flag):
            pass

    monkeypatch.setattr(listener_module.sys, "platform", "win32")
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    monkeypatch.setattr(socket, "socket", RecordingSocket)
    listener_module._bind_exclusively(socket.AF_INET, "127.0.0.1", 0)
    assert calls == [(socket.SOL_SOCKET, -5, 1), ("127.0.0.1", 0), "listen"], "nothing that lets others in"


def test_a_fixed_port_is_ours_alone_and_serves_again_at_once():
    """A3, A4: nobody else gets it, whatever they ask for; a connection that has just ended does not keep it taken."""

    async def run():
        async with open_listener() as first:
            with pytest.raises(OSError, match="use"):
                socket.create_server(("127.0.0.1", first.port))  # asks for SO_REUSEADDR
            await send(first.port, request(first, f"/callback?code=abc&state={STATE}"))
        async with open_listener(ports=(first.port,)) as again:
            assert again.port == first.port

    asyncio.run(run())


@pytest.mark.parametrize(
    ("query", "kind", "words"),
    [
        ("error=access_denied", SignInCancelled, "You declined"),
        ("error=server_error&error_description=We+are+closed.", SignInCancelled, "We are closed"),
        ("error=invalid_scope", SignInCancelled, "invalid_scope"),
        ("error=", SignInCancelled, "no reason"),
        ("code=a&code=b", UnexpectedAnswer, "cannot be trusted"),
        ("code=a&error=b&error=b", UnexpectedAnswer, "cannot be trusted"),
        ("code=", UnexpectedAnswer, "cannot be trusted"),
        ("", UnexpectedAnswer, "cannot be trusted"),
        ("code=a&iss=https://evil.test", UnexpectedAnswer, "cannot be trusted"),
        ("error=access_denied&iss=https://evil.test", UnexpectedAnswer, "cannot be trusted"),
    ],
)
def test_redirects_that_end_the_attempt(query, kind, words):
    """A9, A10: errors are parsed here; duplicates and another issuer are refused, in error redirects too."""
    check = RedirectCheck(STATE, issuer="https://auth.example.test")
    with pytest.raises(kind, match=words):
        check.parse_code(f"state={STATE}&{query}")


def test_issuer_is_required_where_it_is_promised():
    """A9"""
    good = RedirectCheck(STATE, issuer="https://auth.example.test", needs_issuer=True)
    assert good.parse_code(f"code=a&state={STATE}&iss=https%3A%2F%2Fauth.example.test") == "a"
    missing = RedirectCheck(STATE, issuer="https://auth.example.test", needs_issuer=True)
    with pytest.raises(UnexpectedAnswer):
        missing.parse_code(f"code=a&state={STATE}")
