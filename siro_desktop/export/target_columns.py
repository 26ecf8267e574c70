"""What values are held against, in exported files. There only where targets are known: other files stay as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.zones import zone_of
from siro_desktop.export.table import Kind
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import MetricValues, SavedResult
    from siro_desktop.domain.targets import HeldTargets, Targets

TARGET_KINDS: Final[Mapping[str, Kind]] = {
    "target_minimum": Kind.VALUE,
    "target_maximum": Kind.VALUE,
    "target_status": Kind.TEXT,
}
TARGET_COLUMNS: Final = tuple(TARGET_KINDS)
"""The last columns of a file, after undocumented fields."""


class TargetColumns:
    """The targets that hold for each cell of a result: those of the last day of the cell's own period."""

    def __init__(self, saved: SavedResult, targets: Targets) -> None:
        self._zone = zone_of(saved.time_zone)
        self._targets = targets
        self._held: dict[Period, HeldTargets] = {}
        self.names = TARGET_COLUMNS if any(self.held(cell).by_metric for cell in saved.plan.cells) else ()

    def held(self, cell: Cell) -> HeldTargets:
        """Return what a cell's answer is held against."""
        period = cell.query.period
        if period not in self._held:
            self._held[period] = self._targets.held_by(cell.query, self._zone)
        return self._held[period]

    def columns(self, cell: Cell, metrics: MetricValues, rows: Sequence[int]) -> dict[str, list[object]]:
        """Return the columns for chosen rows of a cell's answer, by name; none if no target is known."""
        if not self.names:
            return {}
        held = self.held(cell)
        found = [(held.by_metric.get(metrics.ids[row]), metrics.values[row]) for row in rows]
        return {
            "target_minimum": [target.minimum if target else None for target, _ in found],
            "target_maximum": [target.maximum if target else None for target, _ in found],
            "target_status": [target.status(value) if target else None for target, value in found],
        }


def describe_targets(saved: SavedResult, targets: Targets) -> dict[str, Any]:
    """Return the targets of a result's query as an entry for JSON; an empty one if none is known."""
    held = targets.held_by(saved.plan.query, zone_of(saved.time_zone))
    entries = [
        {
            "metric_id": target.metric_id,
            "minimum": raw_number(target.minimum),
            "maximum": raw_number(target.maximum),
            "tolerance": raw_number(target.tolerance),
            "valid_from": target.valid_from.isoformat() if target.valid_from else None,
            "source": target.source.value,
        }
        for _, target in sorted(held.by_metric.items())
    ]
    return {"targets": entries} if entries else {}
