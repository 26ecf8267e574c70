"""Where files go in a real window: what fails is forgotten, what is there is asked about, and names say what is in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_kit import ask_for_team, drop_file, find, sign_in, team_query, wait_for, window_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPushButton

from siro_desktop.domain.question import question_for

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

TOO_LONG = "n" * 300


@pytest.fixture
def shown(qtbot: QtBot, program: Program) -> MainWindow:
    """A window with a result."""
    window = window_of(program)
    sign_in(qtbot, window)
    ask_for_team(qtbot, window)
    return window


def open_export(window: MainWindow) -> QDialog:
    window.actions_.export.trigger()
    return find(window, "export_dialog", QDialog)


def fail_to_export(qtbot: QtBot, window: MainWindow, path: str) -> Path:
    """Export to where nothing can be written, close the dialog, and return the folder that it had suggested."""
    dialog = open_export(window)
    former = Path(find(dialog, "export_path", QLineEdit).text()).parent
    find(dialog, "export_path", QLineEdit).setText(path)
    find(dialog, "export_button", QPushButton).click()
    problem = find(dialog, "export_problem_text", QLabel)
    qtbot.waitUntil(lambda: problem.text() != "", timeout=10_000)
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "export_dialog") is None)
    return former


@pytest.mark.parametrize("name", ["conversation_type_id", "start", "ids", "result_search", "answer_text"])
def test_the_key_exports_from_wherever_the_keyboard_is(qtbot: QtBot, shown: MainWindow, name: str) -> None:
    """X11 has Ctrl+E for the end of a line."""
    shown.view.result_page.show_view("answer" if name == "answer_text" else "table")
    part = find(shown, name)
    part.setFocus()
    qtbot.keyClick(part, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, shown, "export_dialog", QDialog).reject()


@pytest.mark.parametrize("documents", ["", "Documents"])
def test_the_first_export_goes_where_there_is_a_folder(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: str
) -> None:
    """A new account need not have a folder for documents."""
    (tmp_path / documents).mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    dialog = open_export(shown)
    suggested = Path(find(dialog, "export_path", QLineEdit).text())
    assert suggested.parent == tmp_path / documents
    find(dialog, "export_button", QPushButton).click()
    qtbot.waitUntil(lambda: suggested.name in shown.view.result_page.banner.text(), timeout=10_000)
    assert suggested.exists()
    shown.actions_.save_picture.trigger()
    picture = find(shown, "picture_dialog", QDialog)
    assert Path(find(picture, "picture_path", QLineEdit).text()).parent == tmp_path / documents


@pytest.mark.parametrize("name", [f"{TOO_LONG}.csv", f"{TOO_LONG}/x.csv", "a-file/x.csv"])
def test_an_export_that_failed_is_forgotten(qtbot: QtBot, shown: MainWindow, tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").touch()
    former = fail_to_export(qtbot, shown, str(tmp_path / name))
    assert Path(find(open_export(shown), "export_path", QLineEdit).text()).parent == former
    find(shown, "export_dialog", QDialog).reject()
    shown.actions_.save_pdf.trigger()
    assert wait_for(qtbot, shown, "pdf_dialog", QFileDialog).isVisible()


def test_a_picture_that_failed_is_forgotten(qtbot: QtBot, shown: MainWindow, tmp_path: Path) -> None:
    shown.actions_.save_picture.trigger()
    dialog = find(shown, "picture_dialog", QDialog)
    former = Path(find(dialog, "picture_path", QLineEdit).text()).parent
    find(dialog, "picture_path", QLineEdit).setText(str(tmp_path / TOO_LONG / "x.png"))
    find(dialog, "picture_save", QPushButton).click()
    problem = find(dialog, "picture_problem", QLabel)
    qtbot.waitUntil(lambda: problem.text() != "", timeout=10_000)
    dialog.reject()
    qtbot.waitUntil(lambda: shown.findChild(QDialog, "picture_dialog") is None)
    shown.actions_.save_picture.trigger()
    assert Path(find(shown, "picture_path", QLineEdit).text()).parent == former


def test_a_name_alone_goes_where_the_last_one_went(qtbot: QtBot, shown: MainWindow, tmp_path: Path) -> None:
    for typed in (str(tmp_path / "first"), "Q3 vs. Q4"):
        dialog = open_export(shown)
        find(dialog, "export_path", QLineEdit).setText(typed)
        find(dialog, "export_button", QPushButton).click()
        whole = str(tmp_path / f"{Path(typed).name}.xlsx")
        qtbot.waitUntil(lambda whole=whole: whole in shown.view.result_page.banner.text(), timeout=10_000)
        qtbot.waitUntil(lambda: shown.findChild(QDialog, "export_dialog") is None)
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["Q3 vs. Q4.xlsx", "first.xlsx"]


def test_in_presentation_mode_the_suggested_name_holds_an_alias(qtbot: QtBot, shown: MainWindow) -> None:
    shown.actions_.presentation.trigger()
    qtbot.waitUntil(lambda: shown.names.is_aliased)
    suggested = Path(find(open_export(shown), "export_path", QLineEdit).text()).name
    alias = next(team.name for team in shown.names.teams if team.id == "team_front_range")
    assert "front" not in suggested.casefold()
    assert suggested.startswith(f"Roof inspection, {alias} 2026")


def test_a_picture_takes_the_place_of_another_only_if_that_is_wanted(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "old.png"
    path.write_text("old")
    shown.actions_.save_picture.trigger()
    find(shown, "picture_path", QLineEdit).setText(str(path))
    find(shown, "picture_save", QPushButton).click()
    wait_for(qtbot, shown, "confirm_keep", QPushButton).click()
    qtbot.waitUntil(lambda: shown.findChild(QPushButton, "confirm_keep") is None)
    assert path.read_text() == "old"
    find(shown, "picture_save", QPushButton).click()
    wait_for(qtbot, shown, "confirm_delete_button", QPushButton).click()
    qtbot.waitUntil(lambda: "Picture saved" in shown.view.result_page.banner.text(), timeout=10_000)
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_picture_brings_its_query_back(qtbot: QtBot, shown: MainWindow, tmp_path: Path, ending: str) -> None:
    form = shown.view.query_form
    saved = shown.view.result_page.saved
    assert saved is not None
    shown.actions_.save_picture.trigger()
    path = tmp_path / f"charts.{ending}"
    find(shown, "picture_path", QLineEdit).setText(str(path))
    find(shown, "picture_save", QPushButton).click()
    qtbot.waitUntil(lambda: "Picture saved" in shown.view.result_page.banner.text(), timeout=10_000)
    form.set_question(question_for(team_query(shown, 1)))
    assert form.to_query() != saved.plan.query
    assert drop_file(shown, path)
    qtbot.waitUntil(lambda: form.to_query() == saved.plan.query, timeout=10_000)
