"""Colours at 250 % text on a small screen: nothing scrolls sideways, and the form has its place below the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from color_kit import low, open_colors
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QPushButton, QScrollArea

from siro_desktop.ui.plain_table import PlainTable
from siro_desktop.ui.targets.form_parts import FormArea
from siro_desktop.ui.text_size import text_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.targets.dialog import TargetsDialog

SCREEN = QSize(1256, 672)  # what a dialog may cover of 1280 × 720


@pytest.fixture
def zoom() -> Iterator[None]:
    yield
    text_size().set_zoom(100)


def table_of(dialog: TargetsDialog) -> PlainTable:
    return dialog.findChild(PlainTable, "colors_table")


def form_of(dialog: TargetsDialog) -> FormArea:
    return dialog.findChild(FormArea, "color_form_area")


def is_below(dialog: TargetsDialog) -> bool:
    table, form = (part.mapTo(dialog, QPoint(0, 0)) for part in (table_of(dialog), form_of(dialog)))
    return form.y() > table.y() and form.x() <= table.x()


@pytest.mark.usefixtures("zoom")
def test_with_large_text_the_table_has_the_whole_width(qtbot: QtBot) -> None:
    text_size().set_zoom(250)
    dialog = open_colors(qtbot)
    dialog.resize(SCREEN)
    qtbot.waitUntil(lambda: is_below(dialog))
    table, form = table_of(dialog), form_of(dialog)
    assert dialog.minimumSizeHint().width() <= SCREEN.width()
    assert table.horizontalScrollBar().maximum() == 0
    for area in filter(QScrollArea.isVisible, dialog.findChildren(QScrollArea)):
        assert area.horizontalScrollBar().maximum() == 0
    assert form.verticalScrollBar().maximum() == 0  # the page scrolls as one
    dialog.findChild(QPushButton, "color_save").setFocus()
    rolling = dialog.findChild(QScrollArea, "targets_tabs_rolling")
    rolling.ensureWidgetVisible(dialog.findChild(QPushButton, "color_save"))
    assert not dialog.findChild(QPushButton, "color_save").visibleRegion().isEmpty()


@pytest.mark.usefixtures("zoom")
def test_the_inputs_of_an_open_form_grow_with_the_text(qtbot: QtBot) -> None:
    dialog = open_colors(qtbot)
    dialog.resize(SCREEN)
    text_size().set_zoom(250)
    qtbot.waitUntil(lambda: is_below(dialog))
    line = low(dialog, 2)
    assert line.text() == "62.5"
    assert line.fontMetrics().horizontalAdvance("62.5") < line.width() - 8


@pytest.mark.usefixtures("zoom")
def test_the_form_goes_beside_the_table_again_where_there_is_room(qtbot: QtBot) -> None:
    dialog = open_colors(qtbot)
    dialog.resize(SCREEN)
    qtbot.waitUntil(lambda: not is_below(dialog))
    text_size().set_zoom(250)
    qtbot.waitUntil(lambda: is_below(dialog))
    text_size().set_zoom(100)
    qtbot.waitUntil(lambda: not is_below(dialog))
    assert form_of(dialog).width() < dialog.width() // 2
