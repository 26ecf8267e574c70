"""A query becomes a fetch plan: the cells, one request each, that answer it. A plain query is the plan of one cell."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.calendar import LONGEST_DAYS, Unit
from siro_desktop.domain.periods import Period, wire_instant
from siro_desktop.domain.query import Entity, EntityType
from siro_desktop.errors import QueryError
from siro_desktop.stopping import checked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from siro_desktop.domain.calendar import Calendar
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.relative_periods import Offset

MAX_CELLS: Final = 10_000
PLAN_UNITS: Final = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER)
"""What a plan's period may be cut into."""


class CompareEntities(StrEnum):
    """How the ids of a query become columns: all as one population, each alone, or each member of the teams alone."""

    TOGETHER = "together"
    EACH = "entity"
    MEMBERS = "member"


class CompareBy(Struct, frozen=True, kw_only=True):
    """Into what a question is taken apart. `unit` cuts the period; `offset` sets an earlier period beside it.

    `with_whole` asks, beside the entities that are compared, for all that the ids name as one population: the line to
    hold them against. It says nothing where entities are not compared.

    Raises QueryError for `compare_by` if both are given, or for a unit that plans are not cut into.
    """

    entities: CompareEntities = CompareEntities.TOGETHER
    unit: Unit | None = None
    offset: Offset | None = None
    with_whole: bool = False

    def __post_init__(self) -> None:
        if self.unit is not None and self.unit not in PLAN_UNITS:
            raise QueryError("compare_by", "Compare by day, week, month or quarter.")
        if self.unit is not None and self.offset is not None:
            raise QueryError("compare_by", f"Compare by {self.unit}, or with an earlier period, but not both at once.")


NOT_COMPARED: Final = CompareBy()


class Cell(Struct, frozen=True):
    """One request of a plan. `key` is equal for equal questions of the same person on the same profile."""

    key: str
    query: MetricsQuery


class FetchPlan(Struct, frozen=True, kw_only=True, dict=True):
    """A query and the cells that answer it. `identity` is who asks, where that is known."""

    profile_id: str
    identity: str | None
    query: MetricsQuery
    cells: tuple[Cell, ...]
    compare_by: CompareBy = NOT_COMPARED

    def __post_init__(self) -> None:
        self.entities, self.periods  # noqa: B018  of thousands of cells: better here than where they are shown

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Whom each row of the plan is about, in order: one id where entities are compared, otherwise all."""
        return tuple(dict.fromkeys(cell.query.entity for cell in checked(self.cells)))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the plan, earliest first."""
        return tuple(sorted({cell.query.period for cell in checked(self.cells)}, key=attrgetter("start", "end")))

    @property
    def whole(self) -> Entity | None:
        """The entity that the others are held against, which is the last: all that the ids name, as one population."""
        is_there = self.compare_by.with_whole and len(self.entities) > 1
        return self.query.entity if is_there else None


def final_from(plan: FetchPlan, settle: timedelta) -> dict[str, datetime]:
    """Return by cell key when its figures are final: `settle` after the end of its period, since scores come late."""
    return {cell.key: cell.query.period.end + settle for cell in plan.cells}


def build_plan(
    query: MetricsQuery,
    profile_id: str,
    identity: str | None = None,
    *,
    compare_by: CompareBy = NOT_COMPARED,
    calendar: Calendar | None = None,
    names: Names | None = None,
    max_cells: int = MAX_CELLS,
) -> FetchPlan:
    """Return the plan for `query`: the cells of one entity after the other, each from its earliest period.

    A comparison of periods needs `calendar`; one of team members needs `names`. Raises QueryError if the query is
    wrong, for `ids` where a team's members are not known, and for `ids` or `period` where more than `max_cells` cells
    would be needed.
    """
    query.check()
    rows = _rows(query, compare_by, names)
    if compare_by.unit is not None:  # before a million periods are worked out
        least = (query.period.end - query.period.start).days // LONGEST_DAYS[compare_by.unit]
        _check_size(len(rows), least, max_cells, "at least ")
    periods = _periods(query, compare_by, calendar)
    _check_size(len(rows), len(periods), max_cells)
    queries = (replace(row, period=period) for row in rows for period in periods)
    cells = tuple(Cell(cell_key(asked, profile_id, identity), asked) for asked in checked(queries))
    return FetchPlan(profile_id=profile_id, identity=identity, query=query, cells=cells, compare_by=compare_by)


def cell_key(query: MetricsQuery, profile_id: str, identity: str | None) -> str:
    """Return a SHA-256 in hexadecimal over all that decides an answer; the order of ids and types does not matter."""
    parts = [
        profile_id,
        identity,
        query.organization_id,
        query.conversation_type_id,
        wire_instant(query.period.start),
        wire_instant(query.period.end),
        sorted(query.filter_by),
        sorted(query.ids),
        sorted(query.group_by),
    ]
    canonical = json.dumps(parts, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _rows(query: MetricsQuery, compare_by: CompareBy, names: Names | None) -> tuple[MetricsQuery, ...]:
    """The query once for each entity, all of them for the whole period; the whole comes last."""
    if compare_by.entities is CompareEntities.TOGETHER:
        return (query,)
    if compare_by.entities is CompareEntities.EACH:
        rows = [replace(query, ids=(entity_id,)) for entity_id in query.ids]
    else:
        if query.filter_by != (EntityType.TEAM,):
            raise QueryError("filter_by", "Only teams have members. Choose teams to compare their members.")
        people = dict.fromkeys(chain.from_iterable(_members(team_id, names) for team_id in query.ids))
        rows = [replace(query, filter_by=(EntityType.USER,), ids=(person,)) for person in people]
    return tuple(dict.fromkeys([*rows, query] if compare_by.with_whole else rows))


def _members(team_id: str, names: Names | None) -> Iterator[str]:
    people = [user.id for user in names.users if user.team_id == team_id] if names else []
    if not people:
        raise QueryError("ids", f"Nobody is known to belong to {team_id[:40]}. Look names up, or give people's ids.")
    return iter(people)


def _periods(query: MetricsQuery, compare_by: CompareBy, calendar: Calendar | None) -> tuple[Period, ...]:
    if compare_by.unit is None and compare_by.offset is None:
        return (query.period,)
    if calendar is None:
        raise ValueError("A comparison of periods needs a calendar.")
    if compare_by.unit is not None:
        return calendar.buckets(query.period, compare_by.unit)
    return (compare_by.offset.apply(query.period, calendar), query.period) if compare_by.offset else (query.period,)


def _check_size(entities: int, periods: int, max_cells: int, about: str = "") -> None:
    if entities * periods <= max_cells:
        return
    count = f"This would take {about}{entities * periods:,} requests, and {max_cells:,} are the most for one question."
    if periods > entities:
        raise QueryError("period", f"{count} Choose a shorter period, or compare by a longer unit, such as months.")
    raise QueryError("ids", f"{count} Choose fewer people, teams or recordings.")
