"""The columns of the long table, and what each of them sorts and filters by. Any thread."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from siro_desktop.domain.targets import Status
from siro_desktop.ui.column_keys import ColumnKeys, array_keys, choice_keys, number_keys, text_keys
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.text_list import TextList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siro_desktop.domain.targets import Target
    from siro_desktop.ui.comparison.long_columns import LongColumns


class LongColumn(IntEnum):
    """The columns, in their first order."""

    ENTITY = 0
    PERIOD = 1
    METRIC = 2
    VALUE = 3
    PASS_RATE = 4
    RECORDINGS = 5
    TARGET = 6
    TYPE = 7
    IDS = 8
    METRIC_ID = 9
    UNIT = 10


RANKED: Final = (Status.MET, Status.NEAR, Status.MISSED)


class LongWords(Struct, frozen=True):
    """What entities, periods and metrics are called, each by position; `metric_words` by column too."""

    entity_names: Sequence[str] = ()
    entity_ids: Sequence[str] = ()
    period_names: Sequence[str] = ()
    metric_words: Sequence[Mapping[int, str]] = ()


class LongKeys:
    """Makes the keys of any column. `targets` are by metric and period.

    Entities, periods and metrics are few: their keys are made once, and the rows only refer to them.
    """

    def __init__(self, columns: LongColumns, words: LongWords, targets: Mapping[tuple[int, int], Target]) -> None:
        self._columns = columns
        self._words = words
        self._targets = targets
        self._ranks: Any = None

    def __call__(self, column: int) -> ColumnKeys:
        """Return the keys of a column."""
        columns = self._columns
        match column:
            case LongColumn.ENTITY | LongColumn.IDS:
                words = self._words
                return self._of_entities(words.entity_names if column == LongColumn.ENTITY else words.entity_ids)
            case LongColumn.PERIOD:
                return choice_keys(columns.periods, self._words.period_names)
            case LongColumn.VALUE | LongColumn.PASS_RATE:
                return number_keys(columns.values if column == LongColumn.VALUE else columns.pass_rates)
            case LongColumn.RECORDINGS:
                return array_keys(columns.recordings)
            case LongColumn.TARGET:
                return choice_keys(self.target_ranks(), [status_word(status) for status in RANKED])
        texts = [on_metrics[column] for on_metrics in self._words.metric_words]
        return text_keys(texts).taken(columns.metrics)

    def statuses(self, rows: Sequence[int]) -> list[Status | None]:
        """Return how the values of these source rows stand to their targets."""
        known = (*RANKED, None)
        return [known[rank] for rank in self.target_ranks()[rows].tolist()]

    def target_ranks(self) -> Any:
        """By source row the position in `RANKED` of how its value stands; behind them where that is not known."""
        if self._ranks is None:
            self._ranks = self._of_targets()
        return self._ranks

    def _of_entities(self, texts: Sequence[str]) -> ColumnKeys:
        """By name; all together comes last in both directions."""
        import numpy as np

        whole, entities = self._columns.comparison.whole, self._columns.entities
        if whole is None:
            return text_keys(texts).taken(entities)
        others = text_keys([*texts[:whole], *texts[whole + 1 :]])
        known = others.texts.texts if others.texts else ()
        ranks = np.insert(others.ranks + (others.ranks == others.blank), whole, len(known))
        return ColumnKeys(ranks, len(known), TextList((*known, texts[whole]), in_order=True)).taken(entities)

    def _of_targets(self) -> Any:
        import numpy as np

        columns, comparison = self._columns, self._columns.comparison
        bands = np.full((len(comparison.metrics), len(comparison.periods), 3), np.nan)
        for place, target in self._targets.items():
            low = -np.inf if target.minimum is None else target.minimum
            high = np.inf if target.maximum is None else target.maximum
            bands[place] = low, high, target.tolerance
        low, high, tolerance = np.moveaxis(bands[columns.metrics, columns.periods], 1, 0)
        values = np.array(columns.values, dtype=np.float64)
        with np.errstate(invalid="ignore"):  # an infinite value and an open end
            below = np.where(np.isinf(low), 0.0, low - values)
            above = np.where(np.isinf(high), 0.0, values - high)
        outside = np.maximum(0.0, np.maximum(below, above))
        ranks = np.where(outside == 0, 0, np.where(outside <= tolerance, 1, 2))
        return np.where(np.isnan(tolerance) | np.isnan(values), len(RANKED), ranks).astype(np.uint32)
