"""Events as a file for other computers and people: CSV for spreadsheets, JSON for programs and git.

Days as YYYY-MM-DD, from the earliest to the latest, so that what is added later mostly stands at the end.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.domain.events import Event, new_events
from siro_desktop.errors import EventError, UnusableFile
from siro_desktop.export.entry_files import (
    EntryForm,
    csv_text,
    is_json,
    json_text,
    read_csv,
    read_entry_text,
    read_json,
    write_entry_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FIELDS: Final = ("day", "name")
"""The columns. Both must be there to be read; others are not read."""
_FORM: Final = EntryForm(format="siro-desktop-events", one="event", many="events", needed="day", fields=FIELDS)


def write_events(path: Path, events: Iterable[Event]) -> None:
    """Write CSV, or JSON where the name ends in `.json`, whole or not at all. Raises ExportError. Any thread."""
    entries = [
        {"day": event.day.isoformat(), "name": event.name}
        for event in sorted(events, key=lambda one: (one.day, one.name))
    ]
    is_for_programs = path.suffix.lower() == ".json"
    write_entry_text(path, json_text(_FORM, entries, {}) if is_for_programs else csv_text(FIELDS, entries))


def read_events(path: Path) -> tuple[Event, ...]:
    """Return the events of a file that `write_events` or a person made, each once.

    Raises UnusableFile, which names the first entry that is wrong; a file is read whole or not at all.
    """
    text = read_entry_text(path, _FORM)
    entries = read_json(path.name, text, _FORM)[1] if is_json(text) else read_csv(path.name, text, _FORM)
    found = new_events((_read(path.name, where, entry) for where, entry in entries), ())
    if not found:
        raise UnusableFile(f"“{path.name}” holds no events.")
    return found


def _read(name: str, where: str, entry: Mapping[str, Any]) -> Event:
    try:
        event = Event(day=_day(entry), name=_name(entry))
        event.check()
    except EventError as error:
        raise UnusableFile(f"“{name}”, {where}, {error.field}: {error.message} Nothing was imported.") from error
    return event


def _day(entry: Mapping[str, Any]) -> date:
    cell = str(entry.get("day") or "").strip()
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise EventError("day", f"“{cell[:40]}” is not a day. Write it as 2026-10-31.") from error


def _name(entry: Mapping[str, Any]) -> str:
    cell = entry.get("name")
    return " ".join(cell.split()) if isinstance(cell, str) else ""
