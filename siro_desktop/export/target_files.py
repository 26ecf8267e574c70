"""Targets and own colours as a file for other computers and people: CSV for spreadsheets, JSON for programs.

Numbers stand in the metric's own unit (seconds, percent), never as m:ss; days as YYYY-MM-DD. Colours are there only if
some are set by hand: Siro's are looked up, and read from a file they would stand in the way of that.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.targets import OwnColors, Source, Target
from siro_desktop.errors import TargetError, UnusableFile
from siro_desktop.export.color_ranges import (
    COLOR_RANGES,
    ranges_entries,
    ranges_text,
    read_ranges_entries,
    read_ranges_text,
)
from siro_desktop.export.failures import translated
from siro_desktop.export.text_forms import guard_text, is_risky, raw_number
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from siro_desktop.domain.color_bands import ColorBands
    from siro_desktop.domain.targets import KnownMetric, TargetEntry

FIELDS: Final = (
    *("metric_id", "metric_name", "unit", "minimum", "maximum", "tolerance"),
    *("valid_from", "conversation_type_id", "source"),
)
"""The columns. Only `metric_id` and one of `minimum` and `maximum` must be there to be read; `source` is not read.

A last column, `color_ranges`, holds colours set by hand, on lines of their own; `metric_id` may then be empty.
"""

_NUMBERS: Final = frozenset(("minimum", "maximum", "tolerance"))
_AMBIGUOUS: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")  # thousands to some, thousandths to others
_FORMAT: Final = "siro-desktop-targets"
_VERSION: Final = 1
_LARGEST: Final = 8 * 1024 * 1024


def write_targets(path: Path, entries: Iterable[TargetEntry], metrics: Mapping[str, KnownMetric]) -> None:
    """Write CSV, or JSON where the name ends in `.json`, whole or not at all. Raises ExportError. Any thread."""
    kept = tuple(entries)
    targets = [_describe(entry, metrics) for entry in kept if isinstance(entry, Target)]
    colors = [(_describe_colors(entry, metrics), entry.bands) for entry in kept if isinstance(entry, OwnColors)]
    text = _json_text(targets, colors) if path.suffix.lower() == ".json" else _csv_text(targets, colors)
    with translated(path), PendingFile(path) as pending:
        pending.stream.write(text.encode("utf-8", "backslashreplace"))
        pending.commit()


def read_targets(path: Path) -> tuple[TargetEntry, ...]:
    """Return the targets and colours of a file that `write_targets` or a person made, as set by hand.

    Raises UnusableFile, which names the first entry that is wrong; a file is read whole or not at all.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UnusableFile(f"“{path.name}” is too large for a file of targets.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnusableFile(f"“{path.name}” cannot be read. Check that it is still there.", detail=str(error)) from error
    except ValueError as error:
        raise UnusableFile(f"“{path.name}” is not text in UTF-8. Save it as CSV UTF-8.", detail=str(error)) from error
    is_json = text.lstrip()[:1] in {"{", "["}
    entries = _json_entries(path.name, text) if is_json else _csv_entries(path.name, text)
    found = [one for where, entry in entries for one in _read(path.name, where, entry)]
    if not found:
        raise UnusableFile(f"“{path.name}” holds no targets and no colours.")
    return tuple({(type(one), one.key): one for one in found}.values())


def _describe(target: Target, metrics: Mapping[str, KnownMetric]) -> dict[str, Any]:
    numbers = (target.minimum, target.maximum, target.tolerance)
    minimum, maximum, tolerance = map(raw_number, numbers)
    metric = metrics.get(target.metric_id)
    return {
        "metric_id": target.metric_id,
        "metric_name": metric.name if metric else "",
        "unit": metric.unit if metric else "",
        "minimum": minimum,
        "maximum": maximum,
        "tolerance": tolerance,
        "valid_from": target.valid_from.isoformat() if target.valid_from else None,
        "conversation_type_id": target.conversation_type_id,
        "source": target.source.value,
    }


def _describe_colors(own: OwnColors, metrics: Mapping[str, KnownMetric]) -> dict[str, Any]:
    metric = metrics.get(own.metric_id)
    return {
        "metric_id": own.metric_id,
        "metric_name": metric.name if metric else "",
        "valid_from": own.valid_from.isoformat() if own.valid_from else None,
        "conversation_type_id": own.conversation_type_id,
    }


def _json_text(targets: list[dict[str, Any]], colors: list[tuple[dict[str, Any], ColorBands]]) -> str:
    content: dict[str, Any] = {"format": _FORMAT, "version": _VERSION, "targets": targets}
    if colors:  # beside the targets, so that an older program still reads those
        content[COLOR_RANGES] = [{**entry, "ranges": ranges_entries(bands)} for entry, bands in colors]
    return json.dumps(content, indent=2) + "\n"


def _csv_text(targets: list[dict[str, Any]], colors: list[tuple[dict[str, Any], ColorBands]]) -> str:
    text = io.StringIO(newline="")
    rows = [*targets, *({**entry, "source": Source.HAND.value, COLOR_RANGES: ranges_text(b)} for entry, b in colors)]
    writer = csv.DictWriter(text, (*FIELDS, COLOR_RANGES) if colors else FIELDS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {key: guard_text(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in rows
    )
    return text.getvalue()


def _json_entries(name: str, text: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableFile(f"“{name}” is not complete JSON.", detail=str(error)) from error
    if (
        not isinstance(content, dict)
        or content.get("format") != _FORMAT
        or not isinstance(content.get("targets"), list)
    ):
        raise UnusableFile(f"“{name}” is JSON, but not a file of targets.")
    if content.get("version") != _VERSION:
        raise UnusableFile(f"“{name}” was written by a newer version of Siro Desktop. Update the program to read it.")
    colors = content.get(COLOR_RANGES, [])
    if not isinstance(colors, list) or not all(isinstance(entry, dict) for entry in [*content["targets"], *colors]):
        raise UnusableFile(f"“{name}” is JSON, but not a file of targets.")
    return [
        *((f"target {number}", entry) for number, entry in enumerate(content["targets"], 1)),
        *((f"colours {n}", {**entry, COLOR_RANGES: entry.get("ranges")}) for n, entry in enumerate(colors, 1)),
    ]


def _csv_entries(name: str, text: str) -> list[tuple[str, dict[str, Any]]]:
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        if "metric_id" not in (reader.fieldnames or ()):
            raise UnusableFile(
                f"“{name}” has no column metric_id. Its first line must name the columns: {', '.join(FIELDS)}."
            )
        lines = [(f"line {reader.line_num}", row) for row in reader if any(row.values())]
    except csv.Error as error:
        raise UnusableFile(f"“{name}” is not a CSV file.", detail=str(error)) from error
    return [
        (where, {key: _as_written(key, cell, separator) for key, cell in row.items() if isinstance(cell, str)})
        for where, row in lines
    ]


def _as_written(column: str, cell: str, separator: str) -> str:
    """A cell as this program would write it. Where semicolons part the columns, commas stand in numbers."""
    return cell.replace(",", ".") if separator == ";" and column in _NUMBERS else _unguarded(cell)


def _unguarded(cell: str) -> str:
    """Take away the quote that keeps a spreadsheet from calculating a text."""
    return cell[1:] if cell.startswith("'") and is_risky(cell[1:]) else cell


def _read(name: str, where: str, entry: Mapping[str, Any]) -> Iterator[TargetEntry]:
    """Yield what an entry sets: a target, colours, or both."""
    try:
        metric_id, type_id = (str(entry.get(key) or "").strip() for key in ("metric_id", "conversation_type_id"))
        minimum, maximum, day = _number("minimum", entry), _number("maximum", entry), _day(entry)
        bands = _bands(entry)
        if bands is not None:
            yield OwnColors(bands=bands, metric_id=metric_id, conversation_type_id=type_id, valid_from=day)
        if bands is None or minimum is not None or maximum is not None:
            yield Target(
                metric_id=metric_id,
                minimum=minimum,
                maximum=maximum,
                tolerance=_number("tolerance", entry) or 0.0,
                valid_from=day,
                conversation_type_id=type_id,
            )
    except TargetError as error:
        raise UnusableFile(f"“{name}”, {where}, {error.field}: {error.message} Nothing was imported.") from error


def _bands(entry: Mapping[str, Any]) -> ColorBands | None:
    if COLOR_RANGES not in entry:
        return None
    cell = entry[COLOR_RANGES]
    if isinstance(cell, str):
        return read_ranges_text(cell) if cell.strip() else None
    return read_ranges_entries(cell)


def _number(field: str, entry: Mapping[str, Any]) -> float | None:
    cell = entry.get(field)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    text = str(cell).strip()
    if _AMBIGUOUS.fullmatch(text):
        raise TargetError(
            field, f"“{text}” may mean {text.replace(',', '')} or {text.replace(',', '.')}. Write it without a comma."
        )
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise TargetError(field, f"“{str(cell)[:40]}” is not a number.") from error


def _day(entry: Mapping[str, Any]) -> date | None:
    cell = str(entry.get("valid_from") or "").strip()
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise TargetError("valid_from", f"“{cell[:40]}” is not a day. Write it as 2026-10-31.") from error
