"""Pass rates say about where they may lie, and their differences whether they are more than noise."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.comparison import Figure
from siro_desktop.domain.intervals import pass_rate_interval
from siro_desktop.ui.pass_rate_words import about_in_words, pass_rate_change_in_words, pass_rate_tip, range_in_words

GAP = "\u00a0"
pytestmark = pytest.mark.usefixtures("qapp")


def test_a_rate_is_said_with_its_range() -> None:
    assert about_in_words(71.0, 148) == f"71.0{GAP}% (about 63–78{GAP}%)"
    assert pass_rate_tip(71.25, 148).startswith(f"71.25 % (about 63–78{GAP}%, 148 recordings)\n")


def test_both_ends_are_reached() -> None:
    assert range_in_words(0.0, 10) == f"0–28{GAP}%"
    assert range_in_words(100.0, 10) == f"72–100{GAP}%"


@pytest.mark.parametrize(("rate", "recordings"), [(None, 5), (50.0, None), (50.0, 0), (140.0, 5), (float("nan"), 5)])
def test_where_nothing_is_known_no_range_is_said(rate, recordings) -> None:
    assert range_in_words(rate, recordings) == ""
    assert "about" not in about_in_words(rate, recordings)
    assert "about" not in pass_rate_tip(rate, recordings)


@given(st.floats(0, 100), st.integers(1, 10**6))
def test_the_range_that_is_said_holds_the_interval(rate, recordings) -> None:
    interval = pass_rate_interval(rate, recordings)
    found = re.fullmatch(rf"(\d+)–(\d+){GAP}%", range_in_words(rate, recordings))
    assert found is not None
    assert interval is not None
    low, high = map(int, found.groups())
    assert low <= interval.low <= interval.high <= high
    assert interval.low - low < 1
    assert high - interval.high < 1


def test_a_difference_says_whether_it_is_noise() -> None:
    small, large = Figure(None, 60.0, 20), Figure(None, 75.0, 20)
    assert pass_rate_change_in_words(small, large) == f"Pass rate +15.0{GAP}pp since the period before, within noise"
    sure = pass_rate_change_in_words(Figure(None, 60.0, 900), Figure(None, 75.0, 900))
    assert sure.endswith("since the period before, more than noise")
    assert pass_rate_change_in_words(small, Figure(None, None, 20)) == ""
    assert pass_rate_change_in_words(None, large) == ""
