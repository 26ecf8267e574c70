"""Changes of a result of one cell, below the same tabs as its table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from difference_kit import at, make_plan, make_saved, one_month
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from siro_desktop.domain.changes import Changes, find_changes
from siro_desktop.domain.plan import CompareBy
from siro_desktop.ui import arrangement, ordered_model
from siro_desktop.ui.comparison.change_keys import ChangeColumn
from siro_desktop.ui.comparison.changes_view import ChangesView

if TYPE_CHECKING:
    from siro_desktop.ui.column_keys import KeyCache

EARLIER = datetime(2026, 12, 12, 16, 14, tzinfo=UTC)


def changed(saved):
    """Two values were others."""
    before = at(saved, EARLIER)
    key = saved.plan.cells[0].key
    values = list(before[key].metrics.values)
    values[0], values[2] = 1.5, 2.5
    before[key] = replace(before[key], metrics=replace(before[key].metrics, values=values))
    return find_changes(saved.plan, before, saved.answers)


def test_it_is_made_and_asks_when_it_is_looked_at(page) -> None:
    asked: list[int] = []
    page.changes_wanted.connect(asked.append)
    page.show_result(one_month(), from_store=True)
    assert page.findChild(ChangesView) is None
    page.show_view("changes")
    assert asked == [9]
    page.show_result(one_month(result_id=10), from_store=True)
    assert asked == [9, 10]
    page.show_result(make_saved(make_plan(CompareBy()), [], 11), from_store=True)
    assert asked == [9, 10]


def test_changes_are_searched_copied_and_exported_like_the_table(page, qtbot) -> None:
    saved = one_month()
    page.show_result(saved, from_store=True)
    page.show_view("changes")
    page.show_changes(changed(saved))
    assert page.visible_rows() == [(saved.plan.cells[0].key, row) for row in (0, 2)]
    page.findChild(QLineEdit, "result_search").setText("share")
    qtbot.waitUntil(lambda: page.visible_rows() == [(saved.plan.cells[0].key, 0)])
    page.copy()
    assert "Rep speaker share" in QGuiApplication.clipboard().text()
    assert "Customer questions" not in QGuiApplication.clipboard().text()
    page.show_view("table")
    page.findChild(QLineEdit, "result_search").clear()
    qtbot.waitUntil(lambda: len(page.visible_rows()) == 8)


def test_what_is_noted_stands_in_the_head_until_another_result_is_shown(page) -> None:
    saved = one_month()
    page.show_result(saved, from_store=False)
    page.header.set_note("Nothing changed since yesterday")
    assert page.header.facts().endswith("Nothing changed since yesterday")
    page.show_result(saved, from_store=False)
    assert "Nothing changed" in page.header.facts()
    page.show_result(one_month(), from_store=True)
    assert "Nothing changed" not in page.header.facts()


def test_the_metrics_of_the_answer_are_not_gone_through_for_it(page) -> None:
    """A million of them take seconds, on the thread that draws."""
    saved = one_month()
    page.show_result(saved, from_store=True)
    page.show_view("changes")
    comparison = page.answer_body.state.comparison
    assert (comparison.saved, comparison.metrics) == (saved, ())
    page.show_changes(changed(saved))
    view = page.findChild(ChangesView)
    view.table.selectRow(1)
    assert view.selected_rows() == [(saved.plan.cells[0].key, 2)]
    assert view.model.text(1, ChangeColumn.ENTITY) == "ana"


def test_what_many_changes_sort_by_comes_from_another_thread(page, monkeypatch) -> None:
    for module in (arrangement, ordered_model):
        monkeypatch.setattr(module, "LARGE", 1)
    saved = one_month()
    page.show_result(saved, from_store=True)
    page.show_view("changes")
    model = page.findChild(ChangesView).model
    wanted: list[KeyCache] = []
    model.keys_wanted.connect(wanted.append)
    page.show_changes(changed(saved))
    model.sort(ChangeColumn.METRIC)
    assert model.is_waiting
    page.show_changes(Changes())  # the keys that are being made are of what was shown before
    wanted[0].fill()
    assert [wanted[0].has([column]) for column in ChangeColumn] == [True] * len(ChangeColumn)
    page.show_changes(changed(saved))
    model.use_keys(wanted[-1].fill())
    assert [model.text(row, ChangeColumn.METRIC) for row in range(2)] == ["Customer questions", "Rep speaker share"]
