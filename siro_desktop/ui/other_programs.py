"""Notices what other programs on the same data have done: a `fetch` in a terminal, another window of its own process.

Signals: `store_changed` after another program wrote to the store, `profiles_read(tuple of Profile)`: the connections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.ui.latest_job import LatestJob

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from siro_desktop.jobs.look_around import Surroundings
    from siro_desktop.ui.workspace import Workspace


class OtherPrograms(QObject):
    """Looks when a person comes back from another program, which is when they may have done something there."""

    store_changed = Signal()
    profiles_read = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_away = False
        self._version: int | None = None
        self._looking = LatestJob(self)
        self._looking.succeeded.connect(self._on_looked)

    @Slot()
    def look(self) -> None:
        """See what has changed since the last look; the first one only remembers how the store is."""
        from siro_desktop.jobs.look_around import LookAround

        self._looking.follow(self._workspace.store.submit(LookAround(self._workspace.profile_file)))

    def follow_focus(self, focused: QWindow | None) -> None:
        """Look if this program had been left."""
        was_away, self._is_away = self._is_away, focused is None
        if was_away and focused is not None:
            self.look()

    @Slot(object)
    def _on_looked(self, seen: Surroundings) -> None:
        former, self._version = self._version, seen.store_version
        if former is None:
            return
        if seen.profiles is not None and not self._workspace.is_practice:
            self.profiles_read.emit(seen.profiles)
        if former != seen.store_version:
            self.store_changed.emit()
