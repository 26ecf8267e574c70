"""Colours of pass rates set by hand, in the whole program: every view uses them at once, and a look-up leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import find, run_query, sign_in, team_query, window_of
from comparison_kit import SHARE, ask, body_of, metric_position, people_by, show_view, signed_in_window
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTabWidget

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparison import Place
from siro_desktop.domain.targets import Source, Status
from siro_desktop.ui.charts.view import ChartsView
from siro_desktop.ui.comparison.figure_words import describe
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.comparison.long_view import LongTableView
from siro_desktop.ui.comparison.matrix_view import MatrixView
from siro_desktop.ui.metric_table_model import Column
from siro_desktop.ui.segments import SegmentRow
from siro_desktop.ui.targets.dialog import TargetsDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


def open_colors(window: MainWindow) -> TargetsDialog:
    window.actions_.targets.trigger()
    dialog = find(window, "targets_dialog", TargetsDialog)
    find(dialog, "targets_tabs", QTabWidget).setCurrentWidget(dialog.colors_page)
    return dialog


def set_by_hand(qtbot: QtBot, window: MainWindow, dialog: TargetsDialog, *lows: str) -> None:
    """Type where near and met begin, and save."""
    for n, text in enumerate(lows, 1):
        find(dialog, f"color_range_low_{n}", QLineEdit).setText(text)
    find(dialog, "color_save", QPushButton).click()
    qtbot.waitUntil(lambda: note(dialog) == "Saved.")
    assert window.targets.targets.own_colors


def note(dialog: TargetsDialog) -> str:
    return find(dialog, "targets_note", QLabel).text()


def answer_window(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> tuple[Program, MainWindow]:
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: bool(window.targets.targets.look_ups), timeout=15_000)
    return program, window


def in_table(window: MainWindow) -> set[Status | None]:
    model = window.view.result_page.answer_body.model
    return {model.rate_status(row) for row in range(model.rowCount())} - {None}


def in_charts(qtbot: QtBot, window: MainWindow) -> set[Status | None]:
    """How the bars of pass rates stand: those that have no target of their own."""
    show_view(window, "charts")
    charts = find(window, "charts_view", ChartsView)
    found: set[Status | None] = set()

    def are_drawn() -> bool:
        bars = [bar for panel in charts.panels if not panel.isHidden() for bar in panel.plot.bars]
        found.update(bar.judged.status for bar in bars if bar.judged is not None and bar.judged.target is None)
        return bool(found)

    qtbot.waitUntil(are_drawn, timeout=15_000)
    return found


def test_what_is_set_by_hand_is_used_at_once_stays_over_a_look_up_and_can_be_put_back(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    program, window = answer_window(qtbot, make_program, practice)
    before = in_table(window)
    assert len(before) > 1
    assert in_charts(qtbot, window) == before
    show_view(window, "table")
    dialog = open_colors(window)
    set_by_hand(qtbot, window, dialog, "0.001", "0.002")
    assert in_table(window) == {Status.MET}
    qtbot.waitUntil(lambda: in_charts(qtbot, window) == {Status.MET}, timeout=15_000)
    model = window.view.result_page.answer_body.model
    cell = next(
        index
        for row in range(model.rowCount())
        if model.pass_rate((index := model.index(row, Column.PASS_RATE)).row()) is not None
    )
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", met")
    assert cell.data(Qt.ItemDataRole.ToolTipRole).endswith("in your colours")

    find(dialog, "targets_look_up", QPushButton).click()
    qtbot.waitUntil(lambda: note(dialog).startswith("Siro sets"), timeout=15_000)
    with qtbot.waitSignal(window.targets.targets_changed):
        window.targets.reload()
    assert in_table(window) == {Status.MET}
    dialog.export_requested.emit(tmp_path / "targets.csv")
    qtbot.waitUntil(lambda: "Exported" in note(dialog))
    dialog.close()
    window.close()
    assert program.close()

    window = window_of(make_program())
    qtbot.waitUntil(lambda: in_table(window) == {Status.MET}, timeout=15_000)
    dialog = open_colors(window)
    find(dialog, "color_remove", QPushButton).click()
    qtbot.waitUntil(lambda: in_table(window) == before)
    assert window.targets.targets.own_colors == ()
    kept = (tmp_path / "targets.csv").read_text().splitlines()
    (tmp_path / "own.csv").write_text("\n".join([kept[0], kept[-1]]))
    dialog.import_requested.emit(tmp_path / "own.csv")
    qtbot.waitUntil(lambda: in_table(window) == {Status.MET})
    assert note(dialog) == "Colours for pass rates imported."
    dialog.close()


def test_a_comparison_uses_them_in_matrix_table_and_charts(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    people = [user.id for user in window.names.users if user.team_id][:2]
    ask(qtbot, window, people_by(window, *people, unit=Unit.WEEK))
    qtbot.waitUntil(lambda: bool(window.targets.targets.look_ups), timeout=15_000)
    state = body_of(window).state
    state.choose_metric(metric_position(window, SHARE))
    show_view(window, "matrix")
    matrix = find(window, "matrix_view", MatrixView)
    find(matrix, "matrix_figure", SegmentRow).set_chosen(["pass_rate"])
    assert matrix.model.cells.statuses - {Status.MET}
    show_view(window, "table")
    table = find(window, "long_table_view", LongTableView).model
    qtbot.waitUntil(lambda: table.rowCount() > 0)

    dialog = open_colors(window)
    meant_for = find(dialog, "color_meant_for", QComboBox)
    meant_for.setCurrentIndex(meant_for.findData(""))
    set_by_hand(qtbot, window, dialog, "0.001", "0.002")
    (own,) = window.targets.targets.own_colors
    assert (own.conversation_type_id, own.bands.source) == ("", Source.HAND)

    qtbot.waitUntil(lambda: {table.rate_status(row) for row in range(table.rowCount())} - {None} == {Status.MET})
    cell = table.index(0, LongColumn.PASS_RATE)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole).endswith((", met", "—"))
    show_view(window, "matrix")
    qtbot.waitUntil(lambda: matrix.model.cells.statuses == {Status.MET})
    assert ", met" in describe(state, Place(0, 0), state.metric).pass_rate  # what bars, trend and leaderboard say
    dialog.close()
