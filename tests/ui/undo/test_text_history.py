"""Undo of a search: the line's own while it is typed into, the window's once it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QMainWindow,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from siro_desktop.ui.search_input import SearchInput
from siro_desktop.ui.undo.text_history import TextHistory, WindowKeys

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Kit:
    """A window with a search line, another line, and an undo action."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        inside = QWidget()
        self.search = SearchInput("search", "Search", "Search", inside)
        self.other = QLineEdit(inside)
        column = QVBoxLayout(inside)
        column.addWidget(self.search)
        column.addWidget(self.other)
        self.window.setCentralWidget(inside)
        self.stack = QUndoStack()
        self.history = TextHistory(self.search, self.stack, "change of search")
        self.spent = WindowKeys(self.window)
        self.spent.watch([self.search, self.other])
        undo = QAction(self.window)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.triggered.connect(self.stack.undo)
        self.window.addAction(undo)
        self.window.show()
        self.window.activateWindow()
        self.search.setFocus()
        qtbot.waitUntil(self.search.hasFocus)


@pytest.fixture
def kit(qtbot: QtBot) -> Kit:
    return Kit(qtbot)


def test_what_was_typed_is_one_step_when_the_line_is_left(qtbot: QtBot, kit: Kit) -> None:
    qtbot.keyClicks(kit.search, "talk")
    assert kit.stack.count() == 0
    kit.other.setFocus()
    assert (kit.stack.count(), kit.stack.undoText()) == (1, "change of search")
    kit.stack.undo()
    assert kit.search.text() == ""
    kit.stack.redo()
    assert kit.search.text() == "talk"
    assert kit.stack.count() == 1


def test_a_search_cleared_from_elsewhere_can_be_brought_back(qtbot: QtBot, kit: Kit) -> None:
    qtbot.keyClicks(kit.search, "talk")
    kit.other.setFocus()
    kit.search.clear()
    assert kit.stack.count() == 2
    kit.stack.undo()
    assert kit.search.text() == "talk"


def test_a_line_undoes_its_own_text_first_and_then_lets_the_window_undo(qtbot: QtBot, kit: Kit) -> None:
    qtbot.keyClicks(kit.search, "talk")
    kit.other.setFocus()
    qtbot.keyClicks(kit.other, "x")
    qtbot.keyClick(kit.other, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (kit.other.text(), kit.search.text()) == ("", "talk")
    qtbot.keyClick(kit.other, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: kit.search.text() == "")


@pytest.mark.parametrize("kind", [QComboBox, QSpinBox, QDateEdit])
def test_what_has_a_line_inside_lets_the_window_undo_too(qtbot: QtBot, kit: Kit, kind: type[QWidget]) -> None:
    """It has the keyboard itself, and hands its keys to the line past any filter."""
    part = kind(kit.window.centralWidget())
    if isinstance(part, QComboBox):
        part.setEditable(True)
    part.show()
    kit.spent.watch(part.findChildren(QLineEdit))
    qtbot.keyClicks(kit.search, "talk")
    part.setFocus()
    assert kit.stack.count() == 1
    qtbot.keyClick(part, Qt.Key.Key_Up)
    qtbot.keyClick(part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: kit.search.text() == "")


def test_a_list_undoes_what_is_typed_into_it_first(qtbot: QtBot, kit: Kit) -> None:
    part = QComboBox(kit.window.centralWidget())
    part.setEditable(True)
    part.show()
    kit.spent.watch(part.findChildren(QLineEdit))
    qtbot.keyClicks(kit.search, "talk")
    part.setFocus()
    qtbot.keyClicks(part, "x")
    qtbot.keyClick(part, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (part.currentText(), kit.search.text()) == ("", "talk")


def test_only_keys_of_lines_are_looked_at(kit: Kit) -> None:
    override = QEvent(QEvent.Type.ShortcutOverride)
    assert not kit.spent.eventFilter(QObject(), override)
    assert not kit.spent.eventFilter(kit.other, QEvent(QEvent.Type.Enter))
    QApplication.processEvents()


def test_a_text_that_is_put_back_is_no_step_and_settles_what_was_typed(qtbot: QtBot, kit: Kit) -> None:
    kit.search.put_back("pace")
    assert (kit.search.text(), kit.stack.count()) == ("pace", 0)
    kit.search.clear()
    qtbot.keyClicks(kit.search, "talk")
    kit.search.put_back("")
    assert (kit.search.text(), kit.stack.count()) == ("", 1)
    kit.stack.undo()
    assert kit.search.text() == "pace"
