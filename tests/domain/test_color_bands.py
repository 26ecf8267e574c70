"""Colours of pass rates, and what a result is held against."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.color_bands import SIRO_BANDS, ColorBands, build_color_bands
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import SavedResult
from siro_desktop.domain.targets import HeldTargets, LookUp, Source, Status, Target, Targets
from siro_desktop.errors import TargetError

MONTH = Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC))  # October in Denver
SHARE = Target(metric_id="share", minimum=40, maximum=60)
STRICT = build_color_bands([("RED", 0, 89), ("GREEN", 90, 100)])


def saved(time_zone: str = "America/Denver") -> SavedResult:
    query = MetricsQuery(
        organization_id="o", conversation_type_id="roof", period=MONTH, filter_by=(EntityType.USER,), ids=("u",)
    )
    known: dict[str, Any] = {"id": 1, "profile_name": "A", "api_base_url": "", "saved_at": MONTH.end}
    return SavedResult(plan=build_plan(query, "a"), time_zone=time_zone, **known)


@pytest.mark.parametrize(
    ("rate", "status"),
    [
        (0, Status.MISSED),
        (49.9, Status.MISSED),
        (50, Status.NEAR),
        (79.99, Status.NEAR),
        (80, Status.MET),
        (100, Status.MET),
        (120, Status.MET),
        (-1, Status.MISSED),
        (None, None),
        (float("nan"), None),
    ],
)
def test_siro_s_own_colours(rate: float | None, status: Status | None) -> None:
    assert SIRO_BANDS.status(rate) is status


@given(st.permutations([("RED", 0, 44), ("Yellow", 45, 74), ("GREEN", 75, 100), ("BLUE", 1, 2), ("RED", None, 3)]))
def test_entries_may_come_in_any_order_and_odd_ones_are_left_out(entries: list[Any]) -> None:
    bands = build_color_bands(entries)
    assert bands is not None
    assert [(band.low, band.status) for band in bands.bands] == [
        (0, Status.MISSED),
        (45, Status.NEAR),
        (75, Status.MET),
    ]


def test_without_one_usable_entry_there_are_no_bands() -> None:
    assert build_color_bands([("BLUE", 0, 1)]) is None
    assert ColorBands(()).status(50) is None


@pytest.mark.parametrize("field", ["minimum", "maximum", "tolerance"])
@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_band_is_finite(field: str, number: float) -> None:
    with pytest.raises(TargetError) as caught:
        Target(metric_id="m", **({"minimum": 0.0} | {field: number}))
    assert caught.value.field == field


def test_a_result_is_held_against_what_is_valid_on_its_last_day() -> None:
    from_november = replace(SHARE, minimum=50, valid_from=date(2026, 11, 1))
    from_the_last_day = replace(SHARE, minimum=45, valid_from=date(2026, 10, 31))
    elsewhere = replace(SHARE, minimum=1, conversation_type_id="solar")
    targets = Targets((from_november, from_the_last_day, SHARE, elsewhere))
    assert targets.held(saved()).by_metric == {"share": from_the_last_day}
    assert targets.held(saved("Asia/Tokyo")).by_metric == {"share": from_november}
    assert targets.held(saved()).status("share", 43) is Status.MISSED
    assert HeldTargets().status("share", 43) is None


TARGETS = st.lists(
    st.builds(
        Target,
        metric_id=st.sampled_from(["a", "b"]),
        minimum=st.integers(0, 9),
        valid_from=st.none() | st.dates(date(2026, 10, 29), date(2026, 11, 2)),
        conversation_type_id=st.sampled_from(["", "roof", "solar"]),
        source=st.sampled_from(Source),
    ),
    unique_by=lambda target: target.key,
)


@given(TARGETS)
def test_held_and_found_are_the_same(targets: list[Target]) -> None:
    known = Targets(tuple(targets))
    held = known.held(saved())
    for metric in ("a", "b"):
        assert held.by_metric.get(metric) == known.find(metric, date(2026, 10, 31), "roof")


def test_colours_are_the_conversation_type_s_else_the_latest_else_siro_s() -> None:
    assert STRICT is not None
    old = LookUp("roof", SIRO_BANDS, datetime(2026, 10, 1, tzinfo=UTC))
    new = LookUp("solar", STRICT, datetime(2026, 10, 2, tzinfo=UTC))
    targets = Targets((), (old, new))
    assert targets.color_bands("roof") == SIRO_BANDS
    assert targets.color_bands("storm") == STRICT
    assert Targets().color_bands("roof") == SIRO_BANDS
    assert targets.looked_up_at("solar") == new.fetched_at
    assert targets.looked_up_at("storm") is None
    assert targets.replacing([SHARE], Source.HAND).look_ups == targets.look_ups
