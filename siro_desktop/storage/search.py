"""What a search through the saved results looks at, and how it is asked of SQLite."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from siro_desktop.domain.periods import wire_instant, wire_range

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.plan import FetchPlan

# instr() instead of LIKE: nothing in what a person types has a meaning of its own.
WORD_CONDITION: Final = (
    "(instr(results.search, ?) > 0 OR EXISTS ("
    "SELECT 1 FROM result_cells AS asked JOIN answer_values AS valued ON valued.answer_id = asked.answer_id"
    " WHERE asked.result_id = results.id AND valued.metric IN (SELECT id FROM metrics WHERE instr(search, ?) > 0)))"
)


def fold(text: str) -> str:
    """Return `text` as it is compared: no difference between capitals and small letters, or between writings of one."""
    printable = text.encode("utf-8", "replace").decode()  # half surrogates cannot be kept
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", printable).casefold())


def search_text(plan: FetchPlan, profile_name: str, time_zone: str, saved_at: datetime) -> str:
    """Return what a search finds a result by, beside its metrics: names, ids, types and dates, as shown and as sent."""
    zone = zone_of(time_zone)
    query = plan.query
    period = query.period
    ids = dict.fromkeys([*query.ids, *(entity_id for cell in plan.cells for entity_id in cell.query.ids)])
    parts = [
        profile_name,
        query.organization_id,
        query.conversation_type_id,
        *query.filter_by,
        *query.group_by,
        *ids,
        period.start.astimezone(zone).date().isoformat(),
        period.end.astimezone(zone).date().isoformat(),
        *wire_range(period),
        saved_at.astimezone(zone).isoformat(sep=" ", timespec="minutes"),
        wire_instant(saved_at),
    ]
    return fold("\n".join(parts))


def conditions(search: str) -> tuple[list[str], list[Any]]:
    """Return SQL conditions and their parameters: every word of `search` must be found somewhere."""
    words = fold(search).split()
    return [WORD_CONDITION] * len(words), [word for word in words for _ in range(2)]


def zone_of(time_zone: str) -> ZoneInfo:
    """Return the zone of that name, or UTC where this computer does not know it."""
    try:
        return ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
