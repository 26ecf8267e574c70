"""Files of what people set by hand, for other computers and people: CSV for spreadsheets, JSON for programs and git.

What an entry means is known to `target_files` and `event_files`. Any thread but the window's.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from siro_desktop.errors import UnusableFile
from siro_desktop.export.failures import translated
from siro_desktop.export.reading import read_ordinary
from siro_desktop.export.text_forms import guard_text, is_risky
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

LARGEST: Final = 8 * 1024 * 1024
_VERSION: Final = 1

Entry = tuple[str, dict[str, Any]]
"""Where it stands in a file, in words, and what it says."""


class EntryForm(Struct, frozen=True, kw_only=True):
    """One kind of file. `many` is the key of its entries in JSON and what they are called; `one` is one of them.

    A CSV file must have the column `needed`; a person who writes one is told of `fields`. Those of `numbers` may be
    written with a comma for the decimal mark.
    """

    format: str
    one: str
    many: str
    needed: str
    fields: tuple[str, ...]
    numbers: frozenset[str] = frozenset()


def read_entry_text(path: Path, form: EntryForm) -> str:
    """Return the text of a file. Raises UnusableFile."""
    try:
        return read_ordinary(path, LARGEST, f"a file of {form.many}").decode("utf-8-sig")
    except UnusableFile as error:
        raise UnusableFile(f"“{path.name[:80]}”: {error.message}", detail=error.detail) from error
    except ValueError as error:
        raise UnusableFile(f"“{path.name}” is not text in UTF-8. Save it as CSV UTF-8.", detail=str(error)) from error


def is_json(text: str) -> bool:
    """True if a text is JSON, or was meant to be."""
    return text.lstrip()[:1] in {"{", "["}


def write_entry_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all. Raises ExportError; an older file then stays as it was."""
    with translated(path), PendingFile(path) as pending:
        pending.stream.write(text.encode("utf-8", "backslashreplace"))
        pending.commit()


def json_text(form: EntryForm, entries: Sequence[Mapping[str, Any]], others: Mapping[str, Any]) -> str:
    """Return JSON that says what it is; `others` stand beside the entries."""
    content = {"format": form.format, "version": _VERSION, form.many: entries, **others}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def csv_text(fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return CSV (RFC 4180); what a spreadsheet would calculate begins with a quote."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fields, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {key: guard_text(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in rows
    )
    return text.getvalue()


def read_json(name: str, text: str, form: EntryForm) -> tuple[dict[str, Any], list[Entry]]:
    """Return all that a JSON file holds, and its entries. Raises UnusableFile."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableFile(f"“{name}” is not complete JSON.", detail=str(error)) from error
    listed = content.get(form.many) if isinstance(content, dict) and content.get("format") == form.format else None
    if not isinstance(listed, list):
        raise UnusableFile(f"“{name}” is JSON, but not a file of {form.many}.")
    if content.get("version") != _VERSION:
        raise UnusableFile(f"“{name}” was written by a newer version of Siro Desktop. Update the program to read it.")
    return content, numbered(name, form, form.one, listed)


def numbered(name: str, form: EntryForm, word: str, listed: object) -> list[Entry]:
    """Return entries of JSON with their places, such as *target 3*. Raises UnusableFile for what is no entry."""
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise UnusableFile(f"“{name}” is JSON, but not a file of {form.many}.")
    return [(f"{word} {number}", entry) for number, entry in enumerate(listed, 1)]


def read_csv(name: str, text: str, form: EntryForm) -> list[Entry]:
    """Return the entries of a CSV file, as this program or a spreadsheet writes it. Raises UnusableFile."""
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        if form.needed not in (reader.fieldnames or ()):
            raise UnusableFile(
                f"“{name}” has no column {form.needed}. Its first line must name the columns: {', '.join(form.fields)}."
            )
        lines = [(f"line {reader.line_num}", row) for row in reader if any(row.values())]
    except csv.Error as error:
        raise UnusableFile(f"“{name}” is not a CSV file.", detail=str(error)) from error
    has_commas = form.numbers if separator == ";" else frozenset()  # where semicolons part the columns
    return [(where, _as_written(row, has_commas)) for where, row in lines]


def _as_written(row: dict[str, Any], has_commas: frozenset[str]) -> dict[str, Any]:
    """A line as this program would write it; cells that are missing or too many are left out."""
    cells = {key: cell for key, cell in row.items() if isinstance(cell, str)}
    return {key: cell.replace(",", ".") if key in has_commas else _unguarded(cell) for key, cell in cells.items()}


def _unguarded(cell: str) -> str:
    """Take away the quote that keeps a spreadsheet from calculating a text."""
    return cell[1:] if cell.startswith("'") and is_risky(cell[1:]) else cell
