"""A file of figures that comes back: its question, its figures, and how they stand to those in the store."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from siro_desktop.domain.plan import CompareBy
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.question_json import QueryFile
    from siro_desktop.domain.results import Answer, SavedResult

    _Row = tuple[str, float | None, float | None]  # unit, value, pass rate

NOWHERE: Final = -1
"""The cell of a figure that belongs to none of its file's."""
_CLOSE: Final = 1e-12  # a workbook keeps 16 digits of a number, of which computers know 17


class ExportedFigure(Struct, frozen=True):
    """One figure of a file. `cell` is a position in the file's cells; `unit` is None where the file does not tell."""

    cell: int
    metric_id: str
    unit: str | None
    value: float | None
    pass_rate: float | None
    recordings: float | None


class ExportedSide(Struct, frozen=True, kw_only=True):
    """What a file of a difference says of the result of one side. `asked_at` is in UTC; None if it does not tell.

    `is_shown`: it is the result that the file's own question is of.
    """

    query: MetricsQuery
    compare_by: CompareBy
    asked_at: datetime | None
    is_shown: bool


class ExportedFile(Struct, frozen=True, kw_only=True):
    """What a file says of itself. Instants are in UTC.

    `query` is what the question was for; `cells` are the questions of its answers. `figures` are None where they could
    not be read, and `why_not` then says why. `fields` are those of value, pass_rate and recordings that the file has.
    `is_changed`: the file is not what was written; None: that cannot be said. `row_count` is how many rows were
    written, None where that is not known, and `lost` how many of them are not there any more; a row of a wide file
    (`is_wide`), and one of a difference, has several figures. `view` is how it was looked at. `sides` are there for a
    difference alone: its two `cells` are those of A and of B.
    """

    name: str
    query_file: QueryFile
    query: MetricsQuery
    cells: tuple[MetricsQuery, ...]
    fetched_at: datetime | None = None
    figures: tuple[ExportedFigure, ...] | None = None
    fields: frozenset[str] = frozenset()
    why_not: str = ""
    is_changed: bool | None = None
    row_count: int | None = None
    lost: int = 0
    is_wide: bool = False
    view: Mapping[str, object] = field(default_factory=dict)
    sides: tuple[ExportedSide, ExportedSide] | None = None


class HeldExport(Struct, frozen=True, kw_only=True):
    """A file held against the store: how many of its figures are the same there, differ, or have no stored answer.

    `saved` is the newest stored result of the same question; None: there is none. `stored_at` is when the newest of
    the answers was fetched. `view` is how the file was looked at, with the sides of a difference as they are stored.
    """

    exported: ExportedFile
    saved: SavedResult | None = None
    same: int = 0
    differing: int = 0
    missing: int = 0
    stored_at: datetime | None = None
    view: Mapping[str, object] = field(default_factory=dict)


class FigureCheck:
    """Counts how the figures of a file stand to stored answers, some cells at a time."""

    def __init__(self, exported: ExportedFile) -> None:
        self._fields = exported.fields
        self._of_cell: dict[int, list[ExportedFigure]] = defaultdict(list)
        for figure in exported.figures or ():
            self._of_cell[figure.cell].append(figure)
        self.same = self.differing = self.missing = 0
        self.stored_at: datetime | None = None

    def add(self, cells: Iterable[tuple[int, Answer | None]]) -> None:
        """Hold cells, by their position in the file, against their stored answers."""
        for position, answer in cells:
            figures = self._of_cell.get(position, ())
            if answer is None:
                self.missing += len(figures)
                continue
            self.stored_at = max(self.stored_at or answer.fetched_at, answer.fetched_at)
            same = self._count_same(figures, answer)
            self.same += same
            self.differing += len(figures) - same

    def _count_same(self, figures: Sequence[ExportedFigure], answer: Answer) -> int:
        """A metric that is there twice may stand in either order: each stored row serves one figure."""
        metrics, stored = answer.metrics, defaultdict[str, list["_Row"]](list)
        for row in zip(metrics.ids, metrics.units, metrics.values, metrics.pass_rates, strict=True):
            stored[row[0]].append(row[1:])
        same = 0
        for figure in figures:
            rows = stored.get(figure.metric_id, [])
            found = next((row for row in rows if self._is_same(figure, row, answer.recordings_evaluated)), None)
            if found is not None:
                rows.remove(found)
                same += 1
        return same

    def _is_same(self, figure: ExportedFigure, row: _Row, recordings: float) -> bool:
        unit, value, pass_rate = row
        if figure.unit is not None and figure.unit != unit:
            return False
        pairs = {
            "value": (figure.value, value),
            "pass_rate": (figure.pass_rate, pass_rate),
            "recordings": (figure.recordings, recordings),
        }
        return all(_is_close(*pairs[name]) for name in self._fields)


def _is_close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_CLOSE)
