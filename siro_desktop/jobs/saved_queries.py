"""Keeping questions under a name. Store thread; no network. Files are written on the export thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.question_json import QueryFile
    from siro_desktop.domain.saved_query import SavedQuery
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class ListQueries(Struct, frozen=True):
    """Lists the saved queries of a connection: by folder, in each by name."""

    profile_id: str

    async def run(self, library: Library, report: Report) -> tuple[SavedQuery, ...]:  # noqa: ARG002
        """Return them. Raises StorageError."""
        return library.queries.load(self.profile_id)


class SaveQuery(Struct, frozen=True):
    """Keeps a query, a new one, or the question of the one with its id; after a deletion it is there again."""

    profile_id: str
    query: SavedQuery

    async def run(self, library: Library, report: Report) -> int:  # noqa: ARG002
        """Return its id. Raises StorageError, NameTaken for a new one whose name is taken."""
        return library.queries.save(self.profile_id, self.query)


class SaveQueryByName(Struct, frozen=True):
    """Keeps a query, in place of one of the same name and folder."""

    profile_id: str
    query: SavedQuery

    async def run(self, library: Library, report: Report) -> bool:  # noqa: ARG002
        """Return whether there was one. Raises StorageError."""
        return library.queries.save_by_name(self.profile_id, self.query)


class RenameQuery(Struct, frozen=True):
    """Calls a saved query something else; where that is taken, with a number behind it."""

    query_id: int
    name: str

    async def run(self, library: Library, report: Report) -> str:  # noqa: ARG002
        """Return what it is called now. Raises StorageError, also if the query is not there any more."""
        return library.queries.rename(self.query_id, self.name)


class MoveQuery(Struct, frozen=True):
    """Puts a saved query into a folder; an empty one is none. Where its name is taken, it gets a number behind it."""

    query_id: int
    folder: str

    async def run(self, library: Library, report: Report) -> str:  # noqa: ARG002
        """Return what it is called now. Raises StorageError, also if the query is not there any more."""
        return library.queries.move(self.query_id, self.folder)


class StarQuery(Struct, frozen=True):
    """Gives a saved query its star, or takes it."""

    query_id: int
    is_starred: bool

    async def run(self, library: Library, report: Report) -> None:  # noqa: ARG002
        """Raise StorageError if it cannot, or if the query is not there any more."""
        library.queries.star(self.query_id, is_starred=self.is_starred)


class DeleteQuery(Struct, frozen=True):
    """Deletes a saved query. `SaveQuery` brings it back."""

    query_id: int

    async def run(self, library: Library, report: Report) -> None:  # noqa: ARG002
        """Raise StorageError if it cannot."""
        library.queries.delete(self.query_id)


class WriteQueryFile(Struct, frozen=True):
    """Writes a `.siroquery` file, whole or not at all."""

    path: Path
    file: QueryFile

    async def run(self, services: object, report: Report) -> Path:  # noqa: ARG002
        """Return the path. Raises ExportError."""
        from siro_desktop.export.query_files import write_query_file

        write_query_file(self.path, self.file)
        return self.path
