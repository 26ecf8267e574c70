"""How old and how final the figures of a result are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.freshness import Freshness, freshness
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import NOT_COMPARED, CompareBy, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, SavedResult

if TYPE_CHECKING:
    from collections.abc import Sequence

START, END = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ANSWER = Answer(
    cell_key="",
    recordings_evaluated=1,
    metrics=MetricValues(),
    start_at="",
    end_at="",
    filter_by=(),
    filter_by_ids=(),
    fetched_at=END,
    duration_ms=1,
    pages=(),
)


def result(*fetched: datetime | None, compare_by: CompareBy = NOT_COMPARED) -> SavedResult:
    query = MetricsQuery(
        organization_id="o",
        conversation_type_id="c",
        period=Period(START, END),
        filter_by=(EntityType.USER,),
        ids=("ana",),
    )
    plan = build_plan(query, "acme", compare_by=compare_by, calendar=Calendar(ZoneInfo("UTC")))
    instants: Sequence[datetime | None] = fetched
    answers = {
        cell.key: replace(ANSWER, cell_key=cell.key, fetched_at=instant)
        for cell, instant in zip(plan.cells, instants, strict=True)
        if instant is not None
    }
    return SavedResult(
        id=1, profile_name="", api_base_url="", time_zone="UTC", saved_at=END, plan=plan, answers=answers
    )


@pytest.mark.parametrize(
    ("after_end", "is_open", "is_late"),
    [(-DAY, 1, 0), (timedelta(), 0, 1), (2 * DAY - timedelta(microseconds=1), 0, 1), (2 * DAY, 0, 0)],
)
def test_one_period(after_end: timedelta, is_open: int, is_late: int) -> None:
    instant = END + after_end
    assert freshness(result(instant), 2 * DAY) == Freshness(instant, instant, 1, is_open, is_late)


def test_each_period_has_its_own_end() -> None:
    by_month = CompareBy(unit=Unit.MONTH)
    found = freshness(result(END - DAY, END - 2 * DAY, compare_by=by_month), 2 * DAY)
    assert found == Freshness(END - 2 * DAY, END - DAY, 2, 1, 0)
    assert freshness(result(END + 5 * DAY, None, compare_by=by_month), 2 * DAY) == Freshness(
        END + 5 * DAY, END + 5 * DAY, 1, 0, 0
    )


def test_without_an_answer_there_is_nothing_to_say() -> None:
    assert freshness(result(None), 2 * DAY) is None
