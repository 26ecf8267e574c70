"""What each cell of the matrix says: one metric's figures by entity and period, and how they stand among each other."""

from __future__ import annotations

import math
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.units import NO_VALUE, format_percent, format_value
from siro_desktop.ui.comparison.table_words import count_in_words
from siro_desktop.ui.words import number_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.comparison import ComparedMetric, Comparison
    from siro_desktop.domain.targets import ColorBands, Status, Target
    from siro_desktop.ui.comparison.state import ComparisonState

STEPS: Final = 7
NOT_YET: Final = "…"
LEFT_OUT: Final = "·"
_SAMPLE: Final = 200


class Kind(Enum):
    """What there is at a place."""

    FIGURE = "figure"
    NO_VALUE = "no value"
    LEFT_OUT = "left out"
    UNANSWERED = "no answer yet"
    FAILED = "failed"


class MatrixCell(Struct, frozen=True):
    """One cell. `number` is the value, or the pass rate where those are shown; `step` is its shade, 0 to STEPS - 1."""

    place: Place
    kind: Kind
    number: float | None = None
    recordings: float | None = None
    text: str = NO_VALUE
    count: str = ""
    step: int | None = None
    status: Status | None = None
    is_thin: bool = False
    is_older: bool = False


_Bare = tuple[Kind, float | None, float | None]  # kind, number, recordings: as little as a cell needs before it is seen


class MatrixCells:
    """The cells of the state's metric. Built at once for the numbers; texts are made when a cell is looked at."""

    def __init__(self, state: ComparisonState, *, shows_pass_rates: bool = False, is_empty: bool = False) -> None:
        self._state = state
        self.comparison: Comparison | None = None if is_empty else state.comparison
        self.metric: ComparedMetric | None = state.current_metric
        self.shows_pass_rates = shows_pass_rates
        self.has_pass_rates = False
        self.least = state.least
        self._position = state.metric
        self._made: dict[Place, MatrixCell] = {}
        self._targets: dict[int, Target | None] = {}
        self._bands: dict[int, ColorBands] = {}
        self._numbers = number_format()
        self._counts: dict[float | None, str] = {}  # in words; few differ
        self._rows = self._look(self.comparison) if self.comparison else []
        bare = list(chain.from_iterable(self._rows))
        whole = self.comparison.whole if self.comparison else None
        compared = chain.from_iterable(row for entity, row in enumerate(self._rows) if entity != whole)
        finite = [number for _, number, _ in compared if number is not None and math.isfinite(number)]
        self.low = min(finite, default=None)
        self.high = max(finite, default=None)
        self.kinds = frozenset(kind for kind, _, _ in bare)
        self.has_thin = any(map(state.is_thin, {count for _, number, count in bare if number is not None}))
        self.statuses = self._all_statuses()
        saved = self.comparison.saved if self.comparison else None
        self.has_older = saved is not None and any(map(saved.is_older, saved.problems))

    def number(self, place: Place) -> float | None:
        """Return what a place is sorted by; None for blanks."""
        if self.comparison is None:
            return None
        found = self._rows[place.entity][place.period][1]
        return None if found is None or math.isnan(found) else found

    def cell(self, place: Place) -> MatrixCell:
        """Return the cell with its texts; while there are no figures, one without an answer."""
        if self.comparison is None:
            return MatrixCell(place, Kind.UNANSWERED, text=NOT_YET)
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]

    def sample(self) -> list[MatrixCell]:
        """Return some cells to measure, those with the lowest, the highest and the largest numbers among them."""
        bare = list(chain.from_iterable(self._rows))
        chosen = {*range(0, len(bare), 1 + len(bare) // _SAMPLE)}
        for column in ([number for _, number, _ in bare], [count for _, _, count in bare]):
            figures = [number for number in column if number is not None and math.isfinite(number)]
            if figures:
                chosen |= {column.index(min(figures)), column.index(max(figures))}
        periods = len(self._rows[0]) if self._rows else 1
        return [self.cell(Place(*divmod(at, periods))) for at in chosen]

    def target(self, period: int) -> Target | None:
        """Return the target that the values of a period are held against; pass rates have none."""
        if self.metric is None or self.shows_pass_rates:
            return None
        if period not in self._targets:
            self._targets[period] = self._state.target(self._position, period)
        return self._targets[period]

    def bands(self, period: int) -> ColorBands:
        """Return the colours of the metric's pass rates in a period."""
        if period not in self._bands:
            self._bands[period] = self._state.color_bands(self._position, period)
        return self._bands[period]

    def text_of(self, number: float | None) -> str:
        """Return a number of this metric as people read it."""
        if self.shows_pass_rates or self.metric is None:
            return format_percent(number, self._numbers)
        return format_value(number, self.metric.unit, self.metric.unit_abbreviated, self._numbers)

    def _look(self, comparison: Comparison) -> list[list[_Bare]]:
        """The cells row by row. Of 10,000 in some milliseconds: it is done for each answer that comes."""
        rows = []
        for entity, line in enumerate(comparison.answered(self._position)):
            row: list[_Bare] = []
            for period, found in enumerate(line):
                if found is None:
                    has_failed = comparison.problem(Place(entity, period)) is not None
                    row.append((Kind.FAILED if has_failed else Kind.UNANSWERED, None, None))
                    continue
                answer, at = found
                pass_rate = None if at is None else answer.metrics.pass_rates[at]
                self.has_pass_rates = self.has_pass_rates or pass_rate is not None
                number = pass_rate if at is None or self.shows_pass_rates else answer.metrics.values[at]
                recordings = answer.recordings_evaluated
                kind = Kind.NO_VALUE if number is None else Kind.FIGURE
                row.append(self._bare(number, recordings) if self.least else (kind, number, recordings))
            rows.append(row)
        return rows

    def _bare(self, number: float | None, recordings: float) -> _Bare:
        """What has no value is not left out."""
        if number is None:
            return Kind.NO_VALUE, None, recordings
        if self._state.is_left_out(recordings):
            return Kind.LEFT_OUT, None, recordings
        return Kind.FIGURE, number, recordings

    def _all_statuses(self) -> frozenset[Status]:
        found: set[Status] = set()
        for period in range(len(self._rows[0]) if self._rows else 0):
            judge = self.bands(period) if self.shows_pass_rates else self.target(period)
            if judge is not None:
                statuses = {judge.status(number) for number in {row[period][1] for row in self._rows}}
                found.update(status for status in statuses if status is not None)
        return frozenset(found)

    def _make(self, place: Place) -> MatrixCell:
        kind, number, recordings = self._rows[place.entity][place.period]
        if kind in {Kind.FAILED, Kind.UNANSWERED}:
            return MatrixCell(place, kind, text="" if kind is Kind.FAILED else NOT_YET)
        judge = self.bands(place.period) if self.shows_pass_rates else self.target(place.period)
        return MatrixCell(
            place,
            kind,
            number,
            recordings,
            text=LEFT_OUT if kind is Kind.LEFT_OUT else self.text_of(number),
            count=self._count(recordings),
            step=self._step(place, number),
            status=None if judge is None else judge.status(number),
            is_thin=number is not None and self._state.is_thin(recordings),
            is_older=self._is_older(place),
        )

    def _count(self, recordings: float | None) -> str:
        if recordings not in self._counts:
            self._counts[recordings] = count_in_words(recordings)
        return self._counts[recordings]

    def _is_older(self, place: Place) -> bool:
        if not self.has_older or self.comparison is None:
            return False
        cell = self.comparison.cell(place)
        return cell is not None and self.comparison.saved.is_older(cell.key)

    def _step(self, place: Place, number: float | None) -> int | None:
        """The whole has no shade: what it counts up is larger than all that is compared."""
        if self.comparison is not None and place.entity == self.comparison.whole:
            return None
        if number is None or not math.isfinite(number) or self.low is None or self.high is None:
            return None
        if self.high == self.low:
            return STEPS // 2
        share = (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2)  # halved: the range may be beyond a float
        return min(STEPS - 1, int(share * STEPS))


def short_periods(names: Sequence[str], years: Sequence[str]) -> tuple[str, ...]:
    """Return names of periods without their year where it is the one of the period before."""
    former = ("", *years)[: len(years)]
    return tuple(
        name.removesuffix(year).rstrip(" ,") if year == before else name
        for name, year, before in zip(names, years, former, strict=True)
    )
