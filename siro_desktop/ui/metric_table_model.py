"""An answer's metrics as a table that sorts and filters itself through one array of row numbers.

There is no proxy model: one over 100,000 rows takes seconds where the array takes milliseconds. `flags` is not
overridden, for the same reason. Roles arrive as ints and are compared with ints.
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.units import NO_VALUE, NumberFormat, format_percent, format_value
from siro_desktop.ui.row_order import SortKeys, TextSearch, mixed_keys, number_keys, text_keys
from siro_desktop.ui.words import grouped, number_format, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT: Final = QModelIndex()


class Column(IntEnum):
    """The columns that every answer has; extra fields follow."""

    METRIC = 0
    VALUE = 1
    PASS_RATE = 2
    RECORDINGS = 3
    TYPE = 4
    DESCRIPTION = 5
    ID = 6


_FIGURES: Final = frozenset({int(Column.VALUE), int(Column.PASS_RATE), int(Column.RECORDINGS)})


class MetricTableModel(QAbstractTableModel):
    """Shows `MetricValues` as columns. *Source rows* are rows of the answer, *rows* are those of the view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._metrics = MetricValues()
        self._recordings: float | None = None
        self._numbers = NumberFormat()
        self._extras: tuple[str, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._order: list[int] = []
        self._sorted: list[int] | None = None  # all rows by the sort column; None: as they came
        self._hits: list[bool] | None = None  # None: no filter
        self._keys: dict[int, SortKeys] = {}
        self._search: TextSearch | None = None
        self._sort_column, self._sort_order = -1, Qt.SortOrder.AscendingOrder
        self._filter = ""
        self._displays: tuple[Callable[[int], str], ...] = ()
        self.set_metrics(MetricValues(), None)

    def set_metrics(self, metrics: MetricValues, recordings: float | None) -> None:
        """Show other metrics; the sort column and the filter stay. `recordings` is the answer's count."""
        self.beginResetModel()
        self._metrics, self._recordings, self._numbers = metrics, recordings, number_format()
        self._extras = metrics.extra_names()
        self._titles = (*self._fixed_titles(), *self._extras)
        self._displays = (
            *(getattr(self, f"_{column.name.lower()}_text") for column in Column),
            *(partial(self._extra_text, name) for name in self._extras),
        )
        self._keys, self._search = {}, None
        self._arrange()
        self.endResetModel()

    def _fixed_titles(self) -> tuple[str, ...]:
        tr = self.tr
        figures = (tr("Value"), tr("Pass rate"), tr("Recordings"))
        return (tr("Metric"), *figures, tr("Type"), tr("Description"), tr("Id"))

    # What there is to see -------------------------------------------------------------------------------------------

    @property
    def metrics(self) -> MetricValues:
        """The metrics that are shown, filtered ones included."""
        return self._metrics

    @property
    def filter_text(self) -> str:
        """What rows are searched for; empty for all rows."""
        return self._filter

    def source_row(self, row: int) -> int:
        """Return the answer's row of a row in view."""
        return self._order[row]

    def source_rows(self) -> Sequence[int]:
        """Return the answer's rows in the order of the view."""
        return tuple(self._order)

    def row_of(self, source_row: int) -> int | None:
        """Return the row in view of an answer's row; None if it is filtered out."""
        try:
            return self._order.index(source_row)
        except ValueError:
            return None

    def pass_rate(self, row: int) -> float | None:
        """Return the pass rate, 0 to 100, of a row in view."""
        return self._metrics.pass_rates[self._order[row]]

    def is_figure(self, column: int) -> bool:
        """True for columns of numbers, which stand right-aligned."""
        return column in _FIGURES

    def title(self, column: int) -> str:
        """Return a column's heading."""
        return self._titles[column]

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language: an extra field's name follows *extra:*."""
        return Column(column).name.lower() if column < len(Column) else f"extra:{self._extras[column - len(Column)]}"

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as plain numbers, nothing for what is missing."""
        source = self._order[row]
        if column == Column.VALUE:
            return _raw(self._metrics.values[source])
        if column == Column.PASS_RATE:
            return _raw(self._metrics.pass_rates[source])
        if column == Column.RECORDINGS:
            return _raw(self._recordings)
        return self._displays[column](source)

    # Sorting and filtering ------------------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by the real values of a column, blanks last; -1 restores the order in which the metrics came."""
        self._sort_column, self._sort_order = column, order
        self._rearrange(sort=True)

    def set_filter(self, text: str) -> None:
        """Show only rows whose name, type, id or extra fields hold `text`."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            self._rearrange(sort=False)

    def _rearrange(self, *, sort: bool) -> None:
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        sources = [self._order[index.row()] for index in persistent]
        self._arrange(sort=sort, search=not sort)
        if persistent:
            rows = {source: row for row, source in enumerate(self._order)}
            moved = [
                self.createIndex(rows[source], index.column()) if source in rows else QModelIndex()
                for source, index in zip(sources, persistent, strict=True)
            ]
            self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    def _arrange(self, *, sort: bool = True, search: bool = True) -> None:
        count = len(self._metrics)
        if sort:
            is_sorted = 0 <= self._sort_column < len(self._titles)
            self._sorted = self._sorted_rows() if is_sorted else None
        if search:
            self._hits = self._find() if self._filter and count else None
        rows: Sequence[int] = range(count) if self._sorted is None else self._sorted
        hits = self._hits
        self._order = list(rows) if hits is None else [row for row in rows if hits[row]]

    def _sorted_rows(self) -> list[int]:
        column = self._sort_column
        if column not in self._keys:
            self._keys[column] = SortKeys(self._sort_keys(column))
        return self._keys[column].order(descending=self._sort_order == Qt.SortOrder.DescendingOrder)

    def _sort_keys(self, column: int) -> list[float | None]:
        metrics = self._metrics
        match column:
            case Column.VALUE:
                return number_keys(metrics.values)
            case Column.PASS_RATE:
                return number_keys(metrics.pass_rates)
            case Column.RECORDINGS:
                return [None] * len(metrics)  # one count for all: the order stays
        texts = {
            int(Column.METRIC): metrics.names,
            int(Column.TYPE): metrics.metric_types,
            int(Column.DESCRIPTION): metrics.descriptions,
            int(Column.ID): metrics.ids,
        }
        if column in texts:
            return text_keys(texts[column])
        name = self._extras[column - len(Column)]
        return mixed_keys(metrics.extras.get(row, {}).get(name) for row in range(len(metrics)))

    def _find(self) -> list[bool]:
        metrics = self._metrics
        if self._search is None:
            extras = [
                [_text_of(metrics.extras.get(row, {}).get(name)) for row in range(len(metrics))]
                for name in self._extras
            ]
            self._search = TextSearch([metrics.names, metrics.metric_types, metrics.ids, *extras])
        return self._search.find(self._filter)

    # Cells ----------------------------------------------------------------------------------------------------------

    def _metric_text(self, row: int) -> str:
        return _flat(self._metrics.names[row]) or self._metrics.ids[row]  # nameless: its id can be looked up

    def _value_text(self, row: int) -> str:
        metrics = self._metrics
        return format_value(metrics.values[row], metrics.units[row], metrics.unit_abbreviations[row], self._numbers)

    def _pass_rate_text(self, row: int) -> str:
        return format_percent(self._metrics.pass_rates[row], self._numbers)

    def _recordings_text(self, row: int) -> str:  # noqa: ARG002  one count for the whole answer
        return NO_VALUE if self._recordings is None else grouped(self._recordings)

    def _type_text(self, row: int) -> str:
        return self._metrics.metric_types[row]

    def _description_text(self, row: int) -> str:
        return _flat(self._metrics.descriptions[row] or "")

    def _id_text(self, row: int) -> str:
        return self._metrics.ids[row]

    def _extra_text(self, name: str, row: int) -> str:
        return _flat(_text_of(self._metrics.extras.get(row, {}).get(name)))

    def _tool_tip(self, row: int, column: int) -> str:
        if column == Column.VALUE:
            return self._value_tip(row)
        if column == Column.PASS_RATE:
            rate = self._metrics.pass_rates[row]
            return self.tr("No pass rate came") if rate is None else f"{_raw(rate)} %"
        if column == Column.RECORDINGS:
            return self.tr("Recordings evaluated for this answer: %1").replace(
                "%1", recordings_in_words(self._recordings)
            )
        return self._displays[column](row)

    def _value_tip(self, row: int) -> str:
        value, unit = self._metrics.values[row], self._metrics.units[row]
        if value is None:
            return self.tr("Siro sent no value, which is not 0")
        return f"{_raw(value)} {unit}".strip()

    # Qt -------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows in view."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a cell's text, tool tip or alignment."""
        if role == _DISPLAY:
            return self._displays[index.column()](self._order[index.row()])
        if role == _ALIGNMENT:
            return _RIGHT if index.column() in _FIGURES else _LEFT
        if role == _TOOL_TIP:
            return self._tool_tip(self._order[index.row()], index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a heading, aligned as its column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role in {_DISPLAY, _TOOL_TIP}:
            return self._titles[section]
        if role == _ALIGNMENT:
            return _RIGHT if section in _FIGURES else _LEFT
        return None


def _raw(number: float | None) -> str:
    """A number as it came, in the notation of JSON; nothing for None."""
    if number is None:
        return ""
    return str(int(number)) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else str(number)


def _flat(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text


def _text_of(value: object) -> str:
    return "" if value is None else str(value)
