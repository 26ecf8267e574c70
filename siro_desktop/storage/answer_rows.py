"""Answers as rows: the header, the pages as they came, and the metric values as columns with a metric dictionary."""

from __future__ import annotations

import json
import sys
import zlib
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from siro_desktop.domain.results import Answer, MetricValues, Page
from siro_desktop.storage.codec import (
    decode_instant,
    decode_problem,
    encode_instant,
    encode_json,
    encode_optional,
    encode_problem,
)
from siro_desktop.storage.failures import decoding
from siro_desktop.storage.search import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from siro_desktop.storage.database import Database

# id, name, unit, abbreviated unit, type, description
Metric: TypeAlias = tuple[str, str, str, str, str, str | None]

_ZLIB_LEVEL: Final = 3  # of 24 KB of JSON a tenth remains; the higher levels take three times as long for little
_LOADED_AT_ONCE: Final = 500
_LARGEST: Final = 2**63 - 1
_NO_METRIC: Final[Metric] = ("", "", "", "", "", None)


class AnswerRows:
    """Saves and loads answers inside a transaction that the caller has opened."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._metric_ids: dict[Metric, int] = {}
        self._metrics: dict[int, Metric] = {}

    def forget_metrics(self) -> None:
        """Empty the caches: rows of the dictionary were deleted, or may have been."""
        self._metric_ids.clear()
        self._metrics.clear()

    def save(self, answer: Answer) -> int:
        """Return the number of the new answer."""
        answer_id = self._database.insert(
            "INSERT INTO answers (cell_key, fetched_at, duration_ms, recordings_evaluated, metric_count, start_at,"
            " end_at, filter_by, filter_by_ids, extra, warnings, problem) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
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
            ),
        )
        self._database.execute_many(
            "INSERT INTO pages (answer_id, position, url, body) VALUES (?,?,?,?)",
            (
                (answer_id, position, page.url, zlib.compress(page.body, _ZLIB_LEVEL))
                for position, page in enumerate(answer.pages)
            ),
        )
        self._database.execute_many(
            "INSERT INTO answer_values (answer_id, position, metric, value, pass_rate, extra) VALUES (?,?,?,?,?,?)",
            self._value_rows(answer_id, answer.metrics),
        )
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

    def _load_some(self, answer_ids: list[int], *, with_pages: bool) -> dict[int, Answer]:
        numbers = encode_json(answer_ids)
        rows = self._database.execute(
            "SELECT id, cell_key, fetched_at, duration_ms, recordings_evaluated, start_at, end_at,"
            " filter_by, filter_by_ids, extra, warnings, problem FROM answers"
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (numbers,),
        ).fetchall()
        with decoding(self._database.path):
            if len(rows) != len(set(answer_ids)):
                raise KeyError("An answer is missing.")
            values, pages = self._load_values(numbers), self._load_pages(numbers) if with_pages else {}
            parse = cache(json.loads)  # most answers of a plan say the same in most of these
            return {row[0]: _build_answer(row, values, pages, parse) for row in rows}

    def _value_rows(self, answer_id: int, metrics: MetricValues) -> Iterable[tuple[Any, ...]]:
        extras = metrics.extras
        described = zip(
            metrics.ids,
            metrics.names,
            metrics.units,
            metrics.unit_abbreviations,
            metrics.metric_types,
            metrics.descriptions,
            strict=True,
        )
        # A list: the dictionary's rows must be there before the first value's statement runs.
        numbers = [self._metric_ids.get(metric) or self._save_metric(metric) for metric in described]
        return [
            (
                answer_id,
                position,
                number,
                value if type(value) is float else _number_in(value),
                pass_rate if type(pass_rate) is float else _number_in(pass_rate),
                encode_json(extras[position]) if position in extras else None,
            )
            for position, (number, value, pass_rate) in enumerate(
                zip(numbers, metrics.values, metrics.pass_rates, strict=True)
            )
        ]

    def _save_metric(self, metric: Metric) -> int:
        row = self._database.execute(
            "SELECT id FROM metrics WHERE metric_id = ? AND name = ? AND unit = ? AND unit_abbreviated = ?"
            " AND type = ? AND description IS ?",
            metric,
        ).fetchone()
        number: int = (
            row[0]
            if row
            else self._database.insert(
                "INSERT INTO metrics (metric_id, name, unit, unit_abbreviated, type, description, search)"
                " VALUES (?,?,?,?,?,?,?)",
                (*metric, fold(metric[1])),
            )
        )
        self._metric_ids[metric] = number
        return number

    def _load_values(self, answer_ids: str) -> dict[int, MetricValues]:
        rows = self._database.execute(
            "SELECT answer_id, metric, value, pass_rate, extra FROM answer_values"
            " WHERE answer_id IN (SELECT value FROM json_each(?)) ORDER BY answer_id, position",
            (answer_ids,),
        )
        described: dict[tuple[int, ...], tuple[Any, ...]] = {}
        found = {}
        for answer_id, group in groupby(rows, itemgetter(0)):
            _, numbers, values, pass_rates, extras = zip(*group, strict=True)
            if numbers not in described:  # answers of one plan have mostly the same metrics, and share these columns
                described[numbers] = tuple(zip(*self._described(numbers), strict=True))
            ids, names, units, abbreviations, types, descriptions = described[numbers]
            found[answer_id] = MetricValues(
                ids=ids,
                names=names,
                units=units,
                unit_abbreviations=abbreviations,
                metric_types=types,
                descriptions=descriptions,
                values=_numbers_out(values),
                pass_rates=_numbers_out(pass_rates),
                extras={row: json.loads(extra) for row, extra in enumerate(extras) if extra is not None},
            )
        return found

    def _described(self, numbers: Sequence[int]) -> list[Metric]:
        known = self._metrics
        for number in set(numbers).difference(known):
            row = self._database.execute(
                "SELECT metric_id, name, unit, unit_abbreviated, type, description FROM metrics WHERE id = ?",
                (number,),
            ).fetchone()
            known[number] = cast("Metric", tuple(text and sys.intern(text) for text in row)) if row else _NO_METRIC
        return [known[number] for number in numbers]

    def _load_pages(self, answer_ids: str) -> dict[int, tuple[Page, ...]]:
        rows = self._database.execute(
            "SELECT answer_id, url, body FROM pages"
            " WHERE answer_id IN (SELECT value FROM json_each(?)) ORDER BY answer_id, position",
            (answer_ids,),
        )
        return {
            answer_id: tuple(Page(url, zlib.decompress(body)) for _, url, body in group)
            for answer_id, group in groupby(rows, itemgetter(0))
        }


def _build_answer(
    row: tuple[Any, ...],
    values: Mapping[int, MetricValues],
    pages: Mapping[int, tuple[Page, ...]],
    parse: Callable[[str], Any],
) -> Answer:
    answer_id, cell_key, fetched_at, duration_ms, recordings, start_at, end_at, *texts = row
    filter_by, filter_by_ids, extra, warnings, problem = texts
    return Answer(
        cell_key=cell_key,
        recordings_evaluated=number_out(recordings),
        metrics=values.get(answer_id) or MetricValues(),
        start_at=start_at,
        end_at=end_at,
        filter_by=tuple(parse(filter_by)),
        filter_by_ids=tuple(parse(filter_by_ids)),
        fetched_at=decode_instant(fetched_at),
        duration_ms=duration_ms,
        pages=pages.get(answer_id, ()),
        extra=json.loads(extra) if extra else {},
        warnings=tuple(parse(warnings)) if warnings else (),
        problem=decode_problem(problem),
    )


def _number_in(number: Any) -> Any:
    """A number as SQLite can hold it: an integer beyond 64 bits goes in as its digits."""
    return str(number) if isinstance(number, int) and not -_LARGEST <= number <= _LARGEST else number


def number_out(number: Any) -> Any:
    """A number as it went in."""
    return int(number) if isinstance(number, str) else number


def _numbers_out(numbers: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(number_out, numbers)) if str in map(type, numbers) else numbers
