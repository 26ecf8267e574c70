"""`.siroquery` files: a question to keep beside other work, to send on, to compare in git. Any thread but the window's.

Reading lies beside writing, so that one place knows how large such a file may be.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.question_json import parse_query_file, query_file_text
from siro_desktop.errors import UnusableFile
from siro_desktop.export.failures import translated
from siro_desktop.files import PendingFile

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.question_json import QueryFile

MAX_BYTES: Final = 1_000_000
"""A question with ten thousand ids stays well below."""

_REASONS: Final = {
    errno.ENOENT: "There is no such file. Choose another one.",
    errno.EACCES: "You may not read this file. Ask its owner, or choose another one.",
    errno.EISDIR: "This is a folder. Choose a file in it.",
}


def read_query_file(path: Path) -> QueryFile:
    """Return what the file holds. Raises UnusableFile that names the file, and the place in it."""
    try:
        return parse_query_file(_read(path))
    except UnusableFile as error:
        raise UnusableFile(f"“{path.name[:80]}”: {error.message}", detail=error.detail) from error


def write_query_file(path: Path, file: QueryFile) -> None:
    """Write `file` to `path`, whole or not at all. Raises ExportError; an older file then stays as it was."""
    content = query_file_text(file).encode(errors="backslashreplace")
    with translated(path), PendingFile(path) as pending:
        pending.stream.write(content)
        pending.commit()


def _read(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # a pipe would let us wait for ever
                raise UnusableFile("This is a device or a pipe. Choose an ordinary file.")
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # a ValueError: a name that no file can have
        code = error.errno if isinstance(error, OSError) else None
        raise UnusableFile(_REASONS.get(code or 0, "It cannot be read."), detail=str(error)) from error
    if len(content) > MAX_BYTES:
        raise UnusableFile(f"It is larger than {MAX_BYTES:,} bytes, which is too much for a query.")
    return content
