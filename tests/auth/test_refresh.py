"""Tokens that expire or are refused: when they are refreshed, by whom, and what a failure leaves."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from scripted_server import signed_in

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.errors import ConnectionFailed, RateLimited, ServerError, SignInRequired, UnexpectedAnswer


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
