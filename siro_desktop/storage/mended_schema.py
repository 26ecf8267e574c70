"""A damaged file is opened for reading, also where the description of its tables is what was hit."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from typing import TYPE_CHECKING, Final

from siro_desktop.storage.failures import UNREADABLE
from siro_desktop.storage.migration import statements_of, version_of
from siro_desktop.storage.opening import file_address
from siro_desktop.storage.schema import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from pathlib import Path

_SAFELY: Final = ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA query_only = ON")


def open_damaged(kept: Path, work: Path) -> sqlite3.Connection:
    """Return a connection that reads `kept`, which stays as it is, or a mended copy of it in `work`.

    Raises one of UNREADABLE if there is no way in.
    """
    try:
        return _open(kept)
    except UNREADABLE:
        shutil.copyfile(kept, work)
        _mend(work)
        return _open(work)


def _open(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes, if SQLite understands its description and every name in that can be read."""
    with contextlib.ExitStack() as on_failure:
        connection = sqlite3.connect(file_address(path, "immutable=1"), uri=True, isolation_level=None)
        on_failure.callback(connection.close)
        for pragma in _SAFELY:
            connection.execute(pragma)
        connection.execute("EXPLAIN SELECT id FROM results").fetchone()  # needs the whole schema, and reads no table
        for table in TABLES:
            connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()  # noqa: S608
        on_failure.pop_all()
    return connection


def _mend(path: Path) -> None:
    """Write the descriptions of tables and indexes anew where they are not those that this program writes."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")  # SQLite reads on where a description makes no sense
        version = version_of(connection)
        for name, kind, sql in _known_schema(version if 0 < version <= SCHEMA_VERSION else SCHEMA_VERSION):
            connection.execute(
                "UPDATE sqlite_schema SET sql = ?, type = ? WHERE name = ? AND (sql IS NOT ? OR type IS NOT ?)",
                (sql, kind, name, sql, kind),
            )


def _known_schema(version: int) -> list[tuple[str, str, str]]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for statement in statements_of(version):
            fresh.execute(statement)
        return fresh.execute("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
