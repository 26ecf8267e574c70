"""70: help, the keyboard shortcuts and full screen, in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app_kit import find
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QDialog

from siro_desktop import resources
from siro_desktop.ui.help.keys_dialog import KeysDialog
from siro_desktop.ui.menu_actions import menu_actions

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from siro_desktop.ui.help.contents import HelpWindow
    from siro_desktop.ui.main_window import MainWindow

KEY, MODIFIER, ROLE = Qt.Key, Qt.KeyboardModifier, QAction.MenuRole


def activate(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_the_shortcuts_open_by_their_key_beside_the_window(qtbot: QtBot, window: MainWindow) -> None:
    activate(qtbot, window)
    qtbot.keyClick(window, KEY.Key_Question, MODIFIER.ControlModifier)
    dialog = find(window, "keys_dialog", KeysDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    window.actions_.keyboard_shortcuts.trigger()
    assert window.findChildren(KeysDialog) == [dialog]
    dialog.close()
    qtbot.waitUntil(lambda: window.findChild(KeysDialog) is None)
    window.actions_.keyboard_shortcuts.trigger()
    assert find(window, "keys_dialog", KeysDialog).isVisible()


def test_full_screen_and_back(qtbot: QtBot, window: MainWindow) -> None:
    activate(qtbot, window)
    assert window.actions_.full_screen.shortcuts()[0].toString() == "F11"
    qtbot.keyClick(window, KEY.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert window.actions_.full_screen.isChecked()
    window.setWindowState(Qt.WindowState.WindowNoState)  # as a window manager does
    qtbot.waitUntil(lambda: not window.actions_.full_screen.isChecked())
    window.actions_.full_screen.trigger()
    window.actions_.full_screen.trigger()
    assert not window.isFullScreen()
    assert not window.actions_.full_screen.isChecked()


def test_macos_puts_three_entries_into_its_own_menu(window: MainWindow) -> None:
    actions = [action for _where, action in menu_actions(window.menuBar())]
    roles = {action.objectName(): action.menuRole() for action in actions if action.menuRole() != ROLE.NoRole}
    assert roles == {"quit": ROLE.QuitRole, "edit_connection": ROLE.PreferencesRole, "about": ROLE.AboutRole}


def help_of(window: MainWindow) -> HelpWindow:
    contents = window.late.help.contents
    assert contents is not None
    return contents


def test_f1_opens_help_and_a_dialog_has_a_page_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    activate(qtbot, window)
    qtbot.keyClick(window, KEY.Key_F1)
    qtbot.waitUntil(lambda: help_of(window).topic() == "asking")
    assert "Conversation type" in help_of(window).page.toPlainText()
    help_of(window).close()
    window.actions_.targets.trigger()
    dialog = find(window, "targets_dialog", QDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: dialog.findChild(QShortcut, "help_of_dialog") is not None)
    qtbot.keyClick(dialog, KEY.Key_F1)
    qtbot.waitUntil(lambda: help_of(window).topic() == "targets")
    opened = help_of(window)
    qtbot.mouseClick(opened.page.viewport(), Qt.MouseButton.LeftButton)  # a modal dialog would keep it from this
    assert opened.isVisible()
    window.late.help.show_topic("failing")
    assert help_of(window) is opened
    dialog.close()


def test_help_closes_with_its_window(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.help_contents.trigger()
    window.actions_.keyboard_shortcuts.trigger()
    opened = help_of(window)
    window.close()
    assert not opened.isVisible()
    assert window.late.help.contents is None


def test_a_program_without_its_pages_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "resource_folder", lambda: tmp_path)
    window.actions_.help_contents.trigger()
    qtbot.waitUntil(lambda: window.findChild(QDialog, "error_dialog") is not None)
    find(window, "error_dialog", QDialog).close()
