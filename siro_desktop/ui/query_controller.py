"""Runs questions, and takes up what came before.

Signals: `started`, `plan_built(FetchPlan)`, `progressed(FetchProgress)`, `so_far(SavedResult)` at most every second
while a run of several cells goes on, `not_kept(count)` of answers that could not be saved, `succeeded(SavedResult)`,
`failed(SiroError)`, after that `arrived(result_id)` if all of the run that came is in the store, `finished`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.progress import AnswersNotKept, FetchProgress, PlanBuilt, ResultBegun, ResultSoFar

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.errors import SiroError
    from siro_desktop.jobs.run_query import ContinueRun
    from siro_desktop.jobs.run_question import RunQuestion
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.workspace import Workspace


class QueryController(QObject):
    """One run at a time: a new one drops the one before, whose finished parts stay in the store.

    `is_refresh`: it asks everything, also what is stored. `retried` is the key of the one cell that it asks again.
    """

    started = Signal()
    plan_built = Signal(object)
    progressed = Signal(object)
    so_far = Signal(object)
    not_kept = Signal(int)
    succeeded = Signal(object)
    failed = Signal(object)
    arrived = Signal(object)
    finished = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:

        super().__init__(parent)
        self._workspace = workspace
        self._handle: JobHandle | None = None
        self._make_job: Callable[[], RunQuestion | ContinueRun] | None = None
        self._result_id = 0
        self.is_refresh = False
        self.retried = ""
        self._is_kept = True  # all that has come is in the store

    @property
    def is_running(self) -> bool:
        """True from `started` to `finished`."""
        return self._handle is not None

    def run(self, profile: Profile, question: Question, identity: str | None, *, refresh_all: bool = False) -> None:
        """Ask `question`, as it is meant now. Of a comparison, figures that are final come from the store.

        With `refresh_all` everything is asked.
        """
        from siro_desktop.jobs.run_question import RunQuestion

        self.is_refresh, self.retried = refresh_all, ""
        self._start(lambda: RunQuestion(profile, question, identity, datetime.now(UTC), refresh_all))

    def continue_run(self, profile: Profile, saved: SavedResult) -> None:
        """Fetch what is missing of a saved result, into the same result."""
        from siro_desktop.jobs.run_query import ContinueRun

        self.is_refresh, self.retried = False, ""
        self._start(partial(ContinueRun, profile, saved.id))

    def retry_cell(self, profile: Profile, saved: SavedResult, cell_key: str) -> None:
        """Ask one cell of a saved result again, whether it has an answer or not."""
        from siro_desktop.jobs.run_query import ContinueRun

        self.is_refresh, self.retried = False, cell_key
        self._start(partial(ContinueRun, profile, saved.id, frozenset({cell_key})))

    def run_again(self) -> None:
        """Do again what was done last."""
        if self._make_job is not None:
            self._start(self._make_job)

    @Slot()
    def stop(self) -> None:
        """Cancel the run; it then fails with Cancelled, and `arrived` says where to find what came."""
        if self._handle is not None:
            self._handle.cancel()

    def drop(self) -> None:
        """Cancel the run and hear no more of it."""
        if self._handle is not None:
            self._handle.blockSignals(True)
            self._handle.cancel()
            self._on_finished()

    def _start(self, make_job: Callable[[], RunQuestion | ContinueRun]) -> None:
        self.drop()
        self._make_job, self._result_id, self._is_kept = make_job, 0, True
        self._workspace.network.let_window_paint()  # that it runs
        self._handle = self._workspace.network.submit(make_job())
        self._handle.progressed.connect(self._on_progressed)
        self._handle.succeeded.connect(self.succeeded)
        self._handle.failed.connect(self._on_failed)
        self._handle.finished.connect(self._on_finished)
        self.started.emit()

    @Slot(object)
    def _on_progressed(self, report: object) -> None:
        match report:
            case FetchProgress():
                self.progressed.emit(report)
            case ResultSoFar(saved):
                self.so_far.emit(saved)
            case PlanBuilt(plan):
                self.plan_built.emit(plan)
            case ResultBegun(result_id):
                self._result_id = result_id
            case AnswersNotKept(count):
                self._is_kept = False
                self.not_kept.emit(count)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        self.failed.emit(error)
        if self._result_id and self._is_kept:
            self.arrived.emit(self._result_id)

    @Slot()
    def _on_finished(self) -> None:
        self._handle = None
        self.finished.emit()
