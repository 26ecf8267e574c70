"""Compared bars: four side by side, panels beyond, one scale, and nothing drawn that is not there."""

from __future__ import annotations

import gc
import math
import weakref
from datetime import date

import pytest
from compared_samples import REFUSED, SHARE_TARGET, make_state, names, plain, plain_value
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.targets import Status, Target
from siro_desktop.ui.charts.bar_sheet import BarSheet
from siro_desktop.ui.charts.compared_panels import plan_bars
from siro_desktop.ui.charts.legend_sheet import Swatch
from siro_desktop.ui.charts.marks import MAX_SERIES, WHOLE


def planned(state, *, by_period: bool = False):
    *_, plan = plan_bars(state, by_period=by_period)
    return plan


@pytest.mark.parametrize(
    ("entities", "periods", "by_period", "panels", "series"),
    [
        (1, 1, False, 1, 0),
        (3, 1, False, 1, 0),
        (3, 4, False, 1, 4),
        (3, 5, False, 3, 0),
        (4, 3, True, 1, 4),
        (5, 3, True, 3, 0),
        (60, 2, False, 1, 2),
        (60, 2, True, 2, 0),
    ],
)
def test_up_to_four_stand_side_by_side_and_more_get_panels(qapp, entities, periods, by_period, panels, series) -> None:
    """Row 39."""
    state = make_state(entities, periods)
    plan = planned(state, by_period=by_period)
    assert (len(plan.panels), len(plan.series)) == (panels, series)
    drawn = [bar for position in range(panels) for bar in plan.bars(position)]
    assert sorted(bar.row for bar in drawn) == list(range(entities * periods))
    assert max(bar.series for bar in drawn) < MAX_SERIES


def test_nothing_is_planned_without_a_comparison(qapp) -> None:
    state = make_state(2, 2)
    state.set_comparison(None)
    assert planned(state).panels == ()


@pytest.mark.parametrize("by_period", [True, False])
@pytest.mark.parametrize("periods", [1, 3, 6])
def test_where_a_search_leaves_nobody_there_is_nothing_to_draw(qapp, by_period: bool, periods: int) -> None:
    *_, plan = plan_bars(make_state(3, periods), by_period=by_period, entities=())
    assert [bar for position in range(len(plan.panels)) for bar in plan.bars(position)] == []


def test_what_is_missing_has_no_bar_and_says_why(qapp) -> None:
    values = {(0, 0): None, (0, 1): math.nan, (1, 0): math.inf, (1, 1): REFUSED}

    def value(entity, period, metric):
        return values.get((entity, period), plain_value(entity, period, metric))

    state = make_state(3, 2, value)
    plan = planned(state)
    bars = plan.bars(0)
    assert [bar.value is None for bar in bars] == [True] * 4 + [False] * 2
    assert [bar.label for bar in bars[:4]] == ["—", "NaN", "∞", "failed"]
    assert bars[0].note == "12 rec."
    assert bars[3].note == ""
    assert all(math.isfinite(value) for value in plan.reach)


def test_bars_that_are_made_late_are_of_the_figures_that_were_planned(qapp) -> None:
    """A chart is painted until another one takes its place, while the state is further already."""
    state = make_state(3, 4)
    planned_bars, late = planned(state).bars(0), planned(state).bars(0)
    drawn = planned_bars[:]
    state.set_comparison(make_state(1, 1, lambda *_: 77.0).comparison)
    assert late[:] == drawn
    state.set_comparison(None)
    assert planned_bars[:] == drawn


def test_thin_samples_are_marked_and_nobody_else(qapp) -> None:
    """Row 52."""
    state = make_state(3, 1, recordings=lambda entity, _period: 4 + entity)
    plan = planned(state)
    assert [bar.is_thin for bar in plan.bars(0)] == [True, False, False]


@pytest.mark.parametrize(
    ("entities", "periods", "by_period"), [(3, 2, False), (3, 6, False), (3, 2, True), (7, 2, True)]
)
def test_every_bar_is_held_against_the_whole_of_its_period(qapp, entities, periods, by_period) -> None:
    """Row 48."""
    state = make_state(entities, periods, with_whole=True)
    plan = planned(state, by_period=by_period)
    bars = [bar for position in range(len(plan.panels)) for bar in plan.bars(position)]
    assert len(bars) == (entities + 1) * periods
    for bar in bars:
        entity, period = divmod(bar.row, periods)
        line = state.comparison.figure(Place(state.comparison.whole, period), 0).value
        assert bar.reference == (None if entity == state.comparison.whole else line)
    last = bars[-1]
    assert last.row == (entities + 1) * periods - 1
    if by_period:
        assert last.series == WHOLE


def test_the_band_changes_where_the_target_does(qapp) -> None:
    """Row 38 and 49: a target is valid from a day on."""
    later = Target(metric_id="share", minimum=50, valid_from=date(2026, 1, 12))
    state = make_state(1, 2, targets=(SHARE_TARGET, later))
    plan = planned(state)
    bands = [bar.band for bar in plan.bars(0)]
    assert [(band.low, band.high) for band in bands] == [(40, 60), (50, None)]
    assert [plain(band.label) for band in bands] == ["Target 40 – 60 %", "Target ≥ 50 %"]


def test_bars_say_how_they_stand_and_blanks_say_nothing(make_bars) -> None:
    values = {0: 50.0, 1: 63.0, 2: 80.0, 3: None}
    view = make_bars(make_state(4, 1, lambda entity, _p, _m: values[entity]))
    panel = view.grid.panel(0)
    assert [bar.judged.status for bar in panel.bars] == [Status.MET, Status.NEAR, Status.MISSED, None]
    assert panel._count.text().endswith("1 met, 1 near, 1 missed")
    assert panel.plot.accessibleDescription().endswith("1 met, 1 near, 1 missed.")


def test_where_a_panel_is_narrow_its_count_ends_with_an_ellipsis_and_is_whole_in_a_tip(make_bars) -> None:
    panel = make_bars(make_state(4, 1)).grid.panel(0)
    whole = panel._count.fontMetrics().horizontalAdvance(panel._count.text())
    panel.resize(3 * whole, panel.height())
    panel.layout().activate()
    assert panel._count.width() >= whole
    panel.resize(whole, panel.height())
    panel.layout().activate()
    assert 0 < panel._count.width() < whole
    assert panel._count.geometry().right() < panel.width()
    assert panel._count.toolTip() == panel._count.text()


def test_all_panels_keep_room_for_marks_so_that_bars_can_be_compared(make_bars) -> None:
    """A target that holds from the second period on."""
    later = Target(metric_id="share", minimum=50, valid_from=date(2026, 1, 12))
    view = make_bars(make_state(5, 2, targets=(later,)), by_period=True)
    first, second = (view.grid.panel(position).plot for position in (0, 1))
    assert first.bars[0].judged is None
    assert second.bars[0].judged is not None
    assert first.sheet.target_bands.room == second.sheet.target_bands.room > 0
    assert first.sheet.value_x(50) == second.sheet.value_x(50)


def test_a_gap_sets_the_whole_apart_from_others_but_not_from_itself(qapp) -> None:
    """In a panel of its own its bars lie as those of everybody else."""
    own = planned(make_state(2, 6, with_whole=True))
    assert [list(own.bars(position).starts) for position in range(len(own.panels))] == [[], [], []]
    assert len({panel.rows(own.whole) for panel in own.panels}) == 1
    beside = planned(make_state(6, 2, with_whole=True), by_period=True)
    assert [list(beside.bars(position).starts) for position in range(2)] == [[6], [6]]


def test_all_bars_are_drawn_and_the_whole_stays_last(qapp) -> None:
    """Row 41."""
    state = make_state(400, 2, with_whole=True, metrics=1)
    plan = planned(state)
    bars = plan.bars(0)
    assert (len(bars), plan.panels[0].left_out) == (802, 0)
    assert bars[-1].row == 401 * 2 - 1


# What is shown ------------------------------------------------------------------------------------------------------


def test_panels_share_scale_order_and_zero(make_bars) -> None:
    view = make_bars(make_state(3, 6))
    panels = view.grid.fill_all()
    assert [panel._title.text() for panel in panels] == ["Ana Ruiz", "Ben Cole", "Chloé Dupont-Martin"]
    assert len({(round(panel.plot.sheet.share_x(0.0)), round(panel.plot.sheet.share_x(1.0))) for panel in panels}) == 1
    assert len({tuple(bar.name for bar in panel.bars) for panel in panels}) == 1


def test_one_period_is_named_beside_the_metric(make_bars) -> None:
    view = make_bars(make_state(3, 1, with_whole=True))
    assert plain(view.grid.panel(0)._count.text()) == "5–11 Jan 2026 · All together 40.0 % · 3 met, 1 near"
    assert [entry.text for entry in view.legend.entries if entry.swatch is Swatch.BAR] == []


def test_the_legend_says_series_thin_target_and_whole(make_bars) -> None:
    state = make_state(3, 2, with_whole=True, recordings=lambda _entity, _period: 3)
    view = make_bars(state)
    assert [(plain(entry.text), entry.swatch) for entry in view.legend.entries] == [
        ("5–11 Jan 2026", Swatch.BAR),
        ("12–18 Jan 2026", Swatch.BAR),
        ("fewer than 5 recordings", Swatch.THIN_BAR),
        ("All together, asked of Siro as one population", Swatch.REFERENCE),
        ("Target 40 – 60 %", Swatch.BAND),
        ("met", Swatch.MET),
        ("near", Swatch.NEAR),
        ("missed", Swatch.MISSED),
    ]


def test_labels_stay_inside_the_panel(make_bars) -> None:
    """Row 37."""
    view = make_bars(make_state(3, 3, lambda e, p, _m: (-1) ** e * 10.0 ** (e + p)), width=420)
    plot = view.grid.panel(0).plot
    for place in range(len(plot.bars)):
        assert plot.sheet.label_rect(place).left() >= 0
        assert plot.sheet.label_rect(place).right() <= plot.width() + 1


def test_a_bar_says_everything_about_itself(make_bars, qtbot) -> None:
    """Rows 77 and 78."""
    view = make_bars(make_state(3, 2))
    plot = view.grid.panel(0).plot
    assert plain(plot.say_bar(plot.bars[0])) == (
        "Ana Ruiz, 5–11 Jan 2026, Talk share, 50.0 %, target 40 to 60 %, met, "
        "pass rate 60.0 % (about 33–82 %), near, 12 recordings"
    )
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert "12–18 Jan 2026" in view._card.text()
    assert "+7.9 points since the period before" in view._card.text()
    assert "Pass rate 60.0 % (about 34–82 %), near<br>" in plain(view._card.text())
    assert "Ana Ruiz 12–18 Jan 2026 57.9 %" in plain(plot.accessibleDescription())
    assert view.accessibleDescription() == "Bar chart of Talk share: 3 compared, 2 periods, 1 panel."


def test_the_view_follows_metric_order_and_figures(make_bars, qtbot) -> None:
    state = make_state(3, 2)
    view = make_bars(state)
    assert names(view) == ["Ana Ruiz", "Ben Cole", "Chloé Dupont-Martin"]
    state.set_entity_order((2, 0, 1))
    qtbot.waitUntil(lambda: names(view) == ["Chloé Dupont-Martin", "Ana Ruiz", "Ben Cole"])
    state.choose_metric(1)
    qtbot.waitUntil(lambda: view.grid.panel(0)._title.text() == "Longest monologue")
    state.set_comparison(None)
    qtbot.waitUntil(lambda: view._note.text() == "There is nothing to draw.")
    assert view.visible_rows() == []


def test_what_is_in_view_can_be_exported(make_bars) -> None:
    state = make_state(2, 2, lambda e, p, _m: REFUSED if (e, p) == (0, 1) else 5.0)
    state.choose_metric(2)
    state.set_entity_order((1, 0))
    keys = [cell.key for cell in state.comparison.saved.plan.cells]
    assert make_bars(state).visible_rows() == [(keys[2], 2), (keys[3], 2), (keys[0], 2)]


# Colours ------------------------------------------------------------------------------------------------------------


def test_a_sheet_of_bars_goes_with_its_last_user(qapp) -> None:
    state = make_state(3, 2)
    bars = planned(state).bars(0)
    gc.disable()
    try:
        sheet = weakref.ref(BarSheet(bars, QFont()))
        assert sheet() is None  # otherwise the bars of each answer that comes stay until garbage is collected
    finally:
        gc.enable()


def test_an_error_while_a_chart_is_painted_is_reported_and_the_window_goes_on(qtbot, make_bars, monkeypatch) -> None:
    plot = make_bars(make_state(3, 2)).grid.panel(0).plot

    def fail(*_: object) -> None:
        raise IndexError("as wished")

    monkeypatch.setattr(plot, "paint_backdrop", fail)
    plot.show_backdrop(True)
    with qtbot.captureExceptions() as errors:
        plot.viewport().repaint()
    assert [str(error) for _, error, _ in errors] == ["as wished"] * len(errors) != []
