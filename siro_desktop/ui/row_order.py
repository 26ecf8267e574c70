"""Which rows of a table are in view, in which order. No Qt.

Rows are numbers into the columns of what is shown. An order is a sequence of ints: a range while nothing is sorted or
filtered, else an array that gives plain ints. numpy is imported only for the latter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.column_keys import ColumnKeys

_PACKED_BITS: Final = 63


@dataclass(frozen=True, slots=True)
class SortBy:
    """One column that rows are sorted by."""

    column: int
    descending: bool = False


def order_rows(count: int, keys: Sequence[tuple[ColumnKeys, bool]], hits: Any = None) -> Sequence[int]:
    """Return the rows of `count` for which the array `hits` is true, sorted by each of `keys` and whether it descends.

    The first key decides, the next ones where it has ties; what ties in all stays as it came. Blanks come last in both
    directions. A million rows take some 30 ms for one key.
    """
    if not keys and hits is None:
        return range(count)
    import numpy as np

    rows = np.arange(count) if hits is None else np.flatnonzero(hits)
    place = 0  # bits that a row's position takes, below those of the keys
    waiting: list[tuple[ColumnKeys, bool]] = []
    room = _PACKED_BITS - max(1, int(count).bit_length())
    for key, descending in reversed(keys):
        bits = _bits(key)
        if place + bits > room:
            rows, waiting, place = _sorted(rows, waiting), [], 0
        waiting.insert(0, (key, descending))
        place += bits
    rows = _sorted(rows, waiting)
    return memoryview(rows.astype(np.int32))


def _sorted(rows: Any, keys: Sequence[tuple[ColumnKeys, bool]]) -> Any:
    """Sort rows by keys that have room in 64 bits together, by sorting those numbers: faster than any argsort."""
    import numpy as np

    if not keys or not len(rows):
        return rows
    bits = max(1, len(rows).bit_length())
    packed = np.zeros(len(rows), dtype=np.uint64)
    for key, descending in keys:
        ranks = key.ranks[rows]
        if descending:
            ranks = np.where(ranks < key.last, np.uint32(max(0, key.last - 1)) - ranks, ranks)
        packed = (packed << np.uint64(_bits(key))) | ranks
    packed = (packed << np.uint64(bits)) | np.arange(len(rows), dtype=np.uint64)
    packed.sort()
    return rows[(packed & np.uint64((1 << bits) - 1)).astype(np.int64)]


def _bits(key: ColumnKeys) -> int:
    """How many bits hold every rank."""
    return max(key.last, key.blank).bit_length()


def rows_in_view(order: Sequence[int], sources: Sequence[int], count: int) -> list[int]:
    """Return the row in view of each source row of `count`; -1 where it is not in view."""
    if isinstance(order, range):
        return [source if source in order else -1 for source in sources]
    import numpy as np

    shown = np.asarray(order)
    places = np.full(count, -1, dtype=np.int64)
    places[shown] = np.arange(len(shown))
    found: list[int] = places[np.asarray(sources, dtype=np.int64)].tolist()
    return found


def next_sort(sorted_by: Sequence[SortBy], column: int, *, adds: bool) -> tuple[SortBy, ...]:
    """Return what rows are sorted by after a click on a heading: up, then down, then no more.

    `adds`: the other columns stay, and a new one decides where they have ties.
    """
    former = next((one for one in sorted_by if one.column == column), None)
    then = SortBy(column) if former is None else None if former.descending else SortBy(column, descending=True)
    if not adds:
        if former is not None and len(sorted_by) > 1:  # of several, this one alone, as it was
            return (former,)
        return () if then is None else (then,)
    if former is None:
        return (*sorted_by, SortBy(column))
    kept = [then if one.column == column else one for one in sorted_by]
    return tuple(one for one in kept if one is not None)
