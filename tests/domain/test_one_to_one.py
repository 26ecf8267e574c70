"""What a one-to-one sheet says of a person, and when it says nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.domain.one_to_one import MOST, Silence, Team, habits, one_to_one, team_figure
from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import Answer, MetricValues, SavedResult
from siro_desktop.domain.targets import Target

DENVER = ZoneInfo("America/Denver")
Figures = list[tuple[float | None, float | None]]  # value, pass rate of each metric
ME = Place(0, 0)


def compare(people: list[tuple[float, Figures] | None], *, with_whole: bool = True) -> Comparison:
    """One answer for each person, recordings and figures; with the whole that of all is the last."""
    query = MetricsQuery(
        organization_id="org",
        conversation_type_id="roof",
        period=local_period(DateRange(date(2026, 10, 1), date(2026, 10, 31)), DENVER),
        filter_by=(EntityType.USER,),
        ids=tuple(f"user_{number}" for number in range(len(people) - with_whole)),
    )
    by = CompareBy(entities=CompareEntities.EACH, with_whole=with_whole)
    plan = build_plan(query, "acme", compare_by=by, calendar=Calendar(DENVER))
    answers = {cell.key: _answer(cell.key, *person) for cell, person in zip(plan.cells, people, strict=True) if person}
    saved_at = datetime(2026, 11, 2, tzinfo=UTC)
    return Comparison(
        SavedResult(
            id=1,
            profile_name="Acme",
            api_base_url="",
            time_zone="America/Denver",
            saved_at=saved_at,
            plan=plan,
            answers=answers,
        )
    )


def _answer(key: str, recordings: float, figures: Figures) -> Answer:
    count = len(figures)
    return Answer(
        cell_key=key,
        recordings_evaluated=recordings,
        metrics=MetricValues(
            ids=[f"m{number}" for number in range(count)],
            names=[f"Metric {number}" for number in range(count)],
            units=["count"] * count,
            unit_abbreviations=[""] * count,
            metric_types=["AI"] * count,
            descriptions=[None] * count,
            values=[value for value, _ in figures],
            pass_rates=[rate for _, rate in figures],
        ),
        start_at="",
        end_at="",
        filter_by=(),
        filter_by_ids=(),
        fetched_at=datetime(2026, 11, 2, tzinfo=UTC),
        duration_ms=1,
        pages=(),
    )


def no_target(_metric: int) -> None:
    return None


def test_pass_rates_are_held_against_all_together() -> None:
    mine: Figures = [(1, 90.0), (1, 50.0), (1, 70.0), (1, 20.0)]
    team: Figures = [(1, 60.0), (1, 60.0), (1, 70.0), (1, 60.0)]
    sheet = one_to_one(compare([(20, mine), (20, team), (80, team)]), ME, no_target, 5)

    assert sheet.team is Team.WHOLE
    assert [point.metric for point in sheet.strengths] == [0]
    assert [point.metric for point in sheet.gaps] == [3, 1]  # the widest first; equal to the team is neither
    assert sheet.gaps[0].lead == -40


def test_a_target_decides_before_the_team_does() -> None:
    mine: Figures = [(43.0, 90.0), (70.0, 90.0), (52.0, 90.0)]
    team: Figures = [(43.0, 95.0), (43.0, 10.0), (43.0, 10.0)]
    sheet = one_to_one(
        compare([(20, mine), (20, team), (80, team)]),
        ME,
        lambda metric: Target(metric_id=f"m{metric}", minimum=40, maximum=50, tolerance=5),
        5,
    )

    assert [point.metric for point in sheet.strengths] == [0]  # met, though below the team
    assert [point.metric for point in sheet.gaps] == [1]  # missed, though above it
    assert {2}.isdisjoint(point.metric for point in (*sheet.strengths, *sheet.gaps))  # near is neither


def test_a_gauge_is_kept_apart_unless_a_target_says_what_is_good() -> None:
    comparison = compare([(20, [(60.0, None)]), (20, [(40.0, None)]), (80, [(41.0, None)])])
    sheet = one_to_one(comparison, ME, no_target, 5)
    judged = one_to_one(comparison, ME, lambda _: Target(metric_id="m0", maximum=50), 5)

    assert [point.metric for point in habits(comparison, sheet)] == [0]
    assert (sheet.strengths, sheet.gaps) == ((), ())
    assert sheet.silence is Silence.NOTHING_TO_GO_BY
    assert habits(comparison, judged) == ()
    assert [point.metric for point in judged.gaps] == [0]


def test_thin_samples_never_rank() -> None:
    thin_me = one_to_one(compare([(4, [(1, 90.0)]), (50, [(1, 10.0)]), (54, [(1, 20.0)])]), ME, no_target, 5)
    thin_team = one_to_one(compare([(20, [(1, 90.0)]), (4, [(1, 10.0)]), (4, [(1, 20.0)])]), ME, no_target, 5)

    assert (thin_me.strengths, thin_me.silence) == ((), Silence.THIN)
    assert (thin_team.strengths, thin_team.silence) == ((), Silence.NOTHING_TO_GO_BY)


def test_without_an_answer_nothing_is_said() -> None:
    sheet = one_to_one(compare([None, (5, [(1, 10.0)]), (5, [(1, 10.0)])]), ME, no_target, 5)
    assert (sheet.recordings, sheet.silence) == (None, Silence.NO_ANSWER)


def test_missing_is_not_zero() -> None:
    comparison = compare([(20, [(None, None), (1, 50.0)]), (20, [(1, 90.0), (1, None)])], with_whole=False)
    sheet = one_to_one(comparison, ME, no_target, 5)

    assert sheet.missing == (0,)
    held = team_figure(comparison, ME, 1)
    assert held is not None
    assert held.pass_rate == 50.0  # the other's missing rate counts neither as 0 nor as recordings
    assert sheet.gaps == ()


def test_an_average_is_weighted_by_recordings_where_there_is_no_whole() -> None:
    comparison = compare([(30, [(10.0, 90.0)]), (10, [(20.0, 10.0)])], with_whole=False)
    figure = team_figure(comparison, ME, 0)

    assert one_to_one(comparison, ME, no_target, 5).team is Team.AVERAGE
    assert figure is not None
    assert (figure.value, figure.pass_rate, figure.recordings) == (12.5, 70.0, 40)


def test_all_together_is_held_against_nobody() -> None:
    sheet = one_to_one(compare([(9, [(1, 90.0)]), (9, [(1, 9.0)]), (18, [(1, 50.0)])]), Place(2, 0), no_target, 5)
    assert (sheet.team, sheet.silence) == (Team.NONE, Silence.NOTHING_TO_GO_BY)


rates = st.none() | st.floats(0, 100)


@given(st.lists(st.tuples(rates, rates), min_size=1, max_size=15), st.integers(0, 12), st.integers(0, 12))
def test_no_metric_is_both_and_none_is_lost(figures: list[tuple[float | None, float | None]], n: int, m: int) -> None:
    mine: Figures = [(1.0, rate) for rate, _ in figures]
    theirs: Figures = [(1.0, rate) for _, rate in figures]
    sheet = one_to_one(compare([(n, mine), (m, theirs), (m, theirs)]), ME, no_target, 5)
    strengths, gaps = ({point.metric for point in points} for points in (sheet.strengths, sheet.gaps))

    assert not strengths & gaps
    assert len(strengths) <= MOST
    assert len(gaps) <= MOST
    assert all(point.lead and point.lead > 0 for point in sheet.strengths)
    assert all(point.lead and point.lead < 0 for point in sheet.gaps)
    if min(n, m) < 5:
        assert not strengths | gaps


def with_types(*types: str) -> Comparison:
    """One person with a value of each of these types of metric, and nothing that says what is good."""
    saved = compare([(12, [(1.0, None)] * len(types))], with_whole=False).saved
    answers = {
        key: replace(answer, metrics=replace(answer.metrics, metric_types=list(types)))
        for key, answer in saved.answers.items()
    }
    return Comparison(replace(saved, answers=answers))


def habits_of(*types: str) -> list[str]:
    comparison = with_types(*types)
    found = one_to_one(comparison, ME, no_target, 5)
    return [types[point.metric] for point in habits(comparison, found)]


def test_habits_are_one_of_each_kind_before_anything_else() -> None:
    types = (
        *("RECORDING_COUNT", "BOOKMARK", "CONVERSATION_TIME", "REP_FILLER_WORDS_COUNT", "CUSTOMER_QUESTIONS_COUNT"),
        *("AI_METRIC", "REP_WORDS_PER_MINUTE", "REP_QUESTIONS_COUNT", "REP_FILLER_WORDS_PER_MIN"),
        *("LONGEST_MONOLOGUE_SECONDS", "REP_SPEAKER_SHARE"),
    )
    assert habits_of(*types) == [
        *("REP_SPEAKER_SHARE", "LONGEST_MONOLOGUE_SECONDS", "REP_QUESTIONS_COUNT", "REP_WORDS_PER_MINUTE"),
        "REP_FILLER_WORDS_PER_MIN",
    ]


def test_another_metric_of_a_kind_stands_in_where_the_first_is_missing() -> None:
    types = ("AI_METRIC", "REP_FILLER_WORDS_COUNT", "CUSTOMER_QUESTIONS_COUNT", "RECORDING_COUNT", "A_NEW_ONE")
    assert habits_of(*types) == ["CUSTOMER_QUESTIONS_COUNT", "REP_FILLER_WORDS_COUNT", "AI_METRIC", "A_NEW_ONE"]


def test_both_metrics_of_a_kind_come_before_those_that_are_no_habits() -> None:
    types = ("AI_METRIC", "REP_FILLER_WORDS_COUNT", "REP_FILLER_WORDS_PER_MIN", "BOOKMARK")
    assert habits_of(*types) == ["REP_FILLER_WORDS_PER_MIN", "REP_FILLER_WORDS_COUNT", "AI_METRIC", "BOOKMARK"]


def test_a_habit_with_a_pass_rate_is_one_unless_it_is_a_strength_or_a_gap() -> None:
    types = ("AI_METRIC", "REP_SPEAKER_SHARE", "REP_WORDS_PER_MINUTE", "REP_FILLER_WORDS_COUNT")

    def habits_on(recordings: float) -> list[str]:
        mine = [(1.0, 90.0), (50.0, 80.0), (150.0, 50.0), (4.0, None)]
        team = [(1.0, 50.0), (50.0, 60.0), (150.0, 50.0), (4.0, None)]
        saved = compare([(recordings, mine), (100, mine), (100, team)]).saved
        answers = {
            key: replace(answer, metrics=replace(answer.metrics, metric_types=list(types)))
            for key, answer in saved.answers.items()
        }
        comparison = Comparison(replace(saved, answers=answers))
        return [types[point.metric] for point in habits(comparison, one_to_one(comparison, ME, no_target, 5))]

    assert habits_on(12) == ["REP_WORDS_PER_MINUTE", "REP_FILLER_WORDS_COUNT"]
    assert habits_on(4) == ["REP_SPEAKER_SHARE", "REP_WORDS_PER_MINUTE", "REP_FILLER_WORDS_COUNT"]  # nothing is ranked
