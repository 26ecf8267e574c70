"""Reading files that people give: of ordinary size, never a pipe that would let us wait for ever. Any thread."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO, Final

from siro_desktop.errors import UnusableFile

if TYPE_CHECKING:
    from pathlib import Path

_REASONS: Final = {
    errno.ENOENT: "There is no such file. Choose another one.",
    errno.EACCES: "You may not read this file. Ask its owner, or choose another one.",
    errno.EISDIR: "This is a folder. Choose a file in it.",
}


def open_ordinary(path: Path) -> BinaryIO:
    """Open a file to be read. Raises UnusableFile with a sentence for what is no ordinary file, or cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        stream = os.fdopen(descriptor, "rb")
    except (OSError, ValueError) as error:  # a ValueError: a name that no file can have
        raise unreadable(error) from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise UnusableFile("This is a device or a pipe. Choose an ordinary file.")
    return stream


def read_ordinary(path: Path, most: int, purpose: str) -> bytes:
    """Return what a file holds. Raises UnusableFile, also for one of more than `most` bytes, too much for `purpose`."""
    with open_ordinary(path) as stream:
        try:
            content = stream.read(most + 1)
        except OSError as error:
            raise unreadable(error) from error
    if len(content) > most:
        raise UnusableFile(f"It is larger than {most:,} bytes, which is too much for {purpose}.")
    return content


def unreadable(error: OSError | ValueError) -> UnusableFile:
    """Return what to say of a file that could not be opened or read."""
    code = error.errno if isinstance(error, OSError) else None
    return UnusableFile(_REASONS.get(code or 0, "It cannot be read."), detail=str(error))
