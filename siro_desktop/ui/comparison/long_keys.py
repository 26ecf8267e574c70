"""What the columns of the long table sort by, and which rows a search finds. Made when first wanted. No Qt."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.targets import Status
from siro_desktop.ui.row_order import text_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


_RANKED: Final = (Status.MET, Status.NEAR, Status.MISSED)


class LongKeys:
    """Keys by column, each an array of float64 by source row, NaN for what comes last in both directions.

    `target_of` returns the target of a metric in a period.
    """

    def __init__(
        self,
        columns: LongColumns,
        entity_names: Sequence[str],
        entity_ids: Sequence[str],
        target_of: Callable[[int, int], Target | None],
    ) -> None:
        self._columns = columns
        self._entity_names, self._entity_ids = entity_names, entity_ids
        self._target_of = target_of
        self._made: dict[int, Any] = {}

    def key(self, column: int) -> Any:
        """Return what a column sorts by."""
        if column not in self._made:
            import numpy as np

            self._made[column] = np.asarray(self._make(LongColumn(column)), dtype=np.float64)
        return self._made[column]

    def statuses(self, rows: Sequence[int]) -> list[Status | None]:
        """Return how the values of these source rows stand to their targets."""
        import numpy as np

        known = (*_RANKED, None)
        ranks = np.nan_to_num(self.key(LongColumn.TARGET)[rows], nan=len(_RANKED))
        return [known[rank] for rank in ranks.astype(np.int8).tolist()]

    def find(self, text: str) -> list[bool]:
        """Return for each row whether its entity or metric holds `text`: those are few, the rows only refer to them."""
        import numpy as np

        columns, needle = self._columns, text.casefold()
        entities = (f"{name}\n{ids}" for name, ids in zip(self._entity_names, self._entity_ids, strict=True))
        metrics = (f"{metric.name}\n{metric.metric_type}\n{metric.key.id}" for metric in columns.comparison.metrics)
        of_entity = np.array([needle in known.casefold() for known in entities], dtype=bool)
        of_metric = np.array([needle in known.casefold() for known in metrics], dtype=bool)
        hits: list[bool] = (of_entity[columns.entities] | of_metric[columns.metrics]).tolist()
        return hits

    def _make(self, column: LongColumn) -> Any:
        columns = self._columns
        match column:
            case LongColumn.ENTITY | LongColumn.IDS:
                return self._of_entities(self._entity_names if column is LongColumn.ENTITY else self._entity_ids)
            case LongColumn.PERIOD:
                return columns.periods
            case LongColumn.VALUE | LongColumn.PASS_RATE:
                return columns.values if column is LongColumn.VALUE else columns.pass_rates
            case LongColumn.RECORDINGS:
                return columns.recordings
            case LongColumn.TARGET:
                return self._of_targets()
            case _:
                return self._of_metrics(column)

    def _of_entities(self, texts: Sequence[str]) -> Any:
        import numpy as np

        ranks = np.array(text_keys(texts), dtype=np.float64)
        if self._columns.comparison.whole is not None:
            ranks[self._columns.comparison.whole] = np.nan
        return ranks[self._columns.entities]

    def _of_metrics(self, column: LongColumn) -> Any:
        import numpy as np

        metrics = self._columns.comparison.metrics
        texts = {
            LongColumn.METRIC: [metric.name or metric.key.id for metric in metrics],
            LongColumn.TYPE: [metric.metric_type for metric in metrics],
            LongColumn.METRIC_ID: [metric.key.id for metric in metrics],
            LongColumn.UNIT: [metric.unit for metric in metrics],
        }
        return np.array(text_keys(texts[column]), dtype=np.float64)[self._columns.metrics]

    def _of_targets(self) -> Any:
        """The position in `_RANKED`; NaN where there is no target or no value."""
        import numpy as np

        columns, comparison = self._columns, self._columns.comparison
        bands = np.full((len(comparison.metrics), len(comparison.periods), 3), np.nan)
        for metric in range(len(comparison.metrics)):
            for period in range(len(comparison.periods)):
                target = self._target_of(metric, period)
                if target is not None:
                    low = -np.inf if target.minimum is None else target.minimum
                    high = np.inf if target.maximum is None else target.maximum
                    bands[metric, period] = low, high, target.tolerance
        low, high, tolerance = np.moveaxis(bands[columns.metrics, columns.periods], 1, 0)
        values = np.array(columns.values, dtype=np.float64)
        with np.errstate(invalid="ignore"):  # an infinite value and an open end
            below = np.where(np.isinf(low), 0.0, low - values)
            above = np.where(np.isinf(high), 0.0, values - high)
        outside = np.maximum(0.0, np.maximum(below, above))
        ranks = np.where(outside == 0, 0.0, np.where(outside <= tolerance, 1.0, 2.0))
        return np.where(np.isnan(tolerance) | np.isnan(values), np.nan, ranks)
