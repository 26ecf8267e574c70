"""What the token endpoint answers at the end of the browser flow, and what is done with it."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from browser_flow import come_back, open_session, profile, scripted

from siro_desktop.errors import ConnectionFailed, ServerError, SignInRequired, UnexpectedAnswer


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
