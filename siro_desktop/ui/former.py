"""What was shown before goes in turns of its own, some milliseconds each.

To free a million values takes 50 ms in one go, while the values that follow them are being shown.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from siro_desktop.columns import freed
from siro_desktop.courtesy import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from siro_desktop.domain.results import SavedResult

_REST_MS: Final = 300  # by then nobody else holds it
_TURN_SECONDS: Final = 0.002
_PAUSE_MS: Final = 5
_LONG: Final = 10_000  # values of an answer; those of a shorter one go at once


class Former(QObject):
    """Holds what was shown until nothing else is due, and then lets it go bit by bit. GUI thread.

    There may be many; they take turns, so that the window has its own between any two of them.
    """

    _rest_until = 0.0  # by time.monotonic; of all of them

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: deque[object] = deque()
        self._going: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer)

    def let_go(self, *things: object) -> None:
        """Hold these for a moment, then drop them one by one, long columns piece by piece."""
        if things:
            self._held.extend(things)
            self._timer.start(_REST_MS)

    @Slot()
    def _on_timer(self) -> None:
        self._timer.setInterval(_PAUSE_MS)
        now = time.monotonic()
        if now < Former._rest_until:
            return
        with drawing():
            while self._go_on():
                if time.monotonic() >= now + _TURN_SECONDS:
                    Former._rest_until = time.monotonic() + _PAUSE_MS / 1000
                    return
        self._timer.stop()

    def _go_on(self) -> bool:
        """Let a little more go; False if there is no more."""
        if next(self._going, self) is not self:
            return True
        if not self._held:
            return False
        self._going = freed(self._held.popleft())
        return True


def parts_of(saved: SavedResult) -> Iterator[object]:
    """Yield what is large in a result: parts of long answers, or the answers of many cells."""
    for answer in saved.answers.values():
        if len(answer.metrics) > _LONG:
            yield from answer.parts()
        else:
            yield answer
