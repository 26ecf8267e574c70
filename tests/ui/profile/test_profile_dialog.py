"""Making, editing, testing and removing connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from profile_kit import ACME, OTHER, child, choose, drafts_of, open_dialog, save, write
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
    QWidget,
)

from siro_desktop.domain.profile import PRACTICE_PROFILE_ID, SignInMethod
from siro_desktop.domain.session import CheckStep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.profile_dialog import ProfileDraft


SECRET = "correct-horse-battery"


def test_a_new_connection_needs_a_name_then_what_the_browser_method_needs(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot)
    drafts = drafts_of(dialog)
    for name, text in (
        ("name", "Acme"),
        ("client_id", "client"),
        ("authorization_endpoint", "https://auth.example/authorize"),
    ):
        save(dialog)
        assert dialog.form.field(name).problem, name
        assert dialog.focusWidget() is child(dialog, QLineEdit, name)
        write(dialog, name, text, qtbot)
        assert not dialog.form.field(name).problem, "an edit takes the problem away"
    save(dialog)
    assert [draft.profile.authorization_endpoint for draft in drafts] == ["https://auth.example/authorize"]
    assert drafts[0].profile.id
    assert drafts[0].secret is None


@pytest.mark.parametrize(
    ("method", "wanted", "unwanted"),
    [
        (
            SignInMethod.AUTHORIZATION_CODE,
            {"authorization_endpoint", "token_endpoint", "client_id", "secret", "scope", "issuer"},
            set(),
        ),
        (
            SignInMethod.CLIENT_CREDENTIALS,
            {"token_endpoint", "client_id", "secret", "scope", "issuer"},
            {"authorization_endpoint", "redirect_host", "redirect_ports"},
        ),
        (
            SignInMethod.ACCESS_TOKEN,
            {"secret"},
            {"authorization_endpoint", "token_endpoint", "client_id", "scope", "issuer", "redirect_ports"},
        ),
    ],
)
def test_only_what_the_method_needs_is_shown(
    qtbot: QtBot, method: SignInMethod, wanted: set[str], unwanted: set[str]
) -> None:
    dialog = open_dialog(qtbot)
    choose(dialog, method)
    child(dialog, QToolButton, "profile_advanced").setChecked(True)
    for name in wanted | {"name", "api_base_url", "organization_id", "time_zone", "proxy", "ca_file"}:
        assert dialog.form.field(name).isVisibleTo(dialog), name
    for name in unwanted:
        assert not dialog.form.field(name).isVisibleTo(dialog), name


@pytest.mark.parametrize("method", [SignInMethod.CLIENT_CREDENTIALS, SignInMethod.ACCESS_TOKEN])
def test_a_method_that_rests_on_a_secret_asks_for_it(qtbot: QtBot, method: SignInMethod) -> None:
    dialog = open_dialog(qtbot)
    drafts = drafts_of(dialog)
    choose(dialog, method)
    write(dialog, "name", "Robot", qtbot)
    if method is SignInMethod.CLIENT_CREDENTIALS:
        write(dialog, "client_id", "robot", qtbot)
    save(dialog)
    assert dialog.form.field("secret").problem
    write(dialog, "secret", SECRET, qtbot)
    save(dialog)
    assert [(draft.profile.method, draft.secret) for draft in drafts] == [(method, SECRET)]


def test_a_stored_secret_is_kept_unless_another_is_typed(qtbot: QtBot) -> None:
    robot = replace(ACME, method=SignInMethod.CLIENT_CREDENTIALS)
    dialog = open_dialog(qtbot, robot, shown=robot)
    drafts = drafts_of(dialog)
    save(dialog)
    write(dialog, "secret", SECRET, qtbot)
    save(dialog)
    assert [draft.secret for draft in drafts] == [None, SECRET]
    choose(dialog, SignInMethod.ACCESS_TOKEN)
    save(dialog)
    assert dialog.form.field("secret").problem, "the secret of another method is no access token"


def test_a_secret_is_in_no_repr_and_leaves_the_window_with_it(qtbot: QtBot) -> None:
    """K: no secret in any repr."""
    robot = replace(ACME, method=SignInMethod.CLIENT_CREDENTIALS)
    dialog = open_dialog(qtbot, robot, shown=robot)
    drafts = drafts_of(dialog)
    write(dialog, "secret", SECRET, qtbot)
    line = child(dialog, QLineEdit, "secret")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    assert SECRET not in line.displayText()
    save(dialog)
    assert drafts[0].secret == SECRET
    assert SECRET not in f"{drafts[0]!r} {drafts[0]} {drafts!r}"
    dialog.accept()
    assert line.text() == ""


def test_what_the_method_does_not_need_stays_as_it_was(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    drafts = drafts_of(dialog)
    write(dialog, "authorization_endpoint", "nonsense", qtbot)
    choose(dialog, SignInMethod.ACCESS_TOKEN)
    write(dialog, "secret", SECRET, qtbot)
    save(dialog)
    assert drafts[0].profile == replace(ACME, method=SignInMethod.ACCESS_TOKEN)


def test_two_connections_cannot_share_a_name(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, OTHER, shown=OTHER)
    write(dialog, "name", "ACME", qtbot)
    save(dialog)
    assert "already" in dialog.form.field("name").problem


def test_choosing_another_connection_keeps_what_was_typed(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, OTHER, shown=ACME)
    write(dialog, "client_id", "half-typed", qtbot)
    rows = child(dialog, QListWidget, "profile_list")
    rows.setCurrentRow(1)
    assert child(dialog, QLineEdit, "client_id").text() == "client"
    assert child(dialog, QLineEdit, "name").text() == "Other"
    rows.setCurrentRow(0)
    assert child(dialog, QLineEdit, "client_id").text() == "half-typed"


def test_the_list_shows_what_it_stands_on_and_keeps_the_keyboard(qtbot: QtBot) -> None:
    """Otherwise Remove would take another connection away than the one that is marked."""
    dialog = open_dialog(qtbot, ACME, OTHER, shown=ACME)
    dialog.activateWindow()
    rows = child(dialog, QListWidget, "profile_list")
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.currentItem().text() == "Other"
    assert child(dialog, QLineEdit, "name").text() == "Other"
    assert dialog.focusWidget() is rows
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center())
    assert child(dialog, QLineEdit, "name").text() == "Acme"
    assert dialog.focusWidget() is child(dialog, QLineEdit, "name")


def test_saving_one_connection_leads_to_what_was_changed_in_another(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, OTHER, shown=ACME)
    drafts = drafts_of(dialog)
    write(dialog, "client_id", "changed", qtbot)
    rows = child(dialog, QListWidget, "profile_list")
    rows.setCurrentRow(1)
    write(dialog, "name", "Renamed", qtbot)
    save(dialog)
    assert dialog.settle(drafts[0].profile)
    assert [rows.item(row).text() for row in range(rows.count())] == ["Acme", "Renamed"]
    assert rows.currentRow() == 0
    assert child(dialog, QLineEdit, "client_id").text() == "changed"
    assert "not saved yet" in child(dialog, QLabel, "profile_problem_text").text()
    save(dialog)
    assert drafts[1].profile == replace(ACME, client_id="changed")
    assert not dialog.settle(drafts[1].profile)


def test_what_was_only_looked_at_is_not_waited_for(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, OTHER, shown=ACME)
    rows = child(dialog, QListWidget, "profile_list")
    for row in (1, 0, 1):
        rows.setCurrentRow(row)
    child(dialog, QPushButton, "profile_new").click()
    rows.setCurrentRow(1)
    child(dialog, QPushButton, "profile_remove").click()
    child(dialog, QPushButton, "remove_really").click()
    assert not dialog.settle(None)
    assert [rows.item(row).text() for row in range(rows.count())] == ["Acme"]


def test_the_practice_connection_is_not_offered(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, replace(ACME, id=PRACTICE_PROFILE_ID), OTHER, shown=OTHER)
    assert child(dialog, QListWidget, "profile_list").count() == 1


def test_removing_asks_once(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    removed: list[object] = []
    dialog.remove_requested.connect(removed.append)
    child(dialog, QPushButton, "profile_remove").click()
    assert removed == []
    assert "Acme" in child(dialog, QLabel, "remove_question").text()
    child(dialog, QPushButton, "remove_keep").click()
    assert not child(dialog, QWidget, "remove_confirmation").isVisible()
    child(dialog, QPushButton, "profile_remove").click()
    child(dialog, QPushButton, "remove_really").click()
    assert removed == ["acme"]


def test_a_new_connection_cannot_be_removed(qtbot: QtBot) -> None:
    assert not child(open_dialog(qtbot), QPushButton, "profile_remove").isVisible()


def test_a_connection_test_is_shown_in_words_and_copied(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    asked: list[ProfileDraft] = []
    dialog.test_requested.connect(asked.append)
    child(dialog, QPushButton, "profile_test").click()
    assert [draft.profile for draft in asked] == [ACME]
    assert "Testing" in child(dialog, QLabel, "check_title").text()
    dialog.show_test_steps(
        (
            CheckStep("Server", True, "auth.example answers."),
            CheckStep("Sign-in", False, "The client id is not known there."),
            CheckStep("Siro", None, "Needs a sign-in first."),
        )
    )
    assert child(dialog, QLabel, "check_title").text() == "The connection does not work yet"
    assert child(dialog, QLabel, "check_name_1").text() == "Sign-in · Did not work"
    child(dialog, QPushButton, "check_copy").click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Worked: Server. auth.example answers.",
        "Did not work: Sign-in. The client id is not known there.",
        "Not tried: Siro. Needs a sign-in first.",
    ]
    write(dialog, "client_id", "other", qtbot)
    assert not child(dialog, QWidget, "check_steps").isVisible(), "a test speaks of what was tested"


@pytest.mark.parametrize(
    ("last", "verdict"),
    [(True, "The connection works"), (None, "The connection works, as far as it was tried")],
)
def test_a_connection_of_which_a_part_was_not_tried_is_not_said_to_work(
    qtbot: QtBot, last: bool | None, verdict: str
) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    dialog.show_test_steps((CheckStep("Server", True, "It answers."), CheckStep("Sign-in", last, "As it is.")))
    assert child(dialog, QLabel, "check_title").text() == verdict


def test_what_to_ask_the_administrator_for_can_be_copied(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot)
    child(dialog, QPushButton, "administrator_copy").click()
    text = QGuiApplication.clipboard().text()
    for wanted in (
        "authorization endpoint",
        "client id",
        "client secret",
        "organization",
        "http://127.0.0.1/callback",
        "read",
    ):
        assert wanted in text
    assert child(dialog, QLineEdit, "authorization_endpoint").text() == ""
    assert child(dialog, QLineEdit, "authorization_endpoint").placeholderText() == ""
