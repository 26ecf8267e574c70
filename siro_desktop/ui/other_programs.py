"""Notices what other programs on the same data have done: a `fetch` in a terminal, another window of its own process.

Signals: `store_changed` after another program wrote to the store, `profiles_read(tuple of Profile)`: the connections,
`results_deleted(frozenset of ids)`: of those that are open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from siro_desktop.ui.latest_job import LatestJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QWindow

    from siro_desktop.jobs.look_around import Surroundings
    from siro_desktop.ui.workspace import Workspace


class OtherPrograms(QObject):
    """Looks when a person comes back from another program, which is when they may have done something there."""

    store_changed = Signal()
    profiles_read = Signal(object)
    results_deleted = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._asked: tuple[int, ...] = ()
        self._counts: tuple[int, int] | None = None
        self._spared: set[int] = set()  # of a store that another one has taken the place of
        self._is_away = False
        self._version: int | None = None
        self._looking = LatestJob(self)
        self._looking.succeeded.connect(self._on_looked)

    def look(self, open_ids: Iterable[int]) -> None:
        """See what has changed since the last look, also to results that are open; the first one only remembers."""
        from siro_desktop.jobs.look_around import LookAround

        self._asked = tuple({*open_ids} - self._spared)
        looking = LookAround(self._workspace.profile_file, self._asked, self._counts)
        self._looking.follow(self._workspace.store.submit(looking))

    def follow_focus(self, focused: QWindow | None) -> bool:
        """Return whether the person has come back to this program: then it is time to look."""
        was_away, self._is_away = self._is_away, focused is None
        return was_away and focused is not None

    @Slot(object)
    def _on_looked(self, seen: Surroundings) -> None:
        former, self._version = self._version, seen.store_version
        counts, self._counts = self._counts, seen.counts
        if former is None or counts is None:
            return
        if any(now < then for now, then in zip(seen.counts, counts, strict=True)):
            self._spared.update(self._asked)
        if seen.profiles is not None and not self._workspace.is_practice:
            self.profiles_read.emit(seen.profiles)
        if former != seen.store_version:
            self.store_changed.emit()
        if seen.deleted:
            self.results_deleted.emit(seen.deleted)
