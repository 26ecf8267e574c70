"""What a person searched for. While the line is typed into, it keeps its own undo; leaving it makes one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit

from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.search_input import SearchInput
    from siro_desktop.ui.undo.step import Steps


class TextHistory(QObject):
    """Puts a step on `stack` for each text that is settled in `line`; `what` ends the sentence *Undo …*."""

    def __init__(self, line: SearchInput, stack: Steps, what: str) -> None:
        super().__init__(line)
        self._line, self._stack, self._what = line, stack, what
        self._settled = line.text()
        line.textChanged.connect(self._on_changed)
        line.putting_back.connect(self._on_putting_back)
        line.installEventFilter(self)

    @Slot()
    def _on_changed(self) -> None:
        if not self._line.hasFocus():
            self._settle()

    @Slot(str)
    def _on_putting_back(self, text: str) -> None:
        self._settle()
        self._settled = text

    def _settle(self) -> None:
        former, now = self._settled, self._line.text()
        if former != now:
            self._settled = now
            self._stack.push(Step(self._what, lambda: self._show(former), lambda: self._show(now)))

    def _show(self, text: str) -> None:
        self._settled = text
        self._line.setText(text)

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        """Notice that the line is left."""
        if happened.type() == QEvent.Type.FocusOut:
            self._settle()
        return super().eventFilter(watched, happened)


class WindowKeys(QObject):
    """Lets the keys of undo and redo go on to the window from lines that have nothing of their own to undo.

    So does Ctrl+E, which exports: X11 has it for the end of the line, beside the key End. A list that can be typed into
    has the keyboard itself, and hands keys to its line past any filter of that. Numbers and days leave undo to the
    window: a text that goes back by a digit is no value that stood there.
    """

    def watch(self, lines: list[QLineEdit]) -> None:
        """Do so for these lines, and for what they are a part of."""
        for line in lines:
            host = line.parentWidget()
            (host if isinstance(host, QComboBox | QAbstractSpinBox) else line).installEventFilter(self)

    def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
        """Keep a line from claiming a key that would do nothing there."""
        if happened.type() != QEvent.Type.ShortcutOverride or not isinstance(happened, QKeyEvent):
            return False
        if _is_second_end(happened):
            return True
        if isinstance(watched, QAbstractSpinBox):
            return _is_undo_key(happened)
        line = watched.lineEdit() if isinstance(watched, QComboBox) else watched
        return isinstance(line, QLineEdit) and _is_spent(line, happened)


def _is_second_end(pressed: QKeyEvent) -> bool:
    return pressed.key() == Qt.Key.Key_E and pressed.matches(QKeySequence.StandardKey.MoveToEndOfLine)


def _is_undo_key(pressed: QKeyEvent) -> bool:
    return pressed.matches(QKeySequence.StandardKey.Undo) or pressed.matches(QKeySequence.StandardKey.Redo)


def _is_spent(line: QLineEdit, pressed: QKeyEvent) -> bool:
    keys: tuple[tuple[QKeySequence.StandardKey, Callable[[], bool]], ...] = (
        (QKeySequence.StandardKey.Undo, line.isUndoAvailable),
        (QKeySequence.StandardKey.Redo, line.isRedoAvailable),
    )
    return any(pressed.matches(key) and not has_own() for key, has_own in keys)
