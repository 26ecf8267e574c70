"""Keeping connections. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.config import make_profile_id

if TYPE_CHECKING:
    from siro_desktop.config import ProfileFile
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.settings import Settings
    from siro_desktop.storage.library import Library


class SaveProfile(Struct, frozen=True):
    """Keeps a connection; a new one gets an id that is made from its name.

    All that is kept of a connection goes by its id, and stays when it is removed. A new one gets a removed one's id
    only where that was of the same Siro and organization: then what is kept is its own.
    """

    file: ProfileFile
    profile: Profile
    settings: Settings

    async def run(self, library: Library, report: Report) -> Profile:  # noqa: ARG002
        """Return it with its id. Raises ProfileError, StorageError."""
        profile = self.profile
        taken = {*(known.id for known in self.file.load()), *self.file.problems}
        if profile.id not in taken:
            others = library.ids_of_others(profile.api_base_url, profile.organization_id)
            kept = frozenset(library.profile_ids())
            taken |= others | (remembered_ids(self.settings) - kept)
            profile = replace(profile, id=make_profile_id(profile.name, taken))
        self.file.save(profile)
        return profile


def remembered_ids(settings: Settings) -> frozenset[str]:
    """Return the ids of the connections of which the settings hold what was typed, open or named otherwise."""
    return frozenset({*settings.query_drafts, *settings.open_results, *settings.aliases, *settings.palette_used})
