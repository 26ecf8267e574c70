"""Events as files. Export thread; late imports, since few people do this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.events import Event
    from siro_desktop.jobs.base import Report


class ImportEvents(Struct, frozen=True):
    """Reads a file of events. Nothing is kept yet."""

    path: Path

    async def run(self, services: object, report: Report) -> tuple[Event, ...]:  # noqa: ARG002
        """Return what the file holds. Raises UnusableFile."""
        from siro_desktop.export.event_files import read_events

        return read_events(self.path)


class ExportEvents(Struct, frozen=True):
    """Writes events as CSV, or as JSON where the name ends so."""

    path: Path
    events: tuple[Event, ...]

    async def run(self, services: object, report: Report) -> Path:  # noqa: ARG002
        """Return the path written. Raises ExportError; an older file of that name then stays as it was."""
        from siro_desktop.export.event_files import write_events

        write_events(self.path, self.events)
        return self.path
