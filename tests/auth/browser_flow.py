"""A browser that comes back at once, and a token endpoint that answers in turn."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from siro_desktop.auth.session import TokenSession
from siro_desktop.domain.profile import Profile
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
