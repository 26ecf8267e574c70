"""A name for a file that says what is in it, and that every system takes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.zones import zone_of
from siro_desktop.export.description import PRACTICE_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.domain.two_sides import TwoSides

_MAX_BYTES: Final = 120  # of all but the days: the whole stays below what Windows takes with a folder before it
_WHO_BYTES: Final = 50
_SIDE_BYTES: Final = 20
_USUAL_DAYS: Final = len("2026-10-01 to 2026-10-31")
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
_SEVERAL: Final[Mapping[EntityType, str]] = {
    EntityType.USER: "reps",
    EntityType.TEAM: "teams",
    EntityType.RECORDING: "recordings",
    EntityType.ORGANIZATION: "organizations",
}


def suggest_name(saved: SavedResult, suffix: str = ".csv", names: Names | None = None) -> str:
    """Return a file name such as `Roof inspection, Team West 2026-10-01 to 2026-10-31.csv`; practice data says so.

    The days are those of the result's time zone, the last one included. Conversation type and entity go by their names
    where `names` knows them, otherwise by their ids; of several entities there is the number, of the whole organization
    nothing.
    """
    query = saved.plan.query
    who, days = _who(query, names), _days(query, saved.time_zone)
    return name_of_file(_type_name(query, names), days, suffix, who=who, is_practice=saved.is_practice)


def suggest_side_name(sides: TwoSides, suffix: str, names: Names | None = None) -> str:
    """Return a file name such as `Roof inspection, Ana Ruiz against Ben Cole 2026-10.csv`: B against A.

    What both sides have in common is said once.
    """
    results, queries = sides.results, [cell.query for cell in sides.cells]
    whom = (_safe(_who(query, names), _SIDE_BYTES) for query in queries)
    days = (_days(query, result.time_zone) for query, result in zip(queries, results, strict=True))
    title = _against(_type_name(query, names) for query in queries)
    is_practice = any(result.is_practice for result in results)
    return name_of_file(title, _against(days), suffix, who=_against(whom), is_practice=is_practice)


def _against(said: Iterable[str]) -> str:
    a, b = said
    return b if a == b else f"{b} against {a}"


def _type_name(query: MetricsQuery, names: Names | None) -> str:
    known = {kind.id: kind.name for kind in names.conversation_types} if names else {}
    return known.get(query.conversation_type_id) or query.conversation_type_id


def _days(query: MetricsQuery, time_zone: str) -> str:
    zone = zone_of(time_zone)
    first = query.period.start.astimezone(zone).date()
    last = (query.period.end - timedelta(milliseconds=1)).astimezone(zone).date()
    return f"{first}" if first == last else f"{first} to {last}"


def name_of_file(title: str, days: str, suffix: str, *, who: str = "", is_practice: bool) -> str:
    """Return a file name of a title and whom it is about, which every system takes, and days; practice data says so."""
    note = f" {PRACTICE_NOTE}" if is_practice else ""
    about = f", {_safe(who, _WHO_BYTES)}" if who else ""
    room = _MAX_BYTES - len(about.encode()) - max(0, len(days) - _USUAL_DAYS)
    return f"{_safe(title, room)}{about} {days}{note}{suffix}"


def _who(query: MetricsQuery, names: Names | None) -> str:
    if query.ids == (query.organization_id,):
        return ""
    kinds = query.filter_by
    if len(query.ids) > 1:
        return f"{len(query.ids)} {_SEVERAL[kinds[0]] if len(kinds) == 1 else 'ids'}"
    known = {named.id: named.name for kind in kinds for named in names.of(kind)} if names else {}
    return known.get(query.ids[0]) or query.ids[0]


def _safe(text: str, most: int) -> str:
    """`text` without what a file system refuses, and of no more than `most` bytes."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(_FORBIDDEN.sub("-", visible).split()).strip(". ").lstrip("-. ")
    short = words.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").strip(". ")
    return f"_{short}" if _RESERVED.match(short) else short or "Siro"
