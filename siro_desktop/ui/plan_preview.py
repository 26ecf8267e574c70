"""Says in the form what the question would take, soon after each edit.

The plan is worked out in the store's thread; what comes too late, because the question has changed, is dropped.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.errors import SiroError
    from siro_desktop.runner.runner import JobHandle, JobRunner
    from siro_desktop.storage.library import Library
    from siro_desktop.ui.query_form import QueryForm

_DELAY_MS: Final = 250


class PlanPreviewController(QObject):
    """Keeps the preview of one form. Whoever is signed in asks on the form's connection."""

    def __init__(self, store: JobRunner[Library], form: QueryForm, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._form = form
        self._identity: str | None = None
        self._handle: JobHandle | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_due)
        form.changed.connect(self.refresh)

    @property
    def is_working(self) -> bool:
        """True while a plan is being worked out."""
        return self._handle is not None

    @Slot(object)
    def set_status(self, status: SessionStatus) -> None:
        """Ask as whoever is signed in now: answers to others are not taken from the store."""
        self._identity = status.identity
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Work the preview out anew in a moment: the question, the names or the store may have changed."""
        self._drop()
        self._timer.start()

    def _drop(self) -> None:
        if self._handle is not None:
            self._handle.blockSignals(True)
            self._handle.cancel()
            self._handle = None

    @Slot()
    def _on_due(self) -> None:
        from siro_desktop.jobs.preview_plan import PreviewPlan

        question, profile = self._form.question_so_far(), self._form.profile
        if question is None or profile is None:
            self._form.show_preview(None)
            return
        job = PreviewPlan(question=question, profile=profile, identity=self._identity, now=datetime.now(UTC))
        self._handle = self._store.submit(job)
        self._handle.succeeded.connect(self._form.show_preview)
        self._handle.failed.connect(self._on_failed)
        self._handle.finished.connect(self._on_finished)

    @Slot(object)
    def _on_failed(self, error: SiroError) -> None:
        if isinstance(error, QueryError):
            self._form.show_refusal(error)
        else:
            self._form.show_preview(None)

    @Slot()
    def _on_finished(self) -> None:
        self._handle = None
