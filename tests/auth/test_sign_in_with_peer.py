"""Sign-in from end to end against an authorization server that nobody here wrote (django-oauth-toolkit)."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from browser_flow import open_session
from peer_requests import LosingTransport, new_requests, server_of

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.token_response import TokenRefused
from siro_desktop.auth.tokens import utc_now
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.errors import SignInCancelled, SignInRequired


def test_sign_in_refresh_and_sign_out(peer, browser, store, backend, clock, caplog):
    """A1 A2 A7 A8 R6 R13 K9 K12: the whole life of a session; nothing secret in logs, nothing left in the keyring."""
    caplog.set_level(logging.DEBUG)
    before = len(peer.requests())
    shown = []

    async def run():
        async with open_session(peer.profile(), store, clock=clock) as session:
            assert not (await session.status()).signed_in
            with pytest.raises(SignInRequired):
                await session.access_token()
            status = await session.sign_in(browser, shown.append)
            first = await session.access_token()
            stored = dict(backend.entries)
            clock.advance(57_600)
            second = await session.access_token()
            async with open_session(peer.profile(), CredentialStore(), clock=clock) as restarted:
                assert await restarted.access_token() == second
            answers = [peer.whoami(first)[0], peer.whoami(second)[0]]
            refresh_token = session._held.tokens.refresh_token
            problems = await session.sign_out()
            answers.append(peer.whoami(second)[0])
            with pytest.raises(SignInRequired):
                await session.access_token()
            return status, first, second, stored, answers, problems, refresh_token, await session.status()

    status, first, second, stored, answers, problems, refresh_token, last = asyncio.run(run())
    assert status.signed_in
    assert status.can_refresh
    assert status.storage == "Secret Service"
    assert status.notice is None
    assert status.identity is None, "without an issuer nobody is claimed"
    assert first != second
    assert answers == [401, 200, 401]
    assert problems == ()
    assert not last.signed_in
    assert backend.entries == {}
    assert len(stored) == 3, "access token, refresh token, and the list of the two"
    assert sorted(first in value for value in stored.values()) == [False, False, True]
    [url] = shown
    assert browser.opened == [url]
    query = parse_qs(urlsplit(url).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"][0].startswith("http://127.0.0.1:")
    assert len(query["state"][0]) >= 43
    code = parse_qs(urlsplit(browser.redirects[0]).query)["code"][0]
    assert not [secret for secret in (first, second, code, refresh_token, *query["state"]) if secret in caplog.text]
    redeem, refresh = new_requests(peer, before)
    assert redeem["grant_type"] == "authorization_code"
    assert "code_verifier" in redeem["parameters"]
    assert refresh["parameters"] == ["client_id", "grant_type", "refresh_token"]
    revoked = new_requests(peer, before, "/o/revoke_token/")
    assert [request["token_type_hint"] for request in revoked] == ["refresh_token", "access_token"]
    asyncio.run(assert_refused(peer, refresh_token))


async def assert_refused(peer, refresh_token):
    with pytest.raises(TokenRefused) as caught:
        await server_of(peer).refresh(refresh_token)
    assert caught.value.code == "invalid_grant"


def test_the_page_in_the_browser(peer, browser, store):
    """A11: the code leaves the address bar by a 303, and the last page is served before the listener closes."""

    async def run():
        async with open_session(peer.profile(), store) as session:
            await session.sign_in(browser, lambda _: None)

    asyncio.run(run())
    browser.close()
    assert browser.statuses == [200, 302, 303, 200]
    assert browser.visited[-1].endswith("/done")
    assert "close this page" in browser.last_page
    with pytest.raises(httpx.ConnectError):
        httpx.get(browser.visited[-1], trust_env=False)


def test_declining(peer, browser, store):
    """A10: no token request goes out, and the person reads that they declined."""
    browser.consents = False
    before = len(peer.requests())

    async def run():
        async with open_session(peer.profile(), store) as session:
            with pytest.raises(SignInCancelled, match="You declined"):
                await session.sign_in(browser, lambda _: None)
            return await session.status()

    assert not asyncio.run(run()).signed_in
    browser.close()
    assert new_requests(peer, before) == []
    assert "You declined" in browser.last_page


def test_forged_redirect_does_not_disturb(peer, browser, store):
    """A8: a wrong state answers 400 and the real redirect still counts."""
    forged = []

    def forge(redirect):
        address = redirect.partition("?")[0]
        forged.extend(
            httpx.get(f"{address}?{query}", trust_env=False).status_code
            for query in ("code=x&state=wrong", "code=x", "error=access_denied&state=wrong", "code=x&state=a&state=b")
        )

    browser.before_redirect = forge

    async def run():
        async with open_session(peer.profile(), store) as session:
            return await session.sign_in(browser, lambda _: None)

    assert asyncio.run(run()).signed_in
    assert forged == [400] * 4


def test_browser_that_does_not_open(peer, browser, store):
    """A13: False and an exception are the same: the address was shown, and the flow completes through it."""

    def broken(_url):
        raise OSError("no display")

    async def run(open_browser):
        async with open_session(peer.profile(), store) as session:
            return await session.sign_in(open_browser, browser)

    assert asyncio.run(run(broken)).signed_in
    assert asyncio.run(run(lambda _url: False)).signed_in


def test_two_attempts_share_nothing(peer, browser, store):
    """A7: verifier and state are new each time."""

    async def run():
        async with open_session(peer.profile(), store) as session:
            await session.sign_in(browser, lambda _: None)
            await session.sign_in(browser, lambda _: None)

    asyncio.run(run())
    one, other = (parse_qs(urlsplit(url).query) for url in browser.opened)
    assert one["state"] != other["state"]
    assert one["code_challenge"] != other["code_challenge"]


def test_one_flow_at_a_time(peer, browser, store):
    """A14: a second sign-in opens neither a browser nor a port."""
    waiting = asyncio.Event()

    async def run():
        async with open_session(peer.profile(), store) as session:
            first = asyncio.create_task(session.sign_in(lambda _: True, lambda _: waiting.set()))
            await waiting.wait()
            with pytest.raises(SignInCancelled, match="already under way"):
                await session.sign_in(browser, browser)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            return await session.sign_in(browser, lambda _: None)

    assert asyncio.run(run()).signed_in
    assert len(browser.opened) == 1


def test_client_credentials(peer, store, backend):
    """A21: the right secret by basic authentication, stored in the keyring, asked for again by nobody."""
    before = len(peer.requests())

    async def run():
        async with open_session(peer.service_profile(), store) as session:
            with pytest.raises(SignInRequired, match="client secret"):
                await session.sign_in(print, print)
            await session.keep_secret(f"  {peer.addresses['confidential_client_secret']}\n")
            status = await session.sign_in(print, print)
            token = await session.access_token()
            renewed = await session.renew(token)
        async with open_session(peer.service_profile(), CredentialStore()) as restarted:
            assert await restarted.access_token() == renewed
            assert peer.whoami(renewed)[0] == 200
            assert await restarted.sign_out() == ()
            assert peer.whoami(renewed)[0] == 401
        return status, token, renewed

    status, token, renewed = asyncio.run(run())
    assert status.signed_in
    assert status.can_refresh
    assert token != renewed
    assert backend.entries == {}
    assert [request["authorization"] for request in new_requests(peer, before)] == ["Basic", "Basic"]


def test_client_credentials_with_a_wrong_secret(peer, store):
    """A21: the sentence names invalid_client."""

    async def run():
        async with open_session(peer.service_profile(), store) as session:
            await session.keep_secret("wrong-secret-canary")
            with pytest.raises(SignInRequired, match="invalid_client") as caught:
                await session.sign_in(print, print)
            return caught.value

    error = asyncio.run(run())
    assert "canary" not in f"{error!r}{error.detail}"


def test_discovery_and_identity(peer, browser, store):
    """A9, A18, R14: endpoints from the issuer, who signed in from the id_token, the issuer checked in the redirect."""
    profile = peer.discovered_profile(scope="openid read")

    async def run(person):
        browser.person = person
        async with open_session(profile, store) as session:
            return await session.sign_in(browser, lambda _: None)

    ada, again, grace = (asyncio.run(run(person)) for person in ("ada", "ada", "grace"))
    assert ada.identity.startswith(f"{peer.addresses['issuer']}#")
    assert again.identity == ada.identity
    assert ada.identity != grace.identity
    assert (ada.hint, again.hint) == (None, None)
    assert grace.hint == "You are now signed in with another account. Results of the former account stay apart."
    period = Period(utc_now() - timedelta(days=1), utc_now())
    query = MetricsQuery(
        organization_id="o", conversation_type_id="c", period=period, filter_by=(EntityType.TEAM,), ids=("t",)
    )
    keys = {build_plan(query, profile.id, who.identity).cells[0].key for who in (ada, again, grace)}
    assert len(keys) == 2, "what one account has fetched is never taken for the other's"
    assert "iss=" in browser.redirects[0]


def test_identity_survives_a_restart_and_a_refresh(peer, browser, store, clock):
    """R14: kept with the token."""
    profile = peer.discovered_profile(scope="openid read")
    clock.now = utc_now()

    async def run():
        async with open_session(profile, store, clock=clock) as session:
            first = await session.sign_in(browser, lambda _: None)
            await session.renew(await session.access_token())
        async with open_session(profile, store, clock=clock) as session:
            return first, await session.status()

    first, later = asyncio.run(run())
    assert first.identity
    assert later.identity == first.identity


def test_sign_out_without_the_server(peer, browser, store, backend):
    """R13: the server is not to be reached; everything here is deleted all the same, and it is said."""
    browser_profile = peer.profile()

    async def run():
        async with open_session(browser_profile, store) as session:
            await session.sign_in(browser, lambda _: None)
            session._server._transport = LosingTransport()
            problems = await session.sign_out()
            return problems, await session.status()

    problems, status = asyncio.run(run())
    assert len(problems) == 1
    assert "server was not told" in problems[0]
    assert not status.signed_in
    assert backend.entries == {}
