"""A difference goes into a file as it is in view and comes back with both sides, also after a restart."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from app_kit import drop_file, find, sign_in, window_of
from comparison_kit import SHARE, ask, body_of, people_by, show_view, signed_in_window, told
from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QRadioButton

from siro_desktop.ui.comparison.difference_view import DifferenceView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_kit import PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.ui.main_window import MainWindow


def difference_of(window: MainWindow) -> DifferenceView:
    show_view(window, "difference")
    return find(window, "difference_view", DifferenceView)


def held_against_another(qtbot: QtBot, window: MainWindow) -> tuple[SavedResult, SavedResult]:
    """Two conversation types of two people; a person of the first result stands against one of the second."""
    question = people_by(window, "user_001", "user_002")
    other = ask(qtbot, window, replace(question, conversation_type_id="storm_follow_up"))
    shown = ask(qtbot, window, question)
    view = difference_of(window)
    body_of(window).offer_result(other)
    assert {side.result_id for side in view.sides() or ()} == {other.id, shown.id}
    return other, shown


def export(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.actions_.export.trigger()
    dialog = find(window, "export_dialog", QDialog)
    find(dialog, "export_path", QLineEdit).setText(str(path))
    find(dialog, "export_view", QRadioButton).click()
    assert find(dialog, "export_of_sides", QLabel).isVisible()
    find(dialog, "export_button", QPushButton).click()
    qtbot.waitUntil(lambda: path.name in window.view.result_page.banner.text(), timeout=20_000)
    window.messages.clear()


def drop(qtbot: QtBot, window: MainWindow, path: Path) -> str:
    """Drop a file on the window; what is said of it then."""
    assert drop_file(window, path)
    banner = window.view.result_page.banner
    qtbot.waitUntil(lambda: f"{path.name}: " in banner.text(), timeout=20_000)
    return banner.text()


def test_what_is_in_view_is_in_the_file_and_comes_back_with_both_sides(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, tmp_path: Path
) -> None:
    window = signed_in_window(qtbot, make_program, practice)
    _, shown = held_against_another(qtbot, window)
    view = difference_of(window)
    sides, kept = view.sides(), view.chosen_sides()
    assert sides is not None
    path = tmp_path / "difference.csv"
    export(qtbot, window, path)
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == view.model.rowCount()
    share = next(row for row in rows if row["metric_id"] == SHARE)
    (a, n_a), (b, n_b) = (told(answer, SHARE) for side in sides if (answer := side.answer) is not None)
    assert a is not None
    assert b is not None
    assert [float(share[name]) for name in ("value_a", "recordings_a", "value_b", "recordings_b")] == [a, n_a, b, n_b]
    assert float(share["difference"]) == b - a
    types = [share[f"conversation_type_id_{side}"] for side in "ab"]
    assert types == [side.query.conversation_type_id for side in sides]

    show_view(window, "table")
    view.choose_sides([[shown.id, cell.key] for cell in shown.plan.cells])
    ask(qtbot, window, people_by(window, "user_003", "user_004"))
    assert "the same figures as stored" in drop(qtbot, window, path)
    qtbot.waitUntil(lambda: view.isVisible() and view.chosen_sides() == kept)
    assert [side.result_id for side in view.sides() or ()] == [one[0] for one in kept]


def test_another_result_is_a_side_again_after_a_restart(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    program = make_program(practice.profile())
    window = window_of(program)
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: any(user.team_id for user in window.names.users), timeout=15_000)
    other, shown = held_against_another(qtbot, window)
    kept = difference_of(window).chosen_sides()
    show_view(window, "matrix")  # the difference is made late after the start
    window.close()
    program.close()

    program = make_program(practice.profile())
    window = window_of(program)
    page = window.view.result_page
    qtbot.waitUntil(lambda: page.saved is not None and page.saved.id == shown.id, timeout=10_000)
    assert page.view_in_front() == "matrix"
    assert page.look()["sides"] == kept
    view = difference_of(window)
    qtbot.waitUntil(lambda: [side.result_id for side in view.sides() or ()] == [other.id, shown.id], timeout=10_000)
    window.close()
    program.close()
