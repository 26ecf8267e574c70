"""Sorts and searches the rows of an answer: which rows, in which order. No Qt.

Rows are numbers into the answer's columns. Small answers are ordered by Python, large ones by numpy, which lets other
threads run meanwhile and is imported only then.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LARGE: Final = 20_000

Key = float | None  # a rank or a figure to sort by; None for a blank, which comes last in both directions


def text_keys(texts: Sequence[str | None]) -> list[Key]:
    """Return the rank of each text among all, upper and lower case alike; None for blanks."""
    distinct = sorted(sorted({text for text in texts if text}), key=str.casefold)  # twice in C beats tuples as keys
    ranks: dict[str | None, Key] = {text: rank for rank, text in enumerate(distinct)}
    return [ranks.get(text) for text in texts]


def number_keys(numbers: Iterable[float | None]) -> list[Key]:
    """Return the numbers themselves; None for what is missing or not a number."""
    return [None if number is None or math.isnan(number) else number for number in numbers]


def mixed_keys(values: Iterable[object]) -> list[Key]:
    """Return keys for values of any JSON type: numbers first by size, then the rest by its text."""
    cells = list(values)
    numbers = [_number(value) for value in cells]
    largest = max((number for number in numbers if number is not None), default=0.0)
    ranks = text_keys([None if value is None or _number(value) is not None else str(value) for value in cells])
    return [
        number if number is not None else (None if rank is None else largest + 1 + rank)
        for number, rank in zip(numbers, ranks, strict=True)
    ]


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


class SortKeys:
    """The keys of one column, ready to be sorted again and again."""

    def __init__(self, keys: list[Key]) -> None:
        self._keys = keys
        self._array: Any = None

    def order(self, *, descending: bool) -> list[int]:
        """Return all rows in order: stable in both directions, blanks last."""
        if len(self._keys) < _LARGE:
            return self._order_small(descending=descending)
        import numpy as np

        if self._array is None:
            self._array = np.array(self._keys, dtype=np.float64)  # None becomes NaN, which argsort puts last
        rows: list[int] = np.argsort(-self._array if descending else self._array, kind="stable").tolist()
        return rows

    def _order_small(self, *, descending: bool) -> list[int]:
        keys = self._keys
        sign = -1.0 if descending else 1.0
        return sorted(
            range(len(keys)), key=lambda row: (True, 0.0) if (key := keys[row]) is None else (False, sign * key)
        )


def reorder(rows: Any, keys: Any, *, descending: bool) -> Any:
    """Return an array of rows in the order of their keys, an array of float64 by row; ties stay, blanks (NaN) last."""
    import numpy as np

    picked = keys[rows]
    return rows[np.argsort(-picked if descending else picked, kind="stable")]


class TextSearch:
    """Finds the rows that hold a text in one of some columns. Distinct texts are looked at once."""

    def __init__(self, columns: Sequence[Sequence[str | None]]) -> None:
        self._columns = columns
        self._folded: list[dict[str, str]] = [{text: text.casefold() for text in set(c) if text} for c in columns]

    def find(self, text: str) -> list[bool]:
        """Return for each row whether it holds `text`, upper and lower case alike."""
        needle = text.casefold()
        hits = [False] * (len(self._columns[0]) if self._columns else 0)
        for column, folded in zip(self._columns, self._folded, strict=True):
            found = {whole for whole, lower in folded.items() if needle in lower}
            if found:
                hits = [hit or cell in found for hit, cell in zip(hits, column, strict=True)]
        return hits
