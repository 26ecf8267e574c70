"""The token session of one profile: signs in and out, hands out an access token, refreshes it in time."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from siro_desktop.auth.browser import OpenBrowser
from siro_desktop.auth.credentials import KeyringState
from siro_desktop.auth.secret_input import clean_secret
from siro_desktop.auth.token_store import TokenStore
from siro_desktop.auth.tokens import TokenSet, fingerprint, utc_now
from siro_desktop.domain.profile import SignInMethod
from siro_desktop.domain.session import SessionStatus
from siro_desktop.errors import (
    ConnectionFailed,
    CredentialStoreError,
    RateLimited,
    ServerError,
    SignInCancelled,
    SignInRequired,
    UnexpectedAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from siro_desktop.auth.authorization import AuthorizationServer
    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.auth.discovery import ServerMetadata
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpClient, Transport

__all__ = ["OpenBrowser", "TokenSession"]

_SETTLE_LIMIT: Final = 5.0
_STORE_LIMIT: Final = 10.0
_PASSING_ERRORS: Final = (ConnectionFailed, ServerError, RateLimited, UnexpectedAnswer)

_logger = logging.getLogger(__name__)


class TokenSession:
    """The tokens of one profile; lives on one event loop, that of `http`.

    `transport` replaces the network for Authlib's client. Neither `http` nor `credentials` is closed here.
    """

    def __init__(
        self,
        profile: Profile,
        http: HttpClient,
        credentials: CredentialStore,
        *,
        clock: Callable[[], datetime] = utc_now,
        transport: Transport | None = None,
    ) -> None:
        self._profile = profile
        self._http = http
        self._credentials = credentials
        self._store = TokenStore(profile, credentials)
        self._clock = clock
        self._transport = transport
        self._tokens: TokenSet | None = None
        self._rejected: str | None = None
        self._signed_out = False
        self._loading = asyncio.Lock()
        self._refreshing: asyncio.Task[TokenSet] | None = None
        self._signing_in = False
        self._endpoints: ServerMetadata | None = None

    async def status(self) -> SessionStatus:
        """Return who is signed in. Waits while the person unlocks the keyring; can be cancelled."""
        tokens = await self._current()
        if tokens is None:
            return self._describe(SessionStatus(signed_in=False))
        can_refresh = await self._can_refresh(tokens)
        usable = tokens.access_token != self._rejected and not tokens.is_expired(self._clock())
        return self._describe(
            SessionStatus(
                signed_in=usable or can_refresh,
                identity=tokens.identity,
                display_name=tokens.display_name,
                expires_at=tokens.expires_at,
                can_refresh=can_refresh,
            )
        )

    async def access_token(self) -> str:
        """Return a token that is good for a while, refreshed if it is about to expire.

        However many ask at once, one refresh goes out; it goes on if who asked is cancelled. Raises SignInRequired
        if the person is needed, and what a connection may raise if an expired token cannot be refreshed now.
        """
        tokens = await self._current()
        if tokens is None:
            tokens = await self._first_client_tokens()
        now = self._clock()
        if tokens.access_token == self._rejected:
            tokens = await self._refreshed(tokens)
        elif tokens.wants_refresh(now) and await self._can_refresh(tokens):
            try:
                tokens = await self._refreshed(tokens)
            except _PASSING_ERRORS:
                if tokens.is_expired(now):
                    raise
                _logger.warning("The token could not be refreshed; it is still good")
        elif tokens.is_expired(now):
            raise SignInRequired("Your sign-in has expired. Please sign in again.")
        return tokens.access_token

    async def renew(self, rejected: str) -> str:
        """Return another token after Siro refused `rejected`: one refresh, none if the token has changed meanwhile.

        Raises SignInRequired if there is no way to another one without the person.
        """
        tokens = await self._current()
        if tokens is None:
            raise SignInRequired("You are not signed in. Please sign in.")
        if tokens.access_token != rejected:
            return tokens.access_token
        self._rejected = rejected
        renewed = await self._refreshed(tokens)
        return renewed.access_token

    async def sign_in(
        self,
        open_browser: OpenBrowser,
        show_address: Callable[[str], None],
        *,
        timeout: float = 300.0,  # noqa: ASYNC109
    ) -> SessionStatus:
        """Sign in by the profile's method and return who it is.

        `show_address` gets the address before the browser is opened, for the case that it does not open. `timeout` is
        in seconds. Raises SignInCancelled (declined, timed out, one already under way), SignInRequired (no secret or
        pasted token yet, or refused), ProfileError, ConnectionFailed, ServerError, UnexpectedAnswer.
        """
        if self._signing_in:
            raise SignInCancelled("A sign-in is already under way in your browser. Finish it there.")
        self._signing_in = True
        try:
            await self._credentials.probe()
            await self._settle_refresh()
            match self._profile.method:
                case SignInMethod.AUTHORIZATION_CODE:
                    await self._sign_in_with_browser(open_browser, show_address, timeout)
                case SignInMethod.CLIENT_CREDENTIALS:
                    await self._keep(await self._fetch_client_tokens())
                case SignInMethod.ACCESS_TOKEN:
                    self._rejected = None
                    if await self._current() is None:
                        raise SignInRequired("Paste an access token first.")
        finally:
            self._signing_in = False
        return await self.status()

    async def keep_secret(self, secret: str) -> None:
        """Keep what the person entered: a pasted access token, or the client secret, by the profile's method.

        Raises ProfileError for `access_token` or `client_secret` if it cannot be one.
        """
        secret = clean_secret(secret, self._profile.method)
        if self._profile.method is SignInMethod.ACCESS_TOKEN:
            await self._keep(TokenSet(access_token=secret, received_at=self._clock()))
        else:
            await self._store.save_secret(secret)

    async def sign_out(self) -> tuple[str, ...]:
        """Revoke the tokens on the server (RFC 7009, 5 seconds at most) and delete them here, whatever the server says.

        A client-credentials secret is deleted too; the secret of a client that people sign in to stays (`forget`).
        Returns sentences about what did not work.
        """
        await self._settle_refresh()
        tokens = await self._current()
        problems = [await self._revoke(tokens)] if tokens is not None else []
        problems.append(await self._wipe(with_secret=self._profile.method is SignInMethod.CLIENT_CREDENTIALS))
        return tuple(problem for problem in problems if problem)

    async def forget(self) -> tuple[str, ...]:
        """Sign out and delete the client secret too: for a profile that is removed. Returns as `sign_out` does."""
        problems = await self.sign_out()
        last = await self._wipe(with_secret=True)
        return tuple(dict.fromkeys((*problems, *([last] if last else []))))

    async def aclose(self) -> None:
        """Wait for a refresh under way, up to 5 seconds, so that its tokens are kept."""
        await self._settle_refresh()

    async def _sign_in_with_browser(
        self, open_browser: OpenBrowser, show_address: Callable[[str], None], patience: float
    ) -> None:
        from siro_desktop.auth.browser_sign_in import sign_in_with_browser
        from siro_desktop.auth.identity import find_identity

        self._endpoints = None  # the server may have moved
        endpoints = await self._find_endpoints()
        server = await self._server()
        tokens = await sign_in_with_browser(
            server, endpoints, self._profile, open_browser, show_address, patience=patience
        )
        identity, name = await find_identity(self._http, endpoints, self._profile.client_id, tokens, self._clock())
        await self._keep(replace(tokens, identity=identity, display_name=name))

    async def _current(self) -> TokenSet | None:
        if self._tokens is None and not self._signed_out:
            async with self._loading:
                if self._tokens is None:
                    self._tokens = await self._store.load_tokens()
        return self._tokens

    async def _keep(self, tokens: TokenSet) -> None:
        """Store the tokens, then use them; a keyring that does not answer does not hold them up for long."""
        try:
            async with asyncio.timeout(_STORE_LIMIT):
                await self._store.save_tokens(tokens)
        except (TimeoutError, CredentialStoreError) as error:
            _logger.warning("Tokens are kept in memory for now: %s", type(error).__name__)
            self._credentials.notice = KeyringState.FAILED
            self._credentials.storage_name = None
        self._tokens = tokens
        self._rejected = None
        self._signed_out = False
        _logger.info("Token %s is in use", fingerprint(tokens.access_token))

    async def _refreshed(self, tokens: TokenSet) -> TokenSet:
        """Join the refresh under way, or begin one. Whoever waits may be cancelled; the refresh goes on."""
        if not await self._can_refresh(tokens):
            raise SignInRequired(
                "Siro does not accept this access token any more. Paste a new one."
                if self._profile.method is SignInMethod.ACCESS_TOKEN
                else "Siro does not accept your sign-in any more. Please sign in again."
            )
        if self._tokens is not None and self._tokens.access_token != tokens.access_token:
            return self._tokens
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh(tokens))
            self._refreshing.add_done_callback(_take_note)
        return await asyncio.shield(self._refreshing)

    async def _refresh(self, used: TokenSet) -> TokenSet:
        from siro_desktop.auth.token_response import TokenRefused

        if self._profile.method is SignInMethod.CLIENT_CREDENTIALS:
            tokens = await self._fetch_client_tokens()
            await self._keep(tokens)
            return tokens
        stored = await self._store.load_tokens()
        if stored is not None and stored.access_token != used.access_token and not stored.wants_refresh(self._clock()):
            self._tokens = stored  # another window of ours was quicker
            return stored
        refresh_token = (stored.refresh_token if stored else None) or used.refresh_token or ""
        try:
            fresh = await (await self._server()).refresh(refresh_token)
        except TokenRefused as error:
            if error.code == "invalid_grant":
                await self._wipe(with_secret=False)
            raise
        tokens = replace(
            fresh,
            refresh_token=fresh.refresh_token or refresh_token,
            identity=used.identity,
            display_name=used.display_name,
        )
        await self._keep(tokens)
        return tokens

    async def _can_refresh(self, tokens: TokenSet) -> bool:
        match self._profile.method:
            case SignInMethod.AUTHORIZATION_CODE:
                return tokens.refresh_token is not None
            case SignInMethod.CLIENT_CREDENTIALS:
                return await self._store.load_secret() is not None
            case SignInMethod.ACCESS_TOKEN:
                return False

    async def _first_client_tokens(self) -> TokenSet:
        """A client with a secret needs nobody; everybody else has to sign in."""
        nobody = TokenSet(access_token="", received_at=self._clock())
        is_client = self._profile.method is SignInMethod.CLIENT_CREDENTIALS
        if is_client and not self._signed_out and await self._can_refresh(nobody):
            return await self._refreshed(nobody)
        raise SignInRequired("You are not signed in. Please sign in.")

    async def _fetch_client_tokens(self) -> TokenSet:
        if await self._store.load_secret() is None:
            raise SignInRequired("Enter the client secret first. Your Siro administrator can tell you.")
        return await (await self._server()).fetch_client_tokens()

    async def _server(self) -> AuthorizationServer:
        from siro_desktop.auth.authorization import AuthorizationServer

        endpoints = await self._find_endpoints()
        secret = await self._store.load_secret()
        return AuthorizationServer(self._profile, endpoints, secret, clock=self._clock, transport=self._transport)

    async def _find_endpoints(self) -> ServerMetadata:
        from siro_desktop.auth.discovery import find_endpoints

        if self._endpoints is None:
            self._endpoints = await find_endpoints(self._http, self._profile)
        return self._endpoints

    async def _revoke(self, tokens: TokenSet) -> str | None:
        from siro_desktop.auth.revocation import revoke_tokens

        if self._profile.method is SignInMethod.ACCESS_TOKEN:
            return None  # it was not given to us, and may serve elsewhere
        return await revoke_tokens(self._server, tokens)

    async def _wipe(self, *, with_secret: bool) -> str | None:
        """Delete what is stored; return a sentence if the keyring keeps something, which is then not used again."""
        self._tokens = None
        self._rejected = None
        self._signed_out = True
        try:
            async with asyncio.timeout(_STORE_LIMIT):
                await self._store.delete_tokens()
                if with_secret:
                    await self._store.delete_secret()
        except (TimeoutError, CredentialStoreError):
            return "Your sign-in could not be deleted from the keyring. Delete the entries “siro-desktop” there."
        return None

    async def _settle_refresh(self) -> None:
        """Wait for a refresh under way; give it up after 5 seconds."""
        refreshing = self._refreshing
        if refreshing is not None and not refreshing.done():
            await asyncio.wait({refreshing}, timeout=_SETTLE_LIMIT)
            refreshing.cancel()

    def _describe(self, status: SessionStatus) -> SessionStatus:
        return replace(status, storage=self._credentials.storage_name, notice=self._credentials.notice)


def _take_note(task: asyncio.Task[TokenSet]) -> None:
    """Mark an exception as seen: everybody who waited may have been cancelled."""
    if not task.cancelled():
        task.exception()
