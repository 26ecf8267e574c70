"""Saved queries from end to end: save, restart, open, change, drop a file, begin from a template."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from app_kit import drop_file, find, run_query, sign_in, team_query, window_of
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
)

from siro_desktop.config import Paths
from siro_desktop.domain.question import question_for
from siro_desktop.domain.question_json import QueryFile
from siro_desktop.domain.saved_query import SavedQuery
from siro_desktop.export.query_files import read_query_file, write_query_file
from siro_desktop.storage.library import Library
from siro_desktop.ui.field import ProblemLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    return window_of(make_program(practice.profile()))


def save_as(qtbot: QtBot, window: MainWindow, name: str, folder: str = "") -> SavedQuery:
    """File ▸ Save query as…, until it is listed."""
    window.actions_.save_query_as.trigger()
    dialog = find(window, "query_name_dialog", QDialog)
    find(dialog, "query_name", QLineEdit).setText(name)
    find(dialog, "query_folder", QComboBox).setCurrentText(folder)
    find(dialog, "query_name_dialog_ok", QPushButton).click()
    qtbot.waitUntil(lambda: name in [one.name for one in listed(window)] and window.view.held_query.text() != "")
    return next(one for one in listed(window) if one.name == name)


def listed(window: MainWindow) -> tuple[SavedQuery, ...]:
    return window.view.saved_side.queries.queries


def test_save_restart_open_change_and_drop_a_file(
    qtbot: QtBot, window: MainWindow, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    form = window.view.query_form
    form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range", "Weekly")
    assert window.view.held_query.text() == "Weekly / Front Range"
    assert board.question.organization_id == ""  # the connection's own
    form.set_question(question_for(team_query(window, 1)))
    assert window.view.held_query.text() == "Weekly / Front Range, changed"
    save_as(qtbot, window, "Foothills")
    form.set_question(question_for(replace(team_query(window, 1), conversation_type_id="re_roof")))
    window.close()

    again = window_of(make_program(practice.profile()))  # the form as it was, and what it holds
    qtbot.waitUntil(lambda: again.view.held_query.text() == "Foothills, changed")
    assert again.view.query_form.to_query().conversation_type_id == "re_roof"
    again.actions_.save_query.trigger()
    qtbot.waitUntil(lambda: again.view.held_query.text() == "Foothills")
    qtbot.waitUntil(lambda: "re_roof" in {one.question.conversation_type_id for one in listed(again)})

    panel = again.view.saved_side.queries
    panel.open_requested.emit(next(one for one in listed(again) if one.name == "Front Range"))
    assert again.view.held_query.text() == "Weekly / Front Range"
    assert again.view.query_form.to_query().ids == ("team_front_range",)
    assert again.view.result_page.banner.text() == ""  # what was there is saved

    path = tmp_path / "sent.siroquery"
    write_query_file(path, QueryFile(question=replace(board.question, ids=("team_plains",)), name="Plains"))
    assert drop_file(again, path)
    qtbot.waitUntil(lambda: again.view.query_form.to_query().ids == ("team_plains",))
    assert again.view.held_query.text() == ""
    assert again.view.query_form.to_query().organization_id == practice.profile().organization_id


def test_a_wrong_file_says_why_in_the_banner_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.siroquery"
    path.write_text('{"siroquery": 1, "period": "soon"}', encoding="utf-8")
    window.view.query_form.set_question(question_for(team_query(window)))
    window.queries.open_file(path)
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: "“wrong.siroquery”: period: “soon” is not a period" in banner.text())
    assert window.view.query_form.to_query() == team_query(window)
    path.write_text('{"siroquery": 1, "period": "today", "colour": "green"}', encoding="utf-8")
    window.queries.open_file(path)
    qtbot.waitUntil(lambda: "“colour” is not known" in banner.text())


def test_what_was_not_saved_can_be_brought_back(qtbot: QtBot, window: MainWindow) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range")
    window.view.query_form.set_question(question_for(team_query(window, 1)))
    window.view.saved_side.queries.open_requested.emit(board)
    assert window.view.query_form.to_query().ids == ("team_front_range",)
    assert "was not saved" in window.view.result_page.banner.text()
    find(window, "banner_action", QPushButton).click()
    assert window.view.query_form.to_query() == team_query(window, 1)
    assert window.view.held_query.text() == "Front Range, changed"


def test_delete_asks_once_and_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range", "Weekly")
    window.view.saved_side.queries.delete_requested.emit(board)
    find(find(window, "confirm_delete", QMessageBox), "confirm_delete_button", QPushButton).click()
    qtbot.waitUntil(lambda: listed(window) == ())
    assert window.view.held_query.text() == ""
    assert window.view.query_form.to_query() == team_query(window)
    find(window, "banner_action", QPushButton).click()
    qtbot.waitUntil(lambda: listed(window) == (board,))


def test_rename_star_move_and_duplicate(qtbot: QtBot, window: MainWindow) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Board")
    panel = window.view.saved_side.queries
    panel.duplicate_requested.emit(board)
    qtbot.waitUntil(lambda: [one.name for one in listed(window)] == ["Board", "Board 2"])
    panel.rename_requested.emit(board, "Board 2")  # taken
    qtbot.waitUntil(lambda: [one.name for one in listed(window)] == ["Board 2", "Board 2 2"])
    assert window.view.held_query.text() == "Board 2 2"
    panel.star_requested.emit(board)
    panel.move_requested.emit(board, "Weekly")
    qtbot.waitUntil(lambda: window.view.held_query.text() == "Weekly / Board 2 2")
    assert [(one.folder, one.is_starred) for one in listed(window)] == [("", False), ("Weekly", True)]


def test_a_folder_is_made_by_moving_into_it(qtbot: QtBot, window: MainWindow) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Board")
    window.view.saved_side.queries.new_folder_requested.emit(board)
    dialog = find(window, "new_folder_dialog", QInputDialog)
    dialog.setTextValue("  North ")
    dialog.accept()
    qtbot.waitUntil(lambda: window.view.held_query.text() == "North / Board")


def test_a_file_is_chosen_in_a_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "talk.siroquery"
    path.write_text('{"siroquery": 1, "name": "Talk", "period": "last-week", "ids": ["ana"]}', encoding="utf-8")
    window.actions_.open_query.trigger()
    dialog = find(window, "open_query_dialog", QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: window.view.query_form.draft()["ids"] == {"USER": ["ana"]})
    window.actions_.save_query.trigger()  # it has a name, but is not kept here yet
    assert find(window, "query_name", QLineEdit).text() == "Talk"


def test_files_that_were_opened_or_written_can_be_opened_again_after_a_restart(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    program = make_program(practice.profile())
    window = window_of(program)
    recent = window.actions_.open_recent
    assert not recent.isVisible()
    first, second = tmp_path / "a" / "talk & more.siroquery", tmp_path / "board.siroquery"
    first.parent.mkdir()
    first.write_text('{"siroquery": 1, "period": "last-week", "ids": ["ana"]}', encoding="utf-8")
    window.queries.open_file(first)
    qtbot.waitUntil(recent.isVisible)
    board = save_as(qtbot, window, "Board")
    window.view.saved_side.queries.export_requested.emit(board)
    dialog = find(window, "save_query_dialog", QFileDialog)
    dialog.fileSelected.emit(str(second))
    dialog.reject()
    qtbot.waitUntil(lambda: len(recent_texts(window)) == 2)
    assert recent_texts(window) == ["board.siroquery", "talk && more.siroquery"]

    window.close()
    assert program.close()
    window = window_of(make_program(practice.profile()))
    assert recent_texts(window) == ["board.siroquery", "talk && more.siroquery"]
    window.actions_.new_query.trigger()
    find(window, f"recent_file:{first}", QAction).trigger()
    qtbot.waitUntil(lambda: window.view.query_form.draft()["ids"] == {"USER": ["ana"]})
    qtbot.waitUntil(lambda: recent_texts(window)[0] == "talk && more.siroquery")
    window.library.all_deleted.emit()  # a file's name may be that of a person
    assert not window.actions_.open_recent.isVisible()


def recent_texts(window: MainWindow) -> list[str]:
    return [one.text() for one in window.actions_.open_recent.menu().actions() if one.toolTip().startswith("/")]


def test_a_file_waits_for_the_first_connection(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    path = tmp_path / "talk.siroquery"
    path.write_text('{"siroquery": 1, "period": "last-week", "filter_by": ["USER"], "ids": ["ana"]}', encoding="utf-8")
    window = window_of(make_program())
    assert window.profile is None
    assert drop_file(window, path)
    assert "“talk.siroquery” opens once there is a connection" in window.status_bar.currentMessage()
    window.set_profile(practice.profile())
    qtbot.waitUntil(lambda: window.view.query_form.draft()["ids"] == {"USER": ["ana"]})
    assert window.status_bar.currentMessage() == ""


def test_a_query_goes_into_a_file_that_names_its_ids(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.names.conversation_types), timeout=10_000)
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range")
    window.view.saved_side.queries.export_requested.emit(board)
    dialog = find(window, "save_query_dialog", QFileDialog)
    path = tmp_path / "front.siroquery"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: "front.siroquery" in window.view.result_page.banner.text())
    assert read_query_file(path).question == board.question
    assert json.loads(path.read_text(encoding="utf-8"))["names"]["roof_inspection"] == "Roof inspection"


def test_a_saved_query_runs_from_the_list(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range")
    window.actions_.new_query.trigger()
    assert window.view.held_query.text() == ""
    window.view.saved_side.queries.run_requested.emit(board)
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None, timeout=10_000)
    assert window.view.held_query.text() == "Front Range"


def test_ctrl_return_in_the_list_runs_the_marked_query_not_the_form(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range")
    window.view.query_form.set_question(question_for(team_query(window, 1)))
    window.view.saved_side.queries.set_current(board.id)
    tree = find(window, "query_tree")
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None, timeout=10_000)
    assert window.view.result_page.saved.plan.query.ids == ("team_front_range",)
    assert "was not saved" in window.view.result_page.banner.text()  # the run did not take the offer away
    find(window, "banner_action", QPushButton).click()
    assert window.view.query_form.to_query() == team_query(window, 1)


def save_elsewhere(window: MainWindow, name: str, folder: str = "") -> None:
    """Another program on the same data saves a query, of which the window has not heard."""
    profile = window.profile
    assert profile is not None
    question = window.view.query_form.as_typed()
    with Library.open(Paths.find().practice().data if profile.is_practice else Paths.find().data) as library:
        library.queries.save(
            profile.id, SavedQuery(name=name, folder=folder, question=question, changed_at=datetime.now(UTC))
        )


def test_a_name_that_another_program_was_quicker_with_is_refused_beside_its_field(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    window.actions_.save_query_as.trigger()
    dialog = find(window, "query_name_dialog", QDialog)
    name, save = find(dialog, "query_name", QLineEdit), find(dialog, "query_name_dialog_ok", QPushButton)
    name.setText("Board")
    save_elsewhere(window, "board")
    save.click()
    assert not save.isEnabled()  # until the store has answered
    problem = find(dialog, "name_problem", ProblemLine)
    qtbot.waitUntil(lambda: "There is a query called “Board” in this folder by now" in problem.text)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: [one.name for one in listed(window)] == ["board"])
    name.setText("Board of mine")
    save.click()
    qtbot.waitUntil(lambda: window.view.held_query.text() == "Board of mine")
    qtbot.waitUntil(lambda: not window.findChildren(QDialog, "query_name_dialog"))
    assert window.view.result_page.banner.text() == ""


def test_a_query_that_is_moved_or_renamed_to_a_taken_name_says_what_it_is_called(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Board")
    save_elsewhere(window, "Board", "Weekly")
    panel, banner = window.view.saved_side.queries, window.view.result_page.banner
    panel.move_requested.emit(board, "Weekly")
    qtbot.waitUntil(lambda: "now called “Board 2”" in banner.text())
    qtbot.waitUntil(lambda: window.view.held_query.text() == "Weekly / Board 2")
    save_elsewhere(window, "Team", "Weekly")
    panel.rename_requested.emit(board, "Team")
    qtbot.waitUntil(lambda: "now called “Team 2”" in banner.text())
    qtbot.waitUntil(lambda: [one.name for one in listed(window)] == ["Board", "Team", "Team 2"])


def test_a_template_fills_the_form_and_leads_to_what_is_missing(qtbot: QtBot, window: MainWindow) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    find(window, "template_leaderboard", QAction).trigger()
    query = window.view.query_form.to_query()
    assert (query.conversation_type_id, query.ids) == ("roof_inspection", ("team_front_range",))
    assert window.focusWidget() is find(window, "query_run")
    find(window, "template_talk-share", QAction).trigger()  # about reps
    assert window.focusWidget() is find(window, "ids")
    find(window, "template_before-after", QAction).trigger()
    dialog = find(window, "before_after_dialog", QDialog)
    find(dialog, "before_after_dialog_ok", QPushButton).click()
    saved = save_as(qtbot, window, "Before and after")
    assert str(saved.question.compare_by.offset) == "28-days-ago"


def test_a_file_on_the_command_line_is_opened(
    qtbot: QtBot, make_program: Callable[..., Program], window: MainWindow, tmp_path: Path
) -> None:
    window.view.query_form.set_question(question_for(team_query(window)))
    board = save_as(qtbot, window, "Front Range")
    path = tmp_path / "sent.siroquery"
    write_query_file(path, QueryFile(question=replace(board.question, ids=("team_plains",)), name="Plains"))
    window.close()
    program = make_program()
    program.open_window(None, path)
    again = window_of(program)
    qtbot.waitUntil(lambda: again.view.query_form.to_query().ids == ("team_plains",))


def test_all_local_data_takes_saved_queries_along(qtbot: QtBot, window: MainWindow) -> None:
    run_query(window, team_query(window))
    save_as(qtbot, window, "Front Range")
    window.actions_.delete_all.trigger()
    find(find(window, "confirm_delete", QMessageBox), "confirm_delete_button", QPushButton).click()
    qtbot.waitUntil(lambda: listed(window) == ())
