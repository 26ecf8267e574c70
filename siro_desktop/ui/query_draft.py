"""Reads a kept draft of a query. It may come from an older version or a damaged file: what is no use is left out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.query import EntityType

if TYPE_CHECKING:
    from datetime import tzinfo

    from siro_desktop.domain.periods import PeriodPreset
    from siro_desktop.domain.query import MetricsQuery

DRAFT_VERSION: Final = 1
SEVERAL: Final = "SEVERAL"
"""The key of the ids of a form that filters by several types at once."""


def draft_of(query: MetricsQuery, zone: tzinfo | None, preset: PeriodPreset | None) -> dict[str, object]:
    """Return the draft of a form that asks `query`, its period as `preset` or as the days that it touches in `zone`."""
    is_several = len(query.filter_by) > 1
    first = query.period.start.astimezone(zone).date()
    last = (query.period.end - timedelta(milliseconds=1)).astimezone(zone).date()
    days = {"preset": "custom", "first": first.isoformat(), "last": last.isoformat()}
    return {
        "version": DRAFT_VERSION,
        "conversation_type": {"id": query.conversation_type_id, "text": query.conversation_type_id},
        "period": days if preset is None else {"preset": str(preset)},
        "filter_by": [one.value for one in query.filter_by],
        "several": is_several,
        "ids": {SEVERAL if is_several else query.filter_by[0].value: list(query.ids)},
        "group_by": [one.value for one in query.group_by],
        "organization_id": query.organization_id,
    }


def read_mapping(kept: object) -> dict[str, object]:
    """Return the entries of a JSON object that have text keys; empty for anything else."""
    return {key: entry for key, entry in kept.items() if isinstance(key, str)} if isinstance(kept, dict) else {}


def read_text(kept: object, default: str = "") -> str:
    """Return text as text, and `default` for anything else."""
    return kept if isinstance(kept, str) else default


def read_texts(kept: object) -> tuple[str, ...]:
    """Return the texts in a JSON array."""
    return tuple(one for one in kept if isinstance(one, str)) if isinstance(kept, list | tuple) else ()


def read_entity_types(kept: object) -> tuple[EntityType, ...]:
    """Return the known types in a JSON array, each once."""
    known = {one.value for one in EntityType}
    return tuple(EntityType(one) for one in dict.fromkeys(read_texts(kept)) if one in known)
