"""Cells of a plan on their way: fetched, kept, counted, and shown before all are there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.progress import AnswerArrived, FetchProgress, ResultSoFar
from siro_desktop.domain.results import Problem
from siro_desktop.errors import SignInRequired, SiroError
from siro_desktop.jobs.cell_pool import CellPool
from siro_desktop.jobs.run_progress import RunProgress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.api.client import SiroApi
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.progress import PageFetched, Waiting
    from siro_desktop.domain.results import Answer
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.kept_run import KeptRun

SHOWN_EVERY: Final = 1.0  # seconds between results that are handed over while a run goes on


@dataclass(slots=True)
class CellRun:
    """Fetches cells with `api` into `kept`. `fetched` counts the answers; `last_error` is what a cell failed with.

    Reports `FetchProgress`, `AnswerArrived` and, of several cells, `ResultSoFar`.
    """

    api: SiroApi
    kept: KeptRun
    report: Report
    at_once: int
    fetched: int = 0
    last_error: SiroError | None = None
    _progress: RunProgress = field(init=False)

    async def fetch(self, cells: Sequence[Cell]) -> None:
        """Fetch and keep `cells`, as far as they come. After a cancellation what came is kept."""
        total = len(self.kept.known.plan.cells)
        self._progress = RunProgress(self.api, self.report, FetchProgress(cells_done=0, cells_total=total))
        asked = {cell.key for cell in cells}
        from_store = sum(key not in asked for key in self.kept.answers)
        if from_store:
            self._progress.note_reused(from_store)
        pool = CellPool(
            self.api, self.at_once, save=self._keep, on_event=self._note_event, on_failure=self._note_failure
        )
        showing = asyncio.create_task(self._show_so_far(from_store)) if total > 1 else None
        try:
            await pool.fetch(cells)
        finally:
            if showing is not None:
                showing.cancel()
            if not await self.kept.finish():  # nobody finds it in the store: it is handed over, however the run ends
                self.report(ResultSoFar(self.kept.result()))

    async def _keep(self, answers: list[Answer]) -> None:
        await self.kept.keep(answers)
        self.fetched += len(answers)
        for answer in answers:
            self._progress.note_saved()
            self.report(AnswerArrived(self.kept.answers[answer.cell_key]))

    def _note_event(self, cell: Cell, event: Waiting | PageFetched) -> None:
        self._progress.note_event(cell.key, event)

    def _note_failure(self, cell: Cell, error: SiroError) -> None:
        if not isinstance(self.last_error, SignInRequired):  # what a person can do something about
            self.last_error = error
        self.kept.note_problem(cell.key, problem_of(error))
        self._progress.note_failed()

    async def _show_so_far(self, from_store: int) -> None:
        """Hand over what is there whenever there is more; at the first time also what came from the store."""
        shown = 0
        while True:
            await asyncio.sleep(SHOWN_EVERY)
            if self.fetched + from_store > shown:
                shown = self.fetched + from_store
                self.report(ResultSoFar(self.kept.result()))


def problem_of(error: SiroError) -> Problem:
    """Return what is kept of an error."""
    return Problem(type(error).__name__, error.title, error.message, error.detail)
