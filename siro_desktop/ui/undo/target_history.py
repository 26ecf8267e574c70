"""What a person changed in targets and colours: each save, removal or import is one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from siro_desktop.domain.targets import Source
from siro_desktop.ui.undo.step import Step

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from siro_desktop.domain.targets import TargetEntry, Targets
    from siro_desktop.ui.targets_controller import TargetsController


class TargetHistory(QObject):
    """Puts a step on `stack` for each change that the store has made."""

    def __init__(self, targets: TargetsController, stack: QUndoStack) -> None:
        super().__init__(targets)
        self._targets, self._stack = targets, stack
        targets.edited.connect(self._on_edited)

    @Slot(object, object)
    def _on_edited(self, former: Targets, now: Targets) -> None:
        before, after = _set_by_hand(former), _set_by_hand(now)
        gone = tuple(entry for entry in before if entry not in after)
        come = tuple(entry for entry in after if entry not in before)
        if gone or come:
            exchange = self._targets.exchange
            text = self.tr("change of targets")
            self._stack.push(Step(text, lambda: exchange(come, gone), lambda: exchange(gone, come)))


def _set_by_hand(targets: Targets) -> tuple[TargetEntry, ...]:
    return (*(target for target in targets.all if target.source is Source.HAND), *targets.own_colors)
