"""Sorting by clicks on headings: one column, several with Shift, and what the headings say of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from table_kit import make_metrics, shown

from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy

SHIFT = Qt.KeyboardModifier.ShiftModifier
SELECT_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def click(qtbot, view, column: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    headings = view.horizontalHeader()
    place = QPoint(headings.sectionViewportPosition(column) + 15, headings.height() // 2)
    qtbot.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_clicks_sort_up_then_down_then_not(view, qtbot) -> None:
    came = shown(view)
    click(qtbot, view, Column.METRIC)
    assert shown(view) == sorted(came)
    click(qtbot, view, Column.METRIC)
    assert shown(view) == sorted(came, reverse=True)
    click(qtbot, view, Column.METRIC)
    assert shown(view) == came


def test_shift_adds_a_column_that_decides_ties(view, qtbot) -> None:
    click(qtbot, view, Column.VALUE)
    click(qtbot, view, Column.VALUE)
    click(qtbot, view, Column.METRIC, SHIFT)
    assert view.model().sorted_by == (SortBy(Column.VALUE, descending=True), SortBy(Column.METRIC))
    assert shown(view)[3:5] == ["Customer questions", "Rep questions"]
    assert shown(view)[-1] == "Silence"
    click(qtbot, view, Column.METRIC, SHIFT)
    assert shown(view)[3:5] == ["Rep questions", "Customer questions"]


def test_headings_say_what_rows_are_sorted_by_and_in_which_turn(view) -> None:
    model = view.model()
    model.sort_by([SortBy(Column.TYPE), SortBy(Column.VALUE, descending=True)])
    spoken = [model.headerData(column, Qt.Orientation.Horizontal, SPOKEN) for column in (0, Column.VALUE, Column.TYPE)]
    assert spoken == ["Metric", "Value, sorted downwards, number 2", "Type, sorted upwards, number 1"]
    model.sort_by([SortBy(Column.TYPE)])
    assert model.headerData(Column.TYPE, Qt.Orientation.Horizontal, SPOKEN) == "Type, sorted upwards"


def test_headings_paint_their_marks(view) -> None:
    headings = view.horizontalHeader()
    before = headings.grab().toImage()
    view.model().sort_by([SortBy(Column.TYPE), SortBy(Column.VALUE, descending=True)])
    two = headings.grab().toImage()
    view.model().sort_by([SortBy(Column.TYPE)])
    assert before != two != headings.grab().toImage() != before


def test_a_column_is_followed_by_its_name_where_an_answer_has_others(view) -> None:
    model = view.model()
    model.set_metrics(make_metrics(extras={0: {"rank": 2}, 1: {"group": "b", "rank": 1}}), 1)
    model.sort_by([SortBy(len(Column)), SortBy(Column.METRIC)])
    model.set_metrics(make_metrics(extras={0: {"team": 1}, 1: {"rank": 1, "team": 0}}), 1)
    assert model.sorted_by == (SortBy(len(Column) + 1), SortBy(Column.METRIC))
    model.set_metrics(make_metrics(), 1)
    assert model.sorted_by == (SortBy(Column.METRIC),)


def test_a_large_part_of_the_rows_is_let_go_where_sorting_would_scatter_it(view, monkeypatch) -> None:
    monkeypatch.setattr("siro_desktop.ui.column_table._MOST_KEPT_SELECTED", 2)
    view.selectAll()
    view.model().sort(Column.METRIC)
    assert len(view.selectionModel().selectedRows()) == 7  # all are all in any order
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), SELECT_ROWS)
    view.model().sort(Column.VALUE)
    assert [index.data() for index in view.selectionModel().selectedRows()] == ["Customer questions"]
    everything = QItemSelection(view.model().index(0, 0), view.model().index(3, 0))
    view.selectionModel().select(everything, SELECT_ROWS)
    view.model().sort(Column.METRIC)
    assert [index.data() for index in view.selectionModel().selectedRows()] == ["Customer questions"]


@pytest.mark.parametrize("search", ["", "questions"])
def test_qt_finds_no_fault_while_rows_are_sorted(view, search) -> None:
    tester = QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.model().set_filter(search)
    view.model().sort_by([SortBy(Column.TYPE), SortBy(Column.VALUE)])
    view.model().sort(-1)
    assert tester.model() is view.model()
