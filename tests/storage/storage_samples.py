"""Plans and answers to keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import Cell, FetchPlan, build_plan, cell_key
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem
from siro_desktop.storage.library import FILE_NAME, Library

PREAMBLE = f"""
import sys; from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library
from storage_samples import *
"""
"""Begins what another process runs."""
SAVED_AT = datetime(2026, 11, 23, 12, 30, 15, 123456, tzinfo=UTC)


def make_query(conversation_type: str = "roof_inspection", *ids: str) -> MetricsQuery:
    start = datetime(2026, 10, 1, 6, tzinfo=UTC)
    return MetricsQuery(
        organization_id="org_123",
        conversation_type_id=conversation_type,
        period=Period(start, start + timedelta(days=31, hours=1)),
        filter_by=(EntityType.USER,),
        ids=ids or ("user_b", "user_a"),
        group_by=(EntityType.TEAM,),
    )


def make_plan(conversation_type: str = "roof_inspection", *ids: str, profile_id: str = "acme") -> FetchPlan:
    return build_plan(make_query(conversation_type, *ids), profile_id, "ana@acme.test")


def make_wide_plan(count: int) -> FetchPlan:
    """One query taken apart into a cell for each person."""
    people = [f"user_{number}" for number in range(count)]
    queries = [make_query("roof_inspection", person) for person in people]
    cells = tuple(Cell(cell_key(query, "acme", None), query) for query in queries)
    return FetchPlan(profile_id="acme", identity=None, query=make_query("roof_inspection", *people), cells=cells)


def make_answer(cell_key: str, rows: int = 3, canary: str = "Talk time", **changes: object) -> Answer:
    values: dict[str, object] = {
        "cell_key": cell_key,
        "recordings_evaluated": 150,
        "metrics": MetricValues(
            ids=[f"metric_{row}" for row in range(rows)],
            names=[f"{canary} {row}" for row in range(rows)],
            units=["seconds"] * rows,
            unit_abbreviations=["sec"] * rows,
            metric_types=["CONVERSATION_TIME"] * rows,
            descriptions=[None if row % 3 else f"About {canary}" for row in range(rows)],
            values=[None if row % 7 == 2 else 1800 + row if row % 2 else row / 3 for row in range(rows)],
            pass_rates=[None if row % 2 else 43.25 for row in range(rows)],
            extras={0: {"colour": "green", "n": 2**70}} if rows else {},
        ),
        "start_at": "2026-10-01T06:00:00Z",
        "end_at": "2026-11-01T06:59:59.999Z",
        "filter_by": ("USER",),
        "filter_by_ids": ("user_b", "user_a"),
        "fetched_at": SAVED_AT + timedelta(seconds=1),
        "duration_ms": 31,
        "pages": (Page("https://api.siro.ai/v1?x=1", b'{"data": {"canary": "%s"}}' % canary.encode()),),
        "extra": {"note": [1, None, "x"]},
        "warnings": ("A later page said otherwise.",),
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def problem() -> Problem:
    return Problem("ServerError", "Siro has a problem", "Try again later.", "502")


def save_run(library: Library, plan: FetchPlan, name: str = "Acme") -> int:
    return library.save_run(
        plan=plan,
        profile_name=name,
        api_base_url="https://api.siro.ai",
        time_zone="America/Denver",
        saved_at=SAVED_AT,
    )


def filled(folder: Path, runs: int = 30) -> Path:
    """A store with so many results in this folder; return its file."""
    with Library.open(folder) as library:
        for _ in range(runs):
            plan = make_plan()
            library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key, rows=100)])
    return folder / FILE_NAME
