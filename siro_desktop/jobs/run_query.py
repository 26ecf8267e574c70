"""Run a fetch plan: ask Siro for its cells, save the answers as they come, and return the saved result."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.plan import final_from
from siro_desktop.domain.progress import AnswerArrived, AnswersNotKept, FetchProgress, ResultBegun
from siro_desktop.domain.results import Answer, Problem, SavedResult
from siro_desktop.errors import SignInRequired, SiroError, StorageError
from siro_desktop.jobs.cell_pool import CellPool
from siro_desktop.jobs.run_progress import RunProgress

if TYPE_CHECKING:
    from siro_desktop.domain.plan import Cell, FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import Connection, NetworkServices
    from siro_desktop.storage.library import Library

AT_ONCE: Final = 12
_TYPICAL_SECONDS: Final = 0.5
LATE_SCORES: Final = timedelta(days=2)
"""How long after its end a period's figures may still change."""


@dataclass(frozen=True, slots=True)
class RunQuery:
    """Fetches every cell of `plan` through `profile`, `at_once` at a time.

    With `reuse_closed_after`, an answer that is in the store is taken from there, if it was fetched so long after the
    end of its period; with None everything is asked again. So the same run once more takes up where one was stopped.

    Reports `FetchProgress`, `ResultBegun` and, for each answer that was fetched and saved, `AnswerArrived`. A cell that
    fails is kept as a problem of the result; cells that were not asked, since nothing came any more, have neither
    answer nor problem. If there is no answer at all, the run raises the error and nothing is saved. What had come
    before a cancellation stays in the store.
    """

    profile: Profile
    plan: FetchPlan
    reuse_closed_after: timedelta | None = None
    at_once: int = AT_ONCE

    async def run(self, services: NetworkServices, report: Report) -> SavedResult:
        """Return the saved result. Raises SiroError if nothing came, StorageError if it could not be saved."""
        connection = await services.connect(self.profile)
        return await _Run(self, services, connection, report).fetch()


@dataclass(frozen=True, slots=True)
class CountStored:
    """Counts the cells of a plan that `RunQuery` would take from the store."""

    plan: FetchPlan
    reuse_closed_after: timedelta = LATE_SCORES

    async def run(self, library: Library, report: Report) -> int:  # noqa: ARG002
        """Return the count. Raises StorageError."""
        return self.of(library)

    def of(self, library: Library) -> int:
        """Return the count, for whoever is in the store's thread already."""
        return len(library.find_answers(final_from(self.plan, self.reuse_closed_after)))


def expected_seconds(requests: int, per_minute: int = 1000) -> float:
    """Return about how long so many requests take, inside a rate limit of which nothing is used yet."""
    if requests <= 0:
        return 0.0
    return max(requests * _TYPICAL_SECONDS / AT_ONCE, 60.0 * ((requests - 1) // per_minute))


@dataclass(slots=True)
class _Run:
    job: RunQuery
    services: NetworkServices
    connection: Connection
    report: Report
    saved_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    result_id: int | None = None
    last_error: SiroError | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    progress: RunProgress = field(init=False)

    def __post_init__(self) -> None:
        start = FetchProgress(cells_done=0, cells_total=len(self.job.plan.cells))
        self.progress = RunProgress(self.connection.api, self.report, start)

    async def fetch(self) -> SavedResult:
        await self._reuse()
        pool = CellPool(
            self.connection.api,
            self.job.at_once,
            save=self._save,
            on_event=lambda cell, event: self.progress.note_event(cell.key, event),
            on_failure=self._note_failure,
        )
        try:
            await pool.fetch(cell for cell in self.job.plan.cells if cell.key not in self.answers)
        finally:
            await self._save_problems()
        if self.result_id is None:
            raise self.last_error if self.last_error is not None else SiroError("The plan has no cells.")
        return self._saved_result(self.result_id)

    async def _reuse(self) -> None:
        """Take from the store what is final there. If the store cannot be read, everything is fetched."""
        if self.job.reuse_closed_after is None:
            return
        final = final_from(self.job.plan, self.job.reuse_closed_after)
        try:
            if not await self.services.store(lambda library: library.find_answers(final)):
                return
            result_id = await self._begin()
            self.answers = await self.services.store(lambda library: library.link_answers(result_id, final))
        except StorageError:
            return
        self.progress.note_reused(len(self.answers))

    async def _save(self, answers: list[Answer]) -> None:
        try:
            result_id = await self._begin()
            await self.services.store(lambda library: library.save_answers(result_id, answers))
        except StorageError as error:
            # What came is still worth seeing: it is shown, with a warning that it is not kept.
            warning = f"This answer could not be saved on this computer. {error.message}"
            answers = [replace(answer, warnings=(*answer.warnings, warning)) for answer in answers]
            self.result_id = self.result_id or 0
            self.report(AnswersNotKept(len(answers)))
        for answer in answers:
            self.answers[answer.cell_key] = answer
            self.progress.note_saved()
            self.report(AnswerArrived(answer))

    async def _begin(self) -> int:
        """Return the run's number in the store, where it is put the first time."""
        if self.result_id is None:
            self.result_id = await self.services.store(self._save_run)
            self.report(ResultBegun(self.result_id))
        return self.result_id

    def _save_run(self, library: Library) -> int:
        profile = self.job.profile
        return library.save_run(
            plan=self.job.plan,
            profile_name=profile.name,
            api_base_url=profile.api_base_url,
            time_zone=profile.time_zone,
            saved_at=self.saved_at,
        )

    def _note_failure(self, cell: Cell, error: SiroError) -> None:
        if not isinstance(self.last_error, SignInRequired):  # what a person can do something about
            self.last_error = error
        self.problems[cell.key] = problem_of(error)
        self.progress.note_failed()

    async def _save_problems(self) -> None:
        if self.problems and self.result_id:
            result_id, problems = self.result_id, self.problems
            with suppress(StorageError):  # the answers are there, and the problems are told all the same
                await self.services.store(lambda library: library.save_problems(result_id, problems))

    def _saved_result(self, result_id: int) -> SavedResult:
        profile = self.job.profile
        return SavedResult(
            id=result_id,
            profile_name=profile.name,
            api_base_url=profile.api_base_url,
            time_zone=profile.time_zone,
            saved_at=self.saved_at,
            plan=self.job.plan,
            answers=self.answers,
            problems=self.problems,
        )


def problem_of(error: SiroError) -> Problem:
    """Return what is kept of an error."""
    return Problem(type(error).__name__, error.title, error.message, error.detail)
