"""Dialogs are as large as their text asks for, and never larger than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

from siro_desktop.ui.dialog_size import screen_room, size_by_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.text_size import TextSize


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
