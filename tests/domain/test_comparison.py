"""A result of many cells as rows and columns: nothing lost, nothing made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparison import Comparison, Figure, Place
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, Problem, SavedResult

DENVER = ZoneInfo("America/Denver")
QUERY = MetricsQuery(
    organization_id="org_1",
    conversation_type_id="roof",
    period=local_period(DateRange(date(2026, 10, 5), date(2026, 10, 25)), DENVER),
    filter_by=(EntityType.USER,),
    ids=("ana", "ben"),
)
PLAN = build_plan(
    QUERY,
    "acme",
    compare_by=CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK, with_whole=True),
    calendar=Calendar(DENVER),
)
Metric = tuple[str, str, float | None]  # id, unit, value


def answer(key: str, metrics: list[Metric], recordings: float = 7) -> Answer:
    count = len(metrics)
    return Answer(
        cell_key=key,
        recordings_evaluated=recordings,
        metrics=MetricValues(
            ids=[metric_id for metric_id, _, _ in metrics],
            names=[metric_id.title() for metric_id, _, _ in metrics],
            units=[unit for _, unit, _ in metrics],
            unit_abbreviations=[""] * count,
            metric_types=["AI_METRIC"] * count,
            descriptions=[None] * count,
            values=[value for _, _, value in metrics],
            pass_rates=[None] * count,
        ),
        start_at="",
        end_at="",
        filter_by=(),
        filter_by_ids=(),
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        duration_ms=5,
        pages=(),
    )


def result(
    answers: dict[str, Answer], problems: dict[str, Problem] | None = None, plan: FetchPlan = PLAN
) -> SavedResult:
    return SavedResult(
        id=1,
        profile_name="Acme",
        api_base_url="https://api.test",
        time_zone="America/Denver",
        saved_at=datetime(2026, 11, 1, tzinfo=UTC),
        plan=plan,
        answers=answers,
        problems=problems or {},
    )


def test_entities_periods_and_the_whole() -> None:
    comparison = Comparison(result({}))
    assert [entity.ids for entity in comparison.entities] == [("ana",), ("ben",), ("ana", "ben")]
    assert comparison.whole == 2
    assert [Calendar(DENVER).day_of(period.start).day for period in comparison.periods] == [5, 12, 19]
    assert list(comparison.places())[:4] == [Place(0, 0), Place(0, 1), Place(0, 2), Place(1, 0)]
    assert [comparison.cell(place) for place in comparison.places()] == list(PLAN.cells)


def test_a_figure_is_found_whatever_its_place_in_the_answer() -> None:
    first, second = PLAN.cells[0].key, PLAN.cells[1].key
    comparison = Comparison(
        result(
            {
                first: answer(first, [("pace", "wpm", 130), ("share", "percent", 0)], 12),
                second: answer(second, [("share", "percent", None), ("fillers", "count", 3)], 4),
            }
        )
    )
    assert [metric.key.id for metric in comparison.metrics] == ["pace", "share", "fillers"]
    assert comparison.figure(Place(0, 0), 1) == Figure(0, None, 12)  # a zero is a value
    assert comparison.figure(Place(0, 1), 1) == Figure(None, None, 4)  # no value is not
    assert comparison.figure(Place(0, 1), 0) is None  # no such metric there
    assert comparison.figure(Place(0, 0), 2) is None
    assert comparison.figure(Place(1, 0), 0) is None  # no answer there
    assert comparison.recordings(Place(0, 1)) == 4
    assert comparison.recordings(Place(1, 0)) is None


def test_problems_stand_where_they_happened() -> None:
    key = PLAN.cells[3].key
    refused = Problem("AccessDenied", "No access", "Ask an administrator.")
    comparison = Comparison(result({}, {key: refused}))
    assert comparison.problem(Place(1, 0)) == refused
    assert comparison.problem(Place(0, 0)) is None
    assert comparison.answer(Place(1, 0)) is None


def test_repeats_meet_their_like_and_units_never_mix() -> None:
    first, second = PLAN.cells[0].key, PLAN.cells[1].key
    comparison = Comparison(
        result(
            {
                first: answer(first, [("m", "sec", 1), ("m", "sec", 2), ("", "sec", 8)]),
                second: answer(second, [("m", "min", 5), ("m", "sec", 3), ("", "sec", 9)]),
            }
        )
    )
    assert [(metric.key.id, metric.unit, metric.key.occurrence) for metric in comparison.metrics] == [
        ("m", "sec", 0),
        ("m", "sec", 1),
        ("", "sec", 0),
        ("m", "min", 0),
    ]
    assert [comparison.figure(Place(0, 1), metric) and comparison.row(Place(0, 1), metric) for metric in range(4)] == [
        1,
        None,
        2,
        0,
    ]


METRICS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["sec", "min"]), st.none() | st.floats(-9, 9)),
    max_size=12,
)


@given(st.lists(METRICS, min_size=len(PLAN.cells), max_size=len(PLAN.cells)))
def test_every_value_has_exactly_one_place(answers: list[list[Metric]]) -> None:
    """Property: rows → metric positions → rows is the identity, and no value is counted twice or lost."""
    saved = result({cell.key: answer(cell.key, metrics) for cell, metrics in zip(PLAN.cells, answers, strict=True)})
    comparison = Comparison(saved)
    found = 0
    for place, cell, metrics in zip(comparison.places(), PLAN.cells, answers, strict=True):
        at = comparison.metric_at(cell.key)
        assert len(set(at)) == len(metrics)
        for row, (metric_id, unit, value) in enumerate(metrics):
            described = comparison.metrics[at[row]]
            figure = comparison.figure(place, at[row])
            assert (described.key.id, described.unit) == (metric_id, unit)
            assert comparison.row(place, at[row]) == row
            assert figure is not None
            assert figure.value == value
            found += 1
    assert found == comparison.value_count()


@given(st.lists(st.none() | METRICS, min_size=len(PLAN.cells), max_size=len(PLAN.cells)))
def test_all_places_at_once_say_what_each_says(answers: list[list[Metric] | None]) -> None:
    asked = zip(PLAN.cells, answers, strict=True)
    comparison = Comparison(result({cell.key: answer(cell.key, metrics) for cell, metrics in asked if metrics}))
    for metric in range(len(comparison.metrics)):
        found = [one for line in comparison.answered(metric) for one in line]
        assert found == [
            None if (at := comparison.answer(place)) is None else (at, comparison.row(place, metric))
            for place in comparison.places()
        ]


def test_without_metrics_it_knows_who_and_when_alone() -> None:
    keys = [cell.key for cell in PLAN.cells]
    saved = result({keys[0]: answer(keys[0], [("share", "%", 5.0)])})
    whole, places = Comparison(saved), Comparison(saved, with_metrics=False)
    assert (places.entities, places.periods, places.whole) == (whole.entities, whole.periods, whole.whole)
    assert places.metrics == ()
    assert places.cell(Place(0, 0)) == whole.cell(Place(0, 0))
    assert places.recordings(Place(0, 0)) == 7
    assert places.figure(Place(0, 0), 0) is None
