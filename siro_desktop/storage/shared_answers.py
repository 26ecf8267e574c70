"""Answers that several runs use: which are there, and how a run's cell comes to share one. Inside a transaction."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from siro_desktop.storage.codec import encode_instant, encode_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from siro_desktop.storage.database import Database

_COMPLETE: Final = (
    "SELECT cell_key, id, fetched_at FROM answers"
    " WHERE cell_key IN (SELECT value FROM json_each(?)) AND problem IS NULL ORDER BY fetched_at, id"
)


def find_answers(database: Database, not_before: Mapping[str, datetime]) -> dict[str, int]:
    """Return by cell key the number of its newest complete answer, where that was fetched not before its instant."""
    rows = database.execute(_COMPLETE, (encode_json(list(not_before)),))
    newest = {key: (number, fetched_at) for key, number, fetched_at in rows}
    earliest = cache(encode_instant)  # a plan has few periods, and many cells for each
    return {key: number for key, (number, fetched_at) in newest.items() if fetched_at >= earliest(not_before[key])}


def link_cells(database: Database, result_id: int, numbers: Mapping[str, int]) -> None:
    """Let cells of a run share answers; a cell that the run does not have is left out."""
    database.execute_many(
        "UPDATE result_cells SET answer_id = ?, problem = NULL WHERE result_id = ? AND cell_key = ?",
        ((number, result_id, key) for key, number in numbers.items()),
    )
