"""Queries that people keep under a name, each with its connection. The question is text as in a `.siroquery` file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from siro_desktop.domain.question_json import QueryFile, parse_query_file, query_file_text
from siro_desktop.domain.saved_query import NOT_KEPT, SavedQuery, free_name
from siro_desktop.errors import NameTaken, StorageError
from siro_desktop.storage.codec import decode_instant, encode_instant
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from siro_desktop.storage.database import Database

_INSERT: Final = (
    "INSERT INTO saved_queries (id, profile_id, name, folder, is_starred, changed_at, question)"
    " VALUES (?1,?2,?3,?4,?5,?6,?7)"
)
_UPDATE: Final = "UPDATE saved_queries SET question = ?1, changed_at = ?2 WHERE id = ?3"


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
        """Keep `query`, and return its id.

        Of one that is there the question alone changes: name, folder and star have methods of their own, and may be
        others by now. One that was deleted is there again, with a number behind its name if that is taken. A new one
        whose name its folder has already, since another window or program was quicker, raises NameTaken.
        """
        with self._database.writing():
            changed = (_text(query), encode_instant(query.changed_at), query.id)
            if query.id != NOT_KEPT and self._database.execute(_UPDATE, changed).rowcount:
                return query.id
            free = free_name(query.name, self._names_in(profile_id, query.folder))
            if query.id == NOT_KEPT and free != query.name:
                raise NameTaken(
                    f"There is a query called “{query.name}” in this folder by now, saved in another window. "
                    "Save yours under another name.",
                )
            return self._insert(profile_id, replace(query, name=free))

    def save_by_name(self, profile_id: str, query: SavedQuery) -> bool:
        """Keep `query` in place of its namesake in the folder, whose star stays; return whether there was one."""
        with self._database.writing():
            former = self._find(profile_id, query.name, query.folder)
            if former is not None:
                former_id, is_starred = former
                self._database.execute("DELETE FROM saved_queries WHERE id = ?", (former_id,))
                query = replace(query, id=former_id, is_starred=bool(is_starred))
            self._insert(profile_id, query)
        return former is not None

    def rename(self, query_id: int, name: str) -> str:
        """Call a query `name`, with a number behind it if its folder has one of that name; return what it is called.

        StorageError if the query is not there any more.
        """
        with self._database.writing():
            profile_id, _, folder = self._place(query_id)
            return self._put(query_id, profile_id, name, folder)

    def move(self, query_id: int, folder: str) -> str:
        """Put a query into `folder`; empty: into none. Return what it is called there: a taken name gets a number.

        StorageError if the query is not there any more.
        """
        with self._database.writing():
            profile_id, name, _ = self._place(query_id)
            return self._put(query_id, profile_id, name, folder)

    def star(self, query_id: int, *, is_starred: bool) -> None:
        """Give a query its star, or take it. StorageError if it is not there any more."""
        with self._database.writing():
            self._place(query_id)
            self._database.execute("UPDATE saved_queries SET is_starred = ? WHERE id = ?", (is_starred, query_id))

    def delete(self, query_id: int) -> None:
        """Delete a query. Nothing happens if it is not there."""
        with self._database.writing():
            self._database.execute("DELETE FROM saved_queries WHERE id = ?", (query_id,))

    def _find(self, profile_id: str, name: str, folder: str) -> tuple[int, int] | None:
        """The id and the star of the query of a name; of one that differs in capitals alone, if there is no other."""
        rows = self._database.execute(
            "SELECT id, is_starred, name FROM saved_queries WHERE profile_id = ? AND folder = ? ORDER BY name <> ?, id",
            (profile_id, folder, name),
        )
        return next(((known, star) for known, star, one in rows if one.casefold() == name.casefold()), None)

    def _names_in(self, profile_id: str, folder: str, but: int = NOT_KEPT) -> tuple[str, ...]:
        """What the queries in a folder are called, but for one of them."""
        rows = self._database.execute(
            "SELECT name FROM saved_queries WHERE profile_id = ? AND folder = ? AND id <> ?", (profile_id, folder, but)
        )
        return tuple(name for (name,) in rows)

    def _place(self, query_id: int) -> tuple[str, str, str]:
        """The connection, name and folder of a query."""
        row: tuple[str, str, str] | None = self._database.execute(
            "SELECT profile_id, name, folder FROM saved_queries WHERE id = ?", (query_id,)
        ).fetchone()
        if row is None:
            raise StorageError(
                "This query is not in the store any more. It may have been deleted in another window.",
                detail=f"query {query_id}",
            )
        return row

    def _put(self, query_id: int, profile_id: str, name: str, folder: str) -> str:
        """Give a query its name and folder, and no namesake there."""
        free = free_name(name, self._names_in(profile_id, folder, query_id))
        self._database.execute("UPDATE saved_queries SET name = ?, folder = ? WHERE id = ?", (free, folder, query_id))
        return free

    def _insert(self, profile_id: str, query: SavedQuery) -> int:
        kept_id = query.id if query.id != NOT_KEPT else None
        changed_at = encode_instant(query.changed_at)
        values = (profile_id, query.name, query.folder, query.is_starred, changed_at, _text(query))
        return self._database.insert(_INSERT, (kept_id, *values))


def _text(query: SavedQuery) -> str:
    return query_file_text(QueryFile(question=query.question))


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
