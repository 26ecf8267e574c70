"""What passes for tokens, and what does not."""

from __future__ import annotations

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.auth.authorization import AuthorizationServer, oauth_client_class
from siro_desktop.auth.discovery import ServerMetadata
from siro_desktop.auth.pkce import Attempt
from siro_desktop.auth.token_response import TokenRefused, TokenResponse, parse_lifetime, parse_tokens
from siro_desktop.auth.tokens import TokenSet, fingerprint, parse_entry
from siro_desktop.domain.profile import Profile
from siro_desktop.errors import (
    ConnectionFailed,
    ProfileError,
    RateLimited,
    ServerError,
    SiroError,
    UnexpectedAnswer,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
GOOD = {"access_token": "at", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt"}
ENDPOINTS = ServerMetadata(
    authorization_endpoint="https://auth.example.test/authorize?tenant=1",
    token_endpoint="https://auth.example.test/token",
    revocation_endpoint="https://auth.example.test/revoke",
)

BAD = [
    (400, {"title": "Bad Request"}, UnexpectedAnswer),
    (400, {"error": "invalid_grant"}, TokenRefused),
    (400, {"error": ["x"]}, UnexpectedAnswer),
    (401, {"error": "invalid_client", "error_description": "no"}, TokenRefused),
    (200, {"error": "invalid_grant"}, TokenRefused),
    (200, {}, UnexpectedAnswer),
    (200, [], UnexpectedAnswer),
    (200, None, UnexpectedAnswer),
    (200, {**GOOD, "access_token": None}, UnexpectedAnswer),
    (200, {**GOOD, "access_token": ""}, UnexpectedAnswer),
    (200, {**GOOD, "access_token": 5}, UnexpectedAnswer),
    (200, {**GOOD, "access_token": "a\r\nb"}, UnexpectedAnswer),
    (200, {**GOOD, "token_type": "mac"}, UnexpectedAnswer),
    (200, {**GOOD, "token_type": 7}, UnexpectedAnswer),
    (200, "<html>Log in to the airport</html>", UnexpectedAnswer),
    (200, "", UnexpectedAnswer),
    (200, '{"access_token": "a', UnexpectedAnswer),
    (200, "[" * 60_000, UnexpectedAnswer),
    (201, GOOD, UnexpectedAnswer),
    (302, "", UnexpectedAnswer),
    (404, "not here", UnexpectedAnswer),
    (429, "", RateLimited),
    (500, GOOD, ServerError),
    (503, "<html>", ServerError),
]


def server(answer, profile=None, secret=None):
    """An authorization server whose answer is `answer(request)`, and the requests that it got."""
    requests = []

    async def handle(request):
        requests.append(request)
        return answer(request)

    profile = profile or Profile(id="p", name="P", client_id="client")
    transport = httpx.MockTransport(handle)
    return AuthorizationServer(profile, ENDPOINTS, secret, clock=lambda: NOW, transport=transport), requests


def answering(status, body):
    content = body if isinstance(body, str) else json.dumps(body)
    return lambda _request: httpx.Response(status, content=content)


def test_authlib_is_built_on_httpx():
    """The client is httpx's, so that one timeout, one trust store and one set of errors serve for all."""
    assert issubclass(oauth_client_class(), httpx.AsyncClient)


@pytest.mark.parametrize(("status", "body", "kind"), BAD)
@pytest.mark.parametrize("call", ["redeem", "refresh", "client"])
def test_bad_answers_are_typed_errors(status, body, kind, call):
    """A17: none of these is taken for a token, whichever grant asked; each is asked once."""
    asked, requests = server(answering(status, body), secret="secret" if call == "client" else None)

    async def run():
        match call:
            case "redeem":
                return await asked.redeem_code("code", Attempt.new(), "http://127.0.0.1:1/callback")
            case "refresh":
                return await asked.refresh("rt")
            case _:
                return await asked.fetch_client_tokens()

    with pytest.raises(kind):
        asyncio.run(run())
    retried_by_post = call == "client" and isinstance(body, dict) and body.get("error") == "invalid_client"
    assert len(requests) == (2 if retried_by_post else 1)


@pytest.mark.parametrize(
    ("expires_in", "seconds"),
    [
        (3600, 3600),
        ("3600", 3600),
        (3600.5, 3600.5),
        ("1e3", 1000),
        (None, None),
        ("soon", None),
        ([], None),
        (True, None),
        (-5, None),
        (0, None),
        ("inf", None),
        ("nan", None),
        (10**400, None),
    ],
)
def test_lifetimes(expires_in, seconds):
    """A17, R12: int, text, float; what makes no sense counts as unknown, through Authlib too."""
    asked, _ = server(answering(200, {**GOOD, "expires_in": expires_in}))
    tokens = asyncio.run(asked.refresh("old"))
    assert tokens.expires_at == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_missing_fields_are_fine():
    """A17, R5, R12: no lifetime, no refresh token, a type in any case or none."""
    for body in ({"access_token": "at"}, {"access_token": "at", "token_type": "BEARER"}):
        tokens = parse_tokens(TokenResponse(200, json.dumps(body).encode()), NOW)
        assert (tokens.access_token, tokens.refresh_token, tokens.expires_at) == ("at", None, None)


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())))
def test_no_lifetime_breaks_the_clock(value):
    seconds = parse_lifetime(value)
    assert seconds is None or NOW + timedelta(seconds=seconds) >= NOW


@given(st.integers(100, 599), st.binary(max_size=300))
def test_any_answer_gives_tokens_or_a_sentence(status, body):
    with contextlib.suppress(SiroError):
        assert parse_tokens(TokenResponse(status, body), NOW).access_token


def test_requests_on_the_wire():
    """A7, R6, A21: what each grant sends, and that no API header or bearer token goes to this server."""
    profile = Profile(id="p", name="P", client_id="cl ient", scope="read offline_access")
    public, sent = server(answering(200, GOOD), profile)
    attempt = Attempt.new()
    asyncio.run(public.redeem_code("co+de/=", attempt, "http://127.0.0.1:1/callback"))
    asyncio.run(public.refresh("r&t"))
    asyncio.run(public.revoke("r&t", "refresh_token"))
    confidential, more = server(answering(200, GOOD), profile, secret="s:e%c r")
    asyncio.run(confidential.fetch_client_tokens())
    bodies = [dict(httpx.QueryParams(request.content.decode())) for request in (*sent, *more)]
    assert bodies[0] == {
        "grant_type": "authorization_code",
        "code": "co+de/=",
        "code_verifier": attempt.verifier,
        "redirect_uri": "http://127.0.0.1:1/callback",
        "client_id": "cl ient",
    }
    assert bodies[1] == {"grant_type": "refresh_token", "refresh_token": "r&t", "client_id": "cl ient"}
    assert bodies[2] == {"token": "r&t", "token_type_hint": "refresh_token", "client_id": "cl ient"}
    assert bodies[3] == {"grant_type": "client_credentials", "scope": "read offline_access"}
    assert all("authorization" not in request.headers for request in sent)
    assert httpx.BasicAuth("cl+ient", "s%3Ae%25c+r")._auth_header == more[0].headers["authorization"]


def test_secret_goes_by_post_where_basic_is_refused():
    """A21: basic authentication first."""

    def answer(request):
        refused = "authorization" in request.headers
        return httpx.Response(401, json={"error": "invalid_client"}) if refused else httpx.Response(200, json=GOOD)

    asked, requests = server(answer, secret="top-secret")
    assert asyncio.run(asked.fetch_client_tokens()).access_token == "at"
    assert b"client_secret=top-secret" in requests[1].content


def test_authorization_url():
    """A7, A8: every parameter once, the endpoint's own query kept; a profile without the endpoint is told so."""
    asked, _ = server(answering(200, GOOD))
    attempt = Attempt.new()
    url = httpx.URL(asyncio.run(asked.build_authorization_url(attempt, "http://127.0.0.1:1/callback")))
    query = url.params.multi_items()
    assert len(query) == len(dict(query))
    assert dict(query)["state"] == attempt.state
    assert dict(query)["code_challenge_method"] == "S256"
    assert dict(query)["tenant"] == "1"
    assert attempt.verifier not in str(url)
    assert len(attempt.verifier) == 64
    nowhere = AuthorizationServer(Profile(id="p", name="P"), ServerMetadata(), None, clock=lambda: NOW)
    with pytest.raises(ProfileError):
        asyncio.run(nowhere.build_authorization_url(attempt, "x"))
    with pytest.raises(ProfileError):
        asyncio.run(nowhere.refresh("x"))


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (httpx.ConnectError("no"), ConnectionFailed),
        (httpx.ReadTimeout("slow"), ConnectionFailed),
        (httpx.RemoteProtocolError("odd"), ConnectionFailed),
        (OSError("broken"), ConnectionFailed),
        (ValueError("canary"), UnexpectedAnswer),
    ],
)
def test_failures_below_authlib_are_translated(failure, kind):
    """Errors of three families come out of one Authlib call; one place translates them."""

    def answer(_request):
        raise failure

    asked, _ = server(answer)
    with pytest.raises(kind) as caught:
        asyncio.run(asked.refresh("canary"))
    assert "canary" not in f"{caught.value!r}{caught.value.detail}{caught.value.__cause__!r}"


@pytest.mark.parametrize(("status", "kind"), [(503, ServerError), (400, UnexpectedAnswer), (302, UnexpectedAnswer)])
def test_refused_revocation(status, kind):
    """R13"""
    asked, _ = server(answering(status, ""))
    with pytest.raises(kind):
        asyncio.run(asked.revoke("rt", "refresh_token"))


def test_no_repr_shows_a_token():
    """K12: nor does a detail quote one that the server repeats."""
    tokens = TokenSet(access_token="canary", refresh_token="canary", id_token="canary", received_at=NOW)
    attempt = Attempt(verifier="canary", state="canary")
    assert "canary" not in repr(tokens) + repr(attempt) + repr(TokenResponse(200, b"canary"))
    quoted = "canary-0123456789-0123456789"
    body = json.dumps({"error": "invalid_grant", "error_description": f"Token {quoted} is not known"}).encode()
    with pytest.raises(TokenRefused) as caught:
        parse_tokens(TokenResponse(400, body), NOW)
    assert "canary" not in caught.value.detail
    assert "is not known" in caught.value.detail
    assert fingerprint("canary").startswith("<token:")


def test_entries_survive_and_damage_means_signed_out():
    """K9, K7"""
    tokens = TokenSet(access_token="at", refresh_token="rt", received_at=NOW, expires_at=NOW, identity="i#1")
    assert parse_entry(tokens.to_entry(), "rt") == tokens
    for damaged in ("", "{}", "[]", "null", tokens.to_entry()[:-9], '{"access_token": "x", "expires_at": 5}'):
        assert parse_entry(damaged, None) is None
