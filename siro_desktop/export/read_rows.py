"""The rows of a file of figures by the names of its columns, whatever its kind; texts as they were before a guard."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.exports import FileFormat
from siro_desktop.errors import UnusableFile
from siro_desktop.export.difference_form import SIDES
from siro_desktop.export.reading import open_ordinary, read_ordinary
from siro_desktop.export.text_forms import is_risky
from siro_desktop.export.xlsx_cells import clock_of
from siro_desktop.export.xlsx_file import DATA_SHEET
from siro_desktop.export.xlsx_reader import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    Row = dict[str, Any]

LARGEST_FILE: Final = 128 * 2**20
"""Bytes of a file whose figures are read. Larger ones are still known by their question."""
_SEPARATORS: Final = ",;\t|"
_ENDS: Final = ("", *(f"_{side}" for side in SIDES))
_FIGURES: Final = frozenset(
    ("recordings_evaluated", *(f"{name}{end}" for name in ("value", "pass_rate", "recordings") for end in _ENDS))
)


def read_rows(path: Path, form: FileFormat, decimal_mark: str) -> Iterator[Row]:
    """Yield the rows. Texts are str, numbers are float, whatever is missing is None or not there.

    Numbers of a CSV file are texts still: `number_in` reads them. Raises UnusableFile for what is not of that kind.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnusableFile(f"Files of more than {LARGEST_FILE // 2**20} MiB are not read again.")
    match form:
        case FileFormat.XLSX:
            return _rows_of_workbook(path)
        case FileFormat.TIDY_JSON:
            return _rows_of_json(path)
        case FileFormat.RAW_JSON:
            return _rows_of_answers(path)
        case FileFormat.PARQUET:
            return _rows_of_parquet(path)
    return _rows_of_csv(path, decimal_mark)


def number_in(value: object) -> float | None:
    """Return a number; None for none, and NaN, which is the same as no other number, for what is something else."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def clock_in(value: object, zone: ZoneInfo) -> datetime | None:
    """Return what the clocks of `zone` show at an instant of a file, without a zone; None for anything else."""
    try:
        if isinstance(value, float):
            return clock_of(value)
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(instant, datetime):
            return (instant.astimezone(zone) if instant.tzinfo else instant).replace(tzinfo=None)
    except (ValueError, OverflowError):
        pass
    return None


def _rows_of_csv(path: Path, decimal_mark: str) -> Iterator[Row]:
    """Whoever saved the file again may have other separators; the header tells which."""
    with open_ordinary(path) as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        try:
            head = text.readline()
            text.seek(0)
            reader = csv.DictReader(text, delimiter=max(_SEPARATORS, key=head.count))
            figures = {name for name in reader.fieldnames or () if _is_figure(name)}
            for row in reader:
                yield {
                    name: value.replace(decimal_mark, ".") if name in figures and value else _unguarded(value)
                    for name, value in row.items()
                    if name and not isinstance(value, list)
                }
        except (csv.Error, ValueError) as error:  # a ValueError: not UTF-8
            raise UnusableFile("It is not CSV in UTF-8 any more.", detail=str(error)) from error


def _is_figure(name: str) -> bool:
    """True for the numbers that are read again: of a period in wide files, of a side in those of a difference."""
    return name.partition(" ")[0] in _FIGURES


def _unguarded(text: str | None) -> str | None:
    return text[1:] if text and text[0] == "'" and is_risky(text[1:]) else text


def _rows_of_json(path: Path) -> Iterator[Row]:
    rows = _decoded(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnusableFile("It is not a list of figures.")
    yield from rows


def _rows_of_answers(path: Path) -> Iterator[Row]:
    """Siro's own pages: the figures of each, and the recordings of its answer's first one."""
    pages = _decoded(path)
    recordings: dict[object, object] = {}
    try:
        for page in pages:
            cell, data = page["cell"], page["body"]["data"]
            first = recordings.setdefault(cell, data["recordingsEvaluatedCount"])
            for metric in data["metricValues"]:
                yield {
                    "cell": cell,
                    "recordings_evaluated": first,
                    "metric_id": metric["id"],
                    "unit": metric["unit"],
                    "value": metric.get("value"),
                    "pass_rate": metric.get("passRate"),
                }
    except (KeyError, TypeError, AttributeError) as error:
        raise UnusableFile("It does not hold Siro's answers as they came.", detail=str(error)) from error


def _decoded(path: Path) -> Any:
    try:
        return json.loads(read_ordinary(path, LARGEST_FILE, "figures"))
    except (ValueError, RecursionError) as error:
        raise UnusableFile("It is not JSON any more.", detail=str(error)) from error


def _rows_of_workbook(path: Path) -> Iterator[Row]:
    with open_ordinary(path) as stream:
        book = Workbook(stream)
        if not book.has_sheet(DATA_SHEET):
            raise UnusableFile(f"It has no sheet {DATA_SHEET} any more.")
        names: list[str] | None = None
        for cells in book.rows(DATA_SHEET):
            if names is None:
                names = [str(name) for name in cells]
            else:
                yield dict(zip(names, cells, strict=False))


def _rows_of_parquet(path: Path) -> Iterator[Row]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UnusableFile("Parquet needs the package pyarrow, which is not installed.", detail=str(error)) from error
    try:
        with open_ordinary(path) as stream:
            for batch in pq.ParquetFile(stream).iter_batches():
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnusableFile("It is not Parquet any more.", detail=str(error)) from error
