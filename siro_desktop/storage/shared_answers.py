"""Answers that several runs use: which are there, and how a run's cell comes to share one. Inside a transaction."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.cut_short import is_cut_short
from siro_desktop.storage.codec import encode_instant, encode_json
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from siro_desktop.storage.database import Database

_COMPLETE: Final = (
    "SELECT cell_key, id, fetched_at, warnings FROM answers"
    " WHERE cell_key IN (SELECT value FROM json_each(?)) AND problem IS NULL AND fetched_at <= ?"
    " ORDER BY fetched_at, id"
)
_BEFORE: Final = (
    "SELECT value, (SELECT id FROM answers WHERE cell_key = value AND problem IS NULL AND fetched_at < ?2"
    " ORDER BY fetched_at DESC, id DESC LIMIT 1) FROM json_each(?1)"
)
_OF_EARLIER: Final = (
    "SELECT value, (SELECT id FROM answers WHERE answers.cell_key = value AND answers.problem IS NULL"
    " AND id <= ifnull(own.answer_id, id)"
    " AND EXISTS (SELECT 1 FROM result_cells WHERE answer_id = answers.id AND result_id < ?2)"
    " ORDER BY id DESC LIMIT 1)"
    " FROM json_each(?1) LEFT JOIN result_cells AS own INDEXED BY result_cells_by_key"
    " ON own.result_id = ?2 AND own.cell_key = value"
)
"""Numbers are in the order of saving, also where the clock was set back between. An older run may go on later.

Left to itself, SQLite goes through all cells of the result for each key.
"""


def find_answers(database: Database, not_before: Mapping[str, datetime]) -> dict[str, int]:
    """Return by cell key the number of its newest complete answer, where that was fetched not before its instant.

    One from the future, fetched while the clock was ahead, says nothing of when its figures were final.
    """
    rows = database.execute(_COMPLETE, (encode_json(list(not_before)), encode_instant(datetime.now(UTC))))
    with decoding(database.path):
        newest = {key: (number, fetched_at) for key, number, fetched_at, warnings in rows if _is_whole(warnings)}
    earliest = cache(encode_instant)  # a plan has few periods, and many cells for each
    return {key: number for key, (number, fetched_at) in newest.items() if fetched_at >= earliest(not_before[key])}


def _is_whole(warnings: str | None) -> bool:
    return not (warnings and is_cut_short(json.loads(warnings)))


def find_answers_before(database: Database, cell_keys: Collection[str], before: datetime | int) -> dict[str, int]:
    """Return by cell key the number of the newest complete answer that was fetched before an instant.

    Or that was saved by an earlier run than that with the number `before`, ahead of its own answer.
    """
    statement, limit = (_BEFORE, encode_instant(before)) if isinstance(before, datetime) else (_OF_EARLIER, before)
    rows = database.execute(statement, (encode_json(list(cell_keys)), limit))
    return {key: number for key, number in rows if number is not None}


def link_cells(database: Database, result_id: int, numbers: Mapping[str, int]) -> None:
    """Let cells of a run share answers; a cell that the run does not have is left out."""
    database.execute_many(
        "UPDATE result_cells SET answer_id = ?, problem = NULL WHERE result_id = ? AND cell_key = ?",
        ((number, result_id, key) for key, number in numbers.items()),
    )
