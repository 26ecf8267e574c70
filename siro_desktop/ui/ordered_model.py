"""A table that sorts and filters itself through one array of row numbers.

There is no proxy model: one over 100,000 rows takes seconds where the array takes milliseconds. `flags` is not
overridden, for the same reason. Roles arrive as ints and are compared with ints.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot

from siro_desktop.ui.arrangement import LARGE, Arrangement
from siro_desktop.ui.former import Former
from siro_desktop.ui.row_order import SortBy, rows_in_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.domain.targets import Status
    from siro_desktop.domain.totals import Total
    from siro_desktop.ui.arrangement import Wishes
    from siro_desktop.ui.column_filters import ColumnFilter
    from siro_desktop.ui.column_keys import ColumnKeys, KeyCache
    from siro_desktop.ui.row_details import RowDetails

Index = QModelIndex | QPersistentModelIndex

DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
"""Digits lie below digits also where people read from the right: a painter does not turn this around."""
LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
NO_PARENT: Final = QModelIndex()
RATE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""A pass rate, 0 to 100, that a bar is drawn for."""
RATE_STATUS: Final = RATE + 1
"""How that pass rate stands: the word of a Status."""
STATUS: Final = RATE + 2
"""How a value stands to its target: the word of a Status."""


class OrderedTableModel(QAbstractTableModel):
    """*Source rows* are rows of what is shown, *rows* are those of the view.

    A model of this kind sets `_titles`, `_displays` (source row → text, one for each column), `_figures` and
    `_wishes.searched`, and says how many rows there are. It shows other rows between `beginResetModel` and
    `_end_anew`, which takes the keys that the columns sort and filter by.

    Signals: `keys_wanted(KeyCache)` where there are so many rows that the keys are to be made in another thread
    (`KeyCache.fill`) and handed to `use_keys`; until then the rows stay as they came. `arranging` before and
    `arranged` after rows are sorted or filtered otherwise. `wishes_changed(former Wishes)` where a person has sorted
    or filtered by columns: neither other rows nor `restore` tell it.
    """

    keys_wanted = Signal(object)
    arranging = Signal()
    arranged = Signal()
    wishes_changed = Signal(object)

    unit_columns: tuple[tuple[int, ...], int] = ((), -1)
    """The columns of values, and the one that says their unit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._displays: tuple[Callable[[int], str], ...] = ()
        self._figures: frozenset[int] = frozenset()
        self._order: Sequence[int] = range(0)
        self._wishes = Arrangement()
        self._former = Former(self)

    # What a model of this kind says ---------------------------------------------------------------------------------

    def source_count(self) -> int:
        """Return the number of rows, filtered ones included."""
        raise NotImplementedError

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language."""
        raise NotImplementedError

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as `copied_numbers` says, nothing for what is missing."""
        raise NotImplementedError

    def raw_rows(self, rows: Sequence[int], columns: Sequence[int]) -> Sequence[Sequence[str]]:
        """Return the texts of `raw_text` for rows in view."""
        return [[self.raw_text(row, column) for column in columns] for row in rows]

    def pass_rate(self, row: int) -> float | None:  # noqa: ARG002  said by models whose column of pass rates has bars
        """Return the pass rate, 0 to 100, of a row in view."""
        return None

    def rate_status(self, row: int) -> Status | None:  # noqa: ARG002  said by models that know the colours
        """Return how the pass rate of a row in view stands; None without one."""
        return None

    def target_status(self, row: int) -> Status | None:  # noqa: ARG002  said by models that know targets
        """Return how the value of a row in view stands to its target; None without a value, or without a target."""
        return None

    def is_unused(self, column: int) -> bool:  # noqa: ARG002
        """True for a column that has nothing to say, which is neither shown nor offered."""
        return False

    def total(self, source_rows: Sequence[int]) -> tuple[Total, float | None] | None:  # noqa: ARG002
        """Return the total of some rows, or why there is none, and the recordings it rests on; None: not asked for."""
        return None

    def details(self, source_row: int) -> RowDetails | None:  # noqa: ARG002  said by models of single figures
        """Return everything that is known of a row, in words."""
        return None

    def _tool_tip(self, row: int, column: int) -> str:
        """Return what is said of a cell of a source row."""
        return self._displays[column](row)

    def _accessible_text(self, row: int, column: int) -> str:
        """Return a cell of a source row for the ear."""
        return self._displays[column](row)

    # What there is to see -------------------------------------------------------------------------------------------

    @property
    def filter_text(self) -> str:
        """What rows are searched for; empty for all rows."""
        return self._wishes.search

    @property
    def sorted_by(self) -> tuple[SortBy, ...]:
        """The columns that rows are sorted by, the deciding one first; empty: as they came."""
        return self._wishes.sorted_by

    @property
    def filters(self) -> Mapping[int, ColumnFilter]:
        """The filter of each column that has one."""
        return dict(self._wishes.filters)

    @property
    def is_waiting(self) -> bool:
        """True while rows are not in the wished order, because keys are being made."""
        return self._wishes.is_waiting

    def is_figure(self, column: int) -> bool:
        """True for a column of numbers."""
        return column in self._figures

    def keys(self, column: int) -> ColumnKeys:
        """Return what a column sorts and filters by."""
        return self._wishes.keys.key(column)

    def has_keys(self, column: int) -> bool:
        """True if `keys` does not take long."""
        return self.source_count() <= LARGE or self._wishes.keys.has([column])

    def needles(self) -> dict[int, tuple[str, ...]]:
        """Return by column the texts that are searched for in it, to be made to stand out."""
        return self._wishes.needles()

    def source_row(self, row: int) -> int:
        """Return the source row of a row in view."""
        return self._order[row]

    def source_rows(self) -> Sequence[int]:
        """Return the source rows in the order of the view."""
        return tuple(self._order)

    @property
    def order(self) -> Sequence[int]:
        """The same as it is kept, whatever their number; never changed, but by other ones replaced."""
        return self._order

    def row_of(self, source_row: int) -> int | None:
        """Return the row in view of a source row; None if it is filtered out."""
        if not 0 <= source_row < self.source_count():
            return None
        row = rows_in_view(self._order, [source_row], self.source_count())[0]
        return None if row < 0 else row

    def text(self, row: int, column: int) -> str:
        """Return a cell of a row in view as it is shown."""
        return self._displays[column](self._order[row])

    def title(self, column: int) -> str:
        """Return a column's heading."""
        return self._titles[column]

    def copied_title(self, column: int) -> str:
        """Return a heading for where the rest of the page does not go along."""
        return self._titles[column]

    # Sorting and filtering ------------------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by the real values of one column, blanks last; -1 restores the order in which the rows came."""
        is_column = 0 <= column < len(self._titles)
        self.sort_by((SortBy(column, order == Qt.SortOrder.DescendingOrder),) if is_column else ())

    def sort_by(self, columns: Sequence[SortBy]) -> None:
        """Order by columns, the first of which decides; blanks last, ties as they came."""
        if tuple(columns) != self._wishes.sorted_by:
            with self._wishing():
                self._wishes.sorted_by = tuple(columns)

    def set_filter(self, text: str) -> None:
        """Show only rows in which `text` is found, in one of the searched columns."""
        if text.strip() != self._wishes.search:
            self._wishes.search = text.strip()
            self._rearrange()

    def set_column_filter(self, column: int, wanted: ColumnFilter | None) -> None:
        """Show only rows whose cell in `column` is as wanted; None: whatever it is."""
        if self._wishes.filters.get(column) != wanted:
            with self._wishing():
                self._wishes.filters.pop(column, None)
                if wanted is not None:
                    self._wishes.filters[column] = wanted

    def clear_filters(self) -> None:
        """Take the filters of all columns away; the search stays."""
        if self._wishes.filters:
            with self._wishing():
                self._wishes.filters.clear()

    @property
    def wishes(self) -> Wishes:
        """Sorting and filters, by the names of their columns."""
        return self._wishes.wishes

    def restore(self, wishes: Wishes) -> None:
        """Sort and filter as `wishes` said once."""
        if wishes != self._wishes.wishes:
            self._wishes.take(wishes)
            self._rearrange()

    @contextmanager
    def _wishing(self) -> Iterator[None]:
        """Arrange the rows as they are wished after this, and tell how it was before."""
        former = self._wishes.wishes
        yield
        self._rearrange()
        self.wishes_changed.emit(former)

    @Slot(object)
    def use_keys(self, keys: KeyCache) -> None:
        """Go on with keys that were made in another thread, if they are those of the rows that are shown now."""
        if keys is self._wishes.keys and self._wishes.is_any:
            self._rearrange()

    def _end_anew(self, keys: KeyCache) -> None:
        """Show other rows, or other columns: what columns are sorted and filtered by stays where they are there."""
        self._former.let_go(*self._wishes.keys.parts())
        self._wishes.turn_to(self.source_count(), [*map(self.column_name, range(len(self._titles)))], keys)
        self._order = self._wishes.order()
        self.endResetModel()
        self._want_keys()
        self.arranged.emit()

    def _change_column(self, column: int, keys: KeyCache) -> None:
        """Tell that a column says otherwise, with the keys of all columns."""
        self._wishes.keys = keys
        self._want_keys()
        if self._wishes.uses(column):
            self._rearrange()
        elif self._order:  # a screen reader loses its place where rows are arranged anew
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _want_keys(self) -> None:
        if self.source_count() > LARGE:
            self.keys_wanted.emit(self._wishes.keys)

    def _rearrange(self) -> None:
        self.arranging.emit()
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        sources = [self._order[index.row()] for index in persistent]
        self._order = self._wishes.order()
        if persistent:
            rows = rows_in_view(self._order, sources, self.source_count())
            moved = [
                QModelIndex() if row < 0 else self.createIndex(row, index.column())
                for row, index in zip(rows, persistent, strict=True)
            ]
            self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()
        self.arranged.emit()

    # Qt -------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of rows in view."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self._titles)

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        """Return the index of a cell; Qt's own would ask for both counts each time."""
        is_there = 0 <= row < len(self._order) and 0 <= column < len(self._titles) and not parent.isValid()
        return self.createIndex(row, column) if is_there else QModelIndex()

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text, tool tip, alignment, what is said for the ear, or what is drawn beside the text."""
        if role == DISPLAY:
            return self._displays[index.column()](self._order[index.row()])
        if role == ALIGNMENT:
            return RIGHT if index.column() in self._figures else LEFT
        if role == TOOL_TIP:
            return self._tool_tip(self._order[index.row()], index.column())
        if role == ACCESSIBLE:
            return self._accessible_text(self._order[index.row()], index.column())
        return self._drawn(index.row(), role)

    def _drawn(self, row: int, role: int) -> float | str | None:
        """What a delegate draws beside the text of a cell, if anything."""
        if role == RATE:
            return self.pass_rate(row)
        if role == RATE_STATUS:
            return self.rate_status(row)
        return self.target_status(row) if role == STATUS else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a heading, aligned as its column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role in {DISPLAY, TOOL_TIP}:
            return self._titles[section]
        if role == ALIGNMENT:
            return RIGHT if section in self._figures else LEFT
        return self._spoken_heading(section) if role == ACCESSIBLE else None

    def _spoken_heading(self, column: int) -> str:
        """A heading with its marks in words."""
        tr, said, sorts = self.tr, [self._titles[column]], self.sorted_by
        for number, one in enumerate(sorts, 1):
            if one.column == column:
                said.append(tr("sorted downwards") if one.descending else tr("sorted upwards"))
                said += [tr("number %1").replace("%1", str(number))] * (len(sorts) > 1)
        return ", ".join([*said, tr("filtered")] if column in self._wishes.filters else said)
