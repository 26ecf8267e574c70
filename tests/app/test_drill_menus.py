"""The menus of the views look into whom they are opened for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from comparison_kit import ask, body_of, show_view, shown, signed_in_window
from drill_kit import (
    ADDRESS,
    EACH,
    TEAM,
    look_into,
    name_of,
    select,
    teams_of,
)
from msgspec.structs import replace
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.plan import CompareBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    window = signed_in_window(qtbot, make_program, practice, recording_address=ADDRESS)
    window.activateWindow()
    return window


def menu_at(qtbot: QtBot, host: QWidget, target: QWidget, place: QPoint | None) -> QMenu:
    """The menu that opens at a place, or without one by the menu key."""
    reason = QContextMenuEvent.Reason.Keyboard if place is None else QContextMenuEvent.Reason.Mouse
    at = place or target.rect().center()
    QApplication.sendEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in host.findChildren(QMenu)))
    return next(menu for menu in host.findChildren(QMenu) if menu.isVisible())


def offered(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.objectName() in NAMES]


NAMES = ("look_into_entity", "open_recording")


@pytest.mark.parametrize("view", ["matrix", "table", "leaderboard", "bars"])
@pytest.mark.parametrize("by_keyboard", [True, False])
def test_the_menu_of_each_view_looks_into_whom_it_is_opened_for(
    qtbot: QtBot, window: MainWindow, view: str, by_keyboard: bool
) -> None:
    by_day = CompareBy(entities=EACH, unit=Unit.DAY) if view == "matrix" else CompareBy(entities=EACH)
    teams = ask(qtbot, window, replace(teams_of(window), compare_by=by_day))
    show_view(window, view)
    select(window, "team_foothills")
    target, place = where(qtbot, window, view)
    host = body_of(window).tabs.view(view)
    menu = menu_at(
        qtbot, host, target if not by_keyboard else keyboard_target(window, view), None if by_keyboard else place
    )
    assert offered(menu) == [f"Look into {name_of(window, TEAM, 'team_foothills')}"]
    action = next(action for action in menu.actions() if action.objectName() == "look_into_entity")
    menu.hide()
    people = look_into(qtbot, window, action)
    assert people.plan.query.ids == ("team_foothills",)
    assert people.plan.periods == teams.plan.periods


def where(qtbot: QtBot, window: MainWindow, view: str) -> tuple[QWidget, QPoint]:
    """Where the pointer finds the selected team: the widget under it, and the place in it."""
    made = body_of(window).views
    if view == "bars":
        assert made.bars is not None
        bars = made.bars
        qtbot.waitUntil(lambda: not bars.is_busy and bool(bars.grid.panels))
        plot = bars.grid.panels[0].plot
        number = next(number for number in range(plot.mark_count()) if plot.is_mark_selected(number))
        plot.setFocus()
        plot.focus_row(plot.mark_row(number))
        return plot.viewport(), plot.mapFromScene(plot.view_box.mapToScene(plot.mark_rect(number).center()))
    table = {"matrix": made.matrix, "table": made.long, "leaderboard": made.leaderboard}[view].table  # type: ignore[union-attr]
    return table.viewport(), table.visualRect(table.currentIndex()).center()


def keyboard_target(window: MainWindow, view: str) -> QWidget:
    made = body_of(window).views
    if view == "bars":
        assert made.bars is not None
        return made.bars.grid.panels[0].plot  # type: ignore[no-any-return]
    return {"matrix": made.matrix, "table": made.long, "leaderboard": made.leaderboard}[view].table  # type: ignore[union-attr, no-any-return]


def test_a_name_in_the_matrix_is_looked_into_too(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, replace(teams_of(window), compare_by=CompareBy(entities=EACH, unit=Unit.DAY)))
    show_view(window, "matrix")
    matrix = body_of(window).views.matrix
    assert matrix is not None
    matrix.table.setCurrentIndex(matrix.model.index(2, 0))
    assert body_of(window).state.selected == Place(2, 0)
    assert matrix.table.currentIndex() == matrix.model.index(2, 0)  # the keys stay among the names
    wanted = shown(window).entities[2].ids
    people = look_into(qtbot, window)
    assert people.plan.query.ids == wanted
