"""Deleting results, with what nobody else uses of them, and which were deleted. Inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.storage.codec import encode_json
from siro_desktop.storage.metric_sets import delete_unused_metrics

if TYPE_CHECKING:
    from collections.abc import Collection

    from siro_desktop.storage.database import Database

_THERE: Final = (
    "SELECT value FROM json_each(?1) AS wanted JOIN results ON results.id = wanted.value WHERE ?2 OR NOT EXISTS"
    " (SELECT 1 FROM labels WHERE result_id = wanted.value AND is_pinned) ORDER BY wanted.key"
)
_KEYS: Final = (
    "SELECT json_group_array(DISTINCT cell_key) FROM result_cells WHERE result_id IN (SELECT value FROM json_each(?))"
)
_RESULTS: Final = "DELETE FROM results WHERE id IN (SELECT value FROM json_each(?))"
_UNUSED_ANSWERS: Final = (
    "DELETE FROM answers WHERE cell_key IN (SELECT value FROM json_each(?))"
    " AND NOT EXISTS (SELECT 1 FROM result_cells WHERE answer_id = answers.id)"
)
_COUNTS: Final = (
    "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'results'"
    " UNION ALL SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'answers'"
)
_NOT_THERE: Final = (
    "SELECT value FROM json_each(?1) WHERE value <= ?2 AND NOT EXISTS (SELECT 1 FROM results WHERE id = value)"
    " AND NOT EXISTS (SELECT 1 FROM result_cells WHERE result_id = value)"
)


def delete_results(
    database: Database, result_ids: Collection[int], *, but_pinned: bool
) -> tuple[tuple[int, ...], bool]:
    """Delete runs, and the answers that no other run uses.

    Return which of them were there to be deleted, and whether metrics may have gone, so that caches have to forget.
    """
    rows = database.execute(_THERE, (encode_json(list(result_ids)), not but_pinned)).fetchall()
    gone = tuple(result_id for (result_id,) in rows)
    numbers = encode_json(gone)
    keys = database.execute(_KEYS, (numbers,)).fetchone()
    database.execute(_RESULTS, (numbers,))
    database.execute(_UNUSED_ANSWERS, keys)
    return gone, delete_unused_metrics(database.execute)


def read_counts(database: Database) -> tuple[int, int]:
    """Return how many results and how many answers were ever saved. A number is never given twice."""
    (results,), (answers,) = database.execute(_COUNTS)
    return results, answers


def find_deleted(database: Database, result_ids: Collection[int], since: tuple[int, int]) -> frozenset[int]:
    """Return which of the results, which were there at the counts `since`, were deleted.

    None where fewer were saved by now than then: this is another store, from a backup or a rescue, and what it lacks
    nobody has deleted.
    """
    counts = read_counts(database)
    if any(now < then for now, then in zip(counts, since, strict=True)):
        return frozenset()
    return frozenset(row[0] for row in database.execute(_NOT_THERE, (encode_json(list(result_ids)), counts[0])))
