"""The authorization server of one profile: where it is, and as whom it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from siro_desktop.auth.authorization import AuthorizationServer
    from siro_desktop.auth.discovery import ServerMetadata
    from siro_desktop.auth.session_notes import SessionNotes
    from siro_desktop.auth.token_store import TokenStore
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpClient, Transport


class KnownServer:
    """Finds the endpoints once, and brings the client secret. On the event loop of `http`."""

    def __init__(
        self,
        profile: Profile,
        http: HttpClient,
        store: TokenStore,
        notes: SessionNotes,
        *,
        clock: Callable[[], datetime],
        transport: Transport | None,
    ) -> None:
        self._profile = profile
        self._http = http
        self._store = store
        self._notes = notes
        self._clock = clock
        self._transport = transport
        self._endpoints: ServerMetadata | None = None

    async def open(self, secret: str | None = None) -> AuthorizationServer:
        """Return the server, to be asked with `secret` or the one that is kept. Raises as `find_endpoints`."""
        from siro_desktop.auth.authorization import AuthorizationServer

        endpoints = await self.find_endpoints()
        secret = secret or await self._store.load_secret()
        return AuthorizationServer(
            *(self._profile, endpoints, secret),
            clock=self._clock,
            transport=self._transport,
            on_date=self._notes.note_server_date,
        )

    async def find_endpoints(self, *, anew: bool = False) -> ServerMetadata:
        """Return where the server is. Raises ProfileError, ConnectionFailed, UnexpectedAnswer."""
        from siro_desktop.auth.discovery import find_endpoints

        if self._endpoints is None or anew:  # the server may have moved
            self._endpoints = await find_endpoints(self._http, self._profile)
        return self._endpoints
