"""29: columns stay where they were put: shown or hidden, their order, their widths."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from result_samples import ROWS, make_metrics

from siro_desktop.ui.column_layout import ColumnLayout, read_layout
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.metric_table_view import MetricTableView

EXTRAS = {0: {"group": "a", "rank": 1}}


def make_view(qtbot, extras=None) -> MetricTableView:
    model = MetricTableModel()
    view = MetricTableView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    model.set_metrics(make_metrics(ROWS, extras), 148)
    view.resize(1000, 400)
    view.show()
    return view


def titles(view: MetricTableView) -> list[str]:
    return [view.model().title(column) for column in view.visible_columns()]


def test_an_arrangement_comes_back_in_another_window(qtbot) -> None:
    view = make_view(qtbot)
    view.set_column_shown(int(Column.TYPE), False)
    view.horizontalHeader().moveSection(int(Column.ID), 1)
    view.setColumnWidth(int(Column.DESCRIPTION), 321)
    kept = json.loads(json.dumps(view.layout_state()))

    again = make_view(qtbot)
    again.restore_layout(kept)
    assert titles(again) == ["Metric", "Id", "Value", "Pass rate", "Recordings", "Description"]
    assert abs(again.columnWidth(int(Column.DESCRIPTION)) - 321) <= 1
    assert again.layout_state() == kept


def test_it_fits_answers_with_other_extra_fields_and_remembers_theirs(qtbot) -> None:
    view = make_view(qtbot, EXTRAS)
    headings = view.horizontalHeader()
    headings.moveSection(headings.visualIndex(len(Column) + 1), 0)
    view.set_column_shown(len(Column), False)
    assert titles(view)[:2] == ["rank", "Metric"]

    view.model().set_metrics(make_metrics(ROWS), 3)
    assert titles(view)[0] == "Metric"
    headings.moveSection(headings.visualIndex(int(Column.VALUE)), 0)
    view.model().set_metrics(make_metrics(ROWS, EXTRAS), 3)
    assert titles(view)[:3] == ["rank", "Value", "Metric"]
    assert "group" not in titles(view)


def test_widths_nobody_chose_are_not_kept(qtbot) -> None:
    view = make_view(qtbot)
    view.set_column_shown(int(Column.VALUE), False)
    view.set_column_shown(int(Column.VALUE), True)
    assert view.layout_state()["widths"] == {}


def test_reset_goes_back_to_the_beginning(qtbot) -> None:
    view, fresh = make_view(qtbot), make_view(qtbot)
    view.set_column_shown(int(Column.VALUE), False)
    view.horizontalHeader().moveSection(5, 0)
    view.setColumnWidth(0, 50)
    view.reset_layout()
    assert titles(view) == titles(fresh)
    assert view.columnWidth(0) == fresh.columnWidth(0)


def test_columns_that_are_hidden_at_first_are_so_where_nothing_else_is_said() -> None:
    assert read_layout({"order": ["id"]}, {"unit"}).hidden == {"unit"}
    assert read_layout({"hidden": []}, {"unit"}).hidden == set()


GARBAGE = [
    None,
    [],
    "x",
    {"order": 3, "hidden": {"a": 1}, "widths": []},
    {"order": ["no such", 4, "value", "value"], "hidden": [None], "widths": {"value": "wide", "metric": 1e300}},
    {"widths": {"value": -5, "metric": True, "type": float("nan")}},
]


@pytest.mark.parametrize("kept", GARBAGE)
def test_garbage_does_no_harm(qtbot, kept: object) -> None:
    view = make_view(qtbot)
    view.restore_layout(kept)
    assert {*view.visible_columns()} >= {*Column} - {Column.TARGET, Column.UNIT}
    assert view.columnWidth(int(Column.VALUE)) > 20
    json.dumps(view.layout_state(), allow_nan=False)


def test_a_layout_that_hides_everything_leaves_the_first_column(qtbot) -> None:
    view = make_view(qtbot)
    view.restore_layout({"hidden": [column.name.lower() for column in Column]})
    assert titles(view) == ["Metric"]


names = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(names, names)
def test_every_column_has_one_place_whatever_was_kept(order: list[str], here: list[str]) -> None:
    layout = ColumnLayout(order=list(order))
    assert sorted(layout.arranged(here)) == sorted(here)
    layout.set_order(here)
    assert layout.arranged(here) == here
    assert sorted(layout.order) == sorted({*order, *here})
    assert read_layout(layout.to_json()) == layout


def test_the_keyboard_reaches_the_columns_through_the_tables_menu(qtbot) -> None:
    """77: the headings take no focus, so the table's own menu offers what theirs does."""
    view = make_view(qtbot)
    view.setFocus()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(view.viewport(), asked)
    menu = view.findChild(QMenu, "table_menu")
    assert menu is not None
    columns = view.findChild(QMenu, "table_column_menu")
    assert columns is not None
    next(action for action in columns.actions() if action.data() == Column.TYPE).trigger()
    assert view.isColumnHidden(int(Column.TYPE))
    menu.close()


def test_ticks_in_the_column_menu_can_be_set_in_one_go(qtbot) -> None:
    view = make_view(qtbot)
    view.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    assert view.findChild(QMenu, "heading_menu") is not None
    menu = view.findChild(QMenu, "table_column_menu")
    assert menu is not None
    menu.popup(view.mapToGlobal(QPoint(5, 5)))
    for column in (Column.TYPE, Column.ID):
        menu.setActiveAction(next(action for action in menu.actions() if action.data() == column))
        qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert titles(view) == ["Metric", "Value", "Pass rate", "Recordings", "Description"]
    menu.close()
