"""The recordings of one person, so that each can be asked about: Siro names none of them in its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.api.lookups import RecordingFilter
from siro_desktop.domain.own_names import merge_names
from siro_desktop.jobs.look_up_names import merge_recordings

if TYPE_CHECKING:
    from siro_desktop.domain.names import NamedId, Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices
    from siro_desktop.storage.library import Library

MOST: Final = 1_000
"""So many recordings of the person's team are looked through."""


class FoundRecordings(Struct, frozen=True):
    """The person's recordings, newest first, and all names that are known now, the person's own among them."""

    ids: tuple[str, ...]
    names: Names


class LookUpRecordings(Struct, frozen=True):
    """Asks Siro for the recordings of `user_id` in the period and of the conversation type of `query`.

    `team_id` is the person's team, empty where it is not known: then those of everybody are looked through.
    """

    profile: Profile
    query: MetricsQuery
    user_id: str
    team_id: str = ""

    async def run(self, services: NetworkServices, report: Report) -> FoundRecordings:  # noqa: ARG002
        """Return what was found, and keep its names for offline use. Raises SiroError, AccessDenied among them."""
        api = (await services.connect(self.profile)).api
        wanted = RecordingFilter(
            team_id=self.team_id, conversation_type_id=self.query.conversation_type_id, period=self.query.period
        )
        listed = await api.recordings(self.query.organization_id, wanted, limit=MOST)
        found = tuple(one for one in listed if one.user_id == self.user_id)
        names = await services.store(lambda library: self._keep(library, found))
        return FoundRecordings(tuple(one.id for one in found), names)

    def _keep(self, library: Library, found: tuple[NamedId, ...]) -> Names:
        """Add the names to those in the store, unless those are of another organization."""
        profile_id, organization_id = self.profile.id, self.query.organization_id
        stored = library.load_names(profile_id)
        names = replace(stored, recordings=merge_recordings(stored.recordings, found))
        if found and stored.organization_id in {"", organization_id}:
            library.save_names(profile_id, replace(names, organization_id=organization_id))
        return merge_names(names, library.directory.load_own_names(profile_id))
