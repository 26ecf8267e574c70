"""How many requests may go out: Siro allows 1,000 a minute for each token and tells nobody how many are left."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_WINDOW: Final = 60.0


class RateBudget:
    """At most `per_minute` requests in any 60 seconds, first come first served. One for each profile, on one loop.

    A sliding window and not a token bucket, because a full bucket lets nearly twice the limit out in its first minute.
    `clock` counts seconds and never goes back.
    """

    def __init__(self, per_minute: int = 1000, clock: Callable[[], float] = time.monotonic) -> None:
        if per_minute < 1:
            raise ValueError("A budget allows at least one request a minute.")
        self.clock = clock
        self._per_minute = per_minute
        self._sent: deque[float] = deque()
        self._paused_until = -math.inf
        self._turn = asyncio.Lock()  # wakes its waiters in the order in which they came
        self._waiting = 0

    @property
    def requests_left(self) -> int:
        """How many requests could go out at once now. Read it on the loop that sends them."""
        now = self.clock()
        if now < self._paused_until:
            return 0
        return self._per_minute - sum(1 for sent in self._sent if sent > now - _WINDOW)

    def seconds_for(self, count: int) -> float:
        """How many seconds pass before the last of `count` requests may go out, with nobody else asking."""
        now = self.clock()
        sent = [instant for instant in self._sent if instant > now - _WINDOW]
        paused = max(0.0, self._paused_until - now)
        over = count - (self._per_minute - len(sent))
        if over <= 0:
            return paused
        rounds, position = divmod(over - 1, self._per_minute)
        since = sent[position] if position < len(sent) else now
        return max(paused, since + _WINDOW * (rounds + 1) - now)

    async def take(self, sleep: Callable[[float], Awaitable[None]], on_wait: Callable[[float], None]) -> None:
        """Return when one request may go out, and count it. `on_wait` hears once how many seconds that will take.

        A cancellation gives up the place in the queue at once.
        """
        ahead = self._waiting
        self._waiting += 1
        try:
            expected = self._delay(ahead)
            if expected > 0:
                on_wait(expected)
            async with self._turn:
                while (delay := self._delay()) > 0:
                    await sleep(delay)
                self._sent.append(self.clock())
        finally:
            self._waiting -= 1

    def pause(self, seconds: float) -> None:
        """Send nothing for so many seconds: Siro has said that this token is over its limit."""
        self._paused_until = max(self._paused_until, self.clock() + seconds)

    def _delay(self, ahead: int = 0) -> float:
        """Seconds until the request with `ahead` others before it may go out."""
        now = self.clock()
        while self._sent and self._sent[0] <= now - _WINDOW:
            self._sent.popleft()
        due = self._paused_until
        over = len(self._sent) + ahead - self._per_minute
        if over >= 0 and self._sent:
            rounds, position = divmod(over, len(self._sent))
            due = max(due, self._sent[position] + _WINDOW * (rounds + 1))
        return max(0.0, due - now)
