"""Every figure of a comparison as a row of a table that sorts and filters itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.color_bands import SIRO_BANDS
from siro_desktop.domain.exports import LateRows
from siro_desktop.domain.totals import Total, WhyNot, overlap_of, total_of
from siro_desktop.domain.units import NO_VALUE, NumberFormat, format_percent, format_value, plain_number
from siro_desktop.ui.column_keys import KeyCache, same_keys
from siro_desktop.ui.comparison.long_keys import LongColumn, LongKeys, LongWords
from siro_desktop.ui.comparison.table_words import entity_heading, thin_sentence
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.metric_tips import rate_spoken, rate_tip
from siro_desktop.ui.ordered_model import OrderedTableModel
from siro_desktop.ui.row_details import metric_details
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import target_in_words
from siro_desktop.ui.words import SEPARATOR, grouped, number_format, on_one_line, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.domain.comparison import ComparedMetric, Comparison, Place
    from siro_desktop.domain.exports import KeyedRows
    from siro_desktop.domain.targets import ColorBands, Status, Target
    from siro_desktop.ui.comparison.long_columns import LongColumns
    from siro_desktop.ui.comparison.state import ComparisonState
    from siro_desktop.ui.row_details import RowDetails

_FIGURES: Final = frozenset({int(LongColumn.VALUE), int(LongColumn.PASS_RATE), int(LongColumn.RECORDINGS)})


_SEARCHED: Final = tuple(
    map(int, (LongColumn.ENTITY, LongColumn.METRIC, LongColumn.TYPE, LongColumn.IDS, LongColumn.METRIC_ID))
)


class LongTableModel(OrderedTableModel):
    """Shows LongColumns with the names and targets of a ComparisonState. Source rows are rows of the columns."""

    unit_columns = ((int(LongColumn.VALUE),), int(LongColumn.UNIT))

    def __init__(self, state: ComparisonState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._columns: LongColumns | None = None
        self._figures = _FIGURES
        self._wishes.searched = _SEARCHED
        self._numbers = NumberFormat()
        self._words = LongWords()
        self._metrics: tuple[ComparedMetric, ...] = ()
        self._targets: Mapping[tuple[int, int], Target] = {}
        self._bands: dict[tuple[int, int], ColorBands] = {}
        self._maker: LongKeys | None = None
        self._displays = tuple(getattr(self, f"_{column.name.lower()}_text") for column in LongColumn)
        self.set_columns(None)

    def set_columns(self, columns: LongColumns | None) -> None:
        """Show other figures, or the same with other names and targets; sort columns, filters and search stay."""
        self.beginResetModel()
        self._columns, self._numbers = columns, number_format()
        self._metrics = () if columns is None else columns.comparison.metrics
        self._words = LongWords() if columns is None else self._say(columns.comparison)
        self._titles = self._headings()
        self._bands = {}
        if columns is None or columns.comparison is self._state.comparison:
            self._targets = {} if columns is None else self._find_targets(columns.comparison)
        self._maker = None if columns is None else LongKeys(columns, self._words, self._targets)
        self._end_anew(KeyCache(self._maker or (lambda _column: same_keys(0, None)), range(len(LongColumn))))

    def _find_targets(self, comparison: Comparison) -> dict[tuple[int, int], Target]:
        """By metric and period, where there is one."""
        held = {target.metric_id for target in self._state.targets.all}
        metrics = [position for position, metric in enumerate(comparison.metrics) if metric.key.id in held]
        places = [(metric, period) for metric in metrics for period in range(len(comparison.periods))]
        return {place: target for place in places if (target := self._state.target(*place)) is not None}

    def _say(self, comparison: Comparison) -> LongWords:
        state = self._state
        return LongWords(
            entity_names=[state.entity_name(entity) for entity in range(len(comparison.entities))],
            entity_ids=[" ".join(map(state.names.shown_id, entity.ids)) for entity in comparison.entities],
            period_names=[state.period_name(period) for period in range(len(comparison.periods))],
            metric_words=[_metric_words(metric) for metric in comparison.metrics],
        )

    def _headings(self) -> tuple[str, ...]:
        tr = self.tr
        entity = entity_heading(self._columns.comparison if self._columns else None)
        figures = (tr("Value"), tr("Pass rate"), tr("Recordings"), tr("Target"))
        return (entity, tr("Period"), tr("Metric"), *figures, tr("Type"), tr("Ids"), tr("Metric id"), tr("Unit"))

    # What there is to see -------------------------------------------------------------------------------------------

    @property
    def columns(self) -> LongColumns | None:
        """The figures that are shown, filtered ones included."""
        return self._columns

    def source_count(self) -> int:
        """Return the number of figures."""
        return 0 if self._columns is None else len(self._columns)

    def place_and_metric(self, source_row: int) -> tuple[Place, int] | None:
        """Return the place and the metric of a source row; None if there is no such row."""
        if self._columns is None or not 0 <= source_row < len(self._columns):
            return None
        return self._columns.place(source_row), int(self._columns.metrics[source_row])

    def entity_order(self) -> list[int] | None:
        """Return the entities as they first come with the state's metric; None if nothing is sorted."""
        if self._columns is None or not self.sorted_by:
            return None
        return self._columns.entity_order(self._wishes.sorted_rows(), self._state.metric)

    def visible_rows(self) -> KeyedRows:
        """Return cell key and row in its answer of every row in view, in the view's order."""
        if self._columns is None:
            return []
        return LateRows(len(self._order), partial(self._columns.keyed_rows, self._order))

    def target_status(self, row: int) -> Status | None:
        """Return how the value of a row in view stands to its target; None without a value, or without a target."""
        return self._status(self._order[row])

    def rate_status(self, row: int) -> Status | None:
        """Return how the pass rate of a row in view stands; None without one."""
        return self._bands_of(self._order[row]).status(self.pass_rate(row))

    def is_unused(self, column: int) -> bool:
        """True for the column of targets where none are known, and that of the period where there is only one."""
        if column == LongColumn.PERIOD:
            return self._columns is not None and len(self._columns.comparison.periods) == 1
        held = {target.metric_id for target in self._state.targets.all}
        return column == LongColumn.TARGET and not any(metric.key.id in held for metric in self._metrics)

    def pass_rate(self, row: int) -> float | None:
        """Return the pass rate, 0 to 100, of a row in view."""
        return self._shown.pass_rates[self._order[row]]

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language."""
        return LongColumn(column).name.lower()

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as plain numbers, nothing for what is missing."""
        return self.raw_rows([row], [column])[0][0]

    def raw_rows(self, rows: Sequence[int], columns: Sequence[int]) -> Sequence[Sequence[str]]:
        """Return the texts of `raw_text`, worked out column by column: there may be a hundred thousand rows."""
        sources = [self._order[row] for row in rows]
        return [*zip(*(self._raw_column(sources, column) for column in columns), strict=True)]

    def _raw_column(self, sources: list[int], column: int) -> list[str]:
        shown, write = self._shown, copied_numbers().writer()
        match column:
            case LongColumn.VALUE | LongColumn.PASS_RATE:
                numbers = shown.values if column == LongColumn.VALUE else shown.pass_rates
                return [write(numbers[source]) for source in sources]
            case LongColumn.RECORDINGS:
                return [*map(write, shown.recordings[sources].tolist())]
            case LongColumn.TARGET:
                statuses = self._maker.statuses(sources) if self._maker else ()
                return ["" if status is None else status_word(status) for status in statuses]
            case LongColumn.ENTITY | LongColumn.IDS:
                texts = self._words.entity_names if column == LongColumn.ENTITY else self._words.entity_ids
                return [texts[entity] for entity in shown.entities[sources].tolist()]
            case LongColumn.PERIOD:
                return [self._words.period_names[period] for period in shown.periods[sources].tolist()]
        of_metrics = [words[column] for words in self._words.metric_words]
        return [of_metrics[metric] for metric in shown.metrics[sources].tolist()]

    def total(self, source_rows: Sequence[int]) -> tuple[Total, float | None]:
        """Return the total of some rows, or why there is none, and the recordings of their places."""
        shown, metrics = self._shown, self._metrics
        comparison, places = shown.comparison, [shown.place(row) for row in source_rows]
        recordings = {place: float(shown.recordings[row]) for place, row in zip(places, source_rows, strict=True)}
        of_rows = shown.metrics[list(source_rows)].tolist()
        units = ((metrics[metric].unit, metrics[metric].unit_abbreviated) for metric in of_rows)
        ids = (metrics[metric].key.id or metrics[metric].name for metric in of_rows)
        every = (comparison.entities, comparison.periods, comparison.whole)
        values = [shown.values[row] for row in source_rows]
        total = total_of(values, units, ids, overlap=overlap_of(places, *every))
        if total.sum is not None and shown.has_fraction(sorted(set(of_rows))):
            total = Total(total.counted, why_not=WhyNot.AVERAGES)
        is_known = overlap_of([*recordings], *every) is None
        return total, sum(recordings.values()) if is_known else None

    def details(self, source_row: int) -> RowDetails:
        """Return everything that is known of a figure, in words."""
        shown, place = self._shown, self._shown.place(source_row)
        answer = shown.comparison.answer(place)
        if answer is None:
            raise LookupError("Every row comes from an answer.")
        where = SEPARATOR.join((self._entity_text(source_row), self._period_text(source_row)))
        metric = answer.metrics[int(shown.rows[source_row])]
        recordings = float(shown.recordings[source_row])
        return metric_details(metric, recordings, self._target_of(source_row), self._bands_of(source_row), where)

    # Cells ----------------------------------------------------------------------------------------------------------

    @property
    def _shown(self) -> LongColumns:
        """The columns; asked for only where there are rows."""
        if self._columns is None:
            raise LookupError("There are no rows.")
        return self._columns

    def _metric_of(self, row: int) -> ComparedMetric:
        return self._metrics[int(self._shown.metrics[row])]

    def _target_of(self, row: int) -> Target | None:
        return self._targets.get((int(self._shown.metrics[row]), int(self._shown.periods[row])))

    def _bands_of(self, row: int) -> ColorBands:
        key = int(self._shown.metrics[row]), int(self._shown.periods[row])
        if key not in self._bands and self._shown.comparison is self._state.comparison:
            self._bands[key] = self._state.color_bands(*key)
        return self._bands.get(key, SIRO_BANDS)

    def _status(self, row: int) -> Status | None:
        target = self._target_of(row)
        return None if target is None else target.status(self._shown.values[row])

    def _entity_text(self, row: int) -> str:
        return self._words.entity_names[int(self._shown.entities[row])]

    def _period_text(self, row: int) -> str:
        return self._words.period_names[int(self._shown.periods[row])]

    def _metric_text(self, row: int) -> str:
        return self._words.metric_words[int(self._shown.metrics[row])][LongColumn.METRIC]

    def _value_text(self, row: int) -> str:
        metric = self._metric_of(row)
        return format_value(self._shown.values[row], metric.unit, metric.unit_abbreviated, self._numbers)

    def _pass_rate_text(self, row: int) -> str:
        return format_percent(self._shown.pass_rates[row], self._numbers)

    def _recordings_text(self, row: int) -> str:
        return grouped(float(self._shown.recordings[row]))

    def _target_text(self, row: int) -> str:
        status = self._status(row)
        return NO_VALUE if status is None else status_word(status)

    def _type_text(self, row: int) -> str:
        return self._metric_of(row).metric_type

    def _ids_text(self, row: int) -> str:
        return self._words.entity_ids[int(self._shown.entities[row])]

    def _metric_id_text(self, row: int) -> str:
        return self._metric_of(row).key.id

    def _unit_text(self, row: int) -> str:
        return self._metric_of(row).unit

    def _tool_tip(self, row: int, column: int) -> str:
        tips = {
            int(LongColumn.VALUE): self._value_tip,
            int(LongColumn.PASS_RATE): self._pass_rate_tip,
            int(LongColumn.RECORDINGS): self._recordings_tip,
            int(LongColumn.TARGET): self._target_tip,
        }
        return tips.get(column, self._displays[column])(row)

    def _value_tip(self, row: int) -> str:
        value = self._shown.values[row]
        if value is None:
            return self.tr("Siro sent no value, which is not 0")
        return f"{plain_number(value)} {self._metric_of(row).unit}".strip()

    def _pass_rate_tip(self, row: int) -> str:
        rate, recordings = self._shown.pass_rates[row], float(self._shown.recordings[row])
        return rate_tip(rate, recordings, self._bands_of(row))

    def _accessible_text(self, row: int, column: int) -> str:
        """A pass rate's mark in words; elsewhere what is shown."""
        shown = self._displays[column](row)
        is_rate = column == LongColumn.PASS_RATE
        return rate_spoken(shown, self._shown.pass_rates[row], self._bands_of(row)) if is_rate else shown

    def _recordings_tip(self, row: int) -> str:
        recordings = float(self._shown.recordings[row])
        is_thin = self._state.is_thin(recordings)
        return thin_sentence(recordings, self._state.thin_sample) if is_thin else recordings_in_words(recordings)

    def _target_tip(self, row: int) -> str:
        target, metric = self._target_of(row), self._metric_of(row)
        if target is None:
            return self.tr("No target is set for this metric")
        return target_in_words(target, self._status(row), metric.unit, metric.unit_abbreviated)


def _metric_words(metric: ComparedMetric) -> Mapping[int, str]:
    """What a metric's own columns say."""
    return {
        LongColumn.METRIC: on_one_line(metric.name) or metric.key.id,
        LongColumn.TYPE: metric.metric_type,
        LongColumn.METRIC_ID: metric.key.id,
        LongColumn.UNIT: metric.unit,
    }
