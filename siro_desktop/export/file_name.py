"""A name for a file that says what is in it, and that every system takes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.export.description import PRACTICE_NOTE
from siro_desktop.export.text_forms import zone_of

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult

_MAX_BYTES: Final = 120  # of the conversation type: the whole stays below what Windows takes with a folder before it
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)


def suggest_name(saved: SavedResult, suffix: str = ".csv", names: Names | None = None) -> str:
    """Return a file name such as `Roof inspection 2026-10-01 to 2026-10-31.csv`; practice data says so.

    The days are those of the result's time zone, the last one included. The conversation type goes by its name where
    `names` knows it, otherwise by its id.
    """
    query = saved.plan.query
    zone = zone_of(saved.time_zone)
    first = query.period.start.astimezone(zone).date()
    last = (query.period.end - timedelta(milliseconds=1)).astimezone(zone).date()
    known = {kind.id: kind.name for kind in names.conversation_types} if names else {}
    title = known.get(query.conversation_type_id) or query.conversation_type_id
    days = f"{first}" if first == last else f"{first} to {last}"
    return name_of_file(title, days, suffix, is_practice=saved.is_practice)


def name_of_file(title: str, days: str, suffix: str, *, is_practice: bool) -> str:
    """Return a file name of a title, which every system takes, and days; practice data says so."""
    note = f" {PRACTICE_NOTE}" if is_practice else ""
    return f"{_safe(title)} {days}{note}{suffix}"


def _safe(text: str) -> str:
    """`text` without what a file system refuses, and not longer than it takes."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(_FORBIDDEN.sub("-", visible).split()).strip(". ").lstrip("-. ")
    short = words.encode("utf-8", "ignore")[:_MAX_BYTES].decode("utf-8", "ignore").strip(". ")
    return f"_{short}" if _RESERVED.match(short) else short or "Siro"
