"""Letters that are typed into a table lead to a row, and never keep the window waiting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from siro_desktop.ui import type_ahead
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.row_order import SortBy

REP_SHARE, MONOLOGUE, REP_QUESTIONS, SILENCE, RECORDINGS = 0, 1, 3, 4, 5


@pytest.fixture
def typing(view):
    """The view with the keys in its first row; a pause of any length ends what is typed, as the computer has it set."""
    interval = QApplication.keyboardInputInterval()
    view.select_source_row(0)
    view.setFocus()
    yield view
    QApplication.setKeyboardInputInterval(interval)


def test_letters_lead_to_a_row_that_begins_with_them(typing, qtbot) -> None:
    QApplication.setKeyboardInputInterval(60_000)
    qtbot.keyClicks(typing, "REC")
    assert typing.current_source_row() == RECORDINGS
    assert typing.selected_source_rows() == [RECORDINGS]


def test_the_same_letter_goes_on_from_row_to_row_and_round(typing, qtbot) -> None:
    QApplication.setKeyboardInputInterval(60_000)
    rows = []
    for _ in range(3):
        qtbot.keyClicks(typing, "r")
        rows.append(typing.current_source_row())
    assert rows == [REP_QUESTIONS, RECORDINGS, REP_SHARE]


def test_after_a_pause_it_begins_anew(typing, qtbot) -> None:
    QApplication.setKeyboardInputInterval(0)
    qtbot.keyClicks(typing, "rl")
    assert typing.current_source_row() == MONOLOGUE


def test_it_looks_in_the_column_that_the_keys_are_in(typing, qtbot) -> None:
    QApplication.setKeyboardInputInterval(60_000)
    typing.setCurrentIndex(typing.model().index(0, Column.TYPE))
    qtbot.keyClicks(typing, "co")
    assert typing.current_source_row() == RECORDINGS
    assert typing.currentIndex().column() == Column.TYPE


def test_what_nothing_begins_with_leaves_the_row(typing, qtbot) -> None:
    qtbot.keyClicks(typing, "x")
    typing.model().set_filter("no such metric")
    qtbot.keyClicks(typing, "r")
    assert typing.current_source_row() == -1


@pytest.fixture
def slow(typing, monkeypatch):
    """As if each row took all the time of a turn, as hundreds of thousands do."""
    monkeypatch.setattr(type_ahead, "_SLICE_S", 0.0)
    return typing


def test_rows_are_looked_at_between_other_events(slow, qtbot) -> None:
    qtbot.keyClicks(slow, "si")
    assert slow.current_source_row() == 0
    qtbot.waitUntil(lambda: slow.current_source_row() == SILENCE)


@pytest.mark.parametrize("way", ["key", "sort"])
def test_whoever_goes_elsewhere_meanwhile_is_not_led_away(slow, qtbot, way: str) -> None:
    qtbot.keyClicks(slow, "si")
    if way == "key":
        qtbot.keyClick(slow, Qt.Key.Key_Down)
    else:
        slow.model().sort_by([SortBy(Column.METRIC)])
    here = slow.current_source_row()
    qtbot.waitUntil(lambda: not slow._type_ahead._timer.isActive())
    assert slow.current_source_row() == here
