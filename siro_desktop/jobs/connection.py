"""What a job in the network thread works with: one connection for each profile, and the way to the store."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from siro_desktop.api.client import SiroApi
    from siro_desktop.api.rate_ledger import RateLedger
    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.auth.session import TokenSession
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpClient, Transport
    from siro_desktop.jobs.base import StoreCall

SystemProxy = Callable[[str], "str | None"]
"""Takes a web address and names the proxy of the system's settings for it, or None. Any thread may call it."""


class Connection(Struct, frozen=True):
    """A profile with its HTTP client, token session and API. Lives on the loop that made it."""

    profile: Profile
    http: HttpClient
    session: TokenSession
    api: SiroApi

    async def close(self) -> None:
        """Wait for a token refresh in flight, then close the HTTP client."""
        await self.session.aclose()
        await self.http.aclose()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Timing(Struct, frozen=True):
    """How time passes for Siro's API: UTC, seconds that never go back, waiting, a request's total in seconds."""

    now: Callable[[], datetime] = _utc_now
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    deadline: float = 60.0


class NetworkServices:
    """The connections of one program, made when first asked for. Lives in the network thread."""

    def __init__(
        self,
        store: StoreCall,
        *,
        memory_only: bool = False,
        transport: Transport | None = None,
        lock_folder: Path | None = None,
        system_proxy: SystemProxy | None = None,
        timing: Timing | None = None,
        keyring_patience: float | None = None,
    ) -> None:
        """`memory_only` keeps secrets out of the keyring; `transport` stands in for the network in tests.

        `system_proxy` is asked where neither the connection nor the environment names a proxy. `timing` replaces real
        time in tests. `lock_folder` is where the processes that share the keyring keep each other from refreshing at
        once, and where they count their requests together. `keyring_patience` is the credential store's, in seconds.
        """
        from siro_desktop.auth.credentials import PATIENCE, CredentialStore

        self.store = store
        self._transport = transport
        self._system_proxy = system_proxy
        self._timing = timing or Timing()
        self._lock_folder = None if memory_only else lock_folder
        self._credentials = CredentialStore(memory_only=memory_only, patience=keyring_patience or PATIENCE)
        self._connections: dict[str, Connection] = {}
        self._changing = asyncio.Lock()

    @property
    def keyring_patience(self) -> float:
        """For how many seconds a keyring that does not answer is waited for."""
        return self._credentials.patience

    async def connect(self, profile: Profile) -> Connection:
        """Return the connection for `profile`; one whose profile was edited since is closed and made anew."""
        async with self._changing:  # others wait for the new one, so that each is closed once
            known = self._connections.get(profile.id)
            if known is not None and known.profile == profile:
                return known
            if known is not None:
                await known.close()
            self._connections[profile.id] = connection = self._build(profile, self._credentials)
            return connection

    @asynccontextmanager
    async def trial(self, profile: Profile, secret: str | None) -> AsyncIterator[Connection]:
        """A connection for a test of `profile`: with `secret` given it works in memory and leaves the keyring alone."""
        from siro_desktop.auth.credentials import CredentialStore

        credentials = CredentialStore(memory_only=True) if secret else self._credentials
        connection = self._build(profile, credentials)
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
        async with self._changing:
            known = self._connections.pop(profile.id, None)
            if known is not None:
                await known.close()

    async def sign_out_everywhere(self, profiles: Iterable[Profile]) -> tuple[str, ...]:
        """Sign out of `profiles` and of whatever is open; nothing of this program stays in the keyring.

        Returns sentences about what did not work.
        """
        from siro_desktop.auth.sign_out import sign_out_everywhere

        for profile in profiles:
            await self.connect(profile)
        sessions = {known.profile.name: known.session for known in self._connections.values()}
        return await sign_out_everywhere(sessions, self._credentials)

    async def close(self) -> None:
        """Close every connection."""
        for connection in self._connections.values():
            await connection.close()
        self._credentials.close()

    def _build(self, profile: Profile, credentials: CredentialStore) -> Connection:
        from siro_desktop.api.client import SiroApi
        from siro_desktop.api.rate_budget import RateBudget
        from siro_desktop.auth.session import TokenSession
        from siro_desktop.http_client import HttpClient

        http = HttpClient(
            ca_file=profile.ca_file,
            transport=self._transport,
            proxy=profile.proxy,
            system_proxy=self._system_proxy,
        )
        session = TokenSession(profile, http, credentials, transport=http.transport, lock_folder=self._lock_folder)
        timing = self._timing
        budget = RateBudget(profile.requests_per_minute, timing.seconds, self._ledger(profile))
        api = SiroApi(profile, http, session, budget, clock=timing.now, sleep=timing.sleep, deadline=timing.deadline)
        return Connection(profile, http, session, api)

    def _ledger(self, profile: Profile) -> RateLedger | None:
        from siro_desktop.api.rate_ledger import RateLedger

        if self._lock_folder is None:
            return None
        return RateLedger(self._lock_folder, f"{profile.id}\n{profile.api_base_url}", clock=self._timing.seconds)


@asynccontextmanager
async def open_network_services(
    store: StoreCall,
    *,
    memory_only: bool = False,
    lock_folder: Path | None = None,
    system_proxy: SystemProxy | None = None,
    keyring_patience: float | None = None,
) -> AsyncIterator[NetworkServices]:
    """Open what network jobs need and close it after them. The arguments are those of NetworkServices."""
    services = NetworkServices(
        store,
        memory_only=memory_only,
        lock_folder=lock_folder,
        system_proxy=system_proxy,
        keyring_patience=keyring_patience,
    )
    try:
        yield services
    finally:
        await services.close()
