"""The trend as it is shown: what is drawn, panels, keys, the pointer, selection and themes."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from compared_samples import SHARE_TARGET, make_state, plain, plain_value
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QShowEvent
from PySide6.QtWidgets import QApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.targets import Target
from siro_desktop.ui.charts.legend_sheet import Swatch
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.charts.trend_panels import TrendLayout
from siro_desktop.ui.theme import apply_theme, current_theme


@pytest.fixture
def make_trend(qtbot):
    def show(state, layout=TrendLayout.ONE_METRIC, *, bars=False, width=900) -> TrendView:
        view = TrendView(state)
        state.setParent(view)
        qtbot.addWidget(view)
        view.resize(width, 600)
        view._layout_choice.setCurrentIndex(layout)
        view._marks.setCurrentIndex(int(bars))
        view.show()
        qtbot.waitUntil(lambda: not view.is_busy and (0 in view.grid.panels or not view.grid.count()))
        QApplication.processEvents()
        return view

    return show


def drawn(view: TrendView, position: int = 0):
    return view.grid.panel(position).plot


def test_only_finite_numbers_reach_pyqtgraph(make_trend) -> None:
    holes = {(0, 1): None, (1, 2): math.inf, (2, 0): math.nan}
    view = make_trend(make_state(3, 5, lambda e, p, m: holes.get((e, p), plain_value(e, p, m))))
    for item in drawn(view).items_drawn.all.values():
        across, up = item.getData()
        assert len(across) == len(up)
        assert all(math.isfinite(number) for number in [*across, *up])


@pytest.mark.parametrize("entities", [1, 4, 5, 60])
@pytest.mark.parametrize("bars", [False, True])
def test_any_number_of_entities_is_drawn(make_trend, entities, bars) -> None:
    view = make_trend(make_state(entities, 5, with_whole=True), bars=bars)
    plot = drawn(view)
    whole = 1 if entities > 1 else 0
    assert len(plot.drawn) == (min(entities, 4) if bars else entities) + whole
    assert view._note.text() == (
        f"Bars have room for the first 5 of {entities + 1}. Choose lines, or a panel for each, to see all."
        if bars and entities > 4
        else ""
    )


def test_a_comparison_without_values_is_drawn_empty(make_trend) -> None:
    view = make_trend(make_state(2, 3, lambda _e, _p, _m: None))
    assert drawn(view).sheet.shown.ticks[0][0] == 0
    assert all(not item.isVisible() for item in drawn(view).items_drawn.all.values())


def test_names_at_the_ends_never_cover_each_other(make_trend) -> None:
    view = make_trend(make_state(4, 3, lambda e, _p, _m: 50.0 if e < 3 else 90.0, targets=()))
    plot = drawn(view)
    assert set(plot.sheet.end_labels) == {0, 3}
    rooms = list(plot.sheet.end_labels.values())
    assert not rooms[0].intersects(rooms[1])
    assert all(room.right() <= plot.width() for room in rooms)
    assert [entry.text for entry in view.legend.entries if entry.swatch is Swatch.LINE] == [
        *("Ana Ruiz", "Ben Cole"),
        *("Chloé Dupont-Martin", "Dai Evans"),
    ]


@pytest.mark.parametrize("width", [380, 900])
def test_dates_have_room(make_trend, width) -> None:
    plot = drawn(make_trend(make_state(2, 52), width=width))
    metrics = QFontMetricsF(plot.sheet.font)
    ends = [(plot.sheet.x(n), metrics.horizontalAdvance(plot.sheet.shown.dates[n]) / 2) for n in plot.sheet.named_dates]
    assert len(ends) >= 2
    assert all(x + half < following - other for (x, half), (following, other) in pairwise(ends))


def test_bands_lie_where_their_targets_hold(make_trend) -> None:
    later = Target(metric_id="share", minimum=50, valid_from=date(2026, 1, 12))
    view = make_trend(make_state(2, 3, targets=(SHARE_TARGET, later)))
    rooms = drawn(view).sheet.band_rooms()
    assert [(band.low, band.high) for band, _ in rooms] == [(40, 60), (50, None)]
    assert rooms[0][1].right() == pytest.approx(rooms[1][1].left())
    assert plain(view.grid.panel(0)._count.text()) == "Target 40 – 60 % · Target ≥ 50 %"


def test_keys_go_between_periods_and_entities(make_trend, qtbot) -> None:
    """Rows 77 and 78."""
    view = make_trend(make_state(3, 4, lambda e, p, m: None if (e, p) == (1, 3) else plain_value(e, p, m)))
    plot = drawn(view)
    said = []
    plot.mark_pointed.connect(lambda _row, _place: said.append(plain(plot.say_mark(plot.focused_mark()))))
    plot.setFocus()
    plot.enter(0)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert said == [
        (
            "Ana Ruiz, 26 Jan – 1 Feb 2026, Talk share, 63.6 %, target 40 to 60 %, near, "
            "pass rate 60.0 % (about 35–81 %), near, 15 recordings"
        ),
        (
            "Ben Cole, 26 Jan – 1 Feb 2026, Talk share, no value, target 40 to 60 %, "
            "pass rate 60.0 % (about 36–80 %), near, 16 recordings"
        ),
        (
            "Ben Cole, 19–25 Jan 2026, Talk share, 54.3 %, target 40 to 60 %, met, "
            "pass rate 60.0 % (about 35–81 %), near, 15 recordings"
        ),
    ]
    assert "−7.1 points since the period before" in view._card.text()
    assert "Pass rate 0.0 pp since the period before, within noise" in plain(view._card.text())
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert view.state.selected == Place(1, 2)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert (plot.line_focused, plot.period_focused) == (1, 0)


def test_the_pointer_finds_the_nearest_point(make_trend) -> None:
    plot = drawn(make_trend(make_state(3, 4)))
    for row in (0, 5, 11):
        entity, period = divmod(row, 4)
        place = plot.view_box.mapToScene(plot.sheet.point(plot.drawn[entity], period) + QPointF(3, 2))
        assert plot.row_at(place) == row
    assert (
        plot.row_at(plot.view_box.mapToScene(QPointF(plot.sheet.inner.center().x(), plot.sheet.inner.bottom() - 1)))
        is None
    )


def test_the_selected_line_keeps_its_colour_and_the_rest_dims(make_trend, qtbot) -> None:
    state = make_state(6, 3)
    view = make_trend(state)
    state.select(Place(5, 1))
    qtbot.waitUntil(lambda: 5 in {line.entity for line in drawn(view).sheet.shown.lines if line.series == 3})
    plot = drawn(view)
    assert [line.entity for line in plot.drawn if not plot.sheet.is_dimmed(line)] == [5]
    state.select(None)
    qtbot.waitUntil(lambda: [plot.sheet.is_dimmed(line) for line in plot.drawn] == [False] * 4 + [True] * 2)


def test_only_panels_in_view_are_made(make_trend, qtbot) -> None:
    view = make_trend(make_state(2, 3, metrics=30), TrendLayout.ALL_METRICS, width=500)
    qtbot.waitUntil(lambda: not view.grid._timer.isActive())
    assert 2 <= len(view.grid.panels) < 15
    view.grid.verticalScrollBar().setValue(view.grid.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: 29 in view.grid.panels)
    assert view.metric_of(29) == 29
    assert len(view.visible_rows()) == 2 * 3 * 30


@pytest.mark.parametrize("layout", list(TrendLayout))
def test_a_smaller_comparison_may_come_while_panels_are_drawn(make_trend, qtbot, layout) -> None:
    """Nothing of the former plan is looked up in the new figures."""
    state = make_state(40, 20, with_whole=True)
    view = make_trend(state, layout)
    plot = drawn(view)
    state.set_comparison(make_state(1, 1, metrics=1).comparison)
    plot.mark_pointed.emit(39 * 20, QPointF(5, 5))  # the pointer is still where the last point was
    plot.mark_chosen.emit(39 * 20)
    view.grid.showEvent(QShowEvent())
    qtbot.waitUntil(lambda: not view.is_busy and not view.grid._timer.isActive())
    assert [line.name for line in drawn(view).drawn] == ["Ana Ruiz"]
    assert state.selected is None
    assert len(view.visible_rows()) == 1


def test_panels_of_one_metric_share_their_scale(make_trend) -> None:
    view = make_trend(make_state(3, 4, lambda e, _p, _m: 10.0**e, targets=()), TrendLayout.PANEL_EACH)
    assert len({drawn(view, position).sheet.shown.ticks for position in range(3)}) == 1


def test_the_summary_tells_where_lines_begin_and_end(make_trend) -> None:
    view = make_trend(make_state(2, 3))
    assert (
        view.accessibleDescription() == "Trend of Talk share over 3 periods, 5–11 Jan 2026 to 19–25 Jan 2026, 1 panel."
    )
    assert (
        plain(drawn(view).accessibleDescription()) == "Ana Ruiz from 50.0 % to 63.0 %; Ben Cole from 64.9 % to 54.3 %"
    )


def test_lines_wear_the_theme_while_they_are_shown(qtbot, make_trend, qapp) -> None:
    view = make_trend(make_state(2, 3))
    try:
        apply_theme(qapp, "dark")
        view.state.select(Place(0, 0))  # the other line steps back
        plot = drawn(view)
        qtbot.waitUntil(lambda: plot.sheet.selected_row is not None)
        assert plot.items_drawn.all["line:False"].opts["pen"].color() == current_theme().color("bar_dim")
        first, last = (plot.sheet.point(plot.drawn[0], period) for period in (0, 1))
        image, middle = plot.grab().toImage(), ((first + last) / 2).toPoint()
        wanted = current_theme().color("bar_1").getRgb()
        around = [image.pixelColor(middle + QPoint(0, step)).getRgb() for step in range(-5, 6)]
        assert any(np.allclose(color, wanted, atol=4) for color in around)
    finally:
        apply_theme(qapp, "light")


def test_a_window_that_is_open_while_python_ends_does_no_harm() -> None:
    """Qt takes the focus from a plot whose parts are gone already: that crashed."""
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from compared_samples import make_state
from PySide6.QtWidgets import QApplication
from siro_desktop.ui.charts.trend import TrendView
app = QApplication([])
view = TrendView(make_state(2, 2))
view.show()
view.plan_now()
view.grid.panel(0).plot.setFocus()
view.activateWindow()
app.processEvents()
print(app.focusWidget().objectName())
"""
    folder = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "trend_plot\n"), done.stderr
