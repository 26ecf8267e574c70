"""The consent page and the authorization response: what is asked, what goes back, what is refused."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from siro_desktop.sandbox import oauth

if TYPE_CHECKING:
    from collections.abc import Callable

BASE_URL = "http://127.0.0.1:8000"
REDIRECT_URI = "http://127.0.0.1:50123/callback"


@pytest.fixture
def caller(make_caller: Callable[..., Any]) -> Any:
    """A practice Siro of the test's own."""
    return make_caller()


class Page(HTMLParser):
    """The inputs and buttons of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"input", "button"}:
            self.fields.append(dict(attrs))


@pytest.mark.parametrize("person", ["admin", "coach"])
def test_the_whole_walk(caller: Any, person: str) -> None:
    redirect = caller.consent(person)
    assert redirect["state"] == caller.authorization()["state"]
    assert redirect["iss"] == BASE_URL
    response = caller.redeem(redirect["code"])
    assert response.headers["Cache-Control"] == "no-store"
    tokens = response.get_json()
    assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in", "scope"}
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 16 * 3600
    assert tokens["scope"] == "read"
    assert caller.works(tokens["access_token"])
    assert not caller.works(tokens["refresh_token"])


def test_the_page_carries_every_parameter_escaped(caller: Any) -> None:
    asked = caller.authorization(state='"><script>alert(1)</script>')
    response = caller.client.get(oauth.AUTHORIZATION_PATH, query_string=asked)
    assert response.status_code == 200
    page = Page(response.text)
    assert "script" not in page.tags
    hidden = {field["name"]: field["value"] for field in page.fields if field.get("type") == "hidden"}
    assert hidden == asked
    assert [field["value"] for field in page.fields if field.get("name") == "person"] == ["admin", "coach"]
    assert [field["value"] for field in page.fields if field.get("name") == "decision"] == ["allow", "deny"]


def test_the_page_cannot_be_framed_stored_or_scripted(caller: Any) -> None:
    response = caller.client.get(oauth.AUTHORIZATION_PATH, query_string=caller.authorization())
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:50123" in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_deny_says_so_to_the_program(caller: Any) -> None:
    redirect = caller.consent(decision="deny")
    assert redirect["error"] == "access_denied"
    assert redirect["state"] == caller.authorization()["state"]
    assert redirect["iss"] == BASE_URL
    assert "code" not in redirect


@pytest.mark.parametrize("person", ["", "nobody"])
def test_nobody_cannot_allow(caller: Any, person: str) -> None:
    assert caller.consent(person)["error"] == "access_denied"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "everything"}, "invalid_scope"),
    ],
)
def test_a_wrong_request_goes_back_with_its_error(caller: Any, changes: dict[str, str | None], error: str) -> None:
    """PKCE S256 is mandatory: none, no method (which means plain) and plain are refused. Before and after consent."""
    asked = caller.authorization(**changes)
    before = caller.client.get(oauth.AUTHORIZATION_PATH, query_string=asked)
    assert before.status_code == 303
    assert f"error={error}&" in before.location
    assert "iss=http" in before.location
    after = caller.consent(**changes)
    assert after["error"] == error
    assert after["state"] == asked["state"]
    assert after["iss"] == BASE_URL


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://127.0.0.1/callback",
        "http://127.0.0.1:50123/",
        "http://127.0.0.1:50123/callback?x=1",
        "http://127.0.0.1:50123/callback#x",
        "http://127.0.0.1:0/callback",
        "https://127.0.0.1:50123/callback",
        "http://user@127.0.0.1:50123/callback",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1.example.com:50123/callback",
        "http://127.0.0.1:50123/callback/../elsewhere",
        "https://example.com/callback",
        "javascript:alert(1)",
        "http://127.0.0.1:50123/rückruf",
        "",
        None,
    ],
)
def test_a_wrong_redirect_uri_is_refused_on_a_page(caller: Any, redirect_uri: str | None) -> None:
    asked = caller.authorization(redirect_uri=redirect_uri)
    responses = [
        caller.client.get(oauth.AUTHORIZATION_PATH, query_string=asked),
        caller.client.post(oauth.AUTHORIZATION_PATH, data={**asked, "person": "admin", "decision": "allow"}),
    ]
    for response in responses:
        assert response.status_code == 400
        assert response.location is None
        assert response.content_type.startswith("text/html")


@pytest.mark.parametrize("redirect_uri", ["http://127.0.0.1:1024/callback", "http://localhost:65535/callback"])
def test_any_port_of_this_computer_will_do(caller: Any, redirect_uri: str) -> None:
    """RFC 8252 section 7.3."""
    response = caller.client.get(oauth.AUTHORIZATION_PATH, query_string=caller.authorization(redirect_uri=redirect_uri))
    assert response.status_code == 200


@pytest.mark.parametrize("client_id", ["somebody-else", "", None])
def test_an_unknown_client_is_refused_on_a_page(caller: Any, client_id: str | None) -> None:
    response = caller.client.get(oauth.AUTHORIZATION_PATH, query_string=caller.authorization(client_id=client_id))
    assert response.status_code == 400
    assert response.location is None


def test_a_repeated_parameter_is_refused(caller: Any) -> None:
    """RFC 6749 section 3.1."""
    twice: dict[str, Any] = {**caller.authorization(), "state": ["one", "two"]}
    response = caller.client.get(oauth.AUTHORIZATION_PATH, query_string=twice)
    assert "error=invalid_request" in response.location
    for name, other in (("redirect_uri", "http://127.0.0.1:1/callback"), ("client_id", "x")):
        twice = caller.authorization()
        twice[name] = [twice[name], other]
        assert caller.client.get(oauth.AUTHORIZATION_PATH, query_string=twice).status_code == 400


def test_a_response_type_that_cannot_be_repeated_is_refused_on_a_page(caller: Any) -> None:
    """An error description is plain ASCII without quotes (RFC 6749 section 4.1.2.1)."""
    asked = caller.authorization(response_type='"cödé"')
    assert caller.client.get(oauth.AUTHORIZATION_PATH, query_string=asked).status_code == 400
    form = {**asked, "person": "admin", "decision": "allow"}
    assert caller.client.post(oauth.AUTHORIZATION_PATH, data=form).status_code == 400
