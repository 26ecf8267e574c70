"""Events on this computer: load and change them. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from siro_desktop.domain.events import Event
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class LoadEvents(Struct, frozen=True):
    """Loads the events of one connection."""

    profile_id: str

    async def run(self, library: Library, report: Report) -> tuple[Event, ...]:  # noqa: ARG002
        """Return them, the latest first. Raises StorageError."""
        return library.events.load(self.profile_id)


class EventChange(Struct, frozen=True):
    """All events that there are after a change, which went as they were, and which came. Back: `come` goes again."""

    events: tuple[Event, ...]
    gone: tuple[Event, ...]
    come: tuple[Event, ...]


class ChangeEvents(Struct, frozen=True):
    """Deletes events and keeps others, each in place of the one with its id."""

    profile_id: str
    gone: tuple[Event, ...] = ()
    come: tuple[Event, ...] = ()

    async def run(self, library: Library, report: Report) -> EventChange:  # noqa: ARG002
        """Return what there is then. Raises EventError, StorageError; nothing is then changed."""
        gone, come = library.events.exchange(self.profile_id, (event.id for event in self.gone), self.come)
        return EventChange(library.events.load(self.profile_id), gone, come)
