"""Plans of many cells, and what was asked and kept of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jobs_kit import PROFILE, build_query
from msgspec.structs import replace

from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.jobs.run_query import CountStored, RunQuery

if TYPE_CHECKING:
    from jobs_kit import Siro

    from siro_desktop.storage.library import Library

LONG_AGO = Period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC))
STILL_OPEN = Period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2990, 1, 1, tzinfo=UTC))


def plan_of(count: int, period: Period = LONG_AGO) -> FetchPlan:
    query = replace(build_query(*(f"user_{number}" for number in range(count))), period=period)
    return build_plan(query, PROFILE.id, compare_by=CompareBy(entities=CompareEntities.EACH))


def again(plan: FetchPlan, **changes: Any) -> RunQuery:
    """The run that takes what is final from the store."""
    return RunQuery(PROFILE, plan, reuse_closed_after=PROFILE.late_scores, **changes)


def asked(siro: Siro) -> list[str]:
    return [request.url.params["filterByIds"] for request in siro.requests]


def count_stored(plan: FetchPlan, library: Library) -> int:
    return asyncio.run(CountStored(plan, PROFILE.late_scores).run(library, print))
