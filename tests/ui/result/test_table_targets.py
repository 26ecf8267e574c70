"""Targets in the table: a column with a mark and a word, sorted by status, there only if targets are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu
from result_samples import ROWS, make_metrics

from siro_desktop.domain.color_bands import ColorBands, RateBand, build_own_bands
from siro_desktop.domain.targets import HeldTargets, Source, Status, Target
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.metric_table_view import MetricTableView
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TIP, ACCESSIBLE = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
TARGETS = (
    Target(metric_id="metric_000", minimum=40, maximum=60, tolerance=5),  # 43.21 %: met
    Target(metric_id="metric_001", maximum=110, tolerance=5, source=Source.SIRO),  # 1:52.4: near
    Target(metric_id="metric_002", minimum=11),  # 6.4: missed
    Target(metric_id="metric_004", minimum=1),  # no value
)
HELD = HeldTargets({target.metric_id: target for target in TARGETS})


@pytest.fixture
def model(qtbot: QtBot) -> MetricTableModel:
    model = MetricTableModel()
    model.set_metrics(make_metrics(ROWS), 148)
    model.set_targets(HELD)
    return model


@pytest.fixture
def view(qtbot: QtBot) -> MetricTableView:
    model = MetricTableModel()
    view = MetricTableView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    model.set_metrics(make_metrics(ROWS), 148)
    view.resize(1000, 400)
    view.show()
    return view


def column(model: MetricTableModel, which: int, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
    return [model.index(row, which).data(role) for row in range(model.rowCount())]


def test_a_word_says_how_a_value_stands(model: MetricTableModel) -> None:
    assert column(model, Column.TARGET) == ["met", "near", "missed", "—", "—", "—", "—"]
    assert [model.target_status(row) for row in range(4)] == [Status.MET, Status.NEAR, Status.MISSED, None]


def test_the_band_is_in_the_tool_tip(model: MetricTableModel) -> None:
    tips = column(model, Column.TARGET, TIP)
    assert tips[0] == "Target 40 – 60\u00a0% · met · near within 5\u00a0% · yours"
    assert tips[1] == "Target ≤ 1:50 · near · near within 0:05 · from Siro"
    assert tips[2] == "Target ≥ 11 · missed · yours"
    assert "Query ▸ Targets…" in tips[3]
    assert tips[4] == "Target ≥ 0:01 · yours"


def test_sorting_by_status_puts_the_worst_first(model: MetricTableModel) -> None:
    model.sort(int(Column.TARGET), Qt.SortOrder.AscendingOrder)
    assert column(model, Column.TARGET)[:4] == ["missed", "near", "met", "—"]
    model.set_targets(HeldTargets({"metric_003": Target(metric_id="metric_003", minimum=1)}))
    assert column(model, Column.METRIC)[0] == "Conversation time"


def test_other_targets_leave_rows_where_they_are(model: MetricTableModel, qtbot: QtBot) -> None:
    """Row 77: a screen reader loses its place where rows are arranged anew."""
    with qtbot.assertNotEmitted(model.layoutChanged), qtbot.waitSignals([model.dataChanged, model.targets_changed]):
        model.set_targets(HeldTargets())
    assert column(model, Column.TARGET) == ["—"] * 7


def test_a_copy_has_the_word_or_nothing(model: MetricTableModel) -> None:
    assert [model.raw_text(row, Column.TARGET) for row in range(4)] == ["met", "near", "missed", ""]


def test_pass_rates_have_siro_s_colours_in_words(model: MetricTableModel) -> None:
    rate, _meaning, color = column(model, Column.PASS_RATE, TIP)[0].split("\n")
    assert rate == "71 % (about 63–78\u00a0%, 148 recordings)"
    assert color == "near: 50 – 79\u00a0% in the organization's colours"
    assert column(model, Column.PASS_RATE, ACCESSIBLE)[0] == "71.0\u00a0%, near"
    assert column(model, Column.PASS_RATE, ACCESSIBLE)[2] == "—"
    model.set_targets(HeldTargets({}, ColorBands((RateBand(Status.MET, 0),))))
    assert model.rate_status(0) is Status.MET
    assert "met: from 0" in column(model, Column.PASS_RATE, TIP)[0]


def test_colours_of_one_s_own_are_said_to_be_and_hold_for_their_metric(model: MetricTableModel) -> None:
    strict = build_own_bands([(Status.MISSED, 0), (Status.NEAR, 71.5), (Status.MET, 90)])
    model.set_targets(HeldTargets(bands_by_metric={"metric_000": strict}))
    assert [model.rate_status(row) for row in (0, 1)] == [Status.MISSED, Status.NEAR]
    tips = column(model, Column.PASS_RATE, TIP)
    assert tips[0].endswith("missed: 0 to below 71.5\u00a0% in your colours")
    assert tips[1].endswith("near: 50 – 79\u00a0% in the organization's colours")
    assert column(model, Column.PASS_RATE, ACCESSIBLE)[0] == "71.0\u00a0%, missed"


def test_qt_finds_no_fault_when_targets_change(model: MetricTableModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(int(Column.TARGET), Qt.SortOrder.DescendingOrder)
    model.set_targets(HeldTargets())
    model.set_targets(HELD)
    assert tester.model() is model


def test_the_column_is_there_only_if_targets_are_known(view: MetricTableView) -> None:
    model = view.model()
    assert isinstance(model, MetricTableModel)
    assert Column.TARGET not in view.visible_columns()
    model.set_targets(HELD)
    assert view.visible_columns().index(Column.TARGET) == 4
    assert view.columnWidth(Column.TARGET) > view.fontMetrics().horizontalAdvance("missed")
    model.set_targets(HeldTargets())
    assert Column.TARGET not in view.visible_columns()


def test_the_column_can_be_hidden_once_it_is_there(view: MetricTableView) -> None:
    def offered() -> list[int]:
        menu = QMenu(view)
        view.fill_column_menu(menu)
        return [action.data() for action in menu.actions() if action.data() is not None]

    model = view.model()
    assert isinstance(model, MetricTableModel)
    assert Column.TARGET not in offered()
    model.set_targets(HELD)
    assert Column.TARGET in offered()
    view.set_column_shown(int(Column.TARGET), False)
    assert view.isColumnHidden(Column.TARGET)
    model.set_metrics(make_metrics(ROWS), 12)
    assert view.isColumnHidden(Column.TARGET)


def test_the_selection_stays_when_targets_change(view: MetricTableView) -> None:
    view.select_source_row(3)
    model = view.model()
    assert isinstance(model, MetricTableModel)
    model.set_targets(HELD)
    assert view.current_source_row() == 3


@pytest.mark.parametrize(("which", "token"), [(Column.TARGET, "met"), (Column.PASS_RATE, "near")])
def test_marks_are_painted_in_the_theme_s_colours(view: MetricTableView, which: int, token: str) -> None:
    model = view.model()
    assert isinstance(model, MetricTableModel)
    model.set_targets(HELD)
    place = view.visualRect(model.index(0, which))
    image = view.viewport().grab(place).toImage()
    colors = {image.pixelColor(QPoint(x, y)).name() for x in range(image.width()) for y in range(image.height())}
    assert QColor(current_theme().color(token)).name() in colors
