"""The trend as a sheet: ticks, gaps stay gaps, open periods are told apart, few lines stand out."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from compared_samples import REFUSED, make_state, plain
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.units import UnitKind
from siro_desktop.ui.charts.marks import WHOLE
from siro_desktop.ui.charts.ticks import axis_span, every_nth, tick_values
from siro_desktop.ui.charts.trend_panels import (
    DIMMED,
    TrendLayout,
    TrendPanel,
    build_trend,
    highlighted,
    line_facts,
    plan_trend,
)

FINITE = st.floats(-1e9, 1e9)


def one_panel(state):
    facts = {entity: line_facts(state, entity) for entity in state.shown_entities}
    return build_trend(state, TrendPanel(state.metric, state.shown_entities), facts)


@given(FINITE, FINITE, st.integers(2, 12), st.sampled_from(list(UnitKind)))
def test_ticks_are_round_rise_evenly_and_hold_all_values(one, other, most, kind) -> None:
    low, high = min(one, other), max(one, other)
    ticks = tick_values(low, high, most, kind)
    step = ticks[1] - ticks[0]
    assert 2 <= len(ticks) <= most + 2
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= high - step * 1e-6
    assert all(math.isclose(b - a, step, rel_tol=1e-6) for a, b in pairwise(ticks))


def test_seconds_are_ticked_as_clocks_are() -> None:
    assert tick_values(0, 130, 6, UnitKind.SECONDS) == [0, 30, 60, 90, 120, 150]
    assert tick_values(0, 1300, 6, UnitKind.SECONDS) == [0, 300, 600, 900, 1200, 1500]
    assert tick_values(0, 0, 6) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert tick_values(-1e308, 1e308, 6) == [-1e308, 0, 1e308]
    with pytest.raises(ValueError, match="finite"):
        tick_values(0, math.nan, 5)


def test_counts_and_shares_begin_at_zero_and_flat_paces_do_not() -> None:
    assert axis_span([60.0, 62.0], UnitKind.PERCENT) == (0, 62)
    assert axis_span([130.0, 140.0], UnitKind.WORDS_PER_MINUTE) == (130, 140)
    assert axis_span([130.0, 140.0], UnitKind.WORDS_PER_MINUTE, from_zero=True) == (0, 140)
    assert axis_span([10.0, 140.0], UnitKind.WORDS_PER_MINUTE) == (0, 140)
    assert axis_span([-5.0, -4.0], UnitKind.SCORE) == (-5, 0)
    assert axis_span([], UnitKind.SCORE) == (0, 1)


@given(st.integers(0, 400), st.floats(1, 5000), st.floats(1, 300))
def test_dates_never_overlap_and_the_last_is_named(places, pixels, widest) -> None:
    """Row 34: x-axis labels that never overlap."""
    named = every_nth(places, pixels, widest)
    assert (named[-1] == places - 1) if places else named == []
    each = pixels / max(places, 1)
    assert all((b - a) * each >= widest * (1 - 1e-9) for a, b in pairwise(named))


def test_no_line_leads_over_a_gap(qapp) -> None:
    """Row 27: missing is not zero."""
    holes = {1: None, 4: REFUSED, 6: math.nan}
    state = make_state(1, 8, lambda _e, p, _m: holes.get(p, 5.0))
    line = one_panel(state).lines[0]
    assert [value is None for value in line.values] == [False, True, False, False, True, False, True, False]
    assert line.segments(is_open=False) == [(2, 3)]
    assert line.lonely() == [0, 5, 7]


def test_what_leads_to_an_open_period_is_told_apart(qapp) -> None:
    """Row 25."""
    state = make_state(1, 4, fetched_at=datetime(2026, 1, 21, tzinfo=UTC))
    line = one_panel(state).lines[0]
    assert line.opens == (False, False, True, True)
    assert line.segments(is_open=False) == [(0, 1)]
    assert line.segments(is_open=True) == [(1, 2), (2, 3)]


@pytest.mark.parametrize("entities", [1, 4, 5, 60])
def test_at_most_four_lines_and_the_whole_stand_out(qapp, entities) -> None:
    state = make_state(entities, 2, with_whole=True)
    lines = one_panel(state).lines
    compared = [line.series for line in lines if line.series not in {WHOLE, DIMMED}]
    assert compared == list(range(min(entities, 4)))
    assert len(lines) == entities + (entities > 1)
    if entities > 1:
        assert [line.name for line in lines if line.series == WHOLE] == ["All together"]


def test_the_selected_entity_stands_out_too(qapp) -> None:
    state = make_state(6, 2)
    state.select(Place(5, 0))
    assert highlighted(state, state.shown_entities) == {0: 0, 1: 1, 2: 2, 5: 3}
    state.select(Place(1, 0))
    assert highlighted(state, state.shown_entities) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_panels_are_one_one_for_each_or_one_for_each_metric(qapp) -> None:
    state = make_state(3, 2, with_whole=True)
    assert plan_trend(state, TrendLayout.ONE_METRIC) == [TrendPanel(0, (0, 1, 2, 3))]
    assert plan_trend(state, TrendLayout.PANEL_EACH) == [TrendPanel(0, (e, 3)) for e in range(3)]
    assert [panel.metric for panel in plan_trend(state, TrendLayout.ALL_METRICS)] == [0, 1, 2, 3]
    state.set_comparison(None)
    assert plan_trend(state, TrendLayout.ONE_METRIC) == []


def test_ticks_are_written_in_the_metrics_unit(qapp) -> None:
    """Row 35: no prefixes."""
    state = make_state(2, 3, lambda _e, p, _m: 4000.0 * (p + 1), targets=())
    assert [plain(text) for _, text in one_panel(state).ticks] == ["0.0 %", "5,000.0 %", "10,000.0 %", "15,000.0 %"]
    state.choose_metric(1)
    assert [text for _, text in one_panel(state).ticks] == ["0:00", "1:00:00", "2:00:00", "3:00:00", "4:00:00"]
