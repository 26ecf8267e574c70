"""Targets and own colours as a file for other computers and people: CSV for spreadsheets, JSON for programs.

Numbers stand in the metric's own unit (seconds, percent), never as m:ss; days as YYYY-MM-DD. Colours are there only if
some are set by hand: Siro's are looked up, and read from a file they would stand in the way of that.
"""

from __future__ import annotations

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
from siro_desktop.export.entry_files import (
    EntryForm,
    csv_text,
    is_json,
    json_text,
    numbered,
    read_csv,
    read_entry_text,
    read_json,
    write_entry_text,
)
from siro_desktop.export.text_forms import raw_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from siro_desktop.domain.color_bands import ColorBands
    from siro_desktop.domain.targets import KnownMetric, TargetEntry
    from siro_desktop.export.entry_files import Entry

FIELDS: Final = (
    *("metric_id", "metric_name", "unit", "minimum", "maximum", "tolerance"),
    *("valid_from", "conversation_type_id", "source"),
)
"""The columns. Only `metric_id` and one of `minimum` and `maximum` must be there to be read; `source` is not read.

A last column, `color_ranges`, holds colours set by hand, on lines of their own; `metric_id` may then be empty.
"""
_AMBIGUOUS: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")  # thousands to some, thousandths to others
_FORM: Final = EntryForm(
    format="siro-desktop-targets",
    one="target",
    many="targets",
    needed="metric_id",
    fields=FIELDS,
    numbers=frozenset(("minimum", "maximum", "tolerance")),
)


def write_targets(path: Path, entries: Iterable[TargetEntry], metrics: Mapping[str, KnownMetric]) -> None:
    """Write CSV, or JSON where the name ends in `.json`, whole or not at all. Raises ExportError. Any thread."""
    kept = tuple(entries)
    targets = [_describe(entry, metrics) for entry in kept if isinstance(entry, Target)]
    colors = [(_describe_colors(entry, metrics), entry.bands) for entry in kept if isinstance(entry, OwnColors)]
    text = _json_text(targets, colors) if path.suffix.lower() == ".json" else _csv_text(targets, colors)
    write_entry_text(path, text)


def read_targets(path: Path) -> tuple[TargetEntry, ...]:
    """Return the targets and colours of a file that `write_targets` or a person made, as set by hand.

    Raises UnusableFile, which names the first entry that is wrong; a file is read whole or not at all.
    """
    text = read_entry_text(path, _FORM)
    entries = _json_entries(path.name, text) if is_json(text) else read_csv(path.name, text, _FORM)
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
    # Beside the targets, so that an older program still reads those.
    listed = [{**entry, "ranges": ranges_entries(bands)} for entry, bands in colors]
    return json_text(_FORM, targets, {COLOR_RANGES: listed} if listed else {})


def _csv_text(targets: list[dict[str, Any]], colors: list[tuple[dict[str, Any], ColorBands]]) -> str:
    rows = [*targets, *({**entry, "source": Source.HAND.value, COLOR_RANGES: ranges_text(b)} for entry, b in colors)]
    return csv_text((*FIELDS, COLOR_RANGES) if colors else FIELDS, rows)


def _json_entries(name: str, text: str) -> list[Entry]:
    content, targets = read_json(name, text, _FORM)
    colors = numbered(name, _FORM, "colours", content.get(COLOR_RANGES, []))
    return [*targets, *((where, {**entry, COLOR_RANGES: entry.get("ranges")}) for where, entry in colors)]


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
