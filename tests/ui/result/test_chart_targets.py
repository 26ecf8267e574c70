"""Targets in the charts: a band behind each bar that can be seen, with its label, mark and words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication
from result_samples import ROWS, make_metrics

from siro_desktop.domain.color_bands import build_own_bands
from siro_desktop.domain.targets import HeldTargets, Source, Status, Target
from siro_desktop.domain.units import NumberFormat
from siro_desktop.ui.charts.answer_panels import RATES_KEY, build_panels
from siro_desktop.ui.charts.hover_card import HoverCard
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

SHARE = Target(metric_id="metric_000", minimum=40, maximum=60, tolerance=5)
MONOLOGUE = Target(metric_id="metric_001", maximum=110, tolerance=5, source=Source.SIRO)
BOTH = (SHARE, MONOLOGUE)


@pytest.fixture
def make_charts(qtbot: QtBot) -> Callable[..., ChartsView]:
    def show_rows(rows, *targets: Target, width: int = 900) -> ChartsView:
        model = MetricTableModel()
        view = ChartsView(model)
        model.setParent(view)
        qtbot.addWidget(view)
        view.set_recordings(52)
        model.set_metrics(make_metrics(rows), 52)
        model.set_targets(HeldTargets({target.metric_id: target for target in targets}))
        view.resize(width, 600)
        view.show()
        view.draw_now()
        QApplication.processEvents()  # a second paint settles pyqtgraph's axes
        return view

    return show_rows


def one(value: float, unit: str = "points", short: str = "pts"):
    return [("One", unit, short, value, None)]


def test_pass_rates_stand_in_the_colours_of_their_metric(make_charts) -> None:
    strict = build_own_bands([(Status.MISSED, 0), (Status.MET, 71.5)])
    held = HeldTargets(bands_by_metric={"metric_000": strict})
    rates = build_panels(make_metrics(ROWS), range(len(ROWS)), NumberFormat(), held=held).panels[-1]
    assert [(bar.value, bar.judged.status) for bar in rates.bars[:2]] == [(71, Status.MISSED), (64, Status.NEAR)]
    view = make_charts(ROWS)
    card = HoverCard(view)
    card.show_metric(make_metrics(ROWS)[0], 52, QPoint(), held)
    assert card.text().count(" · missed") == 1


def test_bars_know_how_they_stand() -> None:
    held = HeldTargets({target.metric_id: target for target in BOTH})
    panels = build_panels(make_metrics(ROWS), range(len(ROWS)), NumberFormat(), held=held).panels
    share, monologue = panels[0].bars[0].judged, panels[1].bars[0].judged
    assert (share.status, share.target, share.unit) == (Status.MET, SHARE, "percent")
    assert (monologue.status, monologue.target) == (Status.NEAR, MONOLOGUE)
    assert panels[1].bars[1].judged is None
    assert panels[-1].key == RATES_KEY
    assert [bar.judged.status for bar in panels[-1].bars][:2] == [Status.NEAR, Status.NEAR]


@pytest.mark.parametrize("value", [-8.0, -1.0, 0.0, 3.0, 500.0])
@pytest.mark.parametrize(
    ("low", "high"), [(2, 6), (-6, -2), (-2, 2), (5, None), (-5, None), (None, 5), (None, -5), (0, None), (100, 200)]
)
@pytest.mark.parametrize("width", [900, 420])
def test_a_band_lies_where_its_values_are(make_charts, value: float, low, high, width: int) -> None:
    """Row 38: also for bars below zero, and for bands that no bar reaches."""
    plot = (
        make_charts(one(value), Target(metric_id="metric_000", minimum=low, maximum=high), width=width).panels[0].plot
    )
    band = plot.sheet.target_bands.band_rect(0)
    assert low is None or band.left() == pytest.approx(plot.sheet.value_x(low))
    assert high is None or band.right() == pytest.approx(plot.sheet.value_x(high))
    assert band.width() >= (3 if high is None or (low is None and high <= 0) else 1)
    assert (plot.sheet.low < 0) == (min(value, low or 0, high or 0) < 0)  # zero stays at the left where it can
    assert 0 <= band.left() < band.right() <= plot.width() - plot.sheet.target_bands.room + 1
    end = plot.sheet.value_x(value)
    assert (
        Target(metric_id="m", minimum=low, maximum=high).distance(value) or band.left() - 1 <= end <= band.right() + 1
    )


def test_the_band_can_be_seen_with_the_bar_and_its_ends_over_it(make_charts) -> None:
    plot = make_charts(one(80.0), Target(metric_id="metric_000", minimum=20, maximum=60)).panels[0].plot
    band, theme = plot.sheet.target_bands.band_rect(0), current_theme()
    image = plot.grab().toImage()
    above_bar = image.pixelColor(QPoint(round(band.center().x()), round(band.top()) + 1))
    on_bar = image.pixelColor(QPoint(round(band.center().x()), round(band.center().y())))
    assert above_bar.name() == theme.color("target_fill").name()
    assert on_bar.name() == theme.color("bar_1").name()
    edge = {image.pixelColor(round(band.right()) + dx, round(band.center().y())).name() for dx in (-1, 0, 1)}
    assert any(abs(QColor(name).lightness() - theme.color("bar_1").lightness()) > 20 for name in edge)


def test_an_end_never_crosses_the_value(make_charts) -> None:
    plot = make_charts(one(58.0), Target(metric_id="metric_000", minimum=20, maximum=60)).panels[0].plot
    label, band = plot.sheet.label_rect(0), plot.sheet.target_bands.band_rect(0)
    assert label.left() < plot.sheet.value_x(60) < label.right()
    crossing = plot.sheet.uprights(0, plot.sheet.value_x(60), band.top(), band.bottom())
    assert sum(line.length() for line in crossing) < band.height() / 2
    (whole,) = plot.sheet.uprights(0, plot.sheet.value_x(20), band.top(), band.bottom())
    assert whole.length() == pytest.approx(band.height())


@pytest.mark.parametrize("width", [900, 420])
def test_labels_and_values_never_meet(make_charts, width: int) -> None:
    plot = make_charts(ROWS, *BOTH, width=width).panels[1].plot
    assert plot.sheet.target_bands.room > 0
    for place in range(len(plot.bars)):
        assert plot.sheet.label_rect(place).right() <= plot.width() - plot.sheet.target_bands.room + 1


def test_without_targets_the_bars_have_all_the_room(make_charts) -> None:
    panel = make_charts(ROWS).panels[0]
    assert panel.plot.sheet.target_bands.room == 0
    assert "shaded" not in panel._count.text()


def test_the_panel_says_what_is_shaded_and_how_bars_stand(make_charts) -> None:
    panels = make_charts(ROWS, *BOTH).panels
    assert panels[0]._count.text().endswith("52 recordings · shaded: target · 1 met")
    assert panels[4]._count.text().endswith("52 recordings · 1 met, 2 near, 1 missed")
    assert panels[1].plot.accessibleDescription().endswith("Longest monologue 1:52. 1 near.")
    assert panels[4].plot.accessibleDescription().endswith("1 met, 2 near, 1 missed.")


def test_a_bar_speaks_for_itself(make_charts) -> None:
    """Row 77."""
    panels = make_charts(ROWS, *BOTH).panels
    heard = [panels[panel].plot.say_mark(number) for panel, number in ((0, 0), (1, 0), (4, 0), (1, 1))]
    assert heard == [
        "Rep speaker share, 43.2 percent, target 40 to 60, met, 52 recordings",
        "Longest monologue, 1:52, target at most 1:50, near, 52 recordings",
        "Rep speaker share, 71.0 percent, near, 52 recordings",
        "Conversation time, 30:00, 52 recordings",
    ]


def test_the_card_tells_target_and_status(make_charts, qtbot: QtBot) -> None:
    view = make_charts(ROWS, *BOTH)
    qtbot.keyClick(view.panels[1].plot, Qt.Key.Key_Down)
    assert "Target ≤ 1:50 · near · near within 0:05 · from Siro" in view._card.text()
    assert "64.0\u00a0% (about 50–76\u00a0%) · near" in view._card.text()


def test_other_targets_are_drawn_at_once(make_charts, qtbot: QtBot) -> None:
    view = make_charts(ROWS, SHARE)
    view._model.set_targets(HeldTargets({"metric_001": MONOLOGUE}))
    qtbot.waitUntil(lambda: view.panels[0].plot.sheet.target_bands.band_rect(0) is None)
    qtbot.waitUntil(lambda: view.panels[1].plot.sheet.target_bands.band_rect(0) is not None)  # drawn in a later turn


def test_a_target_for_a_value_that_is_not_a_number(make_charts) -> None:
    view = make_charts([*one(math.inf), *one(1.0)], Target(metric_id="metric_000", minimum=1))
    assert [bar.row for bar in view.panels[0].bars] == [1]


def test_what_a_band_is_called_is_written_in_the_letters_of_the_chart(make_charts) -> None:
    """On paper the painter comes with a font of its own."""
    view = make_charts(ROWS, *BOTH)

    def drawn(size: int) -> QImage:
        (first, width), *_ = view.picture().parts(2000)
        image = QImage(round(width), round(first.height), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        font = QFont()
        font.setPixelSize(size)
        painter.setFont(font)
        for part, _ in view.picture().parts(2000):
            part.paint(painter)
        painter.end()
        return image

    assert drawn(5) == drawn(40)
