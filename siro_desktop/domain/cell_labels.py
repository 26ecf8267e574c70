"""What people call the cells of a plan: whom they are about, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.calendar import Calendar, Unit

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.query import Entity, MetricsQuery

_MILLISECOND: Final = timedelta(milliseconds=1)


class CellLabel(Struct, frozen=True):
    """`entity` holds names where they are known, otherwise ids; `period` is in the zone asked for."""

    entity: str
    period: str


def label_cell(cell: Cell, zone: ZoneInfo, names: Names | None = None) -> CellLabel:
    """Return what people call a cell."""
    return CellLabel(entity_label(cell.query, names), period_label(cell.query.period, zone))


def entity_label(query: MetricsQuery, names: Names | None = None) -> str:
    """Return the names of a query's ids, separated by commas; an id stays where no name is known."""
    known = {named.id: named.name for kind in query.filter_by for named in names.of(kind)} if names else {}
    return ", ".join(known.get(entity_id) or entity_id for entity_id in query.ids)


class EntityLabels:
    """What people call the entities of many queries, worked out once for each."""

    def __init__(self, names: Names | None = None) -> None:
        self._names = names
        self._made: dict[Entity, str] = {}

    def of(self, query: MetricsQuery) -> str:
        """Return the `entity_label` of a query."""
        entity = query.entity
        if entity not in self._made:
            self._made[entity] = entity_label(query, self._names)
        return self._made[entity]


def period_label(period: Period, zone: ZoneInfo) -> str:
    """Return `2026-10` for a whole month, `2026-10-05` for a day, `2026-10-05 to 2026-10-11` for days.

    The last day is included. A period that does not begin and end with days shows its instants, the end excluded.
    """
    calendar = Calendar(zone)
    if not calendar.is_whole_days(period):
        return f"{_clock(period.start, zone)} to {_clock(period.end, zone)}"
    first, last = calendar.day_of(period.start), calendar.day_of(period.end - _MILLISECOND)
    if first == last:
        return first.isoformat()
    month = calendar.unit_around(Unit.MONTH, first)
    if (first, last) == (month.first, month.last):
        return first.isoformat()[:7]
    return f"{first} to {last}"


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(sep=" ", timespec="minutes")
