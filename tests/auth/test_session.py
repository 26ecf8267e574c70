"""A session's beginnings and ends: signing in that is given up, and secrets that a person pastes."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from scripted_server import signed_in

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.errors import ProfileError, SignInCancelled, SignInRequired


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
