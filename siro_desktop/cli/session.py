"""`siro-desktop sign-in` and `sign-out`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.lines import follow_lines
from siro_desktop.cli.output import clean, say, write_result
from siro_desktop.cli.profile_choice import choose_profile
from siro_desktop.cli.secret import is_terminal, read_secret
from siro_desktop.cli.services import ignore, run_with_network
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.errors import SignInRequired
from siro_desktop.jobs.sign_in import (
    AddressReady,
    CodeReady,
    PasteRefused,
    ReadStatus,
    SignIn,
    SignInWithCode,
    SignOut,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from siro_desktop.config import Paths
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.jobs.connection import NetworkServices


def sign_in(arguments: Namespace, paths: Paths) -> ExitCode:
    """Sign in, and say who it is and where the tokens are kept."""
    profile = choose_profile(paths, arguments.profile)
    secret = read_secret(profile) if arguments.new_secret else None
    try:
        status = _sign_in(paths, _choose_job(profile, arguments, secret))
    except SignInRequired:
        if secret is not None or profile.method is SignInMethod.AUTHORIZATION_CODE or not is_terminal():
            raise
        status = _sign_in(paths, _choose_job(profile, arguments, read_secret(profile)))
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


def _choose_job(profile: Profile, arguments: Namespace, secret: str | None) -> SignIn | SignInWithCode:
    from siro_desktop.cli.browser import open_browser

    if arguments.device:
        return SignInWithCode(profile, secret)
    return SignIn(profile, _do_not_open if arguments.no_browser else open_browser, secret)


def _sign_in(paths: Paths, job: SignIn | SignInWithCode) -> SessionStatus:
    async def work(services: NetworkServices) -> SessionStatus:
        if isinstance(job, SignInWithCode):
            return await job.run(services, _show_code)
        return await job.run(services, _ask_to_paste if job.open_browser is _do_not_open else _show_address)

    return run_with_network(paths, work)


def _show_address(happened: object) -> None:
    if isinstance(happened, AddressReady):
        say("The browser opens. If it does not, open this address in it yourself:")
        say(happened.address)


def _ask_to_paste(happened: object) -> None:
    """Print the address alone on stdout, and take lines of stdin for the address that the browser was sent to."""
    if isinstance(happened, AddressReady):
        say("Open this address in a browser and sign in there:")
        write_result(f"{happened.address}\n")
        say("With a browser on another computer, paste here the address that it shows at the end:")
        follow_lines(happened.paste)
    elif isinstance(happened, PasteRefused):
        say(happened.problem)


def _show_code(happened: object) -> None:
    """Print address and code, each alone on a line of stdout."""
    if isinstance(happened, CodeReady):
        say("Open this address in a browser, on any computer or phone, and enter the code below it:")
        write_result(f"{clean(happened.address)}\n{clean(happened.user_code)}\n")
        if happened.complete_address:
            say(f"This address has the code in it: {happened.complete_address}")


def _do_not_open(_address: str) -> bool:
    return False
