"""Presentation mode in the whole program: nobody is named, wherever one looks and whatever leaves the window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from app_kit import ask_for_team, find, run_query, sign_in, team_query, wait_for, window_of
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)

from siro_desktop.config import Paths
from siro_desktop.domain.exports import PACKAGE_ENDING, FileFormat
from siro_desktop.domain.labels import Labels
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.question import question_for
from siro_desktop.domain.retention import RetentionRule, StoredResult
from siro_desktop.errors import AccessDenied, QueryError
from siro_desktop.jobs.saved_limits import LabelSaved, WouldGo
from siro_desktop.settings import SettingsFile
from siro_desktop.ui.export_dialog import ExportDialog
from siro_desktop.ui.palette.dialog import PaletteDialog
from siro_desktop.ui.saved_results_model import SUMMARY_ROLE
from siro_desktop.ui.store.dialog import StoreDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.names import Names
    from siro_desktop.ui.main_window import MainWindow

ROLES = [role for role in Qt.ItemDataRole if role.value < 0x100]
TEXTS = ("text", "toolTip", "statusTip", "accessibleName", "accessibleDescription", "windowTitle", "placeholderText")
MOST_ROWS = 300


def texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of every part of the window, shown or not, and of every model: where it stands, and what it says."""
    for part in [window, *window.findChildren(QObject)]:
        where = f"{type(part).__name__} {part.objectName()}"
        for name in TEXTS:
            said = getattr(part, name, None)
            if callable(said) and isinstance(part, QWidget | QAction):
                yield f"{where}.{name}", _called(said)
        if isinstance(part, QPlainTextEdit):
            yield where, part.toPlainText()
        if isinstance(part, QTabBar):
            yield from ((where, part.tabText(place) + part.tabToolTip(place)) for place in range(part.count()))
        if isinstance(part, QAbstractItemModel):
            yield from ((f"{where} {place}", text) for place, text in cells_of(part))


def _called(said: Any) -> str:
    try:
        return str(said())
    except TypeError:  # it wants an argument, such as a tab's number
        return ""


def cells_of(model: QAbstractItemModel, parent: QModelIndex = QModelIndex()) -> Iterator[tuple[str, str]]:  # noqa: B008
    for row in range(min(model.rowCount(parent), MOST_ROWS)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in ROLES:
                said = model.data(index, role)
                if isinstance(said, str):
                    yield f"{row}, {column}, {role.name}", said
            if not isinstance(model, QAbstractListModel):
                yield from cells_of(model, index)


def real_words(names: Names) -> re.Pattern[str]:
    """What must not be seen: names and ids of people, teams and recordings."""
    known = (*names.users, *names.teams, *names.recordings)
    words = {one.id for one in known} | {one.name for one in known if one.name}
    words |= {one.note for one in names.users if "@" in one.note}
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=len, reverse=True)))


def leaks(window: QWidget, real: re.Pattern[str]) -> list[tuple[str, str]]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # chips that are gone already
    said = {text: where for where, text in texts_of(window)}
    return [(where, text) for text, where in said.items() if real.search(text)]


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    """A window that shows a comparison of a team's members, with a result, and a saved query that names a rep."""
    window = window_of(make_program(practice.profile()))
    ask_for_team(qtbot, window)
    window.view.query_form.set_question(question_for(team_query(window), CompareBy(entities=CompareEntities.MEMBERS)))
    window.actions_.save_query_as.trigger()
    find(window, "query_name", QLineEdit).setText(f"{window.names.users[0].name} one-to-one")
    qtbot.keyClick(find(window, "query_name", QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.view.saved_side.queries.queries) == 1)
    window.actions_.run.trigger()
    state = window.view.result_page.comparison_body.state
    qtbot.waitUntil(lambda: state.comparison is not None and not window.runs.is_running, timeout=15_000)
    return window


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


def name_the_result(window: MainWindow, labels: Labels) -> None:
    """Keep what a person says of the result in view."""
    handle = window.workspace.store.submit(LabelSaved(window.view.result_page.saved.id, labels))
    handle.succeeded.connect(window.library.reload)


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
    assert window.exports.last_choice.form is FileFormat.RAW_JSON
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
