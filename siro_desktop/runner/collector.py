"""Full garbage collections in turns of their own, while nothing else is due.

Python starts a full collection whenever enough objects were made: in the middle of a drawing, or in a worker, and the
window waits for both. With a comparison of 78,000 values in memory one takes 45 ms. The young generations, which are
quick and keep memory from growing, stay automatic.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from siro_desktop.qt_start import USUAL_THRESHOLDS  # before all else that takes long to import

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_EVERY_MS: Final = 1_000
_NEVER: Final = 1_000_000_000
_DUE: Final = 10  # collections of the middle generation since the last full one; Python's own rule
_CALM: Final = 2  # looks without anything running: what a run brought is still being shown at the first
_OVERDUE: Final = 1_000  # not even a run may put it off for longer
_REST: Final = 50  # times as long as a collection took until the next


class Collector(QObject):
    """Collects on the GUI thread, when `is_busy` says that nothing is running or when it cannot wait any longer."""

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._not_before = 0.0
        self._calm = 0
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        timer.timeout.connect(self.look)
        timer.start(_LOOK_EVERY_MS)

    def settle(self) -> None:
        """Never look at what is there now: the program itself and all that it has imported, which stays."""
        young, middle, _ = USUAL_THRESHOLDS
        gc.set_threshold(young, middle, _NEVER)
        gc.freeze()

    @Slot()
    def look(self) -> None:
        """Collect if it is due."""
        self._calm = 0 if self._is_busy() else self._calm + 1
        since = gc.get_count()[2]
        is_time = self._calm >= _CALM and time.monotonic() >= self._not_before
        if since < _DUE or (since < _OVERDUE and not is_time):
            return
        began = time.monotonic()
        gc.collect()
        ended = time.monotonic()
        self._not_before = ended + (ended - began) * _REST
