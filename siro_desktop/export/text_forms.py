"""How figures and instants are written in files: raw, complete, and the same in every file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

# A spreadsheet takes a text that begins with one of these for a formula (OWASP ASVS 1.2.10, CWE-1236). The last four
# are the full-width ones, which some spreadsheets take for the others.
FORMULA_STARTS: Final = frozenset("=+-@\t\0\r\n＝＋－＠")
_EXACT: Final = 1e15


def is_risky(text: str | None) -> bool:
    """True if a spreadsheet would take `text` for a formula."""
    return text is not None and text[:1] in FORMULA_STARTS


def guard_text(text: str) -> str:
    """Return `text`, with an apostrophe in front of what a spreadsheet would calculate."""
    return f"'{text}" if is_risky(text) else text


def guard_texts(texts: Sequence[str | None]) -> Sequence[str | None]:
    """Return a column of `guard_text`, worked out once for each text; the same column where nothing is risky."""
    risky: dict[str | None, str] = {text: f"'{text}" for text in set(texts) if text and text[0] in FORMULA_STARTS}
    return [risky.get(text, text) for text in texts] if risky else texts


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


def flat_value(value: object) -> str | float | None:
    """Return what an undocumented field is in a table: numbers raw, texts as they are, anything deeper as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return raw_number(value)
    return value if value is None or isinstance(value, str) else compact_json(value)


def compact_json(value: Any) -> str:
    """Return JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def instant_text(instant: datetime, zone: tzinfo | None = None) -> str:
    """Return an aware instant as ISO 8601 with its offset, or that of `zone`; milliseconds only where there are any."""
    local = instant if zone is None else instant.astimezone(zone)
    return local.isoformat(timespec="milliseconds" if local.microsecond >= 1000 else "seconds")
