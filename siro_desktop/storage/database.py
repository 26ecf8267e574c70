"""One SQLite connection to the store's file. Used in the thread that opened it. Everything here raises StorageError."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.errors import StorageError
from siro_desktop.stopping import is_stopped
from siro_desktop.storage.failures import damaged, gone_sentence, newer_part, newer_sentence, translated
from siro_desktop.storage.migration import version_of
from siro_desktop.storage.opening import open_file
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_ASKED_EVERY: Final = 20_000  # steps of SQLite's machine, a few milliseconds


class Database:
    """An open connection. `path` is the file; `changed_elsewhere` tells caches when to forget.

    `read_only` is why nothing can be written, in a sentence; empty if it can.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: str = "") -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._seen_version = self._data_version()

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open or make the file, in a folder for this person only. A file that is not ours to read is not touched."""
        opened = open_file(path)
        return cls(path, *opened)

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        with translated(self.path):
            self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing: what the block writes is on the disk when it ends, or, if it raises, not there."""
        self.check_writable()
        self._check_place()
        with self._transaction("BEGIN IMMEDIATE"):
            if version_of(self._connection) > SCHEMA_VERSION:  # since a newer program was started beside this one
                raise StorageError(newer_sentence(self.path))
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that the block reads is from one moment, whatever another window writes meanwhile.

        Raises Cancelled within milliseconds when nobody wants it any more; what is written is never given up so.
        """
        with self._transaction("BEGIN"):
            self._connection.set_progress_handler(is_stopped, _ASKED_EVERY)
            try:
                yield
            finally:
                self._connection.set_progress_handler(None, 0)

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """SQLite's own connection, for what it alone can do: checks and copies of the whole file. No transaction."""
        with translated(self.path):
            yield self._connection

    def check_writable(self) -> None:
        """Raise StorageError if nothing can be written."""
        if self.read_only:
            raise StorageError(self.read_only)

    def _check_place(self) -> None:
        """Raise StorageError if the file was moved or deleted: SQLite would write to what nobody can open any more."""
        with contextlib.suppress(PermissionError):  # of the folder: who has the file open may still write it
            if not self.path.exists():
                raise StorageError(gone_sentence(self.path))

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

    def version(self) -> int:
        """A number that is another one after each write of another connection, and only then."""
        with translated(self.path):
            return self._data_version()

    @property
    def is_newer(self) -> bool:
        """True if a newer version of the program wrote the file."""
        with translated(self.path):
            return version_of(self._connection) > SCHEMA_VERSION

    def compact(self) -> None:
        """Write the file anew without what was deleted, and empty the journal."""
        self.check_writable()
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
            except sqlite3.OperationalError as error:
                if not self.read_only or error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    raise
                raise newer_part(self.path, error) from error
            finally:
                if self._connection.in_transaction:
                    with contextlib.suppress(sqlite3.Error):  # the first error is the one to tell
                        self._connection.execute("ROLLBACK")
