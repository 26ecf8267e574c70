"""The welcome page, the sign-in dialog, the facts of a sign-in, errors and About."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QToolButton, QWidget

from siro_desktop import __version__
from siro_desktop.config import Paths
from siro_desktop.domain.profile import Profile
from siro_desktop.domain.session import SessionStatus
from siro_desktop.errors import StorageError
from siro_desktop.ui.about_dialog import AboutDialog
from siro_desktop.ui.banner import Banner
from siro_desktop.ui.messages import Messages
from siro_desktop.ui.query_form import QueryForm
from siro_desktop.ui.session_details import SessionDetails
from siro_desktop.ui.sign_in_dialog import SignInDialog
from siro_desktop.ui.welcome_page import WelcomePage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)
ADDRESS = "https://auth.example/authorize?state=SECRET-STATE&client_id=abc"


def child(host: QWidget, kind: type[W], name: str) -> W:
    found = host.findChild(kind, name)
    assert found is not None, name
    return found


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("button", "signal"), [("welcome_connect", "connect_requested"), ("welcome_practice", "practice_requested")]
)
def test_the_welcome_page_offers_two_ways(qtbot: QtBot, button: str, signal: str) -> None:
    page = WelcomePage()
    qtbot.addWidget(page)
    with qtbot.waitSignal(getattr(page, signal)):
        child(page, QPushButton, button).click()


def test_the_address_is_shown_selectable_and_copied(qtbot: QtBot) -> None:
    """A13: the address is always there, whether or not a browser opened."""
    dialog = SignInDialog()
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    dialog.show()
    line = child(dialog, QLineEdit, "sign_in_address")
    assert line.text() == ADDRESS
    assert line.isReadOnly()
    line.selectAll()
    assert line.selectedText() == ADDRESS
    child(dialog, QPushButton, "sign_in_copy").click()
    assert QGuiApplication.clipboard().text() == ADDRESS
    with qtbot.waitSignal(dialog.open_again) as told:
        child(dialog, QPushButton, "sign_in_again").click()
    assert told.args == [ADDRESS]
    assert not dialog.isModal()


def test_the_time_left_is_shown(qtbot: QtBot) -> None:
    """A12: the sign-in does not wait for ever, and says so."""
    clock = Clock()
    dialog = SignInDialog(timeout_seconds=300, clock=clock)
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    left = child(dialog, QLabel, "sign_in_left")
    assert left.text() == "Waits 5:00 longer"
    clock.now += 61.5
    qtbot.waitUntil(lambda: left.text() == "Waits 3:59 longer", timeout=3000)


@pytest.mark.parametrize("way", ["button", "escape", "close"])
def test_giving_up_is_told_once_and_forgets_the_address(qtbot: QtBot, way: str) -> None:
    dialog = SignInDialog()
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    dialog.show()
    told: list[None] = []
    dialog.cancelled.connect(lambda: told.append(None))
    if way == "button":
        child(dialog, QPushButton, "sign_in_cancel").click()
    elif way == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    assert len(told) == 1
    assert child(dialog, QLineEdit, "sign_in_address").text() == ""


def test_the_address_that_a_browser_elsewhere_was_sent_to_can_be_pasted(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    """A19: behind a switch; pasting is enough, Enter works too; a problem stands beside it and goes with the text."""
    caplog.set_level(logging.DEBUG)
    dialog = SignInDialog()
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    dialog.show()
    pasted = child(dialog, QLineEdit, "sign_in_pasted")
    assert not pasted.isVisible()
    qtbot.mouseClick(child(dialog, QToolButton, "sign_in_elsewhere"), Qt.MouseButton.LeftButton)
    assert pasted.isVisible()
    offered: list[str] = []
    dialog.address_pasted.connect(offered.append)

    QGuiApplication.clipboard().setText("http://127.0.0.1:4711/callback?code=SECRET-CODE&state=x")
    pasted.paste()
    assert offered == ["http://127.0.0.1:4711/callback?code=SECRET-CODE&state=x"]
    dialog.show_paste_problem("This address belongs to another sign-in.")
    problem = child(dialog, QWidget, "pasted_problem")
    assert problem.isVisible()
    pasted.selectAll()
    qtbot.keyClicks(pasted, "nonsense")
    assert not problem.isVisible()
    qtbot.keyClick(pasted, Qt.Key.Key_Return)
    assert offered[1:] == ["nonsense"]
    assert dialog.isVisible()

    dialog.reject()
    assert pasted.text() == ""
    assert "SECRET-CODE" not in caplog.text


def test_hiding_after_success_cancels_nothing(qtbot: QtBot) -> None:
    dialog = SignInDialog()
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    dialog.show()
    with qtbot.assertNotEmitted(dialog.cancelled):
        dialog.hide()


def test_waiting_for_the_keyring_is_said(qtbot: QtBot) -> None:
    dialog = SignInDialog()
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    dialog.show_waiting_for_keyring()
    dialog.show()
    assert child(dialog, QLabel, "sign_in_title").text() == "Waiting for your keyring…"
    assert not child(dialog, QLineEdit, "sign_in_address").isVisible()
    assert child(dialog, QPushButton, "sign_in_cancel").isVisible()


def test_the_address_is_in_no_log_and_no_repr(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    dialog = SignInDialog()
    qtbot.addWidget(dialog)
    dialog.show_address(ADDRESS)
    child(dialog, QPushButton, "sign_in_copy").click()
    child(dialog, QPushButton, "sign_in_again").click()
    assert "SECRET-STATE" not in caplog.text + repr(dialog)


def test_about_names_version_licences_and_folders(qtbot: QtBot, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("config", "data & more", "state", "log")]
    dialog = AboutDialog(Paths(*folders))
    qtbot.addWidget(dialog)
    assert __version__ in child(dialog, QLabel, "about_title").text()
    assert "Lesser General Public License" in child(dialog, QLabel, "about_licences").text()
    for name, folder in (("about_data", folders[1]), ("about_log", folders[3])):
        assert str(folder).replace("&", "&amp;") in child(dialog, QLabel, name).text()
        assert "file://" in child(dialog, QLabel, name).text()


def test_the_facts_of_a_sign_in_are_closed_by_return(qtbot: QtBot) -> None:
    """They are there to be read: no key that closes a dialog ends the sign-in."""
    profile = Profile(id="acme", name="Acme", time_zone="UTC", client_id="c")
    details = SessionDetails(profile, SessionStatus(signed_in=True))
    qtbot.addWidget(details)
    details.show()
    details.activateWindow()
    qtbot.waitUntil(child(details, QPushButton, "session_close").hasFocus)
    with qtbot.assertNotEmitted(details.sign_out_requested):
        qtbot.keyClick(details.focusWidget(), Qt.Key.Key_Return)
    assert not details.isVisible()


def test_one_error_takes_the_place_of_another(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    messages = Messages(Banner(window), QueryForm(parent=window), window)
    for number in range(4):
        messages.show_error(StorageError("No room.", title=f"Error {number}"))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # as an event loop does
        shown = [one.windowTitle() for one in window.findChildren(QMessageBox) if one.isVisible()]
        assert shown == [f"Error {number}"]
