"""How tables are sorted and filtered, kept by their names, for tables that are made later too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.ui.column_filters import Holds
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.row_order import SortBy
from siro_desktop.ui.table_looks import TableLooks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BY_NAME = {"column": "metric", "descending": True}
FILTERS = {"metric": {"holds": "talk"}}


def made(looks: TableLooks, name: str) -> MetricTableModel:
    model = MetricTableModel()
    looks.add(name, model)
    return model


def test_looks_come_back_to_tables_that_are_there_and_to_those_made_later(qtbot: QtBot) -> None:
    looks = TableLooks()
    now = made(looks, "now")
    looks.restore({"now": {"sort": BY_NAME}, "later": {"filters": FILTERS}, "broken": 3})
    assert now.sorted_by == (SortBy(Column.METRIC, descending=True),)
    assert looks.looks() == {
        "now": {"sort": BY_NAME, "filters": {}},
        "later": {"sort": {}, "filters": FILTERS},
    }
    later = made(looks, "later")
    assert later.filters == {Column.METRIC: Holds("talk")}
    looks.restore({})
    assert (now.sorted_by, later.filters, looks.looks()) == ((), {}, {})


def test_all_rows_are_shown_as_they_are_sorted(qtbot: QtBot) -> None:
    looks = TableLooks()
    now = made(looks, "now")
    both = {"sort": BY_NAME, "filters": FILTERS}
    looks.restore({"now": both, "later": both})
    looks.show_all_rows()
    assert (now.filters, now.sorted_by) == ({}, (SortBy(Column.METRIC, descending=True),))
    later = made(looks, "later")
    assert (later.filters, later.sorted_by) == ({}, (SortBy(Column.METRIC, descending=True),))


def test_sorts_come_back_without_the_filters(qtbot: QtBot) -> None:
    looks = TableLooks()
    now = made(looks, "now")
    looks.restore({"now": {"sort": BY_NAME}, "later": {"sort": BY_NAME}})
    sorts = looks.sorts()
    assert sorts == {"now": BY_NAME, "later": BY_NAME}
    looks.restore({"now": {"filters": FILTERS}})
    looks.restore_sorts(sorts)
    assert (now.filters, now.sorted_by) == ({Column.METRIC: Holds("talk")}, (SortBy(Column.METRIC, descending=True),))
    assert made(looks, "later").sorted_by == now.sorted_by
    looks.restore_sorts({})
    assert (looks.sorts(), now.filters) == ({}, {Column.METRIC: Holds("talk")})
