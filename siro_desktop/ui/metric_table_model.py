"""An answer's metrics as a table that sorts and filters itself through one array of row numbers.

There is no proxy model: one over 100,000 rows takes seconds where the array takes milliseconds. `flags` is not
overridden, for the same reason. Roles arrive as ints and are compared with ints.
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.targets import HeldTargets, Status
from siro_desktop.domain.units import NO_VALUE, NumberFormat, format_percent, format_value
from siro_desktop.ui.metric_tips import rate_tip, raw, target_tip, value_tip
from siro_desktop.ui.row_order import SortKeys, TextSearch, mixed_keys, number_keys, text_keys
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import grouped, number_format, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
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
    TARGET = 4
    TYPE = 5
    DESCRIPTION = 6
    ID = 7


_FIGURES: Final = frozenset({int(Column.VALUE), int(Column.PASS_RATE), int(Column.RECORDINGS)})
_RANKS: Final = {Status.MISSED: 0.0, Status.NEAR: 1.0, Status.MET: 2.0}


class MetricTableModel(QAbstractTableModel):
    """Shows `MetricValues` as columns. *Source rows* are rows of the answer, *rows* are those of the view."""

    targets_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._metrics = MetricValues()
        self._recordings: float | None = None
        self._held = HeldTargets()
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

    def set_targets(self, held: HeldTargets) -> None:
        """Hold the values against other targets, and the pass rates against other colours."""
        if held != self._held:
            self._held = held
            self._keys.pop(int(Column.TARGET), None)
            self._rearrange(sort=True)
            self.targets_changed.emit()

    def _fixed_titles(self) -> tuple[str, ...]:
        tr = self.tr
        figures = (tr("Value"), tr("Pass rate"), tr("Recordings"))
        return (tr("Metric"), *figures, tr("Target"), tr("Type"), tr("Description"), tr("Id"))

    # What there is to see -------------------------------------------------------------------------------------------

    @property
    def metrics(self) -> MetricValues:
        """The metrics that are shown, filtered ones included."""
        return self._metrics

    @property
    def held(self) -> HeldTargets:
        """What the values are held against."""
        return self._held

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

    def rate_status(self, row: int) -> Status | None:
        """Return how the pass rate of a row in view stands; None without one."""
        return self._held.bands.status(self.pass_rate(row))

    def target_status(self, row: int) -> Status | None:
        """Return how the value of a row in view stands to its target; None without a value, or without a target."""
        return self._status(self._order[row])

    def is_unused(self, column: int) -> bool:
        """True for the column of targets where none are known."""
        return column == Column.TARGET and not self._held.by_metric

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
            return raw(self._metrics.values[source])
        if column == Column.PASS_RATE:
            return raw(self._metrics.pass_rates[source])
        if column == Column.RECORDINGS:
            return raw(self._recordings)
        if column == Column.TARGET and self._status(source) is None:
            return ""
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
            case Column.TARGET:
                statuses = map(self._status, range(len(metrics)))
                return [None if status is None else _RANKS[status] for status in statuses]
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

    def _status(self, row: int) -> Status | None:
        return self._held.status(self._metrics.ids[row], self._metrics.values[row])

    def _target_text(self, row: int) -> str:
        status = self._status(row)
        return NO_VALUE if status is None else status_word(status)

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
            return value_tip(self._metrics, row)
        if column == Column.PASS_RATE:
            return rate_tip(self._metrics, row, self._held)
        if column == Column.TARGET:
            return target_tip(self._metrics, row, self._held)
        if column == Column.RECORDINGS:
            return self.tr("Recordings evaluated for this answer: %1").replace(
                "%1", recordings_in_words(self._recordings)
            )
        return self._displays[column](row)

    def _accessible_text(self, row: int, column: int) -> str:
        """A pass rate's mark in words; elsewhere what is shown."""
        shown, status = self._displays[column](row), self._held.bands.status(self._metrics.pass_rates[row])
        return f"{shown}, {status_word(status)}" if column == Column.PASS_RATE and status is not None else shown

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
        if role == _ACCESSIBLE:
            return self._accessible_text(self._order[index.row()], index.column())
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


def _flat(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text


def _text_of(value: object) -> str:
    return "" if value is None else str(value)
