"""The index that sets of metrics took the place of is taken away, also if it is damaged.

Nothing reads it, but SQLite keeps it up with every figure that is saved, and would refuse to save where it is damaged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from siro_desktop.storage.failures import UNREADABLE

if TYPE_CHECKING:
    import sqlite3

_NAME: Final = "answer_values_by_metric"

logger = logging.getLogger(__name__)


def drop_value_index(connection: sqlite3.Connection) -> None:
    """Remove the index if it is still there. Where the file's tables cannot be described anew it stays. No transaction.

    In a sound file its pages are free for other rows. In a damaged one they are not touched: they may name pages
    that belong to figures, and SQLite would take those for free.
    """
    try:
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (_NAME,)).fetchone():
            return
        if _is_sound(connection):
            connection.execute(f"DROP INDEX {_NAME}")
        else:
            _leave_out(connection)
    except UNREADABLE as error:
        logger.warning("An index that is not needed any more cannot be removed: %s", error)


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Read the file once from end to end: that happens to each store a single time."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except UNREADABLE:
        return False


def _leave_out(connection: sqlite3.Connection) -> None:
    """Strike the index from the list of what the file holds. Its pages stay as they are, and nobody uses them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE type = 'index' AND name = ?", (_NAME,))
        (version,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute(f"PRAGMA schema_version = {version + 1}")  # other windows read the list anew
        connection.execute("COMMIT")
        logger.warning("A damaged index that is not needed any more was left out")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA writable_schema = RESET")  # and so does this one
