"""Counts what a run has done, and reports it seldom enough for whoever looks on."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from siro_desktop.domain.progress import FetchProgress, PageFetched, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.api.client import SiroApi
    from siro_desktop.jobs.base import Report

_SELDOM: Final = 0.05  # seconds between reports of a run of many cells


@dataclass(slots=True)
class RunProgress:
    """The progress of one run, as `now` says. `clock` counts seconds."""

    api: SiroApi
    report: Report
    now: FetchProgress
    clock: Callable[[], float] = time.monotonic
    _pages: dict[str, tuple[int, int]] = field(default_factory=dict)
    _began: float = field(init=False)
    _reported: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self._reported = self.clock()

    def note_reused(self, count: int) -> None:
        """So many cells came from the store."""
        self._change(True, cells_done=self.now.cells_done + count, cells_reused=count)

    def note_event(self, cell_key: str, event: Waiting | PageFetched) -> None:
        """A page came, or a request waits."""
        if isinstance(event, Waiting):
            self._change(self._waiting() is None, waiting=event)
            return
        pages, values = self._pages.get(cell_key, (0, 0))
        self._pages[cell_key] = (event.pages, event.values)
        now = self.now
        self._change(False, pages=now.pages + event.pages - pages, values=now.values + event.values - values)

    def note_saved(self) -> None:
        """A cell's answer is saved."""
        self._change(False, cells_done=self.now.cells_done + 1)

    def note_failed(self) -> None:
        """A cell has no answer."""
        self._change(False, cells_failed=self.now.cells_failed + 1)

    def _change(self, is_urgent: bool, **changes: object) -> None:
        self.now = replace(self.now, **{"waiting": self._waiting(), **changes})
        instant = self.clock()
        ended = self.now.cells_done + self.now.cells_failed
        if is_urgent or self.now.cells_total in {1, ended} or instant - self._reported > _SELDOM:
            self._reported = instant
            seconds = self._seconds_left(instant, self.now.cells_total - ended)
            self.now = replace(self.now, requests_left=self.api.requests_left, seconds_left=seconds)
            self.report(self.now)

    def _waiting(self) -> Waiting | None:
        """What is waited for still; of many requests others may go on meanwhile."""
        waiting = self.now.waiting
        return waiting if waiting is not None and waiting.until > self.api.now() else None

    def _seconds_left(self, instant: float, remaining: int) -> float | None:
        fetched = self.now.cells_done + self.now.cells_failed - self.now.cells_reused
        if not fetched or self.now.cells_total == 1:
            return None
        at_this_pace = (instant - self._began) / fetched * remaining
        return max(at_this_pace, self.api.seconds_for(remaining)) if remaining else 0.0
