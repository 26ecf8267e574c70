"""Bars of a comparison as they are selected, scrolled to and seen."""

from __future__ import annotations

import pytest
from compared_samples import make_state
from contrast import contrast_ratio
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.charts.marks import MAX_SERIES, series_token
from siro_desktop.ui.theme import apply_theme, current_theme


def test_selection_goes_both_ways_and_the_rest_dims(make_bars, qtbot) -> None:
    """Row 40."""
    state = make_state(3, 2)
    view = make_bars(state)
    plot = view.grid.panel(0).plot
    state.select(Place(1, 1))
    qtbot.waitUntil(lambda: not view.is_busy)
    assert [plot.sheet.is_dimmed(place) for place in range(6)] == [True, True, True, False, True, True]
    middle = plot.view_box.mapToScene(QPointF(40, plot.sheet.y(4)))
    assert plot.row_at(middle) == 4
    plot.mark_chosen.emit(4)
    assert state.selected == Place(2, 0)
    plot.mark_chosen.emit(4)
    assert state.selected is None


def test_keys_lead_from_panel_to_panel(make_bars, qtbot) -> None:
    view = make_bars(make_state(3, 6))
    first, second = view.grid.panel(0).plot, view.grid.panel(1).plot
    view.activateWindow()
    first.setFocus()
    first.enter(-1)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert second.focused == 0
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert first.hasFocus()
    assert first.focused == 5


@pytest.fixture
def themed(qapp):
    yield qapp
    apply_theme(qapp, "light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("token", [*map(series_token, range(MAX_SERIES + 1)), "bar_dim", "met", "text"])
def test_every_mark_can_be_seen(themed, scheme, token) -> None:
    """Row 79: 3:1 on the panel."""
    apply_theme(themed, scheme)
    assert contrast_ratio(current_theme().color(token), current_theme().color("panel")) >= 3.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_wear_the_theme_while_they_are_shown(themed, make_bars, scheme) -> None:
    view = make_bars(make_state(3, 3))
    apply_theme(themed, scheme)
    plot = view.grid.panel(0).plot
    assert plot.backgroundBrush().color() == current_theme().color("panel")
    image = plot.grab().toImage()
    for place in range(3):
        bar = plot.sheet.bar_rect(place).center().toPoint()
        around = {image.pixelColor(bar.x() + dx, bar.y() + dy).name() for dx in range(-8, 8) for dy in range(-8, 8)}
        assert current_theme().color(series_token(place)).name() in around


def test_a_selection_made_elsewhere_is_scrolled_to(qtbot, make_bars) -> None:
    view = make_bars(make_state(12, 8))
    panel = view.grid.panel(10)
    assert panel.visibleRegion().isEmpty()
    view.state.select(Place(10, 3))
    qtbot.waitUntil(lambda: panel.visibleRegion().boundingRect().height() == panel.height())


def test_of_one_high_panel_the_selected_bars_are_scrolled_to(qtbot, make_bars) -> None:
    view = make_bars(make_state(60, 2))
    bar = view.grid.verticalScrollBar()
    assert bar.maximum() > 0
    view.state.select(Place(59, 0))
    qtbot.waitUntil(lambda: bar.value() > bar.maximum() * 0.8)
    view.state.select(Place(0, 0))
    qtbot.waitUntil(lambda: bar.value() < bar.maximum() * 0.2)


def test_a_bar_that_was_pressed_stays_where_it_is(qtbot, make_bars) -> None:
    view = make_bars(make_state(60, 2))
    bar = view.grid.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    view.grid.panel(0).plot.mark_chosen.emit(view.row_of(Place(0, 0)))
    qtbot.waitUntil(lambda: view.state.selected == Place(0, 0) and not view.is_busy)
    assert bar.value() == before


def test_a_bar_of_former_figures_that_is_still_in_view_selects_nothing(make_bars) -> None:
    view = make_bars(make_state(3, 6))
    plots = [view.grid.panel(position).plot for position in range(view.grid.count())]
    rows = [view.grid.panel(position).bars[0].row for position in range(view.grid.count())]
    view.state.set_comparison(make_state(2, 1).comparison)
    view.plan_now()  # what is drawn is known, and not drawn yet
    for plot, row in zip(plots, rows, strict=True):
        plot.mark_chosen.emit(row)
        plot.menu_asked.emit(row, QPoint(0, 0))
    assert view.state.selected is None
    assert QApplication.activePopupWidget() is None


def test_a_figure_that_the_comparison_does_not_have_cannot_be_selected(qapp) -> None:
    state = make_state(2, 3)
    for place in (Place(2, 0), Place(0, 3), Place(-1, 0)):
        state.select(place)
    assert state.selected is None
    state.select(Place(1, 2))
    assert state.selected == Place(1, 2)
