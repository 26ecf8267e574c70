"""`.siroquery` files: a question to keep beside other work, to send on, to compare in git. Any thread but the window's.

Reading lies beside writing, so that one place knows how large such a file may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.question_json import parse_query_file, query_file_text
from siro_desktop.errors import UnusableFile
from siro_desktop.export.failures import translated
from siro_desktop.export.reading import read_ordinary
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.question_json import QueryFile

MAX_BYTES: Final = 1_000_000
"""A question with ten thousand ids stays well below."""


def read_query_file(path: Path) -> QueryFile:
    """Return what the file holds. Raises UnusableFile that names the file, and the place in it."""
    try:
        return parse_query_file(read_ordinary(path, MAX_BYTES, "a query"))
    except UnusableFile as error:
        raise UnusableFile(f"“{path.name[:80]}”: {error.message}", detail=error.detail) from error


def write_query_file(path: Path, file: QueryFile) -> None:
    """Write `file` to `path`, whole or not at all. Raises ExportError; an older file then stays as it was."""
    content = query_file_text(file).encode(errors="backslashreplace")
    with translated(path), PendingFile(path) as pending:
        pending.stream.write(content)
        pending.commit()
