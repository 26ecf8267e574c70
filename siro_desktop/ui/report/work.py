"""Long work of the GUI thread in short turns: figures of widgets can be read, and devices painted, nowhere else.

Signals: `progressed(float)`, 0 to 1; `succeeded(object)`, what the steps returned; `stopped` where it was left.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Generator

_TURN: Final = 0.015  # seconds


class SlicedWork(QObject):
    """Runs a generator that yields the share that is done, some milliseconds in each turn of the event loop."""

    progressed = Signal(float)
    succeeded = Signal(object)
    stopped = Signal()

    def __init__(self, steps: Generator[float, None, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)

    def start(self) -> None:
        """Begin with the next turn of the event loop."""
        self._timer.start(0)

    @Slot()
    def stop(self) -> None:
        """Leave the work where it is; `stopped` follows, unless it had ended."""
        if self._timer.isActive():
            self._timer.stop()
            self._steps.close()
            self.stopped.emit()

    @Slot()
    def _on_turn(self) -> None:
        until = monotonic() + _TURN
        share = 0.0
        while monotonic() < until:
            try:
                share = next(self._steps)
            except StopIteration as end:
                self._timer.stop()
                self.succeeded.emit(end.value)
                return
        self.progressed.emit(share)
