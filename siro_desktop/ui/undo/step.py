"""One change that can be taken back. It has been made already when it is told to the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_NO_TOPIC: Final = -1  # Qt's number for commands that are never merged
_HAS_TOPIC: Final = 1


class Step(QUndoCommand):
    """Takes a change back with `undo` and makes it again with `redo`; `text` ends the sentence *Undo …*.

    Steps of the same `topic`, one right after the other, become one. `bring` brings into view what was changed and then
    makes the change that it is given; it returns False where that is gone, and the step goes with it.
    """

    def __init__(
        self, text: str, undo: Callable[[], None], redo: Callable[[], None], *, topic: Hashable | None = None
    ) -> None:
        super().__init__(text)
        self._take_back, self.make_again = undo, redo
        self.topic = topic
        self.bring: Callable[[Callable[[], None]], bool] = _in_view
        self._is_made = True

    def id(self) -> int:
        """Tell the stack whether to ask `mergeWith`."""
        return _NO_TOPIC if self.topic is None else _HAS_TOPIC

    def mergeWith(self, later: QUndoCommand) -> bool:
        """Take a later step of the same topic in."""
        if not isinstance(later, Step) or later.topic != self.topic:
            return False
        self.make_again = later.make_again
        return True

    def undo(self) -> None:
        """Take the change back."""
        self._make(self._take_back)

    def redo(self) -> None:
        """Make the change again; the stack calls this also when it first hears of it."""
        if self._is_made:
            self._is_made = False
        else:
            self._make(self.make_again)

    def _make(self, change: Callable[[], None]) -> None:
        if not self.bring(change):
            self.setObsolete(True)


class Steps(Protocol):
    """Where steps go, such as a stack."""

    def push(self, step: Step, /) -> None:
        """Take a step that was made."""


def _in_view(change: Callable[[], None]) -> bool:
    change()
    return True
