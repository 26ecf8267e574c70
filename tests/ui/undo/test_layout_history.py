"""What a person does to columns goes back step by step, also what moves none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu
from table_kit import make_view

from siro_desktop.ui.undo.layout_history import LayoutHistory

if TYPE_CHECKING:
    from siro_desktop.ui.metric_table_view import MetricTableView


@pytest.fixture
def view(qtbot) -> MetricTableView:
    view = make_view(qtbot)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(view)
    return view


@pytest.fixture
def stack(view) -> QUndoStack:
    stack = QUndoStack(view)
    LayoutHistory(view.window(), view, stack)
    return stack


def choose(view: MetricTableView, words: str) -> None:
    menu = QMenu(view)
    view.fill_column_menu(menu)
    next(action for action in menu.findChildren(QAction) if action.text() == words).trigger()


def test_letting_the_first_column_go_is_a_step_of_its_own(qtbot, view, stack) -> None:
    before = view.visible_columns()
    choose(view, "&Keep first column in view")
    assert stack.undoText() == "change of columns"
    view.set_column_shown(before[2], shown=False)
    qtbot.waitUntil(lambda: stack.count() == 2)
    stack.undo()
    assert view.visible_columns() == before
    assert not view.keeps_first
    stack.undo()
    assert view.keeps_first
    stack.redo()
    assert not view.keeps_first


def test_resetting_columns_that_are_where_they_were_goes_back_too(view, stack) -> None:
    choose(view, "&Keep first column in view")
    choose(view, "&Reset columns")
    assert view.keeps_first
    stack.undo()
    assert not view.keeps_first
