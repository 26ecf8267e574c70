"""Periods, ages, instants and questions in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from result_samples import DENVER, NAMES, NOW, make_query

from siro_desktop.domain.names import NamedId
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.query import EntityType
from siro_desktop.ui.words import age_in_words, instant_in_words, period_in_words, query_in_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "1–31 Oct 2026 (Denver)"),
        (date(2026, 10, 31), date(2026, 10, 31), "31 Oct 2026 (Denver)"),
        (date(2026, 9, 28), date(2026, 10, 4), "28 Sep – 4 Oct 2026 (Denver)"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 – 4 Jan 2026 (Denver)"),
        (date(2026, 10, 26), date(2026, 11, 2), "26 Oct – 2 Nov 2026 (Denver)"),  # clocks change inside
    ],
)
def test_periods_in_words(first, last, words) -> None:
    assert period_in_words(local_period(DateRange(first, last), DENVER), DENVER) == words


def test_a_period_not_cut_at_midnights_shows_its_times() -> None:
    period = Period(datetime(2026, 10, 1, 15, tzinfo=UTC), datetime(2026, 10, 2, 0, 30, tzinfo=UTC))
    assert period_in_words(period, DENVER) == "1 Oct 2026 09:00 – 1 Oct 2026 18:30 (Denver)"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=30), "30 days ago"),
        (timedelta(days=62), "2 months ago"),
        (timedelta(days=364), "12 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_ages_in_words(age, words) -> None:
    assert age_in_words(NOW - age, NOW) == words


def test_instants_are_without_doubt() -> None:
    assert instant_in_words(NOW, DENVER) == "2 Nov 2026 09:14:00 (Denver, UTC−07:00)"


def test_ids_stand_where_names_are_not_known() -> None:
    query = make_query(ids=("user_1", "user_9", "user_3", "user_4"))
    assert query_in_words(query, NAMES) == "Ana Ruiz, user_9 and 2 more · Roof inspection"
    assert query_in_words(query, None) == "user_1, user_9 and 2 more · conv_roof"
    whole = make_query(ids=("org_1",), filter_by=(EntityType.ORGANIZATION,))
    assert query_in_words(whole, NAMES) == "Whole organization · Roof inspection"


def test_recordings_are_counted_and_named_by_whose_they_are() -> None:
    mine = tuple(NamedId(f"rec_{number}", "Roof inspection", user_id="user_1") for number in range(3))
    query = make_query(ids=tuple(one.id for one in mine), filter_by=(EntityType.RECORDING,))
    assert query_in_words(query, replace(NAMES, recordings=mine)) == "3 recordings of Ana Ruiz · Roof inspection"
    of_two = (*mine[:2], replace(mine[2], user_id="user_2"))
    assert query_in_words(query, replace(NAMES, recordings=of_two)) == "3 recordings · Roof inspection"
    assert query_in_words(query, None) == "3 recordings · conv_roof"
    of_a_stranger = tuple(replace(one, user_id="user_7") for one in mine)
    assert query_in_words(query, replace(NAMES, recordings=of_a_stranger)) == "3 recordings · Roof inspection"
