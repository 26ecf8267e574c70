"""What was noted and agreed in one-to-ones, and of whom the store has figures to prepare one with."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.meetings import NOT_KEPT, Meeting, MetPerson
from siro_desktop.domain.query import EntityType
from siro_desktop.storage.codec import encode_json
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.search import Noted, fold

if TYPE_CHECKING:
    from siro_desktop.storage.database import Database

_COLUMNS: Final = "id, held_on, notes, agreed, check_on"
_OF_PERSON: Final = "profile_id = ? AND organization_id = ? AND person_id = ?"
_SAVE: Final = (
    "INSERT INTO meetings (id, profile_id, organization_id, person_id, held_on, notes, agreed, check_on)"
    " VALUES (?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT (id) DO UPDATE"
    " SET held_on = ?5, notes = ?6, agreed = ?7, check_on = ?8"
)
# The plans are looked at before cells are joined: SQLite would carry each along for all of its cells.
_COMPARED: Final = (
    "WITH compared AS MATERIALIZED (SELECT id FROM results WHERE profile_id = ? AND instr(plan, ?)"
    " AND EXISTS (SELECT 1 FROM result_cells WHERE result_id = results.id AND position > 0))"
    " SELECT filter_by_ids, max(compared.id) FROM compared JOIN result_cells ON result_id = compared.id"
    " JOIN answers ON answers.id = answer_id WHERE filter_by = ? AND json_array_length(filter_by_ids) = 1"
    " GROUP BY filter_by_ids ORDER BY filter_by_ids"
)


class MeetingRows:
    """The meetings in the store. Threads and errors are those of `Library`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load_all(self, profile_id: str) -> tuple[tuple[MetPerson, Meeting], ...]:
        """Return all of a connection, in the order in which they were written down."""
        with self._database.reading():
            rows = self._database.execute(
                f"SELECT organization_id, person_id, {_COLUMNS} FROM meetings WHERE profile_id = ? ORDER BY id",  # noqa: S608
                (profile_id,),
            ).fetchall()
        with decoding(self._database.path):
            return tuple((MetPerson(profile_id, *row[:2]), _meeting(row[2:])) for row in rows)

    def load(self, person: MetPerson) -> tuple[Meeting, ...]:
        """Return those with one person, the latest first."""
        with self._database.reading():
            rows = self._database.execute(
                f"SELECT {_COLUMNS} FROM meetings WHERE {_OF_PERSON} ORDER BY held_on DESC, id DESC",  # noqa: S608
                (person.profile_id, person.organization_id, person.person_id),
            ).fetchall()
        with decoding(self._database.path):
            return tuple(map(_meeting, rows))

    def save(self, person: MetPerson, meeting: Meeting) -> int:
        """Keep a meeting in place of the one with its id, and return the id. One without a word is taken away.

        Raises MeetingError.
        """
        meeting.check()
        kept_id = meeting.id if meeting.id != NOT_KEPT else None
        check_on = meeting.check_on.isoformat() if meeting.check_on else None
        with self._database.writing():
            if meeting.is_empty:
                self._database.execute("DELETE FROM meetings WHERE id = ?", (kept_id,))
                return NOT_KEPT
            row_id = self._database.insert(
                _SAVE,
                (
                    *(kept_id, person.profile_id, person.organization_id, person.person_id),
                    *(meeting.held_on.isoformat(), meeting.notes, meeting.agreed, check_on),
                ),
            )
        return kept_id or row_id

    def find_compared(self, profile_id: str, organization_id: str) -> dict[str, int]:
        """Return by person the number of the newest result that holds an answer for them alone, among others."""
        organization = f'"organization_id":{encode_json(organization_id)}'
        with self._database.reading():
            rows = self._database.execute(
                _COMPARED, (profile_id, organization, encode_json([EntityType.USER.value]))
            ).fetchall()
        with decoding(self._database.path):
            return {json.loads(ids)[0]: result_id for ids, result_id in rows}


def load_noted(database: Database, profile_id: str | None) -> tuple[Noted, ...]:
    """Return what was noted and agreed on a connection, or on all, for a search. Raises StorageError."""
    with database.reading():
        rows = database.execute(
            "SELECT profile_id, organization_id, person_id, notes || char(10) || agreed FROM meetings"
            " WHERE ?1 IS NULL OR profile_id = ?1",
            (profile_id,),
        ).fetchall()
    with decoding(database.path):
        return tuple(Noted(str(row[0]), str(row[1]), str(row[2]), fold(row[3])) for row in rows)


def _meeting(row: tuple[Any, ...]) -> Meeting:
    number, held_on, notes, agreed, check_on = row
    return Meeting(
        id=number,
        held_on=date.fromisoformat(held_on),
        notes=notes,
        agreed=agreed,
        check_on=date.fromisoformat(check_on) if check_on else None,
    )
