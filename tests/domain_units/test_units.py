"""How values are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.units import (
    NumberFormat,
    UnitKind,
    axis_key,
    format_change,
    format_points,
    format_value,
    unit_kind,
)

GERMAN = NumberFormat(",", ".")


@pytest.mark.parametrize(
    ("unit", "abbreviation", "kind"),
    [
        ("seconds", "sec", UnitKind.SECONDS),
        ("SEC", "", UnitKind.SECONDS),
        ("", "s", UnitKind.SECONDS),
        ("minutes", "min", UnitKind.MINUTES),
        ("milliseconds", "ms", UnitKind.MILLISECONDS),
        ("Percent", "%", UnitKind.PERCENT),
        ("%", "%", UnitKind.PERCENT),
        ("count", "#", UnitKind.COUNT),
        ("questions", "q", UnitKind.COUNT),
        ("words per minute", "wpm", UnitKind.WORDS_PER_MINUTE),
        ("words_per_minute", "", UnitKind.WORDS_PER_MINUTE),
        ("score", "", UnitKind.SCORE),
        ("ratio", "", UnitKind.RATIO),
        ("parsecs", "pc", UnitKind.UNKNOWN),
        ("", "", UnitKind.UNKNOWN),
    ],
)
def test_units_are_recognized_by_name_or_abbreviation(unit: str, abbreviation: str, kind: UnitKind) -> None:
    assert unit_kind(unit, abbreviation) is kind


@pytest.mark.parametrize(
    ("value", "unit", "abbreviation", "written"),
    [
        (1800, "seconds", "sec", "30:00"),
        (112.4, "seconds", "sec", "1:52"),
        (0, "seconds", "sec", "0:00"),
        (59.5, "seconds", "sec", "1:00"),
        (3599.6, "seconds", "sec", "1:00:00"),
        (3725, "seconds", "sec", "1:02:05"),
        (-90, "seconds", "sec", "−1:30"),
        (-0.2, "seconds", "sec", "0:00"),
        (43.21, "percent", "%", "43.2\u00a0%"),
        (100, "percent", "%", "100.0\u00a0%"),
        (-0.04, "percent", "%", "0.0\u00a0%"),
        (1204, "count", "", "1,204"),
        (6.4, "questions", "q", "6.4"),
        (-1204.5, "count", "", "−1,204.5"),
        (142.256, "words per minute", "wpm", "142.26\u00a0wpm"),
        (12.5, "minutes", "min", "12.5\u00a0min"),
        (0.0042, "ratio", "", "0.0042\u00a0ratio"),
        (7, "", "", "7"),
        (3, "parsecs", "", "3\u00a0parsecs"),
        (None, "seconds", "sec", "—"),
        (math.inf, "count", "", "∞"),
        (-math.inf, "seconds", "s", "−∞"),
        (math.nan, "percent", "%", "NaN"),
        (1e300, "count", "", "1e+300"),
        (-1.5e20, "percent", "%", "−1.5e+20\u00a0%"),
    ],
)
def test_a_value_is_written_with_its_unit(value: float | None, unit: str, abbreviation: str, written: str) -> None:
    """Row 30: seconds as m:ss or h:mm:ss, percent with one decimal, counts grouped."""
    assert format_value(value, unit, abbreviation) == written


def test_marks_follow_the_locale() -> None:
    assert format_value(1234567.5, "count", "", GERMAN) == "1.234.567,5"
    assert format_value(43.2, "percent", "%", GERMAN) == "43,2\u00a0%"
    assert format_value(1000, "count", "", GERMAN) == "1.000"


def test_units_share_an_axis_only_if_they_are_the_same() -> None:
    """Row 35: never two units on one axis."""
    assert axis_key("seconds", "sec") == axis_key("SEC") == axis_key("", "s")
    units = [
        "seconds",
        "minutes",
        "milliseconds",
        "percent",
        "count",
        "questions",
        "words",
        "wpm",
        "score",
        "ratio",
        "?",
        "",
    ]
    assert len({axis_key(unit) for unit in units}) == len(units)


@given(st.floats(-1e14, 1e14, allow_nan=False), st.sampled_from(["seconds", "percent", "count", "wpm", "ratio", "?"]))
def test_a_written_value_never_lies_about_its_sign(value: float, unit: str) -> None:
    written = format_value(value, unit)
    has_digit = any(digit in written for digit in "123456789")
    assert written.startswith("−") == (value < 0 and has_digit)


@given(st.integers(0, 10**9))
def test_seconds_can_be_read_back(seconds: int) -> None:
    parts = [int(part.replace(",", "")) for part in format_value(seconds, "seconds").split(":")]
    total = 0
    for part in parts:
        total = total * 60 + part
    assert total == seconds


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (14, "seconds", "+0:14"),
        (-180, "seconds", "−3:00"),
        (0.2, "seconds", "0:00"),
        (0.64, "count", "+0.64"),
        (0, "count", "0"),
        (None, "count", "—"),
        (10, "percent", "+10.0 pp"),
        (-5.84, "%", "−5.8 pp"),
        (0.01, "%", "0.0 pp"),
        (math.nan, "%", "—"),
    ],
)
def test_a_change_has_a_sign_where_there_is_one(value: float | None, unit: str, written: str) -> None:
    assert format_change(value, unit).replace("\N{NO-BREAK SPACE}", " ") == written


def test_points_follow_the_locale() -> None:
    assert format_points(1234.56, GERMAN) == "+1.234,6\N{NO-BREAK SPACE}pp"
