"""Saved results and their store as a person meets them: names, pins, search, two compared; checks, backups, damage."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app_kit import find, window_of
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QTableView,
)
from stored_kit import PROFILE, change, make_answer, make_plan, store

from siro_desktop.domain.labels import Labels
from siro_desktop.domain.retention import RetentionRule
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.runs import FIRST_ROWS, LARGE_ANSWER
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.ui.main_window import MainWindow

__all__ = ["store"]


def opened(qtbot: QtBot, make_program: Callable[..., Program]) -> MainWindow:
    window = window_of(make_program(PROFILE))
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None and bool(lines(window)))
    return window


def lines(window: MainWindow) -> list[str]:
    model = find(window, "saved_list", QListView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def local_data(qtbot: QtBot, window: MainWindow) -> QLabel:
    """Open the dialog; return the line that says what came of things."""
    window.actions_.local_data.trigger()
    dialog = find(window, "store_dialog")
    qtbot.waitUntil(dialog.isVisible)
    window.store._dialog.show_care()
    return find(dialog, "care_said", QLabel)


def test_a_name_a_pin_and_a_search(qtbot: QtBot, make_program: Callable[..., Program], store: Path) -> None:
    window = opened(qtbot, make_program)
    panel = window.view.saved_panel
    panel.set_current(1)
    panel._on_label_wanted()
    dialog = find(window, "labels_dialog")
    find(dialog, "label_name", QLineEdit).setText("Ana, October")
    find(dialog, "label_tags", QLineEdit).setText("weekly")
    find(dialog, "label_pin", QCheckBox).setChecked(True)
    find(dialog, "labels_dialog_buttons", QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    qtbot.waitUntil(lambda: lines(window)[0] == "Ana, October")
    assert panel.current_id() == 1  # though another one is open: the next key is for the same
    for words, found in (("ben", 2), ("#weekly", 1), ("ana oct 2026", 2), ("talk weekly", 1), ("2025", 0)):
        panel.search_line.setText(words)
        qtbot.waitUntil(lambda found=found: len(lines(window)) == found)
    panel.search_line.clear()
    qtbot.waitUntil(lambda: len(lines(window)) == 3)
    panel.set_current(1)
    panel._on_pin_wanted()
    qtbot.waitUntil(lambda: lines(window)[-1] == "Ana, October")


def test_any_two_results_are_compared(qtbot: QtBot, make_program: Callable[..., Program], store: Path) -> None:
    window = opened(qtbot, make_program)
    page = window.view.result_page
    window.view.saved_panel.compare_requested.emit(2)
    picker = find(window, "result_picker")
    listed = find(picker, "saved_list", QListView)
    qtbot.waitUntil(lambda: listed.model().rowCount() == 2)  # all but the one itself
    picker._panel.open_requested.emit(1)
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == 2)
    assert page.view_in_front() == "difference"
    view = page.comparison_body.views.difference
    assert [side.result_id for side in view.sides()] == [1, 2]
    assert view.model.rowCount() == 10
    window.view.saved_panel.open_requested.emit(2)  # and back to the result itself
    qtbot.waitUntil(lambda: "charts" in page.views())


def test_everything_is_checked_backed_up_and_restored(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path, tmp_path: Path
) -> None:
    window = opened(qtbot, make_program)
    said = local_data(qtbot, window)
    find(window, "store_check", QPushButton).click()
    qtbot.waitUntil(lambda: said.text().startswith("Nothing is damaged: 3 results read"))
    target = tmp_path / "a.sirobackup"
    find(window, "store_backup", QPushButton).click()
    find(window, "backup_dialog", QFileDialog).fileSelected.emit(str(target))
    qtbot.waitUntil(lambda: said.text() == f"Backed up to {target}")
    window.library._delete(3)
    qtbot.waitUntil(lambda: len(lines(window)) == 2)
    find(window, "store_restore", QPushButton).click()
    find(window, "restore_dialog", QFileDialog).fileSelected.emit(str(target))
    qtbot.waitUntil(lambda: said.text().startswith("Restored: 3 results."))
    qtbot.waitUntil(lambda: len(lines(window)) == 3)
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None and window.view.result_page.saved.id == 3)
    target.write_bytes(b"no backup")
    find(window, "store_restore", QPushButton).click()
    find(window, "restore_dialog", QFileDialog).fileSelected.emit(str(target))
    qtbot.waitUntil(lambda: "no backup" in find(window, "care_problem").text)
    window.store._dialog.close()


def test_damage_is_said_after_the_first_paint_and_what_can_be_read_is_saved(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    path = store / FILE_NAME
    content = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'pages'").fetchone()[0]
    path.write_bytes(content[: (root - 1) * 4096] + bytes(4096) + content[root * 4096 :])

    window = window_of(make_program(PROFILE))
    status = find(window, "status_store", QLabel)
    qtbot.waitUntil(lambda: status.text() == "Store: damaged")
    assert "raw answers" in status.toolTip()
    qtbot.waitUntil(lambda: len(lines(window)) == 3)
    for box in window.findChildren(QMessageBox):
        box.close()
    said = local_data(qtbot, window)
    find(window, "store_rescue", QPushButton).click()
    qtbot.waitUntil(lambda: said.text().startswith("3 results saved, 3 of them whole."), timeout=10_000)
    qtbot.waitUntil(lambda: window.view.result_page.saved is not None)
    qtbot.waitUntil(lambda: status.text() == "")
    assert list(store.glob("*.damaged-*"))
    window.store._dialog.close()


def test_a_sound_store_that_is_to_be_rescued_stays_where_it_is(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    window = opened(qtbot, make_program)
    before = (store / FILE_NAME).stat().st_ino
    said = local_data(qtbot, window)
    with qtbot.assertNotEmitted(window.store.replaced):
        find(window, "store_rescue", QPushButton).click()
        qtbot.waitUntil(lambda: said.text().startswith("Nothing is damaged: 3 results read"))
    assert said.text().endswith("So nothing was changed.")
    assert (store / FILE_NAME).stat().st_ino == before
    assert not list(store.glob("*.damaged-*"))
    qtbot.waitUntil(find(window, "store_rescue", QPushButton).isEnabled)
    window.store._dialog.close()


def test_what_cannot_be_written_into_a_damaged_store_says_where_to_save_the_rest(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    path = store / FILE_NAME
    content = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'labels'").fetchone()[0]
    path.write_bytes(content[: (root - 1) * 4096] + bytes(4096) + content[root * 4096 :])
    window = window_of(make_program(PROFILE))
    qtbot.waitUntil(lambda: len(lines(window)) == 3)
    local_data(qtbot, window)
    button = find(window, "store_rescue", QPushButton).text().replace("&", "")
    window.store._dialog.close()

    window.library._delete(1)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None)
    dialog = find(window, "error_dialog", QMessageBox)
    where = window.actions_.local_data.text().replace("&", "")
    assert f"“{button}” under File ▸ {where}" in dialog.informativeText()
    assert "siro-desktop saved rescue" in dialog.informativeText()
    dialog.close()


def test_a_newer_store_is_there_to_look_at(qtbot: QtBot, make_program: Callable[..., Program], store: Path) -> None:
    change(store, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    window = opened(qtbot, make_program)
    qtbot.waitUntil(lambda: "newer version" in window.view.result_page.banner.text())
    assert find(window, "status_store", QLabel).text() == "Store: read only"
    window.view.saved_panel.open_requested.emit(1)
    qtbot.waitUntil(lambda: window.view.result_page.saved.id == 1)
    window.library._delete(1)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None)
    dialog = find(window, "error_dialog", QMessageBox)
    assert "newer version" in dialog.informativeText()
    dialog.close()
    assert len(lines(window)) == 3


def test_old_results_are_offered_and_go_when_a_person_says_so(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    with Library.open(store) as library:
        library.labels.save(1, Labels(is_pinned=True))
        library.retention.save("acme", RetentionRule(days=150))
    window = opened(qtbot, make_program)
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: "1 result beyond the limits" in banner.text())
    assert len(lines(window)) == 3
    window.store.limits_wanted.emit()
    dialog = find(window, "store_dialog")
    delete = find(dialog, "keep_delete", QPushButton)
    qtbot.waitUntil(lambda: delete.text() == "&Delete 1 result…" and delete.isVisible())
    find(dialog, "keep_days", QSpinBox).setValue(1000)
    qtbot.waitUntil(lambda: "nothing would go" in find(dialog, "keep_heading", QLabel).text())
    find(dialog, "keep_days", QSpinBox).setValue(50)
    qtbot.waitUntil(lambda: delete.isVisible() and delete.text() == "&Delete 1 result…")
    delete.click()
    find(window, "confirm_delete_button", QPushButton).click()
    qtbot.waitUntil(lambda: len(lines(window)) == 2)
    dialog.close()
    with Library.open(store) as library:
        assert library.result_ids() == (3, 1)
        assert library.retention.load("acme") == RetentionRule(days=50)


def test_a_large_result_shows_its_first_rows_while_the_rest_is_read(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    with Library.open(store) as library:
        plan = make_plan("roof", "ana")
        large = library.save_run(
            plan=plan,
            profile_name="Acme Roofing",
            api_base_url="https://api.example.test",
            time_zone="America/Denver",
            saved_at=datetime.now(UTC),
        )
        library.save_answers(large, [make_answer(plan.cells[0].key, rows=LARGE_ANSWER + 1)])
    seen: list[object] = []

    def look(window: MainWindow) -> None:
        page = window.view.result_page
        seen.append(page.answer_body.isVisible())
        seen.append(len(page.answer_body._saved.only_answer.metrics))
        seen.append(page.loading.isVisible())
        seen.append(page.saved)  # nothing is exported or compared before all of it is there
        seen.append(window.actions_.export.isEnabled())

    window = window_of(make_program(PROFILE, watch=lambda one: one.library.first_rows.connect(lambda _: look(one))))
    page = window.view.result_page
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen == [True, FIRST_ROWS, True, None, False]
    qtbot.waitUntil(lambda: page.saved is not None, timeout=20_000)
    assert len(page.saved.only_answer.metrics) == LARGE_ANSWER + 1
    assert not page.loading.isVisible()
    assert window.actions_.export.isEnabled()


def test_first_rows_of_a_result_that_turns_out_to_be_damaged_do_not_stay(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    with Library.open(store) as library:
        library.save_answers(3, [make_answer(make_plan("roof", "ana", "ben").cells[0].key, rows=LARGE_ANSWER + 1)])
    change(store, f"UPDATE answer_values SET value = 7 WHERE position = {LARGE_ANSWER}")
    window = window_of(make_program(PROFILE))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None, timeout=20_000)
    find(window, "error_dialog", QMessageBox).close()
    assert window.view.result_page.saved is None
    assert not window.view.result_page.answer_body.isVisible()


def test_what_is_beyond_a_size_is_shown_and_exactly_that_goes(
    qtbot: QtBot, make_program: Callable[..., Program], store: Path
) -> None:
    """Beside three small results four large ones, of about 1.1 MB each; the oldest large one is pinned."""
    large = []
    with Library.open(store) as library:
        for number in range(4):
            plan = make_plan("roof", f"user_{number}")
            large.append(
                library.save_run(
                    plan=plan,
                    profile_name="Acme Roofing",
                    api_base_url="https://api.example.test",
                    time_zone="America/Denver",
                    saved_at=datetime.now(UTC) - timedelta(days=40 - number),
                )
            )
            library.save_answers(large[-1], [make_answer(plan.cells[0].key, rows=30_000)])
        library.labels.save(large[0], Labels(is_pinned=True))
    window = opened(qtbot, make_program)
    qtbot.waitUntil(lambda: len(lines(window)) == 7)
    window.store.limits_wanted.emit()
    dialog = find(window, "store_dialog")
    delete, table = find(dialog, "keep_delete", QPushButton), find(dialog, "keep_table", QTableView)
    find(dialog, "keep_megabytes", QSpinBox).setValue(3)
    qtbot.waitUntil(lambda: delete.isVisible() and delete.text() == "&Delete 5 results…")  # 3 small, 2 large
    assert table.model().rowCount() == 5, delete.text()
    assert "5 results" in find(dialog, "keep_heading", QLabel).text()
    find(dialog, "keep_days", QSpinBox).setValue(10_000)  # no more goes by it
    qtbot.waitUntil(lambda: delete.isVisible() and delete.text() == "&Delete 5 results…")
    delete.click()
    find(window, "confirm_delete_button", QPushButton).click()
    qtbot.waitUntil(lambda: len(lines(window)) == 2)
    qtbot.waitUntil(lambda: "nothing would go" in find(dialog, "keep_heading", QLabel).text())
    dialog.close()
    with Library.open(store) as library:
        assert library.result_ids() == (large[3], large[0])
        assert library.retention.load("acme") == RetentionRule(days=10_000, megabytes=3)
