"""What a person changed in events: each event that was saved or deleted is one step, and so is an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from siro_desktop.domain.events import Event
    from siro_desktop.ui.events_controller import EventsController


class EventHistory(QObject):
    """Puts a step on `stack` for each change that the store has made."""

    def __init__(self, events: EventsController, stack: QUndoStack) -> None:
        super().__init__(events)
        self._events, self._stack = events, stack
        events.edited.connect(self._on_edited)

    @Slot(object, object)
    def _on_edited(self, gone: tuple[Event, ...], come: tuple[Event, ...]) -> None:
        if gone != come:
            exchange = self._events.exchange
            text = self.tr("change of events")
            self._stack.push(Step(text, lambda: exchange(come, gone), lambda: exchange(gone, come)))
