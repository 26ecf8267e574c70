"""The token session of one profile: signs in and out, hands out an access token, refreshes it in time."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from siro_desktop.auth.browser import OpenBrowser
from siro_desktop.auth.held_tokens import HeldTokens
from siro_desktop.auth.known_server import KnownServer
from siro_desktop.auth.refresh_lock import RefreshLock
from siro_desktop.auth.refresher import Refresher
from siro_desktop.auth.secret_input import clean_secret
from siro_desktop.auth.session_notes import SessionNotes
from siro_desktop.auth.token_store import TokenStore
from siro_desktop.auth.tokens import TokenSet, utc_now
from siro_desktop.domain.profile import SignInMethod
from siro_desktop.domain.session import SessionStatus
from siro_desktop.errors import (
    ConnectionFailed,
    ProfileError,
    RateLimited,
    ServerError,
    SignInCancelled,
    SignInRequired,
    UnexpectedAnswer,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.auth.device_sign_in import DeviceCode
    from siro_desktop.auth.discovery import ServerMetadata
    from siro_desktop.auth.pasted import PastedAddresses
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpClient, Transport

__all__ = ["OpenBrowser", "TokenSession"]

_LOCK_PATIENCE: Final = 5.0
_PASSING_ERRORS: Final = (ConnectionFailed, ServerError, RateLimited, UnexpectedAnswer)

_logger = logging.getLogger(__name__)


class TokenSession:
    """The tokens of one profile; lives on one event loop, that of `http`.

    `transport` replaces the network for Authlib's client. `lock_folder` is where all processes that share the keyring
    keep each other from refreshing at once; None if there is only this one. Neither `http` nor `credentials` is closed
    here.
    """

    def __init__(
        self,
        profile: Profile,
        http: HttpClient,
        credentials: CredentialStore,
        *,
        clock: Callable[[], datetime] = utc_now,
        transport: Transport | None = None,
        lock_folder: Path | None = None,
    ) -> None:
        self._profile = profile
        self._http = http
        self._credentials = credentials
        self._store = TokenStore(profile, credentials)
        self._clock = clock
        self._held = HeldTokens(self._store, credentials)
        self._notes = SessionNotes(clock)
        self._server = KnownServer(profile, http, self._store, self._notes, clock=clock, transport=transport)
        self._lock = RefreshLock(lock_folder, self._store.prefix)
        self._refresher = Refresher(self._held, self._lock, self._notes, clock)
        self._signing_in = False

    @property
    def notice(self) -> str | None:
        """Why secrets stay in memory, in a sentence; None as long as the keyring serves."""
        return self._credentials.notice

    async def status(self) -> SessionStatus:
        """Return who is signed in. Waits while the person unlocks the keyring; can be cancelled."""
        tokens = await self._held.current()
        if tokens is None:
            return self._describe(SessionStatus(signed_in=False))
        can_refresh = await self._can_refresh(tokens)
        usable = tokens.access_token != self._held.rejected and not tokens.is_expired(self._clock())
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
        tokens = await self._held.current()
        if tokens is None:
            tokens = await self._first_client_tokens()
        now = self._clock()
        if tokens.access_token == self._held.rejected:
            tokens = await self._refreshed(tokens)
        elif tokens.wants_refresh(now) and await self._can_refresh(tokens):
            try:
                tokens = await self._refreshed(tokens)
            except _PASSING_ERRORS:
                if tokens.is_expired(now):
                    raise
                _logger.warning("The token could not be refreshed; it is still good")
        elif tokens.is_expired(now):
            raise self._notes.add_clock_hint(SignInRequired("Your sign-in has expired. Please sign in again."))
        return tokens.access_token

    async def renew(self, rejected: str) -> str:
        """Return another token after Siro refused `rejected`: one refresh, none if the token has changed meanwhile.

        Raises SignInRequired if there is no way to another one without the person.
        """
        tokens = await self._held.current()
        if tokens is None:
            raise SignInRequired("You are not signed in. Please sign in.")
        if tokens.access_token != rejected:
            return tokens.access_token
        self._held.rejected = rejected
        renewed = await self._refreshed(tokens)
        return renewed.access_token

    async def sign_in(
        self,
        open_browser: OpenBrowser,
        show_address: Callable[[str], None],
        *,
        timeout: float = 300.0,  # noqa: ASYNC109
        pasted: PastedAddresses | None = None,
        secret: str | None = None,
    ) -> SessionStatus:
        """Sign in by the profile's method and return who it is.

        `secret` is a new client secret or access token: it takes the place of the one that is kept when the sign-in
        has succeeded, so that a wrong one costs nothing.

        `show_address` gets the address before the browser is opened, for the case that it does not open. `timeout` is
        in seconds. `pasted` brings addresses from a browser on another computer. Raises SignInCancelled (declined,
        timed out, one already under way), SignInRequired (no secret or pasted token yet, or refused), ProfileError,
        ConnectionFailed, ServerError, UnexpectedAnswer.
        """
        from siro_desktop.auth.browser_sign_in import sign_in_with_browser

        async with self._only_sign_in(secret) as new:
            match self._profile.method:
                case SignInMethod.AUTHORIZATION_CODE:
                    endpoints = await self._server.find_endpoints(anew=True)
                    known = (await self._server.open(new), endpoints, self._profile)
                    tokens = await sign_in_with_browser(
                        *known, open_browser, show_address, patience=timeout, pasted=pasted
                    )
                    await self._keep_identified(tokens, endpoints)
                case SignInMethod.CLIENT_CREDENTIALS:
                    await self._keep(await self._fetch_client_tokens(new))
                case SignInMethod.ACCESS_TOKEN:
                    self._held.rejected = None
                    if new is not None:
                        await self._keep(TokenSet(access_token=new, received_at=self._clock()))
                    if await self._held.current() is None:
                        raise SignInRequired("Paste an access token first.")
        return await self.status()

    async def sign_in_with_device(
        self,
        show_code: Callable[[DeviceCode], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        secret: str | None = None,
    ) -> SessionStatus:
        """Sign in with a code that the person enters in a browser anywhere (RFC 8628), and return who it is.

        `secret` as for `sign_in`. Raises as `sign_in` does; ProfileError too if the server's metadata do not offer it.
        """
        from siro_desktop.auth.device_sign_in import sign_in_with_device

        if self._profile.method is not SignInMethod.AUTHORIZATION_CODE:
            raise ProfileError("method", "Nobody signs in with a code on this connection: it has a secret of its own.")
        async with self._only_sign_in(secret) as new:
            endpoints = await self._server.find_endpoints(anew=True)
            server = await self._server.open(new)
            tokens = await sign_in_with_device(server, show_code, clock=self._clock, sleep=sleep)
            await self._keep_identified(tokens, endpoints)
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
        await self._refresher.settle()
        async with self._lock.held(_LOCK_PATIENCE, needed=False):
            tokens = await self._held.newest()
            problems = [await self._revoke(tokens)] if tokens is not None else []
            problems.append(await self._held.wipe(with_secret=self._profile.method is SignInMethod.CLIENT_CREDENTIALS))
        self._notes.note_sign_out()
        return tuple(problem for problem in problems if problem)

    async def forget(self) -> tuple[str, ...]:
        """Sign out and delete the client secret too: for a profile that is removed. Returns as `sign_out` does."""
        problems = await self.sign_out()
        last = await self._held.wipe(with_secret=True)
        return tuple(dict.fromkeys((*problems, *([last] if last else []))))

    async def aclose(self) -> None:
        """Wait for a refresh under way, up to 5 seconds, so that its tokens are kept."""
        await self._refresher.settle()

    @asynccontextmanager
    async def _only_sign_in(self, secret: str | None) -> AsyncIterator[str | None]:
        """One sign-in at a time, with the keyring tried before the person has anything to do.

        Yields the cleaned `secret`; one of a client is kept when the sign-in has succeeded.
        """
        new = None if secret is None else clean_secret(secret, self._profile.method)
        if self._signing_in:
            raise SignInCancelled("A sign-in is already under way in your browser. Finish it there.")
        self._signing_in = True
        try:
            await self._credentials.probe()
            await self._refresher.settle()
            yield new
            if new is not None and self._profile.method is not SignInMethod.ACCESS_TOKEN:
                await self._store.save_secret(new)
        finally:
            self._signing_in = False

    async def _keep_identified(self, tokens: TokenSet, endpoints: ServerMetadata) -> None:
        from siro_desktop.auth.identity import find_identity

        identity, name = await find_identity(self._http, endpoints, self._profile.client_id, tokens, self._clock())
        await self._keep(dataclasses.replace(tokens, identity=identity, display_name=name))

    async def _keep(self, tokens: TokenSet) -> None:
        """Keep the tokens of a new sign-in in place of all others."""
        async with self._lock.held(_LOCK_PATIENCE, needed=False):
            former = await self._held.replaced()
            await self._held.save(tokens)
        self._notes.note_sign_in(former, tokens)

    async def _refreshed(self, tokens: TokenSet) -> TokenSet:
        """Return other tokens: those that another process has stored meanwhile, or those of a refresh."""
        if not await self._can_refresh(tokens):
            newest = await self._held.newest()
            if newest is not None and newest.access_token != tokens.access_token:
                self._held.use(newest)
                return newest
            sentence = (
                "Siro does not accept this access token any more. Paste a new one."
                if self._profile.method is SignInMethod.ACCESS_TOKEN
                else "Siro does not accept your sign-in any more. Please sign in again."
            )
            raise self._notes.add_clock_hint(SignInRequired(sentence))
        current = self._held.tokens
        if current is not None and current.access_token != tokens.access_token:
            return current
        return await self._refresher.renew(tokens, self._fetch_in_place_of)

    async def _fetch_in_place_of(self, used: TokenSet) -> TokenSet:
        """Ask the server for new tokens; if it refuses the refresh token for good, the session is over."""
        from siro_desktop.auth.token_response import TokenRefused

        if self._profile.method is SignInMethod.CLIENT_CREDENTIALS:
            return await self._fetch_client_tokens()
        refresh_token = used.refresh_token or ""
        try:
            fresh = await (await self._server.open()).refresh(refresh_token)
        except TokenRefused as error:
            if error.code == "invalid_grant":
                await self._held.wipe(with_secret=False)
            raise
        return dataclasses.replace(
            fresh,
            refresh_token=fresh.refresh_token or refresh_token,
            identity=used.identity,
            display_name=used.display_name,
        )

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
        if is_client and not self._held.signed_out and await self._can_refresh(nobody):
            return await self._refreshed(nobody)
        raise SignInRequired("You are not signed in. Please sign in.")

    async def _fetch_client_tokens(self, secret: str | None = None) -> TokenSet:
        if secret is None and await self._store.load_secret() is None:
            raise SignInRequired("Enter the client secret first. Your Siro administrator can tell you.")
        return await (await self._server.open(secret)).fetch_client_tokens()

    async def _revoke(self, tokens: TokenSet) -> str | None:
        from siro_desktop.auth.revocation import revoke_tokens

        if self._profile.method is SignInMethod.ACCESS_TOKEN:
            return None  # it was not given to us, and may serve elsewhere
        return await revoke_tokens(self._server.open, tokens)

    def _describe(self, status: SessionStatus) -> SessionStatus:
        status = self._notes.describe(status)
        return replace(status, storage=self._credentials.storage_name, notice=self._credentials.notice)
