"""What the operating system's errors mean for somebody who exports a file."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DENIED: Final = (
    "You may not write {name} into {folder}. Choose another folder. If the file is open in another program, such as "
    "Excel, close it there first."
)
_FULL: Final = "The disk is full, or the file is too large for it. Make room, or choose another folder."
_SENTENCES: Final[Mapping[int, str]] = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EBUSY: _DENIED,
    errno.EROFS: "{folder} can only be read. Choose another folder.",
    errno.ENOENT: "The folder {folder} does not exist. Choose another one.",
    errno.ENOTDIR: "{folder} is not a folder. Choose another one.",
    errno.EISDIR: "{name} is a folder. Choose another name.",
    errno.EEXIST: "{name} is a device or a pipe, not an ordinary file. Choose another name.",
    errno.ENAMETOOLONG: "The file's name is too long. Choose a shorter one.",
    errno.EINVAL: "The file's name cannot be used here. Choose another one.",
    errno.ELOOP: "{name} is a link that leads nowhere. Choose another name.",
    errno.ENOSPC: _FULL,
    errno.EFBIG: _FULL,
    errno.EDQUOT: _FULL,
}
_OTHER: Final = "{name} could not be written. Try another folder."


def explain(error: OSError, path: Path) -> ExportError:
    """Return the error for a person who wanted to write `path`."""
    sentence = _SENTENCES.get(error.errno or 0, _OTHER)
    kept = " An older file of that name is unchanged." if sentence in {_FULL, _OTHER} else ""
    return ExportError(sentence.format(name=path.name[:80], folder=path.parent) + kept, detail=str(error))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn OSError into ExportError."""
    try:
        yield
    except OSError as error:
        raise explain(error, path) from error
