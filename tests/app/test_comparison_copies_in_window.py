"""A comparison with known figures, one that is fetched again, one that lacks a cell: what is kept, told and asked."""

from __future__ import annotations

import socket
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_kit import PracticeProcess, find, sign_in, window_of
from comparison_kit import (
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
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.plan import NOT_COMPARED
from siro_desktop.sandbox.organization import Story, build_organization
from siro_desktop.ui.comparison.change_keys import ChangeColumn
from siro_desktop.ui.comparison.changes_view import ChangesView
from siro_desktop.ui.comparison.matrix_cells import Kind
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.result_states import StatePage

sys.path.insert(0, str(Path(__file__).parent.parent / "faults"))

from fault_pages import page, refused
from fault_server import FaultServer, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fault_server import Asked
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

IMPROVING = next(rep for rep in build_organization(seed=1).reps if rep.story is Story.IMPROVES)


def matrix_of(window: MainWindow) -> MatrixView:
    show_view(window, "matrix")
    return find(window, "matrix_view", MatrixView)


def choose_metric(window: MainWindow, metric_id: str) -> None:
    body_of(window).state.choose_metric(metric_position(window, metric_id))


def numbers(window: MainWindow) -> dict[Place, float]:
    """The figures of the matrix, without those that have none."""
    model = matrix_of(window).model
    cells = (
        model.cell(model.index(row, column))
        for row in range(model.rowCount())
        for column in range(1, model.columnCount())
    )
    return {cell.place: cell.number for cell in cells if cell is not None and cell.number is not None}


# Known figures ------------------------------------------------------------------------------------------------------


def test_members_and_weeks_add_up_to_the_whole(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, members_by_week(window))
    whole = shown(window).whole
    assert whole is not None
    choose_metric(window, "sm_recording_count")
    found = numbers(window)
    for week in range(len(shown(window).periods)):
        parts = [number for place, number in found.items() if place.period == week and place.entity != whole]
        assert sum(parts) == found[Place(whole, week)] > 0
    by_week = sum(number for place, number in found.items() if place.entity == whole)

    run_plain = ask(qtbot, window, replace(members_by_week(window), compare_by=NOT_COMPARED))
    only = run_plain.only_answer
    assert only is not None
    assert told(only, "sm_recording_count") == (by_week, only.recordings_evaluated)


def test_the_improving_rep_improves_quarter_by_quarter(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    question = people_by(window, IMPROVING.user_id, "user_002", unit=Unit.QUARTER)
    ask(qtbot, window, replace(question, period=DateRange(date(2025, 1, 1), date(2026, 9, 30))))
    choose_metric(window, "sm_longest_monologue_seconds")
    monologues = [number for place, number in numbers(window).items() if place.entity == 0]
    assert len(monologues) == 7
    assert monologues[0] - monologues[-1] > 15  # seconds; the shorter the better


# Copies -------------------------------------------------------------------------------------------------------------


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def changes_of(qtbot: QtBot, window: MainWindow) -> ChangesView:
    """The view of changes, once it knows."""
    show_view(window, "changes")
    view = find(window, "changes_view", ChangesView)
    nothing = find(view, "changes_nothing", StatePage)
    qtbot.waitUntil(lambda: view.model.source_count() > 0 or "Looking for" not in nothing.text())
    return view


def test_f5_keeps_both_copies_and_tells_what_changed(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    port = free_port()
    first = start_practice("--port", port, "--today", "2026-10-20")
    window = signed_in_window(qtbot, make_program, first)
    people = (f"user_{number:03}" for number in range(1, 7))
    early = ask(qtbot, window, people_by(window, *people, unit=Unit.WEEK))
    nothing = find(changes_of(qtbot, window), "changes_nothing", StatePage)
    assert nothing.text().startswith("This is the first copy")

    same = until_over(qtbot, window, window.actions_.refresh.trigger)
    assert same.id != early.id
    assert find(changes_of(qtbot, window), "changes_nothing", StatePage).text().startswith("Nothing changed since ")

    window.actions_.sign_out.trigger()
    qtbot.waitUntil(lambda: not window.session.status.signed_in)
    first.close()
    start_practice("--port", port)  # a month later: the last two weeks have recordings
    sign_in(qtbot, window)
    late = until_over(qtbot, window, window.actions_.refresh.trigger)
    assert len({early.id, same.id, late.id}) == 3
    view = changes_of(qtbot, window)
    assert view.model.source_count() > 100
    assert "values changed" in find(view, "changes_summary", QLabel).text()
    of = ChangeColumn
    for row in range(view.model.source_count()):
        change = view.model.change(row)
        was, is_ = same.answers[change.cell.key], late.answers[change.cell.key]
        if change.metric is not None and change.has_other_value:
            before, now = (told(one, change.metric.key.id)[0] for one in (was, is_))
            assert before != now
    texts = view.model.raw_text(0, of.RECORDINGS_BEFORE), view.model.raw_text(0, of.RECORDINGS_NOW)
    shown_key = view.model.change(view.model.source_rows()[0]).cell.key
    assert texts == tuple(f"{one.answers[shown_key].recordings_evaluated:g}" for one in (same, late))

    for kept in (early, late):  # both are there as they came
        window.view.saved_panel.open_requested.emit(kept.id)
        qtbot.waitUntil(lambda kept=kept: window.view.result_page.saved.id == kept.id)  # type: ignore[misc]
        assert window.view.result_page.saved.answers == kept.answers


# A cell that is missing ---------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[FaultServer]:
    server = FaultServer(answer(page()))
    yield server
    server.close()


def choose_in_menu(qtbot: QtBot, matrix: MatrixView, place: Place, text: str) -> None:
    """Right-click on a cell and choose from what pops up."""
    index = matrix.model.index_of(place)
    matrix.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    viewport, where = matrix.table.viewport(), matrix.table.visualRect(index).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, viewport.mapToGlobal(where))
    QApplication.sendEvent(viewport, asked)
    menu = find(matrix, "matrix_menu", QMenu)
    qtbot.waitUntil(menu.isVisible)
    next(entry for entry in menu.actions() if entry.text().replace("&", "") == text).trigger()
    menu.close()


def test_one_refused_cell_says_why_in_its_place_and_is_asked_again_alone(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, server: FaultServer
) -> None:
    good, bad = answer(page()), refused("403 Forbidden", {"error": "This coach may not see user_002."})
    refusing = [True]

    async def serve(asked: Asked) -> None:
        is_refused = refusing[0] and "user_002" in server.heads[-1] and "startAt=2026-10-12" in server.heads[-1]
        await (bad if is_refused else good)(asked)

    server.serve = serve
    window = window_of(make_program(practice.profile(api_base_url=server.url)))
    sign_in(qtbot, window)
    question = people_by(window, "user_001", "user_002", "user_003", unit=Unit.WEEK)
    saved = ask(qtbot, window, question)
    assert (len(saved.answers), len(saved.plan.cells)) == (14, 15)
    matrix, place = matrix_of(window), Place(1, 2)
    kinds = {p: cell.kind for p in shown(window).places() if (cell := matrix.model.cell(matrix.model.index_of(p)))}
    assert {p for p, kind in kinds.items() if kind is not Kind.FIGURE} == {place}
    assert kinds[place] is Kind.FAILED
    tip = matrix.model.index_of(place).data(Qt.ItemDataRole.ToolTipRole)
    assert "No access" in tip
    assert "14 of 15 answers are here." in window.view.result_page.banner.text()

    refusing[0] = False
    server.heads.clear()
    again = until_over(qtbot, window, lambda: choose_in_menu(qtbot, matrix, place, "Ask this cell again"))
    assert again.id == saved.id
    assert again.missing == ()
    assert len([head for head in server.heads if "/values" in head]) == 1
    cell = matrix.model.cell(matrix.model.index_of(place))
    assert cell is not None
    assert (cell.kind, cell.recordings) == (Kind.FIGURE, 12)
    assert window.view.result_page.banner.text() == ""
    assert body_of(window).state.selected == place
