"""Targets and colours on this computer: load them, and keep those set by hand. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from siro_desktop.domain.targets import KnownMetric, TargetEntry, Targets
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class LoadTargets(Struct, frozen=True):
    """The targets and colours of a profile, Siro's and those set by hand."""

    profile_id: str

    async def run(self, library: Library, report: Report) -> Targets:  # noqa: ARG002
        """Return them; empty if there are none. Raises StorageError."""
        return library.targets.load(self.profile_id)


class SaveTargets(Struct, frozen=True):
    """Keeps what is set by hand, each in place of one for the same metric, conversation type and first day.

    `instead_of` is what was edited into the first of them.
    """

    profile_id: str
    entries: tuple[TargetEntry, ...]
    instead_of: TargetEntry | None = None

    async def run(self, library: Library, report: Report) -> Targets:  # noqa: ARG002
        """Return all targets of the profile. Raises StorageError; nothing is then changed."""
        library.targets.save(self.profile_id, self.entries, instead_of=self.instead_of)
        return library.targets.load(self.profile_id)


class DeleteTargets(Struct, frozen=True):
    """Deletes what was set by hand."""

    profile_id: str
    entries: tuple[TargetEntry, ...]

    async def run(self, library: Library, report: Report) -> Targets:  # noqa: ARG002
        """Return the targets that are left. Raises StorageError; nothing is then changed."""
        library.targets.delete(self.profile_id, self.entries)
        return library.targets.load(self.profile_id)


class ExchangeTargets(Struct, frozen=True):
    """Takes away what was set by hand and puts other entries there, as undo and redo want it."""

    profile_id: str
    gone: tuple[TargetEntry, ...]
    come: tuple[TargetEntry, ...]

    async def run(self, library: Library, report: Report) -> Targets:  # noqa: ARG002
        """Return all targets of the profile. Raises StorageError; nothing is then changed."""
        library.targets.exchange(self.profile_id, self.gone, self.come)
        return library.targets.load(self.profile_id)


class LoadTargetMetrics(Struct, frozen=True):
    """Names and units of metrics that have a target but are not in the shown result."""

    metric_ids: tuple[str, ...]

    async def run(self, library: Library, report: Report) -> tuple[KnownMetric, ...]:  # noqa: ARG002
        """Return those that were ever fetched. Raises StorageError."""
        return library.targets.load_metrics(self.metric_ids)
