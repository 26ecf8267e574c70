"""How the store's file is opened: private, durable, brought up to date, or, where it may not be written, only read.

A file that this program does not understand is never written. Used in the thread that asks.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import stat
import time
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from siro_desktop.errors import StorageError
from siro_desktop.storage.copies import BUSY_SECONDS
from siro_desktop.storage.failures import DENIED, PRIMARY, damaged, newer_sentence, read_only_sentence, translated
from siro_desktop.storage.migration import add_missing_tables, migrate, version_of
from siro_desktop.storage.schema import SCHEMA_VERSION
from siro_desktop.storage.value_index import drop_value_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
_MAGIC: Final = b"SQLite format 3\0"
_READING: Final = (
    "PRAGMA temp_store = MEMORY",  # nobody's figures go to a shared temporary folder
    "PRAGMA cache_size = -32000",  # KB; a million values at once take half the time that SQLite's own 2 MB need
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_WRITING: Final = (
    "PRAGMA synchronous = FULL",  # a power loss takes nothing that was reported as saved
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)
_NO_ACCESS: Final = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)

logger = logging.getLogger(__name__)


class Opened(NamedTuple):
    """A connection, and why it can only read: a sentence, or nothing if it may write."""

    connection: sqlite3.Connection
    read_only: str


def open_file(path: Path) -> Opened:
    """Open or make the store's file, in a folder for this person only.

    A file that a newer version wrote, or one in a place that may not be written, is opened for reading. Raises
    StorageError if it cannot be read, StoreDamaged if it is none.
    """
    with private_umask(), translated(path):
        is_writable = _prepare_file(path)
        if not is_writable:
            return _open_for_reading(path)
        try:
            return _open_for_writing(path)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY not in _NO_ACCESS:
                raise
            return _open_for_reading(path, error)


@contextlib.contextmanager
def private_umask() -> Iterator[None]:
    """Make files and folders in the block for this person only."""
    old = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(old)


def _open_for_writing(path: Path) -> Opened:
    with contextlib.ExitStack() as on_failure:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        on_failure.callback(connection.close)
        read_only = _set_up(path, connection)
        on_failure.pop_all()
    return Opened(connection, read_only)


def _open_for_reading(path: Path, reason: sqlite3.Error | None = None) -> Opened:
    """Open what may not be written. Where even the log's index cannot be made, nobody else can be writing either."""
    addresses = [file_address(path, "mode=ro")]
    if not _has_journal(path):
        addresses.append(file_address(path, "immutable=1"))
    for address in addresses:
        connection = sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
        try:
            for pragma in _READING:
                connection.execute(pragma)
            read_only = newer_sentence(path) if _check_version(connection) else read_only_sentence(path)
            add_missing_tables(connection)
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.OperationalError as error:
            connection.close()
            reason = error
        except sqlite3.Error:
            connection.close()
            raise
        else:
            return Opened(connection, read_only)
    raise reason or sqlite3.OperationalError


def file_address(path: Path, options: str) -> str:
    """Return a file's address for SQLite, with options such as `mode=ro`."""
    return f"file:{quote(str(path.absolute()))}?{options}"


def _has_journal(path: Path) -> bool:
    journal = path.with_name(f"{path.name}-wal")
    return journal.exists() and journal.stat().st_size > 0


def _prepare_file(path: Path) -> bool:
    """Make folder and file, private, and return True; False where there is a file that may only be read.

    SQLite gives the journal and its index the permissions of the file.
    """
    try:
        is_writable = _make_file(path)
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise StorageError(DENIED.format(path=path), detail=str(error)) from error
    if start and start != _MAGIC:  # SQLite takes a few stray bytes for an empty file, and writes over them
        raise damaged(path, "The file does not begin as an SQLite file does.")
    return is_writable


def _make_file(path: Path) -> bool:
    try:
        path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        _restrict(path.parent, _FOLDER_MODE)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _FILE_MODE))
        for file in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
            if file.exists():
                _restrict(file, _FILE_MODE)
    except OSError:
        if not path.is_file():
            raise
        return False
    return True


def _restrict(path: Path, mode: int) -> None:
    if os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return
    with contextlib.suppress(PermissionError):  # a disk without permissions: the check below says so
        path.chmod(mode)
    if path.stat().st_mode & 0o077:
        logger.warning("Others on this computer may be able to read %s", path)


def _set_up(path: Path, connection: sqlite3.Connection) -> str:
    """Check what the file is before anything is written to it; return why it is not to be written, or nothing."""
    for pragma in _READING:
        connection.execute(pragma)
    if _check_version(connection):
        connection.execute("PRAGMA query_only = ON")
        return newer_sentence(path)
    for pragma in _WRITING:
        connection.execute(pragma)
    _switch_to_wal(connection)
    if version_of(connection) < SCHEMA_VERSION:
        migrate(path, connection)
        if _check_version(connection):  # a newer program was first
            connection.execute("PRAGMA query_only = ON")
            return newer_sentence(path)
    drop_value_index(connection)
    return ""


def _check_version(connection: sqlite3.Connection) -> bool:
    """Return True if a newer version wrote the file. Finds a file that was cut short."""
    version = version_of(connection)
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return version > SCHEMA_VERSION


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. SQLite may not wait for a lock here, so that two windows' first start may meet."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            connection.execute("BEGIN IMMEDIATE")  # this one does wait, and gives up after the same time
            connection.execute("ROLLBACK")
        else:
            if mode != "wal":
                logger.warning("This disk cannot keep a write-ahead log; the store uses %s", mode)
            return
