"""Copies of the store's file: made before its tables change, before a restore, of a damaged one; kept beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import StorageError
from siro_desktop.storage.failures import BUSY, UNREADABLE, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    Report = Callable[[int, int], None]

_BEFORE: Final = ".before-"
_DAMAGED: Final = ".damaged-"
UNFINISHED: Final = ".part"
BUSY_SECONDS: Final = 5.0
"""How long another window that writes is waited for."""
_LOOK_AGAIN: Final = 0.05
_PAGES_AT_ONCE: Final = 1000  # 4 MB, some hundredths of a second
_NO_ROOM: Final = (
    "Before this version changes the store it makes a copy of it, and that failed: {path}. Nothing was changed. "
    "{reason}"
)


def copy_path(path: Path, version: int) -> Path:
    """Return where the copy is that is made before `path` becomes schema `version`."""
    return path.with_name(f"{path.name}{_BEFORE}{version}")


def replaced_path(path: Path, now: datetime) -> Path:
    """Return where the store that a restore replaces at `now` (UTC) is kept."""
    return path.with_name(f"{path.name}{_BEFORE}restore-{now:%Y%m%dT%H%M%SZ}")


def damaged_path(path: Path, now: datetime) -> Path:
    """Return where a damaged store that is mended at `now` (UTC) is kept."""
    return path.with_name(f"{path.name}{_DAMAGED}{now:%Y%m%dT%H%M%SZ}")


def unused(path: Path) -> Path:
    """Return `path`, with a number behind it where something is: no copy takes another's place, even in one second."""
    free = path
    number = 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def copy_store(path: Path, version: int) -> Path:
    """Copy the store as it is on the disk, and return the copy, which is complete or not there.

    The caller holds the lock for writing, so that nothing changes meanwhile. The copy is for this person only, as the
    umask says. Raises StorageError.
    """
    target = copy_path(path, version)
    try:
        with translated(path), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as source:
            copy_database(source, target)
    except OSError as error:
        raise StorageError(_NO_ROOM.format(path=target, reason=error.strerror), detail=str(error)) from error
    except StorageError as error:
        raise StorageError(_NO_ROOM.format(path=target, reason=error.message), detail=error.detail) from error
    return target


def copy_database(source: sqlite3.Connection, target: Path, report: Report | None = None) -> None:
    """Copy what a connection sees, page by page and damaged pages too, into one file, complete or not there.

    `report(done, total)` is told pages. It may raise, which ends the copy. Raises what SQLite raises, and OSError.
    """
    with unfinished(target) as part:
        with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy_into(source, copy, report)
            with contextlib.suppress(*UNREADABLE):  # of a damaged file: it stays as it is
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, also for places that cannot be written
        _sync(part)


def copy_into(source: sqlite3.Connection, target: sqlite3.Connection, report: Report | None = None) -> None:
    """Put what `source` sees in place of what is in `target`, all or nothing, whoever else has it open.

    Raises StorageError if another window writes for longer than `BUSY_SECONDS`: SQLite's own copy would wait for ever.
    """
    started = time.monotonic()

    def tell(status: int, left: int, total: int) -> None:
        nonlocal started
        if status not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            started = time.monotonic()
        elif time.monotonic() - started > BUSY_SECONDS:
            raise StorageError(BUSY)
        if report is not None:
            report(total - left, total)

    source.backup(target, pages=_PAGES_AT_ONCE, progress=tell, sleep=_LOOK_AGAIN)


@contextlib.contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; what is there at the end takes its place, unless the block raises."""
    part = target.with_name(target.name + UNFINISHED)
    delete_file(part)  # one that was cut short
    try:
        yield part
        part.replace(target)
    finally:
        with contextlib.suppress(OSError):
            delete_file(part)


def delete_file(path: Path) -> None:
    """Delete a database that nobody has open, with its journals. One that is not there is no error."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def kept_copies(path: Path) -> tuple[list[Path], list[Path]]:
    """Return the copies of the store beside it: older ones, and damaged ones."""
    older, damaged = (sorted(path.parent.glob(f"{path.name}{mark}*")) for mark in (_BEFORE, _DAMAGED))
    return older, damaged


def delete_copies(path: Path) -> None:
    """Delete every copy of the store, the damaged and the unfinished too. Raises StorageError."""
    try:
        for pattern in (f"{_BEFORE}*", f"{_DAMAGED}*", f".*{UNFINISHED}*"):
            for copy in path.parent.glob(path.name + pattern):
                copy.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"The data is deleted, but an older copy of it could not be: {error.filename}. Delete that file yourself.",
            detail=str(error),
        ) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
