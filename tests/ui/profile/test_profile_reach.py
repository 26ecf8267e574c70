"""The dialog of connections by keyboard, by screen reader, and with large text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profile_kit import ACME, OTHER, child, open_dialog
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from siro_desktop.ui.text_size import NO_ZOOM, text_size

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_every_input_has_a_label_and_a_name(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    child(dialog, QToolButton, "profile_advanced").setChecked(True)
    buddies = {label.buddy() for label in dialog.findChildren(QLabel) if label.buddy() is not None}
    inputs = [one for one in dialog.findChildren(QLineEdit) if not isinstance(one.parent(), QComboBox | QSpinBox)]
    inputs = [*inputs, *dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox)]
    assert len(inputs) == 21
    for one in inputs:
        assert one.objectName()
        assert one in buddies, one.objectName()


def test_tab_leads_through_the_form_in_reading_order(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, shown=ACME)
    child(dialog, QToolButton, "profile_calendar").setChecked(True)
    order = []
    widget: QWidget = child(dialog, QLineEdit, "name")
    for _ in range(400):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            order.append(widget.objectName())
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
        if widget.objectName() == "name":
            break
    wanted = [
        *("name", "api_base_url", "method_authorization_code", "administrator_copy", "issuer"),
        *("authorization_endpoint", "token_endpoint", "revocation_endpoint", "client_id", "secret", "scope"),
        *("organization_id", "time_zone", "profile_calendar", "week_start", "fiscal_start", "requests_per_minute"),
        *("late_scores_days", "thin_sample", "profile_advanced", "recording_address", "redirect_host"),
        *(
            "redirect_ports",
            "proxy",
            "ca_file",
            "ca_file_browse",
            "profile_remove",
            "profile_test",
            "profile_close",
            "profile_save",
        ),
    ]
    assert [name for name in order if name in wanted] == wanted


def test_the_list_has_room_for_its_words_when_text_grows_while_it_is_open(qtbot: QtBot) -> None:
    dialog = open_dialog(qtbot, ACME, OTHER, shown=ACME)
    new, listed = child(dialog, QPushButton, "profile_new"), child(dialog, QListWidget, "profile_list")
    row = listed.visualItemRect(listed.item(0)).height()
    try:
        text_size().set_zoom(175)
        qtbot.waitUntil(lambda: new.width() >= new.sizeHint().width())
        qtbot.waitUntil(lambda: listed.visualItemRect(listed.item(0)).height() >= 1.5 * row)
    finally:
        text_size().set_zoom(NO_ZOOM)
