"""The browser flow from end to end: what it opens, who may answer, and when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.metadata
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest
from browser_flow import SERVER, TOKENS, come_back, is_open, open_session, profile, redirect_of, scripted

import siro_desktop
from siro_desktop.errors import ConnectionFailed, ProfileError, SignInCancelled


def test_no_browser_of_its_own():
    """A1: there is no web view, neither among the packages nor in the code."""
    needed = importlib.metadata.requires("siro-desktop") or []
    assert not [name for name in needed if "webengine" in name.lower() or "webview" in name.lower()]
    sources = Path(siro_desktop.__file__).parent.rglob("*.py")
    assert not [source for source in sources if "WebEngine" in source.read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    "endpoint", ["http://auth.example.test/authorize", "file:///etc/passwd", "javascript:alert(1)"]
)
def test_the_browser_gets_https_only(store, endpoint):
    """A1, A18: anything else is refused before it is opened."""
    opened = []

    async def run():
        async with open_session(profile(authorization_endpoint=endpoint), store) as session:
            with pytest.raises(ProfileError):
                await session.sign_in(opened.append, opened.append)

    asyncio.run(run())
    assert opened == []


def test_the_port_is_open_before_the_browser_is(store):
    """A2, A1: whoever is quick finds the listener there, on 127.0.0.1 alone."""
    found = []

    def open_browser(url):
        back = redirect_of(url)
        found.extend([url, back.hostname, is_open(back)])
        with socket.socket() as elsewhere:  # not on the other addresses of this computer
            found.append(elsewhere.connect_ex(("127.0.0.2", back.port)) == 0)
        return come_back(url)

    async def run():
        transport, _ = scripted((200, TOKENS))
        async with open_session(profile(), store, transport=transport) as session:
            return await session.sign_in(open_browser, lambda _: None)

    assert asyncio.run(run()).signed_in
    assert found[0].startswith(f"{SERVER}/authorize?")
    assert found[1:] == ["127.0.0.1", True, False]


def test_fixed_ports_at_a_server_that_compares_to_the_letter(peer, browser, store):
    """A3, A4: `localhost` and ports of a list; where the first is taken, the second; a port off the list is refused."""
    first, second = peer.addresses["exact_ports"]

    async def run(connection):
        async with open_session(connection, store) as session:
            return await session.sign_in(browser, lambda _: None)

    assert asyncio.run(run(peer.exact_profile())).signed_in
    assert asyncio.run(run(peer.exact_profile())).signed_in, "the port serves again at once"
    with socket.socket() as occupied:
        occupied.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        occupied.bind(("127.0.0.1", first))
        occupied.listen()
        assert asyncio.run(run(peer.exact_profile())).signed_in
    ports = [redirect_of(url).netloc for url in browser.opened]
    assert ports == [f"localhost:{first}", f"localhost:{first}", f"localhost:{second}"]
    page = httpx.get(browser.opened[0].replace(str(first), str(first - 1)), cookies={"person": "ada"}, trust_env=False)
    assert page.status_code == 400
    assert "redirect" in page.text


def test_no_port_is_free(store):
    """A3: a sentence that names the ports; the browser stays closed."""
    opened = []

    async def run(ports):
        async with open_session(profile(redirect_host="localhost", redirect_ports=ports), store) as session:
            with pytest.raises(ProfileError) as caught:
                await session.sign_in(opened.append, opened.append)
            return caught.value

    with socket.socket() as one, socket.socket() as other:
        for taken in (one, other):
            taken.bind(("127.0.0.1", 0))
        ports = tuple(taken.getsockname()[1] for taken in (one, other))
        error = asyncio.run(run(ports))
    assert error.field == "redirect_ports"
    assert all(str(port) in error.message for port in ports)
    assert "EADDRINUSE" in error.detail
    assert opened == []


def test_nobody_comes_back(store):
    """A12: a typed error that says how long it waited, and a port that is closed."""
    opened = []

    async def run():
        async with open_session(profile(), store) as session:
            with pytest.raises(SignInCancelled, match="Nobody signed in within 0 seconds"):
                await session.sign_in(lambda url: bool(opened.append(url)), lambda _: None, timeout=0.2)
            assert not is_open(redirect_of(opened[0]))
            transport, _ = scripted((200, TOKENS))
            session._server._transport = transport
            return await session.sign_in(come_back, lambda _: None)

    assert asyncio.run(run()).signed_in


def test_cancelling_closes_the_port_at_once(store):
    """A12: in less than a second, connections included; no thread is left behind."""
    opened = []
    waiting = asyncio.Event()

    async def run():
        async with open_session(profile(), store) as session:
            await store.probe()
            threads = threading.active_count()
            task = asyncio.create_task(session.sign_in(opened.append, lambda _: waiting.set()))
            await waiting.wait()
            reader, writer = await asyncio.open_connection("127.0.0.1", redirect_of(opened[0]).port)
            started = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with contextlib.suppress(ConnectionResetError):
                assert await reader.read() == b""
            assert time.monotonic() - started < 1
            writer.close()
            assert not is_open(redirect_of(opened[0]))
            assert threading.active_count() <= threads

    asyncio.run(run())


def test_a_lying_browser(store):
    """A13: it says that it opened and did not; the address was shown before, and leads to the end."""
    shown = []

    async def run():
        transport, _ = scripted((200, TOKENS))
        async with open_session(profile(), store, transport=transport) as session:
            return await session.sign_in(lambda _url: bool(come_back(shown[0])), shown.append)

    assert asyncio.run(run()).signed_in


def test_a_dead_proxy_is_not_asked_about_this_computer(peer, browser, store, monkeypatch):
    """A20: metadata, tokens and revocation of a server on loopback go straight there; others go through the proxy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, dead)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)

    async def run():
        async with open_session(peer.discovered_profile(scope="openid read"), store) as session:
            status = await session.sign_in(browser, lambda _: None)
            problems = await session.sign_out()
        async with open_session(profile(), store) as elsewhere:
            with pytest.raises(ConnectionFailed) as caught:
                await elsewhere.sign_in(come_back, lambda _: None)
        return status, problems, caught.value

    status, problems, error = asyncio.run(run())
    assert status.identity
    assert problems == ()
    assert "proxy" in error.message
