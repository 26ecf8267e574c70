"""Which rows of a table are in view, in which order. No Qt.

Rows are numbers into the columns of what is shown. An order is a sequence of ints: a range while nothing is sorted or
filtered, else an array that gives plain ints. numpy is imported only for the latter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.ui.column_keys import ColumnKeys

_DIGIT_BITS: Final = 16
_SMALL_BITS: Final = 8
_FEW: Final = 16


class SortBy(Struct, frozen=True):
    """One column that rows are sorted by."""

    column: int
    descending: bool = False


def order_rows(count: int, keys: Sequence[tuple[ColumnKeys, bool]], hits: Any = None) -> Sequence[int]:
    """Return the rows of `count` for which the array `hits` is true, sorted by each of `keys` and whether it descends.

    The first key decides, the next ones where it has ties; what ties in all stays as it came. Blanks come last in both
    directions. A million rows take 10 to 35 ms for one key.
    """
    if not keys and hits is None:
        return range(count)
    import numpy as np

    rows = None if hits is None else np.flatnonzero(hits)
    if not count or (rows is not None and not len(rows)):
        return range(0)
    for key, descending in reversed(keys):
        rows = _sorted(rows, key, descending=descending)
    order: Any = np.asarray(rows, dtype=np.int32)
    return memoryview(order)


def _sorted(rows: Any, key: ColumnKeys, *, descending: bool) -> Any:
    """Sort rows, None for all of them, by one key; what ties stays as it came.

    Digit by digit, the last one first: numpy sorts numbers of 16 bits in a few passes over them, whatever the
    processor. Sorting whole numbers takes a third of that on some processors, and twice as long on others.
    """
    import numpy as np

    ranks = key.ranks if rows is None else key.ranks[rows]
    if descending:
        ranks = np.where(ranks < key.last, np.uint32(max(0, key.last - 1)) - ranks, ranks)
    bits = max(key.last, key.blank, 1).bit_length()
    order = None
    for shift in range(0, bits, _DIGIT_BITS):
        digit = (ranks >> np.uint32(shift)).astype(np.uint16 if bits - shift > _SMALL_BITS else np.uint8)
        places = np.argsort(digit if order is None else digit[order], kind="stable")
        order = places if order is None else order[places]
    return order if rows is None else rows[order]


def rows_in_view(order: Sequence[int], sources: Sequence[int], count: int) -> list[int]:
    """Return the row in view of each source row of `count`; -1 where it is not in view."""
    if isinstance(order, range):
        return [source if source in order else -1 for source in sources]
    import numpy as np

    shown = np.asarray(order)
    distinct = set(sources)
    if len(distinct) <= _FEW:  # to number all rows takes longer
        found = {source: np.flatnonzero(shown == source) for source in distinct}
        return [int(found[source][0]) if len(found[source]) else -1 for source in sources]
    places = np.full(count, -1, dtype=np.int64)
    places[shown] = np.arange(len(shown))
    rows: list[int] = places[np.asarray(sources, dtype=np.int64)].tolist()
    return rows


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
