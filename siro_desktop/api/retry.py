"""When a GET is tried again, and how long to wait before.

Again: a connection that failed but need not the next time, 429, 502, 503, 504, and a 500 once. At most four attempts,
the last wait ending no later than 60 s after the first failure; a request that has used up its own deadline is not sent
again. Waits grow and are random (full jitter), so that many requests that failed together do not return together.
`Retry-After` is honoured up to 60 s; a longer one ends the attempts.
"""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, Final, cast

from tenacity import AsyncRetrying

from siro_desktop.api.retry_after import parse_retry_after
from siro_desktop.errors import ConnectionFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from tenacity import RetryCallState

    from siro_desktop.http_client import HttpResponse

MAX_ATTEMPTS: Final = 4
MAX_TOTAL_SECONDS: Final = 60.0

_RETRIED_STATUSES: Final = frozenset({429, 502, 503, 504})
_FIRST_CEILING: Final = 0.5
# Siro's limit is counted by the minute and it documents no Retry-After: short waits would only be refused again.
_FIRST_CEILING_AFTER_429: Final = 8.0

_logger = logging.getLogger(__name__)


class Retry:
    """The rules above. `clock` counts seconds, `now` is the time of day (aware), `jitter` gives 0 to 1."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.clock = clock
        self.now = now
        self.sleep = sleep
        self.jitter = jitter

    async def fetch(
        self, send: Callable[[], Awaitable[HttpResponse]], on_wait: Callable[[float, int | None, str], None]
    ) -> HttpResponse:
        """Return the first answer that is not to be tried again, or the last one, whatever its status.

        `send` sends a GET. `on_wait` hears, before each wait, its seconds, the status (None: no answer) and a sentence.
        Raises the last ConnectionFailed, and whatever else `send` raises, at once. A cancellation ends any wait.
        """

        async def attempt() -> HttpResponse:
            return await send()

        course = _Course(self, on_wait)
        retrying = AsyncRetrying(
            sleep=self.sleep,
            retry=course.is_worth_another,
            wait=course.wait,
            stop=course.is_over,
            before_sleep=course.report,
            retry_error_callback=course.last_outcome,
        )
        try:
            return cast("HttpResponse", await retrying(attempt))
        finally:  # what it was to do next refers back to it: it would wait for the collector of garbage
            retrying.iter_state.reset()


class _Course:
    """The attempts at one request, as tenacity asks about them."""

    def __init__(self, rules: Retry, on_wait: Callable[[float, int | None, str], None]) -> None:
        self._rules = rules
        self._on_wait = on_wait
        self._server_failures = 0
        self._first_failure: float | None = None

    def is_worth_another(self, state: RetryCallState) -> bool:
        if state.outcome is not None and state.outcome.failed:
            error = state.outcome.exception()
            return isinstance(error, ConnectionFailed) and not error.is_lasting
        status = self.last_outcome(state).status
        if status == 500:
            self._server_failures += 1
            return self._server_failures == 1
        return status in _RETRIED_STATUSES

    def wait(self, state: RetryCallState) -> float:
        asked = self._asked_wait(state)
        if asked is not None:
            return asked
        first = _FIRST_CEILING_AFTER_429 if _status(state) == 429 else _FIRST_CEILING
        ceiling: float = first * 2 ** (state.attempt_number - 1)
        return self._rules.jitter() * ceiling

    def is_over(self, state: RetryCallState) -> bool:
        now = self._rules.clock()
        if self._first_failure is None:
            self._first_failure = now
        too_late = now - self._first_failure + state.upcoming_sleep > MAX_TOTAL_SECONDS
        return too_late or state.attempt_number >= MAX_ATTEMPTS

    def report(self, state: RetryCallState) -> None:
        status, seconds = _status(state), state.upcoming_sleep
        _logger.info("attempt %d of %d gave %s; next in %.1f s", state.attempt_number, MAX_ATTEMPTS, status, seconds)
        self._on_wait(seconds, status, _reason(status))

    def last_outcome(self, state: RetryCallState) -> HttpResponse:
        """Return the answer, or raise what came instead of one."""
        if state.outcome is None:
            raise RuntimeError("Asked before the first attempt.")
        return cast("HttpResponse", state.outcome.result())

    def _asked_wait(self, state: RetryCallState) -> float | None:
        if _status(state) is None:
            return None
        return parse_retry_after(self.last_outcome(state).headers, self._rules.now())


def _status(state: RetryCallState) -> int | None:
    if state.outcome is None or state.outcome.failed:
        return None
    return cast("HttpResponse", state.outcome.result()).status


def _reason(status: int | None) -> str:
    if status is None:
        return "The connection failed."
    return "Siro asks to slow down." if status == 429 else "Siro has a problem at the moment."
