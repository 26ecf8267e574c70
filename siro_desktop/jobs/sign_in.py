"""Sign in, sign out, and who is signed in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.profile import SignInMethod
from siro_desktop.errors import SignInRequired, SiroError

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices


_KEYRING_PATIENCE: Final = 1.0
_TRIAL_PATIENCE: Final = 15.0  # seconds

_logger = logging.getLogger(__name__)


def _nobody_waits(_address: str) -> None:
    """Take no notice of a pasted address."""


class _Discreet(Struct, frozen=True):
    """What does not say in its `repr` what it holds."""

    __repr__ = object.__repr__


class AddressReady(_Discreet, frozen=True):
    """The authorization address is ready for a browser. It carries `state`: show it, never log it.

    `paste` takes the address that a browser on another computer was sent to at the end; any thread may call it.
    `notice` says, before the person signs in, why the keyring will not keep it; None if it will.
    """

    address: str
    paste: Callable[[str], None] = _nobody_waits
    notice: str | None = None


class PasteRefused(Struct, frozen=True):
    """A pasted address does not end this sign-in, which goes on. `problem` is a sentence."""

    problem: str


class CodeReady(_Discreet, frozen=True):
    """A code to enter at `address` in a browser anywhere; `complete_address`, if there is one, has the code in it."""

    address: str
    user_code: str
    complete_address: str


class KeyringWaits(Struct, frozen=True):
    """The keyring has not answered for a second: mostly it waits for its password. The job goes on until cancelled."""


class SignIn(_Discreet, frozen=True):
    """Signs in by the profile's method. Reports `AddressReady` when a browser is needed, and each `PasteRefused`.

    `secret` is a new client secret or access token, which is kept when it has served; a wrong one costs nothing.
    """

    profile: Profile
    open_browser: Callable[[str], bool]
    secret: str | None = None

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:
        """Return the status. Raises SignInCancelled, SignInRequired, ConnectionFailed, ProfileError."""
        from siro_desktop.auth.pasted import PastedAddresses

        if self.secret is not None and self.profile.method is SignInMethod.ACCESS_TOKEN:
            await self._try_token(services, self.secret)
        connection = await services.connect(self.profile)
        pasted = PastedAddresses(lambda problem: report(PasteRefused(problem)))
        return await connection.session.sign_in(
            self.open_browser,
            lambda address: report(AddressReady(address, pasted.offer, connection.session.notice)),
            pasted=pasted,
            secret=self.secret,
        )

    async def _try_token(self, services: NetworkServices, token: str) -> None:
        """Raise SignInRequired if Siro refuses `token`. Whatever else comes, or nothing, says nothing about it."""
        import asyncio

        async with services.trial(self.profile, token) as connection:
            try:
                async with asyncio.timeout(_TRIAL_PATIENCE):
                    await connection.api.conversation_types(self.profile.organization_id)
            except SignInRequired:
                raise
            except (SiroError, TimeoutError) as error:
                _logger.info("The new access token could not be tried: %s", type(error).__name__)


class SignInWithCode(_Discreet, frozen=True):
    """Signs in with a code that the person enters in a browser anywhere. Reports `CodeReady`. `secret` as `SignIn`."""

    profile: Profile
    secret: str | None = None

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:
        """Return the status. Raises as `SignIn` does, and ProfileError if the server does not offer it."""
        connection = await services.connect(self.profile)
        return await connection.session.sign_in_with_device(
            lambda code: report(CodeReady(code.address, code.user_code, code.complete_address)), secret=self.secret
        )


class SignOut(Struct, frozen=True):
    """Revokes the tokens and removes them from this computer."""

    profile: Profile

    async def run(self, services: NetworkServices, report: Report) -> tuple[str, ...]:  # noqa: ARG002
        """Return sentences about what did not work; the tokens are gone from this computer either way."""
        connection = await services.connect(self.profile)
        return await connection.session.sign_out()


class ReadStatus(Struct, frozen=True):
    """Who is signed in, without any network traffic."""

    profile: Profile

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:
        """Return the status. Waits as long as the keyring does; reports `KeyringWaits` after a second of that."""
        import asyncio

        connection = await services.connect(self.profile)
        telling = asyncio.get_running_loop().call_later(_KEYRING_PATIENCE, report, KeyringWaits())
        try:
            return await connection.session.status()
        finally:
            telling.cancel()


class KeepSecret(_Discreet, frozen=True):
    """Keeps a client secret or a pasted access token where the profile's tokens are kept."""

    profile: Profile
    secret: str

    async def run(self, services: NetworkServices, report: Report) -> SessionStatus:  # noqa: ARG002
        """Return the status after it."""
        connection = await services.connect(self.profile)
        await connection.session.keep_secret(self.secret)
        return await connection.session.status()


class Forget(Struct, frozen=True):
    """Signs out of a profile that is removed, and closes its connection."""

    profile: Profile

    async def run(self, services: NetworkServices, report: Report) -> tuple[str, ...]:  # noqa: ARG002
        """Return sentences about what did not work."""
        connection = await services.connect(self.profile)
        problems = await connection.session.forget()
        await services.forget(self.profile)
        return problems


class SignOutEverywhere(Struct, frozen=True):
    """Signs out of every profile and deletes every sign-in and secret of this program from this computer."""

    profiles: tuple[Profile, ...]

    async def run(self, services: NetworkServices, report: Report) -> tuple[str, ...]:  # noqa: ARG002
        """Return sentences about what did not work; other windows notice at their next refresh."""
        return await services.sign_out_everywhere(self.profiles)
