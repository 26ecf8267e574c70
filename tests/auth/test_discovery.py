"""Endpoints from an issuer, and who signed in."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime

import httpx
import pytest

from siro_desktop.auth.discovery import ServerMetadata, fetch_metadata, find_endpoints, well_known_addresses
from siro_desktop.auth.identity import find_identity, parse_id_token
from siro_desktop.auth.tokens import TokenSet
from siro_desktop.domain.profile import Profile
from siro_desktop.errors import ConnectionFailed, ProfileError
from siro_desktop.http_client import HttpClient

ISSUER = "https://auth.example.test/tenant"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
    "authorization_response_iss_parameter_supported": True,
}


def use(answer, action):
    async def run():
        http = HttpClient(transport=httpx.MockTransport(answer))
        try:
            return await action(http)
        finally:
            await http.aclose()

    return asyncio.run(run())


def answering(status, body, asked=None):
    async def answer(request):
        if asked is not None:
            asked.append(str(request.url))
        content = body if isinstance(body, str) else json.dumps(body)
        return httpx.Response(status, content=content)

    return answer


def test_addresses():
    """A18: RFC 8414 puts the name before the issuer's path, OpenID Connect behind it."""
    assert well_known_addresses("https://a.test/x/") == (
        "https://a.test/.well-known/oauth-authorization-server/x",
        "https://a.test/x/.well-known/openid-configuration",
    )


def test_profile_comes_first():
    """A18: endpoints entered by hand win; the rest is discovered."""
    profile = Profile(id="p", name="P", issuer=ISSUER, token_endpoint="https://other.test/token")
    found = use(answering(200, METADATA), lambda http: find_endpoints(http, profile))
    assert found.token_endpoint == "https://other.test/token"
    assert found.authorization_endpoint == f"{ISSUER}/authorize"
    assert found.needs_issuer
    assert found.revocation_endpoint == ""


def test_siros_default_token_endpoint_gives_way_to_an_issuers():
    """A18: the default was not typed for this issuer."""
    profile = Profile(id="p", name="P", issuer=ISSUER)
    found = use(answering(200, METADATA), lambda http: find_endpoints(http, profile))
    assert found.token_endpoint == METADATA["token_endpoint"]


def test_second_address_is_tried():
    """A18: where only OpenID Connect is published."""

    async def answer(request):
        return httpx.Response(200, json=METADATA) if "openid" in request.url.path else httpx.Response(404)

    assert use(answer, lambda http: fetch_metadata(http, ISSUER)).issuer == ISSUER


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, "not here"),
        (302, ""),
        (200, "<html>Log in</html>"),
        (200, []),
        (200, {**METADATA, "issuer": "https://evil.test"}),
        (200, {**METADATA, "issuer": f"{ISSUER}/"}),
        (200, {**METADATA, "token_endpoint": 5}),
        (200, {"token_endpoint": "https://x.test"}),
    ],
)
def test_metadata_that_do_not_serve(status, body):
    """A18: a sentence beside the issuer's field."""
    with pytest.raises(ProfileError) as caught:
        use(answering(status, body), lambda http: fetch_metadata(http, ISSUER))
    assert caught.value.field == "issuer"


@pytest.mark.parametrize("issuer", ["http://auth.example.test", "nonsense", "https://u:p@a.test"])
def test_issuer_must_be_https(issuer):
    """A18, H6"""
    asked = []
    with pytest.raises(ProfileError):
        use(answering(200, METADATA, asked), lambda http: fetch_metadata(http, issuer))
    assert asked == []


def test_discovered_endpoint_must_be_https():
    """A18, H6"""
    metadata = {**METADATA, "token_endpoint": "http://auth.example.test/token"}
    profile = Profile(id="p", name="P", issuer=ISSUER, token_endpoint="")
    with pytest.raises(ProfileError, match="https"):
        use(answering(200, metadata), lambda http: find_endpoints(http, profile))


def test_discovery_is_an_offer():
    """A18: it may fail where the settings suffice, and only there."""

    async def down(_request):
        raise httpx.ConnectError("down")

    by_hand = Profile(id="p", name="P", issuer=ISSUER, authorization_endpoint="https://x.test/a")
    assert use(down, lambda http: find_endpoints(http, by_hand)).authorization_endpoint == "https://x.test/a"
    with pytest.raises(ConnectionFailed):
        use(down, lambda http: find_endpoints(http, Profile(id="p", name="P", issuer=ISSUER)))


def id_token(**changes):
    claims = {"iss": ISSUER, "aud": "client", "sub": "42", "exp": NOW.timestamp() + 60, "email": "a@b.test", **changes}
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.sig"


@pytest.mark.parametrize(
    ("token", "good"),
    [
        (id_token(), True),
        (id_token(aud=["other", "client"]), True),
        (id_token(exp=NOW.timestamp() - 299), True),
        (id_token(exp=NOW.timestamp() - 301), False),
        (id_token(iss="https://evil.test"), False),
        (id_token(aud="other"), False),
        (id_token(aud=None), False),
        (id_token(exp="soon"), False),
        ("", False),
        ("a.b", False),
        ("a.!!!.c", False),
        ("e30.bnVsbA.x", False),
    ],
)
def test_id_tokens(token, good):
    """R14, R11: right issuer, for us, not over by more than 5 minutes."""
    assert (parse_id_token(token, ISSUER, "client", NOW) is not None) == good


@pytest.mark.parametrize(
    ("status", "body", "who"),
    [
        (200, {"sub": "7", "name": "Ada"}, (f"{ISSUER}#7", "Ada")),
        (200, {"sub": "7", "email": 5}, (f"{ISSUER}#7", None)),
        (200, {"name": "Ada"}, (None, None)),
        (200, {"sub": ""}, (None, None)),
        (200, ["x"], (None, None)),
        (200, "<html>", (None, None)),
        (403, {"sub": "7"}, (None, None)),
    ],
)
def test_userinfo(status, body, who):
    """R14: asked where there is no id_token; a failure only means that nobody is claimed."""
    endpoints = ServerMetadata(issuer=ISSUER, userinfo_endpoint=f"{ISSUER}/userinfo")
    tokens = TokenSet(access_token="at", received_at=NOW)
    assert use(answering(status, body), lambda http: find_identity(http, endpoints, "client", tokens, NOW)) == who


def test_nobody_without_an_issuer():
    """R14: never read out of tokens of a server that was not discovered."""
    tokens = TokenSet(access_token="at", id_token=id_token(), received_at=NOW)
    asked = []
    found = use(
        answering(200, {"sub": "7"}, asked),
        lambda http: find_identity(http, ServerMetadata(), "client", tokens, NOW),
    )
    assert found == (None, None)
    assert asked == []
