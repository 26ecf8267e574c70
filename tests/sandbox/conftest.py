"""Helpers for the practice Siro's tests: one in this process without a socket, and one that really listens."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from siro_desktop.domain.request import TOKEN_HEADER, VALUES_PATH
from siro_desktop.sandbox import clients, oauth
from siro_desktop.sandbox.options import SandboxOptions
from siro_desktop.sandbox.practice import Practice, build_practice
from siro_desktop.sandbox.server import RunningSandbox, build_app, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TODAY = date(2026, 3, 15)
BASE_URL = "http://127.0.0.1:8000"
REDIRECT_URI = "http://127.0.0.1:50123/callback"


@dataclass
class Caller:
    """Signs in to, and asks, a practice Siro through Flask's test client."""

    practice: Practice
    client: FlaskClient
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def authorization(self, **changes: str | None) -> dict[str, str]:
        """Parameters of an authorization request; a change to None leaves one out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")
        parameters: dict[str, str | None] = {
            "response_type": "code",
            "client_id": clients.PUBLIC_CLIENT_ID,
            "redirect_uri": REDIRECT_URI,
            "scope": "read",
            "state": 'a state <with> "odd" & characters',
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        parameters |= changes
        return {name: value for name, value in parameters.items() if value is not None}

    def consent(self, person: str = "admin", decision: str = "allow", **changes: str | None) -> dict[str, str]:
        """Answer the consent form; return the parameters of the redirect."""
        form = {**self.authorization(**changes), "person": person, "decision": decision}
        return redirect_parameters(self.client.post(oauth.AUTHORIZATION_PATH, data=form))

    def token_request(self, **form: str) -> TestResponse:
        return self.client.post(oauth.TOKEN_PATH, data={"client_id": clients.PUBLIC_CLIENT_ID, **form})

    def redeem(self, code: str, **changes: str) -> TestResponse:
        form = {"code": code, "redirect_uri": REDIRECT_URI, "code_verifier": self.verifier, **changes}
        return self.token_request(grant_type="authorization_code", **form)

    def sign_in(self, person: str = "admin") -> dict[str, Any]:
        """The whole walk; return the token response."""
        response = self.redeem(self.consent(person)["code"])
        assert response.status_code == 200, response.text
        tokens: dict[str, Any] = response.get_json()
        return tokens

    def refresh(self, refresh_token: str) -> TestResponse:
        return self.token_request(grant_type="refresh_token", refresh_token=refresh_token)

    def get(self, path: str, token: str, **parameters: object) -> TestResponse:
        return self.client.get(path, query_string=parameters, headers={TOKEN_HEADER: token})

    def values(self, token: str, **changes: object) -> TestResponse:
        """Ask the values endpoint; a change to None leaves a parameter out."""
        parameters: dict[str, object] = {
            "requestedOrganizationId": "org_practice",
            "conversationTypeId": "roof_inspection",
            "startAt": "2026-02-01T07:00:00Z",
            "endAt": "2026-03-01T06:59:59.999Z",
            "filterByIds": "org_practice",
            "filterBy": "ORGANIZATION",
        }
        parameters |= changes
        return self.get(VALUES_PATH, token, **{name: value for name, value in parameters.items() if value is not None})

    def works(self, token: str) -> bool:
        """True if the API takes the token, whoever's it is."""
        return self.values(token, filterBy="TEAM", filterByIds="team_front_range").status_code == 200

    def data(self, token: str, **changes: object) -> dict[str, Any]:
        response = self.values(token, **changes)
        assert response.status_code == 200, response.text
        data: dict[str, Any] = response.get_json()["data"]
        return data


def redirect_parameters(response: TestResponse) -> dict[str, str]:
    assert response.status_code == 303, response.text
    assert response.location.startswith(f"{REDIRECT_URI}?")
    return {name: value for name, [value] in parse_qs(urlsplit(response.location).query).items()}


@pytest.fixture(scope="session")
def make_caller() -> Callable[..., Caller]:
    """Makes a practice Siro without a socket."""

    def make(**options: Any) -> Caller:
        practice = build_practice(SandboxOptions(**{"today": TODAY, **options}))
        return Caller(practice, build_app(practice, BASE_URL).test_client(use_cookies=False))

    return make


@pytest.fixture(scope="module")
def caller(make_caller: Callable[..., Caller]) -> Caller:
    """A practice Siro with the usual options, shared by a module's tests."""
    return make_caller(rate_limit_per_minute=100_000)


@pytest.fixture(scope="module")
def admin(caller: Caller) -> str:
    """The admin's access token."""
    token: str = caller.sign_in("admin")["access_token"]
    return token


@pytest.fixture(scope="module")
def coach(caller: Caller) -> str:
    """The coach's access token."""
    token: str = caller.sign_in("coach")["access_token"]
    return token


@pytest.fixture
def run_sandbox() -> Iterator[Callable[..., RunningSandbox]]:
    """Starts a practice Siro that listens, and closes it after the test."""
    running: list[RunningSandbox] = []

    def run(**options: Any) -> RunningSandbox:
        running.append(start(SandboxOptions(**{"today": TODAY, **options})))
        return running[-1]

    yield run
    for sandbox in running:
        sandbox.close()
