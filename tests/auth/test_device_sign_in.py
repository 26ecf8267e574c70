"""Sign-in with a code on another device (RFC 8628), against django-oauth-toolkit and against scripted servers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.auth.device_sign_in import parse_device_code
from siro_desktop.auth.session import TokenSession
from siro_desktop.auth.token_response import TokenResponse
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.errors import (
    ConnectionFailed,
    ProfileError,
    RateLimited,
    ServerError,
    SignInCancelled,
    SignInRequired,
    SiroError,
    UnexpectedAnswer,
)
from siro_desktop.http_client import HttpClient

ISSUER = "https://auth.example.test"
CODE = {
    "device_code": "device-code-canary",
    "user_code": "WDJB-MJHT",
    "verification_uri": f"{ISSUER}/device",
    "verification_uri_complete": f"{ISSUER}/device?user_code=WDJB-MJHT",
    "expires_in": 600,
    "interval": 5,
}
TOKENS = {"access_token": "at", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt"}
PENDING = (400, {"error": "authorization_pending"})


class Pauses:
    """Stands in for `asyncio.sleep`: notes the seconds, moves the clock on, and lets things happen in the nth pause."""

    def __init__(self, clock, **happenings):
        self.clock = clock
        self.seconds = []
        self.happenings = happenings

    async def __call__(self, seconds):
        self.seconds.append(seconds)
        self.clock.advance(seconds)
        happening = self.happenings.get(f"pause_{len(self.seconds)}")
        if happening is not None:
            await asyncio.to_thread(happening)


async def sign_in(profile, store, clock, pauses, shown, transport=None):
    http = HttpClient(transport=transport)
    session = TokenSession(profile, http, store, clock=clock, transport=transport)
    try:
        status = await session.sign_in_with_device(shown.append, sleep=pauses)
        return status, await session.access_token()
    finally:
        await session.aclose()
        await http.aclose()


def test_code_is_entered_and_accepted(peer, store, clock, caplog):
    """A19: pending at first, then tokens that the server honours; the code for the device is in no log."""
    caplog.set_level(logging.DEBUG)
    shown = []
    pauses = Pauses(clock, pause_3=lambda: peer.decide(shown[0].complete_address, "accept"))
    before = len(peer.requests())
    status, token = asyncio.run(sign_in(peer.device_profile(), store, clock, pauses, shown))
    assert status.signed_in
    assert status.can_refresh
    assert peer.whoami(token) == (200, {"name": "ada"})
    assert pauses.seconds == [1, 1, 1]
    asked = [request for request in peer.requests()[before:] if request["path"] == "/o/token/"]
    assert [request["parameters"] for request in asked] == [["client_id", "device_code", "grant_type"]] * 3
    [code] = shown
    assert code.address == f"{peer.addresses['issuer']}/device/"
    assert code.device_code not in caplog.text + repr(code)
    assert token not in caplog.text


def test_code_is_denied(peer, store, clock):
    """A19, A10"""
    shown = []
    pauses = Pauses(clock, pause_2=lambda: peer.decide(shown[0].complete_address, "deny"))
    with pytest.raises(SignInCancelled, match="You declined"):
        asyncio.run(sign_in(peer.device_profile(), store, clock, pauses, shown))
    assert len(pauses.seconds) == 2


def test_code_expires_at_the_server(peer, store, clock):
    """A19: the server says so before the half hour is over here."""
    shown = []
    pauses = Pauses(clock, pause_2=lambda: httpx.get(peer.addresses["expire"], trust_env=False))
    with pytest.raises(SignInCancelled, match="not entered in time"):
        asyncio.run(sign_in(peer.device_profile(), store, clock, pauses, shown))
    assert len(pauses.seconds) == 2


class SlowingTransport(httpx.AsyncBaseTransport):
    """Turns the second *pending* of the real server into *slow_down*, which django-oauth-toolkit never says."""

    def __init__(self):
        self.inner = httpx.AsyncHTTPTransport()
        self.pending = 0

    async def handle_async_request(self, request):
        answer = await self.inner.handle_async_request(request)
        body = await answer.aread()
        self.pending += b"authorization_pending" in body
        if b"authorization_pending" in body and self.pending == 2:
            body = body.replace(b"authorization_pending", b"slow_down")
        return httpx.Response(answer.status_code, content=body, headers={"content-type": "application/json"})

    async def aclose(self):
        await self.inner.aclose()


def test_slow_down(peer, store, clock):
    """A19: five seconds more from then on (RFC 8628 section 3.5)."""
    shown = []
    pauses = Pauses(clock, pause_4=lambda: peer.decide(shown[0].complete_address, "accept"))
    status, _ = asyncio.run(sign_in(peer.device_profile(), store, clock, pauses, shown, SlowingTransport()))
    assert status.signed_in
    assert pauses.seconds == [1, 1, 6, 6]


def scripted(*answers, code=CODE, metadata=None):
    """A server that gives `code`, then one of the answers to each question; exceptions are raised. And the requests."""
    found = {
        "issuer": ISSUER,
        "token_endpoint": f"{ISSUER}/token",
        "device_authorization_endpoint": f"{ISSUER}/device_authorization",
    }
    requests, queue = [], list(answers)

    async def handle(request):
        requests.append(request)
        if "/.well-known/" in request.url.path:
            return httpx.Response(200, json=found if metadata is None else metadata)
        if request.url.path == "/device_authorization":
            return httpx.Response(200, json=code)
        answer = queue.pop(0) if queue else PENDING
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        content = body if isinstance(body, str) else json.dumps(body)
        return httpx.Response(status, content=content)

    return httpx.MockTransport(handle), requests


def profile(**changes):
    return Profile(id="p", name="P", issuer=ISSUER, token_endpoint="", client_id="cl ient", **changes)


def run_scripted(store, clock, transport, **changes):
    pauses = Pauses(clock)
    asyncio.run(sign_in(profile(**changes), store, clock, pauses, [], transport))
    return pauses.seconds


def test_a_network_that_fails_in_between_is_asked_less_often(store, clock):
    """A19: an error on the way does not end the sign-in (RFC 8628 section 3.5)."""
    answers = (httpx.ReadTimeout("slow"), (503, "<html>"), (429, ""), PENDING, (200, TOKENS))
    transport, _ = scripted(*answers)
    assert run_scripted(store, clock, transport) == [5, 10, 20, 40, 40]


def test_a_server_that_keeps_failing_is_left_alone(store, clock):
    """A19: five failures in a row; then the person is told."""
    transport, requests = scripted(PENDING, *[(500, "")] * 9)
    with pytest.raises(ServerError):
        run_scripted(store, clock, transport)
    assert len([request for request in requests if request.url.path == "/token"]) == 6


def test_nobody_enters_the_code(store, clock):
    """A19, A12: it ends when the code does, also if the server keeps saying *pending*."""
    transport, requests = scripted(code={**CODE, "expires_in": "32"})
    with pytest.raises(SignInCancelled, match="not entered in time"):
        run_scripted(store, clock, transport)
    assert len([request for request in requests if request.url.path == "/token"]) == 6


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((400, {"error": "invalid_grant"}), SignInRequired),
        ((401, {"error": "invalid_client"}), SignInRequired),
        ((400, {"title": "Bad Request"}), UnexpectedAnswer),
        ((200, "<html>Log in to the airport</html>"), UnexpectedAnswer),
        ((200, {}), UnexpectedAnswer),
    ],
)
def test_answers_that_end_it(store, clock, answer, kind):
    """A17, A19: waiting would not help."""
    transport, requests = scripted(PENDING, answer)
    with pytest.raises(kind):
        run_scripted(store, clock, transport)
    assert len([request for request in requests if request.url.path == "/token"]) == 2


def test_what_is_asked_for(store, clock):
    """A19: scope and client id; a confidential client by basic authentication."""
    transport, requests = scripted((200, TOKENS))
    run_scripted(store, clock, transport, scope="read offline_access")
    [asked] = [request for request in requests if request.url.path == "/device_authorization"]
    assert dict(httpx.QueryParams(asked.content.decode())) == {"client_id": "cl ient", "scope": "read offline_access"}
    assert "authorization" not in asked.headers

    async def keep_secret():
        http = HttpClient()
        await TokenSession(profile(), http, store).keep_secret("top-secret")
        await http.aclose()

    asyncio.run(keep_secret())
    transport, requests = scripted((200, TOKENS))
    run_scripted(store, clock, transport)
    posted = [request for request in requests if request.method == "POST"]
    assert [request.headers["authorization"].split()[0] for request in posted] == ["Basic", "Basic"]


def test_a_server_that_does_not_offer_it(store, clock):
    """A19: a sentence that says what to do instead; nothing is asked of it."""
    transport, requests = scripted(metadata={"issuer": ISSUER, "token_endpoint": f"{ISSUER}/token"})
    with pytest.raises(ProfileError, match="sign in with the browser"):
        run_scripted(store, clock, transport)
    with pytest.raises(ProfileError, match="Nobody signs in"):
        run_scripted(store, clock, transport, method=SignInMethod.ACCESS_TOKEN)
    assert len(requests) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"device_code": None},
        {"device_code": ""},
        {"user_code": 5},
        {"user_code": "A" * 65},
        {"verification_uri": "http://evil.example.test/device"},
        {"verification_uri": "javascript:alert(1)"},
        {"verification_uri": None},
        {"verification_uri_complete": "https://x.test/\x1b[2J"},
        {"verification_uri_complete": "file:///etc/passwd"},
    ],
)
def test_codes_that_cannot_be_shown(changes):
    """A19: https only, or this computer; nothing that a terminal would obey."""
    body = {name: value for name, value in {**CODE, **changes}.items() if value is not None}
    complete = changes.get("verification_uri_complete", "")
    if complete and not complete.isprintable():
        assert parse_device_code(TokenResponse(200, json.dumps(body).encode())).complete_address == ""
        return
    with pytest.raises(UnexpectedAnswer):
        parse_device_code(TokenResponse(200, json.dumps(body).encode()))


@pytest.mark.parametrize(("status", "kind"), [(429, RateLimited), (500, ServerError), (404, UnexpectedAnswer)])
def test_refused_requests_for_a_code(status, kind):
    """A17, A19"""
    with pytest.raises(kind):
        parse_device_code(TokenResponse(status, b"<html>"))


def test_times_that_make_no_sense():
    """A19: five seconds where nothing is said, never faster than one, half an hour at most."""
    for expires_in, interval, lifetime, pause in ((None, None, 1800, 5), (10**9, 0.01, 1800, 1), ("60", "7", 60, 7)):
        body = {**CODE, "expires_in": expires_in, "interval": interval}
        code = parse_device_code(TokenResponse(200, json.dumps(body).encode()))
        assert (code.lifetime, code.interval) == (lifetime, pause)


def test_a_lasting_failure_ends_it_at_once(store, clock):
    """A19: a certificate that nobody trusts does not get better by waiting."""
    failure = ConnectionFailed("The certificate is not known.", is_lasting=True)
    transport, _ = scripted(failure, (200, TOKENS))
    with pytest.raises(ConnectionFailed, match="certificate"):
        run_scripted(store, clock, transport)


@given(st.dictionaries(st.sampled_from(sorted(CODE)), st.one_of(st.none(), st.integers(), st.floats(), st.text())))
def test_any_answer_gives_a_code_or_a_sentence(fields):
    with contextlib.suppress(SiroError):
        code = parse_device_code(TokenResponse(200, json.dumps({**CODE, **fields}).encode()))
        assert code.user_code.isprintable()
        assert 1 <= code.interval <= 60
