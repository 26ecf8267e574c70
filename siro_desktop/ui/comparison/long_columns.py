"""The figures of a comparison as columns: a row for each, which a table can sort and search at once. No Qt.

numpy holds the columns and is imported only here, and only when there is something to show.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from siro_desktop.domain.comparison import Place
from siro_desktop.stopping import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.comparison import Comparison


class LongColumns(Struct, frozen=True, eq=False):
    """Columns of equal length. Positions are those of `comparison`; `rows` are rows of an answer.

    `entities`, `periods`, `metrics`, `rows` are arrays of int32, `recordings` of float64. Immutable by agreement; may
    cross threads.
    """

    comparison: Comparison
    entities: Any
    periods: Any
    metrics: Any
    rows: Any
    recordings: Any
    values: list[float | None]
    pass_rates: list[float | None]

    @classmethod
    def build(cls, comparison: Comparison) -> LongColumns:
        """Return the columns: one place after the other, each in the order of its answer. Any thread.

        78,000 figures take a twentieth of a second.
        """
        import numpy as np

        heads: list[tuple[int, int, float]] = []
        lengths: list[int] = []
        metrics: list[Any] = []
        values: list[float | None] = []
        pass_rates: list[float | None] = []
        for place in checked(comparison.places()):
            cell, answer = comparison.cell(place), comparison.answer(place)
            if cell is None or answer is None or not len(answer.metrics):
                continue
            heads.append((place.entity, place.period, answer.recordings_evaluated))
            lengths.append(len(answer.metrics))
            metrics.append(np.asarray(comparison.metric_at(cell.key), dtype=np.int32))
            values.extend(answer.metrics.values)
            pass_rates.extend(answer.metrics.pass_rates)
        spread = np.repeat(np.array(heads, dtype=np.float64).reshape(-1, 3), lengths, axis=0)
        return cls(
            comparison=comparison,
            entities=spread[:, 0].astype(np.int32),
            periods=spread[:, 1].astype(np.int32),
            metrics=np.concatenate(metrics) if metrics else np.zeros(0, dtype=np.int32),
            rows=np.concatenate([np.arange(n, dtype=np.int32) for n in lengths]) if lengths else np.zeros(0, np.int32),
            recordings=spread[:, 2],
            values=values,
            pass_rates=pass_rates,
        )

    def __len__(self) -> int:
        return len(self.values)

    def place(self, source_row: int) -> Place:
        """Return the place of a row."""
        return Place(int(self.entities[source_row]), int(self.periods[source_row]))

    def find(self, place: Place, metric: int) -> int | None:
        """Return the row of a metric at a place; None if there is none."""
        import numpy as np

        is_there = (self.entities == place.entity) & (self.periods == place.period) & (self.metrics == metric)
        found = np.flatnonzero(is_there)
        return int(found[0]) if len(found) else None

    def has_fraction(self, metrics: Sequence[int]) -> bool:
        """True if one of these metrics has a fraction anywhere: then its whole figures are so by chance."""
        import numpy as np

        of_them = np.flatnonzero(np.isin(self.metrics, metrics)).tolist()
        figures = (self.values[row] for row in of_them)
        return any(value % 1 for value in figures if value is not None and isfinite(value))

    def keyed_rows(self, order: Sequence[int]) -> list[tuple[str, int]]:
        """Return cell key and row in its answer of the rows in this `order`."""
        comparison = self.comparison
        keys = {
            (place.entity, place.period): cell.key
            for place in comparison.places()
            if (cell := comparison.cell(place)) is not None
        }
        codes = zip(self.entities[order].tolist(), self.periods[order].tolist(), strict=True)
        return [(keys[code], row) for code, row in zip(codes, self.rows[order].tolist(), strict=True)]

    def entity_order(self, order: Sequence[int], metric: int) -> list[int]:
        """Return the entities as they first come, in rows in this `order`, with a metric; those without it last."""
        import numpy as np

        rows = np.asarray(order)
        of_metric = rows[self.metrics[rows] == metric]
        found = dict.fromkeys(self.entities[of_metric].tolist())
        found.update(dict.fromkeys(range(len(self.comparison.entities))))
        return [entity for entity in found if entity != self.comparison.whole]
