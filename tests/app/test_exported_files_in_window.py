"""Files that remember their question: exported, dropped on a window, and query, result and view are there again."""

from __future__ import annotations

import csv
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

import pytest
from app_kit import drop_file, find, run_query, sign_in, team_query, wait_for, window_of
from comparison_kit import ask, body_of, members_by_week, show_view, signed_in_window
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from siro_desktop.domain.exports import PACKAGE_ENDING, FileFormat
from siro_desktop.domain.question import question_for
from siro_desktop.runner.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.main_window import MainWindow


def export(qtbot: QtBot, window: MainWindow, path: Path, scope: str = "export_view") -> None:
    """File ▸ Export…, through the dialog."""
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    find(dialog, "export_path", QLineEdit).setText(str(path))
    find(dialog, scope, QRadioButton).click()
    find(dialog, "export_button", QPushButton).click()
    qtbot.waitUntil(lambda: path.name in window.view.result_page.banner.text(), timeout=20_000)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "export_dialog") is None)
    window.messages.clear()


def asked(qtbot: QtBot, program: Program) -> tuple[MainWindow, SavedResult]:
    window = window_of(program)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None, timeout=10_000)
    saved = window.view.result_page.saved
    assert saved is not None
    return window, saved


def told(qtbot: QtBot, window: MainWindow, words: str) -> str:
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: words in banner.text(), timeout=10_000)
    return banner.text()


def test_a_workbook_brings_its_query_its_result_and_its_view(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, saved = asked(qtbot, program)
    page = window.view.result_page
    page.answer_body.table_page.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    search = find(page.answer_body, "result_search", QLineEdit)
    search.setText("speak")
    qtbot.waitUntil(lambda: 0 < len(page.visible_rows()) < len(page.answer_body.model.metrics))
    rows = page.visible_rows()
    path = tmp_path / "figures.xlsx"
    export(qtbot, window, path)

    search.clear()
    page.answer_body.table_page.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    page.show_view("answer")
    run_query(window, team_query(window, 1))
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id != saved.id, timeout=10_000)

    assert drop_file(window, path)
    assert "differ" not in told(qtbot, window, "figures.xlsx: the same figures as stored")
    assert page.saved == saved
    assert window.view.query_form.to_query() == saved.plan.query
    qtbot.waitUntil(lambda: page.visible_rows() == rows)
    assert page.look()["view"] == "table"


def test_figures_that_differ_are_counted(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, saved = asked(qtbot, program)
    path = tmp_path / "figures.csv"
    export(qtbot, window, path, "export_all")
    answer = saved.only_answer
    assert answer is not None
    with path.open(newline="", encoding="utf-8") as stream:
        head, *rows = csv.reader(stream)
    value = head.index("value")
    next(row for row in rows if row[value])[value] = "-77"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([head, *rows])

    window.queries.open_file(path)
    said = told(qtbot, window, f"figures.csv: 1 of {len(answer.metrics)} figures differ from what is stored")
    assert "changed after it was exported" in said


@pytest.mark.parametrize("kept", [2, 0])
def test_figures_that_were_cut_off_are_counted(qtbot: QtBot, program: Program, tmp_path: Path, kept: int) -> None:
    window, saved = asked(qtbot, program)
    path = tmp_path / "figures.csv"
    export(qtbot, window, path, "export_all")
    assert saved.only_answer is not None
    figures = len(saved.only_answer.metrics)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[: kept + 1]))
    window.queries.open_file(path)
    said = told(qtbot, window, f"figures.csv: {figures - kept} of {figures} figures are missing in the file")
    assert "changed after it was exported" in said


def test_the_description_is_dropped_in_a_window_that_knows_nothing(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window, saved = asked(qtbot, program)
    path = tmp_path / "figures.csv"
    export(qtbot, window, path)
    window.library._delete_all()
    qtbot.waitUntil(lambda: window.view.result_page.saved is None)
    window.actions_.new_query.trigger()

    assert drop_file(window, path.with_name(path.name + PACKAGE_ENDING))
    said = told(qtbot, window, "figures.csv: its figures are not in the store")
    assert "Run asks Siro again" in said
    assert window.view.query_form.to_query() == saved.plan.query


def test_what_stood_in_the_form_can_be_brought_back(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, _ = asked(qtbot, program)
    path = tmp_path / "figures.json"
    export(qtbot, window, path)
    typed = team_query(window, 1)
    window.view.query_form.set_question(question_for(typed))
    window.actions_.open_query.trigger()
    dialog = find(window, "open_query_dialog", QFileDialog)
    assert "*.xlsx" in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    told(qtbot, window, "the same figures as stored")
    told(qtbot, window, "was not saved")
    find(window, "banner_action", QPushButton).click()
    assert window.view.query_form.to_query() == typed


def test_a_comparison_comes_back_with_its_metric_and_its_view(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    saved = ask(qtbot, window, members_by_week(window))
    body, page = body_of(window), window.view.result_page
    body.state.choose_metric(3)
    show_view(window, "matrix")
    metric = body.state.current_metric
    path = tmp_path / "weeks.csv"
    export(qtbot, window, path)
    show_view(window, "table")
    body.state.choose_metric(0)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: page.saved is not None and not page.saved.is_comparison, timeout=10_000)

    assert drop_file(window, path)
    told(qtbot, window, "weeks.csv: the same figures as stored")
    assert page.saved == saved
    assert body.tabs.current() == "matrix"
    assert body.state.current_metric == metric


def test_a_leaderboard_comes_back_with_the_period_that_it_was_of(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    saved = ask(qtbot, window, members_by_week(window))
    show_view(window, "leaderboard")
    page, period = window.view.result_page, find(window, "leaderboard_period", QComboBox)
    period.setCurrentIndex(1)
    period.activated.emit(1)
    rows = page.visible_rows()
    path = tmp_path / "board.csv"
    export(qtbot, window, path)
    with path.open(newline="", encoding="utf-8") as stream:
        labels = {row["period_label"] for row in csv.DictReader(stream)}
    assert labels == {"2026-10-05 to 2026-10-11"}
    period.setCurrentIndex(4)
    period.activated.emit(4)
    show_view(window, "matrix")
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: page.saved is not None and not page.saved.is_comparison, timeout=10_000)

    assert drop_file(window, path)
    told(qtbot, window, "board.csv: the same figures as stored")
    assert page.saved == saved
    assert page.visible_rows() == rows
    assert period.currentIndex() == 1


def test_a_selection_goes_out_alone(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, _ = asked(qtbot, program)
    page = window.view.result_page
    page.answer_body.table_page.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    page.answer_body.table_page.view.selectRow(2)
    path = tmp_path / "one.csv"
    export(qtbot, window, path, "export_selection")
    lines = path.read_text(encoding="utf-8").splitlines()
    _, row = page.visible_rows()[2]
    assert len(lines) == 2
    assert page.answer_body.model.metrics.ids[row] in lines[1]
    assert window.results.exports.last_choice.form is FileFormat.CSV


def test_a_file_that_says_nothing_is_told_in_the_banner(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, _ = asked(qtbot, program)
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    assert drop_file(window, path)
    told(qtbot, window, "“other.csv”: It does not say what was asked")
    path = tmp_path / "other.xlsx"
    path.write_bytes(b"PK\x03\x04 and no more")
    assert drop_file(window, path)
    told(qtbot, window, "“other.xlsx”: This is not a complete Excel workbook")


def test_a_file_and_its_description_may_be_dropped_together(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window = window_of(program)
    content, none = QMimeData(), Qt.KeyboardModifier.NoModifier
    for names, taken in ((["a.csv", f"a.csv{PACKAGE_ENDING}"], True), (["a.csv", "b.csv"], False)):
        content.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
        entered = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, none)
        entered.ignore()
        QApplication.sendEvent(window, entered)
        assert entered.isAccepted() == taken


def test_an_export_that_is_stopped_writes_nothing(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, _ = asked(qtbot, program)
    path = tmp_path / "old.csv"
    path.write_text("old")
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    find(dialog, "export_path", QLineEdit).setText(str(path))
    gate = Event()
    find(dialog, "export_button", QPushButton).click()
    replace = wait_for(qtbot, window, "confirm_delete_button", QPushButton)
    window.workspace.export.submit(Call(partial(gate.wait, 10)))
    replace.click()
    find(dialog, "export_cancel", QPushButton).click()  # before the export thread had its turn
    gate.set()
    problem = find(dialog, "export_problem_text", QLabel)
    qtbot.waitUntil(lambda: problem.text().startswith("Stopped. Nothing was written"))
    assert dialog.isVisible()
    assert path.read_text() == "old"
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "confirm_delete") is None)
    find(dialog, "export_button", QPushButton).click()
    wait_for(qtbot, window, "confirm_delete_button", QPushButton).click()
    qtbot.waitUntil(lambda: "Exported" in window.view.result_page.banner.text())
    assert path.read_text(encoding="utf-8").startswith("organization_id")


def test_the_format_is_remembered(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window, _ = asked(qtbot, program)
    export(qtbot, window, tmp_path / "x.json")
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    assert find(dialog, "export_format", QComboBox).currentData() == FileFormat.TIDY_JSON
    assert find(dialog, "export_path", QLineEdit).text().endswith(".json")
    dialog.reject()
    qtbot.waitUntil(lambda: '"export_format": "tidy-json"' in settings_text(window), timeout=5_000)


def settings_text(window: MainWindow) -> str:
    path = window.workspace.paths.state / "settings.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""
