"""How a value of a unit is written: 30:00, 43.2 %, 1,204. Siro gives units as free text: they are known by name.

What is written is for eyes only. Sorting, tool tips, copies and exports use the number as it came.
"""

from __future__ import annotations

import math
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_VALUE: Final = "—"
MINUS: Final = "\N{MINUS SIGN}"
_NARROW_GAP: Final = "\N{NO-BREAK SPACE}"
_LARGEST_GROUPED: Final = 1e15


class UnitKind(StrEnum):
    """What a unit measures, as far as it changes how a value is written."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    MILLISECONDS = "milliseconds"
    PERCENT = "percent"
    COUNT = "count"
    WORDS_PER_MINUTE = "words per minute"
    SCORE = "score"
    RATIO = "ratio"
    UNKNOWN = "unknown"


class NumberFormat(Struct, frozen=True):
    """The marks of a locale."""

    decimal_mark: str = "."
    group_separator: str = ","


_SPELLINGS: Final[Mapping[UnitKind, str]] = {
    UnitKind.SECONDS: "seconds second secs sec s",
    UnitKind.MINUTES: "minutes minute mins min",
    UnitKind.MILLISECONDS: "milliseconds millisecond msecs msec ms",
    UnitKind.PERCENT: "percent percentage % pct",
    UnitKind.COUNT: "count counts number # n",
    UnitKind.WORDS_PER_MINUTE: "words-per-minute words/minute words/min wpm",
    UnitKind.SCORE: "score scores points point pts",
    UnitKind.RATIO: "ratio ratios share fraction",
}
_KIND_OF: Final[Mapping[str, UnitKind]] = {
    spelling: kind for kind, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
# Things that are counted: each is a unit of its own on a chart, but is written as a count.
_COUNTED: Final = frozenset(
    ("questions", "exchanges", "words", "recordings", "conversations", "bookmarks", "times", "occurrences", "calls")
)


@lru_cache(maxsize=1024)
def unit_kind(unit: str, unit_abbreviated: str = "") -> UnitKind:
    """Return what `unit` measures; its abbreviation is asked where the unit itself is not known."""
    for text in (unit, unit_abbreviated):
        spelling = "-".join(text.casefold().replace("_", " ").split())
        if spelling in _KIND_OF:
            return _KIND_OF[spelling]
        if spelling in _COUNTED:
            return UnitKind.COUNT
    return UnitKind.UNKNOWN


@lru_cache(maxsize=1024)
def axis_key(unit: str, unit_abbreviated: str = "") -> str:
    """Return a key, equal for units that may share an axis: *sec* and *seconds* do, *questions* and *words* do not."""
    kind = unit_kind(unit, unit_abbreviated)
    name = " ".join((unit or unit_abbreviated).casefold().split())
    if kind is UnitKind.UNKNOWN or name in _COUNTED:
        return f"other:{name}"
    return kind.value


def format_value(
    value: float | None, unit: str, unit_abbreviated: str = "", numbers: NumberFormat = NumberFormat()
) -> str:
    """Return `value` as people read it: with its unit, rounded; an em dash for no value."""
    if value is None:
        return NO_VALUE
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    match unit_kind(unit, unit_abbreviated):
        case UnitKind.SECONDS if abs(value) < _LARGEST_GROUPED:
            return _format_seconds(value, numbers)
        case UnitKind.PERCENT:
            return format_percent(value, numbers)
        case UnitKind.COUNT:
            return format_number(value, numbers)
    number = format_number(value, numbers)
    suffix = unit_abbreviated or unit
    return f"{number}{_NARROW_GAP}{suffix}" if suffix else number


def format_percent(value: float | None, numbers: NumberFormat = NumberFormat()) -> str:
    """Return a percentage, given as 0 to 100, with one decimal."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    return f"{_marked(value, 1, numbers)}{_NARROW_GAP}%"


def format_change(
    value: float | None, unit: str, unit_abbreviated: str = "", numbers: NumberFormat = NumberFormat()
) -> str:
    """Return by how much a value changed, with its sign; percentages change by percentage points (pp)."""
    if unit_kind(unit, unit_abbreviated) is UnitKind.PERCENT:
        return format_points(value, numbers)
    text = format_value(value, unit, unit_abbreviated, numbers)
    return f"+{text}" if value is not None and value > 0 and _says_something(text) else text


def format_points(value: float | None, numbers: NumberFormat = NumberFormat()) -> str:
    """Return a difference of percentages, in percentage points, with its sign and one decimal."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    text = _marked(value, 1, numbers)
    return f"{'+' if value > 0 and _says_something(text) else ''}{text}{_NARROW_GAP}pp"


def format_number(value: float, numbers: NumberFormat = NumberFormat()) -> str:
    """Return a finite number, grouped, with up to two decimals; small ones keep two digits that say something."""
    if abs(value) >= _LARGEST_GROUPED:
        return _in_powers(value, numbers)
    decimals = 2
    if 0 < abs(value) < 0.01:
        decimals = min(12, 1 - math.floor(math.log10(abs(value))))
    text = _marked(value, decimals, numbers)
    return text.rstrip("0").removesuffix(numbers.decimal_mark) if numbers.decimal_mark in text else text


def _says_something(text: str) -> bool:
    """True if not every digit is a nought."""
    return any(digit in "123456789" for digit in text)


def _in_powers(value: float, numbers: NumberFormat) -> str:
    """A number of more digits than it says anything with."""
    return f"{value:.6g}".replace("-", MINUS).replace(".", numbers.decimal_mark)


def _marked(value: float, decimals: int, numbers: NumberFormat) -> str:
    """`value` with so many decimals, in the marks of the locale, and never a minus zero; one too large in powers."""
    if abs(value) >= _LARGEST_GROUPED:
        return _in_powers(value, numbers)
    whole, _, fraction = f"{abs(value):,.{decimals}f}".partition(".")
    is_negative = value < 0 and _says_something(whole + fraction)
    text = whole.replace(",", numbers.group_separator)
    if fraction:
        text += numbers.decimal_mark + fraction
    return MINUS + text if is_negative else text


def _format_seconds(value: float, numbers: NumberFormat) -> str:
    """m:ss, or h:mm:ss from an hour on, rounded to whole seconds."""
    seconds = math.floor(abs(value) + 0.5)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    grouped = f"{hour:,}".replace(",", numbers.group_separator)
    text = f"{grouped}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"
    return MINUS + text if value < 0 and seconds else text


def plain_number(number: float | None) -> str:
    """Return a number as it came, in the notation of JSON; nothing for None."""
    if number is None:
        return ""
    return str(int(number)) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else str(number)
