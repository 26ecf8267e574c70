"""Undo and redo of one window: its stack, its actions, and the histories that fill it.

What a person changes goes on the stack by a history or by `push`; what cannot be undone is asked about before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLineEdit, QWidget

from siro_desktop.ui.announce import announce
from siro_desktop.ui.undo.event_history import EventHistory
from siro_desktop.ui.undo.form_history import FormHistory
from siro_desktop.ui.undo.layout_history import LayoutHistory
from siro_desktop.ui.undo.row_history import RowHistory
from siro_desktop.ui.undo.step import Step
from siro_desktop.ui.undo.target_history import TargetHistory
from siro_desktop.ui.undo.text_history import TextHistory, WindowKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.main_window import MainWindow
    from siro_desktop.ui.result_tabs_controller import ResultTabsController

_MOST_STEPS = 200


class _StepsInTabs:
    """Sends steps to a stack, each with the tab that it was made in, which comes to the front with it."""

    def __init__(self, stack: QUndoStack, tabs: ResultTabsController) -> None:
        self._stack, self._tabs = stack, tabs

    def push(self, step: Step) -> None:
        """Take a step that was made in the tab in front."""
        number = self._tabs.in_front
        step.bring = partial(self._tabs.change_in, number)
        step.topic = None if step.topic is None else (number, step.topic)
        self._stack.push(step)


class UndoController(QObject):
    """Make it when the window's other controllers are there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(_MOST_STEPS)
        form, page = window.view.query_form, window.view.result_page
        self._form = FormHistory(form, self.stack, window.queries.held, window.queries.hold)
        TargetHistory(window.targets, self.stack)
        EventHistory(window.late.events, self.stack)
        self._layouts = (
            LayoutHistory(page.answer_body, page.answer_body.table_page.view, self.stack),
            LayoutHistory(page.comparison_body, page.comparison_body, self.stack),
        )
        self._in_tabs = _StepsInTabs(self.stack, window.tabs)
        for tabs, layout in zip((page.answer_body.tabs, page.comparison_body.tabs), self._layouts, strict=True):
            tabs.view_changed.connect(layout.watch)
            tabs.view_changed.connect(RowHistory(tabs, self._in_tabs).watch)
        page.comparison_body.views.arranged.connect(self._on_arranged)
        for line in (page.answer_body.search_box, page.comparison_body.search_box):
            TextHistory(line, self._in_tabs, self.tr("change of search"))
        WindowKeys(self).watch(window.findChildren(QLineEdit))
        undo, redo = window.actions_.undo, window.actions_.redo
        undo.setIconText(self.tr("Undo"))
        redo.setIconText(self.tr("Redo"))
        undo.triggered.connect(self._on_undo)
        redo.triggered.connect(self._on_redo)
        for changing in (self.stack.undoTextChanged, self.stack.redoTextChanged, self.stack.indexChanged):
            changing.connect(self._show)
        for others in (window.targets, window.late.events):
            others.set_dialog_actions((undo, redo))
        self._show()

    @Slot()
    def begin(self) -> None:
        """Forget all steps: another connection is turned to, or what they were about is gone."""
        self.stack.clear()
        self._form.begin()
        for layout in self._layouts:
            layout.begin()

    @Slot(str, object, object)
    def push(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Take note of a change that was just made; `text` ends the sentence *Undo …*."""
        self.stack.push(Step(text, undo, redo))

    def arrange(self, table: QWidget, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Make the change `redo` of the columns of a table; `text` ends the sentence *Undo …*."""
        next(layout for layout in self._layouts if layout.holds(table)).arrange(text, undo, redo)

    @Slot(str, object, object)
    def _on_arranged(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        self._in_tabs.push(Step(text, undo, redo))

    # What was made in a tab that is closed goes from the stack; then the step before it is meant.

    @Slot()
    def _on_undo(self) -> None:
        count, text = -1, ""
        while count != self.stack.count() and self.stack.canUndo():
            count, text = self.stack.count(), self.stack.undoText()
            self.stack.undo()
        self._say(self.tr("Undone: %1"), text)

    @Slot()
    def _on_redo(self) -> None:
        count, text = -1, ""
        while count != self.stack.count() and self.stack.canRedo():
            count, text = self.stack.count(), self.stack.redoText()
            self.stack.redo()
        self._say(self.tr("Made again: %1"), text)

    def _say(self, sentence: str, text: str) -> None:
        """Tell screen readers: what has changed may be far from the keyboard."""
        if text:
            announce(self._window.status_bar, sentence.replace("%1", text))

    @Slot()
    def _show(self) -> None:
        """Say in the menu what would be undone."""
        stack, actions = self.stack, self._window.actions_
        actions.undo.setEnabled(stack.canUndo())
        actions.redo.setEnabled(stack.canRedo())
        undo, redo = stack.undoText(), stack.redoText()
        actions.undo.setText(self.tr("&Undo %1").replace("%1", undo) if undo else self.tr("&Undo"))
        actions.redo.setText(self.tr("&Redo %1").replace("%1", redo) if redo else self.tr("&Redo"))
