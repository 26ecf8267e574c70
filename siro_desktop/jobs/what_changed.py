"""What changed since the copy that was stored before a result. Store thread; no network. Both copies stay."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.columns import let_go
from siro_desktop.domain.changes import ChangeFinder
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from siro_desktop.domain.changes import Changes
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library

_AT_ONCE: Final = 50  # answers, read and compared in less than a tenth of a second; others may use the store between


class WhatChanged(Struct, frozen=True):
    """Holds each answer of `saved` against the newest complete one of earlier results, in the order of saving.

    A result that could not be saved has no number: it is held against what was fetched before its run began.
    """

    saved: SavedResult

    async def run(self, library: Library, report: Report) -> Changes:  # noqa: ARG002
        """Return the changes; `is_first` is True where there is no earlier copy. Raises StorageError."""
        finder = ChangeFinder(self.saved.plan, self.saved.answers)
        try:
            await self._compare(library, finder)
            return finder.changes()
        finally:
            finder.forget()

    async def _compare(self, library: Library, finder: ChangeFinder) -> None:
        cells = iter(self.saved.plan.cells)
        while some := list(islice(cells, _AT_ONCE)):
            before = library.answers_before([cell.key for cell in some], self.saved.id or self.saved.saved_at)
            finder.add(some, before)
            parts = [part for answer in before.values() for part in answer.parts()]
            before.clear()
            let_go(parts)
            await pause()  # here the job can be cancelled
