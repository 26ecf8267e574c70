"""Sign in, sign out, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices


@dataclass(frozen=True, slots=True, repr=False)
class AddressReady:
    """The authorization address is ready for a browser. It carries `state`: show it, never log it."""

    address: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signs in by the profile's method. Reports `AddressReady` when a browser is needed."""

    profile: Profile
    open_browser: Callable[[str], bool]

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:
        """Return the status. Raises SignInCancelled, SignInRequired, ConnectionFailed, ProfileError."""
        connection = await services.connect(self.profile)
        return await connection.session.sign_in(self.open_browser, lambda address: report(AddressReady(address)))


@dataclass(frozen=True, slots=True)
class SignOut:
    """Revokes the tokens and removes them from this computer."""

    profile: Profile

    async def run(self, services: NetworkServices, report: Report) -> tuple[str, ...]:  # noqa: ARG002
        """Return sentences about what did not work; the tokens are gone from this computer either way."""
        connection = await services.connect(self.profile)
        return await connection.session.sign_out()


@dataclass(frozen=True, slots=True)
class ReadStatus:
    """Who is signed in, without any network traffic."""

    profile: Profile

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:  # noqa: ARG002
        """Return the status."""
        connection = await services.connect(self.profile)
        return await connection.session.status()


@dataclass(frozen=True, slots=True, repr=False)
class KeepSecret:
    """Keeps a client secret or a pasted access token where the profile's tokens are kept."""

    profile: Profile
    secret: str

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:  # noqa: ARG002
        """Return the status after it."""
        connection = await services.connect(self.profile)
        await connection.session.keep_secret(self.secret)
        return await connection.session.status()


@dataclass(frozen=True, slots=True)
class Forget:
    """Signs out of a profile that is removed, and closes its connection."""

    profile: Profile

    async def run(self, services: NetworkServices, report: Report) -> tuple[str, ...]:  # noqa: ARG002
        """Return sentences about what did not work."""
        connection = await services.connect(self.profile)
        problems = await connection.session.forget()
        await services.forget(self.profile)
        return problems
