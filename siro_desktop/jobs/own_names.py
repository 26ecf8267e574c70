"""A person's own names and groups of ids: load, save, read from files, write to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.own_names import Directory, merge_names
from siro_desktop.errors import UnusableFile

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.name_list import NameList
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.own_names import IdGroup, NameKind, OwnName
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library

_LARGEST_FILE: Final = 20_000_000


def load_directory(library: Library, profile_id: str) -> Directory:
    """Return what is known by name on a connection. Store thread. Raises StorageError."""
    directory = Directory(
        names=library.load_names(profile_id),
        own=library.directory.load_own_names(profile_id),
        groups=library.directory.load_groups(profile_id),
    )
    _ = directory.merged  # here rather than in the thread that shows it
    return directory


def load_names(library: Library, profile_id: str) -> Names:
    """Return Siro's names with the person's own among them. Store thread. Raises StorageError."""
    return merge_names(library.load_names(profile_id), library.directory.load_own_names(profile_id))


class LoadDirectory(Struct, frozen=True):
    """Siro's names, own names and groups of one connection, from the store."""

    profile_id: str

    async def run(self, library: Library, report: Report) -> Directory:  # noqa: ARG002
        """Return them; empty if there are none. Raises StorageError."""
        return load_directory(library, self.profile_id)


class SaveOwnNames(Struct, frozen=True):
    """Keeps own names in place of what their ids were called before; empty ones are taken away."""

    profile_id: str
    names: tuple[OwnName, ...]

    async def run(self, library: Library, report: Report) -> Directory:  # noqa: ARG002
        """Return the directory as it is then. Raises DirectoryError before anything is changed, and StorageError."""
        for name in self.names:
            name.check()
        library.directory.save_own_names(self.profile_id, self.names)
        return load_directory(library, self.profile_id)


class SaveGroup(Struct, frozen=True):
    """Keeps a group of ids, in place of the one that was called `former_name`."""

    profile_id: str
    group: IdGroup
    former_name: str = ""

    async def run(self, library: Library, report: Report) -> Directory:  # noqa: ARG002
        """Return the directory as it is then.

        Raises DirectoryError before anything is changed, NameTaken for a name of another group, and StorageError.
        """
        self.group.check()
        library.directory.save_group(self.profile_id, self.group, self.former_name)
        return load_directory(library, self.profile_id)


class DeleteGroup(Struct, frozen=True):
    """Deletes a group; its ids keep their names."""

    profile_id: str
    name: str

    async def run(self, library: Library, report: Report) -> Directory:  # noqa: ARG002
        """Return the directory as it is then. Raises StorageError."""
        library.directory.delete_group(self.profile_id, self.name)
        return load_directory(library, self.profile_id)


def read_name_file(path: Path, kind: NameKind) -> NameList:
    """Return the names in a CSV file: UTF-8, UTF-16 or, with a notice, Windows-1252. Raises UnusableFile."""
    from siro_desktop.domain.name_list import decode_name_file, read_name_list

    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise UnusableFile(
            f"“{path.name}” cannot be read. Check that it is there and that you may read it.", detail=str(error)
        ) from error
    if len(content) > _LARGEST_FILE:
        raise UnusableFile(f"“{path.name}” is larger than 20 MB. Divide it.")
    text, notice = decode_name_file(content)
    return read_name_list(text, kind, notice)


def export_directory(path: Path, directory: Directory) -> Path:
    """Write all names as CSV, and return the path. Raises ExportError; an older file then stays as it was."""
    from siro_desktop.export.names_csv import export_names

    export_names(path, directory)
    return path
