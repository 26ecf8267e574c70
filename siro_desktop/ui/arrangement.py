"""How the rows of a table are wished: sorted by which columns, filtered by what, searched for what. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from siro_desktop.ui.column_filters import Holds
from siro_desktop.ui.column_keys import KeyCache, same_keys
from siro_desktop.ui.row_order import SortBy, order_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.ui.column_filters import ColumnFilter

LARGE: Final = 20_000
"""Rows; the keys of more are made in another thread."""


class Wishes(Struct, frozen=True):
    """How rows are sorted and filtered, by the names of the columns: it makes sense for other rows and columns, too.

    `sorted_by` are pairs of name and whether the highest is first.
    """

    sorted_by: tuple[tuple[str, bool], ...] = ()
    filters: Mapping[str, ColumnFilter] = field(default_factory=dict)


class Arrangement:
    """The wishes, and the order of `count` rows that fulfils them, by the `keys` of the columns.

    `searched` are the columns that a search looks at. Change the fields, then ask for `order` anew.
    """

    def __init__(self) -> None:
        self.count = 0
        self.keys = KeyCache(lambda _column: same_keys(0, None))
        self.searched: tuple[int, ...] = ()
        self.sorted_by: tuple[SortBy, ...] = ()
        self.filters: dict[int, ColumnFilter] = {}
        self.search = ""
        self._names: tuple[str, ...] = ()

    def turn_to(self, count: int, names: Sequence[str], keys: KeyCache) -> None:
        """Go on with other rows, whose columns have these names: wishes stay where their column is there again."""
        former, self._names = self._names, tuple(names)
        self.count, self.keys = count, keys
        if former != self._names:
            place = {name: column for column, name in enumerate(self._names)}
            now = {column: place[name] for column, name in enumerate(former) if name in place}
            kept = (one for one in self.sorted_by if one.column in now)
            self.sorted_by = tuple(SortBy(now[one.column], one.descending) for one in kept)
            self.filters = {now[column]: wanted for column, wanted in self.filters.items() if column in now}

    @property
    def wishes(self) -> Wishes:
        """Sorting and filters by the names of their columns."""
        sorts = tuple((self._names[one.column], one.descending) for one in self.sorted_by)
        return Wishes(sorts, {self._names[column]: wanted for column, wanted in self.filters.items()})

    def take(self, wishes: Wishes) -> None:
        """Sort and filter as wished; columns that are not here are left out."""
        place = {name: column for column, name in enumerate(self._names)}
        self.sorted_by = tuple(
            SortBy(place[name], descending) for name, descending in wishes.sorted_by if name in place
        )
        self.filters = {place[name]: wanted for name, wanted in wishes.filters.items() if name in place}

    @property
    def is_any(self) -> bool:
        """True if rows are not simply as they came."""
        return bool(self.sorted_by or self.filters or self.search)

    def uses(self, column: int) -> bool:
        """True if the order goes by a column."""
        return column in self._needed()

    @property
    def is_waiting(self) -> bool:
        """True while the keys that it takes are still being made in another thread."""
        return self.count > LARGE and not self.keys.has(self._needed())

    def order(self) -> Sequence[int]:
        """Return the rows in view, in order; all as they came while it waits for keys."""
        if not self.count or not self.is_any or self.is_waiting:
            return range(self.count)
        keys = [(self.keys.key(one.column), one.descending) for one in self.sorted_by]
        return order_rows(self.count, keys, self._hits())

    def sorted_rows(self) -> Sequence[int]:
        """Return all rows as they are sorted, filtered ones too."""
        keys = [(self.keys.key(one.column), one.descending) for one in self.sorted_by]
        return order_rows(self.count, keys)

    def needles(self) -> dict[int, tuple[str, ...]]:
        """Return by column the texts that are searched for in it."""
        found = {column: [self.search] for column in self.searched if self.search}
        for column, wanted in self.filters.items():
            if isinstance(wanted, Holds):
                found.setdefault(column, []).append(wanted.text)
        return {column: tuple(texts) for column, texts in found.items()}

    def _needed(self) -> set[int]:
        """The columns whose keys it takes."""
        searched = self.searched if self.search else ()
        return {*(one.column for one in self.sorted_by), *self.filters, *searched}

    def _hits(self) -> Any:
        """An array of bool by row; None if every row is in view."""
        hits = None
        for column in self.searched if self.search else ():
            found = Holds(self.search).hits(self.keys.key(column))
            hits = found if hits is None else hits | found
        for column, wanted in self.filters.items():
            found = wanted.hits(self.keys.key(column))
            hits = found if hits is None else hits & found
        return hits
