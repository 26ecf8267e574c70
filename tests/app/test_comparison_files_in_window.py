"""A comparison into files and out of them: CSV through the dialog, a saved query over a restart, `.siroquery`."""

from __future__ import annotations

import csv
import faulthandler
import logging
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from app_kit import drop_file, find, sign_in, window_of
from comparison_kit import (
    SHARE,
    ask,
    body_of,
    members_by_week,
    metric_position,
    show_view,
    shown,
    signed_in_window,
    told,
    until_over,
)
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTreeView,
)

from siro_desktop.cli import main
from siro_desktop.domain.question_json import QueryFile
from siro_desktop.export.query_files import write_query_file
from siro_desktop.ui.comparison.matrix_view import MatrixView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

Row = dict[str, str]


def export(qtbot: QtBot, window: MainWindow, path: Path, *, only_view: bool, is_wide: bool) -> list[Row]:
    """File ▸ Export…, and what is in the file then."""
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    find(dialog, "export_view" if only_view else "export_all", QRadioButton).click()
    find(dialog, "export_wide", QCheckBox).setChecked(is_wide)
    find(dialog, "export_path", QLineEdit).setText(str(path))
    find(dialog, "export_button", QPushButton).click()
    qtbot.waitUntil(lambda: str(path) in window.view.result_page.banner.text(), timeout=10_000)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "export_dialog") is None)
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> float | None:
    return float(text) if text else None


def test_everything_goes_into_long_and_wide_csv_with_recordings_beside(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    saved = ask(qtbot, window, members_by_week(window))
    cells = {(" ".join(cell.query.ids), cell.query.period.start): cell for cell in saved.plan.cells}
    long = export(qtbot, window, tmp_path / "long.csv", only_view=False, is_wide=False)
    assert len(long) == sum(len(one.metrics) for one in saved.answers.values())
    for row in long:
        answer = saved.answers[cells[row["filter_by_ids"], datetime.fromisoformat(row["start_at"])].key]
        assert (number(row["value"]), float(row["recordings_evaluated"])) == told(answer, row["metric_id"])
    assert any(not row["value"] for row in long)  # without a value, which is not 0
    tessa = next(user.name for user in window.names.users if user.id == "user_001")
    assert {row["entity_name"] for row in long if row["filter_by_ids"] == "user_001"} == {tessa}

    wide = export(qtbot, window, tmp_path / "wide.csv", only_view=False, is_wide=True)
    days = ["2026-10-01 to 2026-10-04", "2026-10-05 to 2026-10-11", "2026-10-12 to 2026-10-18"]
    days += ["2026-10-19 to 2026-10-25", "2026-10-26 to 2026-10-31"]
    assert [name for name in wide[0] if name.startswith("value ")] == [f"value {period}" for period in days]
    known = {(row["filter_by_ids"], row["metric_id"], row["period_label"]): row for row in long}
    assert len(known) == len(long)
    labels = list(dict.fromkeys(row["period_label"] for row in long))
    assert len(labels) == 5
    filled = 0
    for row in wide:
        for label, period in zip(sorted(labels, key=lambda one: _first_of(long, one)), days, strict=True):
            one = known.get((row["filter_by_ids"], row["metric_id"], label))
            figure = (row[f"value {period}"], row[f"pass_rate {period}"], row[f"recordings {period}"])
            assert figure == ((one["value"], one["pass_rate"], one["recordings_evaluated"]) if one else ("", "", ""))
            filled += one is not None
    assert filled == len(long)


def _first_of(rows: list[Row], label: str) -> str:
    return min(row["start_at"] for row in rows if row["period_label"] == label)


def test_this_view_is_exported_as_it_is_sorted_and_searched(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    saved = ask(qtbot, window, members_by_week(window))
    body_of(window).state.choose_metric(metric_position(window, SHARE))
    show_view(window, "matrix")
    matrix = find(window, "matrix_view", MatrixView)
    matrix.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    wide = export(qtbot, window, tmp_path / "matrix.csv", only_view=True, is_wide=True)
    assert {row["metric_id"] for row in wide} == {SHARE}
    comparison = shown(window)
    in_order = [" ".join(comparison.entities[entity].ids) for entity in body_of(window).state.shown_entities]
    assert [row["filter_by_ids"] for row in wide] == in_order
    figures = [number(row["value 2026-10-12 to 2026-10-18"]) for row in wide[:-1]]  # all together stands last
    values = [value for value in figures if value is not None]
    assert values == sorted(values, reverse=True)
    assert figures[len(values) :] == [None] * (len(figures) - len(values))

    show_view(window, "table")
    search = find(body_of(window), "comparison_search", QLineEdit)
    search.setText("user_006")
    qtbot.waitUntil(lambda: 0 < len(window.view.result_page.visible_rows()) < 500)
    rows = window.view.result_page.visible_rows()
    long = export(qtbot, window, tmp_path / "table.csv", only_view=True, is_wide=False)
    assert [row["metric_id"] for row in long] == [saved.answers[key].metrics.ids[row] for key, row in rows]
    assert all("user_006" in row["filter_by_ids"] for row in long)


# Saved queries ------------------------------------------------------------------------------------------------------


@pytest.fixture
def command_line() -> Iterator[Callable[..., int]]:
    """Runs a command in this process, which shares the keyring; puts logging back as it was."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    yield lambda *arguments: main(arguments)
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    faulthandler.enable(sys.__stderr__)


def figures_of(window: MainWindow) -> set[tuple[str, datetime, str, float | None, float]]:
    saved = window.view.result_page.saved
    assert saved is not None
    return {
        (" ".join(cell.query.ids), cell.query.period.start, metric_id, *told(answer, metric_id))
        for cell in saved.plan.cells
        for answer in (saved.answers[cell.key],)
        for metric_id in answer.metrics.ids
    }


def test_a_saved_comparison_runs_by_double_click_after_a_restart_and_on_the_command_line(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    command_line: Callable[..., int],
    tmp_path: Path,
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    window.view.query_form.set_question(members_by_week(window))
    window.actions_.save_query_as.trigger()
    dialog = find(window, "query_name_dialog", QDialog)
    find(dialog, "query_name", QLineEdit).setText("Front Range by week")
    find(dialog, "query_folder", QComboBox).setCurrentText("Weekly")
    find(dialog, "query_name_dialog_ok", QPushButton).click()
    qtbot.waitUntil(lambda: window.view.held_query.text() == "Weekly / Front Range by week")
    window.close()

    window = window_of(make_program(practice.profile()))
    qtbot.waitUntil(lambda: window.session.status.signed_in, timeout=15_000)
    window.actions_.new_query.trigger()
    panel = window.view.saved_side.queries
    qtbot.waitUntil(lambda: len(panel.queries) == 1)
    panel.set_current(panel.queries[0].id)
    tree = find(panel, "query_tree", QTreeView)
    tree.expandAll()
    QApplication.processEvents()
    where = tree.visualRect(tree.currentIndex()).center()

    def double_click() -> None:
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
        qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)

    saved = until_over(qtbot, window, double_click)
    assert len(saved.answers) == 75
    assert window.view.held_query.text() == "Weekly / Front Range by week"

    path = tmp_path / "fetched.csv"
    options = ("--format", "csv", "--output", str(path), "--refresh")
    assert command_line("fetch", "--query", "Weekly/Front Range by week", *options) == 0
    with path.open(newline="", encoding="utf-8") as stream:
        fetched = {
            (
                row["filter_by_ids"],
                datetime.fromisoformat(row["start_at"]),
                row["metric_id"],
                number(row["value"]),
                float(row["recordings_evaluated"]),
            )
            for row in csv.DictReader(stream)
        }
    assert fetched == figures_of(window)


def test_a_dropped_file_brings_its_comparison(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    question = members_by_week(window)
    path = tmp_path / "sent.siroquery"
    write_query_file(path, QueryFile(question=question, name="Sent"))
    assert drop_file(window, path)
    qtbot.waitUntil(lambda: window.view.query_form.as_typed().ids == question.ids)
    assert window.view.query_form.to_question().compare_by == question.compare_by
    saved = until_over(qtbot, window, window.actions_.run.trigger)  # the members are looked up for it
    assert len(saved.answers) == 75
