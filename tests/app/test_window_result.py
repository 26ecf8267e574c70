"""What a person does with the shown result, and what the window keeps of how it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_kit import fetch_team, find, run_query, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QToolButton

from siro_desktop.domain.query import EntityType
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.picture_choice import PictureFormat
from siro_desktop.ui.picture_dialog import PictureDialog
from siro_desktop.ui.theme import PAPER, apply_theme, current_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def program(make_program: Callable[..., Program], practice: PracticeProcess) -> Program:
    return make_program(practice.profile())


@pytest.fixture
def window(qtbot: QtBot, program: Program) -> MainWindow:
    """A window that shows a result."""
    window = window_of(program)
    window.activateWindow()
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    return window


def test_charts_are_saved_as_a_picture(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """43: from the File menu or the button beside the charts, also while the table is in view."""
    window.actions_.save_picture.trigger()
    path = find(window, "picture_path", QLineEdit)
    name = path.text().rsplit("/", 1)[-1].lower().replace("_", " ")
    assert name.startswith("roof inspection, ")
    assert " 2026-10-01 to" in name
    assert path.text().endswith(".png")
    qtbot.waitUntil(lambda: not find(window, "picture_preview", QLabel).pixmap().isNull())
    find(window, "picture_format", QComboBox).setCurrentIndex(2)
    assert path.text().endswith(".pdf")
    path.setText(str(tmp_path / "charts.pdf"))
    find(window, "picture_save", QPushButton).click()

    qtbot.waitUntil(lambda: "Picture saved" in window.view.result_page.banner.text())
    assert str(tmp_path / "charts.pdf") in window.view.result_page.banner.text()
    assert (tmp_path / "charts.pdf").read_bytes().startswith(b"%PDF")

    window.view.result_page.show_view("charts")
    find(window, "chart_picture", QPushButton).click()
    suggested = find(window, "picture_dialog", PictureDialog)
    assert suggested.choice().path.parent == tmp_path  # it goes on where and as the last one went
    assert suggested.choice().form is PictureFormat.PDF
    suggested.close()


def test_a_dark_window_saves_pictures_for_paper(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, tmp_path: Path
) -> None:
    apply_theme(qapp, "dark")
    window.actions_.save_picture.trigger()
    preview = find(window, "picture_preview", QLabel)

    def ground() -> QColor:
        return preview.pixmap().toImage().pixelColor(3, 3)

    qtbot.waitUntil(lambda: not preview.pixmap().isNull())
    assert ground() == current_theme().color("panel")
    find(window, "picture_colors", QComboBox).setCurrentIndex(1)
    qtbot.waitUntil(lambda: ground() == PAPER.color("panel"))
    find(window, "picture_path", QLineEdit).setText(str(tmp_path / "charts.png"))
    find(window, "picture_save", QPushButton).click()
    qtbot.waitUntil(lambda: "Picture saved" in window.view.result_page.banner.text())
    assert QImage(str(tmp_path / "charts.png")).pixelColor(3, 3) == PAPER.color("panel")
    assert window.state.settings.picture_colors == "paper"


def test_a_picture_is_of_the_result_it_was_asked_for_also_in_other_colours(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, tmp_path: Path
) -> None:
    """While its dialog is open a run may end: its file says one question, and must show that one's figures."""
    qtbot.waitUntil(lambda: not window.runs.is_running)
    qtbot.waitUntil(lambda: bool(window.names.users and window.view.result_page.answer_body.model.held.by_metric))
    apply_theme(qapp, "dark")
    drawn = []
    for name in ("alone.png", "later.png"):
        window.actions_.save_picture.trigger()
        colors = find(window, "picture_colors", QComboBox)
        colors.setCurrentIndex(0)
        if drawn:
            fetch_team(qtbot, window, 1)
        colors.setCurrentIndex(1)
        find(window, "picture_path", QLineEdit).setText(str(tmp_path / name))
        find(window, "picture_save", QPushButton).click()
        qtbot.waitUntil(lambda: window.findChild(QDialog, "picture_dialog") is None)
        drawn.append(QImage(str(tmp_path / name)))
    assert drawn[0] == drawn[1]


def test_a_picture_that_cannot_be_written_says_why_and_what_to_do(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.actions_.save_picture.trigger()
    dialog = find(window, "picture_dialog", PictureDialog)
    problem = find(dialog, "picture_problem", QLabel)
    find(dialog, "picture_path", QLineEdit).clear()
    find(dialog, "picture_save", QPushButton).click()
    assert problem.text() == "Choose where the picture goes."
    find(dialog, "picture_path", QLineEdit).setText(str(tmp_path / "gone" / "charts"))
    assert problem.isHidden()
    find(dialog, "picture_save", QPushButton).click()
    qtbot.waitUntil(lambda: problem.text().startswith("The folder "))
    assert problem.text().endswith("gone does not exist. Choose another one.")
    find(dialog, "picture_path", QLineEdit).setText(str(tmp_path / ("n" * 300)))
    find(dialog, "picture_save", QPushButton).click()
    qtbot.waitUntil(lambda: problem.text() == "The file's name is too long. Choose a shorter one.")
    assert dialog.isVisible()
    dialog.close()


def test_charts_are_copied_as_pixels_and_as_a_drawing(qtbot: QtBot, window: MainWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    window.actions_.copy_picture.trigger()
    qtbot.waitUntil(lambda: "Picture copied" in window.view.result_page.banner.text())
    copied = clipboard.mimeData()
    assert copied.imageData().width() >= 1000
    assert b"Filler words per minute" in copied.data("image/svg+xml").data()


def test_a_saved_question_goes_into_the_form(window: MainWindow) -> None:
    form = window.view.query_form
    asked = form.to_query()
    form.set_question(replace(form.to_question(), filter_by=(EntityType.USER,), ids=("user_1",)))
    window.actions_.show_form.setChecked(False)
    find(window, "result_edit").click()  # type: ignore[attr-defined]
    assert form.to_query() == asked
    assert form.isVisible()
    assert form.isAncestorOf(QApplication.focusWidget())


def test_columns_stay_as_they_were_put(
    window: MainWindow, program: Program, make_program: Callable[..., Program], practice: PracticeProcess, qtbot: QtBot
) -> None:
    """29, over a restart."""
    view = window.view.result_page.answer_body.table_page.view
    view.horizontalHeader().moveSection(int(Column.ID), 0)
    view.set_column_shown(int(Column.TYPE), False)
    qtbot.waitUntil(lambda: bool(window.targets.targets.all))  # from then on they have a column
    titles = [view.model().title(column) for column in view.visible_columns()]
    window.close()
    assert program.close()

    again = window_of(make_program(practice.profile())).view.result_page
    qtbot.waitUntil(lambda: again.saved is not None and bool(again.answer_body.model.held.by_metric))
    table = again.answer_body.table_page.view
    assert [table.model().title(column) for column in table.visible_columns()] == titles
    assert titles[0] == "Id"
    assert "Type" not in titles


def test_copying_takes_what_the_keyboard_is_in(qtbot: QtBot, window: MainWindow) -> None:
    """33: the table's rows from the table; marked text from a field, by key and by menu."""
    clipboard, table = QGuiApplication.clipboard(), window.view.result_page.answer_body.table_page.view
    table.selectRow(0)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text().split("\t")[0] == table.model().index(0, 0).data()

    line = find(window, "result_search", QLineEdit)
    line.setText("re")
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "re"
    line.setText("")
    clipboard.setText("former")
    window.actions_.copy.trigger()
    assert clipboard.text() == "former"  # nothing is marked in the field

    table.setFocus()
    window.actions_.copy.trigger()
    assert clipboard.text().split("\t")[0] == table.model().index(0, 0).data()


def test_another_connection_shows_nothing_of_the_former_one(
    qtbot: QtBot, window: MainWindow, practice: PracticeProcess
) -> None:
    other = replace(practice.profile(), id="other", name="Other")
    window.set_profile(other)
    page = window.view.result_page
    assert page.saved is None
    assert page.visible_rows() == []
    qtbot.waitUntil(lambda: "No result yet" in page.state_page.text())
    assert not window.actions_.export.isEnabled()
    assert find(window, "status_rows", QLabel).text() == ""


def test_colours_can_change_with_everything_open(qtbot: QtBot, window: MainWindow, qapp: QApplication) -> None:
    """Charts, dialogs that were closed, dialogs that are open: nothing of them is left behind to raise."""
    window.view.result_page.show_view("charts")
    qtbot.waitUntil(lambda: len(window.view.result_page.answer_body.charts.panels) > 1)
    for open_it in (window.actions_.export, window.actions_.edit_connection, window.actions_.about):
        open_it.trigger()
        for dialog in window.findChildren(QDialog):
            dialog.close()
    window.actions_.edit_connection.trigger()
    for scheme in ("dark", "high contrast", "light"):
        apply_theme(qapp, scheme)
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_high_contrast_is_chosen_in_the_menu_and_kept(qtbot: QtBot, window: MainWindow, qapp: QApplication) -> None:
    try:
        window.actions_.theme_high_contrast.trigger()
        assert qapp.palette().color(QPalette.ColorRole.Base) == QColor("black")
        qtbot.waitUntil(lambda: SettingsFile(window.workspace.paths.settings_file).load().theme == "high contrast")
    finally:
        apply_theme(qapp, "light")


def test_closing_twice_and_with_a_dialog_open_is_quiet(window: MainWindow) -> None:
    window.actions_.export.trigger()
    window.close()
    window.close()
    assert not window.isVisible()


def test_form_and_saved_results_share_a_small_screen_and_a_high_one(window: MainWindow) -> None:
    """At 1280 × 720 all down to what is compared is in sight with two results; folding them brings the rest."""
    window.resize(1280, 720)
    QApplication.processEvents()
    compare, group_by, saved = find(window, "compare"), find(window, "group_by"), find(window, "saved_list")
    assert compare.visibleRegion().boundingRect() == compare.rect()
    assert saved.height() >= 80

    fold = find(window, "saved_fold", QToolButton)
    fold.click()
    QApplication.processEvents()
    assert group_by.visibleRegion().boundingRect() == group_by.rect()
    assert not saved.isVisible()
    fold.click()

    window.resize(1280, 1000)
    QApplication.processEvents()
    assert group_by.visibleRegion().boundingRect() == group_by.rect()
    assert saved.height() >= 120

    window.actions_.show_saved.setChecked(False)
    assert not saved.isVisible()
    assert find(window, "query_run").isVisible()
