"""`Retry-After` (RFC 9110 section 10.2.3): seconds or a date, and whatever else servers write there."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 366 * 24 * 3600.0


def parse_retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds to wait, above 0 and at most a year, or None if nothing usable is said.

    A date is measured against the answer's own `Date` where there is one: this computer's clock may be wrong.
    `now` is aware; header names are in lower case.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        instant = _parse_date(text)
        if instant is None:
            return None
        seconds = (instant - (_parse_date(headers.get("date", "")) or now)).total_seconds()
    return min(seconds, _LONGEST) if seconds > 0 else None


def _parse_date(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
