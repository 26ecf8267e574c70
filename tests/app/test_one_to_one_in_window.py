"""A one-to-one is prepared in the whole program: notes are kept, searched, stand in the PDF, and name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from app_kit import find, run_query, team_query, wait_for, window_of
from comparison_kit import ask, people_by, signed_in_window
from drill_kit import look_into, select
from msgspec.structs import replace
from pypdf import PdfReader
from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
)

from siro_desktop.domain.meetings import LONGEST_NOTES
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import question_for
from siro_desktop.ui.report.dialog import ReportDialog
from siro_desktop.ui.report.sheet_dialog import SheetDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

FIRST, SECOND, THIRD = "user_001", "user_002", "user_003"
TYPED = "Opens well. Let the owner speak first."
AGREED = "Two questions before the price"


def prepare(qtbot: QtBot, window: MainWindow, person_id: str) -> SheetDialog:
    """Open the dialog, choose a person, and wait for their meetings."""
    window.actions_.one_to_one.trigger()
    dialog = wait_for(qtbot, window, "sheet_dialog", SheetDialog)
    whom = find(dialog, "sheet_person", QComboBox)
    qtbot.waitUntil(lambda: whom.findData(person_id) >= 0)
    if whom.currentData() != person_id:
        whom.setCurrentIndex(whom.findData(person_id))
        whom.activated.emit(whom.currentIndex())
    qtbot.waitUntil(find(dialog, "sheet_notes").isEnabled)
    return dialog


def close(qtbot: QtBot, window: MainWindow, dialog: SheetDialog) -> None:
    find(dialog, "sheet_close", QPushButton).click()
    qtbot.waitUntil(lambda: window.findChild(SheetDialog, "sheet_dialog") is None)


def pdf_of(qtbot: QtBot, window: MainWindow, dialog: SheetDialog, path: Path) -> str:
    """Preview the sheet, save it, and return what it says."""
    find(dialog, "sheet_preview", QPushButton).click()
    preview = wait_for(qtbot, window, "report_dialog", ReportDialog)
    qtbot.waitUntil(lambda: preview.report is not None)
    find(preview, "report_pdf", QPushButton).click()
    find(window, "pdf_dialog", QFileDialog).fileSelected.emit(str(path))
    qtbot.waitUntil(path.exists, timeout=30_000)
    preview.close()
    qtbot.waitUntil(lambda: window.findChild(ReportDialog, "report_dialog") is None)
    (page,) = PdfReader(path).pages
    return normalize("NFKC", " ".join(page.extract_text().split()))  # fonts join some letters


def test_notes_are_kept_over_a_restart_and_stand_in_the_pdf(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND))
    name = {user.id: user.name for user in window.names.users}[SECOND]
    dialog = prepare(qtbot, window, SECOND)
    find(dialog, "sheet_day", QDateEdit).setDate(QDate(2026, 10, 1))
    find(dialog, "sheet_notes", QPlainTextEdit).setPlainText(TYPED)
    find(dialog, "sheet_agreed", QLineEdit).setText(AGREED)
    find(dialog, "sheet_again", QDateEdit).setDate(QDate(2026, 10, 15))
    find(dialog, "sheet_save", QPushButton).click()
    qtbot.waitUntil(lambda: find(dialog, "sheet_said", QLabel).text() == "Saved.")
    text = pdf_of(qtbot, window, dialog, tmp_path / "first.pdf")
    for said in (f"One-to-one: {name}", TYPED, f"{AGREED}. Look at it again on 15 Oct 2026", "1 Oct 2026"):
        assert said in text
    close(qtbot, window, dialog)
    window.close()

    again = window_of(make_program())
    qtbot.waitUntil(lambda: again.view.result_page.saved is not None)
    dialog = prepare(qtbot, again, SECOND)
    assert find(dialog, "sheet_before", QLabel).text().startswith(f"Last time, 1 Oct 2026: {AGREED}.")
    assert find(dialog, "sheet_notes", QPlainTextEdit).toPlainText() == ""
    text = pdf_of(qtbot, again, dialog, tmp_path / "next.pdf")
    assert f"Agreed last time 1 Oct 2026: {AGREED}. Look at it again on 15 Oct 2026" in text
    assert TYPED not in text
    meetings = find(dialog, "sheet_meeting", QComboBox)
    meetings.setCurrentIndex(1)
    meetings.activated.emit(1)
    assert find(dialog, "sheet_notes", QPlainTextEdit).toPlainText() == TYPED
    close(qtbot, again, dialog)

    listed = find(again, "saved_list", QListView).model()
    for words, count in (("owner shouts", 0), ("owner QUESTIONS", 1)):
        find(again, "saved_search", QLineEdit).setText(words)
        qtbot.waitUntil(lambda count=count: listed.rowCount() == count)


def test_people_of_other_stored_comparisons_can_be_chosen(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND))
    ask(qtbot, window, people_by(window, SECOND, THIRD))
    run_query(window, team_query(window))
    qtbot.waitUntil(
        lambda: window.view.result_page.saved is not None and not window.view.result_page.saved.is_comparison
    )
    names = {user.id: user.name for user in window.names.users}

    dialog = prepare(qtbot, window, FIRST)
    whom = find(dialog, "sheet_person", QComboBox)
    wanted = sorted((names[one] for one in (FIRST, SECOND, THIRD)), key=str.casefold)
    assert [whom.itemText(position) for position in range(whom.count())] == wanted
    find(dialog, "sheet_notes", QPlainTextEdit).setPlainText(TYPED)
    text = pdf_of(qtbot, window, dialog, tmp_path / "sheet.pdf")
    assert f"One-to-one: {names[FIRST]}" in text
    assert TYPED in text
    close(qtbot, window, dialog)


def test_a_preview_is_given_up_with_the_dialog(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND))
    run_query(window, team_query(window))
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and not page.saved.is_comparison)
    dialog = prepare(qtbot, window, FIRST)
    find(dialog, "sheet_preview", QPushButton).click()
    close(qtbot, window, dialog)
    with qtbot.waitSignal(window.library.summaries_changed):  # after what the preview has asked the store for
        window.library.reload()
    assert window.findChild(ReportDialog, "report_dialog") is None


@pytest.mark.parametrize("kind", [EntityType.TEAM, EntityType.RECORDING])
def test_only_people_are_met_and_whom_the_result_is_about_comes_first(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, kind: EntityType
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND, THIRD))
    people = window.names.users
    if kind is EntityType.RECORDING:
        select(window, SECOND)
        look_into(qtbot, window)
    else:
        query = replace(team_query(window), filter_by=(kind,), ids=tuple(one.id for one in window.names.teams[:2]))
        ask(qtbot, window, question_for(query, CompareBy(entities=CompareEntities.EACH)))

    window.actions_.one_to_one.trigger()
    dialog = wait_for(qtbot, window, "sheet_dialog", SheetDialog)
    whom = find(dialog, "sheet_person", QComboBox)
    qtbot.waitUntil(lambda: whom.count() > 0)
    assert {whom.itemData(position) for position in range(whom.count())} == {FIRST, SECOND, THIRD}
    first = min((one for one in people if one.id in {FIRST, SECOND, THIRD}), key=lambda one: one.name.casefold()).id
    assert whom.currentData() == (SECOND if kind is EntityType.RECORDING else first)
    close(qtbot, window, dialog)


def test_what_is_typed_is_kept_when_another_window_begins_presentation_mode(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND))
    dialog = prepare(qtbot, window, FIRST)
    find(dialog, "sheet_notes", QPlainTextEdit).setPlainText(TYPED)
    window.workspace.settings.keep(is_presenting=True)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: window.findChild(SheetDialog, "sheet_dialog") is None)
    window.actions_.presentation.trigger()
    assert window.findChild(SheetDialog, "sheet_dialog") is None
    dialog = prepare(qtbot, window, FIRST)
    assert find(dialog, "sheet_notes", QPlainTextEdit).toPlainText() == TYPED
    close(qtbot, window, dialog)


def test_what_cannot_be_kept_is_there_again_when_presentation_mode_ends(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND))
    dialog = prepare(qtbot, window, FIRST)
    too_long = "x" * (LONGEST_NOTES + 1)
    find(dialog, "sheet_notes", QPlainTextEdit).setPlainText(too_long)
    window.workspace.settings.keep(is_presenting=True)
    qtbot.waitUntil(lambda: find(dialog, "sheet_save", QPushButton).isEnabled())  # it was tried
    assert not dialog.isVisible()
    window.actions_.presentation.trigger()
    assert dialog.isVisible()
    assert find(dialog, "sheet_notes", QPlainTextEdit).toPlainText() == too_long
    find(dialog, "sheet_notes", QPlainTextEdit).setPlainText("")
    close(qtbot, window, dialog)


def test_presentation_mode_names_nobody_on_the_sheet_and_changes_no_note(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    ask(qtbot, window, people_by(window, FIRST, SECOND))
    names = {user.id: user.name for user in window.names.users}
    dialog = prepare(qtbot, window, FIRST)
    typed = f"{names[FIRST]} could learn from {names[SECOND]}."
    find(dialog, "sheet_notes", QPlainTextEdit).setPlainText(typed)
    close(qtbot, window, dialog)  # which keeps what is typed

    window.actions_.presentation.trigger()
    dialog = prepare(qtbot, window, FIRST)
    shown = find(dialog, "sheet_notes", QPlainTextEdit)
    assert shown.isReadOnly()
    text = pdf_of(qtbot, window, dialog, tmp_path / "hidden.pdf")
    for said in (text, shown.toPlainText(), find(dialog, "sheet_person", QComboBox).currentText()):
        assert "Rep " in said
        assert not any(names[one] in said or one in said for one in (FIRST, SECOND))
    close(qtbot, window, dialog)

    window.actions_.presentation.trigger()
    dialog = prepare(qtbot, window, FIRST)
    assert find(dialog, "sheet_notes", QPlainTextEdit).toPlainText() == typed
    close(qtbot, window, dialog)
