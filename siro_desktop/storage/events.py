"""Events that people write down, each with its connection. Threads and errors are those of `Library`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.events import NOT_KEPT, Event, latest_first
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from siro_desktop.storage.database import Database

_SAVE: Final = (
    "INSERT INTO events (id, profile_id, day, name) VALUES (?1,?2,?3,?4)"
    " ON CONFLICT (id) DO UPDATE SET day = ?3, name = ?4"
)


class EventRows:
    """The events in the store. What a method has written is on the disk when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, profile_id: str) -> tuple[Event, ...]:
        """Return those of one connection, the latest first."""
        with self._database.reading():
            rows = self._database.execute(
                "SELECT id, day, name FROM events WHERE profile_id = ? ORDER BY id", (profile_id,)
            ).fetchall()
        with decoding(self._database.path):
            return latest_first(map(_event, rows))

    def save(self, profile_id: str, event: Event) -> int:
        """Keep an event in place of the one with its id, and return the id. One that was deleted is there again.

        Raises EventError.
        """
        event.check()
        kept_id = event.id if event.id != NOT_KEPT else None
        with self._database.writing():
            row_id = self._database.insert(_SAVE, (kept_id, profile_id, event.day.isoformat(), event.name))
        return kept_id or row_id

    def delete(self, event_id: int) -> None:
        """Delete an event. Nothing happens if it is not there."""
        with self._database.writing():
            self._database.execute("DELETE FROM events WHERE id = ?", (event_id,))


def _event(row: tuple[Any, ...]) -> Event:
    number, day, name = row
    event = Event(id=number, day=date.fromisoformat(day), name=name)
    event.check()
    return event
