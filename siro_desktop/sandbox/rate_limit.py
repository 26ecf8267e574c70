"""So many requests a minute for each token."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MINUTE: Final = 60.0


class RateLimit:
    """A sliding minute for each token. Refused requests do not count. Safe for threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._times: dict[str, deque[float]] = {}

    def admit(self, token: str) -> bool:
        """Count a request and return True, or return False if the minute is full."""
        now = self._clock()
        with self._lock:
            times = self._times.setdefault(token, deque())
            while times and times[0] <= now - _MINUTE:
                times.popleft()
            if len(times) >= self._per_minute:
                return False
            times.append(now)
            return True
