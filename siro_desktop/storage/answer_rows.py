"""Answers as rows: the header, the pages as they came, and the metric values as columns with a metric dictionary."""

from __future__ import annotations

import json
import zlib
from array import array
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.columns import LONG, gather, in_pieces
from siro_desktop.domain.results import Answer, MetricValues, Page
from siro_desktop.stopping import checkpoint
from siro_desktop.storage.checksum import answer_checksum, page_checksum
from siro_desktop.storage.codec import (
    decode_instant,
    decode_problem,
    encode_instant,
    encode_json,
    encode_optional,
    encode_problem,
)
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.metric_dictionary import MetricDictionary
from siro_desktop.storage.metric_sets import distinct, save_metric_set
from siro_desktop.storage.value_rows import ValueColumns, insert_values, read_first_values, read_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from siro_desktop.storage.database import Database

_HEADER: Final = (
    "cell_key, fetched_at, duration_ms, recordings_evaluated, metric_count, start_at, end_at, filter_by, filter_by_ids,"
    " extra, warnings, problem"
)
_ZLIB_LEVEL: Final = 3  # of 24 KB of JSON a tenth remains; the higher levels take three times as long for little
_LOADED_AT_ONCE: Final = 500
_LONG: Final = 10_000  # values; more are gone through piece by piece
_MANY_SETS: Final = 10_000
_LARGEST: Final = 2**63 - 1


class AnswerRows:
    """Saves and loads answers inside a transaction that the caller has opened."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dictionary = MetricDictionary(database)
        self._sets: dict[bytes, int | None] = {}
        self._known_columns: dict[str, frozenset[str]] = {}

    def forget_metrics(self) -> None:
        """Empty the caches: rows of the dictionary were deleted, or may have been."""
        self._dictionary.forget()
        self._sets.clear()

    def forget_many(self) -> None:
        """Empty the caches where they have become large. After a transaction, which may need all that it has met."""
        self._dictionary.forget_many()

    def save(self, answer: Answer) -> int:
        """Return the number of the new answer."""
        header = (
            answer.cell_key,
            encode_instant(answer.fetched_at),
            answer.duration_ms,
            _number_in(answer.recordings_evaluated),
            len(answer.metrics),
            answer.start_at,
            answer.end_at,
            encode_json(answer.filter_by),
            encode_json(answer.filter_by_ids),
            encode_optional(answer.extra),
            encode_optional(answer.warnings),
            encode_problem(answer.problem),
        )
        stored = self._columns(answer.metrics)
        columns = stored.values, stored.pass_rates
        answer_id = self._database.insert(
            f"INSERT INTO answers ({_HEADER}, metric_set, page_count, checksum)"  # noqa: S608
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                *header,
                self._metric_set(distinct(stored.numbers)),
                len(answer.pages),
                answer_checksum(header, self._dictionary.known, stored.numbers, columns, stored.extras),
            ),
        )
        self._database.execute_many(
            "INSERT INTO pages (answer_id, position, url, body, checksum) VALUES (?,?,?,?,?)",
            ((answer_id, position, *_pack(page)) for position, page in enumerate(answer.pages)),
        )
        insert_values(self._database, answer_id, stored)
        return answer_id

    def load(self, answer_ids: Collection[int], *, with_pages: bool = True) -> dict[int, Answer]:
        """Return answers by their number, with their pages or without.

        Raises StorageError if one is missing or makes no sense.
        """
        answers: dict[int, Answer] = {}
        wanted = list(answer_ids)
        for start in range(0, len(wanted), _LOADED_AT_ONCE):
            answers |= self._load_some(wanted[start : start + _LOADED_AT_ONCE], with_pages=with_pages)
        return answers

    def load_first(self, answer_id: int, rows: int) -> Answer:
        """Return an answer with its first values and without pages, unverified: `load` is to follow."""
        header = self._database.execute(f"SELECT {_HEADER} FROM answers WHERE id = ?", (answer_id,)).fetchone()  # noqa: S608
        with decoding(self._database.path):
            columns = read_first_values(self._database, answer_id, rows)
            return _build_answer(
                header, _metric_values(columns, self._dictionary.described(columns.numbers)), (), json.loads
            )

    def _load_some(self, answer_ids: list[int], *, with_pages: bool) -> dict[int, Answer]:
        numbers = encode_json(answer_ids)
        rows = self._database.execute(
            f"SELECT id, {self._newer('answers', 'checksum', 'page_count')}, {_HEADER} FROM answers"  # noqa: S608
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (numbers,),
        ).fetchall()
        with decoding(self._database.path):
            if len(rows) != len(set(answer_ids)):
                raise KeyError("An answer is missing.")
            stored = read_values(self._database, [answer_id for answer_id, *_ in rows])
            pages = self._load_pages(numbers) if with_pages else {}
            parse = cache(json.loads)  # most answers of a plan say the same in most of these
            same = cache(self._described)  # and have the same metrics, which share these columns
            answers = {}
            for answer_id, expected, page_count, *header in rows:
                checkpoint()
                columns = stored[answer_id]
                are_many = len(columns.numbers) > LONG
                described = self._dictionary.described(columns.numbers) if are_many else same(columns.numbers.tobytes())
                metrics = _metric_values(columns, described)
                self._verify(header, columns, expected)
                if with_pages and page_count not in {None, len(pages.get(answer_id, ()))}:
                    raise ValueError("Pages are missing.")  # a damaged index finds none, and says nothing
                answers[answer_id] = _build_answer(header, metrics, pages.get(answer_id, ()), parse)
            return answers

    def _verify(self, header: Sequence[Any], columns: ValueColumns, expected: int | None) -> None:
        """Raise ValueError for an answer that is not as it was saved. Those of older versions have no checksum."""
        if header[4] != len(columns.numbers):
            raise ValueError("Values are missing.")
        content = columns.numbers, (columns.values, columns.pass_rates), columns.extras
        if expected is not None and answer_checksum(header, self._dictionary.known, *content) != expected:
            raise ValueError("The figures are not those that were saved.")

    def _columns(self, metrics: MetricValues) -> ValueColumns:
        stored = ValueColumns()
        described = (
            metrics.ids,
            metrics.names,
            metrics.units,
            metrics.unit_abbreviations,
            metrics.metric_types,
            metrics.descriptions,
        )
        for pieces in zip(*map(in_pieces, described), strict=True):
            stored.numbers.extend(self._dictionary.numbers_of([*zip(*pieces, strict=True)]))
        stored.values, stored.pass_rates = _numbers_in(metrics.values), _numbers_in(metrics.pass_rates)
        stored.extras = [(row, encode_json(extra)) for row, extra in sorted(metrics.extras.items())]
        return stored

    def _metric_set(self, metrics: array[int]) -> int | None:
        if len(metrics) > LONG:
            return save_metric_set(self._database.execute, metrics)
        packed = metrics.tobytes()
        if packed not in self._sets:
            if len(self._sets) > _MANY_SETS:
                self._sets.clear()
            self._sets[packed] = save_metric_set(self._database.execute, metrics)
        return self._sets[packed]

    def _described(self, packed: bytes) -> tuple[Sequence[Any], ...]:
        return self._dictionary.described(array("q", packed))

    def _newer(self, table: str, *columns: str) -> str:
        """Return columns to select; NULL for those that this file lacks: a rescue reads older ones as they are."""
        if table not in self._known_columns:
            rows = self._database.execute(f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608
            self._known_columns[table] = frozenset(row[0] for row in rows)
        return ", ".join(column if column in self._known_columns[table] else "NULL" for column in columns)

    def _load_pages(self, answer_ids: str) -> dict[int, tuple[Page, ...]]:
        rows = self._database.execute(
            f"SELECT answer_id, url, body, {self._newer('pages', 'checksum')} FROM pages"  # noqa: S608
            " WHERE answer_id IN (SELECT value FROM json_each(?)) ORDER BY answer_id, position",
            (answer_ids,),
        )
        return {
            answer_id: tuple(_unpack(*row) for _, *row in group) for answer_id, group in groupby(rows, itemgetter(0))
        }


def _metric_values(stored: ValueColumns, described: tuple[Sequence[Any], ...]) -> MetricValues:
    ids, names, units, abbreviations, types, descriptions = described
    return MetricValues(
        ids=ids,
        names=names,
        units=units,
        unit_abbreviations=abbreviations,
        metric_types=types,
        descriptions=descriptions,
        values=_numbers_out(stored.values),
        pass_rates=_numbers_out(stored.pass_rates),
        extras={row: json.loads(extra) for row, extra in stored.extras},
    )


def _build_answer(
    header: Sequence[Any], metrics: MetricValues, pages: tuple[Page, ...], parse: Callable[[str], Any]
) -> Answer:
    cell_key, fetched_at, duration_ms, recordings, _, start_at, end_at, *texts = header
    filter_by, filter_by_ids, extra, warnings, problem = texts
    return Answer(
        cell_key=cell_key,
        recordings_evaluated=number_out(recordings),
        metrics=metrics,
        start_at=start_at,
        end_at=end_at,
        filter_by=tuple(parse(filter_by)),
        filter_by_ids=tuple(parse(filter_by_ids)),
        fetched_at=decode_instant(fetched_at),
        duration_ms=duration_ms,
        pages=pages,
        extra=json.loads(extra) if extra else {},
        warnings=tuple(parse(warnings)) if warnings else (),
        problem=decode_problem(problem),
    )


def _pack(page: Page) -> tuple[str, bytes, int]:
    body = zlib.compress(page.body, _ZLIB_LEVEL)
    return page.url, body, page_checksum(page.url, body)


def _unpack(url: str, body: bytes, expected: int | None) -> Page:
    """Raises ValueError for a page that is not as it was saved. Those of older versions have no checksum."""
    if expected is not None and page_checksum(url, body) != expected:
        raise ValueError("The page is not the one that was saved.")
    return Page(url, zlib.decompress(body))


def _numbers_in(numbers: Sequence[Any]) -> Sequence[Any]:
    if not any(int in set(map(type, some)) for some in in_pieces(numbers)):
        return numbers
    return gather((map(_number_in, some) for some in in_pieces(numbers)), len(numbers))


def _number_in(number: Any) -> Any:
    """A number as SQLite can hold it: an integer beyond 64 bits goes in as its digits."""
    return str(number) if isinstance(number, int) and not -_LARGEST <= number <= _LARGEST else number


def number_out(number: Any) -> Any:
    """A number as it went in."""
    return int(number) if isinstance(number, str) else number


def _numbers_out(numbers: Sequence[Any]) -> Sequence[Any]:
    if len(numbers) <= _LONG:
        return tuple(map(number_out, numbers)) if str in set(map(type, numbers)) else numbers
    pieces = (map(number_out, some) if str in set(map(type, some)) else some for some in in_pieces(numbers))
    return gather(pieces, len(numbers))
