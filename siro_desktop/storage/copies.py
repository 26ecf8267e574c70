"""Copies of the store's file, made before a newer version changes its tables, and kept beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import StorageError
from siro_desktop.storage.failures import translated

if TYPE_CHECKING:
    from pathlib import Path

_MARK: Final = ".before-"
_UNFINISHED: Final = ".part"
_NO_ROOM: Final = (
    "Before this version changes the store it makes a copy of it, and that failed: {path}. Nothing was changed. "
    "{reason}"
)


def copy_path(path: Path, version: int) -> Path:
    """Return where the copy is that is made before `path` becomes schema `version`."""
    return path.with_name(f"{path.name}{_MARK}{version}")


def copy_store(path: Path, version: int) -> Path:
    """Copy the store as it is on the disk, and return the copy, which is complete or not there.

    The caller holds the lock for writing, so that nothing changes meanwhile. The copy is for this person only, as the
    umask says. Raises StorageError.
    """
    target = copy_path(path, version)
    part = target.with_name(target.name + _UNFINISHED)
    try:
        part.unlink(missing_ok=True)  # of a copy that was cut short
        with translated(path):
            _copy(path, part)
        part.replace(target)
    except OSError as error:
        raise StorageError(_NO_ROOM.format(path=target, reason=error.strerror), detail=str(error)) from error
    except StorageError as error:
        raise StorageError(_NO_ROOM.format(path=target, reason=error.message), detail=error.detail) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def delete_copies(path: Path) -> None:
    """Delete every copy of the store. Raises StorageError."""
    try:
        for copy in path.parent.glob(f"{path.name}{_MARK}*"):
            copy.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"The data is deleted, but an older copy of it could not be: {error.filename}. Delete that file yourself.",
            detail=str(error),
        ) from error


def _copy(path: Path, part: Path) -> None:
    source = sqlite3.connect(path, isolation_level=None)
    copy = sqlite3.connect(part, isolation_level=None)
    with contextlib.closing(source), contextlib.closing(copy):
        source.backup(copy)
    descriptor = os.open(part, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
