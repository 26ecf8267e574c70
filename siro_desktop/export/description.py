"""Where figures come from, as plain values for JSON: the query, its exact period, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from siro_desktop import __version__
from siro_desktop.domain.periods import wire_instant, wire_range
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import Answer, Problem, SavedResult

PRACTICE_NOTE: Final = "practice data"


def describe_result(saved: SavedResult) -> dict[str, Any]:
    """Return what was asked, by which program and of whom. Practice data says so. Holds no secret."""
    note = {"note": f"{PRACTICE_NOTE}: these figures are invented"} if saved.is_practice else {}
    return {
        "program": "Siro Desktop",
        "program_version": __version__,
        **note,
        "profile": saved.profile_name,
        "api_base_url": saved.api_base_url,
        "time_zone": saved.time_zone,
        "asked_at": wire_instant(saved.saved_at),
        "query": describe_query(saved.plan.query),
    }


def describe_query(query: MetricsQuery) -> dict[str, Any]:
    """Return a query. Its period is half-open in UTC; beside it stand the two instants as they were sent."""
    sent_start, sent_end = wire_range(query.period)
    return {
        "organization_id": query.organization_id,
        "conversation_type_id": query.conversation_type_id,
        "filter_by": list(query.filter_by),
        "filter_by_ids": list(query.ids),
        "group_by": list(query.group_by),
        "period": {
            "start": wire_instant(query.period.start),
            "end_excluded": wire_instant(query.period.end),
            "sent_start_at": sent_start,
            "sent_end_at": sent_end,
        },
    }


def describe_cells(saved: SavedResult) -> list[dict[str, Any]]:
    """Return for every cell what came of it: when it was fetched, recordings, warnings, or why there is nothing."""
    return [describe_cell(saved, cell) for cell in saved.plan.cells]


def describe_cell(saved: SavedResult, cell: Cell) -> dict[str, Any]:
    """Return what came of one cell, without its figures. `query` is there only where it is not the plan's own."""
    own_query = {} if cell.query == saved.plan.query else {"query": describe_query(cell.query)}
    answer = saved.answers.get(cell.key)
    if answer is None:
        return {**own_query, "answered": False, "problem": _describe_problem(saved.problems.get(cell.key))}
    return {**own_query, "answered": True, **_describe_answer(answer)}


def _describe_answer(answer: Answer) -> dict[str, Any]:
    return {
        "fetched_at": wire_instant(answer.fetched_at),
        "recordings_evaluated": raw_number(answer.recordings_evaluated),
        "metric_values": len(answer.metrics),
        "is_partial": answer.is_partial,
        "problem": _describe_problem(answer.problem),
        "warnings": list(answer.warnings),
        "siro_says": {
            "start_at": answer.start_at,
            "end_at": answer.end_at,
            "filter_by": list(answer.filter_by),
            "filter_by_ids": list(answer.filter_by_ids),
            **answer.extra,
        },
    }


def _describe_problem(problem: Problem | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    return {"kind": problem.kind, "title": problem.title, "message": problem.message, "detail": problem.detail}
