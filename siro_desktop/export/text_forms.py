"""How figures and instants are written in files: raw, complete, and the same in every file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

# A spreadsheet takes a text that begins with one of these for a formula (OWASP ASVS 1.2.10, CWE-1236). The last four
# are the full-width ones, which some spreadsheets take for the others.
_FORMULA_STARTS: Final = frozenset("=+-@\t\0\r\n＝＋－＠")
_EXACT: Final = 1e15


class GuardedTexts(dict[str | None, str]):
    """Text → the text to write, worked out once for each: a quote in front of what a spreadsheet would calculate."""

    def __missing__(self, text: str | None) -> str:
        """Work out a text that is new."""
        guarded = "" if text is None else f"'{text}" if text[:1] in _FORMULA_STARTS and text else text
        self[text] = guarded
        return guarded


class PlainTexts(dict[str | None, str]):
    """Text → the same text, where no guard is wanted."""

    def __missing__(self, text: str | None) -> str:
        """Nothing for a missing text."""
        return text or ""


def raw_number(number: float | None) -> float | None:
    """Return `number` so that its text has no needless `.0`."""
    if type(number) is float and number.is_integer() and -_EXACT < number < _EXACT:
        return int(number)
    return number


def raw_numbers(numbers: Iterable[float | None]) -> list[float | None]:
    """Return a column of `raw_number`."""
    return [
        int(number) if type(number) is float and number.is_integer() and -_EXACT < number < _EXACT else number
        for number in numbers
    ]


def undocumented_text(value: object, texts: GuardedTexts | PlainTexts) -> object:
    """Return what an undocumented field is in a table: numbers raw, texts guarded, anything deeper as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return raw_number(value)
    if value is None or isinstance(value, str):
        return texts[value]
    return texts[compact_json(value)]


def compact_json(value: Any) -> str:
    """Return JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def instant_text(instant: datetime, zone: tzinfo) -> str:
    """Return an aware instant as ISO 8601 with the offset of `zone`; milliseconds only where there are any."""
    local = instant.astimezone(zone)
    return local.isoformat(timespec="milliseconds" if local.microsecond >= 1000 else "seconds")


def zone_of(time_zone: str) -> ZoneInfo:
    """Return the zone of that name, or UTC where this computer does not know it."""
    try:
        return ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
