"""The browser flow from end to end: who answers, when it ends, and what is left of it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.metadata
import json
import socket
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

import siro_desktop
from siro_desktop.auth.session import TokenSession
from siro_desktop.domain.profile import Profile
from siro_desktop.errors import (
    ConnectionFailed,
    ProfileError,
    ServerError,
    SignInCancelled,
    SignInRequired,
    UnexpectedAnswer,
)
from siro_desktop.http_client import HttpClient

SERVER = "https://auth.example.test"
TOKENS = {"access_token": "at", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt"}


def profile(**changes):
    known = {"authorization_endpoint": f"{SERVER}/authorize", "token_endpoint": f"{SERVER}/token"}
    return Profile(**{"id": "p", "name": "P", "client_id": "client", **known, **changes})


@contextlib.asynccontextmanager
async def open_session(connection, store, **options):
    http = HttpClient(transport=options.get("transport"))
    session = TokenSession(connection, http, store, **options)
    try:
        yield session
    finally:
        await session.aclose()
        await http.aclose()


def redirect_of(url):
    return urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0])


def come_back(url, **parameters):
    """Be a browser whose server answers at once; the state is right unless it is given."""
    query = {"code": "the-code", "state": parse_qs(urlsplit(url).query)["state"][0], **parameters}
    back = redirect_of(url)
    target = f"{back.geturl()}?{urlencode({name: value for name, value in query.items() if value is not None})}"

    def visit():
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(target, trust_env=False, follow_redirects=True, timeout=10)

    threading.Thread(target=visit).start()
    return True


def is_open(back):
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((back.hostname, back.port)) == 0


def scripted(*answers):
    """A token endpoint that answers in turn, and the requests that it got."""
    requests, queue = [], list(answers)

    async def handle(request):
        requests.append(request)
        status, body = queue.pop(0)
        return httpx.Response(status, content=body if isinstance(body, str) else json.dumps(body))

    return httpx.MockTransport(handle), requests


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


def tampered(**changes):
    """Change parameters of the address that leads back; None takes one out."""

    def tamper(target):
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
        kept = {name: value for name, value in query.items() if value is not None}
        return parts._replace(query=urlencode(kept)).geturl()

    return tamper


@pytest.mark.parametrize("consents", [True, False])
@pytest.mark.parametrize("issuer", ["https://evil.example.test", None])
def test_the_issuer_in_the_redirect_is_checked(peer, browser, store, consents, issuer):
    """A9: another issuer, or none where it is promised, ends the sign-in, and a refusal is not believed."""
    browser.consents = consents
    browser.tamper = tampered(iss=issuer)
    before = len(peer.requests())

    async def run():
        async with open_session(peer.discovered_profile(), store) as session:
            with pytest.raises(UnexpectedAnswer, match="cannot be trusted"):
                await session.sign_in(browser, lambda _: None)

    asyncio.run(run())
    browser.close()
    assert "iss=" in browser.redirects[0] or not consents, "django-oauth-toolkit leaves it out of a refusal"
    assert "cannot be trusted" in browser.last_page
    assert [request["path"] for request in peer.requests()[before:] if request["method"] == "POST"] == ["/o/authorize/"]


def test_a_refusal_with_the_right_issuer_is_believed(peer, browser, store):
    """A9, A10: as a server sends it that keeps RFC 9207 in a refusal, too."""
    browser.consents = False
    browser.tamper = tampered(iss=peer.addresses["issuer"])

    async def run():
        async with open_session(peer.discovered_profile(), store) as session:
            with pytest.raises(SignInCancelled, match="You declined"):
                await session.sign_in(browser, lambda _: None)

    asyncio.run(run())


def test_the_issuer_of_the_settings_counts_where_metadata_are_out_of_reach(store):
    """A9"""

    async def run(issuer):
        transport, requests = scripted((404, ""), (404, ""), (200, TOKENS))
        async with open_session(profile(issuer=SERVER), store, transport=transport) as session:
            try:
                await session.sign_in(lambda url: come_back(url, iss=issuer), lambda _: None)
            except UnexpectedAnswer as error:
                return error.message, len(requests)
            return "", len(requests)

    assert asyncio.run(run(SERVER)) == ("", 3)
    message, asked = asyncio.run(run("https://evil.example.test"))
    assert "Check the issuer" in message
    assert asked == 2


def test_a_refusal_sends_nothing_to_the_token_endpoint(store):
    """A10: Authlib would ask for client credentials."""

    async def run():
        transport, requests = scripted()
        async with open_session(profile(), store, transport=transport) as session:
            with pytest.raises(SignInCancelled, match="Closed for today"):
                await session.sign_in(
                    lambda url: come_back(url, code=None, error="server_error", error_description="Closed for today"),
                    lambda _: None,
                )
        return requests

    assert asyncio.run(run()) == []


def test_nobody_comes_back(store):
    """A12: a typed error that says how long it waited, and a port that is closed."""
    opened = []

    async def run():
        async with open_session(profile(), store) as session:
            with pytest.raises(SignInCancelled, match="Nobody signed in within 0 seconds"):
                await session.sign_in(lambda url: bool(opened.append(url)), lambda _: None, timeout=0.2)
            assert not is_open(redirect_of(opened[0]))
            transport, _ = scripted((200, TOKENS))
            session._transport = transport
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


class Lost(httpx.AsyncBaseTransport):
    def __init__(self):
        self.sent = 0

    async def handle_async_request(self, request):
        self.sent += 1
        raise httpx.ReadError("cut", request=request)


def test_a_code_is_sent_once(store):
    """A16: the connection breaks after the code went out; it is not sent again, not even by a second redirect."""
    transport = Lost()

    async def run():
        async with open_session(profile(), store, transport=transport) as session:
            with pytest.raises(ConnectionFailed, match="start the sign-in again") as caught:
                await session.sign_in(lambda url: come_back(url) and come_back(url), lambda _: None)
            assert "the-code" not in f"{caught.value!r} {caught.value.detail}"
            return await session.status()

    assert not asyncio.run(run()).signed_in
    assert transport.sent == 1


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"title": "Bad Request", "status": 400}, UnexpectedAnswer),
        (200, {"title": "Down for repairs"}, UnexpectedAnswer),
        (200, "<html><title>Airport</title>Log in</html>", UnexpectedAnswer),
        (404, "<html>Not here</html>", UnexpectedAnswer),
        (500, {"title": "Internal Server Error"}, ServerError),
        (502, "<html>Bad gateway</html>", ServerError),
        (400, {"error": "invalid_grant"}, SignInRequired),
        (200, {"access_token": None}, UnexpectedAnswer),
        (200, "x" * 70_000, UnexpectedAnswer),
    ],
)
def test_servers_whose_errors_are_not_those_of_oauth(store, status, body, kind):
    """A17: `{"title": …}` and HTML end in a sentence of ours, and leave nobody signed in."""

    async def run():
        transport, requests = scripted((status, body))
        async with open_session(profile(), store, transport=transport) as session:
            with pytest.raises(kind) as caught:
                await session.sign_in(come_back, lambda _: None)
            assert len(requests) == 1
            return caught.value, await session.status()

    error, after = asyncio.run(run())
    assert not after.signed_in
    assert "<" not in error.message
    assert "Airport" not in f"{error.message}{error.detail}"


def test_a_server_that_grants_less_than_was_asked(store, clock):
    """R6, A17: less scope, no lifetime, no new refresh token: the next refresh asks for no scope, and goes on."""
    transport, requests = scripted(
        (200, {"access_token": "one", "token_type": "bearer", "scope": "read", "refresh_token": "rt"}),
        (200, {"access_token": "two"}),
        (200, {"access_token": "three", "token_type": "BEARER", "expires_in": "1800"}),
    )

    async def run():
        connection = profile(scope="read write offline_access")
        async with open_session(connection, store, transport=transport, clock=clock) as session:
            status = await session.sign_in(come_back, lambda _: None)
            clock.advance(10**6)
            kept = await session.access_token()
            return status, [kept, await session.renew(kept), await session.renew("two")]

    status, tokens = asyncio.run(run())
    assert status.expires_at is None
    assert tokens == ["one", "two", "three"]
    bodies = [dict(httpx.QueryParams(request.content.decode())) for request in requests]
    assert bodies[1] == bodies[2] == {"grant_type": "refresh_token", "refresh_token": "rt", "client_id": "client"}


def test_an_unknown_lifetime_is_used_until_siro_says_no(store, clock):
    """R12, R5: no `expires_in` and no refresh token: good until a 401, then a plain sentence."""
    transport, _ = scripted((200, {"access_token": "one", "token_type": "bearer"}))

    async def run():
        async with open_session(profile(), store, transport=transport, clock=clock) as session:
            status = await session.sign_in(come_back, lambda _: None)
            clock.advance(10**7)
            token = await session.access_token()
            with pytest.raises(SignInRequired, match="sign in again"):
                await session.renew(token)
            return status, token

    status, token = asyncio.run(run())
    assert (status.expires_at, status.can_refresh, token) == (None, False, "one")


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
