"""The zoom: fonts, controls and icons follow it at once, also back, and on top of what the system says."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from siro_desktop.ui.charts.picture import picture_font
from siro_desktop.ui.field import Caption
from siro_desktop.ui.icons import load_icons
from siro_desktop.ui.instants_label import InstantsLabel
from siro_desktop.ui.text_size import (
    NO_ZOOM,
    ZOOM_STEPS,
    TextSize,
    fit_height,
    fit_icon,
    follow_text,
    scale_font,
    write_fixed,
)
from siro_desktop.ui.theme import CAPTION, TITLE, control_height, restyle, scaled_font
from siro_desktop.ui.widgets import quiet_button

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def system_font(size: TextSize) -> Iterator[QFont]:
    font = QApplication.font()
    yield QFont(font)
    size.set_zoom(NO_ZOOM)
    QApplication.setFont(font)


def test_the_sizes_go_from_one_hundred_to_two_hundred_and_fifty_percent(size: TextSize) -> None:
    seen = [size.zoom]
    for _ in range(len(ZOOM_STEPS) + 1):
        size.step(1)
        seen.append(size.zoom)
    assert seen == [100, 110, 125, 150, 175, 200, 225, 250, 250, 250]
    for _ in range(len(ZOOM_STEPS) + 1):
        size.step(-1)
        seen.append(size.zoom)
    assert seen[-9:] == [225, 200, 175, 150, 125, 110, 100, 100, 100]


@pytest.mark.parametrize(("wanted", "got"), [(0, 100), (-5, 100), (99, 100), (130, 130), (251, 250), (10**9, 250)])
def test_a_size_that_there_is_not_becomes_one(size: TextSize, wanted: int, got: int) -> None:
    size.set_zoom(wanted)
    assert size.zoom == got


def test_between_two_sizes_the_next_one_follows(size: TextSize) -> None:
    size.set_zoom(130)
    size.step(1)
    assert size.zoom == 150
    size.set_zoom(130)
    size.step(-1)
    assert size.zoom == 125


def test_widgets_follow_at_once_and_come_back_to_what_they_were(qtbot: QtBot, size: TextSize) -> None:
    button, line, title, caption, styled = QPushButton("Run"), QLineEdit(), QLabel("x"), Caption("c", "y"), QLabel("z")
    for widget in (button, line, title, caption, styled):
        qtbot.addWidget(widget)
    fit_height(button, line)
    fit_icon(button)
    scale_font(title, TITLE, QFont.Weight.DemiBold)
    styled.setObjectName("styled")
    restyle(styled, "#styled { color: $muted; }")

    def measures() -> list[float]:
        return [
            button.minimumHeight(),
            line.minimumHeight(),
            button.iconSize().width(),
            *(label.font().pointSizeF() for label in (title, caption, styled)),
        ]

    before, points = measures(), QApplication.font().pointSizeF()
    size.set_zoom(200)
    assert button.minimumHeight() == line.minimumHeight() == control_height(button)
    doubled = [2 * points * factor for factor in (TITLE, CAPTION, 1.0)]
    assert measures()[3:] == pytest.approx(doubled)
    assert measures()[0] >= 1.8 * before[0]
    assert measures()[2] > before[2]
    assert title.font().weight() == QFont.Weight.DemiBold
    size.set_zoom(250)
    size.set_zoom(NO_ZOOM)
    assert measures() == pytest.approx(before)


def test_the_gap_between_icon_and_words_grows_with_the_text(qtbot: QtBot, size: TextSize) -> None:
    load_icons()
    host = QWidget()
    qtbot.addWidget(host)
    button = quiet_button(host, "some", "add", "Add colours")
    gaps = []
    for zoom in (100, 200):
        size.set_zoom(zoom)
        button.resize(button.sizeHint())
        image = button.grab().toImage()
        middle, ground = image.height() // 2, image.pixelColor(image.width() // 2, 6)
        rows = range(middle - middle // 2, middle + middle // 2)
        inked = [
            x
            for x in range(6, image.width() - 6)
            if any(abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 60 for y in rows)
        ]
        gaps.append(next(later - former for former, later in pairwise(inked) if later - former > 2))
    assert gaps[1] >= 1.4 * gaps[0]


def test_the_zoom_comes_on_top_of_the_systems_size(qtbot: QtBot, size: TextSize, system_font: QFont) -> None:
    """Also of a size that changes while the program runs, zoomed or not."""
    button = QPushButton()
    qtbot.addWidget(button)
    fit_height(button)
    size.set_zoom(150)
    larger = scaled_font(system_font, 1.4)
    QApplication.setFont(larger)
    qtbot.waitUntil(lambda: button.font().pointSizeF() == pytest.approx(larger.pointSizeF()))
    qtbot.waitUntil(lambda: button.minimumHeight() == control_height(button))
    assert size.plain_font().pointSizeF() == pytest.approx(larger.pointSizeF())
    size.set_zoom(200)
    assert button.font().pointSizeF() == pytest.approx(2 * larger.pointSizeF())


def test_instants_are_fitted_to_the_width_in_each_size(qtbot: QtBot, size: TextSize) -> None:
    label = InstantsLabel("instants")
    qtbot.addWidget(label)
    label.resize(2_000, 40)
    label.show()
    wide = label.font().pointSizeF()
    size.set_zoom(200)
    assert label.font().pointSizeF() == pytest.approx(2 * wide)
    label.resize(200, 40)
    assert label.font().pointSizeF() == pytest.approx(2 * wide * 0.75)


def test_pictures_are_as_large_with_the_zoom_as_without(size: TextSize) -> None:
    before = picture_font().pixelSize()
    size.set_zoom(250)
    assert picture_font().pixelSize() == before
    size.set_zoom(NO_ZOOM)
    assert QApplication.font().pointSizeF() > 0  # pictures have a font of their own


def test_what_is_gone_hears_of_nothing(qtbot: QtBot, size: TextSize) -> None:
    button, fitted = QPushButton(), []
    follow_text(button, lambda: fitted.append(button.minimumHeight()))
    assert len(fitted) == 1
    shiboken6.delete(button)
    with qtbot.captureExceptions() as raised:
        size.set_zoom(200)
    assert raised == []
    assert len(fitted) == 1


def test_a_control_is_measured_by_its_new_font_also_where_that_was_set_later(qtbot: QtBot, size: TextSize) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    fit_height(line)
    write_fixed(line)
    for zoom in (200, NO_ZOOM):
        size.set_zoom(zoom)
        assert line.font().pointSizeF() == pytest.approx(QApplication.font().pointSizeF())
        assert line.minimumHeight() == control_height(line)


def test_the_zoom_is_told_once(qtbot: QtBot, size: TextSize) -> None:
    told, resized = [], []
    size.zoomed.connect(told.append)
    size.resized.connect(lambda: resized.append(size.zoom))
    size.set_zoom(125)
    size.set_zoom(125)
    QApplication.processEvents()
    assert told == [125]
    assert resized == [125]
