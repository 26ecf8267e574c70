"""`siro-desktop profiles list`, `add` and `remove`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from siro_desktop.cli.exit_codes import ExitCode
from siro_desktop.cli.output import say, say_error, write_rows
from siro_desktop.cli.profile_choice import find_profile, names_in_words
from siro_desktop.cli.secret import read_secret
from siro_desktop.cli.services import ignore, run_with_library, run_with_network
from siro_desktop.cli.session import say_where_kept
from siro_desktop.cli.wrong_use import WrongUse, wrong_option
from siro_desktop.config import ProfileFile
from siro_desktop.domain.profile import NUMBER_RANGES, Profile, SignInMethod
from siro_desktop.domain.zones import canonical_zone
from siro_desktop.errors import ProfileError, SiroError
from siro_desktop.jobs.profiles import SaveProfile
from siro_desktop.jobs.sign_in import Forget, KeepSecret, ReadStatus
from siro_desktop.settings import SettingsFile

if TYPE_CHECKING:
    from argparse import Namespace

    from siro_desktop.config import Paths
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.jobs.connection import NetworkServices


def list_profiles(_arguments: Namespace, paths: Paths) -> ExitCode:
    """Show the connections; those that the file has wrong are told on stderr."""
    file = ProfileFile(paths.profiles_file)
    profiles = file.load()
    for problem in file.problems.values():
        say_error(problem)
    if not profiles and not file.problems:
        say(names_in_words(profiles))
    write_rows(
        ("name", "id", "method", "api_base_url", "organization", "time_zone"),
        [
            (known.name, known.id, known.method, known.api_base_url, known.organization_id, known.time_zone)
            for known in profiles
        ],
    )
    return ExitCode.DONE


def add_profile(arguments: Namespace, paths: Paths) -> ExitCode:
    """Add a connection, and keep its secret if its method has one."""
    file = ProfileFile(paths.profiles_file)
    profiles = file.load()
    if find_profile(profiles, arguments.name) is not None:
        raise WrongUse(f"NAME: There is a connection called “{arguments.name}” already. Remove it first.")
    profile = _build_profile(arguments)
    saving = SaveProfile(file, profile, SettingsFile(paths.settings_file).load())
    if profile.method is SignInMethod.AUTHORIZATION_CODE:
        profile = run_with_library(paths, saving)
        say(f"Added the connection {profile.name}.")
        say(f"Next: siro-desktop sign-in --profile {profile.id}")
        return ExitCode.DONE
    secret = read_secret(profile)
    profile = run_with_library(paths, saving)
    try:
        status = _keep_secret(paths, profile, secret)
    except SiroError:
        file.remove(profile.id)
        raise
    say(f"Added the connection {profile.name}.")
    say_where_kept(status)
    return ExitCode.DONE if status.storage is not None else ExitCode.CANNOT_READ_OR_WRITE


def remove_profile(arguments: Namespace, paths: Paths) -> ExitCode:
    """Sign out of a connection and remove it. What is saved of it stays."""
    file = ProfileFile(paths.profiles_file)
    profiles = file.load()
    profile = find_profile(profiles, arguments.name)
    if profile is None and arguments.name not in file.problems:
        raise WrongUse(f"There is no connection called “{arguments.name}”. {names_in_words(profiles)}")
    if profile is None:
        file.remove(arguments.name)
        say(f"Removed the connection {arguments.name}. Its settings were wrong, so nobody was signed out.")
        return ExitCode.DONE
    is_forgotten = _forget(paths, profile)
    file.remove(profile.id)
    say(
        f"Removed the connection {profile.name}. Its saved results are still there, "
        "for a connection of this name to the same organization."
    )
    return ExitCode.DONE if is_forgotten else ExitCode.CANNOT_READ_OR_WRITE


def _build_profile(arguments: Namespace) -> Profile:
    profile = Profile(
        id="",
        name=arguments.name.strip(),
        api_base_url=arguments.api_base_url,
        method=SignInMethod(arguments.method),
        issuer=arguments.issuer,
        authorization_endpoint=arguments.authorization_endpoint,
        token_endpoint=arguments.token_endpoint,
        revocation_endpoint=arguments.revocation_endpoint,
        recording_address=arguments.recording_address,
        client_id=arguments.client_id,
        scope=arguments.scope,
        organization_id=arguments.organization,
        time_zone=canonical_zone(arguments.time_zone),
        **{name: getattr(arguments, name) for name in NUMBER_RANGES},
        proxy=arguments.proxy,
        ca_file=str(Path(arguments.ca_file).absolute()) if arguments.ca_file else "",
    )
    try:
        profile.check()
    except ProfileError as error:
        raise wrong_option(error) from error
    _check_file(profile.ca_file)
    return profile


def _check_file(name: str) -> None:
    try:
        is_there = not name or Path(name).is_file()
    except OSError:  # a name that is too long
        is_there = False
    if not is_there:
        raise WrongUse(f"--ca-file: There is no file {name}.")


def _keep_secret(paths: Paths, profile: Profile, secret: str) -> SessionStatus:
    async def work(services: NetworkServices) -> SessionStatus:
        return await KeepSecret(profile, secret).run(services, ignore)

    return run_with_network(paths, work)


def _forget(paths: Paths, profile: Profile) -> bool:
    """Sign out; return whether nothing of the sign-in is left on this computer."""

    async def work(services: NetworkServices) -> SessionStatus:
        for problem in await Forget(profile).run(services, ignore):
            say(problem)
        return await ReadStatus(profile).run(services, ignore)

    return not run_with_network(paths, work).signed_in
