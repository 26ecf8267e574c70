"""This computer's clock against a server's: the reason behind many a refused token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_TOLERATED: Final = timedelta(minutes=5)


def describe_clock(date_header: str, now: datetime) -> str | None:
    """Return a sentence if `now` (aware) is more than 5 minutes off an answer's Date header, None if it is not.

    A header that is missing or makes no sense says nothing (RFC 9110 section 6.6.1).
    """
    try:
        there = parsedate_to_datetime(date_header)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    difference = now - (there if there.tzinfo else there.replace(tzinfo=UTC))
    if abs(difference) <= _TOLERATED:
        return None
    direction = "ahead" if difference > timedelta(0) else "behind"
    return f"This computer's clock is {_in_words(abs(difference))} {direction}. Check your clock and its time zone."


def _in_words(difference: timedelta) -> str:
    minutes = round(difference.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
