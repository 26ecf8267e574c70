"""The figures of answers as rows. A million of them take seconds, so they travel by columns. Inside a transaction."""

from __future__ import annotations

from array import array
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.stopping import checkpoint
from siro_desktop.storage.codec import encode_json
from siro_desktop.untracked import FEW, untracked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from siro_desktop.storage.database import Database

_VALUES: Final = "SELECT metric, value, pass_rate FROM answer_values WHERE answer_id = ? ORDER BY position"
_EXTRAS: Final = (
    "SELECT answer_id, position, extra FROM answer_values WHERE answer_id IN (SELECT value FROM json_each(?))"
    " AND position < ? AND extra IS NOT NULL ORDER BY answer_id, position"
)
_ROWS_AT_ONCE: Final = 100  # in one statement: a million values take a third of the time
_READ_AT_ONCE: Final = 500  # values; more rows alive at once keep the collection of garbage busy
_NO_LIMIT: Final = 2**62


class ValueColumns:
    """The values of one answer as they are stored: numbers of metrics, values, pass rates, and what is beside some."""

    def __init__(self) -> None:
        self.numbers = array("q")
        self.values: Sequence[Any] = ()
        self.pass_rates: Sequence[Any] = ()
        self.extras: list[tuple[int, str]] = []

    def fill(self, rows_at_once: Iterable[Iterable[tuple[Any, ...]]]) -> None:
        """Take the rows."""
        values: list[Any] = []
        pass_rates: list[Any] = []
        for rows in rows_at_once:
            some_numbers, some_values, some_rates = zip(*rows, strict=True)
            self.numbers.extend(some_numbers)
            values += some_values
            pass_rates += some_rates
            if len(values) > FEW:
                untracked(values)
                untracked(pass_rates)
        self.values, self.pass_rates = values, pass_rates


def insert_values(database: Database, answer_id: int, stored: ValueColumns) -> None:
    """Put in all values of an answer."""
    columns: list[Sequence[Any]] = [stored.numbers, stored.values, stored.pass_rates]
    if stored.extras:
        texts = dict(stored.extras)
        columns.append(untracked(list(map(texts.get, range(len(stored.numbers))))))
    count = len(stored.numbers)
    rest = count % _ROWS_AT_ONCE
    for first, end, size in ((0, count - rest, _ROWS_AT_ONCE), (count - rest, count, rest)):
        if first < end:
            parts = (
                (answer_id, at, *chain.from_iterable(column[at : at + size] for column in columns))
                for at in range(first, end, size)
            )
            database.execute_many(_insert_statement(size, len(columns)), parts)


def read_values(database: Database, answer_ids: Collection[int]) -> dict[int, ValueColumns]:
    """Return the values of answers by their number; of one that has none, empty columns."""
    found: dict[int, ValueColumns] = {}
    for answer_id in answer_ids:
        columns = found[answer_id] = ValueColumns()
        columns.fill(_read(database.execute(_VALUES, (answer_id,))))
    for answer_id, position, text in database.execute(_EXTRAS, (encode_json(list(answer_ids)), _NO_LIMIT)):
        found[answer_id].extras.append((position, text))
    return found


def read_first_values(database: Database, answer_id: int, rows: int) -> ValueColumns:
    """Return the first values of an answer, which has some."""
    columns = ValueColumns()
    columns.fill(_read(database.execute(f"{_VALUES} LIMIT ?", (answer_id, rows))))
    columns.extras += (row[1:] for row in database.execute(_EXTRAS, (encode_json([answer_id]), rows)))
    return columns


def _read(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_READ_AT_ONCE):
        checkpoint()
        yield rows


@cache
def _insert_statement(rows: int, columns: int) -> str:
    """The statement for so many rows: it takes the answer's number, the first position, then column after column."""
    names = ("answer_id", "position", "metric", "value", "pass_rate", "extra")[: columns + 2]
    lines = (
        f"(?1,?2+{at},{','.join(f'?{at + 3 + rows * column}' for column in range(columns))})" for at in range(rows)
    )
    return f"INSERT INTO answer_values ({', '.join(names)}) VALUES {','.join(lines)}"  # noqa: S608
