"""Changes of a result of one cell, below the same tabs as its table."""

from __future__ import annotations

from datetime import UTC, datetime

from difference_kit import at, make_plan, make_saved, one_month
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from siro_desktop.domain.changes import find_changes
from siro_desktop.domain.plan import CompareBy
from siro_desktop.ui.comparison.changes_view import ChangesView

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
