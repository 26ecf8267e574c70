"""Keeping connections. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

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
        """Return it with its id. Raises ProfileError, also for a name that another one has, and StorageError."""
        others = library.ids_of_others(self.profile.api_base_url, self.profile.organization_id)
        kept = frozenset(library.profile_ids())
        return self.file.settle(self.profile, others | (remembered_ids(self.settings) - kept))


def remembered_ids(settings: Settings) -> frozenset[str]:
    """Return the ids of the connections of which the settings hold what was typed, open or named otherwise."""
    return frozenset({*settings.query_drafts, *settings.open_results, *settings.aliases, *settings.palette_used})
