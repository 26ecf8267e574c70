"""Values as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.typed_values import read_typed, write_typed
from siro_desktop.domain.units import NumberFormat

GERMAN = NumberFormat(",", ".")
FORMATS = st.sampled_from([NumberFormat(), GERMAN, NumberFormat(",", "\u202f"), NumberFormat(".", "'")])


@pytest.mark.parametrize(
    ("text", "unit", "short", "value"),
    [
        ("40", "percent", "%", 40),
        (" 43.2 % ", "percent", "%", 43.2),
        ("43.2 percent", "percent", "%", 43.2),
        ("1:52", "seconds", "sec", 112),
        ("1:52.4", "seconds", "sec", 112.4),
        ("1:00:05", "seconds", "sec", 3605),
        ("\u22121:05", "seconds", "sec", -65),
        ("90", "seconds", "sec", 90),
        ("90 sec", "seconds", "sec", 90),
        ("120:00", "seconds", "sec", 7200),
        ("1,204", "count", "#", 1204),
        ("1,204,000.5", "score", "pts", 1204000.5),
        ("-3.5 pts", "score", "pts", -3.5),
        ("1e3", "", "", 1000),
    ],
)
def test_what_is_typed(text: str, unit: str, short: str, value: float) -> None:
    assert read_typed(text, unit, short) == pytest.approx(value)


@pytest.mark.parametrize(("text", "value"), [("43,2", 43.2), ("1.204,5", 1204.5), ("0,5", 0.5)])
def test_a_comma_is_a_decimal_mark_where_it_is_one(text: str, value: float) -> None:
    assert read_typed(text, "percent", "%", GERMAN) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "percent"),
        ("many", "percent"),
        ("1:75", "seconds"),
        ("1:75:00", "seconds"),
        ("1:", "seconds"),
        ("1:30", "percent"),
        ("1,5", "count"),
        ("inf", "count"),
        ("nan", "count"),
        ("1e999", "count"),
    ],
)
def test_what_makes_no_sense(text: str, unit: str) -> None:
    with pytest.raises(ValueError):
        read_typed(text, unit)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**7), 10**7), FORMATS)
@pytest.mark.parametrize(("unit", "short"), [("seconds", "sec"), ("percent", "%"), ("score", "pts"), ("", "")])
def test_what_is_written_is_read_again(unit: str, short: str, value: float, numbers: NumberFormat) -> None:
    assert read_typed(write_typed(value, unit, short, numbers), unit, short, numbers) == value


def test_written_for_editing() -> None:
    assert write_typed(112, "seconds") == "1:52"
    assert write_typed(-3605.0, "seconds") == "-1:00:05"
    assert write_typed(45, "seconds") == "45"
    assert write_typed(112.4, "seconds", "", GERMAN) == "112,4"
    assert write_typed(40.0, "percent") == "40"
    assert write_typed(None, "percent") == ""
