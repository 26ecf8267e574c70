"""Ticks, arrows and small icons are as large as the text; without motion nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from contrast import contrast_ratio
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)

from siro_desktop.ui.heading_marks import HeadingMark
from siro_desktop.ui.headings import Headings
from siro_desktop.ui.icons import icon, load_icons
from siro_desktop.ui.plain_table import PlainTable, TextTableModel
from siro_desktop.ui.style import LargeStyle, style_keeper
from siro_desktop.ui.theme import apply_theme, current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.text_size import TextSize


def indicator(box: QCheckBox | QRadioButton, element: QStyle.SubElement) -> QRect:
    option = QStyleOptionButton()
    box.initStyleOption(option)
    return box.style().subElementRect(element, option, box)


def dark_columns(widget: QWidget, area: QRect) -> int:
    """How wide what is drawn in an area is, in pixels."""
    image: QImage = widget.grab(area).toImage()
    panel = current_theme().color("panel")
    columns = [
        x
        for x in range(image.width())
        if any(contrast_ratio(image.pixelColor(x, y), panel) > 3 for y in range(image.height()))
    ]
    return max(columns) - min(columns) + 1 if columns else 0


@pytest.mark.parametrize("zoom", [150, 200, 250])
def test_ticks_and_dots_grow_with_the_text(qtbot: QtBot, size: TextSize, zoom: int) -> None:
    size.set_zoom(zoom)
    for box, element in (
        (QCheckBox("Periods"), QStyle.SubElement.SE_CheckBoxIndicator),
        (QRadioButton("Reps"), QStyle.SubElement.SE_RadioButtonIndicator),
    ):
        qtbot.addWidget(box)
        box.resize(box.sizeHint())
        rect, line = indicator(box, element), box.fontMetrics().lineSpacing()
        assert 0.7 * line <= rect.width() <= line
        assert box.rect().contains(rect)
        text = box.fontMetrics().horizontalAdvance(box.text())
        assert box.sizeHint().width() >= rect.right() + text


@pytest.mark.parametrize("kind", [QComboBox, QSpinBox])
def test_arrows_grow_with_the_text(qtbot: QtBot, size: TextSize, kind: type[QComboBox | QSpinBox]) -> None:
    box = kind()
    qtbot.addWidget(box)
    widths = []
    for zoom in (100, 200):
        size.set_zoom(zoom)
        height = box.fontMetrics().lineSpacing() * 2
        box.resize(300, height)
        widths.append(dark_columns(box, QRect(300 - height, 3, height - 4, height - 6)))
    assert widths[1] >= 1.5 * widths[0] > 0


def test_arrows_of_menus_and_their_buttons_grow_with_the_text(qtbot: QtBot, size: TextSize) -> None:
    menu = QMenu()
    button = QPushButton()
    button.setMenu(menu)
    menu.addMenu(QMenu("", menu))
    for widget in (button, menu):
        qtbot.addWidget(widget)
    widths = []
    for zoom in (100, 200):
        size.set_zoom(zoom)
        menu.ensurePolished()
        for widget in (button, menu):
            widget.resize(widget.sizeHint())
        edge = 2 * line_of(menu)
        widths.append(
            [
                dark_columns(widget, QRect(widget.width() - edge, 4, edge - 4, widget.height() - 8))
                for widget in (button, menu)
            ]
        )
    assert all(large >= 1.5 * small > 0 for small, large in zip(*widths, strict=True)), widths


def test_marks_of_headings_grow_with_the_text(qtbot: QtBot, size: TextSize) -> None:
    table = PlainTable("some", "Some", TextTableModel(["", ""]), (1, 1))
    qtbot.addWidget(table)
    headings = table.horizontalHeader()
    assert isinstance(headings, Headings)
    headings.set_marks({0: HeadingMark(descending=False, is_filtered=True)})
    widths = []
    for zoom in (100, 200):
        size.set_zoom(zoom)
        headings.resize(600, headings.sizeHint().height())
        headings.resizeSection(0, 200)
        widths.append(dark_columns(headings, QRect(0, 2, 180, headings.height() - 4)))
    assert widths[1] >= 1.3 * widths[0] > 0  # between them stays a gap


@pytest.mark.parametrize("zoom", [100, 150, 200, 250])
def test_a_list_is_wide_enough_for_what_it_says(qtbot: QtBot, size: TextSize, zoom: int) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItem("As in the other views")
    size.set_zoom(zoom)
    box.resize(box.sizeHint())
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    assert field.width() >= box.fontMetrics().horizontalAdvance(box.currentText())


@pytest.mark.parametrize("zoom", [100, 110, 125, 150, 200, 250])
@pytest.mark.parametrize("has_ticks", [True, False])
@pytest.mark.parametrize("has_icons", [True, False])
def test_a_menu_is_wide_enough_for_what_it_says(
    qtbot: QtBot, size: TextSize, zoom: int, *, has_ticks: bool, has_icons: bool
) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    tick = menu.addAction("Metric")
    tick.setCheckable(has_ticks)
    if has_icons:
        load_icons()
        tick.setIcon(icon("copy"))
    menu.addAction("Keep this arrangement as…")
    menu.addMenu(QMenu("Delete kept arrangement", menu))
    size.set_zoom(zoom)
    menu.ensurePolished()
    natural = menu.sizeHint()
    seen = []
    for room in (0, 400):  # what has room to spare is not cut
        menu.setFixedSize(natural.width() + room, natural.height())
        seen.append(menu.grab(QRect(4, 4, natural.width() - 8 - line_of(menu), natural.height() - 8)).toImage())
    assert seen[0] == seen[1]


def line_of(widget: QWidget) -> int:
    """The height of a line: so much at the right of a menu are arrows."""
    return widget.fontMetrics().lineSpacing()


def test_the_cross_that_clears_a_line_fits_into_it(qtbot: QtBot, size: TextSize) -> None:
    size.set_zoom(200)
    line = QLineEdit("text")
    qtbot.addWidget(line)
    metric = line.style().pixelMetric(QStyle.PixelMetric.PM_LineEditIconSize, None, line)
    assert 20 <= metric <= line.fontMetrics().lineSpacing()


def test_text_of_usual_size_wears_fusion_itself(qapp: QApplication, size: TextSize) -> None:
    """A style in Python is asked for each measure: that takes time, and only for what it changes."""
    assert not isinstance(qapp.style(), LargeStyle)
    size.set_zoom(200)
    assert isinstance(qapp.style(), LargeStyle)
    size.set_zoom(100)
    assert not isinstance(qapp.style(), LargeStyle)


@pytest.mark.parametrize("scheme", ["light", "dark", "high contrast"])
def test_colours_stay_when_the_style_changes(qtbot: QtBot, qapp: QApplication, size: TextSize, scheme: str) -> None:
    apply_theme(qapp, scheme)  # type: ignore[arg-type]
    line = QLineEdit()
    qtbot.addWidget(line)
    line.resize(120, 60)
    for zoom in (200, 100):
        size.set_zoom(zoom)
        image = line.grab().toImage()
        theme = current_theme()
        assert image.pixelColor(60, 30) == theme.color("panel")
        assert contrast_ratio(image.pixelColor(60, 0), theme.color("panel")) >= 3.0


def test_without_motion_styles_animate_nothing(qapp: QApplication, size: TextSize) -> None:
    duration = QStyle.StyleHint.SH_Widget_Animation_Duration
    assert qapp.style().styleHint(duration) > 0
    style_keeper().set_still(qapp, is_still=True)
    assert qapp.style().styleHint(duration) == 0
    size.set_zoom(200)
    assert qapp.style().styleHint(duration) == 0
    style_keeper().set_still(qapp, is_still=False)
    assert qapp.style().styleHint(duration) > 0
