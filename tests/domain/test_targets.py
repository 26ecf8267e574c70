"""Targets: bands with a direction and a first day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.targets import Direction, Source, Status, Target, Targets
from siro_desktop.errors import TargetError

SHARE = Target(metric_id="share", minimum=40, maximum=60, tolerance=5)
QUESTIONS = Target(metric_id="questions", minimum=11, tolerance=1)
MONOLOGUE = Target(metric_id="monologue", maximum=110)
DAY = date(2026, 10, 31)
FINITE = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("target", "value", "status"),
    [
        (SHARE, 40, Status.MET),
        (SHARE, 60, Status.MET),
        (SHARE, 65, Status.NEAR),
        (SHARE, 35, Status.NEAR),
        (SHARE, 65.1, Status.MISSED),
        (SHARE, 0, Status.MISSED),
        (QUESTIONS, 10, Status.NEAR),
        (QUESTIONS, 400, Status.MET),
        (MONOLOGUE, 110, Status.MET),
        (MONOLOGUE, 110.5, Status.MISSED),
        (SHARE, None, None),
        (SHARE, float("nan"), None),
    ],
)
def test_a_value_meets_its_band_or_not(target: Target, value: float | None, status: Status | None) -> None:
    assert target.status(value) is status


def test_the_direction_follows_from_the_ends() -> None:
    assert [one.direction for one in (SHARE, QUESTIONS, MONOLOGUE)] == [
        Direction.INSIDE,
        Direction.HIGHER,
        Direction.LOWER,
    ]


@pytest.mark.parametrize(
    ("before", "after", "towards"),
    [(70, 60, True), (43, 60, None), (60, 70, False), (20, 70, True), (20, 80, None), (None, 50, None)],
)
def test_a_change_goes_towards_the_band_or_away(before: float | None, after: float, towards: bool | None) -> None:
    assert SHARE.moved_towards(before, after) is towards


@given(FINITE, FINITE)
def test_towards_one_way_is_away_the_other_way(before: float, after: float) -> None:
    there, back = SHARE.moved_towards(before, after), SHARE.moved_towards(after, before)
    assert (there is None) == (back is None)
    assert there is None or there is not back


@pytest.mark.parametrize(
    ("ends", "field"),
    [
        ({}, "minimum"),
        ({"minimum": 2.0, "maximum": 1.0}, "maximum"),
        ({"minimum": 2.0, "tolerance": -1.0}, "tolerance"),
    ],
)
def test_a_band_that_makes_no_sense_names_its_field(ends: dict[str, float], field: str) -> None:
    with pytest.raises(TargetError) as caught:
        Target(metric_id="m", **ends)
    assert caught.value.field == field


def test_a_target_is_for_a_metric() -> None:
    with pytest.raises(TargetError) as caught:
        Target(metric_id="", minimum=1)
    assert caught.value.field == "metric_id"


def test_what_holds_on_a_day() -> None:
    siro = replace(SHARE, source=Source.SIRO, minimum=45)
    later = replace(SHARE, valid_from=date(2026, 11, 1), minimum=50)
    of_roof = replace(SHARE, conversation_type_id="roof", minimum=30)
    targets = Targets((later, siro, SHARE, of_roof))
    assert targets.find("share", DAY) == SHARE
    assert targets.find("share", DAY, "roof") == of_roof
    assert targets.find("share", date(2026, 11, 1)) == later
    assert targets.find("questions", DAY) is None
    assert Targets((siro,)).find("share", DAY) == siro


def test_a_source_is_replaced_as_a_whole() -> None:
    siro = replace(SHARE, source=Source.SIRO)
    assert Targets((siro, QUESTIONS)).replacing([replace(siro, minimum=1)], Source.SIRO).all == (
        QUESTIONS,
        replace(siro, minimum=1),
    )
