"""What the banner over a result says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from siro_desktop.errors import ConnectionFailed
from siro_desktop.ui.banner import Banner


def test_the_banner_says_one_problem_and_keeps_its_details(qtbot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_error(ConnectionFailed("Check <the> network.", detail="ECONNREFUSED"), "Try again")
    assert banner.text() == "Siro cannot be reached. Check <the> network."
    assert "&lt;the&gt;" in banner._text.text()
    banner._copy.click()
    assert QGuiApplication.clipboard().text().endswith("ECONNREFUSED")
    with qtbot.waitSignal(banner.action_clicked):
        banner._button.click()
    banner.show_notice("Offline", "Saved results can be read.")
    assert banner._button.isHidden()
    assert banner._details_button.isHidden()
    with qtbot.waitSignal(banner.closed):
        banner._close.click()
    assert banner.text() == ""


@pytest.mark.parametrize("name", ["banner_action", "banner_close"])
def test_the_keyboard_goes_back_to_where_it_was(qtbot, name: str) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    banner, first, second = Banner(window), QLineEdit(window), QLineEdit(window)
    for part in (banner, first, second):
        column.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    banner.action_clicked.connect(banner.clear)
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    banner.show_notice("It is deleted", button="Undo")
    qtbot.mouseClick(banner.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)
    assert banner.isHidden()
    assert second.hasFocus()


def test_the_keyboard_stays_where_it_is_if_the_banner_does_not_have_it(qtbot) -> None:
    window = QWidget()
    banner, line = Banner(window), QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    banner.show_notice("It is deleted", button="Undo")
    banner._close.setFocus()
    banner._button.setFocus()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    banner.clear()
    assert line.hasFocus()
