"""How many requests may go out: Siro allows 1,000 a minute for each token and tells nobody how many are left."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from siro_desktop.api.rate_ledger import RateLedger

WINDOW: Final = 61.0
"""Seconds that a request counts for. One more than a minute: Siro counts when requests arrive, some late, some soon."""

_LONGEST_PAUSE: Final = 60.0  # seconds; no longer Retry-After is waited for
_LOT_SECONDS: Final = 0.25  # how long a lot is good; the window's last second makes up for it
_LARGEST_LOT: Final = 8
_PART_OF_A_LOT: Final = 50  # no lot is more than such a part of what is left

_POLL: Final = 0.002  # seconds between looks at a ledger that another process holds: mostly for a tenth of that
_POLLS: Final = 500
_TRIES: Final = 20
_REST: Final = 60.0  # seconds until a ledger that could not be used is tried again

_logger = logging.getLogger(__name__)


class RateBudget:
    """At most `per_minute` requests in any minute, first come first served. One for each profile, on one loop.

    With a `ledger` the limit holds for all processes that have the same one, and over a restart; while the ledger
    cannot be used, the budget is this process's own. A sliding window and not a token bucket, because a full bucket
    lets nearly twice the limit out in its first minute. While many requests follow each other and the limit is far,
    small lots are taken from the ledger. `clock` counts seconds and never goes back; `window` is for how many of them
    a request counts.
    """

    def __init__(
        self,
        per_minute: int = 1000,
        clock: Callable[[], float] = time.monotonic,
        ledger: RateLedger | None = None,
        *,
        window: float = WINDOW,
    ) -> None:
        if per_minute < 1:
            raise ValueError("A budget allows at least one request a minute.")
        self.clock = clock
        self._per_minute = per_minute
        self._window = window
        self._ledger = ledger
        self._ledger_from = -math.inf
        self._sent: deque[float] = deque()  # by every process, as far as this one has heard
        self._paused_until = -math.inf
        self._lot = 0  # requests that are counted already, and may go out until `_lot_until`
        self._lot_until = -math.inf
        self._next_lot = 1
        self._turn = asyncio.Lock()  # wakes its waiters in the order in which they came
        self._waiting = 0

    @property
    def requests_left(self) -> int:
        """How many requests could go out at once now. Read it on the loop that sends them."""
        now = self.clock()
        if now < self._paused_until:
            return 0
        self._forget_old(now)
        return max(0, self._per_minute - len(self._sent)) + (self._lot if now < self._lot_until else 0)

    def seconds_for(self, count: int) -> float:
        """How many seconds pass before the last of `count` requests may go out, with nobody else asking."""
        now = self.clock()
        self._forget_old(now)
        paused = max(0.0, self._paused_until - now)
        over = count - (self._per_minute - len(self._sent))
        if over <= 0:
            return paused
        rounds, position = divmod(over - 1, self._per_minute)
        since = self._sent[position] if position < len(self._sent) else now
        return max(paused, since + self._window * (rounds + 1) - now)

    async def take(self, sleep: Callable[[float], Awaitable[None]], on_wait: Callable[[float], None]) -> None:
        """Return when one request may go out, and count it. `on_wait` hears once how many seconds that will take.

        A cancellation gives up the place in the queue at once.
        """
        ahead = self._waiting
        self._waiting += 1
        has_told = False
        try:
            expected = self._delay(ahead)
            if expected > 0:
                has_told = True
                on_wait(expected)
            async with self._turn:
                while (delay := await self._claim()) > 0:
                    if not has_told:  # another process was quicker
                        has_told = True
                        on_wait(delay)
                    await sleep(delay)
        finally:
            self._waiting -= 1

    def pause(self, seconds: float) -> None:
        """Send nothing for so many seconds: Siro has said that this token is over its limit."""
        self._paused_until = max(self._paused_until, self.clock() + seconds)
        for _ in range(_TRIES):
            if self._share(self._tell) is not None or not self._is_shared:
                return

    async def _claim(self) -> float:
        """Count a request and return 0.0 if it may go out now; otherwise return after how many seconds to ask again."""
        now = self.clock()
        if self._lot and self._paused_until <= now < self._lot_until:
            self._lot -= 1
            return 0.0
        delay = self._delay()
        if delay > 0:
            return delay
        for _ in range(_POLLS):
            claimed = self._share(self._claim_shared)
            if claimed is not None:
                return claimed
            if not self._is_shared:
                break
            await asyncio.sleep(_POLL)
        else:
            self._leave_ledger("another process does not let go of them")
        return self._delay() or self._spend()

    def _share(self, use: Callable[[RateLedger], float]) -> float | None:
        """Return `use(ledger)`, which no other process changes meanwhile; None if one is just doing so."""
        if self._ledger is None or not self._is_shared:
            return None
        try:
            with self._ledger.turn() as has_it:
                return use(self._ledger) if has_it else None
        except (OSError, NotImplementedError) as error:
            self._leave_ledger(type(error).__name__)
            return None

    def _claim_shared(self, ledger: RateLedger) -> float:
        self._hear(ledger)
        delay = self._delay()
        if delay > 0:
            return delay
        now = self.clock()
        count = self._lot_size(now)
        ledger.write(lambda: [*(now - sent for sent in self._sent), *[0.0] * count], spent=count, pause=0.0)
        self._sent.extend([now] * count)
        self._lot, self._lot_until = count - 1, now + _LOT_SECONDS
        return 0.0

    def _lot_size(self, now: float) -> int:
        """One request, or more if the last lot was used up before it was stale, so that hardly any is wasted."""
        was_used = self._lot == 0 and now < self._lot_until
        self._next_lot = min(2 * self._next_lot, _LARGEST_LOT) if was_used else 1
        return max(1, min(self._next_lot, (self._per_minute - len(self._sent)) // _PART_OF_A_LOT))

    def _tell(self, ledger: RateLedger) -> float:
        self._hear(ledger)
        now = self.clock()
        ledger.write(lambda: [now - sent for sent in self._sent], spent=0, pause=self._paused_until - now)
        return 0.0

    def _hear(self, ledger: RateLedger) -> None:
        """Take over what other processes did."""
        news, now = ledger.read(), self.clock()
        if news.ages:
            self._sent = deque(sorted([*self._sent, *(now - age for age in news.ages)]))
        if news.pause > 0:
            self._paused_until = max(self._paused_until, now + min(news.pause, _LONGEST_PAUSE))

    @property
    def _is_shared(self) -> bool:
        return self._ledger is not None and self.clock() >= self._ledger_from

    def _leave_ledger(self, reason: str) -> None:
        """Do without the ledger for a while, and say so the first time."""
        if self._ledger_from == -math.inf:
            _logger.warning("Requests are not counted together with other processes: %s", reason)
        self._ledger_from = self.clock() + _REST

    def _spend(self) -> float:
        self._sent.append(self.clock())
        return 0.0

    def _forget_old(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - self._window:
            self._sent.popleft()

    def _delay(self, ahead: int = 0) -> float:
        """Seconds until the request with `ahead` others before it may go out."""
        now = self.clock()
        self._forget_old(now)
        due = self._paused_until
        over = len(self._sent) + ahead - self._per_minute
        if over >= 0 and self._sent:
            rounds, position = divmod(over, len(self._sent))
            due = max(due, self._sent[position] + self._window * (rounds + 1))
        return max(0.0, due - now)
