"""A run as it is kept: begun in the store with its first answer, or taken up there, and saved group by group."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from siro_desktop.domain.plan import final_from
from siro_desktop.domain.progress import AnswersNotKept, ResultBegun
from siro_desktop.domain.results import NOT_SAVED
from siro_desktop.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from siro_desktop.domain.results import Answer, Problem, SavedResult
    from siro_desktop.jobs.base import Report, StoreCall
    from siro_desktop.storage.library import Library


@dataclass(slots=True)
class KeptRun:
    """The answers and problems of a run, in the store as far as it can be written. `known` is what was there before.

    While the store cannot be written, everything that comes is kept in memory, with a warning, and saved later if that
    is possible. Reports `ResultBegun` and `AnswersNotKept`.
    """

    store: StoreCall
    known: SavedResult
    report: Report
    result_id: int = field(init=False)
    answers: dict[str, Answer] = field(init=False)
    problems: dict[str, Problem] = field(init=False)
    _unsaved: dict[str, Answer] = field(default_factory=dict)
    _untold: dict[str, Problem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.result_id = self.known.id
        self.answers = dict(self.known.answers)
        self.problems = dict(self.known.problems)
        if self.result_id:
            self.report(ResultBegun(self.result_id))

    async def reuse(self, settle: timedelta) -> None:
        """Take from the store what is final there. If the store cannot be read, nothing is."""
        final = final_from(self.known.plan, settle)
        try:
            if not await self.store(lambda library: library.find_answers(final)):
                return
            result_id = await self._begin()
            self.answers |= await self.store(lambda library: library.link_answers(result_id, final))
        except StorageError:
            return

    async def keep(self, answers: Sequence[Answer]) -> None:
        """Save answers, and the problems noted so far."""
        fresh = {answer.cell_key: answer for answer in answers}
        for key in fresh:
            self.problems.pop(key, None)
            self._untold.pop(key, None)
        try:
            await self._save(fresh)
        except StorageError as error:
            # What came is still worth seeing: it is shown, with a warning that it is not kept.
            warning = f"{NOT_SAVED} {error.message}"
            self._unsaved |= fresh
            fresh = {key: replace(answer, warnings=(*answer.warnings, warning)) for key, answer in fresh.items()}
        self.answers |= fresh

    def note_problem(self, cell_key: str, problem: Problem) -> None:
        """Keep why a cell has no answer, or no better one. It is saved with the next answers, or at the end."""
        self.problems[cell_key] = self._untold[cell_key] = problem

    async def finish(self) -> bool:
        """Save what could not be saved before; return False if there are answers that still cannot be.

        A run without any answer leaves nothing in the store.
        """
        if not self._unsaved and not (self._untold and self.result_id):
            return True
        late = self._unsaved
        try:
            await self._save(late)
        except StorageError:
            if late:
                self.report(AnswersNotKept(len(late)))
        else:
            self._unsaved = {}
            self.answers |= late
        return not self._unsaved

    def result(self) -> SavedResult:
        """Return the run as it stands."""
        return replace(self.known, id=self.result_id, answers=dict(self.answers), problems=dict(self.problems))

    async def _save(self, answers: dict[str, Answer]) -> None:
        problems, self._untold = self._untold, {}
        try:
            result_id = await self._begin()
            await self.store(lambda library: _save_cells(library, result_id, answers, problems))
        except StorageError:
            self._untold = {**problems, **self._untold}
            raise

    async def _begin(self) -> int:
        """Return the run's number in the store, where it is put the first time."""
        if not self.result_id:
            known = self.known
            self.result_id = await self.store(
                lambda library: library.save_run(
                    plan=known.plan,
                    profile_name=known.profile_name,
                    api_base_url=known.api_base_url,
                    time_zone=known.time_zone,
                    saved_at=known.saved_at,
                )
            )
            self.report(ResultBegun(self.result_id))
        return self.result_id


def _save_cells(library: Library, result_id: int, answers: dict[str, Answer], problems: dict[str, Problem]) -> None:
    if answers:
        library.save_answers(result_id, tuple(answers.values()))
    if problems:
        library.save_problems(result_id, problems)
