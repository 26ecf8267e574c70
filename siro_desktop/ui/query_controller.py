"""Runs queries.

Signals: `started`, `progressed(FetchProgress)`, `succeeded(SavedResult)`, `failed(SiroError)`, `finished`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.domain.progress import FetchProgress
from siro_desktop.errors import QueryError
from siro_desktop.jobs.run_query import RunQuery

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.runner.runner import JobHandle
    from siro_desktop.ui.workspace import Workspace


class QueryController(QObject):
    """One run at a time: a new one drops the one before, whose finished parts stay in the store."""

    started = Signal()
    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._handle: JobHandle | None = None
        self._last: tuple[Profile, Question, str | None, Names] | None = None

    @property
    def is_running(self) -> bool:
        """True from `started` to `finished`."""
        return self._handle is not None

    def run(self, profile: Profile, question: Question, identity: str | None, names: Names) -> None:
        """Fetch the answer to `question`, as of now."""
        self.drop()
        self._last = (profile, question, identity, names)
        try:
            plan = question.plan(datetime.now(UTC), profile, identity, names)
        except QueryError as error:
            self.failed.emit(error)
            return
        self._handle = self._workspace.network.submit(RunQuery(profile, plan))
        self._handle.progressed.connect(self._on_progressed)
        self._handle.succeeded.connect(self.succeeded)
        self._handle.failed.connect(self.failed)
        self._handle.finished.connect(self._on_finished)
        self.started.emit()

    def run_again(self) -> None:
        """Ask the last question again."""
        if self._last is not None:
            self.run(*self._last)

    @Slot()
    def stop(self) -> None:
        """Cancel the run; it then fails with Cancelled."""
        if self._handle is not None:
            self._handle.cancel()

    def drop(self) -> None:
        """Cancel the run and hear no more of it."""
        if self._handle is not None:
            self._handle.blockSignals(True)
            self._handle.cancel()
            self._on_finished()

    @Slot(object)
    def _on_progressed(self, report: object) -> None:
        if isinstance(report, FetchProgress):
            self.progressed.emit(report)

    @Slot()
    def _on_finished(self) -> None:
        self._handle = None
        self.finished.emit()
