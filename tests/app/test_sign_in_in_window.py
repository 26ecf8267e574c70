"""Signing in as the person at the window meets it."""

from __future__ import annotations

import urllib.error
import urllib.request
import weakref
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

import pytest
from app_kit import find, wait_for, window_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox, QPushButton, QToolButton, QWidget

from siro_desktop.config import Paths
from siro_desktop.sandbox import browser
from siro_desktop.ui.profile_dialog import ProfileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from app_kit import Person, PracticeProcess
    from pytestqt.qtbot import QtBot

    from siro_desktop.app import Program
    from siro_desktop.jobs.sign_in import AddressReady


def where_a_browser_elsewhere_ends(address: str) -> str:
    """Consent in a browser that cannot reach this computer; return the address that it was sent to."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    form = browser._ConsentForm()
    form.feed(opener.open(address, timeout=10).read().decode())
    answers = urlencode({**form.hidden, "person": "admin", "decision": "allow"}).encode()
    with pytest.raises(urllib.error.HTTPError) as sent:
        opener.open(urljoin(address, form.action), answers, timeout=10)
    with sent.value as answer:
        return answer.headers["Location"]


def test_the_window_comes_to_the_front(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, person: Person
) -> None:
    """A15: the person was elsewhere, in the browser; at the end the program's window has the keyboard again."""
    window = window_of(make_program(practice.profile()))
    person.answers = False
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: len(person.addresses) == 1)
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    qtbot.waitUntil(elsewhere.isVisible)
    elsewhere.activateWindow()
    qtbot.waitUntil(elsewhere.isActiveWindow)

    person.answers = True
    person.open(person.addresses[0])
    qtbot.waitUntil(lambda: window.session.status.signed_in, timeout=15_000)
    qtbot.waitUntil(window.isActiveWindow)


def test_a_new_connection_leads_to_its_sign_in(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    window = window_of(make_program(practice.profile()))
    button = find(window.view.result_page, "result_state_action", QPushButton)
    qtbot.waitUntil(button.isVisible)
    assert "Sign in to Siro" in window.view.result_page.state_page.text()
    with qtbot.waitSignal(window.session.signed_in, timeout=15_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isVisible()


def test_wrong_settings_lead_to_their_field(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess
) -> None:
    address = practice.description["api_base_url"]  # which publishes no settings
    window = window_of(make_program(practice.profile(issuer=address, authorization_endpoint="")))
    banner = window.view.result_page.banner
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: "publishes no settings" in banner.text(), timeout=10_000)
    button = find(banner, "banner_action", QPushButton)
    assert button.text() == "Edit connection…"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = find(window, "profile_dialog", ProfileDialog)
    assert "publishes no settings" in dialog.form.field("issuer").problem
    dialog.reject()


def test_connections_that_cannot_be_read_are_not_taken_for_none(
    qtbot: QtBot, make_program: Callable[..., Program]
) -> None:
    """The banner is out of sight on the welcome page."""
    Paths.find().make().profiles_file.write_text("[[profile]]\nname = ")
    window = window_of(make_program())
    dialog = wait_for(qtbot, window, "error_dialog", QMessageBox)
    assert "profiles.toml" in dialog.informativeText()
    dialog.accept()


def test_pasting_the_address_ends_the_sign_in(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, person: Person
) -> None:
    """A19, A13: the browser is on another computer; a wrong address gets a sentence beside the field."""
    window = window_of(make_program(practice.profile()))
    person.answers = False
    window.actions_.sign_in.trigger()
    qtbot.waitUntil(lambda: len(person.addresses) == 1)
    right = where_a_browser_elsewhere_ends(person.addresses[0])
    dialog = find(window, "sign_in_dialog")
    qtbot.mouseClick(find(dialog, "sign_in_elsewhere", QToolButton), Qt.MouseButton.LeftButton)
    pasted = find(dialog, "sign_in_pasted", QLineEdit)

    pasted.setText(right.replace("state=", "state=x"))
    qtbot.waitUntil(lambda: find(dialog, "pasted_problem").isVisible())
    assert not window.session.status.signed_in
    pasted.setText(right)
    qtbot.waitUntil(lambda: window.session.status.signed_in, timeout=10_000)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "sign_in_dialog") is None)


def test_nothing_of_the_network_thread_is_told_by_qt_itself(
    qtbot: QtBot, make_program: Callable[..., Program], practice: PracticeProcess, person: Person
) -> None:
    """It may end there at any time, and Qt would be told of that there, while the dialog is going in this thread."""
    person.answers = False
    window = window_of(make_program(practice.profile()))
    reports: list[AddressReady] = []
    window.actions_.sign_in.trigger()
    assert window.session._sign_in is not None
    window.session._sign_in.progressed.connect(reports.append)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "sign_in_dialog") is not None and bool(reports))
    taker = reports[0].paste.__self__  # type: ignore[attr-defined]
    assert weakref.getweakrefcount(taker) == 0
    find(window, "sign_in_cancel", QPushButton).click()
    qtbot.waitUntil(lambda: window.session._sign_in is None)
