"""Dialogs at 250 % text: all of each is on the screen, its buttons in view, and lists keep room to scroll in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget

from siro_desktop.domain.names import Names
from siro_desktop.ui.column_chooser import ColumnChooser
from siro_desktop.ui.dialog_size import screen_room
from siro_desktop.ui.result_picker import ResultPicker
from siro_desktop.ui.saved_results import SavedResultsPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.text_size import TextSize

COLUMNS = [(f"c{number}", f"Column {number} of a table with long headings", True) for number in range(30)]


def make_picker() -> QDialog:
    return ResultPicker(Names())


def make_chooser() -> QDialog:
    return ColumnChooser(COLUMNS)


@pytest.mark.parametrize("is_open_before", [True, False])
@pytest.mark.parametrize("make", [make_picker, make_chooser])
def test_a_dialog_of_a_list_fits_on_a_small_screen_with_large_text(
    qtbot: QtBot, size: TextSize, make: Callable[[], QDialog], *, is_open_before: bool
) -> None:
    if not is_open_before:
        size.set_zoom(250)
    dialog = make()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.size()
    size.set_zoom(250)
    qtbot.waitUntil(lambda: dialog.width() > before.width() or not is_open_before)
    room = screen_room(dialog)
    for measured in (dialog.size(), dialog.minimumSizeHint()):
        assert measured == measured.boundedTo(room)
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    assert dialog.rect().contains(buttons.geometry())
    listed = dialog.findChild(SavedResultsPanel) or dialog.findChild(QListWidget)
    assert listed is not None
    assert listed.height() >= 2 * listed.fontMetrics().lineSpacing()


def test_the_chosen_column_is_brought_into_view_by_the_keyboard(qtbot: QtBot, size: TextSize) -> None:
    size.set_zoom(250)
    chooser = ColumnChooser(COLUMNS)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(chooser)
    chooser.show()
    listed = chooser.findChild(QListWidget, "chooser_columns")
    qtbot.keyClick(listed, Qt.Key.Key_End)
    assert listed.viewport().rect().intersects(listed.visualItemRect(listed.currentItem()))
    assert not listed.viewport().visibleRegion().isEmpty()
