"""A side of a difference: one column, that is one cell of a saved result, with all that makes it comparable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.domain.zones import zone_of

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.query import Entity, MetricsQuery
    from siro_desktop.domain.results import Answer, Problem, SavedResult


class Side(Struct, frozen=True, kw_only=True):
    """One cell of a saved result. Two sides may come from two results. `time_zone` is the one its days are cut in.

    `is_whole` is set for the entity that the others of its result are held against. `saved_at` is in UTC.
    """

    result_id: int
    profile_id: str
    saved_at: datetime
    time_zone: str
    cell: Cell
    answer: Answer | None
    problem: Problem | None = None
    is_whole: bool = False

    @property
    def query(self) -> MetricsQuery:
        """What was asked."""
        return self.cell.query

    @property
    def entity(self) -> Entity:
        """Whom the figures are about."""
        return self.cell.query.entity

    @property
    def period(self) -> Period:
        """When the recordings were made."""
        return self.cell.query.period

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the days of the result are cut in."""
        return zone_of(self.time_zone)


def sides_of(saved: SavedResult) -> tuple[Side, ...]:
    """Return a side for each cell of a result, in the order of its plan, those without an answer too."""
    whole = saved.plan.whole
    of_whole = None if whole is None else (whole.filter_by, whole.ids)
    return tuple(
        Side(
            result_id=saved.id,
            profile_id=saved.plan.profile_id,
            saved_at=saved.saved_at,
            time_zone=saved.time_zone,
            cell=cell,
            answer=saved.answers.get(cell.key),
            problem=saved.problems.get(cell.key),
            is_whole=(cell.query.filter_by, cell.query.ids) == of_whole,
        )
        for cell in saved.plan.cells
    )
