"""Names for ids: from Siro where it answers, from the store where not, and a person's own above both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import merge_names
from siro_desktop.errors import AccessDenied, NotFound, QueryError, ServerError, UnexpectedAnswer
from siro_desktop.jobs.own_names import load_names

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import NetworkServices
    from siro_desktop.storage.library import Library

T = TypeVar("T")


class LookUpNames(Struct, frozen=True):
    """Asks Siro for conversation types, people, teams and recent recordings, and keeps them for offline use."""

    profile: Profile
    organization_id: str

    async def run(self, services: NetworkServices, report: Report) -> Names:  # noqa: ARG002
        """Return the names, the person's own among them.

        What Siro refuses, or fails to answer, keeps its stored names and is named in `refused`. Raises SignInRequired,
        ConnectionFailed, RateLimited and StorageError.
        """
        api = (await services.connect(self.profile)).api
        profile_id = self.profile.id
        stored = await services.store(lambda library: library.load_names(profile_id))
        if stored.organization_id != self.organization_id:  # the connection was turned to another one
            stored = Names()
        refused: list[str] = []
        types = await _or_refused(api.conversation_types(self.organization_id), "conversation types", refused)
        people = await _or_refused(api.users_and_teams(self.organization_id), "people and teams", refused)
        recordings = await _or_refused(api.recordings(self.organization_id), "recordings", refused)
        users, teams = people if people is not None else (stored.users, stored.teams)
        names = Names(
            organization_id=self.organization_id,
            conversation_types=stored.conversation_types if types is None else types,
            users=users,
            teams=teams,
            recordings=merge_recordings(stored.recordings, recordings or ()),
            refused=tuple(refused),
            fetched_at=datetime.now(UTC),
        )
        await services.store(lambda library: library.save_names(profile_id, names))
        return merge_names(names, await services.store(lambda library: library.directory.load_own_names(profile_id)))


class LoadNames(Struct, frozen=True):
    """The names kept from the last look-up, the person's own among them."""

    profile_id: str

    async def run(self, library: Library, report: Report) -> Names:  # noqa: ARG002
        """Return them; empty if there are none. Raises StorageError."""
        return load_names(library, self.profile_id)


async def _or_refused(look_up: Awaitable[T], what: str, refused: list[str]) -> T | None:
    """Return what was looked up, or None after noting why it could not be.."""
    try:
        return await look_up
    except (AccessDenied, NotFound):
        refused.append(f"Siro does not let you look up {what}. You can type or paste ids instead.")
    except (QueryError, ServerError, UnexpectedAnswer):
        refused.append(f"Siro could not list {what} just now. You can type or paste ids instead.")
    return None


def merge_recordings(old: tuple[NamedId, ...], new: tuple[NamedId, ...]) -> tuple[NamedId, ...]:
    """Newest names first; older ones stay, for results that name them."""
    return tuple({named.id: named for named in (*reversed(old), *reversed(new))}.values())[::-1]
