"""The table sorts and filters itself through one array of rows."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from result_samples import ROWS, make_metrics

from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def model(qtbot) -> MetricTableModel:
    model = MetricTableModel()
    model.set_metrics(make_metrics(ROWS), 148)
    return model


def column(model: MetricTableModel, which: int) -> list[str]:
    return [model.index(row, which).data() for row in range(model.rowCount())]


def test_values_are_written_by_unit_and_missing_ones_as_a_dash(model) -> None:
    assert column(model, Column.VALUE) == ["43.2\u00a0%", "1:52", "6.4", "30:00", "—", "1,204", "−3.5\u00a0pts"]
    assert column(model, Column.PASS_RATE)[:3] == ["71.0\u00a0%", "64.0\u00a0%", "—"]


def test_every_row_carries_the_number_of_recordings(model) -> None:
    assert set(column(model, Column.RECORDINGS)) == {"148"}


def test_the_raw_number_is_in_the_tool_tip(model) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.index(3, Column.VALUE).data(tip) == "1800 seconds"
    assert model.index(1, Column.VALUE).data(tip) == "112.4 seconds"
    assert "not 0" in model.index(4, Column.VALUE).data(tip)
    assert model.index(0, Column.METRIC).data(tip) == "Rep speaker share"
    rate, meaning, _color = model.index(0, Column.PASS_RATE).data(tip).split("\n")
    assert rate == "71 % (about 63–78\u00a0%, 148 recordings)"
    assert "Approximate" in meaning
    assert model.index(2, Column.PASS_RATE).data(tip) == "No pass rate came"


@pytest.mark.parametrize("order", [UP, DOWN])
def test_sorting_goes_by_real_values_with_blanks_last_in_both_directions(model, order) -> None:
    """Row 28."""
    model.sort(int(Column.VALUE), order)
    values = [model.metrics.values[row] for row in model.source_rows()]
    assert values[-1] is None
    assert values[:-1] == sorted(values[:-1], reverse=order == DOWN)


def test_minus_one_restores_the_order_in_which_the_metrics_came(model) -> None:
    model.sort(int(Column.METRIC), UP)
    assert column(model, Column.METRIC)[0] == "Conversation time"
    model.sort(-1)
    assert column(model, Column.METRIC) == [row[0] for row in ROWS]


def test_the_filter_looks_at_names_types_and_ids_in_any_case(model) -> None:
    model.set_filter("MONOLOGUE")
    assert column(model, Column.METRIC) == ["Longest monologue"]
    model.set_filter("ai_metric")
    assert model.rowCount() == 3
    model.set_filter("metric_006")
    assert column(model, Column.METRIC) == ["Score change"]
    model.set_filter("")
    assert model.rowCount() == len(ROWS)


def test_filter_and_sort_survive_each_other_and_new_metrics(model) -> None:
    model.set_filter("share")
    model.sort(int(Column.VALUE), DOWN)
    model.set_metrics(make_metrics([("A share", "%", "%", 1.0, None), ("B share", "%", "%", 2.0, None)]), 3)
    assert column(model, Column.METRIC) == ["B share", "A share"]


def test_each_extra_field_is_a_column_that_sorts_and_is_found(qtbot) -> None:
    extras = {0: {"groupId": "team_b", "rank": 10}, 2: {"rank": 9, "deep": {"x": 1}}}
    model = MetricTableModel()
    model.set_metrics(make_metrics(ROWS[:4], extras), 148)
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert titles[len(Column) :] == ["groupId", "rank", "deep"]
    model.sort(len(Column) + 1, UP)
    assert model.source_rows()[:2] == (2, 0)  # 9 before 10: numbers, not text
    model.set_filter("team_b")
    assert model.source_rows() == (0,)


def test_numbers_that_are_none_are_shown_and_sorted_last(qtbot) -> None:
    model = MetricTableModel()
    rows = [("a", "count", "", math.nan, None), ("b", "count", "", math.inf, math.nan), ("c", "count", "", 1.0, 5.0)]
    model.set_metrics(make_metrics(rows), 1)
    model.sort(int(Column.VALUE), DOWN)
    assert column(model, Column.METRIC) == ["b", "c", "a"]
    assert column(model, Column.VALUE) == ["∞", "1", "NaN"]


def test_a_current_row_moves_with_its_metric(model) -> None:
    kept = QPersistentModelIndex(model.index(3, 0))
    model.sort(int(Column.VALUE), DOWN)
    assert kept.data() == "Conversation time"
    model.set_filter("silence")
    assert not kept.isValid()


def test_qt_finds_no_fault_with_the_model(model, qtbot) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(int(Column.METRIC), DOWN)
    model.set_filter("a")
    model.set_filter("nowhere")
    model.set_filter("")
    model.set_metrics(make_metrics([]), None)
    assert tester.model() is model
