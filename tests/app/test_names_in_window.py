"""6, 7: own names and groups in the whole window, where Siro refuses the list of people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton

from siro_desktop.config import Paths
from siro_desktop.domain.own_names import IdGroup
from siro_desktop.domain.query import EntityType
from siro_desktop.storage.library import Library
from siro_desktop.ui.chips import Chip
from siro_desktop.ui.field import ProblemLine
from siro_desktop.ui.ids_field import IdsInput
from siro_desktop.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import Person, PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


def open_names(qtbot: QtBot, window: MainWindow) -> QDialog:
    window.actions_.names_and_groups.trigger()
    dialog = find(window, "names_dialog", QDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def names_in(window: MainWindow, entity_type: EntityType) -> dict[str, str]:
    return {named.id: named.name for named in window.names.of(entity_type)}


def test_a_team_is_named_pasted_and_grouped_and_stays_so_after_a_restart(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: len(window.names.users) > 10)
    dialog = open_names(qtbot, window)
    table = find(dialog, "names_table", PlainTable)
    qtbot.waitUntil(lambda: table.model().rowCount() > 10)

    # A team gets a name by hand: the picker, the form and saved results have it at once.
    kinds = find(dialog, "names_kind", QComboBox)
    kinds.setCurrentIndex(kinds.findData("TEAM"))
    find(dialog, "new_id", QLineEdit).setText("team_front_range")
    find(dialog, "new_name", QLineEdit).setText("Front Range branch")
    find(dialog, "names_add", QPushButton).click()
    qtbot.waitUntil(lambda: names_in(window, EntityType.TEAM).get("team_front_range") == "Front Range branch")

    # A list from a spreadsheet is looked at before it is saved, and taken back in one step.
    QGuiApplication.clipboard().setText("Team ID\tName\nteam_foothills\tFoothills branch\nno id\tx\n")
    find(dialog, "names_paste", QPushButton).click()
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "names_import_dialog") is not None)
    preview = find(dialog, "names_import_dialog", QDialog)
    assert "1 doubtful" in find(preview, "import_counts", QLabel).text()
    find(preview, "import_save", QPushButton).click()
    qtbot.waitUntil(lambda: names_in(window, EntityType.TEAM).get("team_foothills") == "Foothills branch")
    find(dialog, "names_undo", QPushButton).click()
    qtbot.waitUntil(lambda: names_in(window, EntityType.TEAM).get("team_foothills") != "Foothills branch")
    dialog.close()

    # The ids of the form become a group.
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    menu = find(window, "ids_groups_menu", QMenu)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == "ids_save_group").trigger()
    group = find(window, "group_dialog", QDialog)
    find(group, "group_name", QLineEdit).setText("West")
    find(group, "group_save", QPushButton).click()
    qtbot.waitUntil(lambda: any(action.text() == "West · 1 team" for action in menu.actions()))
    window.close()
    assert program.close()

    # Offline, in a new window, all of it is there.
    again = window_of(make_program())
    qtbot.waitUntil(lambda: names_in(again, EntityType.TEAM).get("team_front_range") == "Front Range branch")
    again.view.query_form.clear()
    menu = find(again, "ids_groups_menu", QMenu)
    qtbot.waitUntil(lambda: any(action.text() == "West · 1 team" for action in menu.actions()))
    next(action for action in menu.actions() if action.text() == "West · 1 team").trigger()
    assert find(again, "ids_input", IdsInput).ids() == ("team_front_range",)
    qtbot.waitUntil(lambda: find(again, "chip_0", Chip).isVisible())
    assert find(again, "chip_0", Chip).text() == "Front Range branch"


def test_a_group_that_another_program_was_quicker_with_is_asked_for_again(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    profile = practice.profile()
    window = window_of(make_program(profile))
    mine = IdGroup("West", EntityType.USER, ("user_a", "user_b"))
    window.directory.edit_group(mine)
    dialog = find(window, "group_dialog", QDialog)
    theirs = IdGroup("West", EntityType.TEAM, ("team_front_range",))
    with Library.open(Paths.find().data) as library:
        library.directory.save_group(profile.id, theirs)
    dialog.group_accepted.emit(mine, "")
    dialog.close()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QDialog, "group_dialog")))
    again = next(one for one in window.findChildren(QDialog, "group_dialog") if one.isVisible())
    assert "There is a group “West” by now" in find(again, "group_name_problem", ProblemLine).text
    find(again, "group_name", QLineEdit).setText("West of mine")
    find(again, "group_save", QPushButton).click()
    menu = find(window, "ids_groups_menu", QMenu)
    qtbot.waitUntil(lambda: any(action.text() == "West of mine · 2 reps" for action in menu.actions()))
    assert any(action.text() == "West · 1 team" for action in menu.actions())


def test_a_coach_who_may_not_list_people_uses_a_list_of_their_own(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, person: Person
) -> None:
    person.name = "coach"
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.names.refused) and bool(window.names.conversation_types))
    dialog = open_names(qtbot, window)
    qtbot.waitUntil(lambda: "people" in find(dialog, "names_why", QLabel).text())
    QGuiApplication.clipboard().setText("id,name,team\nuser_a,Ana Ruiz,team_front_range\n")
    find(dialog, "names_paste", QPushButton).click()
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "names_import_dialog") is not None)
    find(dialog, "import_save", QPushButton).click()

    qtbot.waitUntil(lambda: names_in(window, EntityType.USER) == {"user_a": "Ana Ruiz"})
    assert window.names.users[0].team_id == "team_front_range"
    assert window.names.refused  # why the others are missing is still said


def test_deleting_all_local_data_takes_names_and_groups_from_the_window(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    dialog = open_names(qtbot, window)
    find(dialog, "new_id", QLineEdit).setText("user_a")
    find(dialog, "new_name", QLineEdit).setText("Ana")
    find(dialog, "names_add", QPushButton).click()
    qtbot.waitUntil(lambda: names_in(window, EntityType.USER) == {"user_a": "Ana"})

    window.actions_.delete_all.trigger()
    find(window, "confirm_delete_button", QPushButton).click()

    qtbot.waitUntil(lambda: window.names.users == ())
    assert find(dialog, "names_table", PlainTable).model().rowCount() == 0


def test_names_go_out_into_a_file_and_come_back_and_a_bad_list_is_said(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = window_of(make_program(practice.profile()))
    dialog = open_names(qtbot, window)
    QGuiApplication.clipboard().setText("name,email\nAna,ana@example.com\n")
    find(dialog, "names_paste", QPushButton).click()
    qtbot.waitUntil(lambda: "columns has ids" in find(dialog, "names_dialog_problem_text", QLabel).text())

    path = tmp_path / "people.csv"
    path.write_bytes("Id;Name\r\nuser_a;René\r\n".encode("cp1252"))
    choose_file(dialog, "names_import", path)
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "names_import_dialog") is not None)
    assert "Windows-1252" in find(dialog, "import_notice", QLabel).text()
    find(dialog, "import_save", QPushButton).click()
    qtbot.waitUntil(lambda: names_in(window, EntityType.USER) == {"user_a": "René"})
    assert find(dialog, "names_dialog_problem_text", QLabel).text() == ""

    choose_file(dialog, "names_export", tmp_path / "out.csv")
    qtbot.waitUntil(lambda: "out.csv" in find(dialog, "names_count", QLabel).text())
    assert "USER,user_a,René,,own" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def choose_file(dialog: QDialog, button: str, path: Path) -> None:
    find(dialog, button, QPushButton).click()
    chooser = find(dialog, "names_file_dialog", QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.reject()


@pytest.mark.parametrize("days", [2, -300])
def test_names_of_the_day_before_are_asked_for_again_at_the_start(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, days: int
) -> None:
    """So are those of a day that is still to come, from a clock that was ahead: nobody would ask until then."""
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: len(window.names.users) > 10)
    window.close()
    assert program.close()
    with Library.open(Paths.find().data) as library:
        old = library.load_names("acme")
        assert old.fetched_at is not None
        library.save_names("acme", replace(old, users=(), fetched_at=old.fetched_at - timedelta(days=days)))

    again = window_of(make_program())
    qtbot.waitUntil(lambda: len(again.names.users) > 10)
