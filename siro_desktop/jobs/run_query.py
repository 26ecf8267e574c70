"""Run a fetch plan: ask Siro for its cells, save each answer as it comes, and return the saved result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from siro_desktop.domain.progress import AnswerArrived, FetchProgress, PageFetched, Waiting
from siro_desktop.domain.results import Answer, Problem, SavedResult
from siro_desktop.errors import SignInRequired, SiroError, StorageError

if TYPE_CHECKING:
    from siro_desktop.domain.plan import Cell, FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import Connection, NetworkServices
    from siro_desktop.storage.library import Library


@dataclass(frozen=True, slots=True)
class RunQuery:
    """Fetches every cell of `plan` through `profile`.

    Reports `FetchProgress` and, for each saved answer, `AnswerArrived`. A cell that fails is kept as a problem of the
    result; if no cell succeeds, the run raises that error and nothing is saved.
    """

    profile: Profile
    plan: FetchPlan

    async def run(self, services: NetworkServices, report: Report) -> SavedResult:
        """Return the saved result. Raises SiroError if nothing came, StorageError if it could not be saved."""
        connection = await services.connect(self.profile)
        run = _Run(self, services, connection, report)
        return await run.fetch()


@dataclass(slots=True)
class _Run:
    job: RunQuery
    services: NetworkServices
    connection: Connection
    report: Report
    saved_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    result_id: int | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    progress: FetchProgress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = FetchProgress(cells_done=0, cells_total=len(self.job.plan.cells))

    async def fetch(self) -> SavedResult:
        last_error: SiroError | None = None
        for cell in self.job.plan.cells:
            try:
                answer = await self.connection.api.metric_values(cell, self._on_event)
            except SiroError as error:
                if isinstance(error, SignInRequired) and not self.answers:
                    raise
                last_error = error
                self.problems[cell.key] = problem_of(error)
                continue
            await self._save(cell, answer)
        if self.result_id is None:
            raise last_error if last_error is not None else SiroError("The plan has no cells.")
        await self._save_problems(self.result_id)
        return self._saved_result(self.result_id)

    async def _save(self, cell: Cell, answer: Answer) -> None:
        try:
            if self.result_id is None:
                self.result_id = await self.services.store(self._begin)
            result_id = self.result_id
            await self.services.store(lambda library: library.save_answers(result_id, [answer]))
        except StorageError as error:
            # What came is still worth seeing: it is shown, with a warning that it is not kept.
            warning = f"This answer could not be saved on this computer. {error.message}"
            answer = replace(answer, warnings=(*answer.warnings, warning))
            self.result_id = self.result_id or 0
        self.answers[cell.key] = answer
        self._progressed(cells_done=self.progress.cells_done + 1, waiting=None)
        self.report(AnswerArrived(answer))

    def _begin(self, library: Library) -> int:
        profile = self.job.profile
        return library.save_run(
            plan=self.job.plan,
            profile_name=profile.name,
            api_base_url=profile.api_base_url,
            time_zone=profile.time_zone,
            saved_at=self.saved_at,
        )

    async def _save_problems(self, result_id: int) -> None:
        if self.problems and result_id:
            problems = self.problems
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

    def _on_event(self, event: Waiting | PageFetched) -> None:
        if isinstance(event, Waiting):
            self._progressed(waiting=event)
        else:
            self._progressed(pages=event.pages, values=event.values, waiting=None)

    def _progressed(self, **changes: object) -> None:
        left = self.connection.api.requests_left
        self.progress = replace(self.progress, requests_left=left, **changes)  # type: ignore[arg-type]
        self.report(self.progress)


def problem_of(error: SiroError) -> Problem:
    """Return what is kept of an error."""
    return Problem(type(error).__name__, error.title, error.message, error.detail)
