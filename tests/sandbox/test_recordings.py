"""The invented recordings: the same for the same seed, and a past that stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siro_desktop.sandbox.metrics import COLUMN, METRICS
from siro_desktop.sandbox.organization import CONVERSATION_TYPES, TEAM_IDS, Story, build_organization
from siro_desktop.sandbox.recordings import DAYS_KEPT, RecordingBook, Recordings, make_recordings

TODAY = date(2026, 3, 15)
ORGANIZATION = build_organization(1)
BOOK = RecordingBook(ORGANIZATION, TODAY)


def between(made: Recordings, first: date, last: date) -> list[tuple[object, ...]]:
    """The recordings of some days, whole."""
    rows = np.flatnonzero((made.day >= first.toordinal()) & (made.day <= last.toordinal()))
    return [
        (
            *(int(column[row]) for column in (made.day, made.slot, made.started, made.conversation_type)),
            *made.values[row],
        )
        for row in rows
    ]


def test_there_are_5_teams_of_60_reps_and_3_conversation_types() -> None:
    assert len(TEAM_IDS) == 5
    assert len(ORGANIZATION.reps) == 60
    assert len({rep.user_id for rep in ORGANIZATION.reps}) == 60
    assert sum(len(ORGANIZATION.team(number)) for number in range(5)) == 60
    assert len(CONVERSATION_TYPES) == 3


def test_all_25_documented_metric_types_and_several_ai_metrics() -> None:
    types = [metric.metric_type for metric in METRICS]
    assert len(set(types)) == 25
    assert types.count("AI_METRIC") >= 5


def test_names_try_every_script_and_a_formula() -> None:
    names = [f"{rep.first_name} {rep.last_name}" for rep in ORGANIZATION.reps]
    assert any(name.startswith("=") for name in names)
    assert any(len(name) > 50 for name in names)
    assert any("\u0590" <= name[0] <= "\u06ff" for name in names)
    assert any("\u3040" <= name[-1] <= "\u9fff" for name in names)
    assert any(metric.name.startswith("=") for metric in METRICS)


def test_the_same_seed_gives_the_same_and_another_seed_something_else() -> None:
    rep = ORGANIZATION.reps[20]
    days = np.arange(TODAY.toordinal() - 60, TODAY.toordinal())
    again = make_recordings(1, build_organization(1).reps[20], days)
    other = make_recordings(2, build_organization(2).reps[20], days)
    assert np.array_equal(make_recordings(1, rep, days).values, again.values)
    assert not np.array_equal(again.started, other.started)


@given(number=st.integers(0, 59), back=st.integers(0, DAYS_KEPT - 1), later=st.integers(1, 400))
@settings(max_examples=40)
def test_a_later_run_does_not_rewrite_the_past(number: int, back: int, later: int) -> None:
    """Each (seed, rep, day) is made on its own."""
    rep = ORGANIZATION.reps[number]
    day = TODAY - timedelta(days=back)
    alone = make_recordings(1, rep, np.array([day.toordinal()]))
    assert between(alone, day, day) == between(BOOK.of(rep), day, day)
    later_book = RecordingBook(ORGANIZATION, TODAY + timedelta(days=later))
    first = max(later_book.first_day, day)
    assert between(later_book.of(rep), first, TODAY) == between(BOOK.of(rep), first, TODAY)


@given(today=st.dates(date(2024, 1, 1), date(2035, 1, 1)), seed=st.integers(0, 50))
@settings(max_examples=40)
def test_somebody_has_three_recordings_and_somebody_has_left_whatever_day_it_is(today: date, seed: int) -> None:
    organization = build_organization(seed)
    book = RecordingBook(organization, today)
    rare = next(rep for rep in organization.reps if rep.story is Story.RARELY_RECORDS)
    assert len(book.of(rare)) == 3
    [left] = [rep for rep in organization.reps if book.is_away(rep)]
    assert len(book.of(left)) > 50
    assert book.of(left).day[-1] < today.toordinal()


@pytest.mark.parametrize(("story", "sign"), [(Story.IMPROVES, 1), (Story.FADES, -1)])
def test_one_improves_and_one_fades(story: Story, sign: int) -> None:
    rep = next(rep for rep in ORGANIZATION.reps if rep.story is story)
    made = BOOK.of(rep)
    asked = made.values[:, COLUMN["sm_longest_monologue_seconds"]]
    quarter = len(asked) // 4
    assert sign * (asked[:quarter].mean() - asked[-quarter:].mean()) > 15


def test_there_are_seasons() -> None:
    months = [date.fromordinal(int(day)).month for rep in ORGANIZATION.reps for day in BOOK.of(rep).day]
    assert months.count(6) > 1.5 * months.count(1)


def test_24_months_up_to_today_and_not_a_day_more() -> None:
    days = np.concatenate([BOOK.of(rep).day for rep in ORGANIZATION.reps])
    assert date.fromordinal(int(days.min())) == TODAY - timedelta(days=DAYS_KEPT - 1)
    assert date.fromordinal(int(days.max())) == TODAY


def test_recordings_come_in_the_order_of_time() -> None:
    for rep in ORGANIZATION.reps:
        assert np.all(np.diff(BOOK.of(rep).started) > 0)


def test_figures_of_a_recording_agree_with_each_other() -> None:
    made = BOOK.of(ORGANIZATION.reps[30])
    column = {key: made.values[:, number] for key, number in COLUMN.items()}
    spoken = column["sm_rep_speaking_time"] + column["sm_customer_speaking_time"]
    assert np.all(spoken <= column["sm_conversation_time"])
    assert np.allclose(column["sm_rep_speaker_share"], 100 * column["sm_rep_speaking_time"] / spoken, atol=0.051)
    assert np.all(column["sm_longest_monologue_seconds"] <= column["sm_rep_speaking_time"])
    assert np.all(column["sm_total_rep_exchanges_with_a_question"] <= column["sm_rep_exchanges_count"])
