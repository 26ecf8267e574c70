"""What changed since the copy that was stored before a result. Store thread; no network. Both copies stay."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.changes import Changes, find_changes

if TYPE_CHECKING:
    from siro_desktop.domain.results import Answer, SavedResult
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library

_AT_ONCE: Final = 200  # answers read in a few hundredths of a second; others may use the store in between


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """Holds each answer of `saved` against the newest complete one that was stored when its run began."""

    saved: SavedResult

    async def run(self, library: Library, report: Report) -> Changes:  # noqa: ARG002
        """Return the changes; `is_first` is True where there is no earlier copy. Raises StorageError."""
        plan = self.saved.plan
        keys = iter([cell.key for cell in plan.cells])
        before: dict[str, Answer] = {}
        while some := list(islice(keys, _AT_ONCE)):
            before |= library.answers_before(some, self.saved.saved_at)
            await asyncio.sleep(0)  # here the job can be cancelled
        return find_changes(plan, before, self.saved.answers)
