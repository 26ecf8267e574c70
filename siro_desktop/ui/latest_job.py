"""Reading something anew while it is still being read: what was asked for first is not wanted any more.

Signals: `succeeded(what the job returned)`, `failed(SiroError)`, both of the latest job alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from siro_desktop.runner.runner import JobHandle


class LatestJob(QObject):
    """Follows one job at a time. GUI thread."""

    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._handle: JobHandle | None = None

    def follow(self, handle: JobHandle) -> None:
        """Follow another job; the one before is given up and says nothing more."""
        if self._handle is not None:
            self._handle.blockSignals(True)
            self._handle.cancel()
        self._handle = handle
        handle.succeeded.connect(self.succeeded)
        handle.failed.connect(self.failed)
        handle.finished.connect(self._on_finished)

    @Slot()
    def _on_finished(self) -> None:
        self._handle = None
