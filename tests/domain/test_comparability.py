"""What to know before comparing, and the question that helps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from difference_samples import CALENDAR, LATER, Metric, days, make_answer, make_query, make_result, one_cell
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparability import Note, NoteKind, RemedyKind, Rules, period_length
from siro_desktop.domain.comparison import Comparison
from siro_desktop.domain.comparison_notes import notes_between, notes_on
from siro_desktop.domain.periods import DateRange, Period
from siro_desktop.domain.plan import CompareBy, CompareEntities, FetchPlan, build_plan
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.domain.results import Answer, Problem, SavedResult
from siro_desktop.domain.sides import sides_of

RULES = Rules(CALENDAR, timedelta(days=2), 5)
SHARE: Metric = ("share", "percent", 50, 80)
NOVEMBER = days(date(2026, 11, 1), date(2026, 11, 30))
ON_THE_12TH = datetime(2026, 11, 12, 17, tzinfo=UTC)


def plan_of(period: Period, compare_by: CompareBy, **changes: object) -> FetchPlan:
    return build_plan(make_query(period=period, **changes), "acme", compare_by=compare_by, calendar=CALENDAR)


def answered(plan: FetchPlan, fetched_at: datetime = LATER, recordings: float = 40) -> dict[str, Answer]:
    return {cell.key: make_answer(cell.key, [SHARE], recordings, fetched_at=fetched_at) for cell in plan.cells}


def notes(saved: SavedResult, now: datetime | None = None) -> dict[NoteKind, Note]:
    return {note.kind: note for note in notes_on(Comparison(saved), RULES, now or saved.saved_at)}


def side_notes(a: SavedResult, b: SavedResult) -> dict[NoteKind, Note]:
    found = notes_between(sides_of(a)[0], sides_of(b)[0], RULES, LATER)
    return {note.kind: note for note in found}


def test_a_fair_comparison_has_no_notes() -> None:
    plan = plan_of(NOVEMBER, CompareBy(offset=Offset.parse("previous")))
    assert notes(make_result(plan, answered(plan))) == {}  # 31 and 30 days, clocks put back: whole months all the same


def test_an_open_period_is_cut_to_the_days_that_have_passed() -> None:
    plan = plan_of(NOVEMBER, CompareBy(entities=CompareEntities.EACH, offset=Offset.parse("previous")))
    found = notes(make_result(plan, answered(plan, ON_THE_12TH)), ON_THE_12TH)
    note = found[NoteKind.OPEN]
    assert (note.count, note.total, note.subjects) == (1, 2, (NOVEMBER,))
    assert note.remedy is not None
    assert note.remedy.kind is RemedyKind.SAME_DAYS
    question = note.remedy.question
    assert question is not None
    assert question.period == DateRange(date(2026, 11, 1), date(2026, 11, 11))  # the 12th had not ended
    assert question.compare_by == CompareBy(entities=CompareEntities.EACH, offset=Offset(31, Unit.DAY))


def test_once_the_period_is_over_it_is_better_fetched_again() -> None:
    plan = plan_of(NOVEMBER, CompareBy(offset=Offset.parse("previous")))
    note = notes(make_result(plan, answered(plan, ON_THE_12TH)), LATER)[NoteKind.OPEN]
    assert note.remedy is not None
    assert note.remedy.kind is RemedyKind.FETCH_AGAIN


def test_weeks_cut_short_at_the_edges_are_left_out() -> None:
    plan = plan_of(NOVEMBER, CompareBy(unit=Unit.WEEK))  # 1 Nov 2026 is a Sunday, 30 Nov a Monday
    note = notes(make_result(plan, answered(plan)))[NoteKind.EDGES]
    assert (note.count, note.total) == (2, 6)
    assert note.remedy is not None
    assert note.remedy.question is not None
    assert note.remedy.question.period == DateRange(date(2026, 11, 2), date(2026, 11, 29))
    assert note.remedy.question.compare_by == plan.compare_by


def test_a_trend_with_an_open_week_keeps_the_whole_ones() -> None:
    plan = plan_of(days(date(2026, 11, 2), date(2026, 11, 15)), CompareBy(unit=Unit.WEEK))
    note = notes(make_result(plan, answered(plan, ON_THE_12TH)), ON_THE_12TH)[NoteKind.OPEN]
    assert note.remedy is not None
    assert note.remedy.question is not None
    assert note.remedy.question.period == DateRange(date(2026, 11, 2), date(2026, 11, 8))


def test_nothing_whole_has_no_remedy() -> None:
    plan = plan_of(days(date(2026, 11, 3), date(2026, 11, 12)), CompareBy(unit=Unit.WEEK))
    assert notes(make_result(plan, answered(plan)))[NoteKind.EDGES].remedy is None


def test_fetched_so_soon_that_scores_may_still_come() -> None:
    soon = NOVEMBER.end + timedelta(hours=3)
    plan = plan_of(NOVEMBER, CompareBy(offset=Offset.parse("previous")))
    found = notes(make_result(plan, answered(plan, soon)))
    assert set(found) == {NoteKind.EARLY}
    note = found[NoteKind.EARLY]
    assert (note.subjects, note.until) == ((NOVEMBER,), NOVEMBER.end + timedelta(days=2))
    assert note.remedy is not None
    assert note.remedy.kind is RemedyKind.FETCH_AGAIN


def test_unequal_lengths_are_told_in_days_and_made_equal() -> None:
    plan = plan_of(days(date(2026, 11, 1), date(2026, 11, 10)), CompareBy(offset=Offset(1, Unit.MONTH)))
    assert notes(make_result(plan, answered(plan))) == {}  # summer time ended on the 1st: ten days all the same
    plan = plan_of(days(date(2026, 3, 29), date(2026, 3, 31)), CompareBy(offset=Offset(1, Unit.MONTH)))
    note = notes(make_result(plan, answered(plan)))[NoteKind.LENGTHS]
    assert note.days == (1, 3)  # a month before the 29th, the 30th and the 31st of March is 28 February
    assert note.remedy is not None
    assert note.remedy.question is not None
    again = note.remedy.question
    assert again.period == DateRange(date(2026, 3, 29), date(2026, 3, 29))
    assert again.compare_by.offset == Offset(29, Unit.DAY)


def test_cells_that_failed_were_not_asked_or_came_in_part() -> None:
    plan = plan_of(NOVEMBER, CompareBy(unit=Unit.WEEK))
    keys = [cell.key for cell in plan.cells]
    problem = Problem("ServerError", "Siro has a problem", "Try again later.")
    answers = answered(plan)
    del answers[keys[1]], answers[keys[2]], answers[keys[3]]
    answers[keys[4]] = replace(answers[keys[4]], problem=problem, warnings=("Pages repeat.",))
    found = notes(make_result(plan, answers, {keys[1]: problem}))
    assert (found[NoteKind.FAILED].count, found[NoteKind.FAILED].subjects) == (1, ("Try again later.",))
    assert (found[NoteKind.UNASKED].count, found[NoteKind.UNASKED].total) == (2, 6)
    assert (found[NoteKind.PARTIAL].count, found[NoteKind.PARTIAL].total) == (1, 3)
    assert found[NoteKind.WARNINGS].subjects == ("Pages repeat.",)
    remedies = [found[kind].remedy for kind in (NoteKind.FAILED, NoteKind.UNASKED)]
    assert [remedy and remedy.kind for remedy in remedies] == [RemedyKind.CONTINUE] * 2


def test_thin_samples_and_metrics_that_some_lack() -> None:
    plan = plan_of(NOVEMBER, CompareBy(unit=Unit.WEEK))
    answers = answered(plan)
    key = plan.cells[0].key
    answers[key] = make_answer(key, [("new", "", 1, None)], 4)
    found = notes(make_result(plan, answers))
    assert (found[NoteKind.THIN].count, found[NoteKind.THIN].limit) == (1, 5)
    assert found[NoteKind.THIN].remedy is not None
    assert found[NoteKind.THIN].remedy.minimum == 5
    assert found[NoteKind.METRICS].subjects == ("New", "Share")


def test_recordings_that_were_named_are_no_thin_samples() -> None:
    plan = plan_of(NOVEMBER, CompareBy(unit=Unit.WEEK))
    answers = {key: replace(one, filter_by=("RECORDING",)) for key, one in answered(plan, recordings=1).items()}
    assert NoteKind.THIN not in notes(make_result(plan, answers))


def test_notes_come_in_the_order_of_their_weight() -> None:
    plan = plan_of(NOVEMBER, CompareBy(unit=Unit.WEEK))
    comparison = Comparison(make_result(plan, answered(plan, ON_THE_12TH - timedelta(days=2), 1)))
    kinds = [note.kind for note in notes_on(comparison, RULES, LATER)]
    assert kinds == [NoteKind.OPEN, NoteKind.EDGES, NoteKind.EARLY, NoteKind.THIN]


def test_two_sides_of_different_results() -> None:
    a = one_cell([SHARE, ("old", "", 1, None)], conversation_type_id="siding", time_zone="Europe/Berlin")
    b = one_cell([SHARE], 3, filter_by=(EntityType.TEAM,), period=days(date(2026, 11, 1), date(2026, 11, 3)))
    found = side_notes(a, b)
    assert found[NoteKind.TYPES].subjects == ("siding", "roof")
    assert found[NoteKind.ZONES].subjects == ("Europe/Berlin", "America/Denver")
    assert found[NoteKind.POPULATIONS].count == 2
    assert found[NoteKind.METRICS].subjects == ("Old",)
    assert found[NoteKind.THIN].count == 1
    assert found[NoteKind.LENGTHS].remedy is None


def test_two_sides_of_unlike_lengths_are_cut_to_the_same_days() -> None:
    a, b = one_cell([SHARE]), one_cell([SHARE], period=days(date(2026, 11, 1), date(2026, 11, 3)))
    for note in (side_notes(a, b)[NoteKind.LENGTHS], side_notes(b, a)[NoteKind.LENGTHS]):
        assert note.remedy is not None
        assert note.remedy.question is not None
        assert note.remedy.question.period == DateRange(date(2026, 11, 1), date(2026, 11, 3))
        assert note.remedy.question.compare_by == CompareBy(offset=Offset(31, Unit.DAY))


def test_a_side_without_an_answer_says_so() -> None:
    assert set(side_notes(one_cell(None), one_cell([SHARE]))) == {NoteKind.UNASKED}


@pytest.mark.parametrize("same", [True, False])
def test_periods_too_far_apart_or_not_of_days_have_no_remedy(same: bool) -> None:
    start = datetime(2026, 11, 1, 12, tzinfo=UTC)
    other = Period(start, start + timedelta(hours=3)) if same else days(date(2019, 1, 1), date(2019, 1, 2))
    note = side_notes(one_cell([SHARE]), one_cell([SHARE], period=other))[NoteKind.LENGTHS]
    assert note.remedy is None


DAYS = st.dates(date(2025, 6, 1), date(2026, 6, 1))


@given(DAYS, st.integers(1, 120), DAYS, st.integers(1, 120))
def test_the_remedy_for_lengths_makes_them_equal(a: date, n: int, b: date, m: int) -> None:
    """Property: asked again, the two periods have one length, begin where they began, and lie inside."""
    first, second = (days(start, start + timedelta(days=count - 1)) for start, count in ((a, n), (b, m)))
    note = side_notes(one_cell([SHARE], period=first), one_cell([SHARE], period=second)).get(NoteKind.LENGTHS)
    if note is None or note.remedy is None:
        return
    question = note.remedy.question
    assert question is not None
    offset = question.compare_by.offset
    assert offset is not None
    later = question.resolve(LATER, CALENDAR).period
    earlier = offset.apply(later, CALENDAR)
    assert period_length(later, CALENDAR) == period_length(earlier, CALENDAR)
    assert {earlier.start, later.start} == {first.start, second.start}
    assert earlier.end <= max(first.end, second.end)
