"""Comparisons to show in tables: people over weeks, with all that can be missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
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
    from collections.abc import Callable, Sequence

    from siro_desktop.domain.plan import FetchPlan

DENVER = ZoneInfo("America/Denver")
FIRST_DAY = date(2026, 10, 5)
Figure = tuple[float | None, float | None]  # value, pass rate
Metric = tuple[str, str, str]  # id, name, unit

SHARE: Metric = ("share", "Rep speaker share", "percent")
TALK: Metric = ("talk", "Longest monologue", "seconds")
NAMES = Names(users=tuple(NamedId(f"user_{number}", name) for number, name in enumerate(("Cid", "ana", "Ben"))))
PROBLEM = Problem("ServerError", "Siro has a problem", "Siro could not answer. Try again.")


def make_plan(people: int, weeks: int, *, with_whole: bool = True) -> FetchPlan:
    query = MetricsQuery(
        organization_id="org",
        conversation_type_id="roof",
        period=local_period(DateRange(FIRST_DAY, FIRST_DAY + timedelta(days=7 * weeks - 1)), DENVER),
        filter_by=(EntityType.USER,),
        ids=tuple(f"user_{number}" for number in range(people)),
    )
    by = CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK, with_whole=with_whole)
    return build_plan(query, "acme", compare_by=by, calendar=Calendar(DENVER))


def make_answer(key: str, metrics: Sequence[tuple[Metric, Figure]], recordings: float = 12) -> Answer:
    return Answer(
        cell_key=key,
        recordings_evaluated=recordings,
        metrics=MetricValues(
            ids=[metric[0] for metric, _ in metrics],
            names=[metric[1] for metric, _ in metrics],
            units=[metric[2] for metric, _ in metrics],
            unit_abbreviations=["%" if metric[2] == "percent" else "" for metric, _ in metrics],
            metric_types=[f"TYPE_{metric[0].upper()}" for metric, _ in metrics],
            descriptions=[None] * len(metrics),
            values=[figure[0] for _, figure in metrics],
            pass_rates=[figure[1] for _, figure in metrics],
        ),
        start_at="",
        end_at="",
        filter_by=(),
        filter_by_ids=(),
        fetched_at=datetime(2026, 11, 2, tzinfo=UTC),
        duration_ms=5,
        pages=(),
    )


def make_comparison(
    plan: FetchPlan, answer_of: Callable[[int, str], Answer | None], problems: dict[str, Problem] | None = None
) -> Comparison:
    """A comparison whose n-th cell is answered by `answer_of(n, key)`; None is no answer."""
    answered = ((cell.key, answer_of(number, cell.key)) for number, cell in enumerate(plan.cells))
    return Comparison(
        SavedResult(
            id=7,
            profile_name="Acme",
            api_base_url="https://api.test",
            time_zone="America/Denver",
            saved_at=datetime(2026, 11, 2, tzinfo=UTC),
            plan=plan,
            answers={key: answer for key, answer in answered if answer is not None},
            problems=problems or {},
        )
    )


def small() -> Comparison:
    """Three people and all together over two weeks.

    Cid: 40 then 60 on 2 recordings. Ana: 30, then failed. Ben: no value, then a week without this metric. All: 35, then
    no answer yet. The second metric is everywhere that there is an answer.
    """
    plan = make_plan(3, 2)
    shares: list[Figure | None] = [(40.0, 71.0), (60.0, None), (30.0, 55.0), None, (None, None), None, (35.0, 60.0)]
    counts = [12, 2, 148, 0, 5, 6, 165]

    def answer_of(number: int, key: str) -> Answer | None:
        if number in {3, 7}:
            return None
        share = shares[number]
        figures = [(TALK, (60.0 + number, None)), *([(SHARE, share)] if share else [])]
        return make_answer(key, figures[::-1], counts[number])

    return make_comparison(plan, answer_of, {plan.cells[3].key: PROBLEM})


def large(people: int, weeks: int, metrics: int) -> Comparison:
    """Figures everywhere, all different."""
    known: list[Metric] = [
        (f"m{n:02}", f"Metric {n * 7 % metrics:02}", ("percent", "seconds", "count")[n % 3]) for n in range(metrics)
    ]

    def answer_of(number: int, key: str) -> Answer:
        figures = [
            (float((number * 37 + place * 11) % 97), float((number * 13 + place) % 101)) for place in range(metrics)
        ]
        return make_answer(key, [*zip(known, figures, strict=True)], number % 41)

    return make_comparison(make_plan(people, weeks, with_whole=False), answer_of)


def make_state(comparison: Comparison | None = None, *, thin: int = 3) -> ComparisonState:
    state = ComparisonState()
    state.set_names(NAMES)
    state.set_targets(Targets((Target(metric_id="share", minimum=38.0, tolerance=10.0),)))
    state.set_profile(Profile(id="acme", name="Acme", thin_sample=thin))
    state.set_comparison(comparison)
    return state
