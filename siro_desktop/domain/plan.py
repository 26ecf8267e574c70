"""A query becomes a fetch plan: the cells, one request each, that answer it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from siro_desktop.domain.periods import wire_instant

if TYPE_CHECKING:
    from siro_desktop.domain.query import MetricsQuery


@dataclass(frozen=True, slots=True)
class Cell:
    """One request of a plan. `key` is equal for equal questions of the same person on the same profile."""

    key: str
    query: MetricsQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPlan:
    """A query and the cells that answer it. `identity` is who asks, where that is known."""

    profile_id: str
    identity: str | None
    query: MetricsQuery
    cells: tuple[Cell, ...]


def build_plan(query: MetricsQuery, profile_id: str, identity: str | None = None) -> FetchPlan:
    """Return the plan for `query`: today one cell. Raises QueryError if the query is wrong."""
    query.check()
    cell = Cell(cell_key(query, profile_id, identity), query)
    return FetchPlan(profile_id=profile_id, identity=identity, query=query, cells=(cell,))


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
