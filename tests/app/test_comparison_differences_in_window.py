"""Columns held against each other in the window, also of another saved result, and what makes them comparable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app_kit import find
from comparison_kit import (
    SHARE,
    ask,
    body_of,
    members_by_week,
    metric_position,
    people_by,
    show_view,
    shown,
    signed_in_window,
    told,
    until_over,
)
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListView, QPushButton

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.ui.comparison.difference_model import DifferenceColumn
from siro_desktop.ui.comparison.difference_view import DifferenceView
from siro_desktop.ui.comparison.leaderboard import Leaderboard
from siro_desktop.ui.comparison.matrix_cells import Kind
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.comparison.notes_list import NotesList

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.main_window import MainWindow


def difference_of(window: MainWindow) -> DifferenceView:
    show_view(window, "difference")
    return find(window, "difference_view", DifferenceView)


def hold_against(qtbot: QtBot, window: MainWindow, other: SavedResult) -> None:
    """Difference ▸ Another saved result…, and a click on it in the list."""
    view = difference_of(window)
    find(view, "difference_other", QPushButton).click()
    picker = find(window, "result_picker", QDialog)
    offered = find(picker, "saved_list", QListView)
    qtbot.waitUntil(lambda: offered.model().rowCount() > 0)
    rows = [offered.model().index(row, 0) for row in range(offered.model().rowCount())]
    wanted = next(index for index in rows if index.data(Qt.ItemDataRole.UserRole) == other.id)
    qtbot.mouseClick(offered.viewport(), Qt.MouseButton.LeftButton, pos=offered.visualRect(wanted).center())
    qtbot.waitUntil(lambda: view.sides() is not None and view.sides()[0].result_id == other.id)  # type: ignore[index]


def both_sides(view: DifferenceView) -> tuple[str, str, str, str]:
    """The value and the recordings of A and of B, as they are copied."""
    of, model = DifferenceColumn, view.model
    row = next(row for row in range(model.rowCount()) if model.raw_text(row, of.ID) == SHARE)
    a, n_a, b, n_b = (model.raw_text(row, column) for column in (of.A, of.RECORDINGS_A, of.B, of.RECORDINGS_B))
    return a, n_a, b, n_b


def test_a_saved_result_beside_another_and_the_remedy_for_their_lengths(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    people = ("user_001", "user_002", "user_003")
    october = ask(qtbot, window, people_by(window, *people))
    twenty_days = DateRange(date(2026, 11, 1), date(2026, 11, 20))
    ask(qtbot, window, replace(people_by(window, *people), period=twenty_days))
    body_of(window).state.select(Place(1, 0))

    hold_against(qtbot, window, october)
    view = difference_of(window)
    sides = view.sides()
    assert sides is not None
    assert [side.entity.ids for side in sides] == [("user_002",), ("user_002",)]
    numbers = [told(answer, SHARE) for side in sides if (answer := side.answer) is not None]
    assert both_sides(view) == tuple(f"{number!r}".removesuffix(".0") for pair in numbers for number in pair)

    notes = find(view, "difference_notes", NotesList)
    at = next(at for at, text in enumerate(notes.texts()) if text.startswith("The periods differ in length: 31 and 20"))
    remedy = find(notes, f"difference_notes_{at}_remedy", QPushButton)
    assert remedy.text() == "Compare the first 20 days of both"
    saved = until_over(qtbot, window, remedy.click)
    asked = window.view.query_form.to_question()
    assert asked.period == twenty_days
    assert asked.ids == ("user_002",)
    assert asked.compare_by.offset == Offset.parse("31-days-ago")
    assert len(saved.answers) == 2
    view = difference_of(window)
    assert not any(text.startswith("The periods differ") for text in find(view, "difference_notes", NotesList).texts())
    sides = view.sides()
    assert sides is not None
    assert [side.result_id for side in sides] == [saved.id, saved.id]
    assert [side.period for side in sides] == list(shown(window).periods)


def test_another_conversation_type_is_said(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    question = people_by(window, "user_001", "user_002")
    other = ask(qtbot, window, replace(question, conversation_type_id="storm_follow_up"))
    ask(qtbot, window, question)
    hold_against(qtbot, window, other)
    notes = find(difference_of(window), "difference_notes", NotesList)
    assert any(text.startswith("Different conversation types: A is ") for text in notes.texts())
    assert metric_position(window, SHARE) >= 0


def test_the_remedies_of_a_whole_comparison(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, members_by_week(window))
    show_view(window, "matrix")
    notes = find(window, "notes_strip", NotesList)
    qtbot.waitUntil(lambda: len(notes.texts()) > 1)
    buttons = {one.text(): one for one in notes.findChildren(QPushButton) if one.objectName().endswith("_remedy")}

    few = next(one for text, one in buttons.items() if text.startswith("Leave out fewer than "))
    least = int(few.text().split()[-1])
    few.click()
    matrix, state = find(window, "matrix_view", MatrixView), body_of(window).state
    assert matrix.isVisible()
    kinds = {place: matrix.model.cells.cell(place).kind for place in shown(window).places()}
    figures = {place: shown(window).figure(place, state.metric) for place in kinds}
    valued = {place: one.recordings for place, one in figures.items() if one is not None and one.value is not None}
    left_out = {place for place, kind in kinds.items() if kind is Kind.LEFT_OUT}
    assert left_out == {place for place, recordings in valued.items() if recordings < least} != set()
    show_view(window, "leaderboard")
    board = find(window, "leaderboard", Leaderboard)
    assert board.model.rules.least == least
    assert {entry.recordings < least for entry in board.model.board.too_few} == {True}
    qtbot.waitUntil(lambda: bool(notes.findChildren(QPushButton)))
    again = [one for one in notes.findChildren(QPushButton) if one.text() == "Show them again"]
    again[0].click()
    assert state.least == 0
    qtbot.waitUntil(lambda: any("which say little" in text for text in notes.texts()))
    buttons = {one.text(): one for one in notes.findChildren(QPushButton) if one.objectName().endswith("_remedy")}

    reused: list[int] = []
    window.runs.progressed.connect(lambda progress: reused.append(progress.cells_reused))
    saved = until_over(qtbot, window, buttons["Whole weeks only"].click)
    assert window.view.query_form.to_question().period == DateRange(date(2026, 10, 5), date(2026, 10, 25))
    assert window.view.query_form.to_question().compare_by == members_by_week(window).compare_by
    assert len(saved.answers) == reused[-1] == 45  # they were there already
    qtbot.waitUntil(lambda: not any(text.startswith("At the edge") for text in notes.texts()))
