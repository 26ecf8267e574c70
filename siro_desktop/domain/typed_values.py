"""A value as people type it in a metric's own unit, and back: 43.2, 1:52 where the unit is seconds."""

from __future__ import annotations

import math
import re
from typing import Final

from siro_desktop.domain.units import MINUS, NumberFormat, UnitKind, unit_kind

_CLOCK: Final = re.compile(r"(-?)(?:(\d+):)?(\d{1,9}):([0-5]?\d(?:\.\d+)?)")
_SPACES: Final = re.compile(r"\s+")
_PLAIN: Final = NumberFormat()


def read_typed(text: str, unit: str, unit_abbreviated: str = "", numbers: NumberFormat = _PLAIN) -> float:
    """Return the value that was typed, in its unit. The unit may stand behind it. Raises ValueError.

    Seconds may be typed as m:ss or h:mm:ss. Either the locale's decimal mark or a dot is one; the separator of groups
    is left out, but only between three digits, so that 1,5 is never taken for 15.
    """
    plain = _without_unit(_SPACES.sub("", text).replace(MINUS, "-"), unit, unit_abbreviated)
    plain = _plain_number(plain, numbers)
    if ":" in plain and unit_kind(unit, unit_abbreviated) is UnitKind.SECONDS:
        return _read_clock(plain)
    value = float(plain)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def write_typed(value: float | None, unit: str, unit_abbreviated: str = "", numbers: NumberFormat = _PLAIN) -> str:
    """Return a value as `read_typed` takes it back, all its digits, without its unit; nothing for None."""
    if value is None:
        return ""
    is_whole = float(value).is_integer() and abs(value) < 1e9
    if is_whole and abs(value) >= 60 and unit_kind(unit, unit_abbreviated) is UnitKind.SECONDS:
        minutes, seconds = divmod(int(abs(value)), 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return f"-{text}" if value < 0 else text
    return (str(int(value)) if is_whole else repr(float(value))).replace(".", numbers.decimal_mark)


def _without_unit(text: str, unit: str, unit_abbreviated: str) -> str:
    for suffix in (unit, unit_abbreviated, "%" if unit_kind(unit, unit_abbreviated) is UnitKind.PERCENT else ""):
        bare = _SPACES.sub("", suffix)
        if bare and text.casefold().endswith(bare.casefold()):
            return text[: -len(bare)]
    return text


def _plain_number(text: str, numbers: NumberFormat) -> str:
    group = _SPACES.sub("", numbers.group_separator)
    if group:
        text = re.sub(rf"(?<=\d){re.escape(group)}(?=\d{{3}}(?:\D|$))", "", text)
    return text.replace(numbers.decimal_mark, ".")


def _read_clock(text: str) -> float:
    found = _CLOCK.fullmatch(text)
    if found is None or (found[2] and int(found[3]) > 59):
        raise ValueError(text)
    seconds = int(found[2] or 0) * 3600 + int(found[3]) * 60 + float(found[4])
    return -seconds if found[1] else seconds
