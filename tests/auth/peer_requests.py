"""What the authorization server that nobody here wrote was asked, and how to ask it beside a session."""

from __future__ import annotations

import httpx

from siro_desktop.auth.authorization import AuthorizationServer
from siro_desktop.auth.discovery import ServerMetadata
from siro_desktop.auth.tokens import utc_now


def new_requests(peer, before, path="/o/token/"):
    return [request for request in peer.requests()[before:] if request["path"] == path]


def server_of(peer, profile=None, secret=None, transport=None):
    names = ("authorization_endpoint", "token_endpoint", "revocation_endpoint")
    endpoints = ServerMetadata(**{name: peer.addresses[name] for name in names})
    return AuthorizationServer(profile or peer.profile(), endpoints, secret, clock=utc_now, transport=transport)


class LosingTransport(httpx.AsyncBaseTransport):
    """Loses answers after the server has worked on the request."""

    def __init__(self) -> None:
        self.inner = httpx.AsyncHTTPTransport()
        self.sent = 0

    async def handle_async_request(self, request):
        self.sent += 1
        answer = await self.inner.handle_async_request(request)
        await answer.aclose()
        raise httpx.ReadTimeout("lost", request=request)

    async def aclose(self):
        await self.inner.aclose()
