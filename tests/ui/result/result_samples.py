"""Answers and results to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import NOT_COMPARED, CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem, ResultSummary, SavedResult

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 11, 2, 16, 14, tzinfo=UTC)
DENVER = ZoneInfo("America/Denver")
NAMES = Names(
    conversation_types=(NamedId("conv_roof", "Roof inspection"),),
    users=(NamedId("user_1", "Ana Ruiz"), NamedId("user_2", "Ben Cole")),
)

Row = tuple[str, str, str, float | None, float | None]  # name, unit, abbreviation, value, pass rate


def make_metrics(rows: Sequence[Row], extras: dict[int, dict[str, object]] | None = None) -> MetricValues:
    return MetricValues(
        ids=[f"metric_{number:03}" for number in range(len(rows))],
        names=[row[0] for row in rows],
        units=[row[1] for row in rows],
        unit_abbreviations=[row[2] for row in rows],
        metric_types=["AI_METRIC" if number % 2 else "REP_SPEAKER_SHARE" for number in range(len(rows))],
        descriptions=[f"About {row[0]}" if number % 3 else None for number, row in enumerate(rows)],
        values=[row[3] for row in rows],
        pass_rates=[row[4] for row in rows],
        extras=extras or {},
    )


ROWS: list[Row] = [
    ("Rep speaker share", "percent", "%", 43.21, 71.0),
    ("Longest monologue", "seconds", "sec", 112.4, 64.0),
    ("Customer questions", "count", "#", 6.4, None),
    ("Conversation time", "seconds", "sec", 1800, 88.5),
    ("Silence", "seconds", "sec", None, None),
    ("Recordings", "count", "#", 1204, None),
    ("Score change", "score", "pts", -3.5, 0.0),
]


def make_query(**changes: Any) -> MetricsQuery:
    fields: dict[str, Any] = {
        "organization_id": "org_1",
        "conversation_type_id": "conv_roof",
        "period": local_period(DateRange(datetime(2026, 10, 1).date(), datetime(2026, 10, 31).date()), DENVER),  # noqa: DTZ001
        "filter_by": (EntityType.USER,),
        "ids": ("user_1", "user_2"),
    }
    return MetricsQuery(**(fields | changes))


def make_saved(metrics: MetricValues | None = None, **changes: Any) -> SavedResult:
    query = changes.pop("query", None) or make_query()
    profile_id = changes.pop("profile_id", "acme")
    plan = build_plan(query, profile_id)
    answer: dict[str, Any] = {
        "cell_key": plan.cells[0].key,
        "recordings_evaluated": 148,
        "metrics": make_metrics(ROWS) if metrics is None else metrics,
        "start_at": "2026-10-01T06:00:00Z",
        "end_at": "2026-11-01T05:59:59.999Z",
        "filter_by": ("USER",),
        "filter_by_ids": query.ids,
        "fetched_at": NOW - timedelta(hours=3),
        "duration_ms": 120,
        "pages": (Page("https://api.siro.ai/x", b'{"data": {"metricValues": [{"value": 1.50}], "more": []}}'),),
    }
    problem: Problem | None = changes.pop("only_problem", None)
    answers = {} if problem else {plan.cells[0].key: Answer(**(answer | changes))}
    return SavedResult(
        id=7,
        profile_name="Acme Roofing",
        api_base_url="https://api.siro.ai",
        time_zone="America/Denver",
        saved_at=NOW - timedelta(hours=3),
        plan=plan,
        answers=answers,
        problems={plan.cells[0].key: problem} if problem else {},
    )


def make_summary(number: int, **changes: Any) -> ResultSummary:
    fields: dict[str, Any] = {
        "id": number,
        "profile_id": "acme",
        "profile_name": "Acme Roofing",
        "time_zone": "America/Denver",
        "saved_at": NOW - timedelta(hours=number),
        "query": make_query(ids=(f"user_{number}",)),
        "compare_by": NOT_COMPARED,
        "cells": 1,
        "cells_answered": 1,
        "recordings_evaluated": 148 + number,
        "metric_count": 27,
        "is_partial": False,
    }
    return ResultSummary(**(fields | changes))


def make_compared(**changes: Any) -> SavedResult:
    """Two people by week of October 2026, the first week cut short: ten answers."""
    query = make_query()
    compare_by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)
    plan = build_plan(query, "acme", compare_by=compare_by, calendar=Calendar(DENVER))
    one = make_saved()
    answer = next(iter(one.answers.values()))
    answers = {cell.key: replace(answer, cell_key=cell.key) for cell in plan.cells}
    return replace(one, **({"plan": plan, "answers": answers} | changes))
