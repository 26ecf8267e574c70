"""A damaged store is read as far as it can be; a new one with that takes its place, and the damaged one is kept."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from siro_desktop.domain.store_health import RescueReport, StorePart, StoreProgress, StoreStep
from siro_desktop.errors import Cancelled, StorageError
from siro_desktop.storage.backup import put_in_place
from siro_desktop.storage.copies import UNFINISHED, copy_database, damaged_path, delete_file, unused
from siro_desktop.storage.database import Database
from siro_desktop.storage.failures import UNREADABLE, newer_sentence, translated
from siro_desktop.storage.library import FILE_NAME
from siro_desktop.storage.mended_schema import open_damaged
from siro_desktop.storage.migration import version_of
from siro_desktop.storage.opening import file_address, private_umask
from siro_desktop.storage.salvage import Salvage
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime
    from pathlib import Path

    Stop = Callable[[], bool]
    Steps = Generator[StoreProgress, None, RescueReport]


def rescue(folder: Path, now: datetime, stop: Stop) -> Steps:
    """Save what can be read of the store in `folder`. `now` is in UTC.

    Raises StorageError, also if another window writes meanwhile, and Cancelled if `stop` says so; nothing has changed
    then.
    """
    path = folder / FILE_NAME
    part = path.with_name(f"{FILE_NAME}.rescue{UNFINISHED}")
    work = path.with_name(f"{FILE_NAME}.rescue-source{UNFINISHED}")
    kept = unused(damaged_path(path, now))
    with private_umask(), contextlib.ExitStack() as at_the_end:
        for file in (part, work):
            at_the_end.callback(_clear_away, file)
        yield StoreProgress(StoreStep.COPY)
        live = at_the_end.enter_context(contextlib.closing(_connect(path)))
        version = _keep(live, path, kept)
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(_clear_away, kept)
            report = yield from _salvage(kept, work, part, stop)
            yield StoreProgress(StoreStep.PUT_IN_PLACE)
            _check_unchanged(live, version)
            on_failure.pop_all()
        live.close()
        put_in_place(part, path, kept)
    return report


def _salvage(kept: Path, work: Path, part: Path, stop: Stop) -> Steps:
    """Fill a new store at `part` with what can be read of `kept`."""
    delete_file(part)
    with contextlib.closing(Database.open(part)) as target:
        with target.raw() as connection:
            connection.execute("PRAGMA synchronous = OFF")  # nobody relies on it before it is whole
        report = RescueReport(kept, parts=(StorePart.FILE,))  # if there is no way in
        try:
            source = open_damaged(kept, work) if kept.exists() else None
        except UNREADABLE:
            source = None
        if source is not None:
            with contextlib.closing(Database(kept, source)) as damaged:
                salvage = Salvage(damaged, target)
                for progress in salvage.steps():
                    yield progress
                    if stop():
                        raise Cancelled
                lost, parts = tuple(salvage.lost), tuple(sorted(salvage.parts))
                report = RescueReport(kept, salvage.results, salvage.whole, lost, parts)
        with target.raw() as connection:
            connection.execute("PRAGMA synchronous = FULL")
        target.empty_journal()
    return report


def _keep(live: sqlite3.Connection, path: Path, kept: Path) -> int | None:
    """Copy the file as it is, damage included; return what tells a later change, None if SQLite cannot open it."""
    with translated(path):
        try:
            if version_of(live) > SCHEMA_VERSION:
                raise StorageError(newer_sentence(path))
            copy_database(live, kept)
        except OSError as error:
            raise StorageError(
                f"There is no room for a copy of the damaged store, so nothing was changed: {kept}.", detail=str(error)
            ) from error
        except sqlite3.OperationalError:
            raise
        except UNREADABLE:
            return None
    return _data_version(live)


def _check_unchanged(live: sqlite3.Connection, version: int | None) -> None:
    if version != _data_version(live):
        raise StorageError("Another window saved something meanwhile. Close the other windows and try again.")


def _data_version(live: sqlite3.Connection) -> int | None:
    try:
        return int(live.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(file_address(path, "mode=rw"), uri=True, isolation_level=None)


def _clear_away(path: Path) -> None:
    with contextlib.suppress(OSError):
        delete_file(path)
