"""What a column sorts and filters by: a rank for each row, and the texts or the figures behind the ranks. No Qt.

Keys are made from what never changes, so that they can be made in any thread, ahead of the first click. numpy is
imported only then. Raises Cancelled where nobody wants them any more.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from siro_desktop.columns import gather, in_pieces, let_go
from siro_desktop.domain.units import NO_VALUE
from siro_desktop.stopping import checkpoint, placed_pieces
from siro_desktop.ui.text_list import TextList
from siro_desktop.untracked import untracked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_PART: Final = 5_000  # texts of a dictionary that grows and goes in less than a millisecond


class ColumnKeys(Struct, frozen=True, eq=False):
    """The keys of one column, by source row.

    `ranks` are uint32: equal for equal cells; those from `last` on come last in both directions. `texts` holds the
    text of each rank, if cells are texts; `numbers` are float64 with NaN for what is missing, if they are figures.
    Immutable by agreement; any thread.
    """

    ranks: Any
    last: int
    texts: TextList | None = None
    numbers: Any = None

    @property
    def blank(self) -> int:
        """The rank of cells without anything in them."""
        return self.last if self.texts is None else len(self.texts)

    def taken(self, rows: Any) -> ColumnKeys:
        """Return the keys of a column whose cells are those of `rows`, an array of positions in this one."""
        return ColumnKeys(self.ranks[rows], self.last, self.texts, None if self.numbers is None else self.numbers[rows])


class KeyCache:
    """The keys of the columns, each made once by `make(column)`, now or ahead in another thread."""

    def __init__(self, make: Callable[[int], ColumnKeys], columns: Sequence[int] = ()) -> None:
        self._make = make
        self._columns = columns
        self._made: dict[int, ColumnKeys] = {}

    def parts(self) -> Iterator[object]:
        """Yield what is large in the keys that there are; what holds something before what it holds."""
        made = tuple(self._made.values())  # another thread may be making more
        yield from made
        for keys in made:
            if keys.texts is not None:
                yield keys.texts.texts

    def key(self, column: int) -> ColumnKeys:
        """Return the keys of a column."""
        if column not in self._made:
            self._made[column] = self._make(column)
        return self._made[column]

    def has(self, columns: Iterable[int]) -> bool:
        """True if the keys of all these columns are there."""
        return all(column in self._made for column in columns)

    def but_of(self, column: int, make: Callable[[int], ColumnKeys]) -> KeyCache:
        """Return a cache in which one column's keys are to be made anew, by `make`; the others stay."""
        other = KeyCache(make, self._columns)
        other._made = {known: keys for known, keys in self._made.items() if known != column}
        return other

    def fill(self) -> KeyCache:
        """Make the keys of all columns, and return the cache. Any thread."""
        for column in self._columns:
            checkpoint()
            self.key(column)
        return self


def number_keys(numbers: Sequence[float | None]) -> ColumnKeys:
    """Return keys for figures: by size; None and NaN are blank."""
    import numpy as np

    values = np.empty(len(numbers), dtype=np.float64)
    for place, some in placed_pieces(numbers):
        values[place] = some  # None becomes NaN
    return array_keys(values)


def array_keys(values: Any) -> ColumnKeys:
    """Return keys for an array of float64: by size; NaN is blank."""
    import numpy as np

    distinct, ranks = np.unique(values, return_inverse=True)  # all NaN are one, at the end
    figures = len(distinct) - bool(len(distinct) and np.isnan(distinct[-1]))
    return ColumnKeys(ranks.astype(np.uint32), figures, numbers=values)


def same_keys(rows: int, number: float | None) -> ColumnKeys:
    """Return keys for a column that says the same figure in every row."""
    import numpy as np

    value = math.nan if number is None else number
    is_blank = math.isnan(value)
    ranks = np.zeros(rows, dtype=np.uint32)
    return ColumnKeys(ranks, 0 if is_blank else 1, numbers=np.full(rows, value))


def text_keys(texts: Sequence[str | None]) -> ColumnKeys:
    """Return keys for texts: by alphabet, capitals beside small letters; None, nothing and a dash are blank."""
    import numpy as np

    codes, distinct = _codes(texts)
    filled = array("q")
    for place, texts_there in placed_pieces(distinct):
        numbered = enumerate(texts_there, place.start)
        filled.extend(number for number, text in numbered if text and text != NO_VALUE)
    there: list[Sequence[Any]] = [
        gather(((distinct[number] or "" for number in some) for some in in_pieces(filled)), len(filled)),
        distinct,
    ]
    ordered = TextList(there[0])
    blank = len(ordered)
    ranks = np.full(len(distinct), blank, dtype=np.uint32)
    ranks[np.array(filled, dtype=np.int64)[ordered.order]] = np.arange(blank)
    del distinct
    let_go(there)
    return ColumnKeys(ranks[codes], blank, ordered)


def made_text_keys(texts: Iterable[Iterable[str | None]], length: int) -> ColumnKeys:
    """Return keys for texts that are made for this, piece by piece, `length` in all; they go afterwards."""
    made = [gather(texts, length)]
    try:
        return text_keys(made[0])
    finally:
        let_go(made)


def choice_keys(codes: Any, texts: Sequence[str]) -> ColumnKeys:
    """Return keys for a column of a few texts in an order of their own: `codes` are positions, `len(texts)` blank."""
    import numpy as np

    return ColumnKeys(np.asarray(codes, dtype=np.uint32), len(texts), TextList(texts, in_order=True))


def mixed_keys(values: Sequence[object], *, words_last: bool = False) -> ColumnKeys:
    """Return keys for values of any JSON type: numbers first by size, then the rest by its text.

    `words_last`: the rest comes last in both directions.
    """
    import numpy as np

    numbers = number_keys([_number(value) for value in values])
    others = text_keys([None if value is None or _number(value) is not None else str(value) for value in values])
    is_number = numbers.ranks < numbers.blank
    ranks = np.where(is_number, numbers.ranks, others.ranks + np.uint32(numbers.blank))
    by_rank = dict(zip(ranks.tolist(), map(_text_of, values), strict=True))
    blank = numbers.blank + others.blank
    words = [by_rank[rank] for rank in range(blank)]
    if len(set(words)) < len(words):  # the number 1 and the text "1"
        words = [text if rank < numbers.blank else f"“{text}”" for rank, text in enumerate(words)]
    last = numbers.blank if words_last else blank
    return ColumnKeys(ranks.astype(np.uint32), last, TextList(words, in_order=True), numbers.numbers)


def _text_of(value: object) -> str:
    return "" if value is None else str(value)


def _codes(texts: Sequence[str | None]) -> tuple[Any, list[str | None]]:
    """A number for each text, equal for equal ones, and the text of each number. Lets other threads in meanwhile."""
    import numpy as np

    parts: list[dict[str | None, int]] = [{} for _ in range(1 + len(texts) // _PART)]
    distinct: list[str | None] = untracked([])
    codes = np.empty(len(texts), dtype=np.uint32)
    try:
        for place, some in placed_pieces(texts):
            codes[place] = _numbers_of(some, parts, distinct)
    finally:
        let_go(parts)
    return codes, distinct


def _numbers_of(
    texts: Sequence[str | None], parts: Sequence[dict[str | None, int]], distinct: list[str | None]
) -> list[int]:
    """Return the places of texts among the distinct ones, which they join where they are new."""
    found, count = [], len(parts)
    for text in texts:
        part = parts[hash(text) % count]
        number = part.get(text)
        if number is None:
            number = part[text] = len(distinct)
            distinct.append(text)
        found.append(number)
    return found


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
