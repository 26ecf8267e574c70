"""The conversation with the authorization server, through Authlib. Its client never talks to Siro's API.

Authlib switches checks off where an argument is missing, so each is given: the verifier with S256, the code by itself
(never the whole redirect), no scope on a refresh. Its errors end here.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import warnings
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, quote_plus, urlsplit

from siro_desktop.auth.token_response import TokenRefused, TokenResponse, parse_tokens
from siro_desktop.errors import ProfileError, ServerError, SiroError, UnexpectedAnswer
from siro_desktop.http_client import TRANSPORT_ERRORS, oauth_client_options, translate_error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from siro_desktop.auth.discovery import ServerMetadata
    from siro_desktop.auth.pkce import Attempt
    from siro_desktop.auth.tokens import TokenSet
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import Transport

_DEADLINE: Final = 30.0
_BASIC: Final = "client_secret_basic"
_POST: Final = "client_secret_post"
_DEVICE_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"


@functools.cache
def oauth_client_class() -> Any:
    """Return Authlib's AsyncOAuth2Client, built on httpx. Imported late: it costs a quarter of a second."""
    from authlib.deprecate import AuthlibDeprecationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)  # it would rather have httpx2
        from authlib.integrations.httpx_client import AsyncOAuth2Client
    return AsyncOAuth2Client


class AuthorizationServer:
    """One authorization server as one client sees it. Every method raises SiroError only, and is asked once."""

    def __init__(
        self,
        profile: Profile,
        endpoints: ServerMetadata,
        client_secret: str | None,
        *,
        clock: Callable[[], datetime],
        transport: Transport | None = None,
        on_date: Callable[[str], object] = str,
    ) -> None:
        """`on_date` gets the Date header of each answer of the token endpoint, empty if there is none."""
        self._profile = profile
        self._endpoints = endpoints
        self._secret = client_secret
        self._clock = clock
        self._on_date = on_date
        self._transport = transport

    async def build_authorization_url(self, attempt: Attempt, redirect_uri: str) -> str:
        """Return the address for the browser (RFC 6749 section 4.1.1, RFC 7636 section 4.3)."""
        endpoint = self._endpoints.authorization_endpoint
        if not endpoint:
            raise ProfileError(
                "authorization_endpoint", "Enter the authorization endpoint. Ask your Siro administrator."
            )
        async with self._client(endpoint, scope=self._profile.scope or None) as client:
            url, _ = client.create_authorization_url(
                endpoint, state=attempt.state, code_verifier=attempt.verifier, redirect_uri=redirect_uri
            )
        query = parse_qs(urlsplit(url).query)
        if query.get("code_challenge_method") != ["S256"] or len(query.get("code_challenge", ())) != 1:
            raise UnexpectedAnswer("The sign-in cannot be started safely.", detail="The code challenge is missing.")
        return str(url)

    async def redeem_code(self, code: str, attempt: Attempt, redirect_uri: str) -> TokenSet:
        """Return tokens for an authorization code. It is sent once; after a failure only a new sign-in helps."""
        async with self._client(self._token_endpoint()) as client:
            grant = {"code": code, "code_verifier": attempt.verifier, "redirect_uri": redirect_uri}
            await client.fetch_token(self._token_endpoint(), grant_type="authorization_code", **grant)
            return _received(client)

    async def request_device_code(self) -> TokenResponse:
        """Return what the server answers to a device authorization request (RFC 8628 section 3.1)."""
        endpoint = self._endpoints.device_authorization_endpoint
        if not endpoint:
            raise ProfileError(
                "issuer",
                "This server does not offer to sign in with a code, or its settings are not known. Enter an issuer "
                "that offers it, or sign in with the browser.",
            )
        fields = {"client_id": self._profile.client_id, "scope": self._profile.scope}
        async with self._client(endpoint) as client:
            auth = client.client_auth(_BASIC) if self._secret else None
            answer = await client.post(endpoint, data={k: v for k, v in fields.items() if v}, auth=auth)
            return TokenResponse(answer.status_code, answer.content)

    async def redeem_device_code(self, device_code: str) -> TokenSet:
        """Ask once for the tokens of a device code. Raises TokenRefused while the person has not answered."""
        async with self._client(self._token_endpoint()) as client:
            await client.fetch_token(self._token_endpoint(), grant_type=_DEVICE_GRANT, device_code=device_code)
            return _received(client)

    async def fetch_client_tokens(self) -> TokenSet:
        """Return a token for the client itself (RFC 6749 section 4.4), by basic authentication or else by post."""
        try:
            return await self._fetch_client_tokens(_BASIC)
        except TokenRefused as error:
            if error.code != "invalid_client":
                raise
        return await self._fetch_client_tokens(_POST)

    async def refresh(self, refresh_token: str) -> TokenSet:
        """Return new tokens; without a refresh token in the answer the old one stays good (RFC 6749 section 6)."""
        async with self._client(self._token_endpoint()) as client:
            client.token = {"refresh_token": refresh_token}
            await client.refresh_token(self._token_endpoint(), refresh_token=refresh_token)
            return _received(client)

    @property
    def can_revoke(self) -> bool:
        """True if the server has a revocation endpoint."""
        return bool(self._endpoints.revocation_endpoint)

    async def revoke(self, token: str, hint: str) -> None:
        """Make a token worthless (RFC 7009). `hint` is `refresh_token` or `access_token`."""
        endpoint = self._endpoints.revocation_endpoint
        async with self._client(endpoint) as client:
            response = await client.revoke_token(endpoint, token=token, token_type_hint=hint)
        if response.status_code >= 500:
            raise ServerError("The sign-in server has a problem.", detail=f"Status {response.status_code}")
        if response.status_code != 200:
            raise UnexpectedAnswer("The sign-in server did not accept it.", detail=f"Status {response.status_code}")

    async def _fetch_client_tokens(self, method: str) -> TokenSet:
        async with self._client(self._token_endpoint(), scope=self._profile.scope or None, method=method) as client:
            await client.fetch_token(self._token_endpoint(), grant_type="client_credentials")
            return _received(client)

    def _token_endpoint(self) -> str:
        if not self._endpoints.token_endpoint:
            raise ProfileError("token_endpoint", "Enter the token endpoint, or an issuer that publishes it.")
        return self._endpoints.token_endpoint

    def _check_answer(self, client: Any, response: Any) -> _CheckedAnswer:
        self._on_date(response.headers.get("date", ""))
        tokens = parse_tokens(TokenResponse(response.status_code, response.content), self._clock())
        client.metadata["received"] = tokens
        return _CheckedAnswer(tokens)

    @contextlib.asynccontextmanager
    async def _client(self, url: str, *, scope: str | None = None, method: str = _BASIC) -> AsyncIterator[Any]:
        """A client for one call within the deadline; the only place that translates errors of Authlib and httpx."""
        client_class = oauth_client_class()
        from authlib.common.errors import AuthlibBaseError

        options = oauth_client_options(self._profile.ca_file, self._transport)
        auth_method = method if self._secret else "none"
        client = client_class(
            client_id=self._profile.client_id,
            client_secret=self._secret,
            token_endpoint_auth_method=auth_method,
            revocation_endpoint_auth_method=auth_method,
            scope=scope,
            code_challenge_method="S256",
            **options,
        )
        client.register_client_auth_method((_BASIC, _encode_basic))
        for hook in ("access_token_response", "refresh_token_response"):
            client.register_compliance_hook(hook, functools.partial(self._check_answer, client))
        try:
            async with asyncio.timeout(_DEADLINE), client:
                yield client
        except SiroError:
            raise
        except TRANSPORT_ERRORS as error:
            raise translate_error(error, url) from error
        except (AuthlibBaseError, ValueError, KeyError, TypeError):  # their texts may quote what was sent
            raise UnexpectedAnswer("The sign-in server sent an answer that makes no sense. Try again.") from None


class _CheckedAnswer:
    """What Authlib sees instead of the server's answer: a body that has passed our checks."""

    status_code = 200

    def __init__(self, tokens: TokenSet) -> None:
        self._tokens = tokens

    def json(self) -> dict[str, str]:
        return {"access_token": self._tokens.access_token, "token_type": "Bearer"}


def _received(client: Any) -> TokenSet:
    received: TokenSet = client.metadata["received"]
    return received


def _encode_basic(client: Any, _method: str, uri: str, headers: Any, body: Any) -> tuple[str, Any, Any]:
    """Id and secret form-encoded first, as RFC 6749 section 2.3.1 says; Authlib leaves that out."""
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return uri, headers, body
