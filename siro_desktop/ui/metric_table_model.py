"""An answer's metrics as a table that sorts and filters itself."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.targets import HeldTargets
from siro_desktop.domain.totals import WhyNot, total_of
from siro_desktop.domain.units import NO_VALUE, NumberFormat, format_percent, format_value
from siro_desktop.ui.column_keys import KeyCache
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.metric_keys import Column, MetricKeys
from siro_desktop.ui.metric_tips import rate_spoken, rate_tip, target_tip, value_tip
from siro_desktop.ui.ordered_model import OrderedTableModel
from siro_desktop.ui.row_details import metric_details
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import grouped, number_format, on_one_line, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.domain.targets import ColorBands, Status
    from siro_desktop.domain.totals import Total
    from siro_desktop.ui.row_details import RowDetails


_FIGURES: Final = frozenset({int(Column.VALUE), int(Column.PASS_RATE), int(Column.RECORDINGS)})


_KEPT: Final = 2_000  # texts: several screens full


class MetricTableModel(OrderedTableModel):
    """Shows `MetricValues` as columns. Source rows are rows of the answer."""

    targets_changed = Signal()

    unit_columns = ((int(Column.VALUE),), int(Column.UNIT))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._metrics = MetricValues()
        self._recordings: float | None = None
        self._held = HeldTargets()
        self._numbers = NumberFormat()
        self._extras: tuple[str, ...] = ()
        self._figures = _FIGURES
        self.set_metrics(MetricValues(), None)

    def set_metrics(self, metrics: MetricValues, recordings: float | None) -> None:
        """Show other metrics; sort columns, filters and search stay. `recordings` is the answer's count."""
        self.beginResetModel()
        self._metrics, self._recordings, self._numbers = metrics, recordings, number_format()
        self._extras = metrics.extra_names()
        self._titles = (*self._fixed_titles(), *self._extras)
        self._recordings_shown = NO_VALUE if recordings is None else grouped(recordings)
        self._displays = (
            *(self._display_of(column) for column in Column),
            *(partial(self._extra_text, name) for name in self._extras),
        )
        extras = range(len(Column), len(self._titles))
        self._wishes.searched = (int(Column.METRIC), int(Column.TYPE), int(Column.ID), *extras)
        self._end_anew(KeyCache(self._key_maker(), range(len(self._titles))))

    def set_targets(self, held: HeldTargets) -> None:
        """Hold the values against other targets, and the pass rates against other colours."""
        if held != self._held:
            self._held = held
            target = int(Column.TARGET)
            self._change_column(target, self._wishes.keys.but_of(target, self._key_maker()))
            self.targets_changed.emit()

    def _display_of(self, column: Column) -> Callable[[int], str]:
        """What writes the cells of a column; figures are written once for as long as they are in view."""
        display: Callable[[int], str] = getattr(self, f"_{column.name.lower()}_text")
        return lru_cache(_KEPT)(display) if column in {Column.VALUE, Column.PASS_RATE} else display

    def _key_maker(self) -> MetricKeys:
        return MetricKeys(self._metrics, self._recordings, self._held, self._extras)

    def _fixed_titles(self) -> tuple[str, ...]:
        tr = self.tr
        figures = (tr("Value"), tr("Pass rate"), tr("Recordings"))
        return (tr("Metric"), *figures, tr("Target"), tr("Type"), tr("Description"), tr("Id"), tr("Unit"))

    # What there is to see -------------------------------------------------------------------------------------------

    @property
    def metrics(self) -> MetricValues:
        """The metrics that are shown, filtered ones included."""
        return self._metrics

    @property
    def held(self) -> HeldTargets:
        """What the values are held against."""
        return self._held

    def source_count(self) -> int:
        """Return the number of rows of the answer."""
        return len(self._metrics)

    def pass_rate(self, row: int) -> float | None:
        """Return the pass rate, 0 to 100, of a row in view."""
        return self._metrics.pass_rates[self._order[row]]

    def rate_status(self, row: int) -> Status | None:
        """Return how the pass rate of a row in view stands; None without one."""
        return self._bands(self._order[row]).status(self.pass_rate(row))

    def target_status(self, row: int) -> Status | None:
        """Return how the value of a row in view stands to its target; None without a value, or without a target."""
        return self._status(self._order[row])

    def is_unused(self, column: int) -> bool:
        """True for the column of targets where none are known."""
        return column == Column.TARGET and not self._held.by_metric

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language: an extra field's name follows *extra:*."""
        return Column(column).name.lower() if column < len(Column) else f"extra:{self._extras[column - len(Column)]}"

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as plain numbers, nothing for what is missing."""
        return self._raw_column([self._order[row]], column)[0]

    def raw_rows(self, rows: Sequence[int], columns: Sequence[int]) -> Sequence[Sequence[str]]:
        """Return the texts of `raw_text`, worked out column by column: there may be a million rows."""
        sources = [self._order[row] for row in rows]
        return [*zip(*(self._raw_column(sources, column) for column in columns), strict=True)]

    def _raw_column(self, sources: Sequence[int], column: int) -> list[str]:
        metrics, write = self._metrics, copied_numbers().writer()
        match column:
            case Column.VALUE | Column.PASS_RATE:
                numbers = metrics.values if column == Column.VALUE else metrics.pass_rates
                return [write(numbers[source]) for source in sources]
            case Column.RECORDINGS:
                return [write(self._recordings)] * len(sources)
            case Column.TARGET:
                statuses = map(self._status, sources)
                return ["" if status is None else status_word(status) for status in statuses]
        said = self._displays[column]
        return [said(source) for source in sources]

    def total(self, source_rows: Sequence[int]) -> tuple[Total, float | None]:
        """Return the total of some rows, or why there is none; all of them rest on the same recordings."""
        metrics = self._metrics
        units = ((metrics.units[row], metrics.unit_abbreviations[row]) for row in source_rows)
        ids = [metrics.ids[row] for row in source_rows]
        repeated = WhyNot.REPEATED if len(ids) > 1 else None  # where all are of one metric
        return total_of([metrics.values[row] for row in source_rows], units, ids, overlap=repeated), self._recordings

    def details(self, source_row: int) -> RowDetails:
        """Return everything that is known of a metric, in words."""
        metric = self._metrics[source_row]
        return metric_details(metric, self._recordings, self._held.by_metric.get(metric.id), self._bands(source_row))

    # Cells ----------------------------------------------------------------------------------------------------------

    def _metric_text(self, row: int) -> str:
        return on_one_line(self._metrics.names[row]) or self._metrics.ids[row]  # nameless: its id can be looked up

    def _value_text(self, row: int) -> str:
        metrics = self._metrics
        return format_value(metrics.values[row], metrics.units[row], metrics.unit_abbreviations[row], self._numbers)

    def _pass_rate_text(self, row: int) -> str:
        return format_percent(self._metrics.pass_rates[row], self._numbers)

    def _recordings_text(self, row: int) -> str:  # noqa: ARG002  one count for the whole answer
        return self._recordings_shown

    def _status(self, row: int) -> Status | None:
        return self._held.status(self._metrics.ids[row], self._metrics.values[row])

    def _bands(self, row: int) -> ColorBands:
        return self._held.bands_of(self._metrics.ids[row])

    def _target_text(self, row: int) -> str:
        status = self._status(row)
        return NO_VALUE if status is None else status_word(status)

    def _type_text(self, row: int) -> str:
        return self._metrics.metric_types[row]

    def _description_text(self, row: int) -> str:
        return on_one_line(self._metrics.descriptions[row] or "")

    def _id_text(self, row: int) -> str:
        return self._metrics.ids[row]

    def _unit_text(self, row: int) -> str:
        return on_one_line(self._metrics.units[row])

    def _extra_text(self, name: str, row: int) -> str:
        return on_one_line(_text_of(self._metrics.extras.get(row, {}).get(name)))

    def _tool_tip(self, row: int, column: int) -> str:
        if column == Column.VALUE:
            return value_tip(self._metrics, row)
        if column == Column.PASS_RATE:
            return rate_tip(self._metrics.pass_rates[row], self._recordings, self._bands(row))
        if column == Column.TARGET:
            return target_tip(self._metrics, row, self._held)
        if column == Column.RECORDINGS:
            return self.tr("Recordings evaluated for this answer: %1").replace(
                "%1", recordings_in_words(self._recordings)
            )
        return self._displays[column](row)

    def _accessible_text(self, row: int, column: int) -> str:
        """A pass rate's mark in words; elsewhere what is shown."""
        shown = self._displays[column](row)
        is_rate = column == Column.PASS_RATE
        return rate_spoken(shown, self._metrics.pass_rates[row], self._bands(row)) if is_rate else shown


def _text_of(value: object) -> str:
    return "" if value is None else str(value)
