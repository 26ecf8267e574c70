"""The list of keys: made from the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QTreeWidget,
)

from siro_desktop.ui.actions import build_actions, build_menus
from siro_desktop.ui.help.keys import all_keys
from siro_desktop.ui.help.keys_dialog import KeysDialog
from siro_desktop.ui.menu_actions import menu_actions

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.actions_ = build_actions(window)  # type: ignore[attr-defined]
    build_menus(window, window.actions_, is_practice=False)  # type: ignore[attr-defined]
    window.show()
    return window


@pytest.fixture
def dialog(window: QMainWindow) -> KeysDialog:
    dialog = KeysDialog(window)
    dialog.show()
    return dialog


# The list -------------------------------------------------------------------------------------------------------------


def test_every_action_with_keys_is_listed_under_its_menu(window: QMainWindow) -> None:
    listed = {(group.title, line.name): line.keys for group in all_keys(window.menuBar()) for line in group.lines}
    for where, action in menu_actions(window.menuBar()):
        said = listed.get((where, action.objectName()))
        assert (said is not None) is bool(action.shortcuts()), action.text()
        for keys in action.shortcuts():
            assert said is not None
            assert keys.toString(QKeySequence.SequenceFormat.NativeText) in said
    assert ("Query", "run") in listed


def test_no_line_is_listed_twice(window: QMainWindow) -> None:
    names = [line.name for group in all_keys(window.menuBar()) for line in group.lines]
    assert len(names) == len(set(names))


def lines_of(dialog: KeysDialog) -> list[str]:
    tree = dialog.findChild(QTreeWidget, "keys_list")
    tops = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [top.child(row).text(0) for top in tops for row in range(top.childCount())]


def test_the_search_finds_by_text_keys_and_menu(dialog: KeysDialog, qtbot: QtBot) -> None:
    everything = lines_of(dialog)
    for typed, found in (("fetch f5", ["Fetch again"]), ("ctrl+k", ["Command palette"]), ("matrix arrow", None)):
        dialog.line.setText(typed)
        qtbot.waitUntil(lambda before=everything: lines_of(dialog) != before)  # type: ignore[misc]
        assert lines_of(dialog) == (found or ["Next figure"])
        dialog.line.clear()
        qtbot.waitUntil(lambda: lines_of(dialog) == everything)
    dialog.line.setText("no such thing")
    nothing = dialog.findChild(QLabel, "keys_nothing")
    qtbot.waitUntil(nothing.isVisible)


def test_it_follows_what_the_actions_become(window: QMainWindow, dialog: KeysDialog) -> None:
    window.actions_.run.setText("&Go")  # type: ignore[attr-defined]
    window.actions_.redo.setVisible(False)  # type: ignore[attr-defined]
    dialog.read_again()
    assert "Go" in lines_of(dialog)
    assert "Redo" not in lines_of(dialog)


def test_it_lets_one_work_on(dialog: KeysDialog) -> None:
    assert not dialog.isModal()


# What the parts do ----------------------------------------------------------------------------------------------------
