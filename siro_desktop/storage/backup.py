"""One file with everything that is kept, and the way back from it. Neither touches what is there until all is well."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.store_health import RestoreReport, StoreProgress, StoreStep
from siro_desktop.errors import Cancelled, ExportError, StorageError, StoreDamaged, UnusableFile
from siro_desktop.storage.copies import (
    BUSY_SECONDS,
    UNFINISHED,
    copy_database,
    copy_into,
    delete_copies,
    delete_file,
    replaced_path,
    unused,
)
from siro_desktop.storage.failures import UNREADABLE, translated
from siro_desktop.storage.integrity import check_all
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.migration import version_of
from siro_desktop.storage.opening import private_umask

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime
    from pathlib import Path

    Stop = Callable[[], bool]
    Report = Callable[[StoreProgress], None]

_NO_BACKUP: Final = "This is no backup of Siro Desktop, or it is damaged"


def back_up(library: Library, target: Path, report: Report, stop: Stop) -> None:
    """Write everything that is kept into one file for this person only, in place of one of that name.

    Other windows may go on writing; the file holds one moment. A symbolic link is followed. Raises ExportError,
    StorageError, and Cancelled if `stop` says so; an older file then stays as it was.
    """
    target = target.resolve()
    _check_target(target, library.path.resolve())
    with private_umask(), library.connection_for_care() as connection:
        try:
            copy_database(connection, target, _told(report, stop))
        except (OSError, sqlite3.OperationalError) as error:
            raise ExportError(
                f"The backup cannot be written: {target}. Check that you may write there, and that there is room.",
                detail=str(error),
            ) from error


def _check_target(target: Path, store: Path) -> None:
    """Raise ExportError for what no backup may take the place of: the journal holds what was saved last."""
    is_beside = target.parent == store.parent and target.name.startswith(store.name)
    try:
        if is_beside or (target.exists() and target.samefile(store)):
            raise ExportError(f"{target} belongs to the store itself. Choose another name.")
        if target.exists() and not target.is_file():  # the end of a copy would remove a device or a pipe
            raise ExportError(f"{target} is not an ordinary file. Choose another name.")
    except OSError as error:
        raise ExportError(f"The backup cannot be written: {target}.", detail=str(error)) from error


def restore(folder: Path, backup: Path, now: datetime, stop: Stop) -> Generator[StoreProgress, None, RestoreReport]:
    """Put what is in a backup in place of the store in `folder`, once all of it was read and is whole.

    What was there is kept beside it. Windows that are open see the restored results. `now` is in UTC. Raises
    UnusableFile if the backup is none, is damaged or newer; StorageError; Cancelled if `stop` says so. Nothing has
    changed then.
    """
    path = folder / FILE_NAME
    part = path.with_name(f"{FILE_NAME}.restore{UNFINISHED}")
    with private_umask(), contextlib.ExitStack() as at_the_end:
        at_the_end.callback(_clear_away, part)
        yield StoreProgress(StoreStep.COPY)
        _take_in(backup, part)
        _check_kind(part, backup)
        with _opened(part, backup) as library:
            health = yield from check_all(library, stop)
            if not health.is_sound:
                raise UnusableFile(f"This backup is damaged, so nothing was changed: {backup}.", detail=str(health))
        yield StoreProgress(StoreStep.PUT_IN_PLACE)
        return RestoreReport(health.results, put_in_place(part, path, unused(replaced_path(path, now))))


def put_in_place(part: Path, path: Path, kept: Path) -> Path | None:
    """Put a new store in place of the one at `path`, and keep that as `kept`; return None if there was none.

    Through SQLite, so that other windows see it at once or not at all. A file that SQLite cannot open is moved instead.
    """
    if not path.exists():
        _move_in(part, path, kept)
        return None
    with translated(path), contextlib.closing(_connect(part)) as new:
        try:
            with contextlib.closing(_connect(path)) as live:
                with _copied(live, kept):
                    copy_into(new, live)
                with contextlib.suppress(sqlite3.OperationalError):  # no room: the new store is in place all the same
                    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return kept
        except UNREADABLE as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
    _move_in(part, path, kept)
    return kept


@contextlib.contextmanager
def _copied(live: sqlite3.Connection, kept: Path) -> Generator[None, None, None]:
    """Have what is there copied during the block, if it is not yet; the copy goes where nothing is replaced."""
    is_new = not kept.exists()
    if is_new:
        copy_database(live, kept)
    try:
        yield
    except (sqlite3.OperationalError, StorageError):
        if is_new:
            with contextlib.suppress(OSError):
                delete_file(kept)
        raise


def _move_in(part: Path, path: Path, kept: Path) -> None:
    """Rename the files. A journal may lie there without its store: SQLite would read it into the new one."""
    try:
        for suffix in ("-wal", ""):
            former = path.with_name(path.name + suffix)
            if former.exists() and not (suffix == "" and kept.exists()):
                former.replace(kept.with_name(kept.name + suffix))
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
        part.replace(path)
    except OSError as error:
        raise StorageError(f"The store cannot be replaced: {path}. {error.strerror}.", detail=str(error)) from error


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def _take_in(backup: Path, part: Path) -> None:
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        delete_file(part)
        part.touch()
    except OSError as error:
        raise StorageError(
            f"Nothing can be written into {part.parent}. {error.strerror or error}.", detail=str(error)
        ) from error
    try:
        shutil.copyfile(backup, part)
    except OSError as error:
        delete_file(part)
        raise UnusableFile(
            f"The backup cannot be read, or there is no room for it: {backup}. {error.strerror or error}.",
            detail=str(error),
        ) from error
    if part.stat().st_size == 0:
        raise UnusableFile(f"This file is empty: {backup}.")


def _check_kind(part: Path, backup: Path) -> None:
    """Raise UnusableFile for a file that this program never wrote: what is in it must not run inside the store."""
    try:
        with contextlib.closing(_connect(part)) as connection:
            found = dict(connection.execute("SELECT name, type FROM sqlite_schema").fetchall())
            is_ours = version_of(connection) > 0 and found.get("results") == found.get("answers") == "table"
    except sqlite3.Error as error:
        raise UnusableFile(f"{_NO_BACKUP}: {backup}.", detail=str(error)) from error
    if not is_ours or not {"view", "trigger"}.isdisjoint(found.values()):
        raise UnusableFile(f"{_NO_BACKUP}: {backup}.")


@contextlib.contextmanager
def _opened(part: Path, backup: Path) -> Generator[Library, None, None]:
    """Open the copy of a backup, brought up to date. Raises UnusableFile, StorageError."""
    try:
        library = Library.open_file(part)
    except StoreDamaged as error:
        raise UnusableFile(f"{_NO_BACKUP}: {backup}.", detail=error.detail) from error
    with library:
        if library.is_newer:
            raise UnusableFile(
                f"A newer version of Siro Desktop wrote this backup: {backup}. Update the program to restore it."
            )
        if library.read_only:
            raise StorageError(f"Nothing can be written into {part.parent}. Check that there is room, and try again.")
        yield library
        library.empty_journal()


def _clear_away(part: Path) -> None:
    with contextlib.suppress(OSError, StorageError):
        delete_file(part)
        delete_copies(part)


def _told(report: Report, stop: Stop) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if stop():
            raise Cancelled
        report(StoreProgress(StoreStep.COPY, done, total))

    return tell
