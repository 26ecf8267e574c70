"""Events on this computer: load them, keep one, delete one. Store thread; no network."""

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


class SaveEvent(Struct, frozen=True):
    """Keeps an event, in place of the one with its id."""

    profile_id: str
    event: Event

    async def run(self, library: Library, report: Report) -> tuple[Event, ...]:  # noqa: ARG002
        """Return all events of the connection. Raises EventError, StorageError; nothing is then changed."""
        library.events.save(self.profile_id, self.event)
        return library.events.load(self.profile_id)


class DeleteEvent(Struct, frozen=True):
    """Deletes an event."""

    profile_id: str
    event_id: int

    async def run(self, library: Library, report: Report) -> tuple[Event, ...]:  # noqa: ARG002
        """Return the events that are left. Raises StorageError; nothing is then changed."""
        library.events.delete(self.event_id)
        return library.events.load(self.profile_id)
