"""What the figures of a cell are about, as columns of a file: who asked whom for what, when, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.cell_labels import EntityLabels, period_label
from siro_desktop.domain.zones import zone_of
from siro_desktop.export.table import Constant

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import Answer, SavedResult


class CellWords:
    """What all figures of a cell share, worked out once for each. Instants are in the zone of the result."""

    def __init__(self, saved: SavedResult, names: Names | None) -> None:
        self._zone = zone_of(saved.time_zone)
        self._labels = EntityLabels(names)
        self._types = {kind.id: kind.name for kind in names.conversation_types} if names else {}
        self._made: dict[str, dict[str, Constant]] = {}

    def of(self, cell: Cell, answer: Answer | None) -> dict[str, Constant]:
        """Return the columns by name; what an answer says is missing without one."""
        if cell.key not in self._made:
            self._made[cell.key] = {name: Constant(value) for name, value in self._describe(cell, answer).items()}
        return self._made[cell.key]

    def _describe(self, cell: Cell, answer: Answer | None) -> dict[str, object]:
        query = cell.query
        return {
            "organization_id": query.organization_id,
            "conversation_type_id": query.conversation_type_id,
            "filter_by": " ".join(query.filter_by),
            "filter_by_ids": " ".join(query.ids),
            "group_by": " ".join(query.group_by),
            "start_at": query.period.start.astimezone(self._zone),
            "end_at": query.period.end.astimezone(self._zone),
            "recordings_evaluated": None if answer is None else answer.recordings_evaluated,
            "fetched_at": None if answer is None else answer.fetched_at.astimezone(self._zone),
            "conversation_type_name": self._types.get(query.conversation_type_id) or query.conversation_type_id,
            "entity_name": self._labels.of(query),
            "period_label": period_label(query.period, self._zone),
        }
