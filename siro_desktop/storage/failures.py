"""What SQLite's errors mean for people."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import Cancelled, FieldError, StorageError, StoreDamaged, UnusableFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

UNREADABLE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What comes of a damaged file: Python cannot even read what SQLite says of some damage."""
PRIMARY: Final = 0xFF  # extended result codes carry the primary one in their low byte
_DAMAGED: Final = (
    "A part of the store is damaged: {path}. What can be read still opens. “Save what can be read” under File ▸ Local "
    "data and backup…, or “siro-desktop saved rescue”, puts that into a new store, which takes everything again, and "
    "keeps the damaged file."
)
_FULL: Final = "The disk is full. Make room, then try again. What was saved before is still there."
BUSY: Final = "Another window of Siro Desktop is writing. Try again in a moment."
DENIED: Final = "The store cannot be opened or written: {path}. Check that you may write into its folder."
_DISK: Final = "The disk could not be read or written: {path}. Check the disk. Nothing was thrown away."

_NEWER: Final = (
    "A newer version of Siro Desktop wrote the saved results on this computer. They can be looked at, and nothing is "
    "changed: {path}. Update the program to save more."
)
_READ_ONLY: Final = (
    "The store may not be written, so saved results can be looked at: {path}. Nothing new is kept. Check that you may "
    "write into its folder and that the disk is not full, then start the program again."
)
_GONE: Final = (
    "The store is not there any more: {path}. It was moved or deleted while the program runs, so nothing new is kept. "
    "Put it back, or start the program again."
)

_SENTENCES: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_READONLY: DENIED,
    sqlite3.SQLITE_CANTOPEN: DENIED,
    sqlite3.SQLITE_PERM: DENIED,
    sqlite3.SQLITE_AUTH: DENIED,
    sqlite3.SQLITE_IOERR: _DISK,
}
_OTHER: Final = "The store could not do this: {path}. What was saved before is still there."


def damaged(path: Path, detail: str) -> StoreDamaged:
    """The error for a file whose content makes no sense."""
    return StoreDamaged(_DAMAGED.format(path=path), detail=detail)


def newer_sentence(path: Path) -> str:
    """Say that a newer version wrote the file."""
    return _NEWER.format(path=path)


def read_only_sentence(path: Path) -> str:
    """Say that the file may only be read."""
    return _READ_ONLY.format(path=path)


def gone_sentence(path: Path) -> str:
    """Say that nobody would find what is written to the file: it has no name any more."""
    return _GONE.format(path=path)


def newer_part(path: Path, error: sqlite3.Error) -> StorageError:
    """The error for a part of a newer version's file that this version does not know how to read."""
    return StorageError(
        f"A newer version of Siro Desktop keeps this in another way: {path}. Update the program to see it.",
        detail=str(error),
    )


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn what the codec raises for text that it does not understand into StorageError."""
    try:
        yield
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, FieldError, UnusableFile) as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of SQLite, and of values that SQLite cannot hold, into StorageError; an interruption into Cancelled.

    A misuse of SQLite's interface is a bug and stays as it is.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)  # Python's own, of a text that is none, has no code
        if code is not None and code & PRIMARY == sqlite3.SQLITE_INTERRUPT:
            raise Cancelled from error
        sentence = _DAMAGED if code is None else _SENTENCES.get(code & PRIMARY, _OTHER)
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        kind = StoreDamaged if sentence is _DAMAGED else StorageError
        raise kind(sentence.format(path=path), detail=f"{name}: {error}") from error
    except UnicodeDecodeError as error:  # of what SQLite says of the damage
        raise damaged(path, str(error)) from error
    except zlib.error as error:
        raise damaged(path, f"A page cannot be unpacked: {error}") from error
    except UnicodeEncodeError as error:
        raise StorageError("A text in this answer holds a character that cannot be kept.", detail=str(error)) from error
