"""The main job in a real window: sign in, query, sort, chart, export, go offline, reopen."""

from __future__ import annotations

import csv
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from app_kit import find, run_query, sign_in, team_query, window_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QWidget

from siro_desktop.domain.question import question_for
from siro_desktop.settings import SettingsFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import MemoryKeyring, Person, PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program


def test_from_sign_in_to_offline_review(
    qtbot: QtBot,
    program: Program,
    make_program: Callable[..., Program],
    start_practice: Callable[..., PracticeProcess],
    tmp_path: Path,
) -> None:
    window = window_of(program)

    # GIVEN a window that is not signed in: it says so, and asks for it when it must
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: "Sign" in window.view.result_page.banner.text())

    # WHEN signing in through the browser and asking
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    page = window.view.result_page

    # THEN the table has the figures with the number of recordings
    answer = page.saved.only_answer
    assert answer.recordings_evaluated > 0
    assert page.answer_body.model.rowCount() == len(answer.metrics) >= 25
    assert "recordings" in find(page, "result_facts", QLabel).text()

    # sorted by value, blanks last
    page.answer_body.model.sort(1, Qt.SortOrder.DescendingOrder)
    values = [answer.metrics.values[row] for _, row in page.visible_rows()]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert None in values
    assert values[len(known) :] == [None] * (len(values) - len(known))

    # charts have one panel for each unit, and one for pass rates
    page.show_view("charts")
    qtbot.waitUntil(lambda: page.answer_body.charts.isVisible() and len(page.answer_body.charts.panels) > 1)

    # copied with headers
    page.show_view("table")
    page.copy(with_headings=True)
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith("Metric\t")

    # exported in the order of the view
    path = tmp_path / "out.csv"
    export_view(qtbot, window, path)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["metric_id"] for row in rows] == [answer.metrics.ids[row] for _, row in page.visible_rows()]
    assert {row["recordings_evaluated"] for row in rows} == {str(int(answer.recordings_evaluated))}
    assert [row["value"] == "" for row in rows] == [value is None for value in values]
    asked = json.loads((tmp_path / "out.csv.datapackage.json").read_text())
    assert (asked["siro"]["rows"], asked["siro"]["view"]["view"]) == ("view", "table")
    assert asked["resources"][0]["hash"].startswith("sha256:")

    # WHEN the program starts again without any network
    saved = page.saved
    window.close()
    assert program.close()
    gone = start_practice()
    gone.close()
    again = make_program(gone.profile())

    # THEN it opens on the last result, with the same page
    page = window_of(again).view.result_page
    qtbot.waitUntil(lambda: page.saved is not None)
    assert page.saved == saved
    assert page.answer_body.model.rowCount() == len(answer.metrics)


def export_view(qtbot: QtBot, window: object, path: Path) -> None:
    """Through the dialog, as a person would."""
    window.actions_.export.trigger()  # type: ignore[attr-defined]
    dialog = find(window, "export_dialog")
    find(dialog, "export_path", QLineEdit).setText(str(path))
    assert find(dialog, "export_question").isChecked()
    qtbot.mouseClick(find(dialog, "export_button", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: "Exported" in window.view.result_page.banner.text())  # type: ignore[attr-defined]


def test_sign_out_revokes_and_wipes(
    qtbot: QtBot, program: Program, system_keyring: MemoryKeyring, practice: PracticeProcess
) -> None:
    """R13: after sign-out nothing is left in the keyring, and the next question asks for a sign-in."""
    window = window_of(program)
    sign_in(qtbot, window)
    assert system_keyring.entries != {}

    window.actions_.sign_out.trigger()
    qtbot.waitUntil(lambda: not window.session.status.signed_in and system_keyring.entries == {})
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: "Sign" in window.view.result_page.banner.text())


def test_declined_sign_in_says_so_and_goes_on(qtbot: QtBot, program: Program, person: Person) -> None:
    """A10."""
    window = window_of(program)
    person.denies = True
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: window.view.result_page.banner.text() != "", timeout=15_000)
    assert not window.session.status.signed_in

    person.denies = False
    sign_in(qtbot, window)


def test_one_sign_in_at_a_time(qtbot: QtBot, program: Program, person: Person) -> None:
    """A14: a second click brings the running sign-in to the front and opens no second browser."""
    window = window_of(program)
    person.answers = False
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: len(person.addresses) == 1)
    window.actions_.sign_in.trigger()
    dialog = find(window, "sign_in_dialog")
    assert len(person.addresses) == 1

    dialog.close()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "sign_in_dialog") is None)
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: len(person.addresses) == 2)


def test_stop_ends_a_slow_run_and_keeps_the_former_result(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    """H2: Esc stops at once."""
    practice = start_practice()
    window = window_of(make_program(practice.profile()))
    sign_in(qtbot, window)
    practice.wait_before_answers(600)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.runs.is_running)
    assert window.actions_.stop.isEnabled()

    window.actions_.stop.trigger()
    qtbot.waitUntil(lambda: not window.runs.is_running, timeout=1_000)
    assert window.view.result_page.banner.text() == ""
    assert window.actions_.run.isEnabled()


def test_a_refusal_names_who_may_ask(qtbot: QtBot, program: Program, person: Person) -> None:
    window = window_of(program)
    person.name = "coach"
    sign_in(qtbot, window)
    run_query(window, team_query(window, team=1))
    qtbot.waitUntil(lambda: "coach" in window.view.result_page.banner.text())
    assert window.view.result_page.saved is None


@pytest.mark.parametrize("fault", [["--html"], ["--truncate", "json"], ["--truncate", "body"]])
def test_nonsense_gets_a_clear_sentence(
    qtbot: QtBot,
    make_program: Callable[..., Program],
    practice: PracticeProcess,
    start_practice: Callable[..., PracticeProcess],
    fault: list[str],
) -> None:
    """A fault after a good run: a banner with a sentence, and the former result stays in view."""
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    saved = window.view.result_page.saved

    bad = start_practice(*fault)
    window.set_profile(bad.profile())
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.banner.text() != "" and not window.runs.is_running, timeout=90_000)
    assert window.view.result_page.saved == saved


def test_an_answer_of_100_megabytes_is_refused(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    """H9."""
    window = window_of(make_program(start_practice("--huge-body-mb", "100").profile()))
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: "larger" in window.view.result_page.banner.text(), timeout=30_000)


def test_try_again_asks_what_failed_and_not_what_is_shown(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    server = start_practice()
    window = window_of(make_program(server.profile()))
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    server.close()
    failed = team_query(window, team=1)
    run_query(window, failed)
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: "cannot be reached" in banner.text(), timeout=15_000)

    qtbot.mouseClick(find(banner, "banner_action", QPushButton), Qt.MouseButton.LeftButton)
    assert window.runs.is_running
    assert window.runs._make_job is not None
    assert window.runs._make_job().question.ids == failed.ids


def test_delete_asks_once_and_deletes(qtbot: QtBot, program: Program) -> None:
    window = window_of(program)
    sign_in(qtbot, window)
    run_query(window, team_query(window))
    qtbot.waitUntil(lambda: window.view.saved_panel.current_id() is not None)

    window.view.saved_panel.delete_requested.emit(window.view.result_page.saved.id)
    question = find(window, "confirm_delete", QMessageBox)
    qtbot.mouseClick(find(question, "confirm_delete_button", QPushButton), Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    qtbot.waitUntil(lambda: window.view.result_page.saved is None)
    qtbot.waitUntil(lambda: window.view.saved_panel.current_id() is None)


def test_what_was_typed_survives_a_restart(
    qtbot: QtBot, program: Program, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(program)
    window.view.query_form.set_question(question_for(team_query(window)))
    draft = window.view.query_form.draft()
    window.close()
    assert program.close()

    again = window_of(make_program(practice.profile()))
    assert again.view.query_form.draft() == draft


@dataclass
class Hold:
    """Keeps the store's thread busy until the test lets go."""

    let_go: threading.Event

    async def run(self, _library: object, _report: object) -> None:
        self.let_go.wait(10)


def test_a_late_write_does_not_undo_what_closing_the_window_kept(qtbot: QtBot, program: Program) -> None:
    window, let_go = window_of(program), threading.Event()
    window.workspace.store.submit(Hold(let_go))
    window.state.keep_theme("dark")  # waits behind what holds the store
    window.view.query_form.set_question(question_for(team_query(window)))
    window.close()
    let_go.set()
    assert program.close()
    kept = SettingsFile(window.workspace.paths.settings_file).load()
    assert kept.query_drafts["acme"]["filter_by"] == ["TEAM"]


def test_quitting_during_a_hanging_request_ends_at_once(
    qtbot: QtBot, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    """H16."""
    program = make_program(start_practice("--latency-ms", "20000").profile())
    window = window_of(program)
    run_query(window, team_query(window))
    window.close()
    assert program.close()
