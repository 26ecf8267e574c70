"""Runs as rows: what was asked, over which connection, and which answer each cell has. Inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.results import SavedResult
from siro_desktop.storage.checksum import result_checksum
from siro_desktop.storage.codec import decode_instant, decode_plan, decode_problem, encode_instant, encode_plan
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.labels import missing
from siro_desktop.storage.search import local_days, search_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.results import Answer, Problem
    from siro_desktop.storage.answer_rows import AnswerRows
    from siro_desktop.storage.database import Database

    Cell = tuple[str, int | None, str | None]  # key, answer, problem

RESULT_HEADER: Final = "profile_id, profile_name, api_base_url, time_zone, saved_at, plan"
"""What a result's checksum is over."""

LARGE_ANSWER: Final = 50_000
"""Values of an answer that takes long to load."""
FIRST_ROWS: Final = 500
_LARGE_ANSWER: Final = (  # of a result that has no other
    f"SELECT answers.id, {RESULT_HEADER} FROM results JOIN result_cells ON result_id = results.id"  # noqa: S608
    " JOIN answers ON answers.id = answer_id WHERE results.id = ?1 AND metric_count > ?2"
    " AND NOT EXISTS (SELECT 1 FROM result_cells WHERE result_id = ?1 AND position > 0)"
)


def insert_run(database: Database, plan: FetchPlan, connection: tuple[str, str, str], saved_at: datetime) -> int:
    """Put in a run without answers and return its number. `connection` is its name, address and time zone."""
    profile_name, _, time_zone = connection
    header = (plan.profile_id, *connection, encode_instant(saved_at), encode_plan(plan))
    result_id = database.insert(
        f"INSERT INTO results ({RESULT_HEADER}, search, first_day, last_day, checksum)"  # noqa: S608
        " VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            *header,
            search_text(plan, profile_name, time_zone, saved_at),
            *local_days(plan.query.period, time_zone),
            result_checksum(header),
        ),
    )
    database.execute_many(
        "INSERT INTO result_cells (result_id, position, cell_key) VALUES (?,?,?)",
        ((result_id, position, cell.key) for position, cell in enumerate(plan.cells)),
    )
    return result_id


def load_run(database: Database, answers: AnswerRows, result_id: int) -> SavedResult:
    """Return what `Library.load_result` promises."""
    row = database.execute(
        f"SELECT checksum, {RESULT_HEADER} FROM results WHERE id = ?",  # noqa: S608
        (result_id,),
    ).fetchone()
    if row is None:
        raise missing(result_id)
    expected, *header = row
    cells = database.execute(
        "SELECT cell_key, answer_id, problem FROM result_cells WHERE result_id = ? ORDER BY position", (result_id,)
    ).fetchall()
    loaded = answers.load([answer for _, answer, _ in cells if answer is not None])
    with decoding(database.path):
        _check_header(header, expected)
        plan = decode_plan(header[-1])
        _check_cells(plan, cells, loaded)
        found = {key: loaded[answer] for key, answer, _ in cells if answer is not None}
        problems = {key: problem for key, _, text in cells if (problem := decode_problem(text))}
        return _build(result_id, header, plan, found, problems)


def load_first_rows(database: Database, answers: AnswerRows, result_id: int) -> SavedResult | None:
    """Return what `Library.load_first_rows` promises."""
    row = database.execute(_LARGE_ANSWER, (result_id, LARGE_ANSWER)).fetchone()
    if row is None:
        return None
    answer_id, *header = row
    first = answers.load_first(answer_id, FIRST_ROWS)
    with decoding(database.path):
        return _build(result_id, header, decode_plan(header[-1]), {first.cell_key: first}, {})


def _build(
    result_id: int,
    header: Sequence[str],
    plan: FetchPlan,
    answers: Mapping[str, Answer],
    problems: Mapping[str, Problem],
) -> SavedResult:
    _, profile_name, api_base_url, time_zone, saved_at, _ = header
    return SavedResult(
        id=result_id,
        profile_name=profile_name,
        api_base_url=api_base_url,
        time_zone=time_zone,
        saved_at=decode_instant(saved_at),
        plan=plan,
        answers=answers,
        problems=problems,
    )


def _check_header(header: Sequence[str], expected: int | None) -> None:
    """Raise ValueError for a result that is not as it was saved. Those of older versions have no checksum."""
    if expected is not None and result_checksum(header) != expected:
        raise ValueError("The result is not the one that was saved.")


def _check_cells(plan: FetchPlan, cells: Sequence[Cell], answers: Mapping[int, Answer]) -> None:
    """Raise ValueError if the answers are not those that the plan asks for."""
    if [key for key, _, _ in cells] != [cell.key for cell in plan.cells]:
        raise ValueError("The cells are not those of the plan.")
    if any(number is not None and answers[number].cell_key != key for key, number, _ in cells):
        raise ValueError("An answer is that of another cell.")
