"""A comparison without a mouse: from the form to a run, to a cell of the matrix, to its answer and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import find, tab_stops, team_query
from comparison_kit import ask, body_of, members_by_week, show_view, shown, signed_in_window
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.question import question_for
from siro_desktop.ui.answer_view import AnswerView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    window = signed_in_window(qtbot, make_program, practice)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def keyboard() -> QWidget:
    """Where the next key goes."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(keyboard(), key, modifier)
    QApplication.processEvents()


def tab_to(qtbot: QtBot, name: str) -> None:
    """Press Tab until the keyboard is in the widget of that name."""
    for _ in range(80):
        if keyboard().objectName() == name:
            return
        press(qtbot, Key.Key_Tab)
    pytest.fail(f"Tab does not lead to {name}")


def walk(qtbot: QtBot, first: QWidget, host: QWidget) -> list[str]:
    """Press Tab from `first` on until the keyboard leaves `host` or is back; return the stops that it passed over."""
    first.setFocus()
    reached = {keyboard()}
    press(qtbot, Key.Key_Tab)
    while keyboard() not in reached and host.isAncestorOf(keyboard()):
        reached.update((keyboard(), keyboard().parent()))
        for _ in range(4):  # a date has three sections
            former = keyboard()
            press(qtbot, Key.Key_Tab)
            if keyboard() is not former:
                break
    groups = {one.group() for one in reached if isinstance(one, QAbstractButton) and one.group()}
    return [
        stop.objectName()
        for stop in tab_stops(host)
        if stop not in reached
        and stop.parent() not in reached
        and not (isinstance(stop, QAbstractButton) and stop.group() in groups)  # arrow keys lead to those, and to
        and not stop.objectName().endswith("_plot")  # the panels of a chart beyond the first, which come as it scrolls
    ]


def test_tab_leads_through_the_whole_window(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, members_by_week(window))
    show_view(window, "matrix")
    window.view.query_form.focus_first()
    assert walk(qtbot, keyboard(), window) == []
    for view in ("table", "bars", "leaderboard", "difference", "answer"):
        show_view(window, view)
        edit = find(window, "result_edit")
        assert walk(qtbot, edit, window.view.result_page) == [], view


def go_round(qtbot: QtBot, key: Qt.Key) -> list[QWidget]:
    """Press a key until it leads to where the keyboard has been; return what it passed, from there on."""
    passed = [keyboard()]
    for _ in range(300):
        press(qtbot, key)
        if keyboard() is not passed[-1] and keyboard() in passed:
            return passed[passed.index(keyboard()) :]
        if keyboard() is not passed[-1]:  # a date has three sections
            passed.append(keyboard())
    pytest.fail("no end of stops")


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Backtab])
def test_tab_leads_round_the_whole_window_in_one_circle(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    ask(qtbot, window, members_by_week(window))
    for view in window.view.result_page.views():
        show_view(window, view)
        window.view.query_form.focus_first()
        first = keyboard()
        assert go_round(qtbot, key)[0] is first, view


def test_from_the_form_to_a_cell_to_its_answer_and_back(qtbot: QtBot, window: MainWindow) -> None:
    form = window.view.query_form
    form.set_question(question_for(team_query(window)))
    form.focus_first()
    tab_to(qtbot, "compare")
    press(qtbot, Key.Key_End)
    tab_to(qtbot, "compare_with_whole")
    press(qtbot, Key.Key_Space)
    tab_to(qtbot, "compare_periods")
    combo = find(window, "compare_periods", QComboBox)
    while "week" not in combo.currentText():
        press(qtbot, Key.Key_Down)
    assert form.to_question().compare_by == members_by_week(window).compare_by
    with qtbot.waitSignal(window.runs.finished, timeout=20_000):
        press(qtbot, Key.Key_Return, CONTROL)

    press(qtbot, Key.Key_1, CONTROL)
    assert keyboard().objectName() == "matrix_table"
    press(qtbot, Key.Key_Home, CONTROL)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_Down):
        press(qtbot, key)
    state = body_of(window).state
    assert state.selected == Place(2, 1)
    table = keyboard()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, table.rect().center(), table.mapToGlobal(table.pos()))
    QApplication.sendEvent(table, asked)
    assert keyboard().objectName() == "matrix_menu"
    press(qtbot, Key.Key_S)
    answer = find(body_of(window), "answer_view", AnswerView)
    qtbot.waitUntil(answer.isVisible)
    assert answer.note().startswith(state.entity_name(2))
    assert shown(window).answer(Place(2, 1)) is not None

    press(qtbot, Key.Key_1, CONTROL)
    tab_to(qtbot, "matrix_table")
    assert state.selected == Place(2, 1)
    press(qtbot, Key.Key_Down)
    assert state.selected == Place(3, 1)
