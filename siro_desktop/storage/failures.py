"""What SQLite's errors mean for people."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import FieldError, StorageError, UnusableFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PRIMARY: Final = 0xFF  # extended result codes carry the primary one in their low byte
_DAMAGED: Final = (
    "The store is damaged and cannot be read: {path}. It is left as it is; keep a copy before you mend it."
)
_FULL: Final = "The disk is full. Make room, then try again. What was saved before is still there."
_BUSY: Final = "Another window of Siro Desktop is writing. Try again in a moment."
_DENIED: Final = "The store cannot be opened or written: {path}. Check that you may write into its folder."
_DISK: Final = "The disk could not be read or written: {path}. Check the disk. Nothing was thrown away."

_SENTENCES: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_READONLY: _DENIED,
    sqlite3.SQLITE_CANTOPEN: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _DENIED,
    sqlite3.SQLITE_IOERR: _DISK,
}
_OTHER: Final = "The store could not do this: {path}. What was saved before is still there."


def damaged(path: Path, detail: str) -> StorageError:
    """The error for a file whose content makes no sense."""
    return StorageError(_DAMAGED.format(path=path), detail=detail)


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn what the codec raises for text that it does not understand into StorageError."""
    try:
        yield
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, FieldError, UnusableFile) as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of SQLite, and of values that SQLite cannot hold, into StorageError.

    A misuse of SQLite's interface is a bug and stays as it is.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        sentence = _SENTENCES.get(code & _PRIMARY, _OTHER).format(path=path)
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise StorageError(sentence, detail=f"{name}: {error}") from error
    except UnicodeDecodeError as error:  # Python cannot even read what SQLite says of the damage
        raise damaged(path, str(error)) from error
    except zlib.error as error:
        raise damaged(path, f"A page cannot be unpacked: {error}") from error
    except UnicodeEncodeError as error:
        raise StorageError("A text in this answer holds a character that cannot be kept.", detail=str(error)) from error
