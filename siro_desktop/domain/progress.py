"""What a run reports while it goes on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.results import Answer, SavedResult


class Waiting(Struct, frozen=True):
    """A request waits until `until` (UTC) before it goes out; `reason` is a sentence."""

    reason: str
    until: datetime

    def seconds_left(self, now: datetime) -> int:
        """How long it still waits at `now`, an aware instant: whole seconds, at least one."""
        return max(1, math.ceil((self.until - now).total_seconds()))


class PageFetched(Struct, frozen=True):
    """A page has come: so many pages, metric values and bytes so far. `total` is Siro's own count or None."""

    pages: int
    values: int
    received_bytes: int
    total: int | None = None


class FetchProgress(Struct, frozen=True, kw_only=True):
    """How far a run is. `waiting` says why nothing moves; `requests_left` is what the rate limit allows this minute.

    `cells_done` counts what is saved, `cells_reused` the part of it that came from the store, `cells_failed` is beside
    it. `pages` and `values` are those fetched. `seconds_left` is a guess, None where there is nothing to guess from.
    """

    cells_done: int
    cells_total: int
    cells_failed: int = 0
    cells_reused: int = 0
    seconds_left: float | None = None
    pages: int = 0
    values: int = 0
    waiting: Waiting | None = None
    requests_left: int | None = None


class PlanBuilt(Struct, frozen=True):
    """What a question takes, before anything of it is sent."""

    plan: FetchPlan


class ResultSoFar(Struct, frozen=True):
    """What a run of several cells has brought up to now: a result that can be shown while the run goes on."""

    saved: SavedResult


class ResultBegun(Struct, frozen=True):
    """The run is in the store under this number, and stays there with what has come, however it ends."""

    result_id: int


class AnswersNotKept(Struct, frozen=True):
    """So many answers came and could not be saved; they are shown with a warning."""

    count: int


class AnswerArrived(Struct, frozen=True):
    """A cell's answer is parsed and saved. Answers that were in the store before are not told of."""

    answer: Answer
