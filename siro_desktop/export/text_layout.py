"""Text in columns, for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP: Final = "  "
_WIDE: Final = frozenset("WF")
_WIDTHLESS: Final = frozenset(("Mn", "Me", "Cf"))


def format_columns(columns: Sequence[Sequence[str]], left: int = 1) -> Iterator[str]:
    """Yield the lines of a table whose columns begin with their headings; the first `left` stand to the left."""
    widths = [max(map(display_width, column)) for column in columns]
    for number, line in enumerate(zip(*columns, strict=True)):
        yield _align(line, widths, left)
        if number == 0:
            yield _GAP.join("─" * width for width in widths)


def display_width(text: str) -> int:
    """Return how many columns of a terminal `text` takes (Unicode Standard Annex 11; combining marks take none)."""
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> int:
    if unicodedata.category(character) in _WIDTHLESS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _align(line: Sequence[str], widths: Sequence[int], left: int) -> str:
    padding = [" " * (width - display_width(text)) for text, width in zip(line, widths, strict=True)]
    padded = [
        text + space if column < left else space + text
        for column, (text, space) in enumerate(zip(line, padding, strict=True))
    ]
    return _GAP.join(padded)


def clean(text: str) -> str:
    """Return `text` on one line, without what could command a terminal or turn the direction of writing."""
    return "".join(
        character if character.isprintable() or character == "\N{NO-BREAK SPACE}" else " " for character in text
    )


def shorten(text: str, widest: int) -> str:
    """Return `text`, cleaned and cut to so many columns."""
    line = clean(text)
    if display_width(line) <= widest:
        return line
    room = widest - 1
    kept = ""
    for character in line:
        room -= _width_of(character)
        if room < 0:
            break
        kept += character
    return f"{kept}…"
