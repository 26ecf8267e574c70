"""The columns of the list of changes, and what each of them sorts and filters by. Any thread."""

from __future__ import annotations

from array import array
from enum import IntEnum
from math import nan
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.units import NO_VALUE
from siro_desktop.stopping import checked, checked_pieces
from siro_desktop.ui.column_keys import ColumnKeys, array_keys, choice_keys, made_text_keys
from siro_desktop.ui.comparison.changes_words import what_in_words
from siro_desktop.ui.words import on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from siro_desktop.domain.changes import Change
    from siro_desktop.domain.periods import Period


class ChangeColumn(IntEnum):
    """The columns, from left to right at first."""

    ENTITY = 0
    PERIOD = 1
    METRIC = 2
    WHAT = 3
    BEFORE = 4
    NOW = 5
    DIFFERENCE = 6
    RELATIVE = 7
    RECORDINGS_BEFORE = 8
    RECORDINGS_NOW = 9
    PASS_RATE_BEFORE = 10
    PASS_RATE_NOW = 11
    UNIT = 12


FIGURES: Final[Mapping[int, Callable[[Change], float | None]]] = {
    ChangeColumn.BEFORE: lambda one: one.value_before,
    ChangeColumn.NOW: lambda one: one.value_now,
    ChangeColumn.DIFFERENCE: lambda one: one.absolute,
    ChangeColumn.RELATIVE: lambda one: one.relative,
    ChangeColumn.RECORDINGS_BEFORE: lambda one: one.recordings_before,
    ChangeColumn.RECORDINGS_NOW: lambda one: one.recordings_now,
    ChangeColumn.PASS_RATE_BEFORE: lambda one: one.pass_rate_before,
    ChangeColumn.PASS_RATE_NOW: lambda one: one.pass_rate_now,
}
"""The figure of each column of figures."""


class ChangeKeys(Struct, frozen=True):
    """Makes the keys of any column of changes; `names`, `said` and `periods` are who and when, by cell key."""

    changes: Sequence[Change]
    names: Mapping[str, str]
    said: Mapping[str, str]
    periods: Mapping[str, Period]

    def __call__(self, column: int) -> ColumnKeys:
        """Return the keys of a column."""
        if column in FIGURES:
            return self._figure_keys(FIGURES[column])
        if column == ChangeColumn.PERIOD:
            return self._period_keys()
        texts = {ChangeColumn.ENTITY: self._name, ChangeColumn.METRIC: metric_in_words, ChangeColumn.UNIT: unit_of}
        text_of = texts.get(ChangeColumn(column)) or _Said()
        said = (map(text_of, some) for some in checked_pieces(self.changes))
        return made_text_keys(said, len(self.changes))

    def _name(self, change: Change) -> str:
        return self.names[change.cell.key]

    def _figure_keys(self, figure_of: Callable[[Change], float | None]) -> ColumnKeys:
        import numpy as np

        figures = array("d")
        for some in checked_pieces(self.changes):
            figures.extend(nan if (figure := figure_of(one)) is None else figure for one in some)
        return array_keys(np.asarray(figures))

    def _period_keys(self) -> ColumnKeys:
        said = {period: self.said[key] for key, period in self.periods.items()}
        periods = sorted(said, key=lambda period: (period.start, period.end))
        place_of = {period: place for place, period in enumerate(periods)}
        places = {key: place_of[period] for key, period in self.periods.items()}
        codes = array("I", (places[one.cell.key] for one in checked(self.changes)))
        return choice_keys(codes, [said[period] for period in periods])


class _Said:
    """Says what happened to a change, in words that are looked up once."""

    def __init__(self) -> None:
        self._known: dict[object, str] = {}

    def __call__(self, change: Change) -> str:
        """Return what `what_in_words` returns."""
        what = change.kind, change.has_other_value, change.has_other_pass_rate
        return self._known.get(what) or self._known.setdefault(what, what_in_words(change))


def unit_of(change: Change) -> str:
    """Return the unit of the metric of a change, on one line."""
    return "" if change.metric is None else on_one_line(change.metric.unit)


def metric_in_words(change: Change) -> str:
    """Return what the metric of a change is called; a dash where it is about a whole answer."""
    metric = change.metric
    return NO_VALUE if metric is None else on_one_line(metric.name) or metric.key.id
