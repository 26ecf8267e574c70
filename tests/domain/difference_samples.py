"""Sides, results and answers that differ."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.plan import FetchPlan, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, SavedResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.results import Problem

DENVER = ZoneInfo("America/Denver")
CALENDAR = Calendar(DENVER)
LATER = datetime(2026, 12, 24, 12, tzinfo=UTC)
Metric = tuple[str, str, float | None, float | None]  # id, unit, value, pass rate


def days(first: date, last: date) -> Period:
    return local_period(DateRange(first, last), DENVER)


OCTOBER = days(date(2026, 10, 1), date(2026, 10, 31))


def make_query(**changes: Any) -> MetricsQuery:
    fields: dict[str, Any] = {
        "organization_id": "org_1",
        "conversation_type_id": "roof",
        "period": OCTOBER,
        "filter_by": (EntityType.USER,),
        "ids": ("ana",),
    }
    return MetricsQuery(**(fields | changes))


def make_answer(key: str, metrics: list[Metric], recordings: float = 40, **changes: Any) -> Answer:
    count = len(metrics)
    fields: dict[str, Any] = {
        "cell_key": key,
        "recordings_evaluated": recordings,
        "metrics": MetricValues(
            ids=[metric[0] for metric in metrics],
            names=[metric[0].title() for metric in metrics],
            units=[metric[1] for metric in metrics],
            unit_abbreviations=[""] * count,
            metric_types=["AI_METRIC"] * count,
            descriptions=[None] * count,
            values=[metric[2] for metric in metrics],
            pass_rates=[metric[3] for metric in metrics],
        ),
        "start_at": "",
        "end_at": "",
        "filter_by": (),
        "filter_by_ids": (),
        "fetched_at": LATER,
        "duration_ms": 5,
        "pages": (),
    }
    return Answer(**(fields | changes))


def make_result(
    plan: FetchPlan,
    answers: Mapping[str, Answer],
    problems: Mapping[str, Problem] | None = None,
    time_zone: str = "America/Denver",
) -> SavedResult:
    return SavedResult(
        id=1,
        profile_name="Acme",
        api_base_url="https://api.test",
        time_zone=time_zone,
        saved_at=LATER,
        plan=plan,
        answers=answers,
        problems=problems or {},
    )


def one_cell(metrics: list[Metric] | None, recordings: float = 40, **changes: Any) -> SavedResult:
    """A result of one cell; None: without an answer. Changes are those of query, answer and time zone."""
    zone = changes.pop("time_zone", "America/Denver")
    answer_fields = {name: changes.pop(name) for name in ("fetched_at", "problem", "warnings") if name in changes}
    plan = build_plan(make_query(**changes), "acme")
    key = plan.cells[0].key
    answers = {} if metrics is None else {key: make_answer(key, metrics, recordings, **answer_fields)}
    return make_result(plan, answers, time_zone=zone)
