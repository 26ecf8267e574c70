"""Events that people write down, each with its connection. Threads and errors are those of `Library`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from siro_desktop.domain.events import NOT_KEPT, Event, latest_first
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from siro_desktop.storage.database import Database

_ALL: Final = "SELECT id, day, name FROM events WHERE profile_id = ? ORDER BY id"
_ONE: Final = "SELECT id, day, name FROM events WHERE profile_id = ? AND id = ?"
_INSERT: Final = "INSERT INTO events (id, profile_id, day, name) VALUES (?,?,?,?)"


class EventRows:
    """The events in the store. What a method has written is on the disk when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, profile_id: str) -> tuple[Event, ...]:
        """Return those of one connection, the latest first."""
        with self._database.reading():
            return latest_first(self._read(_ALL, (profile_id,)))

    def exchange(
        self, profile_id: str, gone: Iterable[int], come: Iterable[Event]
    ) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
        """Delete events of one connection by their ids and keep others, all or none.

        What comes stands in place of the one with its id; one that was deleted is there again. Returns the events that
        went or were changed, as they were, and those that came, with their ids. Raises EventError.
        """
        wanted = tuple(come)
        for event in wanted:
            event.check()
        with self._database.writing():
            leaving = dict.fromkeys([*gone, *(event.id for event in wanted)])
            former = tuple(event for number in leaving for event in self._read(_ONE, (profile_id, number)))
            self._database.execute_many("DELETE FROM events WHERE id = ?", [(event.id,) for event in former])
            kept = tuple(self._insert(profile_id, event) for event in wanted)
        return former, kept

    def _insert(self, profile_id: str, event: Event) -> Event:
        number = event.id if event.id != NOT_KEPT else None
        row_id = self._database.insert(_INSERT, (number, profile_id, event.day.isoformat(), event.name))
        return replace(event, id=row_id)

    def _read(self, statement: str, parameters: tuple[Any, ...]) -> tuple[Event, ...]:
        rows = self._database.execute(statement, parameters).fetchall()
        with decoding(self._database.path):
            return tuple(map(_event, rows))


def _event(row: tuple[Any, ...]) -> Event:
    number, day, name = row
    event = Event(id=number, day=date.fromisoformat(day), name=name)
    event.check()
    return event
