"""Dialogs are as large as their text asks for, and never larger than the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget
from shiboken6 import delete, isValid

import siro_desktop
from siro_desktop.ui.dialog_layout import lay_out_dialog
from siro_desktop.ui.dialog_size import screen_room, size_by_text
from siro_desktop.ui.text_size import fit_height

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.text_size import TextSize

PACKAGE = Path(siro_desktop.__file__).parent


def test_a_dialog_grows_with_its_text_as_far_as_the_screen(qtbot: QtBot, size: TextSize) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    size_by_text(dialog, QSize(20, 10))
    dialog.show()
    before = dialog.size()
    size.set_zoom(150)
    assert dialog.width() >= 1.4 * before.width()
    assert dialog.height() >= 1.4 * before.height()
    size.set_zoom(250)
    assert dialog.size() == dialog.size().boundedTo(screen_room(dialog))


def test_what_a_person_made_larger_stays_so(qtbot: QtBot, size: TextSize) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    size_by_text(dialog, QSize(10, 10))
    wide = screen_room(dialog).width() - 1
    dialog.resize(wide, 300)
    size.set_zoom(110)
    assert dialog.width() == wide


def test_what_has_no_room_on_the_screen_scrolls_and_the_buttons_stay_in_view(qtbot: QtBot, size: TextSize) -> None:
    size.set_zoom(250)
    dialog = QDialog()
    dialog.setObjectName("many")
    parts = [QLineEdit(f"part {number}") for number in range(40)]
    fit_height(*parts)
    buttons = lay_out_dialog(dialog, parts, "Save")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.size() == dialog.size().boundedTo(screen_room(dialog))
    assert dialog.rect().contains(buttons.geometry())
    assert parts[-1].visibleRegion().isEmpty()
    parts[-2].setFocus()
    qtbot.keyClick(parts[-2], Qt.Key.Key_Tab)
    assert not parts[-1].visibleRegion().isEmpty(), "the keyboard brings it into view"


def test_a_dialog_grows_for_a_part_that_comes_later_but_not_over_the_screen(qtbot: QtBot, size: TextSize) -> None:
    dialog = QDialog()
    dialog.setObjectName("few")
    part, later = QLineEdit(), QWidget()
    later.setMinimumHeight(100)
    later.hide()
    lay_out_dialog(dialog, (part, later), "Save")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    later.show()
    qtbot.waitUntil(lambda: dialog.height() >= before + 100)
    later.setMinimumHeight(5_000)
    qtbot.waitUntil(lambda: dialog.height() == screen_room(dialog).height())


def test_the_keyboard_begins_at_the_first_part_and_comes_to_the_buttons_last(qtbot: QtBot) -> None:
    dialog = QDialog()
    dialog.setObjectName("two")
    first, second = QLineEdit(), QLineEdit()
    buttons = lay_out_dialog(dialog, (first, second), "Save")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(first.hasFocus)
    cancel, verb = map(buttons.button, (QDialogButtonBox.StandardButton.Cancel, QDialogButtonBox.StandardButton.Ok))
    for former, following in ((first, second), (second, cancel), (cancel, verb)):
        qtbot.keyClick(former, Qt.Key.Key_Tab)
        assert following.hasFocus()


def test_the_screen_outlives_a_dialog_that_has_asked_for_it(qtbot: QtBot) -> None:
    """PySide makes what `QWidget.screen` returns a part of the widget."""
    screen = QGuiApplication.primaryScreen()
    dialog = QDialog()
    size_by_text(dialog, QSize(20, 10))
    delete(dialog)
    assert isValid(screen)


def test_no_widget_is_asked_for_its_screen() -> None:
    asking = [path.name for path in PACKAGE.rglob("*.py") if re.search(r"[a-z]\.screen\(\)", path.read_text())]
    assert asking == []
