"""What a run reports while it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.results import Answer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request waits until `until` (UTC) before it goes out; `reason` is a sentence."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PageFetched:
    """A page has come: so many pages, metric values and bytes so far. `total` is Siro's own count or None."""

    pages: int
    values: int
    received_bytes: int
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchProgress:
    """How far a run is. `waiting` says why nothing moves; `requests_left` is what the rate limit allows this minute."""

    cells_done: int
    cells_total: int
    pages: int = 0
    values: int = 0
    waiting: Waiting | None = None
    requests_left: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerArrived:
    """A cell's answer is parsed and saved."""

    answer: Answer
