"""Targets as files. Export thread; late imports, since few people do this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from siro_desktop.domain.targets import KnownMetric, TargetEntry
    from siro_desktop.jobs.base import Report


class ImportTargets(Struct, frozen=True):
    """Reads a file of targets. Nothing is kept yet."""

    path: Path

    async def run(self, services: object, report: Report) -> tuple[TargetEntry, ...]:  # noqa: ARG002
        """Return what the file holds, as set by hand. Raises UnusableFile."""
        from siro_desktop.export.target_files import read_targets

        return read_targets(self.path)


class ExportTargets(Struct, frozen=True):
    """Writes targets and own colours as CSV, or as JSON where the name ends so; `metrics` are known by id."""

    path: Path
    entries: tuple[TargetEntry, ...]
    metrics: Mapping[str, KnownMetric]

    async def run(self, services: object, report: Report) -> Path:  # noqa: ARG002
        """Return the path written. Raises ExportError; an older file of that name then stays as it was."""
        from siro_desktop.export.target_files import write_targets

        write_targets(self.path, self.entries, self.metrics)
        return self.path
