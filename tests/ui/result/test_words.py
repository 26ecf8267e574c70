"""Periods, ages, instants and questions in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from result_samples import DENVER, NAMES, NOW, make_query

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
