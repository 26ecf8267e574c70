"""A table that sorts and filters itself through one array of row numbers.

There is no proxy model: one over 100,000 rows takes seconds where the array takes milliseconds. `flags` is not
overridden, for the same reason. Roles arrive as ints and are compared with ints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.domain.targets import Status

Index = QModelIndex | QPersistentModelIndex

DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
NO_PARENT: Final = QModelIndex()
_FEW: Final = 16


class OrderedTableModel(QAbstractTableModel):
    """*Source rows* are rows of what is shown, *rows* are those of the view.

    A model of this kind sets `_titles`, `_displays` (source row → text, one for each column) and `_figures`, and says
    how many rows there are, how they sort and which ones a search finds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._displays: tuple[Callable[[int], str], ...] = ()
        self._figures: frozenset[int] = frozenset()
        self._order: list[int] = []
        self._sorted: list[int] | None = None  # all rows in the order of the sort column; None: as they came
        self._hits: Sequence[bool] | None = None  # None: no filter
        self._sort_column, self._sort_order = -1, Qt.SortOrder.AscendingOrder
        self._filter = ""

    # What a model of this kind says ---------------------------------------------------------------------------------

    def source_count(self) -> int:
        """Return the number of rows, filtered ones included."""
        raise NotImplementedError

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language."""
        raise NotImplementedError

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as plain numbers, nothing for what is missing."""
        raise NotImplementedError

    def raw_rows(self, rows: Sequence[int], columns: Sequence[int]) -> Sequence[Sequence[str]]:
        """Return the texts of `raw_text` for rows in view."""
        return [[self.raw_text(row, column) for column in columns] for row in rows]

    def pass_rate(self, row: int) -> float | None:
        """Return the pass rate, 0 to 100, of a row in view."""
        raise NotImplementedError

    def rate_status(self, row: int) -> Status | None:  # noqa: ARG002  said by models that know the colours
        """Return how the pass rate of a row in view stands; None without one."""
        return None

    def target_status(self, row: int) -> Status | None:  # noqa: ARG002  said by models that know targets
        """Return how the value of a row in view stands to its target; None without a value, or without a target."""
        return None

    def is_unused(self, column: int) -> bool:  # noqa: ARG002
        """True for a column that has nothing to say, which is neither shown nor offered."""
        return False

    def _sorted_rows(self) -> list[int]:
        """Return all source rows as the sort column wants them."""
        raise NotImplementedError

    def _find(self) -> Sequence[bool]:
        """Return for each source row whether the search finds it."""
        raise NotImplementedError

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
        return self._filter

    def source_row(self, row: int) -> int:
        """Return the source row of a row in view."""
        return self._order[row]

    def source_rows(self) -> Sequence[int]:
        """Return the source rows in the order of the view."""
        return tuple(self._order)

    def row_of(self, source_row: int) -> int | None:
        """Return the row in view of a source row; None if it is filtered out."""
        try:
            return self._order.index(source_row)
        except ValueError:
            return None

    def title(self, column: int) -> str:
        """Return a column's heading."""
        return self._titles[column]

    # Sorting and filtering ------------------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by the real values of a column, blanks last; -1 restores the order in which the rows came."""
        self._sort_column, self._sort_order = column, order
        self._rearrange(sort=True)

    def set_filter(self, text: str) -> None:
        """Show only rows in which `text` is found."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            self._rearrange(sort=False)

    def _rearrange(self, *, sort: bool) -> None:
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        sources = [self._order[index.row()] for index in persistent]
        self._arrange(sort=sort, search=not sort)
        if persistent:
            rows = self._rows_of(set(sources))
            moved = [
                QModelIndex() if (row := rows[source]) is None else self.createIndex(row, index.column())
                for source, index in zip(sources, persistent, strict=True)
            ]
            self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    def _rows_of(self, sources: set[int]) -> Mapping[int, int | None]:
        """The rows in view of source rows: few are looked up one by one, which is faster than to number them all."""
        if len(sources) <= _FEW:
            return {source: self.row_of(source) for source in sources}
        rows = {source: row for row, source in enumerate(self._order)}
        return {source: rows.get(source) for source in sources}

    def _arrange(self, *, sort: bool = True, search: bool = True) -> None:
        count = self.source_count()
        if sort:
            is_sorted = 0 <= self._sort_column < len(self._titles)
            self._sorted = self._sorted_rows() if is_sorted else None
        if search:
            self._hits = self._find() if self._filter and count else None
        rows: Sequence[int] = range(count) if self._sorted is None else self._sorted
        hits = self._hits
        self._order = list(rows) if hits is None else [row for row in rows if hits[row]]

    # Qt -------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of rows in view."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return a cell's text, tool tip, alignment or what is said for the ear."""
        if role == DISPLAY:
            return self._displays[index.column()](self._order[index.row()])
        if role == ALIGNMENT:
            return RIGHT if index.column() in self._figures else LEFT
        if role == TOOL_TIP:
            return self._tool_tip(self._order[index.row()], index.column())
        if role == ACCESSIBLE:
            return self._accessible_text(self._order[index.row()], index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a heading, aligned as its column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role in {DISPLAY, TOOL_TIP}:
            return self._titles[section]
        if role == ALIGNMENT:
            return RIGHT if section in self._figures else LEFT
        return None


def plain_number(number: float | None) -> str:
    """Return a number as it came, in the notation of JSON; nothing for None."""
    if number is None:
        return ""
    return str(int(number)) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else str(number)


def on_one_line(text: str) -> str:
    """Return text without line breaks and tabs."""
    return " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text
