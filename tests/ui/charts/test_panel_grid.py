"""Panels are made when they come into view, and used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout

from siro_desktop.ui.charts.panel_grid import PanelGrid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

HEIGHT = 100


def make_label(canvas: QWidget) -> QLabel:
    label = QLabel(canvas)
    QVBoxLayout(label)
    return label


@pytest.fixture
def grid(qtbot: QtBot) -> PanelGrid[QLabel]:
    made: PanelGrid[QLabel] = PanelGrid(make_label, lambda label, position: label.setText(f"panel {position}"))
    qtbot.addWidget(made)
    made.resize(400, 250)
    made.show()
    return made


def shown(grid: PanelGrid[QLabel]) -> set[str]:
    return {label.text() for label in grid.findChildren(QLabel) if label.isVisible()}


def filled(qtbot: QtBot, grid: PanelGrid[QLabel], count: int) -> None:
    grid.show_panels([HEIGHT] * count, 300)
    qtbot.waitUntil(lambda: not grid._timer.isActive())


def test_only_what_is_near_the_view_is_made(qtbot: QtBot, grid: PanelGrid[QLabel]) -> None:
    filled(qtbot, grid, 50)
    assert sorted(grid.panels) == [0, 1, 2, 3]
    grid.bring_into_view(49)
    qtbot.waitUntil(lambda: 49 in grid.panels)


def test_panels_in_view_are_not_taken_away_before_they_are_filled_again(qtbot: QtBot, grid: PanelGrid[QLabel]) -> None:
    filled(qtbot, grid, 50)
    former = dict(grid.panels)
    grid.show_panels([HEIGHT] * 50, 300)
    assert grid.panels == {}
    assert all(label.isVisible() for label in former.values())
    qtbot.waitUntil(lambda: not grid._timer.isActive())
    assert grid.panels == former


@pytest.mark.parametrize("scrolled", [0, 20])
def test_none_is_left_of_those_that_are_no_longer_there(qtbot: QtBot, grid: PanelGrid[QLabel], scrolled: int) -> None:
    filled(qtbot, grid, 50)
    grid.bring_into_view(scrolled)
    qtbot.waitUntil(lambda: scrolled in grid.panels and not grid._timer.isActive())
    filled(qtbot, grid, 2)
    assert shown(grid) == {"panel 0", "panel 1"}
    filled(qtbot, grid, 0)
    assert shown(grid) == set()
