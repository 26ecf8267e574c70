"""What another program did is there when a person comes back to the window."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app_kit import sign_in, window_of
from comparison_kit import members_by_week
from msgspec.structs import replace
from PySide6.QtWidgets import QListView
from stored_kit import NAMES, PROFILE, make_answer, make_plan, store

from siro_desktop.config import Paths, ProfileFile
from siro_desktop.storage.backup import restore
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

__all__ = ["store"]


def ready(qtbot: QtBot, program: Program) -> MainWindow:
    """The window, when the program has looked around for the first time."""
    window = window_of(program)
    assert program.session is not None
    elsewhere = program.session.group._elsewhere
    qtbot.waitUntil(lambda: elsewhere._version is not None, timeout=10_000)
    return window


def leave_and_come_back(window: MainWindow, do: Callable[[], object], application: object) -> None:
    focus_changed = application.focusWindowChanged  # type: ignore[attr-defined]
    focus_changed.emit(None)
    do()
    focus_changed.emit(window.windowHandle())


def fetch(folder: Path) -> None:
    with Library.open(folder) as library:
        plan = make_plan("roof", "cem")
        result_id = library.save_run(
            plan=plan,
            profile_name="Acme Roofing",
            api_base_url="https://api.example.test",
            time_zone="America/Denver",
            saved_at=datetime.now(UTC),
        )
        library.save_answers(result_id, [make_answer(plan.cells[0].key)])


def test_a_result_that_another_program_fetched_is_listed(
    qtbot: QtBot, qapp: object, make_program: Callable[..., Program], store: Path
) -> None:
    window = ready(qtbot, make_program(PROFILE))
    listed = window.findChild(QListView, "saved_list")
    qtbot.waitUntil(lambda: listed.model().rowCount() == 3)
    leave_and_come_back(window, lambda: fetch(store), qapp)
    qtbot.waitUntil(lambda: listed.model().rowCount() == 4)


def test_connections_that_another_program_changed_are_known(
    qtbot: QtBot, qapp: object, make_program: Callable[..., Program], store: Path
) -> None:
    window = ready(qtbot, make_program(PROFILE))
    file = ProfileFile(Paths.find().profiles_file)
    other = replace(PROFILE, id="other", name="Other")
    leave_and_come_back(window, lambda: file.save(other), qapp)
    qtbot.waitUntil(lambda: window.connections.all == (PROFILE, other))
    assert window.profile == PROFILE
    moved = replace(PROFILE, time_zone="Europe/Berlin")
    leave_and_come_back(window, lambda: file.save(moved), qapp)
    qtbot.waitUntil(lambda: window.profile == moved)
    leave_and_come_back(window, lambda: file.remove("acme"), qapp)
    qtbot.waitUntil(lambda: window.profile == other)


def opened(qtbot: QtBot, program: Program) -> MainWindow:
    """The window with its last result, of which all is read."""
    window = ready(qtbot, program)
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None and not window.library.is_opening)
    return window


def test_what_another_program_deleted_is_not_shown_any_more(
    qtbot: QtBot, qapp: object, make_program: Callable[..., Program], store: Path
) -> None:
    window = opened(qtbot, make_program(PROFILE))
    window.tabs.open_beside(1)
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == 1)

    def delete_all() -> None:
        with Library.open(store) as library:
            library.delete_all()

    leave_and_come_back(window, delete_all, qapp)
    qtbot.waitUntil(lambda: page.saved is None)
    qtbot.waitUntil(lambda: "deleted in another window or program" in page.banner.text())
    assert window.tabs.to_keep().tabs.ids == ()
    assert window.view.saved_panel.current_id() is None


def test_what_another_program_did_not_delete_stays(
    qtbot: QtBot, qapp: object, make_program: Callable[..., Program], store: Path
) -> None:
    window = opened(qtbot, make_program(PROFILE))

    def delete_others() -> None:
        with Library.open(store) as library:
            library.delete_results((1, 2))

    leave_and_come_back(window, delete_others, qapp)
    listed = window.findChild(QListView, "saved_list")
    qtbot.waitUntil(lambda: listed.model().rowCount() == 1)
    saved = window.view.result_page.saved
    assert saved is not None
    assert saved.id == 3
    assert window.view.result_page.banner.text() == ""


def test_what_could_not_be_saved_since_another_program_deleted_its_result_stays_in_view(
    qtbot: QtBot, qapp: object, make_program: Callable[..., Program], start_practice: Callable[..., PracticeProcess]
) -> None:
    """The person was told that it is shown until they go on to another result, and to export it."""
    practice = start_practice()
    program = make_program(practice.profile())
    window = ready(qtbot, program)
    sign_in(qtbot, window)
    page = window.view.result_page
    practice.wait_before_answers(300)
    window.view.query_form.set_question(members_by_week(window))
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id > 0, timeout=15_000)

    def delete_all() -> None:
        with Library.open(Paths.find().data) as library:
            library.delete_all()

    leave_and_come_back(window, delete_all, qapp)
    qtbot.waitUntil(lambda: not window.runs.is_running, timeout=30_000)
    qtbot.waitUntil(lambda: "could not be saved" in page.banner.text())
    assert program.session is not None
    with qtbot.waitSignal(program.session.group._elsewhere.results_deleted):
        leave_and_come_back(window, lambda: None, qapp)
    assert page.saved is not None
    assert page.saved.is_only_here


def test_what_another_program_lost_by_putting_an_older_store_in_place_stays_in_view(
    qtbot: QtBot, qapp: object, make_program: Callable[..., Program], store: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "older") as library:
        library.save_names(PROFILE.id, NAMES)
    backup = tmp_path / "older.sirobackup"
    (tmp_path / "older" / FILE_NAME).rename(backup)
    window = opened(qtbot, make_program(PROFILE))

    def put_back() -> None:
        for _ in restore(store, backup, datetime.now(UTC), lambda: False):
            pass

    leave_and_come_back(window, put_back, qapp)
    listed = window.findChild(QListView, "saved_list")
    qtbot.waitUntil(lambda: listed.model().rowCount() == 0)
    for _ in range(2):
        leave_and_come_back(window, lambda: fetch(store), qapp)
    qtbot.waitUntil(lambda: listed.model().rowCount() == 2)
    saved = window.view.result_page.saved
    assert saved is not None
    assert saved.id == 3
