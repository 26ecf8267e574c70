"""The columns of an answer's table, and what each of them sorts and filters by. Any thread."""

from __future__ import annotations

from array import array
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.targets import Status
from siro_desktop.stopping import checked, checked_pieces
from siro_desktop.ui.column_keys import (
    ColumnKeys,
    choice_keys,
    made_text_keys,
    mixed_keys,
    number_keys,
    same_keys,
    text_keys,
)
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import on_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.results import MetricValues
    from siro_desktop.domain.targets import HeldTargets


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
    UNIT = 8


RANKED: Final = (Status.MISSED, Status.NEAR, Status.MET)


class MetricKeys(Struct, frozen=True):
    """Makes the keys of any column of an answer. `extras` are the names of the columns behind the fixed ones."""

    metrics: MetricValues
    recordings: float | None
    held: HeldTargets
    extras: tuple[str, ...]

    def __call__(self, column: int) -> ColumnKeys:
        """Return the keys of a column."""
        if column >= len(Column):
            name, extras = self.extras[column - len(Column)], self.metrics.extras
            return mixed_keys([extras.get(row, {}).get(name) for row in range(len(self.metrics))])
        match column:
            case Column.VALUE | Column.PASS_RATE:
                return number_keys(self.metrics.values if column == Column.VALUE else self.metrics.pass_rates)
            case Column.RECORDINGS:
                return same_keys(len(self.metrics), self.recordings)
            case Column.TARGET:
                return self._target_keys()
        return self._text_keys(column)

    def _text_keys(self, column: int) -> ColumnKeys:
        metrics = self.metrics
        match column:
            case Column.METRIC:
                return _one_line_keys(metrics.names)
            case Column.DESCRIPTION:
                return _one_line_keys(metrics.descriptions)
            case Column.UNIT:
                return text_keys(metrics.units)
        return text_keys(metrics.metric_types if column == Column.TYPE else metrics.ids)

    def _target_keys(self) -> ColumnKeys:
        code: dict[Status | None, int] = {None: len(RANKED)} | {status: place for place, status in enumerate(RANKED)}
        status, metrics = self.held.status, self.metrics
        values = checked(zip(metrics.ids, metrics.values, strict=True))
        codes = array("I", (code[status(metric, value)] for metric, value in values))
        return choice_keys(codes, [status_word(one) for one in RANKED])


def _one_line_keys(texts: Sequence[str | None]) -> ColumnKeys:
    return made_text_keys(((on_one_line(text or "") for text in some) for some in checked_pieces(texts)), len(texts))
