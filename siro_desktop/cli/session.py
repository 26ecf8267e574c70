"""`siro-desktop sign-in` and `sign-out`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say, write_result
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.secret import is_terminal, read_secret
from siro_desktop.cli.services import ignore, run_with_network
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.errors import SignInRequired
from siro_desktop.jobs.sign_in import AddressReady, KeepSecret, ReadStatus, SignIn, SignOut

if TYPE_CHECKING:
    from argparse import Namespace

    from siro_desktop.config import Paths
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices


def sign_in(arguments: Namespace, paths: Paths) -> ExitCode:
    """Sign in, and say who it is and where the tokens are kept."""
    profile = choose_profile(paths, arguments.profile)
    secret = read_secret(profile) if arguments.new_secret else None
    no_browser: bool = arguments.no_browser
    try:
        status = _sign_in(paths, profile, secret, no_browser=no_browser)
    except SignInRequired:
        if secret is not None or profile.method is SignInMethod.AUTHORIZATION_CODE or not is_terminal():
            raise
        status = _sign_in(paths, profile, read_secret(profile), no_browser=no_browser)
    say(f"Signed in as {status.display_name}." if status.display_name else f"Signed in · {profile.name}.")
    say_where_kept(status)
    if profile.method is SignInMethod.AUTHORIZATION_CODE and not status.can_refresh and status.expires_at:
        ends = status.expires_at.astimezone(profile.zone).isoformat(" ", "minutes")
        say(f"This sign-in ends on {ends}; then sign in again: the server gave nothing to renew it with.")
    return ExitCode.DONE


def sign_out(arguments: Namespace, paths: Paths) -> ExitCode:
    """Sign out, and say what did not work. The tokens are gone from this computer unless the keyring refused."""
    profile = choose_profile(paths, arguments.profile)

    async def work(services: NetworkServices) -> tuple[tuple[str, ...], SessionStatus]:
        problems = await SignOut(profile).run(services, ignore)
        await services.forget(profile)  # so that the status is what the keyring still holds, not what this one knows
        return problems, await ReadStatus(profile).run(services, ignore)

    problems, status = run_with_network(paths, work)
    for problem in problems:
        say(problem)
    if status.signed_in:
        return ExitCode.CANNOT_READ_OR_WRITE
    say(f"Signed out · {profile.name}.")
    return ExitCode.DONE


def say_where_kept(status: SessionStatus) -> None:
    """Say where tokens and secrets are, or that they are gone when the command ends."""
    if status.storage is not None:
        say(f"What it needs is kept in the system's keyring ({status.storage}).")
        return
    if status.notice:
        say(status.notice)
    say("Without a keyring nothing is kept after this command ends: the next one needs the sign-in again.")


def _sign_in(paths: Paths, profile: Profile, secret: str | None, *, no_browser: bool) -> SessionStatus:
    from siro_desktop.cli.browser import open_browser

    async def work(services: NetworkServices) -> SessionStatus:
        if secret is not None:
            await KeepSecret(profile, secret).run(services, ignore)
        opener = _do_not_open if no_browser else open_browser
        return await SignIn(profile, opener).run(services, _address_reporter(no_browser=no_browser))

    return run_with_network(paths, work)


def _address_reporter(*, no_browser: bool) -> Report:
    def report(happened: object) -> None:
        if not isinstance(happened, AddressReady):
            return
        if no_browser:
            say("Open this address in a browser on this computer and sign in there:")
            write_result(f"{happened.address}\n")
            return
        say("The browser opens. If it does not, open this address in it yourself:")
        say(happened.address)

    return report


def _do_not_open(_address: str) -> bool:
    return False
