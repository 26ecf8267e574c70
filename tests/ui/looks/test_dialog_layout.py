"""Dialogs end alike: Cancel, and then the verb in the corner, for the eye and for the Tab key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit

from siro_desktop.ui.dialog_layout import lay_out_dialog
from siro_desktop.ui.ids_dialog import IdsDialog
from siro_desktop.ui.search import NameIndex
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def _laid_out() -> QDialog:
    dialog = named(QDialog(), "some_dialog")
    lay_out_dialog(dialog, [QLineEdit(dialog)], "Save")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    return dialog


@pytest.mark.parametrize("make", [_laid_out, lambda: IdsDialog(["a"], NameIndex())])
def test_cancel_stands_before_the_verb(qtbot: QtBot, make) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)

    buttons = dialog.findChild(QDialogButtonBox)
    cancel, verb = (buttons.button(kind) for kind in (buttons.StandardButton.Cancel, buttons.StandardButton.Ok))
    assert cancel.geometry().right() < verb.geometry().left()
    cancel.setFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is verb
