"""What the banner over a result says."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

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
