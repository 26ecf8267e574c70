"""Which metrics an answer has, as a number: most answers to a question have the same, which are then kept once.

So that the answers with a metric are found without an index of every value. Inside a transaction.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from array import array
from contextlib import closing
from operator import lt
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.columns import in_pieces
from siro_desktop.storage.failures import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Execute = Callable[[str, tuple[Any, ...]], sqlite3.Cursor]

_UNUSED: Final = (
    "SELECT json_group_array(id) FROM metric_sets WHERE NOT EXISTS"
    " (SELECT 1 FROM answers WHERE metric_set = metric_sets.id)"
)
_ADD_MEMBERS: Final = "INSERT INTO metric_set_members (metric, metric_set) SELECT value, ? FROM json_each(?)"
_DELETE_UNUSED: Final = (
    "DELETE FROM metric_sets WHERE id IN (SELECT value FROM json_each(?1))",
    "DELETE FROM metric_set_members WHERE metric_set IN (SELECT value FROM json_each(?1))",
)
_DELETE_METRICS: Final = (
    "DELETE FROM metrics WHERE NOT EXISTS (SELECT 1 FROM metric_set_members WHERE metric = metrics.id)"
)
_NONE: Final = "[]"

logger = logging.getLogger(__name__)


def distinct(numbers: array[int]) -> array[int]:
    """Return each of the numbers once, in the order in which they first come."""
    if _are_rising(numbers):
        return numbers
    found: dict[int, None] = {}
    for some in in_pieces(numbers):
        found.update(dict.fromkeys(some))
    return array("q", found)


def save_metric_set(execute: Execute, metrics: array[int]) -> int | None:
    """Return the number of the set of these numbers of metrics, which is made if it is new; None for no metric.

    No metric stands twice in `metrics`, in whatever order.
    """
    if not metrics:
        return None
    ordered = metrics if _are_rising(metrics) else array("q", sorted(metrics))
    fingerprint = _fingerprint(ordered)
    row = execute("SELECT id FROM metric_sets WHERE fingerprint = ?", (fingerprint,)).fetchone()
    if row:
        return int(row[0])
    number = execute("INSERT INTO metric_sets (fingerprint) VALUES (?)", (fingerprint,)).lastrowid
    for some in in_pieces(ordered):
        execute(_ADD_MEMBERS, (number, f"[{','.join(map(str, some))}]"))
    return number


def _fingerprint(ordered: array[int]) -> bytes:
    """Return SHA-256 of the numbers as a JSON array."""
    digest, before = hashlib.sha256(), "["
    for some in in_pieces(ordered):
        digest.update(f"{before}{','.join(map(str, some))}".encode())
        before = ","
    digest.update(b"]")
    return digest.digest()


def _are_rising(numbers: Sequence[int]) -> bool:
    """So are those of metrics that were all new: a million of them need no dictionary, which grows in long steps."""
    last = -1
    for some in in_pieces(numbers):
        if some[0] <= last or not all(map(lt, some[:-1], some[1:])):
            return False
        last = some[-1]
    return True


def delete_unused_metrics(execute: Execute) -> bool:
    """Delete sets that no answer has, and metrics that are in none any more; return whether there were such sets.

    All members of sets are looked through for it: many results are better deleted at once than one by one.
    """
    (unused,) = execute(_UNUSED, ()).fetchone()
    if unused == _NONE:
        return False
    for statement in _DELETE_UNUSED:
        execute(statement, (unused,))
    execute(_DELETE_METRICS, ())
    return True


def fill_metric_sets(connection: sqlite3.Connection, path: Path) -> None:
    """Give the answers of older versions their sets. One in a damaged part is left without."""
    for metrics, answers in _read_metrics(path).items():
        number = save_metric_set(connection.execute, array("q", metrics))
        connection.executemany("UPDATE answers SET metric_set = ? WHERE id = ?", ((number, one) for one in answers))


def _read_metrics(path: Path) -> dict[frozenset[int], list[int]]:
    """Return the answers by their metrics, read over a connection of its own.

    SQLite ends a transaction that writes where it meets damage, even if that was only to be read.
    """
    found: dict[frozenset[int], list[int]] = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        for (answer_id,) in reader.execute("SELECT id FROM answers").fetchall():
            try:
                rows = reader.execute("SELECT DISTINCT metric FROM answer_values WHERE answer_id = ?", (answer_id,))
                metrics = frozenset(row[0] for row in rows.fetchall())
            except UNREADABLE:
                logger.warning("The figures of answer %d cannot be read", answer_id)
            else:
                found.setdefault(metrics, []).append(answer_id)
    return found
