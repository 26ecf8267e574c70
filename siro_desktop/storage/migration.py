"""How an older file becomes a newer one: a copy first, then one numbered step after the other, all or none."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING, Final

from siro_desktop.storage.codec import decode_head
from siro_desktop.storage.copies import copy_store
from siro_desktop.storage.metric_sets import fill_metric_sets
from siro_desktop.storage.schema import LOCAL_DAYS_VERSION, METRIC_SETS_VERSION, MIGRATIONS, SCHEMA_VERSION
from siro_desktop.storage.search import local_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_NEW_TABLE: Final = "CREATE TABLE"

logger = logging.getLogger(__name__)


def version_of(connection: sqlite3.Connection) -> int:
    """Return how many steps were done on this file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def statements_of(version: int) -> Iterator[str]:
    """Yield the statements that make an empty file one of a version."""
    for script in MIGRATIONS[:version]:
        yield from _statements(script)


def migrate(path: Path, connection: sqlite3.Connection) -> None:
    """Bring the file up to `SCHEMA_VERSION`. Where it holds something, a copy is made and kept beside it first.

    Nothing is done to a file that another window, perhaps of a newer program, has brought further meanwhile. Raises
    StorageError if there is no room for the copy, and what SQLite raises; the file then is as it was.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        former = version_of(connection)
        if 0 < former < SCHEMA_VERSION:
            logger.info("The store was copied before its tables change: %s", copy_store(path, SCHEMA_VERSION).name)
        for number in range(former, SCHEMA_VERSION):
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
            if former and number + 1 in _THEN:
                _THEN[number + 1](connection, path)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def add_missing_tables(connection: sqlite3.Connection) -> None:
    """Let an older file be read that may not be written: tables that came later are there for this connection, empty.

    They are in memory, and nothing is done to the file.
    """
    for script in MIGRATIONS[version_of(connection) :]:
        for statement in _statements(script):
            if statement.lstrip().startswith(_NEW_TABLE):
                connection.execute(statement.replace(_NEW_TABLE, "CREATE TEMP TABLE", 1))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _fill_local_days(connection: sqlite3.Connection, _path: Path) -> None:
    """Say of older results which days they are about. One whose plan makes no sense is left without."""
    rows = connection.execute("SELECT id, plan, time_zone FROM results").fetchall()
    for result_id, plan, time_zone in rows:
        try:
            query, _ = decode_head(plan)
        except (ValueError, KeyError, TypeError):
            logger.warning("The plan of result %d cannot be read", result_id)
            continue
        days = local_days(query.period, time_zone)
        connection.execute("UPDATE results SET first_day = ?, last_day = ? WHERE id = ?", (*days, result_id))


_THEN: Final[Mapping[int, Callable[[sqlite3.Connection, Path], None]]] = {
    LOCAL_DAYS_VERSION: _fill_local_days,
    METRIC_SETS_VERSION: fill_metric_sets,
}
"""What SQL alone cannot do, by the number of the step that it belongs to."""
