"""One change that can be taken back. It has been made already when it is told to the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable


class Step(QUndoCommand):
    """Takes a change back with `undo` and makes it again with `redo`; `text` ends the sentence *Undo …*."""

    def __init__(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(text)
        self._take_back, self._make_again = undo, redo
        self._is_made = True

    def undo(self) -> None:
        """Take the change back."""
        self._take_back()

    def redo(self) -> None:
        """Make the change again; the stack calls this also when it first hears of it."""
        if self._is_made:
            self._is_made = False
        else:
            self._make_again()
