"""What was shown before goes in turns of its own."""

from __future__ import annotations

import weakref

import pytest
from PySide6.QtCore import QTimer
from result_samples import make_metrics, make_saved

from siro_desktop.domain.results import MetricValues
from siro_desktop.ui.former import Former, parts_of


class Thing:
    pass


@pytest.fixture
def former(qapp) -> Former:
    return Former()


def test_it_stays_while_others_are_shown_and_is_gone_then(former, qtbot) -> None:
    things = [Thing(), Thing()]
    there = [*map(weakref.ref, things)]
    former.let_go(*things)
    things.clear()
    assert all(one() for one in there)
    qtbot.waitUntil(lambda: not any(one() for one in there))


def test_a_long_column_goes_piece_by_piece(former, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("siro_desktop.ui.former._TURN_SECONDS", 0)
    column = tuple(Thing() for _ in range(40_000))
    ends = [weakref.ref(column[0]), weakref.ref(column[-1])]
    seen = set()
    looking = QTimer(former)
    looking.timeout.connect(lambda: seen.add(sum(one() is not None for one in ends)))
    looking.start()
    former.let_go(column)
    del column
    qtbot.waitUntil(lambda: not any(one() for one in ends))
    assert 1 in seen


def test_the_parts_of_a_long_answer_are_its_columns_and_pages() -> None:
    texts, numbers = ("a",) * 10_001, (1.0,) * 10_001
    names = ("ids", "names", "units", "unit_abbreviations", "metric_types", "descriptions")
    metrics = MetricValues(**dict.fromkeys(names, texts), values=numbers, pass_rates=numbers)
    saved = make_saved(metrics)
    assert [*parts_of(saved)] == [texts] * 6 + [numbers] * 2 + [*saved.only_answer.pages]


def test_a_short_answer_is_one_part() -> None:
    saved = make_saved(make_metrics([]))
    assert [*parts_of(saved)] == [saved.only_answer]


def test_many_take_turns(qapp, monkeypatch) -> None:
    """Each may have as much to let go as the window has time for."""
    monkeypatch.setattr("siro_desktop.ui.former._TURN_SECONDS", 0)
    monkeypatch.setattr("siro_desktop.ui.former._PAUSE_MS", 60_000)
    monkeypatch.setattr(Former, "_rest_until", 0.0)
    one, other = Former(), Former()
    things = [Thing(), Thing()]
    there = [*map(weakref.ref, things)]
    one.let_go(things.pop(0), None)
    other.let_go(things.pop(0), None)
    for _ in range(3):
        one._on_timer()
        other._on_timer()
    assert [seen() is None for seen in there] == [False, False]  # begun by the one, and nothing by the other
    monkeypatch.setattr(Former, "_rest_until", 0.0)
    one._on_timer()
    assert [seen() is None for seen in there] == [True, False]
