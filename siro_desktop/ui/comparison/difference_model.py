"""The differences of two sides as a table that sorts and filters itself: a row for each metric."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.differences import Movement, movement_of, pass_rate_of, value_of
from siro_desktop.domain.units import NumberFormat, format_percent, format_points, format_value, plain_number
from siro_desktop.ui.column_keys import KeyCache, choice_keys, mixed_keys, number_keys, text_keys
from siro_desktop.ui.comparison.difference_words import (
    difference_in_words,
    interval_in_words,
    movement_in_words,
    noise_in_words,
    recordings_on,
    share_in_words,
)
from siro_desktop.ui.copied_numbers import copied_numbers
from siro_desktop.ui.ordered_model import DISPLAY, TOOL_TIP, OrderedTableModel
from siro_desktop.ui.target_words import target_in_words
from siro_desktop.ui.words import fill, number_format, on_one_line, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject, Qt

    from siro_desktop.domain.comparison import Figure
    from siro_desktop.domain.differences import Difference
    from siro_desktop.ui.column_keys import ColumnKeys


class DifferenceColumn(IntEnum):
    """The columns, from left to right at first."""

    METRIC = 0
    A = 1
    RECORDINGS_A = 2
    B = 3
    RECORDINGS_B = 4
    DIFFERENCE = 5
    RELATIVE = 6
    TARGET = 7
    PASS_RATE_A = 8
    PASS_RATE_B = 9
    PASS_RATE = 10
    NOISE = 11
    INTERVAL = 12
    TYPE = 13
    ID = 14
    UNIT = 15


_TEXTS: Final = frozenset(
    (
        DifferenceColumn.METRIC,
        DifferenceColumn.TARGET,
        DifferenceColumn.NOISE,
        DifferenceColumn.TYPE,
        DifferenceColumn.ID,
        DifferenceColumn.UNIT,
    )
)
_RANKED: Final = (Movement.TOWARDS, Movement.INSIDE, Movement.NO_NEARER, Movement.AWAY)


class DifferenceModel(OrderedTableModel):
    """Shows differences. Source rows are positions among them; `is_thin` tells figures on few recordings."""

    unit_columns = (
        (int(DifferenceColumn.A), int(DifferenceColumn.B), int(DifferenceColumn.DIFFERENCE)),
        int(DifferenceColumn.UNIT),
    )

    def __init__(self, is_thin: Callable[[float | None], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_thin = is_thin
        self._differences: Sequence[Difference] = ()
        self._numbers = NumberFormat()
        self._largest = 0.0
        self._figures = frozenset(int(column) for column in DifferenceColumn if column not in _TEXTS)
        of = DifferenceColumn
        self._wishes.searched = (*map(int, (of.METRIC, of.TYPE, of.ID, of.DIFFERENCE, of.TARGET, of.NOISE)),)
        self._displays = tuple(getattr(self, f"_{column.name.lower()}_text") for column in DifferenceColumn)
        self._plain = self._plain_numbers()
        self.set_differences(())

    def set_differences(self, differences: Sequence[Difference], sides: tuple[str, str] = ("", "")) -> None:
        """Show others, of A and B in words; sort columns, filters and search stay."""
        self.beginResetModel()
        self._sides = dict(zip((DifferenceColumn.A, DifferenceColumn.B), sides, strict=True))
        self._differences, self._numbers = differences, number_format()
        self._titles = self._build_titles()
        shares = (abs(one.relative) for one in differences if one.relative is not None)
        self._largest = min(1.0, max(shares, default=0.0))
        self._end_anew(KeyCache(self._keys_of, range(len(DifferenceColumn))))

    def _build_titles(self) -> tuple[str, ...]:
        tr = self.tr
        sides = (tr("A"), tr("n of A"), tr("B"), tr("n of B"))
        rates = (tr("Pass rate A"), tr("Pass rate B"), tr("Pass rate"))
        noise = (tr("Noise"), tr("95 %, approximate"))
        return (
            tr("Metric"),
            *sides,
            *(tr("B less A"), tr("Relative"), tr("Target")),
            *rates,
            *noise,
            *(tr("Type"), tr("Id"), tr("Unit")),
        )

    # What there is to see -------------------------------------------------------------------------------------------

    def difference(self, source_row: int) -> Difference:
        """Return what a source row shows."""
        return self._differences[source_row]

    def source_count(self) -> int:
        """Return the number of metrics, filtered ones included."""
        return len(self._differences)

    def column_name(self, column: int) -> str:
        """Return what a column is called whatever the language."""
        return DifferenceColumn(column).name.lower()

    def copied_title(self, column: int) -> str:
        """Return a heading that says what A or B is."""
        side = self._sides.get(DifferenceColumn(column), "")
        return fill(self.tr("%1: %2"), self.title(column), side) if side else self.title(column)

    def bar_share(self, row: int) -> float | None:
        """Return how long the bar of a row in view is, from -1 to 1, and beyond where it does not fit; None: no bar."""
        relative = self._differences[self._order[row]].relative
        return None if relative is None else relative / self._largest if self._largest else 0.0

    def movement(self, row: int) -> Movement | None:
        """Return how a row in view stands to its target."""
        return movement_of(self._differences[self._order[row]])

    def raw_text(self, row: int, column: int) -> str:
        """Return a cell as it is copied: figures as plain numbers, nothing for what is missing."""
        source = self._order[row]
        if column in self._plain:
            return copied_numbers().writer()(self._plain[column](self._differences[source]))
        return self._displays[column](source)

    def _plain_numbers(self) -> dict[int, Callable[[Difference], float | None]]:
        of = DifferenceColumn
        return {
            of.A: lambda one: value_of(one.a),
            of.RECORDINGS_A: lambda one: _recordings(one.a),
            of.B: lambda one: value_of(one.b),
            of.RECORDINGS_B: lambda one: _recordings(one.b),
            of.RELATIVE: lambda one: one.relative,
            of.PASS_RATE_A: lambda one: pass_rate_of(one.a),
            of.PASS_RATE_B: lambda one: pass_rate_of(one.b),
            of.PASS_RATE: lambda one: one.pass_rate_points,
        }

    def _keys_of(self, column: int) -> ColumnKeys:
        found = self._differences
        of = DifferenceColumn
        if column in self._plain:
            return number_keys([self._plain[column](one) for one in found])
        match column:
            case of.DIFFERENCE:
                return mixed_keys([_size_or_side(one) for one in found], words_last=True)
            case of.INTERVAL:
                return number_keys([None if (sure := one.pass_rate_interval) is None else sure.low for one in found])
            case of.TARGET:
                moved = [movement_of(one) for one in found]
                codes = [len(_RANKED) if one is None else _RANKED.index(one) for one in moved]
                return choice_keys(codes, [movement_in_words(one) for one in _RANKED])
        return text_keys([self._displays[column](row) for row in range(len(found))])

    # Cells ----------------------------------------------------------------------------------------------------------

    def _metric_text(self, row: int) -> str:
        metric = self._differences[row].metric
        return on_one_line(metric.name) or metric.key.id

    def _value_text(self, row: int, figure: Figure | None) -> str:
        metric = self._differences[row].metric
        return format_value(value_of(figure), metric.unit, metric.unit_abbreviated, self._numbers)

    def _a_text(self, row: int) -> str:
        return self._value_text(row, self._differences[row].a)

    def _b_text(self, row: int) -> str:
        return self._value_text(row, self._differences[row].b)

    def _recordings_text(self, figure: Figure | None) -> str:
        recordings = _recordings(figure)
        return recordings_on(recordings, is_thin=self._is_thin(recordings))

    def _recordings_a_text(self, row: int) -> str:
        return self._recordings_text(self._differences[row].a)

    def _recordings_b_text(self, row: int) -> str:
        return self._recordings_text(self._differences[row].b)

    def _difference_text(self, row: int) -> str:
        return difference_in_words(self._differences[row])

    def _relative_text(self, row: int) -> str:
        return share_in_words(self._differences[row].relative)

    def _target_text(self, row: int) -> str:
        return movement_in_words(movement_of(self._differences[row]))

    def _pass_rate_a_text(self, row: int) -> str:
        return format_percent(pass_rate_of(self._differences[row].a), self._numbers)

    def _pass_rate_b_text(self, row: int) -> str:
        return format_percent(pass_rate_of(self._differences[row].b), self._numbers)

    def _pass_rate_text(self, row: int) -> str:
        return format_points(self._differences[row].pass_rate_points, self._numbers)

    def _noise_text(self, row: int) -> str:
        return noise_in_words(self._differences[row])

    def _interval_text(self, row: int) -> str:
        return interval_in_words(self._differences[row])

    def _type_text(self, row: int) -> str:
        return self._differences[row].metric.metric_type

    def _id_text(self, row: int) -> str:
        return self._differences[row].metric.key.id

    def _unit_text(self, row: int) -> str:
        return on_one_line(self._differences[row].metric.unit)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a heading; tool tips say what its short words mean."""
        tips = {
            DifferenceColumn.RECORDINGS_A: self.tr("Recordings that the figures of A rest on"),
            DifferenceColumn.RECORDINGS_B: self.tr("Recordings that the figures of B rest on"),
            DifferenceColumn.RELATIVE: self.tr("B less A, as a share of A; the bar grows from zero to either side"),
            DifferenceColumn.PASS_RATE: self.tr("The pass rate of B less that of A, in percentage points"),
            DifferenceColumn.NOISE: self.tr("Whether the pass rates differ by more than chance alone explains"),
            DifferenceColumn.INTERVAL: self.tr("Where the difference of the pass rates lies with 95 %, approximately"),
            DifferenceColumn.TARGET: self.tr("Where B lies, seen from A and the target's band"),
        }
        if role == TOOL_TIP and section in tips:
            return tips[DifferenceColumn(section)]
        return super().headerData(section, orientation, role)

    # Tool tips ------------------------------------------------------------------------------------------------------

    def _tool_tip(self, row: int, column: int) -> str:
        found = self._differences[row]
        tips: dict[int, Callable[[Difference], str]] = {
            DifferenceColumn.METRIC: lambda one: one.metric.description or "",
            DifferenceColumn.A: lambda one: self._figure_tip(one.a, one.metric.unit),
            DifferenceColumn.B: lambda one: self._figure_tip(one.b, one.metric.unit),
            DifferenceColumn.RECORDINGS_A: lambda one: recordings_in_words(_recordings(one.a)),
            DifferenceColumn.RECORDINGS_B: lambda one: recordings_in_words(_recordings(one.b)),
            DifferenceColumn.DIFFERENCE: self._difference_tip,
            DifferenceColumn.RELATIVE: self._relative_tip,
            DifferenceColumn.TARGET: self._target_tip,
            DifferenceColumn.NOISE: self._noise_tip,
            DifferenceColumn.INTERVAL: self._noise_tip,
        }
        said = tips[column](found) if column in tips else ""
        return said or self._displays[column](row)

    def _difference_tip(self, found: Difference) -> str:
        return "" if found.points is None else self.tr("Percentage points: B less A")

    def _target_tip(self, found: Difference) -> str:
        if found.target is None:
            return self.tr("No target is set for this metric")
        return target_in_words(found.target, None, found.metric.unit, found.metric.unit_abbreviated)

    def _figure_tip(self, figure: Figure | None, unit: str) -> str:
        if figure is None:
            return self.tr("This side does not have the metric")
        if figure.value is None:
            return self.tr("Siro sent no value, which is not 0")
        number = f"{plain_number(figure.value)} {unit}".strip()
        return fill(self.tr("%1, %2"), number, recordings_in_words(figure.recordings))

    def _relative_tip(self, found: Difference) -> str:
        if found.relative is not None:
            return self.tr("B less A, as a share of A")
        if found.absolute is not None:
            return self.tr("A is 0: there is no share of nothing")
        return self.tr("One of the two values is missing")

    def _noise_tip(self, found: Difference) -> str:
        if found.pass_rate_interval is None:
            return self.tr("Needs a pass rate and recordings on both sides")
        return self.tr(
            "Newcombe's interval of the difference of the pass rates, 95 %. Approximate: Siro tells how many recordings"
            " were evaluated, not how many this metric was scored on. Within noise: the interval holds 0."
        )


def _size_or_side(found: Difference) -> float | str | None:
    """By how much, or which side alone has the metric."""
    return difference_in_words(found) if found.a is None or found.b is None else found.absolute


def _recordings(figure: Figure | None) -> float | None:
    return None if figure is None else figure.recordings
