"""Time zones as people write them: capitals do not matter, and spaces stand for the underscores of IANA names."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of that name, or UTC where this computer does not know it: stored results come from elsewhere."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError; a folder name is an OSError
        return ZoneInfo("UTC")


def canonical_zone(name: str) -> str:
    """Return the IANA name that is meant; `name` as it is if this computer knows none. Takes some 20 ms."""
    wanted = name.strip().replace(" ", "_").casefold()
    return next((zone for zone in available_timezones() if zone.casefold() == wanted), name)


def readable_zone(name: str) -> str:
    """Return the same, at once where this computer finds a zone under just this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return canonical_zone(name)
    return name
