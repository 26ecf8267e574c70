"""A step brings into view what it changes, and is gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoStack

from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_step_is_brought_into_view_before_each_change() -> None:
    done: list[str] = []

    def bring(change: Callable[[], None]) -> bool:
        done.append("in view")
        change()
        return True

    stack = QUndoStack()
    step = Step("change", lambda: done.append("undone"), lambda: done.append("redone"))
    step.bring = bring
    stack.push(step)
    assert done == []
    stack.undo()
    stack.redo()
    assert done == ["in view", "undone", "in view", "redone"]


def test_a_step_whose_place_is_gone_leaves_the_stack_without_a_change() -> None:
    done: list[str] = []
    stack = QUndoStack()
    for name in ("first", "second"):
        stack.push(Step(name, lambda name=name: done.append(name), lambda: None))
    stack.command(1).bring = lambda _change: False
    stack.undo()
    assert (done, stack.count(), stack.undoText()) == ([], 1, "first")
    stack.undo()
    assert done == ["first"]
