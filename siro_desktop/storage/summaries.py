"""The list of saved results: pinned ones first, then the newest. Inside the transactions of `Library`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.results import ResultSummary
from siro_desktop.errors import StorageError, StoreDamaged
from siro_desktop.storage.answer_rows import number_out
from siro_desktop.storage.codec import decode_head, decode_instant
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.labels import LABEL_COLUMNS, decode_labels
from siro_desktop.storage.search import conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from siro_desktop.domain.names import Names
    from siro_desktop.storage.database import Database
    from siro_desktop.storage.search import Noted

HAS_ANSWER: Final = "EXISTS (SELECT 1 FROM result_cells WHERE result_id = results.id AND answer_id IS NOT NULL)"
_CELLS_FOLLOW: Final = "instr(plan, ',\"cells\":[')"  # the first is the plan's own: in a text its quotes are escaped
_PLAN_HEAD: Final = f"CASE {_CELLS_FOLLOW} WHEN 0 THEN plan ELSE substr(plan, 1, {_CELLS_FOLLOW} - 1) || '}}}}' END"
_MOST_NUMBERS: Final = 1_000_000  # looked for one by one, where the file does not tell which there are
_IN_ORDER: Final = "ORDER BY coalesce(labels.is_pinned, 0) DESC, results.id DESC"
_LABELS: Final = "LEFT JOIN labels ON labels.result_id = results.id"
_NO_LABELS: Final = (  # nothing of that table is touched
    "LEFT JOIN (SELECT 0 AS result_id, NULL AS name, NULL AS note, NULL AS tags, 0 AS is_pinned) AS labels ON 0"
)
# Counted without the plans: SQLite would carry a plan of half a megabyte along for each of its cells.
_SUMMARIES: Final = (
    f"SELECT results.id, profile_id, profile_name, time_zone, saved_at, {_PLAN_HEAD}, {LABEL_COLUMNS},"  # noqa: S608
    " counted.* FROM (SELECT count(*), count(answers.id), max(answers.recordings_evaluated),"
    " max(answers.metric_count), count(answers.problem), wanted.id AS result"
    f" FROM (SELECT results.id FROM results {{labels}} WHERE {{where}} {_IN_ORDER} LIMIT ?) AS wanted"
    " JOIN result_cells ON result_cells.result_id = wanted.id"
    " LEFT JOIN answers ON answers.id = result_cells.answer_id GROUP BY wanted.id) AS counted"
    f" JOIN results ON results.id = counted.result {{labels}} {_IN_ORDER}"
)


def load_summaries(
    database: Database, profile_id: str | None, search: str, names: Names | None, limit: int
) -> tuple[ResultSummary, ...]:
    """Return what `Library.load_summaries` promises. Results in a damaged part of the file are left out."""
    wanted, parameters = conditions(search, names, _noted(database, profile_id) if search.strip() else ())
    if profile_id is not None:
        wanted.insert(0, "results.profile_id = ?")
        parameters.insert(0, profile_id)
    where = " AND ".join([HAS_ANSWER, *wanted])
    try:
        return _load(database, where, (*parameters, limit))
    except StoreDamaged:
        return tuple(_load_one_by_one(database, where, (*parameters, 1)))[:limit]


def _noted(database: Database, profile_id: str | None) -> tuple[Noted, ...]:
    """What was noted of people; nothing where that is damaged: the rest is searched all the same."""
    from siro_desktop.storage.meetings import load_noted

    try:
        return load_noted(database, profile_id)
    except StoreDamaged:
        return ()


def find_result_ids(database: Database) -> Iterator[int]:
    """Yield the numbers of all results, the newest first; in a damaged file, of those whose rows can be found."""
    try:
        with database.reading():
            rows = database.execute("SELECT id FROM results ORDER BY id DESC").fetchall()
    except StoreDamaged:
        rows = [(number,) for number in range(_highest_id(database), 0, -1) if _is_there(database, number)]
    yield from (row[0] for row in rows)


def find_profile_ids(database: Database) -> tuple[str, ...]:
    """Return the connections of all results; in a damaged file, of those that can be found."""
    try:
        with database.reading():
            rows = database.execute("SELECT DISTINCT profile_id FROM results").fetchall()
    except StoreDamaged:
        rows = [(one,) for result_id in find_result_ids(database) for one in _profile_of(database, result_id)]
    return tuple(dict.fromkeys(row[0] for row in rows))


def _profile_of(database: Database, result_id: int) -> list[str]:
    """The connection of a result; nothing where that cannot be read."""
    with suppress(StoreDamaged), database.reading():
        return [
            row[0] for row in database.execute("SELECT profile_id FROM results WHERE id = ?", (result_id,)).fetchall()
        ]
    return []


def _highest_id(database: Database) -> int:
    """The highest number that was ever given, as far as the file still tells."""
    highest = 0
    for statement in (
        "SELECT seq FROM sqlite_sequence WHERE name = 'results'",
        "SELECT max(id) FROM results",
        "SELECT max(result_id) FROM result_cells",
    ):
        with suppress(StorageError), database.reading():
            highest = max([highest, *(row[0] or 0 for row in database.execute(statement))])
    return min(highest, _MOST_NUMBERS)


def _is_there(database: Database, result_id: int) -> bool:
    """True also for a number in a damaged part: whoever reads it hears of that."""
    try:
        with database.reading():
            return database.execute("SELECT 1 FROM results WHERE id = ?", (result_id,)).fetchone() is not None
    except StoreDamaged:
        return True


def _load(
    database: Database, where: str, parameters: tuple[Any, ...], labels: str = _LABELS
) -> tuple[ResultSummary, ...]:
    with database.reading():
        rows = database.execute(_SUMMARIES.format(where=where, labels=labels), parameters).fetchall()
    with decoding(database.path):
        return tuple(_summary(row) for row in rows)


def _load_one_by_one(database: Database, where: str, parameters: tuple[Any, ...]) -> list[ResultSummary]:
    """Each result that can be read; without its labels, if those cannot."""
    found: list[ResultSummary] = []
    for result_id in find_result_ids(database):
        for labels in (_LABELS, _NO_LABELS):
            with suppress(StoreDamaged):
                found += _load(database, f"results.id = {result_id} AND {where}", parameters, labels)
                break
    return sorted(found, key=lambda summary: not summary.labels.is_pinned)


def _summary(row: tuple[Any, ...]) -> ResultSummary:
    result_id, profile_id, profile_name, time_zone, saved_at, head, *rest = row
    labels, (cells, answered, recordings, metrics, partial, _) = rest[:4], rest[4:]
    query, compare_by = decode_head(head)
    return ResultSummary(
        id=result_id,
        profile_id=profile_id,
        profile_name=profile_name,
        time_zone=time_zone,
        saved_at=decode_instant(saved_at),
        query=query,
        compare_by=compare_by,
        cells=cells,
        cells_answered=answered,
        recordings_evaluated=number_out(recordings) if cells == 1 else None,
        metric_count=metrics,
        is_partial=answered < cells or partial > 0,
        labels=decode_labels(tuple(labels)),
    )
