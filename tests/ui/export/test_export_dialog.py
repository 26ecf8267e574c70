"""The export dialog offers what a format can do, and says what is wrong where it is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
)

from siro_desktop.domain.exports import CsvDialect, ExportProgress, FileFormat, FileKind, Scope, excel_csv
from siro_desktop.ui.export_choice import ExportChoice, excel_here, format_note

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.export_dialog import ExportDialog

    Open = Callable[..., ExportDialog]


def part(dialog: ExportDialog, kind: type, name: str) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def chosen(qtbot: QtBot, dialog: ExportDialog) -> ExportChoice:
    with qtbot.waitSignal(dialog.export_requested) as asked:
        part(dialog, QPushButton, "export_button").click()
    choice: ExportChoice = asked.args[0]
    return choice


def choose_format(dialog: ExportDialog, form: FileFormat) -> None:
    box = part(dialog, QComboBox, "export_format")
    box.setCurrentIndex(box.findData(form))


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_comparison_may_be_written_wide(qtbot: QtBot, open_dialog: Open, is_wide: bool) -> None:
    dialog = open_dialog(is_wide=not is_wide)
    choice = part(dialog, QCheckBox, "export_wide")
    assert choice.isVisible()
    choice.click()
    assert chosen(qtbot, dialog).is_wide == is_wide


def test_one_answer_has_no_such_choice(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog(is_comparison=False, is_wide=True)
    assert not part(dialog, QCheckBox, "export_wide").isVisible()
    assert not chosen(qtbot, dialog).is_wide


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("export_view", Scope.VIEW),
        ("export_selection", Scope.SELECTION),
        ("export_all", Scope.EVERYTHING),
    ],
)
def test_which_rows_are_written_is_chosen(qtbot: QtBot, open_dialog: Open, name: str, scope: Scope) -> None:
    dialog = open_dialog()
    part(dialog, QRadioButton, name).click()
    assert chosen(qtbot, dialog).scope is scope


def test_two_sides_have_columns_of_their_own_and_are_never_wide(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog(has_sides=True, is_wide=True)
    columns, wide = part(dialog, QPushButton, "export_columns"), part(dialog, QCheckBox, "export_wide")
    assert part(dialog, QLabel, "export_of_sides").isVisible()
    assert (len(columns.menu().actions()) - 2, wide.isEnabled()) == (3, False)
    assert not chosen(qtbot, dialog).is_wide
    part(dialog, QRadioButton, "export_all").click()
    assert (len(columns.menu().actions()) - 2, wide.isEnabled()) == (2, True)
    assert chosen(qtbot, dialog).is_wide


def test_the_suggested_name_goes_with_what_is_written_until_it_is_changed(open_dialog: Open, tmp_path: Path) -> None:
    dialog = open_dialog(has_sides=True, path=tmp_path / "b against a.csv")
    path = part(dialog, QLineEdit, "export_path")
    part(dialog, QRadioButton, "export_all").click()
    assert path.text() == str(tmp_path / "everything.csv")
    choose_format(dialog, FileFormat.XLSX)
    part(dialog, QRadioButton, "export_view").click()
    assert path.text() == str(tmp_path / "b against a.xlsx")
    path.setText(str(tmp_path / "mine.xlsx"))
    part(dialog, QRadioButton, "export_all").click()
    assert path.text() == str(tmp_path / "mine.xlsx")


def test_what_is_said_of_two_sides_is_said_of_nothing_else(open_dialog: Open) -> None:
    assert not part(open_dialog(), QLabel, "export_of_sides").isVisible()


def test_nothing_selected_cannot_be_chosen(open_dialog: Open) -> None:
    dialog = open_dialog(selected=0)
    button = part(dialog, QRadioButton, "export_selection")
    assert not button.isEnabled()
    assert "nothing is selected" in button.text()


def test_answers_as_they_came_are_offered_only_where_they_are_there(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog(forms=tuple(form for form in FileFormat if form is not FileFormat.RAW_JSON))
    assert part(dialog, QComboBox, "export_format").findData(FileFormat.RAW_JSON) == -1
    part(dialog, QLineEdit, "export_path").setText("figures.json")
    assert chosen(qtbot, dialog).form is FileFormat.TIDY_JSON


def test_answers_as_they_came_are_whole(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog(is_wide=True)
    choose_format(dialog, FileFormat.RAW_JSON)
    assert not part(dialog, QRadioButton, "export_view").isEnabled()
    assert not part(dialog, QPushButton, "export_columns").isEnabled()
    choice = chosen(qtbot, dialog)
    assert (choice.scope, choice.is_wide) == (Scope.EVERYTHING, False)
    choose_format(dialog, FileFormat.CSV)
    assert chosen(qtbot, dialog).scope is Scope.VIEW  # as it was before


def test_the_files_name_follows_the_format_and_the_format_the_name(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    path = part(dialog, QLineEdit, "export_path")
    choose_format(dialog, FileFormat.XLSX)
    assert path.text().endswith("x.xlsx")
    assert not part(dialog, QCheckBox, "export_question").isEnabled()  # it has a sheet for that
    path.setText("/tmp/other.csv")
    choice = chosen(qtbot, dialog)
    assert (choice.form, choice.path) == (FileFormat.CSV, Path("/tmp/other.csv"))
    choose_format(dialog, FileFormat.EXCEL_CSV)
    path.setText("/tmp/third.CSV")
    assert chosen(qtbot, dialog).form is FileFormat.EXCEL_CSV
    path.setText("/tmp/name.of.mine")
    choose_format(dialog, FileFormat.TIDY_JSON)
    assert chosen(qtbot, dialog).path == Path("/tmp/name.of.mine.json")
    path.setText("/tmp/bare")
    assert chosen(qtbot, dialog).path == Path("/tmp/bare.json")


def test_excel_gets_the_marks_of_this_computer(qtbot: QtBot, open_dialog: Open, german: None) -> None:
    dialog = open_dialog()
    choose_format(dialog, FileFormat.EXCEL_CSV)
    assert "“;”" in format_note(FileFormat.EXCEL_CSV)
    assert chosen(qtbot, dialog).kind == FileKind(FileFormat.EXCEL_CSV, CsvDialect(";", ",", with_bom=True))
    choose_format(dialog, FileFormat.CSV)
    assert chosen(qtbot, dialog).kind == FileKind(FileFormat.CSV)


@pytest.mark.skipif(sys.platform == "win32", reason="there the list separator is the person's own")
def test_excel_in_english_has_commas() -> None:
    assert excel_here() == excel_csv(".")


def test_columns_are_ticked_off_and_one_always_stays(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    button = part(dialog, QPushButton, "export_columns")
    columns = {action.text(): action for action in button.menu().actions() if action.isCheckable()}
    assert list(columns) == ["metric_id", "value", "pass_rate"]
    assert button.text().endswith("all")
    columns["pass_rate"].trigger()
    assert button.text().endswith("2 of 3")
    assert chosen(qtbot, dialog).without == {"pass_rate"}
    columns["value"].trigger()
    columns["metric_id"].trigger()
    assert columns["metric_id"].isChecked()
    assert chosen(qtbot, dialog).without == {"pass_rate", "value"}
    button.menu().actions()[0].trigger()
    assert chosen(qtbot, dialog).without == frozenset()


def test_what_is_left_out_stays_left_out_in_another_form(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog(without=frozenset({"value"}))
    part(dialog, QCheckBox, "export_wide").click()
    button = part(dialog, QPushButton, "export_columns")
    names = [action.text() for action in button.menu().actions() if action.isCheckable()]
    assert names == ["metric_id", "recordings"]
    next(one for one in button.menu().findChildren(QAction) if one.text() == "recordings").trigger()
    assert chosen(qtbot, dialog).without == {"value", "recordings"}


def test_a_problem_stands_under_the_path_until_it_is_changed(open_dialog: Open) -> None:
    dialog = open_dialog()
    path, problem = part(dialog, QLineEdit, "export_path"), part(dialog, object, "export_problem")
    path.setText("  ")
    part(dialog, QPushButton, "export_button").click()
    assert problem.text == "Choose where the file goes."
    path.setText("/tmp/x.csv")
    assert problem.text == ""
    dialog.show_running()
    dialog.show_problem("The disk is full.")
    assert (problem.text, problem.isVisible(), path.isEnabled()) == ("The disk is full.", True, True)


def test_what_is_written_can_be_seen_and_stopped(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    bar, stop = part(dialog, QProgressBar, "export_progress"), part(dialog, QPushButton, "export_cancel")
    assert not bar.isVisible()
    dialog.show_running()
    dialog.show_progress(ExportProgress(3, 12))
    assert (bar.isVisible(), bar.value() / bar.maximum(), stop.text()) == (True, 0.25, "Stop")
    assert not part(dialog, QPushButton, "export_button").isEnabled()
    for ask in (stop.click, lambda: qtbot.keyClick(dialog, Qt.Key.Key_Escape)):
        with qtbot.waitSignal(dialog.stop_requested):
            ask()
        assert dialog.isVisible()
    dialog.show_problem("Stopped.")
    stop.click()
    assert not dialog.isVisible()


def test_browsing_fills_the_path(open_dialog: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = open_dialog()
    answers = iter([("/tmp/chosen.xlsx", ""), ("", "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: next(answers))
    for _ in range(2):
        part(dialog, QPushButton, "export_browse").click()
        assert part(dialog, QLineEdit, "export_path").text() == "/tmp/chosen.xlsx"
    assert part(dialog, QComboBox, "export_format").currentData() == FileFormat.XLSX


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Q3 vs. Q4", "Q3 vs. Q4.csv"),
        ("report v1.2", "report v1.2.csv"),
        (" spaced .CSV ", "spaced .CSV"),
        ("below/mine", "below/mine.csv"),
        ("..csv", "..csv"),
    ],
)
def test_a_bare_name_goes_into_the_suggested_folder_and_gets_its_ending(
    qtbot: QtBot, open_dialog: Open, tmp_path: Path, typed: str, expected: str
) -> None:
    dialog = open_dialog()
    part(dialog, QLineEdit, "export_path").setText(typed)
    assert chosen(qtbot, dialog).path == tmp_path / expected


@pytest.mark.parametrize("typed", ["/", "..", "~/", "below/"])
def test_a_folder_alone_is_no_file(open_dialog: Open, typed: str) -> None:
    dialog = open_dialog()
    part(dialog, QLineEdit, "export_path").setText(typed)
    part(dialog, QPushButton, "export_button").click()
    assert part(dialog, object, "export_problem").text == "Choose where the file goes."


@pytest.mark.parametrize(
    ("suggested", "files"),
    [
        ({}, ["x.csv", "x.csv.datapackage.json"]),
        ({"with_question": False}, ["x.csv"]),
        ({"form": FileFormat.XLSX, "path": Path("/tmp/x.xlsx")}, ["x.xlsx"]),
    ],
)
def test_what_is_written_is_told_file_by_file(
    qtbot: QtBot, open_dialog: Open, suggested: dict[str, object], files: list[str]
) -> None:
    assert [path.name for path in chosen(qtbot, open_dialog(**suggested)).files] == files
