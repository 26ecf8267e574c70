"""Which connection a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.cli.wrong_use import WrongUse
from siro_desktop.config import ProfileFile

if TYPE_CHECKING:
    from siro_desktop.config import Paths
    from siro_desktop.domain.profile import Profile


def choose_profile(paths: Paths, name: str | None) -> Profile:
    """Return the connection called `name` (or with this id), or the only one if no name is given.

    Raises WrongUse that lists the names there are, ProfileError for one that is wrong in the file, and StorageError.
    """
    file = ProfileFile(paths.profiles_file)
    profiles = file.load()
    if name is None:
        if len(profiles) == 1:
            return profiles[0]
        if not profiles and file.problems:
            raise next(iter(file.problems.values()))
        raise WrongUse(f"Say which connection: --profile NAME. {names_in_words(profiles)}" if profiles else _none())
    found = find_profile(profiles, name)
    if found is not None:
        return found
    if name in file.problems:
        raise file.problems[name]
    raise WrongUse(f"There is no connection called “{name}”. {names_in_words(profiles)}")


def find_profile(profiles: tuple[Profile, ...], name: str) -> Profile | None:
    """Return the connection with this name or id; capitals count only where two names differ by nothing else."""
    for exact in (str, str.casefold):
        for profile in profiles:
            if exact(name) in {exact(profile.name), exact(profile.id)}:
                return profile
    return None


def names_in_words(profiles: tuple[Profile, ...]) -> str:
    """Return a sentence with the names there are."""
    if not profiles:
        return _none()
    return f"There are: {', '.join(profile.name for profile in profiles)}."


def _none() -> str:
    return "There is no connection yet. Add one: siro-desktop profiles add NAME …"
