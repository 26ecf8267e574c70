"""What the store knows of one metric. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from siro_desktop.domain.metric_history import HistoryOf, PastFigure
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class MetricHistory(Struct, frozen=True):
    """Reads the figures of a metric for the same question in other periods, the latest first."""

    wanted: HistoryOf

    async def run(self, library: Library, report: Report) -> tuple[PastFigure, ...]:  # noqa: ARG002
        """Return them. Raises StorageError."""
        return library.metric_history(self.wanted)
