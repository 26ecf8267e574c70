"""Codes, tokens, client credentials, revocation, discovery: what the authorization server hands out, and takes back."""

from __future__ import annotations

import base64
import logging
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from siro_desktop.domain.request import TOKEN_HEADER
from siro_desktop.sandbox import clients, oauth
from siro_desktop.sandbox.tokens import CODE_LIFETIME, AuthorizationCode, Token, TokenStore

if TYPE_CHECKING:
    from collections.abc import Callable

BASE_URL = "http://127.0.0.1:8000"
REDIRECT_URI = "http://127.0.0.1:50123/callback"
MACHINE = (clients.CONFIDENTIAL_CLIENT_ID, clients.CONFIDENTIAL_CLIENT_SECRET)


@pytest.fixture
def caller(make_caller: Callable[..., Any]) -> Any:
    """A practice Siro of the test's own."""
    return make_caller()


def test_a_code_is_good_once_and_a_replay_ends_its_tokens(caller: Any) -> None:
    code = caller.consent()["code"]
    tokens = caller.redeem(code).get_json()
    assert caller.works(tokens["access_token"])
    replay = caller.redeem(code)
    assert replay.status_code == 400
    assert replay.get_json()["error"] == "invalid_grant"
    assert not caller.works(tokens["access_token"])
    assert caller.refresh(tokens["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "x" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:50124/callback"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"client_id": "somebody-else"}, "invalid_client"),
        ({"client_id": clients.CONFIDENTIAL_CLIENT_ID}, "invalid_client"),
    ],
)
def test_a_code_is_bound_to_verifier_redirect_uri_and_client(caller: Any, changes: dict[str, str], error: str) -> None:
    code = caller.consent()["code"]
    response = caller.redeem(**{"code": code, **changes})
    assert response.status_code in {400, 401}
    assert response.get_json()["error"] == error


def test_a_code_of_one_client_is_not_spent_by_another(caller: Any) -> None:
    code = caller.consent()["code"]
    stolen = caller.client.post(
        oauth.TOKEN_PATH,
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI},
        auth=MACHINE,
    )
    assert stolen.get_json()["error"] == "invalid_grant"
    assert caller.redeem(code).status_code == 200


def test_codes_expire() -> None:
    now = [100.0]
    store = TokenStore(clock=lambda: now[0])
    code = AuthorizationCode(
        code="c",
        client_id="p",
        redirect_uri=REDIRECT_URI,
        scope="read",
        person_key="admin",
        code_challenge="x",
        code_challenge_method="S256",
        expires_at=now[0] + CODE_LIFETIME,
    )
    store.save_code(code)
    now[0] += CODE_LIFETIME
    assert store.take_code("c", "p") is None


def test_access_tokens_expire() -> None:
    now = [100.0]
    store = TokenStore(clock=lambda: now[0])
    store.save_access(Token(value="t", client_id="p", scope="read", person_key="admin", family="f", expires_at=130.0))
    now[0] = 129.9
    assert store.use_access("t")
    now[0] = 130.0
    assert store.use_access("t") is None


def test_refresh_tokens_rotate(caller: Any) -> None:
    first = caller.sign_in()
    second = caller.refresh(first["refresh_token"]).get_json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert second["scope"] == first["scope"]
    third = caller.refresh(second["refresh_token"])
    assert third.status_code == 200


def test_a_reused_refresh_token_is_refused_and_ends_the_family(caller: Any) -> None:
    """RFC 9700 section 4.14.2."""
    first = caller.sign_in()
    second = caller.refresh(first["refresh_token"]).get_json()
    reused = caller.refresh(first["refresh_token"])
    assert reused.status_code == 400
    assert reused.get_json()["error"] == "invalid_grant"
    assert caller.refresh(second["refresh_token"]).status_code == 400
    assert not caller.works(second["access_token"])
    assert caller.works(caller.sign_in()["access_token"])


def test_of_two_refreshes_at_once_one_wins(caller: Any) -> None:
    refresh_token = caller.sign_in()["refresh_token"]
    barrier = Barrier(2)
    statuses: list[int] = []

    def refresh() -> None:
        barrier.wait(5)
        statuses.append(caller.refresh(refresh_token).status_code)

    threads = [Thread(target=refresh) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(statuses) == [200, 400]


def test_a_refresh_cannot_widen_the_scope(caller: Any) -> None:
    tokens = caller.sign_in()
    response = caller.token_request(
        grant_type="refresh_token", refresh_token=tokens["refresh_token"], scope="read write"
    )
    assert response.get_json()["error"] == "invalid_scope"
    assert caller.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("hint", ["refresh_token", None])
def test_revoking_a_refresh_token_ends_the_session(caller: Any, hint: str | None) -> None:
    """RFC 7009 section 2.1."""
    tokens = caller.sign_in()
    form = {"token": tokens["refresh_token"], "client_id": clients.PUBLIC_CLIENT_ID}
    response = caller.client.post(oauth.REVOCATION_PATH, data=form | ({"token_type_hint": hint} if hint else {}))
    assert response.status_code == 200
    assert caller.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert not caller.works(tokens["access_token"])


def test_revoking_an_access_token_leaves_the_refresh_token(caller: Any) -> None:
    tokens = caller.sign_in()
    form = {"token": tokens["access_token"], "client_id": clients.PUBLIC_CLIENT_ID}
    assert caller.client.post(oauth.REVOCATION_PATH, data=form).status_code == 200
    assert not caller.works(tokens["access_token"])
    assert caller.refresh(tokens["refresh_token"]).status_code == 200


def test_revoking_what_nobody_knows_is_fine(caller: Any) -> None:
    """RFC 7009 section 2.2."""
    form = {"token": "made-up", "client_id": clients.PUBLIC_CLIENT_ID}
    assert caller.client.post(oauth.REVOCATION_PATH, data=form).status_code == 200


def test_another_client_cannot_revoke(caller: Any) -> None:
    tokens = caller.sign_in()
    response = caller.client.post(oauth.REVOCATION_PATH, data={"token": tokens["access_token"]}, auth=MACHINE)
    assert response.status_code == 400
    assert caller.works(tokens["access_token"])


def test_client_credentials_by_basic_and_by_post(caller: Any) -> None:
    form = {"grant_type": "client_credentials", "scope": "read"}
    by_basic = caller.client.post(oauth.TOKEN_PATH, data=form, auth=MACHINE)
    secret = {"client_id": MACHINE[0], "client_secret": MACHINE[1]}
    by_post = caller.client.post(oauth.TOKEN_PATH, data=form | secret)
    for response in (by_basic, by_post):
        assert response.status_code == 200
        tokens = response.get_json()
        assert "refresh_token" not in tokens
        assert tokens["expires_in"] == 16 * 3600
        assert caller.values(tokens["access_token"]).status_code == 200  # the whole organization


@pytest.mark.parametrize("auth", [(MACHINE[0], "wrong"), ("unknown", "wrong"), None])
def test_a_wrong_secret_is_invalid_client(caller: Any, auth: tuple[str, str] | None) -> None:
    form = {"grant_type": "client_credentials"}
    response = caller.client.post(oauth.TOKEN_PATH, data=form, auth=auth)
    assert response.status_code == 401
    assert response.get_json()["error"] == "invalid_client"


@pytest.mark.parametrize("path", [oauth.TOKEN_PATH, oauth.REVOCATION_PATH])
def test_garbage_instead_of_credentials_is_refused(caller: Any, path: str) -> None:
    garbage = base64.b64encode(b"\xff\xfe:\xff").decode()
    form = {"grant_type": "client_credentials", "token": "x"}
    response = caller.client.post(path, data=form, headers={"Authorization": f"Basic {garbage}"})
    assert response.status_code == 400
    assert response.get_json() == {"error": "invalid_request"}


def test_the_public_client_has_no_client_credentials(caller: Any) -> None:
    assert caller.token_request(grant_type="client_credentials").status_code in {400, 401}


def test_an_unknown_grant_is_refused(caller: Any) -> None:
    response = caller.token_request(grant_type="password", username="a", password="b")
    assert response.get_json()["error"] == "unsupported_grant_type"


def test_a_lifetime_of_ones_own(make_caller: Callable[..., Any]) -> None:
    assert make_caller(token_lifetime=90).sign_in()["expires_in"] == 90


def test_tokens_that_die_early(make_caller: Callable[..., Any]) -> None:
    """A token may be refused although it has not expired; a refresh helps, for a while."""
    caller = make_caller(early_token_death=2)
    tokens = caller.sign_in()
    assert [caller.works(tokens["access_token"]) for _ in range(3)] == [True, True, False]
    fresh = caller.refresh(tokens["refresh_token"]).get_json()
    assert caller.works(fresh["access_token"])


def test_no_discovery_unless_asked_for(make_caller: Callable[..., Any]) -> None:
    assert make_caller().client.get(oauth.DISCOVERY_PATH).status_code == 404
    caller = make_caller(discovery=True)
    found = caller.client.get(oauth.DISCOVERY_PATH).get_json()
    assert found["issuer"] == BASE_URL
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert urlsplit(found["token_endpoint"]).path == oauth.TOKEN_PATH
    token = caller.sign_in("coach")["access_token"]
    answer = caller.client.get(oauth.USERINFO_PATH, headers={"Authorization": f"Bearer {token}"}).get_json()
    assert answer["sub"] == "user_901"
    assert caller.client.get(oauth.USERINFO_PATH, headers={TOKEN_HEADER: token}).status_code == 401


def test_no_secret_reaches_a_log_or_a_repr(caller: Any, caplog: pytest.LogCaptureFixture) -> None:
    """K12, H13."""
    caplog.set_level(logging.DEBUG)
    redirect = caller.consent()
    tokens = caller.redeem(redirect["code"]).get_json()
    caller.refresh(tokens["refresh_token"])
    caller.client.post(oauth.TOKEN_PATH, data={"grant_type": "client_credentials"}, auth=MACHINE)
    stored = [caller.practice.tokens.find(tokens[name]) for name in ("access_token", "refresh_token")]
    told = caplog.text + repr(stored) + repr(clients.find_client(MACHINE[0]))
    for secret in (redirect["code"], tokens["access_token"], tokens["refresh_token"], caller.verifier, MACHINE[1]):
        assert secret not in told
