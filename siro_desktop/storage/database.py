"""One SQLite connection to the store's file: private, durable, and never opened on a file that it does not understand.

Used in the thread that opened it. Everything here raises StorageError.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import stat
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.errors import StorageError
from siro_desktop.storage.copies import copy_store
from siro_desktop.storage.failures import damaged, translated
from siro_desktop.storage.schema import MIGRATIONS, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
_MAGIC: Final = b"SQLite format 3\0"
_BUSY_SECONDS: Final = 5.0
_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",  # a power loss takes nothing that was reported as saved
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA temp_store = MEMORY",  # nobody's figures go to a shared temporary folder
    "PRAGMA cache_size = -32000",  # KB; a million values at once take half the time that SQLite's own 2 MB need
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)

logger = logging.getLogger(__name__)


class Database:
    """An open connection. `path` is the file; `changed_elsewhere` tells caches when to forget."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._seen_version = self._data_version()

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open or make the file, in a folder for this person only. A file that is not ours to read is not touched."""
        with _private_umask(), translated(path), contextlib.ExitStack() as on_failure:
            _prepare_file(path)
            connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            on_failure.callback(connection.close)
            _set_up(path, connection)
            database = cls(path, connection)
            on_failure.pop_all()
        return database

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        with translated(self.path):
            self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing: what the block writes is on the disk when it ends, or, if it raises, not there."""
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that the block reads is from one moment, whatever another window writes meanwhile."""
        with self._transaction("BEGIN"):
            yield

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement. Inside `writing` or `reading`, or `translated`, errors come out as StorageError."""
        return self._connection.execute(statement, parameters)

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        self._connection.executemany(statement, rows)

    def insert(self, statement: str, parameters: Sequence[Any]) -> int:
        """Run an INSERT and return the number of the new row."""
        row_id = self._connection.execute(statement, parameters).lastrowid
        if row_id is None:  # pragma: no cover  an INSERT always has one
            raise damaged(self.path, "no row number")
        return row_id

    def changed_elsewhere(self) -> bool:
        """True if another connection has written since the last call."""
        version = self._data_version()
        if version == self._seen_version:
            return False
        self._seen_version = version
        return True

    def compact(self) -> None:
        """Write the file anew without what was deleted, and empty the journal."""
        with translated(self.path):
            self._connection.execute("VACUUM")
        if not self.empty_journal():
            raise StorageError(
                "The data is deleted, but traces stay in the store's journal while another window reads it. "
                "Close the other windows and delete again."
            )

    def empty_journal(self) -> bool:
        """Move the journal into the file and cut it to nothing; False if another window is in the way."""
        with translated(self.path):
            is_busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with translated(self.path):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):  # the first error is the one to tell
                        self._connection.execute("ROLLBACK")


@contextmanager
def _private_umask() -> Iterator[None]:
    old = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(old)


def _prepare_file(path: Path) -> None:
    """Make folder and file, private. SQLite gives the journal and its index the permissions of the file."""
    try:
        path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        _restrict(path.parent, _FOLDER_MODE)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0), _FILE_MODE)
        try:
            start = os.read(descriptor, len(_MAGIC))
        finally:
            os.close(descriptor)
        for file in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
            if file.exists():
                _restrict(file, _FILE_MODE)
    except OSError as error:
        raise StorageError(
            f"The store cannot be opened: {path}. Check that you may write into its folder.", detail=str(error)
        ) from error
    if start and start != _MAGIC:  # SQLite takes a few stray bytes for an empty file, and writes over them
        raise damaged(path, "The file does not begin as an SQLite file does.")


def _restrict(path: Path, mode: int) -> None:
    if os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return
    with contextlib.suppress(PermissionError):  # a disk without permissions: the check below says so
        path.chmod(mode)
    if path.stat().st_mode & 0o077:
        logger.warning("Others on this computer may be able to read %s", path)


def _set_up(path: Path, connection: sqlite3.Connection) -> None:
    """Check what the file is before anything is written to it."""
    _check_version(path, connection)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    _switch_to_wal(connection)
    if _version(connection) < SCHEMA_VERSION:
        _migrate(path, connection)


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    version = _version(connection)
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # finds a file that was cut short
    if version > SCHEMA_VERSION:
        raise StorageError(
            "A newer version of Siro Desktop wrote the saved results on this computer. "
            f"Update the program to open them. Nothing was changed: {path}.",
            detail=f"schema {version}, this program knows {SCHEMA_VERSION}",
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. SQLite may not wait for a lock here, so that two windows' first start may meet."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > deadline:
                raise
            connection.execute("BEGIN IMMEDIATE")  # this one does wait, and gives up after the same time
            connection.execute("ROLLBACK")
        else:
            if mode != "wal":
                logger.warning("This disk cannot keep a write-ahead log; the store uses %s", mode)
            return


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check_version(path, connection)  # another window may have been first
        former = _version(connection)
        if 0 < former < SCHEMA_VERSION:
            logger.info("The store was copied before its tables change: %s", copy_store(path, SCHEMA_VERSION).name)
        for number in range(former, SCHEMA_VERSION):
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
