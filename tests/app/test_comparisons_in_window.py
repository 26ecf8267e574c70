"""A team taken apart into its members by week: every view shows what Siro answered, and each follows the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from app_kit import find
from comparison_kit import (
    SHARE,
    ask,
    body_of,
    cost_text,
    members_by_week,
    metric_position,
    show_view,
    shown,
    signed_in_window,
    told,
    until_over,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from siro_desktop.domain.comparison import Place
from siro_desktop.ui.answer_view import AnswerView
from siro_desktop.ui.charts.compared_bars import ComparedBars
from siro_desktop.ui.charts.trend import TrendView
from siro_desktop.ui.comparison.difference_model import DifferenceColumn
from siro_desktop.ui.comparison.difference_view import DifferenceView
from siro_desktop.ui.comparison.leaderboard import Leaderboard
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.comparison.long_view import LongTableView
from siro_desktop.ui.comparison.matrix_view import MatrixView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.charts.compared_view import ComparedView
    from siro_desktop.ui.main_window import MainWindow


Told = tuple[float | None, float]


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    return signed_in_window(qtbot, make_program, practice)


def told_everywhere(window: MainWindow, metric_id: str = SHARE) -> dict[Place, Told]:
    """What Siro said of a metric: value and recordings by place."""
    comparison = shown(window)
    answers = {place: comparison.answer(place) for place in comparison.places()}
    return {place: told(answer, metric_id) for place, answer in answers.items() if answer is not None}


def drawn(qtbot: QtBot, window: MainWindow, name: str, kind: type[ComparedView]) -> ComparedView:
    """A chart that has worked out and drawn everything."""
    show_view(window, name)
    view = find(window, {"bars": "compared_bars"}.get(name, name), kind)
    qtbot.waitUntil(lambda: not view.is_busy)
    return view


def in_matrix(window: MainWindow) -> dict[Place, Told]:
    show_view(window, "matrix")
    model = find(window, "matrix_view", MatrixView).model
    rows, columns = range(model.rowCount()), range(1, model.columnCount())
    cells = [model.cell(model.index(row, column)) for row in rows for column in columns]
    return {cell.place: (cell.number, cell.recordings or 0) for cell in cells if cell is not None}


def in_table(window: MainWindow) -> dict[Place, Told]:
    show_view(window, "table")
    model, comparison = find(window, "long_table_view", LongTableView).model, shown(window)
    place_of = {cell.key: place for place in comparison.places() if (cell := comparison.cell(place))}
    columns = (LongColumn.METRIC_ID, LongColumn.VALUE, LongColumn.RECORDINGS)
    rows = zip(model.visible_rows(), model.raw_rows(range(model.rowCount()), columns), strict=True)
    return {
        place_of[key]: (float(value) if value else None, float(recordings))
        for (key, _), (metric_id, value, recordings) in rows
        if metric_id == SHARE
    }


def in_bars(qtbot: QtBot, window: MainWindow) -> dict[Place, Told]:
    view = drawn(qtbot, window, "bars", ComparedBars)
    bars = [bar for panel in view.grid.fill_all() for bar in panel.bars]
    return {view.place_of(bar.row): (bar.value, float(bar.note.strip(" ·rec."))) for bar in bars}


def in_trend(qtbot: QtBot, window: MainWindow) -> dict[Place, float | None]:
    view = drawn(qtbot, window, "trend", TrendView)
    lines = view.grid.panel(0).plot.sheet.shown.lines
    return {Place(line.entity, period): value for line in lines for period, value in enumerate(line.values)}


def on_leaderboard(window: MainWindow) -> dict[Place, Told]:
    show_view(window, "leaderboard")
    model = find(window, "leaderboard", Leaderboard).model
    places = {model.place(row): line.entry for row, line in enumerate(model.lines)}
    return {place: (entry.value, entry.recordings or 0) for place, entry in places.items() if place and entry}


def in_difference(window: MainWindow) -> tuple[Told, Told]:
    show_view(window, "difference")
    model = find(window, "difference_view", DifferenceView).model
    row = next(row for row in range(model.rowCount()) if model.raw_text(row, DifferenceColumn.ID) == SHARE)
    of = DifferenceColumn
    a, n_a, b, n_b = (float(model.raw_text(row, column)) for column in (of.A, of.RECORDINGS_A, of.B, of.RECORDINGS_B))
    return (a, n_a), (b, n_b)


def test_every_view_shows_what_siro_answered(qtbot: QtBot, window: MainWindow) -> None:
    window.view.query_form.set_question(members_by_week(window))
    qtbot.waitUntil(lambda: cost_text(window).startswith("75 requests"))
    saved = until_over(qtbot, window, window.actions_.run.trigger)
    assert len(saved.answers) == 75

    body_of(window).state.choose_metric(metric_position(window, SHARE))
    expected = told_everywhere(window)
    assert len(expected) == 75
    assert len({value for value, _ in expected.values()}) > 40
    assert in_matrix(window) == expected
    assert in_table(window) == expected
    assert in_bars(qtbot, window) == expected
    assert in_trend(qtbot, window) == {place: value for place, (value, _) in expected.items()}
    last = len(shown(window).periods) - 1
    assert on_leaderboard(window) == {place: said for place, said in expected.items() if place.period == last}

    body_of(window).state.select(Place(3, 2))
    a, b = in_difference(window)
    sides = find(window, "difference_view", DifferenceView).sides()
    assert sides is not None
    assert (a, b) == tuple(told(answer, SHARE) for side in sides if (answer := side.answer) is not None)
    assert b == expected[Place(3, 2)]


def test_selection_metric_and_order_are_one_for_all_views(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, members_by_week(window))
    state, comparison = body_of(window).state, shown(window)
    show_view(window, "matrix")
    matrix = find(window, "matrix_view", MatrixView)
    combo = find(window, "matrix_metric", QComboBox)
    combo.setCurrentIndex(metric_position(window, SHARE))
    combo.activated.emit(combo.currentIndex())
    expected = told_everywhere(window)
    assert in_matrix(window) == expected

    # a click on a period's heading sorts everybody by it; the whole stays last, and no view forgets anybody
    headings = matrix.table.horizontalHeader()
    middle = headings.sectionViewportPosition(2) + headings.sectionSize(2) // 2
    qtbot.mouseClick(headings.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 5))
    in_order = [entity for entity in state.shown_entities if entity != comparison.whole]
    values = [value for entity in in_order if (value := expected[Place(entity, 1)][0]) is not None]
    assert values == sorted(values)
    assert in_order != sorted(in_order)
    assert state.shown_entities[-1] == comparison.whole
    assert in_matrix(window) == expected
    assert list(dict.fromkeys(place.entity for place in in_matrix(window))) == list(state.shown_entities)
    assert list(dict.fromkeys(place.entity for place in in_bars(qtbot, window))) == list(state.shown_entities)
    assert in_bars(qtbot, window) == expected

    # a click on a cell is the selection of the table, the trend, the leaderboard, the difference and the answer
    show_view(window, "matrix")
    wanted = Place(in_order[6], 3)
    index = matrix.model.index_of(wanted)
    qtbot.mouseClick(matrix.table.viewport(), Qt.MouseButton.LeftButton, pos=matrix.table.visualRect(index).center())
    assert state.selected == wanted
    name, week = state.entity_name(wanted.entity), state.period_name(wanted.period)
    show_view(window, "table")
    table = find(window, "long_table_view", LongTableView)
    assert table.model.place_and_metric(table.table.current_source_row()) == (wanted, state.metric)
    trend = drawn(qtbot, window, "trend", TrendView).grid.panel(0).plot
    assert [line.entity for line in trend.drawn if not trend.sheet.is_dimmed(line)][-1] == wanted.entity
    show_view(window, "leaderboard")
    board = find(window, "leaderboard", Leaderboard)
    assert board.model.place(board.table.currentIndex().row()) == Place(wanted.entity, len(comparison.periods) - 1)
    show_view(window, "difference")
    sides = find(window, "difference_view", DifferenceView).sides()
    assert sides is not None
    assert sides[1].entity == comparison.entities[wanted.entity]
    assert sides[1].period == comparison.periods[wanted.period]
    show_view(window, "answer")
    assert find(body_of(window), "answer_view", AnswerView).note().startswith(f"{name} · {week}")
    answer = comparison.answer(wanted)
    assert answer is not None
    assert json.loads(find(body_of(window), "answer_text", QPlainTextEdit).toPlainText()) == json.loads(
        answer.pages[0].body
    )
