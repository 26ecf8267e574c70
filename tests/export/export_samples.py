"""Results to write."""

from __future__ import annotations

from datetime import UTC, datetime

from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import Cell, FetchPlan
from siro_desktop.domain.profile import PRACTICE_PROFILE_ID
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Problem, SavedResult

FETCHED_AT = datetime(2026, 11, 2, 17, 0, 0, 250_000, tzinfo=UTC)
PROBLEM = Problem("ServerError", "Siro has a problem", "Try again later.", "502")


def make_metrics(*rows: dict[str, object]) -> MetricValues:
    """Columns from rows; what a row does not say has a usual value."""
    usual = {
        "ids": "m1",
        "names": "Talk time",
        "units": "seconds",
        "unit_abbreviations": "sec",
        "metric_types": "CONVERSATION_TIME",
        "descriptions": None,
        "values": 1800,
        "pass_rates": None,
    }
    columns = {name: [row.get(name, value) for row in rows] for name, value in usual.items()}
    extras = {number: row["extra"] for number, row in enumerate(rows) if row.get("extra")}
    return MetricValues(**columns, extras=extras)  # type: ignore[arg-type]


def make_query(*ids: str, conversation_type: str = "roof_inspection") -> MetricsQuery:
    return MetricsQuery(
        organization_id="org_123",
        conversation_type_id=conversation_type,
        # October 2026 on the clocks of Denver: summer time ends with it on 1 November, 02:00.
        period=Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 2, 7, tzinfo=UTC)),
        filter_by=(EntityType.USER, EntityType.TEAM),
        ids=ids or ("user_1", "team_2"),
    )


def make_answer(key: str, metrics: MetricValues, **changes: object) -> Answer:
    values: dict[str, object] = {
        "cell_key": key,
        "recordings_evaluated": 150,
        "metrics": metrics,
        "start_at": "2026-10-01T06:00:00Z",
        "end_at": "2026-11-02T06:59:59.999Z",
        "filter_by": ("USER", "TEAM"),
        "filter_by_ids": ("user_1", "team_2"),
        "fetched_at": FETCHED_AT,
        "duration_ms": 12,
        "pages": (),
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def make_saved(
    *answers: MetricValues | None,
    profile_id: str = "acme",
    time_zone: str = "America/Denver",
    query: MetricsQuery | None = None,
    **changes: object,
) -> SavedResult:
    """A result with a cell per argument; None is a cell without an answer."""
    asked = query or make_query()
    cells = tuple(Cell(f"key{number}", asked) for number in range(len(answers)))
    return SavedResult(
        id=7,
        profile_name="Acme",
        api_base_url="https://api.siro.ai",
        time_zone=time_zone,
        saved_at=FETCHED_AT,
        plan=FetchPlan(profile_id=profile_id, identity=None, query=asked, cells=cells),
        answers={
            cell.key: make_answer(cell.key, metrics, **changes)
            for cell, metrics in zip(cells, answers, strict=True)
            if metrics is not None
        },
        problems={cell.key: PROBLEM for cell, metrics in zip(cells, answers, strict=True) if metrics is None},
    )


def make_practice(*answers: MetricValues) -> SavedResult:
    return make_saved(*answers, profile_id=PRACTICE_PROFILE_ID)
