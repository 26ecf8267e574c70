"""Dialogs in presentation mode: which stay, close, are set aside, or hide somebody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from app_kit import find, sign_in, wait_for, window_of
from msgspec.structs import replace
from presentation_kit import comparing_window, leaks, name_the_result, real_words
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
)

from siro_desktop.domain.labels import Labels
from siro_desktop.domain.retention import RetentionRule, StoredResult
from siro_desktop.jobs.saved_limits import WouldGo
from siro_desktop.ui.export_dialog import ExportDialog
from siro_desktop.ui.saved_results_model import SUMMARY_ROLE
from siro_desktop.ui.store.dialog import StoreDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    return comparing_window(qtbot, make_program, practice)


def test_the_status_bar_says_so_and_what_names_people_cannot_be_opened(window: MainWindow) -> None:
    mark = find(window, "status_presenting", QLabel)
    window.actions_.presentation.trigger()
    assert mark.text() == "Presentation: names are aliases"
    assert not window.actions_.names_and_groups.isEnabled()
    assert not find(window, "ids_groups").isEnabled()
    window.actions_.presentation.trigger()
    assert mark.text() == ""
    assert window.actions_.names_and_groups.isEnabled()
    assert window.names.users[0].name in {one.name for one in window.names.users}
    assert not window.names.is_aliased


def test_who_is_signed_in_is_hidden_in_the_details_and_wherever_else_it_stands(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    status = replace(
        window.session.status,
        identity="https://x.example#dana",
        display_name="Dana Whitfield",
        hint="You are now signed in as Dana Whitfield.",
        nameless_hint="You are now signed in with another account.",
    )
    window.session._keep(status)
    real = re.compile("Dana|Whitfield|x.example")
    assert leaks(window, real)
    window.actions_.presentation.trigger()
    window._on_signed_in(status)
    window.actions_.session_details.trigger()
    details = find(window, "session_details", QDialog)
    assert find(details, "session_who", QLabel).text() == "hidden in presentation mode"
    assert find(details, "session_hint", QLabel).text() == "You are now signed in with another account."
    assert leaks(window, real) == []
    window.actions_.presentation.trigger()
    assert not details.isVisible()
    window.actions_.session_details.trigger()
    shown = [one.text() for one in window.findChildren(QLabel, "session_who") if one.isVisible()]
    assert shown == ["Dana Whitfield"]


def test_what_named_somebody_when_the_mode_begins_is_taken_away(qtbot: QtBot, window: MainWindow) -> None:
    name = window.names.users[0].name
    window.messages.show_notice(f"“{name}” is deleted", "")
    window.actions_.names_and_groups.trigger()
    dialog = find(window, "names_dialog", QDialog)
    with qtbot.waitSignal(dialog.finished):
        window.actions_.presentation.trigger()
    assert window.view.result_page.banner.text() == ""


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("print_preview", "report_dialog"),
        ("palette", "palette_dialog"),
        ("export", "export_dialog"),
        ("one_to_one", "sheet_dialog"),
    ],
)
def test_a_dialog_that_names_people_does_not_outlast_the_beginning_of_the_mode_in_another_window(
    qtbot: QtBot, window: MainWindow, action: str, name: str
) -> None:
    getattr(window.actions_, action).trigger()
    wait_for(qtbot, window, name, QDialog)
    window.workspace.settings.keep(is_presenting=True)  # as another window does
    qtbot.waitUntil(lambda: window.findChild(QDialog, name) is None or not find(window, name, QDialog).isVisible())
    assert window.actions_.presentation.isChecked()


def test_a_file_that_is_being_written_goes_on_without_its_dialog(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", ExportDialog)
    dialog.show_running()  # now Cancel stops, and leaves the dialog open
    with qtbot.assertNotEmitted(dialog.stop_requested), qtbot.waitSignal(dialog.finished):
        window.workspace.settings.keep(is_presenting=True)
    assert not dialog.isVisible()


def test_dialogs_that_name_nobody_stay(window: MainWindow) -> None:
    window.actions_.events.trigger()
    dialog = find(window, "events_dialog", QDialog)
    window.workspace.settings.keep(is_presenting=True)
    assert dialog.isVisible()


def test_what_would_go_by_age_goes_by_aliases_in_a_dialog_that_is_open(qtbot: QtBot, window: MainWindow) -> None:
    real, name = real_words(window.names), window.names.users[0].name
    line = find(window, "saved_list", QListView).model().index
    name_the_result(window, Labels(f"{name} October"))
    qtbot.waitUntil(lambda: line(0, 0).data() == f"{name} October")
    window.actions_.local_data.trigger()
    dialog = find(window, "store_dialog", StoreDialog)
    rule, summary = RetentionRule(megabytes=1), line(0, 0).data(SUMMARY_ROLE)
    dialog.keep.show_rule(rule)
    dialog.keep.show_would_go(WouldGo(rule, (StoredResult(summary, 1),)))
    assert leaks(dialog, real)
    window.workspace.settings.keep(is_presenting=True)
    assert dialog.isVisible()
    assert leaks(dialog, real) == []


def test_what_is_being_typed_is_set_aside_until_the_mode_ends(qtbot: QtBot, window: MainWindow) -> None:
    name = window.names.users[0].name
    listed = find(window, "saved_list", QListView)
    window.view.saved_panel.set_current(window.view.result_page.saved.id)
    qtbot.keyClick(listed, Qt.Key.Key_F2)
    labels = find(window, "labels_dialog", QDialog)
    find(labels, "label_note", QPlainTextEdit).setPlainText(f"{name} did well")
    window.workspace.settings.keep(is_presenting=True)
    assert not labels.isVisible()
    window.actions_.presentation.trigger()
    assert labels.isVisible()
    find(labels, "labels_dialog_ok", QPushButton).click()
    qtbot.waitUntil(lambda: f"{name} did well" in str(listed.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)))


def test_a_group_that_is_being_typed_outlasts_the_dialog_of_names(window: MainWindow) -> None:
    window.actions_.names_and_groups.trigger()
    names = find(window, "names_dialog", QDialog)
    window.directory.edit_group(None)
    group = find(names, "group_dialog", QDialog)
    find(group, "group_name", QLineEdit).setText("New hires")
    window.workspace.settings.keep(is_presenting=True)
    assert not group.isVisible()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window.actions_.presentation.trigger()
    assert group.isVisible()
    assert find(group, "group_name", QLineEdit).text() == "New hires"
    group.reject()
