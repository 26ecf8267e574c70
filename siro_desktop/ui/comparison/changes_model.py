"""What changed, as a table that sorts and filters itself: a row for each metric of each cell that is not as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.changes import Changes
from siro_desktop.domain.units import NO_VALUE, NumberFormat, format_change, format_percent, format_value
from siro_desktop.ui.column_keys import KeyCache
from siro_desktop.ui.comparison.change_keys import FIGURES, ChangeColumn, ChangeKeys, metric_in_words, unit_of
from siro_desktop.ui.comparison.changes_words import what_in_words
from siro_desktop.ui.comparison.difference_words import share_in_words
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.ordered_model import OrderedTableModel
from siro_desktop.ui.words import days_in_words, grouped, number_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.domain.changes import Change
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.query import Entity
    from siro_desktop.ui.comparison.state import ComparisonState


class ChangesModel(OrderedTableModel):
    """Shows changes. Source rows are positions among them; names come from the state."""

    unit_columns = (
        (int(ChangeColumn.BEFORE), int(ChangeColumn.NOW), int(ChangeColumn.DIFFERENCE)),
        int(ChangeColumn.UNIT),
    )

    def __init__(self, state: ComparisonState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._changes: Sequence[Change] = ()
        self._numbers = NumberFormat()
        self._figures = frozenset(int(column) for column in FIGURES)
        self._wishes.searched = tuple(int(column) for column in ChangeColumn if column not in FIGURES)
        self._displays = tuple(getattr(self, f"_{column.name.lower()}_text") for column in ChangeColumn)
        self._names: dict[str, str] = {}
        self._periods: dict[str, str] = {}
        self.set_changes(Changes())

    def set_changes(self, changes: Changes) -> None:
        """Show others; sort columns, filters and search stay."""
        self.beginResetModel()
        if changes.all is not self._changes:
            self._former.let_go(self._changes)
        self._changes, self._numbers = changes.all, number_format()
        self._name_cells(changes.cells)
        tr = self.tr
        who = (tr("Who"), tr("Period"), tr("Metric"), tr("What"))
        figures = (tr("Before"), tr("Now"), tr("Difference"), tr("Relative"))
        recordings = (tr("n before"), tr("n now"))
        self._titles = (*who, *figures, *recordings, tr("Pass rate before"), tr("Pass rate now"), tr("Unit"))
        periods = {cell.key: cell.query.period for cell in changes.cells}
        keys = ChangeKeys(self._changes, self._names, self._periods, periods)
        self._end_anew(KeyCache(keys, range(len(ChangeColumn))))

    def _name_cells(self, cells: Sequence[Cell]) -> None:
        """Say who and when once for each cell, which may have many changes."""
        comparison = self._state.comparison
        whole = comparison.entities[comparison.whole] if comparison and comparison.whole is not None else None
        zone = self._state.zone
        names: dict[Entity, str] = {}
        periods: dict[Period, str] = {}
        self._names, self._periods = {}, {}
        for cell in cells:
            entity, period = cell.query.entity, cell.query.period
            if entity not in names:
                names[entity] = self._state.name_of(entity, is_whole=entity == whole)
            if period not in periods:
                periods[period] = days_in_words(period, zone)
            self._names[cell.key], self._periods[cell.key] = names[entity], periods[period]

    # What there is to see -------------------------------------------------------------------------------------------

    def change(self, source_row: int) -> Change:
        """Return what a source row shows."""
        return self._changes[source_row]

    def source_count(self) -> int:
        """Return the number of changes, filtered ones included."""
        return len(self._changes)

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language."""
        return ChangeColumn(column).name.lower()

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as plain numbers, nothing for what is missing."""
        source = self._order[row]
        if column in FIGURES:
            return copied_numbers().writer()(FIGURES[column](self._changes[source]))
        return self._displays[column](source)

    # Cells ----------------------------------------------------------------------------------------------------------

    def _entity_text(self, row: int) -> str:
        return self._names[self._changes[row].cell.key]

    def _period_text(self, row: int) -> str:
        return self._periods[self._changes[row].cell.key]

    def _metric_text(self, row: int) -> str:
        return metric_in_words(self._changes[row])

    def _unit_text(self, row: int) -> str:
        return unit_of(self._changes[row])

    def _what_text(self, row: int) -> str:
        return what_in_words(self._changes[row])

    def _value_text(self, row: int, value: float | None) -> str:
        metric = self._changes[row].metric
        if metric is None:
            return NO_VALUE
        return format_value(value, metric.unit, metric.unit_abbreviated, self._numbers)

    def _before_text(self, row: int) -> str:
        return self._value_text(row, self._changes[row].value_before)

    def _now_text(self, row: int) -> str:
        return self._value_text(row, self._changes[row].value_now)

    def _difference_text(self, row: int) -> str:
        change = self._changes[row]
        if change.metric is None:
            return NO_VALUE
        return format_change(change.absolute, change.metric.unit, change.metric.unit_abbreviated, self._numbers)

    def _relative_text(self, row: int) -> str:
        return share_in_words(self._changes[row].relative)

    def _recordings_before_text(self, row: int) -> str:
        return _count(self._changes[row].recordings_before)

    def _recordings_now_text(self, row: int) -> str:
        return _count(self._changes[row].recordings_now)

    def _pass_rate_before_text(self, row: int) -> str:
        return format_percent(self._changes[row].pass_rate_before, self._numbers)

    def _pass_rate_now_text(self, row: int) -> str:
        return format_percent(self._changes[row].pass_rate_now, self._numbers)


def _count(recordings: float | None) -> str:
    return NO_VALUE if recordings is None else grouped(recordings)
