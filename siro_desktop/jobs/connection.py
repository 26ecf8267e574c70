"""What a job in the network thread works with: one connection for each profile, and the way to the store."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from siro_desktop.api.client import SiroApi
    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.auth.session import TokenSession
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpClient, Transport
    from siro_desktop.jobs.base import StoreCall


@dataclass(frozen=True, slots=True)
class Connection:
    """A profile with its HTTP client, token session and API. Lives on the loop that made it."""

    profile: Profile
    http: HttpClient
    session: TokenSession
    api: SiroApi

    async def close(self) -> None:
        """Wait for a token refresh in flight, then close the HTTP client."""
        await self.session.aclose()
        await self.http.aclose()


class NetworkServices:
    """The connections of one program, made when first asked for. Lives in the network thread."""

    def __init__(self, store: StoreCall, *, memory_only: bool = False, transport: Transport | None = None) -> None:
        """`memory_only` keeps secrets out of the keyring; `transport` stands in for the network in tests."""
        from siro_desktop.auth.credentials import CredentialStore

        self.store = store
        self._transport = transport
        self._credentials = CredentialStore(memory_only=memory_only)
        self._connections: dict[str, Connection] = {}

    async def connect(self, profile: Profile) -> Connection:
        """Return the connection for `profile`; one whose profile was edited since is closed and made anew."""
        known = self._connections.get(profile.id)
        if known is not None and known.profile == profile:
            return known
        if known is not None:
            await known.close()
        self._connections[profile.id] = connection = _build(profile, self._credentials, self._transport)
        return connection

    @asynccontextmanager
    async def trial(self, profile: Profile, secret: str | None) -> AsyncIterator[Connection]:
        """A connection for a test of `profile`: with `secret` given it works in memory and leaves the keyring alone."""
        from siro_desktop.auth.credentials import CredentialStore

        credentials = CredentialStore(memory_only=True) if secret else self._credentials
        connection = _build(profile, credentials, self._transport)
        try:
            if secret:
                await connection.session.keep_secret(secret)
            yield connection
        finally:
            await connection.close()
            if credentials is not self._credentials:
                credentials.close()

    async def forget(self, profile: Profile) -> None:
        """Close the connection for a profile that goes away."""
        known = self._connections.pop(profile.id, None)
        if known is not None:
            await known.close()

    async def close(self) -> None:
        """Close every connection."""
        for connection in self._connections.values():
            await connection.close()
        self._credentials.close()


@asynccontextmanager
async def open_network_services(store: StoreCall, *, memory_only: bool = False) -> AsyncIterator[NetworkServices]:
    """Open what network jobs need and close it after them. `memory_only` keeps tokens out of the keyring."""
    services = NetworkServices(store, memory_only=memory_only)
    try:
        yield services
    finally:
        await services.close()


def _build(profile: Profile, credentials: CredentialStore, transport: Transport | None) -> Connection:
    from siro_desktop.api.client import SiroApi
    from siro_desktop.api.rate_budget import RateBudget
    from siro_desktop.auth.session import TokenSession
    from siro_desktop.http_client import HttpClient

    http = HttpClient(ca_file=profile.ca_file, transport=transport)
    session = TokenSession(profile, http, credentials, transport=transport)
    return Connection(profile, http, session, SiroApi(profile, http, session, RateBudget()))
