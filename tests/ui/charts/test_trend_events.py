"""Events in a trend: where their lines and names stand, what is said of them, on screen and in pictures."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from compared_samples import make_state
from contrast import contrast_ratio
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from siro_desktop.domain.events import Event
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.charts.trend_events import MOST_LANES, place_labels
from siro_desktop.ui.charts.trend_paint import EVENT
from siro_desktop.ui.charts.trend_panels import TrendLayout
from siro_desktop.ui.charts.trend_sheet import TrendSheet
from siro_desktop.ui.event_words import event_in_words, events_noted
from siro_desktop.ui.theme import apply_theme, current_theme

CHARACTER = 8.0
TRAINING = Event(id=1, day=date(2026, 1, 13), name="Training")
PRICE = Event(id=2, day=date(2026, 1, 19), name="New price")
SCRIPT = Event(id=3, day=date(2026, 1, 13), name="Script %1")


def advance(text: str) -> float:
    return CHARACTER * len(text)


@pytest.fixture
def make_trend(qtbot):
    def show(*events, size=(900, 600), layout=TrendLayout.ONE_METRIC, is_mirrored=False) -> TrendView:
        state = make_state(3, 4)
        state.set_events(tuple(events))
        view = TrendView(state)
        state.setParent(view)
        qtbot.addWidget(view)
        if is_mirrored:
            view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        view._layout_choice.setCurrentIndex(layout)
        view.resize(*size)
        view.show()
        qtbot.waitUntil(lambda: not view.is_busy and 0 in view.grid.panels)
        QApplication.processEvents()
        return view

    return show


def sheet_of(view: TrendView, position: int = 0) -> TrendSheet:
    return view.grid.panel(position).plot.sheet


# Where names stand --------------------------------------------------------------------------------------------------

LINES = st.lists(st.tuples(st.floats(0, 595), st.text("abc ", min_size=1, max_size=80)), max_size=14).map(sorted)


@given(LINES, st.booleans())
def test_no_name_covers_another_or_leaves_the_plot(lines, is_whole) -> None:
    labels = place_labels(lines, 600, advance, character=CHARACTER, is_whole=is_whole)
    for label in labels:
        assert label.left >= 0
        assert label.right <= 600 + 1e-9
        assert label.width >= min(CHARACTER * 6, advance(label.text)) - 1e-6
    rooms = sorted((label.lane, label.left, label.right) for label in labels)
    for (lane, _, right), (other, left, _) in pairwise(rooms):
        assert lane != other or right < left
    if is_whole:
        assert [(label.x, label.text) for label in labels] == lines
        assert all(label.width >= min(advance(label.text), 600) for label in labels)
    else:
        assert all(label.lane < MOST_LANES for label in labels)


@given(LINES)
def test_a_name_that_is_cut_begins_at_its_line(lines) -> None:
    for label in place_labels(lines, 600, advance, character=CHARACTER):
        if label.width < advance(label.text):
            assert label.left == pytest.approx(label.x + 4) or label.width == 600  # wider than all there is


def test_names_with_room_stand_in_one_lane_beside_their_lines() -> None:
    labels = place_labels([(10, "Training"), (200, "Price")], 600, advance, character=CHARACTER)
    assert [(label.lane, label.left) for label in labels] == [(0, 14), (0, 204)]


def test_a_name_at_the_end_stands_before_and_behind_its_line() -> None:
    (label,) = place_labels([(590, "Training")], 600, advance, character=CHARACTER)
    assert (label.right, label.x) == (600, 590)


def test_names_without_room_are_left_out_on_screen_alone() -> None:
    lines = [(100.0 + step, f"Event {step}") for step in range(10)]
    assert len(place_labels(lines, 600, advance, character=CHARACTER)) == MOST_LANES
    whole = place_labels(lines, 600, advance, character=CHARACTER, is_whole=True)
    assert [label.lane for label in whole] == list(range(10))


def test_lines_stand_where_the_day_begins(make_trend) -> None:
    """13 January 2026 is the Tuesday of the second week, the 19th the Monday of the third."""
    sheet = sheet_of(make_trend(TRAINING, PRICE))
    assert [event.place for event in sheet.shown.events] == [pytest.approx(0.5 + 1 / 7), 1.5]
    assert sheet.x(1.5) == pytest.approx((sheet.x(1) + sheet.x(2)) / 2)


def test_those_of_one_day_share_a_line_and_a_name(make_trend) -> None:
    sheet = sheet_of(make_trend(TRAINING, SCRIPT, PRICE))
    assert [label.text for label in sheet.event_labels] == ["Script %1, Training", "New price"]


@pytest.mark.parametrize("size", [(900, 600), (400, 300)])
def test_names_stand_above_the_plot_and_its_values(make_trend, size) -> None:
    sheet = sheet_of(make_trend(TRAINING, PRICE, size=size))
    top_value = sheet.inner.top() - sheet.metrics.height() / 2
    assert sheet.event_labels
    for label in sheet.event_labels:
        room = sheet.label_room(label)
        assert room.top() >= 0
        assert room.bottom() < top_value
        assert not any(room.intersects(name) for name in sheet.end_labels.values())


def test_without_events_nothing_takes_room(make_trend) -> None:
    sheet = sheet_of(make_trend(replace(TRAINING, day=date(2025, 12, 1))))
    assert (sheet.shown.events, sheet.events_height) == ((), 0.0)
    assert sheet.inner.top() == sheet.metrics.height() * 0.75


def test_every_panel_has_them(make_trend) -> None:
    view = make_trend(TRAINING, layout=TrendLayout.PANEL_EACH)
    assert [label.text for label in sheet_of(view, 1).event_labels] == ["Training"]


def test_another_event_is_drawn_at_once(make_trend, qtbot) -> None:
    view = make_trend(TRAINING)
    view.state.set_events((TRAINING, PRICE))
    qtbot.waitUntil(lambda: [label.text for label in sheet_of(view).event_labels] == ["Training", "New price"])
    view.state.set_events(())
    qtbot.waitUntil(lambda: not sheet_of(view).event_labels)


# What is said of them -----------------------------------------------------------------------------------------------


def test_words() -> None:
    assert event_in_words(SCRIPT) == "Script %1 on 13 Jan 2026"
    assert event_in_words(replace(SCRIPT, name="%2 off")) == "%2 off on 13 Jan 2026"
    five = [replace(TRAINING, name=f"E{number}") for number in range(5)]
    assert events_noted(five)[2:] == ("E2 on 13 Jan 2026", "2 more events")
    assert events_noted(five[:4])[3:] == ("1 more event",)
    assert len(events_noted(five[:3])) == 3


def test_the_summary_names_them(make_trend) -> None:
    view = make_trend(TRAINING, PRICE)
    assert view.accessibleDescription().endswith("Events: Training on 13 Jan 2026; New price on 19 Jan 2026.")
    assert make_trend(PRICE).accessibleDescription().endswith(" Event: New price on 19 Jan 2026.")
    assert "vent" not in make_trend().accessibleDescription()


def test_card_and_screen_reader_tell_them_at_the_figures_of_their_period(make_trend) -> None:
    view = make_trend(TRAINING)
    plot = view.grid.panel(0).plot
    said = [plot.say_mark(number) for number in range(4)]
    assert ["Training on 13 Jan 2026" in text for text in said] == [False, True, False, False]
    plot.setFocus()
    plot.enter(0)
    plot._focus(0, 1)
    assert "Training on 13 Jan 2026" in view._card.text()


def test_the_card_has_room_for_all_that_it_says(make_trend) -> None:
    """Long names wrap."""
    view = make_trend(*(replace(TRAINING, id=n, name=f"{n} " + "Training " * 7) for n in range(3)))
    plot, card = view.grid.panel(0).plot, view._card
    for period in (1, 0, 1):
        plot.setFocus()
        plot._focus(0, period)
        assert card.height() == card.layout().totalHeightForWidth(card.width())
        assert card.width() <= card.maximumWidth()
        assert view.rect().contains(card.geometry())


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_the_pointer_on_line_or_name_is_told_the_whole_name(make_trend, is_mirrored) -> None:
    view = make_trend(replace(TRAINING, name="<b>Training</b>"), is_mirrored=is_mirrored)
    plot, sheet = view.grid.panel(0).plot, sheet_of(view)
    (label,) = sheet.event_labels
    on_line = QPointF(label.x + 2, sheet.inner.bottom() - 2)
    for place in (on_line, sheet.label_room(label).center()):
        plot._on_mouse_moved(plot.view_box.mapToScene(sheet.visual_point(place)))
        assert view._card.isVisible()
        assert view._card.text() == "&lt;b&gt;Training&lt;/b&gt; on 13 Jan 2026"
        plot._on_mouse_moved(plot.view_box.mapToScene(sheet.visual_point(on_line + QPointF(30, 0))))
        assert not view._card.isVisible()


# How they look ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark", "high contrast"])
def test_they_can_be_told_from_what_they_stand_on(qapp, scheme) -> None:
    try:
        apply_theme(qapp, scheme)
        theme = current_theme()
        assert contrast_ratio(theme.color(EVENT), theme.color("panel")) >= 4.5
        assert contrast_ratio(theme.color(EVENT), theme.color("target_fill")) >= 3
    finally:
        apply_theme(qapp, "light")


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_the_line_is_dashed_and_stands_on_the_side_that_people_read_from(make_trend, is_mirrored) -> None:
    view = make_trend(TRAINING, is_mirrored=is_mirrored)
    plot, sheet = view.grid.panel(0).plot, sheet_of(view)
    (label,) = sheet.event_labels
    x = round(label.x)
    across = plot.width() - x if is_mirrored else x
    assert (across > plot.width() / 2) is is_mirrored
    image, ratio = plot.grab().toImage(), plot.devicePixelRatioF()
    wanted = current_theme().color(EVENT).rgb()
    rows = range(round(sheet.inner.top()), round(sheet.inner.bottom()))
    found = [
        any(image.pixel(round((across + aside) * ratio), round(y * ratio)) == wanted for aside in (-1, 0, 1))
        for y in rows
    ]
    assert 0.3 < sum(found) / len(found) < 0.8


def test_pictures_have_every_name_whole(make_trend) -> None:
    long = [Event(id=n, day=date(2026, 1, 13 + n % 3), name=f"{n} " + "Name " * 15) for n in range(6)]
    view = make_trend(*long, size=(400, 300))
    drawing = view.draw_panel(0, view.font(), is_mirrored=False, is_whole=True)
    sheet = drawing._chart._sheet
    plain = TrendSheet(replace(sheet.shown, events=()), view.font(), is_whole=True)
    drawing.fit(drawing.natural_width())
    plain.fit(drawing.natural_width(), 300)
    assert sorted(label.text for label in sheet.event_labels) == sorted(event.name for event in long)
    assert all(label.width >= sheet.metrics.horizontalAdvance(label.text) for label in sheet.event_labels)
    assert sheet.inner.height() == pytest.approx(
        drawing._chart._plot_height - plain.inner.top() - (300 - plain.inner.bottom())
    )
    assert drawing.height >= sheet.height


def test_a_picture_shows_them(make_trend) -> None:
    """As many pixels of the names' colour more as a few words take."""

    def ink(view: TrendView) -> int:
        page = view.picture()
        image = QImage(page.size.toSize(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        page.paint(painter)
        painter.end()
        wanted = current_theme().color(EVENT).rgb()
        return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))

    assert ink(make_trend(TRAINING, PRICE)) > ink(make_trend()) + 100
