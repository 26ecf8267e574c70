"""What changed since the copy before, as it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from difference_kit import BASE, DENVER, at, make_answer, make_state, one_month, three_months
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from siro_desktop.domain.changes import Changes, find_changes
from siro_desktop.domain.comparison import Comparison, Place
from siro_desktop.ui.comparison.change_keys import ChangeColumn
from siro_desktop.ui.comparison.changes_view import ChangesView
from siro_desktop.ui.comparison.changes_words import changes_in_words

EARLIER = datetime(2026, 12, 12, 16, 14, tzinfo=UTC)


@pytest.fixture
def show(qtbot):
    def show_one(saved, changes: Changes | None = None):
        view = ChangesView(make_state(saved))
        view._state.setParent(view)
        qtbot.addWidget(view)
        view.resize(1000, 400)
        view.show()
        if changes is not None:
            view.show_changes(changes)
        return view

    return show_one


def october_changed() -> tuple[object, Changes]:
    """Three months: October has another share, September three recordings more, and November a metric that is new."""
    saved = three_months()
    keys = [cell.key for cell in saved.plan.cells]
    before = at(saved, EARLIER)
    before[keys[0]] = replace(before[keys[0]], recordings_evaluated=49)
    october = saved.answers[keys[1]].metrics
    before[keys[1]] = replace(before[keys[1]], metrics=replace(october, values=[50.0, *october.values[1:]]))
    november = saved.answers[keys[2]].metrics
    rows = [
        (
            november.names[n],
            november.units[n],
            november.unit_abbreviations[n],
            november.values[n],
            november.pass_rates[n],
        )
        for n in range(len(november) - 1)
    ]
    before[keys[2]] = replace(make_answer(keys[2], rows, 61), fetched_at=EARLIER)
    return saved, find_changes(saved.plan, before, saved.answers)


def texts(view, column: ChangeColumn) -> list[str]:
    return [
        view.model.index(row, column).data().replace("\N{NO-BREAK SPACE}", " ") for row in range(view.model.rowCount())
    ]


def heading(view) -> str:
    return view.findChild(QLabel, "changes_nothing_heading").text()


def test_it_asks_when_it_is_looked_at_and_once_for_each_result(qtbot) -> None:
    view = ChangesView(make_state(three_months()))
    view._state.setParent(view)
    qtbot.addWidget(view)
    asked: list[object] = []
    view.changes_wanted.connect(asked.append)
    assert asked == []
    view.show()
    view.hide()
    view.show()
    assert asked == [7]
    assert heading(view) == "Looking for the copy before"
    view._state.set_comparison(Comparison(one_month()))
    assert asked == [7, 9]


def test_counts_in_words_stand_on_top(show) -> None:
    view = show(*october_changed())
    assert view.findChild(QLabel, "changes_summary").text() == (
        "Since 12 Dec 2026 09:14: 1 value changed, 3 recordings were scored late, 1 metric is new, nothing else."
    )


def test_a_row_for_each_change(show) -> None:
    view = show(*october_changed())
    of = ChangeColumn
    assert texts(view, of.PERIOD) == ["1–30 Sep 2026", "1–31 Oct 2026", "1–30 Nov 2026"]
    assert texts(view, of.METRIC) == ["—", "Rep speaker share", "Next step agreed"]
    assert texts(view, of.WHAT) == ["recordings only", "value", "new metric"]
    assert texts(view, of.BEFORE) == ["—", "50.0 %", "—"]
    assert texts(view, of.DIFFERENCE) == ["—", "+2.4 pp", "—"]
    assert texts(view, of.RECORDINGS_BEFORE) == ["49", "48", "61"]
    assert texts(view, of.RECORDINGS_NOW) == ["52", "48", "61"]
    assert view.visible_rows() == [
        (cell.key, row) for cell, row in zip(view._state.comparison.saved.plan.cells[1:], (0, 8), strict=True)
    ]


def test_it_sorts_searches_and_copies(show, qtbot) -> None:
    view = show(*october_changed())
    for column in ChangeColumn:
        view.model.sort(column, Qt.SortOrder.DescendingOrder)
    view.model.sort(ChangeColumn.PERIOD, Qt.SortOrder.DescendingOrder)
    assert texts(view, ChangeColumn.PERIOD)[0] == "1–30 Nov 2026"
    view.set_filter("share")
    view.copy(with_headings=True)
    copied = QGuiApplication.clipboard().text().split("\n")[1].split("\t")
    assert copied[:6] == ["Ana Ruiz", "1–31 Oct 2026", "Rep speaker share", "value", "50", "52.38"]
    assert copied[7] == "percent"
    view.set_filter("no such thing")
    with qtbot.waitSignal(view.clear_search_clicked):
        view.findChild(QPushButton, "changes_nothing_action").click()


def test_copies_have_the_decimal_mark_of_the_computer(show, german) -> None:
    view = show(*october_changed())
    view.set_filter("share")
    view.copy()
    assert "52,38" in QGuiApplication.clipboard().text().split("\n")[0].split("\t")


def test_a_change_that_is_clicked_stands_out_everywhere(show) -> None:
    view = show(*october_changed())
    view.table.selectRow(1)
    assert view._state.selected == Place(0, 1)
    assert view._state.current_metric.name == "Rep speaker share"


def test_nothing_changed_is_said_with_the_time(show) -> None:
    saved = one_month()
    view = show(saved, find_changes(saved.plan, at(saved, EARLIER), saved.answers))
    assert heading(view) == "Nothing changed since 12 Dec 2026 09:14"
    assert changes_in_words(view._changes, DENVER) == "Nothing changed since 12 Dec 2026 09:14."


def test_the_first_copy_is_said(show) -> None:
    view = show(one_month(), Changes())
    assert heading(view) == "This is the first copy"
    assert changes_in_words(Changes(), DENVER) == "This is the first copy of these figures."


def test_a_store_that_cannot_be_read_can_be_asked_again(show, qtbot) -> None:
    view = show(one_month())
    view.show_changes(None)
    assert heading(view) == "What changed is not known"
    with qtbot.waitSignal(view.changes_wanted):
        view.findChild(QPushButton, "changes_nothing_action").click()
    assert heading(view) == "Looking for the copy before"


def test_other_names_do_not_forget_what_changed(show) -> None:
    saved, changes = october_changed()
    view = show(saved, changes)
    view._state.set_names(type(view._state.names)())
    assert texts(view, ChangeColumn.ENTITY)[0] == "ana"
    view._state.set_comparison(None)
    assert heading(view) == "No figures yet"


def test_while_more_answers_come_what_was_told_stays_until_it_is_told_anew(show) -> None:
    saved, changes = october_changed()
    view = show(saved, changes)
    asked: list[object] = []
    view.changes_wanted.connect(asked.append)
    view._state.set_comparison(Comparison(replace(saved, problems={})))
    assert (asked, view.model.rowCount()) == ([7], 3)


def test_one_cell_newly_answered_and_one_lost(show) -> None:
    saved = three_months()
    keys = [cell.key for cell in saved.plan.cells]
    before = at(saved, EARLIER, growth=1)
    del before[keys[0]]
    now = {keys[0]: saved.answers[keys[0]], keys[1]: make_answer(keys[1], BASE, 48)}
    found = find_changes(saved.plan, before, now)
    words = changes_in_words(found, DENVER)
    assert "1 recording is not counted any more" in words
    assert "1 question is newly answered, 1 question has no answer now" in words
    view = show(replace(saved, answers=now), found)
    assert {"newly answered", "no answer now"} <= set(texts(view, ChangeColumn.WHAT))
