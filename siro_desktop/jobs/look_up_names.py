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
    from collections.abc import Awaitable, Sequence

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
        missing = _Missing()
        types = await missing.or_none(api.conversation_types(self.organization_id), "conversation types")
        people = await missing.or_none(api.users_and_teams(self.organization_id), "people", "teams")
        recordings = await missing.or_none(api.recordings(self.organization_id), "recordings")
        users, teams = people if people is not None else (stored.users, stored.teams)
        names = Names(
            organization_id=self.organization_id,
            conversation_types=stored.conversation_types if types is None else types,
            users=users,
            teams=teams,
            recordings=merge_recordings(stored.recordings, recordings or ()),
            refused=missing.sentences(),
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


class _Missing:
    """What could not be looked up, and why."""

    def __init__(self) -> None:
        self._denied: list[str] = []
        self._failed: list[str] = []

    async def or_none(self, look_up: Awaitable[T], *what: str) -> T | None:
        """Return what was looked up, or None after noting why it could not be."""
        try:
            return await look_up
        except (AccessDenied, NotFound):
            self._denied += what
        except (QueryError, ServerError, UnexpectedAnswer):
            self._failed += what
        return None

    def sentences(self) -> tuple[str, ...]:
        """Return what to say of it; the last sentence says what to do."""
        said = []
        if self._denied:
            said.append(f"Siro does not let you look up {_listed(self._denied)}.")
        if self._failed:
            said.append(f"Siro could not list {_listed(self._failed)} just now.")
        return (*said, "You can type or paste ids instead.") if said else ()


def _listed(what: Sequence[str]) -> str:
    *first, last = what
    return f"{', '.join(first)} and {last}" if first else last


def merge_recordings(old: tuple[NamedId, ...], new: tuple[NamedId, ...]) -> tuple[NamedId, ...]:
    """Newest names first; older ones stay, for results that name them."""
    return tuple({named.id: named for named in (*reversed(old), *reversed(new))}.values())[::-1]
