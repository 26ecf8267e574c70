"""The token session against a scripted authorization server: refresh, renewal, failures of server and keyring."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time

import httpx
import pytest
from keyring import errors
from scripted_server import PROFILE, ScriptedServer, signed_in

from siro_desktop.auth.credentials import CredentialStore, KeyringState
from siro_desktop.auth.session import TokenSession
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.errors import (
    ConnectionFailed,
    ProfileError,
    RateLimited,
    ServerError,
    SignInCancelled,
    SignInRequired,
    UnexpectedAnswer,
)
from siro_desktop.http_client import HttpClient


@pytest.fixture
def server():
    return ScriptedServer()


@pytest.fixture
def open_session(server, store, clock):
    @contextlib.asynccontextmanager
    async def opened(profile=PROFILE, credentials=None):
        transport = httpx.MockTransport(server)
        http = HttpClient(transport=transport)
        session = TokenSession(profile, http, credentials or store, clock=clock, transport=transport)
        yield session
        await session.aclose()
        await http.aclose()

    return opened


def test_twenty_callers_one_refresh(server, open_session, clock):
    """R1: all get the new token."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(3600)
            server.gate = asyncio.Event()
            callers = [asyncio.create_task(session.access_token()) for _ in range(20)]
            await asyncio.sleep(0)
            server.gate.set()
            return await asyncio.gather(*callers)

    assert set(asyncio.run(run())) == {"at-2"}
    assert len(server.forms) == 2


def test_cancelled_caller_does_not_stop_the_refresh(server, open_session, clock, backend):
    """R3: the rotated token is stored although who asked has gone; closing waits for it."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(3600)
            server.gate, server.asked = asyncio.Event(), asyncio.Event()
            caller = asyncio.create_task(session.access_token())
            await server.asked.wait()
            caller.cancel()
            with pytest.raises(asyncio.CancelledError):
                await caller
            asyncio.get_running_loop().call_later(0.1, server.gate.set)
        async with open_session(credentials=CredentialStore()) as restarted:
            return await restarted.access_token()

    assert asyncio.run(run()) == "at-2"
    assert "=rt-2" in backend.entries.values()
    assert "rt-1" not in str(backend.entries)


def test_closing_gives_a_hanging_refresh_up(server, open_session, clock, monkeypatch):
    """R3, H16: after its limit."""
    monkeypatch.setattr("siro_desktop.auth.refresher._SETTLE_LIMIT", 0.1)

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(3600)
            server.gate, server.asked = asyncio.Event(), asyncio.Event()
            caller = asyncio.create_task(session.access_token())
            await server.asked.wait()
            started = time.monotonic()
            await session.aclose()
            assert time.monotonic() - started < 1
            with pytest.raises(asyncio.CancelledError):
                await caller

    asyncio.run(run())


def test_refresh_token_is_stored_first_and_before_use(server, open_session, clock, backend):
    """R4, K9: when the new access token is handed out, both are in the keyring."""
    order = []
    keep = type(backend).set_password

    def note(self, service, username, password):
        order.append(service.rpartition("/")[2])
        keep(self, service, username, password)

    async def run():
        async with open_session() as session:
            await signed_in(session)
            type(backend).set_password = note
            token = await session.renew("at-1")
            assert token in str(backend.entries)
            assert "=rt-2" in backend.entries.values()

    asyncio.run(run())
    assert order == ["refresh-token", "access-token"]


def test_keyring_is_tried_before_the_browser_opens(open_session, backend):
    """K3: whoever signs in knows beforehand that it will not be kept; nothing fails after the consent."""
    backend.fails_with["set"] = errors.KeyringLocked("locked")
    known = []

    async def run():
        async with open_session() as session:
            return await signed_in(session, lambda: known.append(session.notice))

    assert asyncio.run(run()).signed_in
    assert known == [KeyringState.LOCKED.value]


def test_keyring_that_fails_later(server, open_session, clock, backend):
    """R4, K2: the session goes on in memory, and the status says so."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            backend.fails_with["set"] = errors.KeyringLocked("locked")
            clock.advance(3600)
            assert await session.access_token() == "at-2"
            assert await session.access_token() == "at-2"
            return await session.status()

    status = asyncio.run(run())
    assert status.signed_in
    assert status.storage is None
    assert status.notice == KeyringState.LOCKED.value


def test_keyring_that_hangs_later(server, open_session, clock, backend, monkeypatch):
    """R4, K4: a refresh does not wait for it for ever."""
    monkeypatch.setattr("siro_desktop.auth.held_tokens._STORE_LIMIT", 0.1)

    async def run():
        async with open_session() as session:
            await signed_in(session)
            keep = type(backend).set_password
            gate = threading.Event()
            monkeypatch.setattr(type(backend), "set_password", lambda *_: gate.wait(20))
            clock.advance(3600)
            assert await session.access_token() == "at-2"
            assert (await session.status()).notice == KeyringState.FAILED.value
            gate.set()
            monkeypatch.setattr(type(backend), "set_password", keep)

    asyncio.run(run())


def test_missing_refresh_token_keeps_the_old_one(server, open_session, clock, backend):
    """R5, R6: and no scope goes along."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            server.rotates = False
            clock.advance(3600)
            await session.access_token()
            clock.advance(3600)
            return await session.access_token()

    assert asyncio.run(run()) == "at-3"
    assert [form["refresh_token"] for form in server.forms[1:]] == ["rt-1", "rt-1"]
    assert all("scope" not in form for form in server.forms)
    assert "=rt-1" in backend.entries.values()


def test_invalid_grant_ends_the_session(server, open_session, clock, backend):
    """R7: tokens are wiped, and the person is asked to sign in; nothing is sent again."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(3600)
            server.answers = [httpx.Response(400, json={"error": "invalid_grant"})]
            for _ in range(2):
                with pytest.raises(SignInRequired, match="sign in"):
                    await session.access_token()
            return await session.status()

    assert not asyncio.run(run()).signed_in
    assert len(server.forms) == 2
    assert backend.entries == {}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.ConnectError("down"), ConnectionFailed),
        (httpx.ReadTimeout("slow"), ConnectionFailed),
        (httpx.Response(503), ServerError),
        (httpx.Response(429), RateLimited),
        (httpx.Response(200, text="<html>"), UnexpectedAnswer),
        (httpx.Response(400, json={"title": "Bad Request"}), UnexpectedAnswer),
        (httpx.Response(401, json={"error": "invalid_client"}), SignInRequired),
    ],
)
def test_other_failures_keep_the_token(server, open_session, clock, answer, kind):
    """R7, R8: one request, the session stays, and the next try succeeds."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(3600)
            server.answers = [answer]
            with pytest.raises(kind):
                await session.access_token()
            assert len(server.forms) == 2
            assert (await session.status()).signed_in
            return await session.access_token()

    assert asyncio.run(run()) == "at-3"


def test_failed_refresh_before_expiry_is_no_trouble(server, open_session, clock):
    """R7, R9: the old token is still good for a while."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(3550)
            server.answers = [httpx.ConnectError("down")]
            return await session.access_token()

    assert asyncio.run(run()) == "at-1"


@pytest.mark.parametrize(
    ("lifetime", "elapsed", "refreshes"),
    [(3600, 3539, 0), (3600, 3540, 1), (30, 26, 0), (30, 27, 1), (3600, 86_400, 1), (None, 10**8, 0)],
)
def test_when_it_refreshes(server, open_session, clock, lifetime, elapsed, refreshes):
    """R9, R12: 60 seconds ahead, a tenth of a short life, after a sleep; never if the lifetime is unknown."""
    server.lifetime = lifetime

    async def run():
        async with open_session() as session:
            await signed_in(session)
            clock.advance(elapsed)
            await session.access_token()
            await session.access_token()

    asyncio.run(run())
    assert len(server.forms) == 1 + refreshes


def test_renewal_after_a_refusal(server, open_session):
    """R10, R11: one refresh for all who were refused, whatever the clock says; none if the token has changed."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            renewed = await asyncio.gather(*(session.renew("at-1") for _ in range(5)))
            late = await session.renew("at-1")
            return renewed, late

    assert asyncio.run(run()) == (["at-2"] * 5, "at-2")
    assert len(server.forms) == 2


def test_without_a_refresh_token(server, open_session, clock):
    """R10: the status says beforehand that signing in again will be needed; a refusal or the expiry asks for it."""
    server.rotates = False

    async def run():
        async with open_session() as session:
            status = await signed_in(session)
            assert not status.can_refresh
            assert status.expires_at is not None
            with pytest.raises(SignInRequired):
                await session.renew("at-1")
            with pytest.raises(SignInRequired):
                await session.access_token()
            assert not (await session.status()).signed_in
            await signed_in(session)
            assert await session.access_token() == "at-2"
            clock.advance(3600)
            with pytest.raises(SignInRequired, match="expired"):
                await session.access_token()
            assert not (await session.status()).signed_in

    asyncio.run(run())


def test_other_window_has_refreshed(server, open_session, clock):
    """R2: what another process of ours has stored is adopted instead of using a spent refresh token."""

    async def run():
        async with open_session() as one, open_session(credentials=CredentialStore()) as other:
            await signed_in(one)
            assert await other.access_token() == "at-1"
            clock.advance(3600)
            assert await one.access_token() == "at-2"
            return await other.access_token()

    assert asyncio.run(run()) == "at-2"
    assert len(server.forms) == 2


def test_pasted_access_token(open_session, server, backend):
    """K9: kept over a restart, never sent to an authorization server, refused ones are asked for anew."""
    profile = Profile(id="p", name="P", method=SignInMethod.ACCESS_TOKEN)

    async def run():
        async with open_session(profile) as session:
            with pytest.raises(SignInRequired, match="Paste"):
                await session.sign_in(print, print)
            await session.keep_secret(" Bearer pasted-1 \n")
            status = await session.sign_in(print, print)
            assert await session.access_token() == "pasted-1"
        async with open_session(profile, CredentialStore()) as session:
            assert await session.access_token() == "pasted-1"
            with pytest.raises(SignInRequired, match="Paste a new one"):
                await session.renew("pasted-1")
            with pytest.raises(SignInRequired):
                await session.access_token()
            assert not (await session.status()).signed_in
            await session.keep_secret("pasted-2")
            assert await session.access_token() == "pasted-2"
            assert await session.sign_out() == ()
        return status

    status = asyncio.run(run())
    assert status.signed_in
    assert not status.can_refresh
    assert server.forms == []
    assert backend.entries == {}


@pytest.mark.parametrize("secret", ["", "   ", "two words", "ümlaut", "a\nb", "Bearer "])
def test_what_cannot_be_an_access_token(open_session, secret):
    async def run():
        async with open_session(Profile(id="p", name="P", method=SignInMethod.ACCESS_TOKEN)) as session:
            with pytest.raises(ProfileError) as caught:
                await session.keep_secret(secret)
            return caught.value

    assert asyncio.run(run()).field == "access_token"


def test_secret_of_a_client_that_people_sign_in_to(open_session, server, backend):
    """The secret outlives a sign-out, and goes when the profile is forgotten."""

    async def run():
        async with open_session() as session:
            with pytest.raises(ProfileError):
                await session.keep_secret(" ")
            await session.keep_secret("client-secret")
            await signed_in(session)
            problems = await session.sign_out()
            assert "=client-secret" in backend.entries.values()
            await session.forget()
            return problems

    problems = asyncio.run(run())
    assert "No revocation endpoint" in problems[0]
    assert backend.entries == {}


def test_sign_out_when_the_keyring_keeps_something(open_session, backend, monkeypatch):
    """R13, K12: it is said."""

    async def run():
        async with open_session() as session:
            await signed_in(session)
            monkeypatch.setattr(type(backend), "delete_password", lambda *_: None)
            problems = await session.sign_out()
            with pytest.raises(SignInRequired):
                await session.renew("at-1")
            return problems

    assert any("keyring" in problem for problem in asyncio.run(run()))


def test_nobody_signs_in(open_session):
    """A12: a typed error, and the port is closed."""
    addresses = []

    async def run():
        async with open_session() as session:
            with pytest.raises(SignInCancelled, match="Nobody signed in within"):
                await session.sign_in(lambda _: True, addresses.append, timeout=0.5)

    asyncio.run(run())
    assert_port_closed(addresses[0])


def test_cancelled_sign_in_closes_the_port(open_session):
    """A12, H16: within a second, without a trace."""
    addresses = []

    async def run():
        async with open_session() as session:
            waiting = asyncio.Event()
            signing = asyncio.create_task(session.sign_in(lambda _: bool(waiting.set()), addresses.append))
            await waiting.wait()
            started = time.monotonic()
            signing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await signing
            assert time.monotonic() - started < 1
            assert not (await session.status()).signed_in

    asyncio.run(run())
    assert_port_closed(addresses[0])


def assert_port_closed(url):
    redirect = httpx.URL(url).params["redirect_uri"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(redirect, trust_env=False)


def test_loose_details_of_a_profile(open_session, server):
    """A missing endpoint is named before anything is opened."""

    async def run():
        incomplete = Profile(id="p", name="P", client_id="client")
        async with open_session(incomplete) as session:
            with pytest.raises(ProfileError) as caught:
                await session.sign_in(lambda _: pytest.fail("opened"), lambda _: pytest.fail("shown"))
            return caught.value

    assert asyncio.run(run()).field == "authorization_endpoint"
