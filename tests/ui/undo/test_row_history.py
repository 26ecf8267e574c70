"""Sorting and filters of a table go back step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QMainWindow
from table_kit import make_view

from siro_desktop.ui.column_filters import Blank, Holds
from siro_desktop.ui.metric_table_model import Column
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.undo.row_history import RowHistory
from siro_desktop.ui.view_look import read_wishes, wishes_to_json

if TYPE_CHECKING:
    from siro_desktop.ui.metric_table_view import MetricTableView

METRIC, TYPE, VALUE = int(Column.METRIC), int(Column.TYPE), int(Column.VALUE)


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
    RowHistory(view.window(), stack)
    return stack


def test_each_sorting_is_a_step(view, stack) -> None:
    model = view.model()
    model.sort_by((SortBy(VALUE, descending=True),))
    model.sort_by((SortBy(VALUE, descending=True), SortBy(METRIC)))
    assert stack.undoText() == "change of sorting"
    stack.undo()
    assert model.sorted_by == (SortBy(VALUE, descending=True),)
    stack.undo()
    assert model.sorted_by == ()
    assert not stack.canUndo()
    stack.redo()
    stack.redo()
    assert model.sorted_by == (SortBy(VALUE, descending=True), SortBy(METRIC))


def test_what_is_typed_into_one_filter_is_one_step(view, stack) -> None:
    model = view.model()
    everything = model.rowCount()
    for text in ("q", "qu", "question"):
        model.set_column_filter(METRIC, Holds(text))
    model.set_column_filter(TYPE, Blank())
    assert stack.count() == 2
    assert stack.undoText() == "change of filters"
    stack.undo()
    assert model.filters == {METRIC: Holds("question")}
    stack.undo()
    assert model.rowCount() == everything
    stack.redo()
    assert model.filters == {METRIC: Holds("question")}


def test_filters_that_are_cleared_come_back_all_at_once(view, stack) -> None:
    model = view.model()
    filters = {METRIC: Holds("e"), TYPE: Blank(is_blank=False)}
    for column, wanted in filters.items():
        model.set_column_filter(column, wanted)
    model.clear_filters()
    stack.undo()
    assert model.filters == filters


def test_a_filter_that_is_changed_after_something_else_is_a_step_of_its_own(view, stack) -> None:
    model = view.model()
    model.set_column_filter(METRIC, Holds("e"))
    model.sort(VALUE, Qt.SortOrder.AscendingOrder)
    model.set_column_filter(METRIC, Holds("t"))
    stack.undo()
    assert model.filters == {METRIC: Holds("e")}
    assert model.sorted_by == (SortBy(VALUE),)


def test_what_the_program_arranges_is_no_step(view, stack) -> None:
    model = view.model()
    model.sort_by((SortBy(VALUE),))
    kept = wishes_to_json(model.wishes)
    stack.clear()
    model.restore(type(model.wishes)())
    model.restore(read_wishes(kept))
    assert model.sorted_by == (SortBy(VALUE),)
    assert not stack.canUndo()


def test_a_table_that_is_made_later_is_watched_too(qtbot, view, stack) -> None:
    history = view.window().findChild(RowHistory)
    later = make_view(qtbot)
    later.setParent(view.window())
    history.watch()
    history.watch()
    later.model().sort_by((SortBy(VALUE),))
    assert stack.count() == 1
    stack.undo()
    assert later.model().sorted_by == ()
