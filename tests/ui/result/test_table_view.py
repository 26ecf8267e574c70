"""The table as people use it: columns, keys, copying."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from result_samples import ROWS, make_metrics

from siro_desktop.ui.clipboard import html_table, tsv_text
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.metric_table_view import MetricTableView

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot) -> MetricTableView:
    model = MetricTableModel()
    view = MetricTableView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    model.set_metrics(make_metrics(ROWS), 148)
    view.resize(1000, 400)
    view.show()
    return view


def test_rows_leave_room_around_the_text(view) -> None:
    assert view.rowHeight(0) >= 1.75 * view.fontMetrics().lineSpacing() - 1


def test_columns_fit_their_figures(view) -> None:
    for column in (Column.VALUE, Column.RECORDINGS):
        widest = max(view.fontMetrics().horizontalAdvance(view.model().index(r, column).data()) for r in range(7))
        assert view.columnWidth(column) > widest + 8


def test_control_c_copies_the_selected_rows_as_raw_numbers(view, qtbot) -> None:
    """Row 33: TSV and HTML together."""
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text().split("\t")[:4] == ["Longest monologue", "112.4", "64", "148"]
    assert "<td>112.4</td>" in copied.html()
    assert "<th>" not in copied.html()


def test_control_shift_c_adds_the_headings(view, qtbot) -> None:
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL_SHIFT)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:4] == ["Metric", "Value", "Unit", "Pass rate"]
    assert len(lines) == 1 + len(ROWS)
    assert lines[5].split("\t")[:4] == ["Silence", "", "seconds", ""]  # missing is empty, not 0


def test_hidden_and_moved_columns_are_copied_as_they_are_seen(view) -> None:
    view.set_column_shown(int(Column.VALUE), False)
    view.horizontalHeader().moveSection(view.horizontalHeader().visualIndex(Column.ID), 0)
    view.selectRow(0)
    view.copy_selection(with_headings=True)
    assert QGuiApplication.clipboard().text().split("\n")[0].split("\t")[:3] == ["Id", "Metric", "Pass rate"]


def test_the_last_column_cannot_be_hidden(view) -> None:
    for column in range(view.model().columnCount()):
        view.set_column_shown(column, False)
    assert len(view.visible_columns()) == 1


def test_hidden_columns_stay_hidden_with_another_result(view) -> None:
    view.set_column_shown(int(Column.TYPE), False)
    view.model().set_metrics(make_metrics(ROWS[:2], {0: {"group": "a"}}), 3)
    assert view.isColumnHidden(Column.TYPE)
    assert not view.isColumnHidden(len(Column))


def test_the_current_metric_is_told_by_its_row_in_the_answer(view, qtbot) -> None:
    view.sortByColumn(int(Column.VALUE), Qt.SortOrder.DescendingOrder)
    with qtbot.waitSignal(view.current_source_row_changed) as told:
        view.setCurrentIndex(view.model().index(0, 0))
    assert told.args == [3]
    view.select_source_row(6)
    assert view.current_source_row() == 6


def test_cells_are_made_flat_and_html_is_escaped() -> None:
    rows = [["a\tb\nc", "<b>&"], ["=1+1", "-5"]]
    assert tsv_text(rows) == "a b c\t<b>&\n=1+1\t-5"
    assert "<td>&lt;b&gt;&amp;</td>" in html_table(rows, ["<x>", "y"])
    assert "<th>&lt;x&gt;</th>" in html_table(rows, ["<x>", "y"])
