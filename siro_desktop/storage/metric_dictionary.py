"""The metrics of all answers, each kept once, under a number. Inside a transaction that the caller has opened."""

from __future__ import annotations

import json
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from siro_desktop.columns import in_pieces
from siro_desktop.courtesy import give_way
from siro_desktop.long_dict import LongDict
from siro_desktop.storage.codec import encode_json
from siro_desktop.storage.metric_sets import distinct
from siro_desktop.storage.search import fold
from siro_desktop.untracked import FEW, untracked

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from siro_desktop.storage.database import Database

# id, name, unit, abbreviated unit, type, description
Metric: TypeAlias = tuple[str, str, str, str, str, str | None]

_COLUMNS: Final = "metric_id, name, unit, unit_abbreviated, type, description"
# One row comes back: for each of them, SQLite would wait until the GUI thread has a pause.
_FIND: Final = (
    "WITH wanted(place, metric_id, name, unit, unit_abbreviated, type, description) AS (VALUES %s)"
    " SELECT json_group_object(place, metrics.id) FROM wanted JOIN metrics USING (metric_id, name, unit,"
    " unit_abbreviated, type) WHERE metrics.description IS wanted.description"
)
_INSERT: Final = f"INSERT INTO metrics (id, {_COLUMNS}, search) VALUES "  # noqa: S608
_ROW: Final = "(?,?,?,?,?,?,?,?)"
_NO_METRIC: Final[Metric] = ("", "", "", "", "", None)
_AT_ONCE: Final = 500  # metrics that the file is asked for; each is a parameter of the statement
_RECENT: Final = 20_000  # metrics; a dictionary of so many grows in a millisecond, one of a million in 50
_MANY: Final = 100_000  # metrics; no ordinary store has so many, and a million of them take 300 MB


class MetricDictionary:
    """Numbers of metrics, and metrics by their number; what was asked of the file once is kept in mind."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers: dict[Metric, int] = {}
        self._metrics: LongDict[int, Metric] = LongDict()

    @property
    def known(self) -> Mapping[int, Metric]:
        """The metrics that are in mind, by their number: those that were put in or described since `forget`."""
        return self._metrics

    def forget(self) -> None:
        """Keep none in mind any more: rows of the file were deleted, or may have been."""
        self._numbers.clear()
        self._metrics.clear()

    def forget_many(self) -> None:
        """Do so if there are many. After a transaction, which may need all that it has met."""
        if len(self._metrics) > _MANY:
            self.forget()

    def numbers_of(self, metrics: Sequence[Metric]) -> list[int]:
        """Return the number of each metric. Those that are new are put in."""
        try:
            return [*map(self._numbers.__getitem__, metrics)]
        except KeyError:
            self._learn(metrics)
        return [*map(self._numbers.__getitem__, metrics)]

    def described(self, numbers: array[int]) -> tuple[Sequence[Any], ...]:
        """Return columns, in the order of a metric's parts, with what each number means, row by row."""
        are_few = len(numbers) <= FEW
        self._look_up(numbers, are_few=are_few)
        columns: list[list[Any]] = [[] if are_few else untracked([]) for _ in _NO_METRIC]
        for some in in_pieces(numbers):
            metrics = {number: self._metrics[number] for number in dict.fromkeys(some)}
            for column, texts in zip(columns, zip(*map(metrics.__getitem__, some), strict=True), strict=True):
                column.extend(texts)
        return tuple(columns)

    def _look_up(self, numbers: array[int], *, are_few: bool) -> None:
        for some in in_pieces(distinct(numbers)):
            unknown = [number for number in some if number not in self._metrics]
            if not unknown:
                continue
            rows = self._database.execute(
                f"SELECT id, {_COLUMNS} FROM metrics WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
                (encode_json(unknown),),
            )
            found: dict[int, Metric] = {
                number: (known_id, name, *map(sys.intern, said), description)
                for number, known_id, name, *said, description in rows
            }
            if not are_few:
                for metric in found.values():
                    untracked(metric)
            # What cannot be read has raised an error by now.
            self._metrics.update(dict.fromkeys(unknown, _NO_METRIC) | found)

    def _learn(self, metrics: Sequence[Metric]) -> None:
        """Let these have their numbers in mind."""
        if len(self._numbers) > _RECENT:
            self._numbers.clear()
        unknown = [metric for metric in dict.fromkeys(metrics) if metric not in self._numbers]
        for at in range(0, len(unknown), _AT_ONCE):
            give_way()
            self._ask_for(unknown[at : at + _AT_ONCE])

    def _ask_for(self, metrics: Sequence[Metric]) -> None:
        """Find the numbers of metrics that are in the file, and put in the others."""
        wanted = ",".join(f"({place},?,?,?,?,?,?)" for place in range(len(metrics)))
        (found,) = self._database.execute(_FIND % wanted, [*chain.from_iterable(metrics)]).fetchone()
        numbers: dict[str, int] = json.loads(found)
        self._put_in([metric for place, metric in enumerate(metrics) if str(place) not in numbers])
        for place, number in numbers.items():
            self._take(metrics[int(place)], number)

    def _put_in(self, metrics: Sequence[Metric]) -> None:
        """Write metrics that are not there. Row by row it would take three times as long."""
        if not metrics:
            return
        free = 1 + (self._database.execute("SELECT max(id) FROM metrics").fetchone()[0] or 0)
        parts = ((number, *metric, fold(metric[1])) for number, metric in enumerate(metrics, free))
        self._database.execute(_INSERT + ",".join([_ROW] * len(metrics)), [*chain.from_iterable(parts)])
        for number, metric in enumerate(metrics, free):
            self._take(metric, number)

    def _take(self, metric: Metric, number: int) -> None:
        untracked(metric)  # or the dictionaries that hold it are gone through
        self._numbers[metric] = number
        self._metrics[number] = metric
