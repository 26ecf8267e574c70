"""Plans, problems and names as JSON text, with a version in front. Keys never change their meaning.

Decoding raises ValueError, KeyError or TypeError for text that this module did not write, or a newer one did.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import Period, wire_instant
from siro_desktop.domain.plan import NOT_COMPARED, Cell, CompareBy, CompareEntities, FetchPlan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.relative_periods import Offset
from siro_desktop.domain.results import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VERSION: Final = 1
_COMPARED_VERSION: Final = 2
"""Of a plan that compares: its cells hold only what differs. Plans that do not are written as ever."""


def encode_json(value: object) -> str:
    """Return compact JSON in ASCII, which holds any text, half surrogates too."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def encode_optional(value: Any) -> str | None:
    """Return JSON, or None for nothing at all: an empty mapping or sequence."""
    return encode_json(value) if value else None


def encode_instant(instant: datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC, to the microsecond; such texts sort by time."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def decode_instant(text: str) -> datetime:
    """Return the UTC instant of `encode_instant` or `wire_instant`."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("This instant has no offset.")
    return instant.astimezone(UTC)


def encode_plan(plan: FetchPlan) -> str:
    """Return a plan as JSON. A cell that asks the plan's own query does not repeat it."""
    # By the period itself, of which a plan has few, and many cells for each.
    periods = {id(cell.query.period): cell.query.period for cell in plan.cells}
    bounds = {key: _bounds(period) for key, period in periods.items()}
    query = _query_to_json(plan.query, _bounds(plan.query.period))
    compared = plan.compare_by != NOT_COMPARED
    return encode_json(
        {
            "version": _COMPARED_VERSION if compared else _VERSION,
            "profile_id": plan.profile_id,
            "identity": plan.identity,
            "query": query,
            **({"compare_by": _compare_by_to_json(plan.compare_by)} if compared else {}),
            # the last: `Library.load_summaries` cuts them off
            "cells": [
                _cell_to_json(cell, plan.query, query if compared else {}, bounds[id(cell.query.period)])
                for cell in plan.cells
            ],
        }
    )


def decode_plan(text: str) -> FetchPlan:
    """Return the plan of `encode_plan`, also of an earlier version."""
    content = _versioned(text, _VERSION, _COMPARED_VERSION)
    query = _query_from_json(content["query"])
    periods: dict[tuple[str, str], Period] = {}
    return FetchPlan(
        profile_id=content["profile_id"],
        identity=content["identity"],
        query=query,
        cells=tuple(Cell(cell["key"], _changed_query(query, cell, content, periods)) for cell in content["cells"]),
        compare_by=_compared_by(content),
    )


def decode_head(text: str) -> tuple[MetricsQuery, CompareBy]:
    """Return what a plan of `encode_plan` asks, and how it is taken apart. Its cells may be cut off."""
    content = _versioned(text, _VERSION, _COMPARED_VERSION)
    return _query_from_json(content["query"]), _compared_by(content)


def encode_problem(problem: Problem | None) -> str | None:
    """Return a problem as JSON, or None for none."""
    if problem is None:
        return None
    return encode_json(
        {"kind": problem.kind, "title": problem.title, "message": problem.message, "detail": problem.detail}
    )


def decode_problem(text: str | None) -> Problem | None:
    """Return the problem of `encode_problem`."""
    if text is None:
        return None
    content = json.loads(text)
    return Problem(content["kind"], content["title"], content["message"], content["detail"])


def encode_names(names: Names) -> str:
    """Return names as JSON."""
    return encode_json(
        {
            "version": _VERSION,
            "organization_id": names.organization_id,
            **{kind: [_named_to_json(known) for known in getattr(names, kind)] for kind in _KINDS},
            "refused": names.refused,
            "fetched_at": names.fetched_at and encode_instant(names.fetched_at),
            **_recorded_to_json(names.recordings),
        }
    )


def decode_names(text: str) -> Names:
    """Return the names of `encode_names`."""
    content = _versioned(text)
    fetched_at = content["fetched_at"]
    names = Names(
        organization_id=content["organization_id"],
        refused=tuple(content["refused"]),
        fetched_at=decode_instant(fetched_at) if fetched_at else None,
        **{kind: tuple(NamedId(*known) for known in content[kind]) for kind in _KINDS},
    )
    recorded = content.get("recorded", {})
    recordings = (_with_recorded(known, recorded.get(known.id)) for known in names.recordings)
    return replace(names, recordings=tuple(recordings)) if recorded else names


_KINDS: Final = ("conversation_types", "users", "teams", "recordings")


def _bounds(period: Period) -> tuple[str, str]:
    return wire_instant(period.start), wire_instant(period.end)


def _query_to_json(query: MetricsQuery, bounds: tuple[str, str]) -> dict[str, object]:
    start, end = bounds
    return {
        "organization_id": query.organization_id,
        "conversation_type_id": query.conversation_type_id,
        "start": start,
        "end": end,
        "filter_by": query.filter_by,
        "ids": query.ids,
        "group_by": query.group_by,
    }


def _query_from_json(content: Mapping[str, Any], period: Period | None = None) -> MetricsQuery:
    return MetricsQuery(
        organization_id=content["organization_id"],
        conversation_type_id=content["conversation_type_id"],
        period=period or Period(decode_instant(content["start"]), decode_instant(content["end"])),
        filter_by=tuple(EntityType(name) for name in content["filter_by"]),
        ids=tuple(content["ids"]),
        group_by=tuple(EntityType(name) for name in content["group_by"]),
    )


def _cell_to_json(
    cell: Cell, own: MetricsQuery, known: Mapping[str, object], bounds: tuple[str, str]
) -> dict[str, object]:
    """A cell; of its query what is not in `known` already."""
    if cell.query == own:
        return {"key": cell.key}
    changes = {name: value for name, value in _query_to_json(cell.query, bounds).items() if known.get(name) != value}
    return {"key": cell.key, "query": changes}


def _changed_query(
    own: MetricsQuery, cell: Mapping[str, Any], plan: Mapping[str, Any], periods: dict[tuple[str, str], Period]
) -> MetricsQuery:
    """The query of a cell. `periods` are those already made: a plan has few, and many cells for each."""
    changes = cell.get("query")
    if changes is None:
        return own
    content = {**plan["query"], **changes}
    bounds = content["start"], content["end"]
    if bounds not in periods:
        periods[bounds] = Period(*map(decode_instant, bounds))
    return _query_from_json(content, periods[bounds])


def _compare_by_to_json(compare_by: CompareBy) -> dict[str, object]:
    return {
        "entities": compare_by.entities.value,
        "unit": compare_by.unit and compare_by.unit.value,
        "offset": None if compare_by.offset is None else str(compare_by.offset),
        **({"with_whole": True} if compare_by.with_whole else {}),
    }


def _compared_by(plan: Mapping[str, Any]) -> CompareBy:
    return _compare_by_from_json(plan["compare_by"]) if "compare_by" in plan else NOT_COMPARED


def _compare_by_from_json(content: Mapping[str, Any]) -> CompareBy:
    return CompareBy(
        entities=CompareEntities(content["entities"]),
        unit=content["unit"] and Unit(content["unit"]),
        offset=content["offset"] and Offset.parse(content["offset"]),
        with_whole=content.get("with_whole") is True,
    )


def _named_to_json(known: NamedId) -> list[str]:
    team = [known.team_id] if known.team_id else []
    return [known.id, known.name, known.note, *team]


def _recorded_to_json(recordings: Iterable[NamedId]) -> dict[str, object]:
    """Whose recordings these are, and when they were made: beside the names, where older versions overlook it."""
    recorded = {
        known.id: [known.user_id, known.recorded_at and encode_instant(known.recorded_at)]
        for known in recordings
        if known.user_id or known.recorded_at
    }
    return {"recorded": recorded} if recorded else {}


def _with_recorded(known: NamedId, recorded: list[str] | None) -> NamedId:
    if recorded is None:
        return known
    user_id, instant = recorded
    return replace(known, user_id=user_id, recorded_at=decode_instant(instant) if instant else None)


def _versioned(text: str, *versions: int) -> dict[str, Any]:
    content = json.loads(text)
    if not isinstance(content, dict) or content.get("version") not in (versions or (_VERSION,)):
        raise ValueError("This was written by another version.")
    return content
