"""Colours of pass rates in a file of targets: one text in CSV, a list in JSON. Every range says where it ends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.color_bands import HIGHEST_RATE, Status, build_own_bands
from siro_desktop.errors import TargetError
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.color_bands import ColorBands

COLOR_RANGES: Final = "color_ranges"
"""The column in CSV, the key in JSON, and the field of every TargetError that is raised here."""

_EXAMPLE: Final = "missed 0-50; near 50-80; met 80-100"
_NUMBER: Final = r"(\d{1,3}(?:[.,]\d{1,20})?(?:e-\d{1,3})?)"
_RANGE: Final = re.compile(rf"\s*(\w+)\s+{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}\s*%?\s*")

_Range = tuple[Status, float, float]


def ranges_text(bands: ColorBands) -> str:
    """Return bands set by hand on one line: *missed 0-50; near 50-80; met 80-100*."""
    return "; ".join(f"{band.status} {raw_number(band.low)}-{raw_number(band.high)}" for band in bands.bands)


def ranges_entries(bands: ColorBands) -> list[dict[str, Any]]:
    """Return bands set by hand as entries for JSON."""
    return [
        {"status": band.status.value, "from": raw_number(band.low), "to": raw_number(band.high)} for band in bands.bands
    ]


def read_ranges_text(text: str) -> ColorBands:
    """Return what `ranges_text`, or a person, wrote. Raises TargetError."""
    found: list[_Range] = []
    for part in filter(str.strip, text.split(";")):
        read = _RANGE.fullmatch(part)
        if read is None:
            raise TargetError(COLOR_RANGES, f"“{part.strip()[:40]}” is not a range. Write ranges as {_EXAMPLE}.")
        first, last = (float(number.replace(",", ".")) for number in read.group(2, 3))
        found.append((_status(read[1]), first, last))
    return _touching(found)


def read_ranges_entries(entries: object) -> ColorBands:
    """Return what `ranges_entries` wrote. Raises TargetError."""
    if not isinstance(entries, list):
        raise TargetError(COLOR_RANGES, "The ranges are not a list.")
    return _touching([_read_entry(entry) for entry in entries])


def _read_entry(entry: object) -> _Range:
    ends = (entry.get("from"), entry.get("to")) if isinstance(entry, dict) else ()
    numbers = [float(end) for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if not isinstance(entry, dict) or len(numbers) != 2:
        raise TargetError(COLOR_RANGES, "A range needs a status, and numbers where it begins and ends.")
    return _status(str(entry.get("status"))), numbers[0], numbers[1]


def _status(word: str) -> Status:
    try:
        return Status(word.casefold())
    except ValueError as error:
        raise TargetError(COLOR_RANGES, f"“{word[:40]}” is none of {', '.join(Status)}.") from error


def _touching(ranges: Sequence[_Range]) -> ColorBands:
    for (_, _, end), (status, start, _) in pairwise(ranges):
        if end != start:
            raise TargetError(
                COLOR_RANGES, f"The range “{status}” must begin at {raw_number(end)}, where the one before it ends."
            )
    if ranges and ranges[-1][2] != HIGHEST_RATE:
        raise TargetError(COLOR_RANGES, f"The last range must end at {raw_number(HIGHEST_RATE)}.")
    try:
        return build_own_bands([(status, start) for status, start, _ in ranges])
    except TargetError as error:
        raise TargetError(COLOR_RANGES, error.message) from error
