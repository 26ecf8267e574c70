"""Presentation mode in the whole program: nobody is named, wherever one looks and whatever leaves the window."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from presentation_kit import comparing_window, leaks, name_the_result, real_words
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
)

from siro_desktop.config import Paths
from siro_desktop.domain.exports import PACKAGE_ENDING, FileFormat
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import AccessDenied, ExportError, QueryError
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.palette.dialog import PaletteDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.names import Names
    from siro_desktop.errors import SiroError
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    return comparing_window(qtbot, make_program, practice)


def show_all_views(window: MainWindow) -> None:
    page = window.view.result_page
    for name in page.views():
        page.show_view(name)


def test_neither_names_nor_ids_stand_anywhere_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    real = real_words(window.names)
    show_all_views(window)
    assert leaks(window, real)  # the walk finds what is there to be found
    window.actions_.presentation.trigger()
    show_all_views(window)
    assert leaks(window, real) == []
    page = window.view.result_page
    assert page.comparison_body.state.entity_name(0).startswith("Rep ")
    assert page.header.title().startswith("Team ")
    window.actions_.palette.trigger()
    dialog = find(window, "palette_dialog", PaletteDialog)
    find(dialog, "palette_line", QLineEdit).setText("rep")
    listed = find(dialog, "palette_list", QListView).model()
    qtbot.waitUntil(lambda: any(str(listed.index(row, 0).data()) == "Rep A" for row in range(listed.rowCount())))
    assert leaks(window, real) == []
    dialog.reject()

    run_query(window, team_query(window, 1))
    qtbot.waitUntil(lambda: not window.runs.is_running and not page.saved.is_comparison, timeout=15_000)
    show_all_views(window)
    parts = (page.header, page.answer_body, window.view.saved_side, window.view.query_form, window.view.result_tabs)
    assert not any(leaks(part, real) for part in parts)


def test_what_people_say_of_a_result_names_nobody(qtbot: QtBot, window: MainWindow) -> None:
    real, name = real_words(window.names), window.names.users[0].name
    listed = find(window, "saved_list", QListView)
    name_the_result(window, Labels(f"{name} October", f"{name} did well", (name,)))
    qtbot.waitUntil(lambda: listed.model().index(0, 0).data() == f"{name} October")
    assert any(name in text for _where, text in leaks(window.view.saved_panel, real))
    window.actions_.presentation.trigger()
    assert leaks(window.view.saved_panel, real) == []
    assert str(listed.model().index(0, 0).data()).endswith(" October")
    window.view.saved_panel.set_current(window.view.result_page.saved.id)
    qtbot.keyClick(listed, Qt.Key.Key_F2)
    assert window.findChild(QDialog, "labels_dialog") is None  # an alias is never kept as a name
    assert "presentation mode" in window.view.result_page.banner.text()


def test_the_clipboard_names_nobody(qtbot: QtBot, window: MainWindow) -> None:
    real = real_words(window.names)
    window.actions_.presentation.trigger()
    window.view.result_page.show_view("table")
    qtbot.waitUntil(lambda: find(window, "status_rows", QLabel).text() != "")
    window.actions_.copy_with_headers.trigger()
    mime = QGuiApplication.clipboard().mimeData()
    assert "Rep " in mime.text()
    assert real.search(mime.text() + mime.html()) is None


def choose_file(window: MainWindow, form: FileFormat, folder: Path) -> QDialog:
    """Open the export dialog on a file in a new folder."""
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    kinds = find(dialog, "export_format", QComboBox)
    kinds.setCurrentIndex(kinds.findData(form))
    folder.mkdir()
    find(dialog, "export_path", QLineEdit).setText(str(folder / f"out{form.suffix}"))
    return dialog


def test_siro_s_own_text_which_names_people_is_not_offered(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = choose_file(window, FileFormat.RAW_JSON, tmp_path / "out")
    find(dialog, "export_button", QPushButton).click()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "export_dialog") is None)
    assert window.results.exports.last_choice.form is FileFormat.RAW_JSON
    window.actions_.presentation.trigger()
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    kinds = find(dialog, "export_format", QComboBox)
    assert kinds.findData(FileFormat.RAW_JSON) == -1
    assert kinds.currentData() == FileFormat.TIDY_JSON
    assert find(dialog, "export_path", QLineEdit).text().endswith(".json")


@pytest.mark.parametrize("form", [form for form in FileFormat if form.is_table])
def test_files_of_every_kind_name_nobody_and_say_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, form: FileFormat
) -> None:
    if form is FileFormat.PARQUET:
        pytest.importorskip("pyarrow")
    real = real_words(window.names)
    somebody = window.names.of(EntityType.USER)[0].name
    look = {"search": somebody, "tables": {"table": {"filters": {"entity": {"one_of": [somebody]}}}}}
    window.view.result_page.restore_look(look)
    window.actions_.presentation.trigger()
    folder = tmp_path / "out"
    dialog = choose_file(window, form, folder)
    find(dialog, "export_question", QCheckBox).setChecked(True)
    find(dialog, "export_button", QPushButton).click()
    ended = [f"out{form.suffix}"] if form.holds_question else [f"out{form.suffix}", f"out{form.suffix}{PACKAGE_ENDING}"]
    qtbot.waitUntil(lambda: sorted(one.name for one in folder.iterdir()) == ended, timeout=15_000)
    written = "".join(map(text_of, folder.iterdir()))
    assert real.search(written) is None
    assert "rep-" in written
    assert "names are aliases" in written

    asked = window.view.query_form.as_typed()
    window.actions_.presentation.trigger()
    window.queries.open_file(folder / f"out{form.suffix}")
    qtbot.waitUntil(lambda: "aliases" in window.view.result_page.banner.text(), timeout=15_000)
    assert window.view.query_form.as_typed() == asked


def text_of(path: Path) -> str:
    """All that a file says, whatever it is packed in."""
    if path.suffix != ".xlsx":
        return path.read_bytes().decode("utf-8", "replace")
    with ZipFile(path) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_the_same_people_have_the_same_aliases_after_a_restart_which_goes_on_presenting(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    first = make_program(practice.profile())
    window = window_of(first)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: bool(window.names.users) and not window.runs.is_running, timeout=15_000)
    window.actions_.presentation.trigger()
    former = {one.id: one.name for one in (*window.names.users, *window.names.teams)}
    qtbot.waitUntil(lambda: bool(SettingsFile(Paths.find().state / "settings.json").load().aliases.get("acme")))
    window.close()
    assert first.close()

    window = window_of(make_program())
    qtbot.waitUntil(lambda: bool(window.names.users))
    assert window.actions_.presentation.isChecked()
    assert former.items() <= {one.id: one.name for one in (*window.names.users, *window.names.teams)}.items()


def test_the_question_that_is_asked_is_still_the_real_one(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.presentation.trigger()
    saved = window.view.result_page.saved
    assert saved is not None
    assert saved.plan.query.ids == team_query(window).ids
    window.actions_.refresh.trigger()
    qtbot.waitUntil(lambda: window.view.result_page.saved is not saved and not window.runs.is_running, timeout=15_000)
    assert window.view.result_page.saved is not None
    assert not window.view.result_page.saved.problems


def test_what_to_look_for_in_texts_is_worked_out_once_for_the_same_names(window: MainWindow) -> None:
    window.actions_.presentation.trigger()
    told: list[Names] = []
    window.library.names_changed.connect(told.append)
    window.library.tell_names()
    window.library.tell_names()
    assert told[0] is told[1] is window.names
    window.presentation.cover_people(["somebody_new"])
    assert told[2] is not told[1]
    assert {one.id for one in told[2].users} - {one.id for one in told[1].users} == {"somebody_new"}


def test_messages_name_nobody(qtbot: QtBot, window: MainWindow) -> None:
    person, real = window.names.users[0], real_words(window.names)
    window.actions_.presentation.trigger()
    alias = next(one.name for one in window.names.users if one.id == person.id)
    refused = AccessDenied(f"Siro refused {person.id} ({person.name}).", detail=f"GET /v1?ids={person.id}")
    window.messages.show_error(refused)
    assert f"Siro refused {alias} ({alias})." in window.view.result_page.banner.text()
    assert leaks(window.view.result_page.banner, real) == []
    window.messages.show_error(QueryError("ids", f"Nobody is known to belong to {person.id}."))
    assert window.view.query_form.problems()["ids"] == f"Nobody is known to belong to {alias}."


def said_in_dialog(window: MainWindow, error: SiroError) -> str:
    """What a dialog says of an error; it closes."""
    window.messages.show_error(error)
    dialog = find(window, "error_dialog", QMessageBox)
    said = dialog.informativeText() + dialog.detailedText()
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return said


def test_dialogs_of_errors_name_nobody(window: MainWindow) -> None:
    person, real = window.names.users[0], real_words(window.names)
    alone = AccessDenied(f"Siro refused {person.id}.", detail=f"GET /v1?ids={person.id}")
    for error in (ExportError(f"Cannot write there: /home/{person.name}/x.csv", detail=person.name), alone):
        window.view.show_welcome(shown=error is alone)  # there is no banner
        assert real.search(said_in_dialog(window, error))
        window.actions_.presentation.trigger()
        said = said_in_dialog(window, error)
        assert real.search(said) is None
        assert "Rep " in said
        window.actions_.presentation.trigger()


def test_another_connection_has_aliases_of_its_own_and_deleting_everything_forgets_them_all(
    qtbot: QtBot, window: MainWindow, practice: PracticeProcess
) -> None:
    first = practice.profile()
    window.actions_.presentation.trigger()
    known = {one.id for one in window.names.users}
    window.set_profile(practice.profile(id="other", name="Other"))
    assert window.actions_.presentation.isChecked()
    assert known.isdisjoint({one.id for one in window.names.users})
    window.set_profile(first)
    qtbot.waitUntil(lambda: known <= {one.id for one in window.names.users})
    assert all(one.name.startswith("Rep ") for one in window.names.users)
    window.library.all_deleted.emit()
    assert not any(window.state.settings.aliases.values())
