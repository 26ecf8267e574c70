"""Targets in the whole program: looked up after the first result, set by hand, shown beside the figures."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableView

from siro_desktop.config import Paths
from siro_desktop.domain.targets import Source, Status
from siro_desktop.storage.codec import encode_instant
from siro_desktop.ui.metric_keys import Column
from siro_desktop.ui.segments import Segment
from siro_desktop.ui.targets.dialog import TargetsDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess) -> MainWindow:
    """A window that shows a result and knows Siro's targets."""
    window = window_of(make_program(practice.profile()))
    window.activateWindow()
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: bool(window.targets.targets.all), timeout=15_000)
    return window


def open_dialog(window: MainWindow) -> TargetsDialog:
    window.actions_.targets.trigger()
    return find(window, "targets_dialog", TargetsDialog)


def choose(dialog: TargetsDialog, metric_id: str) -> None:
    find(dialog, "targets_table", QTableView).selectRow(dialog.targets_page.model.find(None, metric_id))


def note(dialog: TargetsDialog) -> str:
    return find(dialog, "targets_note", QLabel).text()


def status_of(window: MainWindow, metric_id: str) -> Status | None:
    model = window.view.result_page.answer_body.model
    row = model.row_of(model.metrics.ids.index(metric_id))
    assert row is not None
    return model.target_status(row)


def test_siro_s_targets_stand_beside_the_figures_after_the_first_result(window: MainWindow) -> None:
    page = window.view.result_page.answer_body
    assert {target.source for target in window.targets.targets.all} == {Source.SIRO}
    assert Column.TARGET in page.table_page.view.visible_columns()
    assert status_of(window, "sm_rep_questions_count") is not None
    assert page.model.held.bands.status(76) is Status.MET  # the practice organization's own colours


def test_targets_that_a_clock_dated_ahead_are_asked_for_again(
    qtbot: QtBot, window: MainWindow, make_program: Callable[..., Program]
) -> None:
    window.close()
    ahead = datetime.now(UTC) + timedelta(days=300)
    with closing(sqlite3.connect(Paths.find().data / "results.sqlite3")) as connection, connection:
        connection.execute("UPDATE color_bands SET fetched_at = ?", (encode_instant(ahead),))
    again = window_of(make_program())
    kind = "roof_inspection"
    qtbot.waitUntil(lambda: again.session.status.signed_in, timeout=15_000)
    qtbot.waitUntil(lambda: again.targets.targets.looked_up_at(kind) == ahead)
    run_query(again, team_query(again))
    qtbot.waitUntil(lambda: (again.targets.targets.looked_up_at(kind) or ahead) < ahead, timeout=15_000)


def test_a_stored_result_is_held_against_what_was_never_looked_up(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    """It is from before this program asked for targets; that one is signed in is known from the keyring."""
    first = make_program(practice.profile())
    window = window_of(first)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: bool(window.targets.targets.all), timeout=15_000)
    window.close()
    assert first.close()
    with closing(sqlite3.connect(Paths.find().make().data / "results.sqlite3")) as store, store:
        store.execute("DELETE FROM targets")
        store.execute("DELETE FROM color_bands")

    window = window_of(make_program())
    qtbot.waitUntil(lambda: bool(window.targets.targets.all), timeout=15_000)
    assert not window.runs.is_running
    assert status_of(window, "sm_rep_questions_count") is not None


def test_a_target_of_one_s_own_wins_and_is_kept(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = open_dialog(window)
    choose(dialog, "sm_rep_questions_count")
    find(dialog, "target_direction_lower", Segment).click()
    find(dialog, "target_maximum", QLineEdit).setText("0")
    find(dialog, "target_save", QPushButton).click()
    qtbot.waitUntil(lambda: status_of(window, "sm_rep_questions_count") is Status.MISSED)
    assert note(dialog) == "Saved."

    dialog.export_requested.emit(tmp_path / "targets.csv")
    qtbot.waitUntil(lambda: "Exported" in note(dialog))
    choose(dialog, "sm_rep_questions_count")
    find(dialog, "target_remove", QPushButton).click()
    qtbot.waitUntil(lambda: status_of(window, "sm_rep_questions_count") is not Status.MISSED)

    content = (tmp_path / "targets.csv").read_text().splitlines()
    own = [line for line in content if line.endswith(",hand")]
    (tmp_path / "own.csv").write_text("\n".join([content[0], *own]))
    dialog.import_requested.emit(tmp_path / "own.csv")
    qtbot.waitUntil(lambda: status_of(window, "sm_rep_questions_count") is Status.MISSED)
    assert note(dialog) == "1 target imported."
    dialog.close()
    window.targets.reload()
    qtbot.waitUntil(lambda: status_of(window, "sm_rep_questions_count") is Status.MISSED)


def test_looking_up_says_what_was_found(qtbot: QtBot, window: MainWindow) -> None:
    dialog = open_dialog(window)
    qtbot.keyClick(find(dialog, "targets_look_up", QPushButton), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: note(dialog).startswith("Siro sets"), timeout=15_000)
    assert find(dialog, "targets_look_up", QPushButton).isEnabled()
    dialog.close()


def test_a_look_up_that_fails_is_told_in_the_dialog_alone(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    siro = start_practice()
    window = window_of(make_program(siro.profile()))
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: bool(window.targets.targets.all), timeout=15_000)
    siro.close()
    dialog = open_dialog(window)
    known = window.targets.targets
    find(dialog, "targets_look_up", QPushButton).click()
    qtbot.waitUntil(lambda: "could not be looked up" in note(dialog), timeout=15_000)
    assert window.targets.targets == known
    assert not window.view.result_page.banner.isVisible()
    dialog.close()


def test_without_a_result_targets_still_have_the_names_of_their_metrics(qtbot: QtBot, window: MainWindow) -> None:
    window.view.result_page.show_empty()
    dialog = open_dialog(window)
    qtbot.waitUntil(lambda: not dialog.missing_metrics())
    row = dialog.targets_page.model.find(None, "sm_rep_questions_count")
    assert dialog.targets_page.model.index(row, 0).data() == "Rep questions"
    assert not find(dialog, "targets_look_up", QPushButton).isEnabled()
    dialog.close()


def test_a_wrong_file_is_told_in_the_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("metric_id,minimum\nshare,many\n")
    dialog = open_dialog(window)
    dialog.import_requested.emit(tmp_path / "wrong.csv")
    qtbot.waitUntil(lambda: "line 2, minimum" in note(dialog))
    assert window.targets.targets.all
    dialog.close()


def test_an_exported_result_says_what_it_is_held_against(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_.export.trigger()
    find(window, "export_path", QLineEdit).setText(str(tmp_path / "figures.csv"))
    find(window, "export_button", QPushButton).click()
    qtbot.waitUntil((tmp_path / "figures.csv").exists)
    head = (tmp_path / "figures.csv").read_text().splitlines()[0]
    assert head.endswith(",target_minimum,target_maximum,target_status")


def test_deleting_all_local_data_takes_targets_along(qtbot: QtBot, window: MainWindow) -> None:
    window.library._delete_all()
    qtbot.waitUntil(lambda: window.targets.targets.all == ())
