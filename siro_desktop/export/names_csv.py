"""Names for ids as CSV (RFC 4180), in the form that *Import* reads: one line for each id, Siro's names and own ones."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.own_names import NameKind, names_of
from siro_desktop.export.failures import translated
from siro_desktop.export.text_forms import guard_text
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from siro_desktop.domain.own_names import Directory

COLUMNS: Final = ("type", "id", "name", "team_id", "source")


def export_names(path: Path, directory: Directory) -> None:
    """Write `path`, whole or not at all, for Excel too: UTF-8 with a byte order mark. Blocks; any thread.

    Text that a spreadsheet would take for a formula begins with a quote. Raises ExportError; an older file of that
    name is then unchanged.
    """
    with translated(path), PendingFile(path, private=True) as table:
        text = io.TextIOWrapper(table.stream, encoding="utf-8-sig", errors="backslashreplace", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows([guard_text(cell) for cell in line] for line in _lines(directory))
        text.flush()
        text.detach()
        table.commit()


def _lines(directory: Directory) -> Iterator[tuple[str, ...]]:
    merged = directory.merged
    for kind in NameKind:
        own = directory.of_person(kind)
        for named in names_of(merged, kind):
            yield kind.value, named.id, named.name, named.team_id, "own" if named.id in own else "siro"
