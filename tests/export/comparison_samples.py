"""A comparison to write: two people over two weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from export_samples import make_answer, make_metrics

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import SavedResult

if TYPE_CHECKING:
    from siro_desktop.domain.results import MetricValues

DENVER = ZoneInfo("America/Denver")
FIRST, SECOND = "2026-10-05 to 2026-10-11", "2026-10-12 to 2026-10-18"


def compared(*answers: MetricValues | None) -> SavedResult:
    """Ana and Ben over two weeks; None is no answer."""
    query = MetricsQuery(
        organization_id="org",
        conversation_type_id="roof",
        period=local_period(DateRange(date(2026, 10, 5), date(2026, 10, 18)), DENVER),
        filter_by=(EntityType.USER,),
        ids=("ana", "ben"),
    )
    by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK)
    plan = build_plan(query, "acme", compare_by=by, calendar=Calendar(DENVER))
    keyed = zip(plan.cells, answers, strict=True)
    return SavedResult(
        id=1,
        profile_name="Acme",
        api_base_url="https://api.siro.ai",
        time_zone="America/Denver",
        saved_at=datetime(2026, 11, 2, tzinfo=UTC),
        plan=plan,
        answers={
            cell.key: make_answer(cell.key, metrics, recordings_evaluated=number + 1)
            for number, (cell, metrics) in enumerate(keyed)
            if metrics is not None
        },
    )


TALK, SCORE = {"ids": "talk", "values": 5.0}, {"ids": "score", "names": "Score", "values": None, "pass_rates": 50}
SAVED = compared(make_metrics(TALK, SCORE), make_metrics(SCORE), make_metrics({**TALK, "values": 0}), None)
