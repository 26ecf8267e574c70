"""Queries that people keep under a name, each with its connection. The question is text as in a `.siroquery` file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from siro_desktop.domain.question_json import QueryFile, parse_query_file, query_file_text
from siro_desktop.domain.saved_query import NOT_KEPT, SavedQuery
from siro_desktop.errors import StorageError
from siro_desktop.storage.codec import decode_instant, encode_instant
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from siro_desktop.storage.database import Database

_SAVE: Final = (
    "INSERT INTO saved_queries (id, profile_id, name, folder, is_starred, changed_at, question)"
    " VALUES (?1,?2,?3,?4,?5,?6,?7) ON CONFLICT (id) DO UPDATE"
    " SET name = ?3, folder = ?4, is_starred = ?5, changed_at = ?6, question = ?7"
)


class SavedQueries:
    """The saved queries of all connections, as part of a Library: used in its thread, raises what it raises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, profile_id: str) -> tuple[SavedQuery, ...]:
        """Return those of one connection: by folder, in each by name."""
        with self._database.reading():
            rows = self._database.execute(
                "SELECT id, name, folder, is_starred, changed_at, question FROM saved_queries WHERE profile_id = ?"
                " ORDER BY folder COLLATE NOCASE, name COLLATE NOCASE, id",
                (profile_id,),
            ).fetchall()
        with decoding(self._database.path):
            return tuple(_query(row) for row in rows)

    def save(self, profile_id: str, query: SavedQuery) -> int:
        """Keep `query`, in place of the one with its id, and return the id. One that was deleted is there again.

        A new one whose name its folder has already, since another window or program was quicker, raises StorageError.
        """
        with self._database.writing():
            if query.id == NOT_KEPT and self._find(profile_id, query.name, query.folder) is not None:
                raise StorageError(
                    f"There is a query called “{query.name}” in this folder by now, saved in another window. "
                    "Save yours under another name.",
                )
            return self._put(profile_id, query)

    def save_by_name(self, profile_id: str, query: SavedQuery) -> bool:
        """Keep `query` in place of its namesake in the folder, whose star stays; return whether there was one."""
        with self._database.writing():
            former = self._find(profile_id, query.name, query.folder)
            if former is not None:
                query = replace(query, id=former[0], is_starred=bool(former[1]))
            self._put(profile_id, query)
        return former is not None

    def rename(self, query_id: int, name: str) -> None:
        """Call a query `name`. StorageError if it is not there any more."""
        self._change("UPDATE saved_queries SET name = ? WHERE id = ?", name, query_id)

    def move(self, query_id: int, folder: str) -> None:
        """Put a query into `folder`; empty: into none. StorageError if it is not there any more."""
        self._change("UPDATE saved_queries SET folder = ? WHERE id = ?", folder, query_id)

    def star(self, query_id: int, *, is_starred: bool) -> None:
        """Give a query its star, or take it. StorageError if it is not there any more."""
        self._change("UPDATE saved_queries SET is_starred = ? WHERE id = ?", is_starred, query_id)

    def delete(self, query_id: int) -> None:
        """Delete a query. Nothing happens if it is not there."""
        with self._database.writing():
            self._database.execute("DELETE FROM saved_queries WHERE id = ?", (query_id,))

    def _find(self, profile_id: str, name: str, folder: str) -> tuple[int, int] | None:
        """The id and the star of the query of a name."""
        found: tuple[int, int] | None = self._database.execute(
            "SELECT id, is_starred FROM saved_queries WHERE profile_id = ? AND name = ? AND folder = ? ORDER BY id",
            (profile_id, name, folder),
        ).fetchone()
        return found

    def _put(self, profile_id: str, query: SavedQuery) -> int:
        question = query_file_text(QueryFile(question=query.question))
        kept_id = query.id if query.id != NOT_KEPT else None
        values = (profile_id, query.name, query.folder, query.is_starred, encode_instant(query.changed_at), question)
        row_id = self._database.insert(_SAVE, (kept_id, *values))
        return kept_id or row_id

    def _change(self, statement: str, value: str | bool, query_id: int) -> None:
        with self._database.writing():
            if not self._database.execute(statement, (value, query_id)).rowcount:
                raise StorageError(
                    "This query is not in the store any more. It may have been deleted in another window.",
                    detail=f"query {query_id}",
                )


def _query(row: tuple[Any, ...]) -> SavedQuery:
    query_id, name, folder, is_starred, changed_at, question = row
    return SavedQuery(
        id=query_id,
        name=name,
        folder=folder,
        is_starred=bool(is_starred),
        question=parse_query_file(question).question,
        changed_at=decode_instant(changed_at),
    )
