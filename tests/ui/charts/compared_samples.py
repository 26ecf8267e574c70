"""Comparisons to show: entities by weeks, with gaps, failures, thin samples and targets."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Problem, SavedResult
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.ui.comparison.state import ComparisonState

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.charts.compared_bars import ComparedBars

DENVER = ZoneInfo("America/Denver")
FIRST_MONDAY = date(2026, 1, 5)
METRICS = [
    ("share", "Talk share", "percent", "%"),
    ("monologue", "Longest monologue", "seconds", "sec"),
    ("questions", "Questions asked", "count", "#"),
    ("change", "Score change", "score", "pts"),
]
NAMES = ["Ana Ruiz", "Ben Cole", "Chloé Dupont-Martin", "Dai Evans", "Elif Yılmaz", "Femi Okafor"]
SHARE_TARGET = Target(metric_id="share", minimum=40, maximum=60, tolerance=5)
REFUSED = Problem("AccessDenied", "No access", "Ask an administrator.")
Value = float | None | Problem


def plain_value(entity: int, period: int, metric: int) -> Value:
    """Figures that differ from each other, always the same."""
    wave = math.sin(entity * 1.7 + period * 0.6) * 14 + entity % 5
    return [50 + wave, 100 + 4 * wave, 11 + wave / 4, wave / 5][metric % 4]


def make_saved(
    entities: int = 3,
    periods: int = 3,
    value: Callable[[int, int, int], Value] = plain_value,
    *,
    with_whole: bool = False,
    metrics: int = 4,
    recordings: Callable[[int, int], float] = lambda entity, period: 12 + entity + period,
    fetched_at: datetime = datetime(2027, 3, 1, tzinfo=UTC),
) -> SavedResult:
    last = FIRST_MONDAY + timedelta(days=7 * periods - 1)
    query = MetricsQuery(
        organization_id="org_1",
        conversation_type_id="roof",
        period=local_period(DateRange(FIRST_MONDAY, last), DENVER),
        filter_by=(EntityType.USER,),
        ids=tuple(f"user_{number}" for number in range(entities)),
    )
    compare_by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK, with_whole=with_whole)
    plan = build_plan(query, "acme", compare_by=compare_by, calendar=Calendar(DENVER))
    answers, problems = {}, {}
    for number, cell in enumerate(plan.cells):
        entity, period = divmod(number, len(plan.periods))
        found = [value(entity, period, metric) for metric in range(metrics)]
        if found and isinstance(found[0], Problem):
            problems[cell.key] = found[0]
        else:
            answers[cell.key] = _answer(cell.key, found, recordings(entity, period), fetched_at)
    return SavedResult(
        id=7,
        profile_name="Acme Roofing",
        api_base_url="https://api.siro.ai",
        time_zone="America/Denver",
        saved_at=fetched_at,
        plan=plan,
        answers=answers,
        problems=problems,
    )


def _answer(key: str, values: list[Any], recordings: float, fetched_at: datetime) -> Answer:
    described = [METRICS[number % len(METRICS)] for number in range(len(values))]
    return Answer(
        cell_key=key,
        recordings_evaluated=recordings,
        metrics=MetricValues(
            ids=[row[0] + ("" if n < 4 else str(n)) for n, row in enumerate(described)],
            names=[row[1] + ("" if n < 4 else f" {n}") for n, row in enumerate(described)],
            units=[row[2] for row in described],
            unit_abbreviations=[row[3] for row in described],
            metric_types=["AI_METRIC"] * len(values),
            descriptions=[None] * len(values),
            values=values,
            pass_rates=[60.0] * len(values),
        ),
        start_at="",
        end_at="",
        filter_by=(),
        filter_by_ids=(),
        fetched_at=fetched_at,
        duration_ms=5,
        pages=(),
    )


def plain(text: str) -> str:
    """Return a text with ordinary spaces, as it is typed."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def make_names(count: int = len(NAMES)) -> Names:
    named = [NamedId(f"user_{n}", NAMES[n % 6] + ("" if n < 6 else f" {n}")) for n in range(count)]
    return Names(users=tuple(named))


def make_state(
    *sizes: int, targets: tuple[Target, ...] = (SHARE_TARGET,), thin: int = 5, **options: Any
) -> ComparisonState:
    """Return a state with a comparison of so many entities and periods."""
    state = ComparisonState()
    state.set_names(make_names(max(6, sizes[0] if sizes else 3)))
    state.set_targets(Targets(targets))
    state.set_profile(Profile(id="acme", name="Acme", thin_sample=thin))
    state.set_comparison(Comparison(make_saved(*sizes, **options)))
    return state


def names(view: ComparedBars, panel: int = 0) -> list[str]:
    return [bar.name for bar in view.grid.panel(panel).bars if bar.shows_name]


# What is planned ----------------------------------------------------------------------------------------------------
