"""Colours of pass rates, and what a result is held against."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from struct_strategies import builds

from siro_desktop.domain.color_bands import (
    MOST_RANGES,
    SIRO_BANDS,
    ColorBands,
    RateBand,
    build_color_bands,
    build_own_bands,
)
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.results import SavedResult
from siro_desktop.domain.targets import HeldTargets, LookUp, OwnColors, Source, Status, Target, Targets
from siro_desktop.errors import TargetError

MONTH = Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC))  # October in Denver
SHARE = Target(metric_id="share", minimum=40, maximum=60)
LAST_DAY = date(2026, 10, 31)
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
    builds(
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
    assert targets.siro_bands("roof") == SIRO_BANDS
    assert targets.siro_bands("storm") == STRICT
    assert Targets().siro_bands("roof") == SIRO_BANDS
    assert targets.looked_up_at("solar") == new.fetched_at
    assert targets.looked_up_at("storm") is None
    assert targets.replacing([SHARE], Source.HAND).look_ups == targets.look_ups


# Set by hand --------------------------------------------------------------------------------------------------------

HALVES = build_own_bands([(Status.MISSED, 0), (Status.MET, 50)])
THIRDS = build_own_bands([(Status.MISSED, 0), (Status.NEAR, 33.3), (Status.MET, 66.7)])
LOWS = st.lists(
    st.floats(0, 100, exclude_min=True, exclude_max=True), min_size=1, max_size=MOST_RANGES - 1, unique=True
)


@given(LOWS.map(sorted), st.floats(-5, 105))
def test_own_bands_touch_and_reach_from_0_to_100(lows: list[float], rate: float) -> None:
    words = [Status.MISSED, Status.NEAR, Status.MET] * MOST_RANGES
    bands = build_own_bands([*zip(words, [0.0, *lows], strict=False)]).bands
    assert [band.high for band in bands] == [*lows, 100]
    status = ColorBands(bands).status(rate)
    reached = [band for band in bands if band.low <= rate] or [bands[0]]
    assert status is reached[-1].status


@pytest.mark.parametrize(
    ("starts", "field", "words"),
    [
        ([], "ranges", "at least two"),
        ([(Status.MET, 0)], "ranges", "at least two"),
        ([(Status.MET, n) for n in range(MOST_RANGES + 1)], "ranges", "at most 10"),
        ([(Status.MISSED, 1), (Status.MET, 50)], "low_0", "begin at 0"),
        ([(Status.MISSED, 0), (Status.NEAR, 60), (Status.MET, 60)], "low_2", "above 60 and below 100"),
        ([(Status.MISSED, 0), (Status.NEAR, 60.5), (Status.MET, 40)], "low_2", "above 60.5"),
        ([(Status.MISSED, 0), (Status.MET, 100)], "low_1", "below 100"),
        ([(Status.MISSED, 0), (Status.MET, float("nan"))], "low_1", "Enter a number"),
        ([(Status.MISSED, 0), (Status.MET, 50), (Status.MET, 70)], "status_2", "is met too"),
    ],
)
def test_ranges_without_sense_say_which_one(starts: list[Any], field: str, words: str) -> None:
    with pytest.raises(TargetError, match=words) as caught:
        build_own_bands(starts)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "bands", [SIRO_BANDS, ColorBands((RateBand(Status.MET, 0, 40), RateBand(Status.NEAR, 50, 100)))]
)
def test_own_colours_have_no_gap(bands: ColorBands) -> None:
    with pytest.raises(TargetError, match="where the next one begins"):
        OwnColors(bands=bands)


def test_colours_set_by_hand_win_over_siro_s() -> None:
    assert STRICT is not None
    asked = LookUp("roof", STRICT, datetime(2026, 10, 1, tzinfo=UTC))
    targets = Targets(look_ups=(asked,), own_colors=(OwnColors(bands=HALVES),))
    assert targets.color_bands("share", LAST_DAY, "roof") == HALVES
    assert replace(targets, own_colors=()).color_bands("share", LAST_DAY, "roof") == STRICT
    elsewhere = OwnColors(bands=HALVES, conversation_type_id="solar")
    assert replace(targets, own_colors=(elsewhere,)).color_bands("share", LAST_DAY, "roof") == STRICT


def test_the_nearest_colours_win_a_metric_s_a_conversation_type_s_the_latest() -> None:
    anywhere, of_metric = OwnColors(bands=HALVES), OwnColors(bands=THIRDS, metric_id="share")
    of_type = OwnColors(bands=THIRDS, conversation_type_id="roof")
    late = OwnColors(bands=THIRDS, valid_from=LAST_DAY)
    too_late = OwnColors(bands=THIRDS, valid_from=date(2026, 11, 1))
    for others, found in (
        ([of_metric], THIRDS),
        ([of_type], THIRDS),
        ([late], THIRDS),
        ([too_late], HALVES),
        ([OwnColors(bands=THIRDS, metric_id="pace")], HALVES),
        ([of_metric, OwnColors(bands=HALVES, conversation_type_id="roof")], THIRDS),
        ([OwnColors(bands=HALVES, conversation_type_id="roof"), late], HALVES),
    ):
        assert Targets(own_colors=(anywhere, *others)).color_bands("share", LAST_DAY, "roof") == found


OWN = st.lists(
    builds(
        OwnColors,
        bands=st.sampled_from([HALVES, THIRDS]),
        metric_id=st.sampled_from(["", "a", "b"]),
        conversation_type_id=st.sampled_from(["", "roof", "solar"]),
        valid_from=st.none() | st.dates(date(2026, 10, 29), date(2026, 11, 2)),
    ),
    unique_by=lambda own: own.key,
)


@given(OWN)
def test_colours_held_and_found_are_the_same(own: list[OwnColors]) -> None:
    known = Targets(own_colors=tuple(own))
    held = known.held(saved())
    for metric in ("a", "b", "c"):
        assert held.bands_of(metric) == known.color_bands(metric, LAST_DAY, "roof")
    assert held.bands == known.color_bands("", LAST_DAY, "roof")
