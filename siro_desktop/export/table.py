"""What every kind of table file is written from: named columns with a kind, in chunks of few enough rows.

Values are raw: numbers in their unit, aware datetimes, unguarded texts, None for what is missing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK: Final = 10_000
"""The most rows of a chunk."""


class Kind(StrEnum):
    """What a column holds. VALUE is a number in its row's own unit, MIXED whatever an undocumented field holds."""

    TEXT = "text"
    INSTANT = "instant"
    COUNT = "count"
    PERCENT = "percent"
    VALUE = "value"
    MIXED = "mixed"

    @property
    def is_number(self) -> bool:
        """True for columns of numbers."""
        return self in {Kind.COUNT, Kind.PERCENT, Kind.VALUE}


class Column(Struct, frozen=True):
    """A column. `is_ours` is False where the name came from elsewhere, and is text like any other."""

    name: str
    kind: Kind
    is_ours: bool = True


class Constant(Struct, frozen=True):
    """A column of a chunk that holds the same in every row."""

    value: object


class Chunk(Struct, frozen=True):
    """Some rows, as columns in the order of the table's."""

    length: int
    columns: tuple[Constant | Sequence[object], ...]
    units: tuple[Sequence[str], Sequence[str]]
    """The units of the rows and their abbreviations."""

    def lists(self) -> list[Sequence[Any]]:
        """Return the columns with a value for every row."""
        return [[values.value] * self.length if isinstance(values, Constant) else values for values in self.columns]


class Table(Protocol):
    """Rows and columns to write."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        ...

    @property
    def row_count(self) -> int:
        """How many rows the chunks hold together."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, in order."""
        ...
