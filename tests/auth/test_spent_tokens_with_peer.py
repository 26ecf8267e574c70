"""Codes and refresh tokens that django-oauth-toolkit has spent: what was lost on the way is not sent again."""

from __future__ import annotations

import asyncio

import pytest
from browser_flow import open_session
from peer_requests import LosingTransport, new_requests, server_of

from siro_desktop.auth.pkce import Attempt
from siro_desktop.auth.token_response import TokenRefused
from siro_desktop.errors import ConnectionFailed, SignInRequired


def test_wrong_verifier_and_replayed_code_are_refused(peer, browser):
    """A7, A16: the peer enforces what the program relies on; each is one request and a sentence."""

    async def authorize(server):
        from siro_desktop.auth.callback import RedirectCheck
        from siro_desktop.auth.listener import RedirectListener

        attempt = Attempt.new()
        listener = await RedirectListener.open("127.0.0.1", (), RedirectCheck(attempt.state).parse_code)
        browser(await server.build_authorization_url(attempt, listener.redirect_uri))
        code = await listener.wait()
        await listener.linger(2)
        await listener.aclose()
        return attempt, code, listener.redirect_uri

    async def run():
        server = server_of(peer)
        attempt, code, uri = await authorize(server)
        with pytest.raises(TokenRefused) as wrong:
            await server.redeem_code(code, Attempt(verifier="w" * 64, state=attempt.state), uri)
        attempt, code, uri = await authorize(server)
        await server.redeem_code(code, attempt, uri)
        with pytest.raises(TokenRefused) as replayed:
            await server.redeem_code(code, attempt, uri)
        return wrong.value, replayed.value, code

    wrong, replayed, code = asyncio.run(run())
    assert wrong.code == replayed.code == "invalid_grant"
    assert "sign in again" in wrong.message
    assert code not in f"{replayed!r} {replayed.detail}"


def test_lost_answer_at_redemption_is_not_sent_again(peer, browser, store):
    """A16: one POST; the person is told to start again."""
    transport = LosingTransport()

    async def run():
        async with open_session(peer.profile(), store, transport=transport) as session:
            with pytest.raises(ConnectionFailed, match="start the sign-in again"):
                await session.sign_in(browser, lambda _: None)

    asyncio.run(run())
    assert transport.sent == 1


def test_lost_answer_at_refresh(peer, browser, store, clock):
    """R7, R8: the refresh is sent once; the reused token ends in a plain "sign in again", not in a loop."""

    async def run():
        async with open_session(peer.profile(), store, clock=clock) as session:
            await session.sign_in(browser, lambda _: None)
            clock.advance(57_600)
            session._server._transport = transport = LosingTransport()
            with pytest.raises(ConnectionFailed):
                await session.access_token()
            assert transport.sent == 1
            assert (await session.status()).signed_in, "a network error signs nobody out"
            session._server._transport = None
            before = len(peer.requests())
            for _ in range(3):
                with pytest.raises(SignInRequired, match="sign in"):
                    await session.access_token()
            assert len(new_requests(peer, before)) == 1
            return await session.status()

    assert not asyncio.run(run()).signed_in
