"""Looking after the store: whether it is whole, a backup of it and the way back, a rescue, what lies where.

Checks, backups and descriptions run on the store's thread. A restore and a rescue open the file themselves, on the
export thread, since they are needed where the store cannot be opened. All of it can be cancelled while SQLite works
long in one call.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import Struct

from siro_desktop.domain.store_health import FileKind, StoredFile, StoredProfile
from siro_desktop.stopping import is_stopped, pause

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from siro_desktop.domain.store_health import RescueReport, RestoreReport, StoreHealth, StoreProgress
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library

T = TypeVar("T")

BACKUP_ENDING: Final = ".sirobackup"


class CheckStore(Struct, frozen=True):
    """Looks whether the store is what it was: quickly, or all of it, result by result. Reports StoreProgress."""

    is_whole: bool = False

    async def run(self, library: Library, report: Report) -> StoreHealth:
        """Return what was found. Raises StorageError, Cancelled."""
        from siro_desktop.storage.integrity import check_all, check_quickly

        check = check_all if self.is_whole else check_quickly
        return await _in_steps(check(library, is_stopped), report)


class BackUpStore(Struct, frozen=True):
    """Writes everything that is kept into one file. Reports StoreProgress."""

    path: Path

    async def run(self, library: Library, report: Report) -> Path:
        """Return the file. Raises ExportError, StorageError, Cancelled; an older file then stays."""
        from siro_desktop.storage.backup import back_up

        back_up(library, self.path, report, is_stopped)
        return self.path


class RestoreStore(Struct, frozen=True):
    """Puts what is in a backup in place of the store in `folder`. Export thread. Reports StoreProgress."""

    folder: Path
    backup: Path

    async def run(self, services: object, report: Report) -> RestoreReport:  # noqa: ARG002
        """Return what came of it. Raises UnusableFile, StorageError, Cancelled; nothing has changed then."""
        from siro_desktop.storage.backup import restore

        return await _in_steps(restore(self.folder, self.backup, datetime.now(UTC), is_stopped), report)


class RescueStore(Struct, frozen=True):
    """Saves what can be read of a damaged store into a new one. Export thread. Reports StoreProgress."""

    folder: Path

    async def run(self, services: object, report: Report) -> RescueReport:  # noqa: ARG002
        """Return what came of it. Raises StorageError, Cancelled; nothing has changed then."""
        from siro_desktop.storage.rescue import rescue

        return await _in_steps(rescue(self.folder, datetime.now(UTC), is_stopped), report)


class DescribeStore(Struct, frozen=True):
    """Tells what the store holds of each connection."""

    async def run(self, library: Library, report: Report) -> tuple[StoredProfile, ...]:  # noqa: ARG002
        """Return it, the largest first. Raises StorageError."""
        return library.retention.load_profiles()


class ListFiles(Struct, frozen=True, kw_only=True):
    """Tells which files the program has written, and how large they are. Export thread; opens none of them."""

    data: Path
    profiles: Path
    settings: Path
    requests: Path
    logs: Path

    async def run(self, services: object, report: Report) -> tuple[StoredFile, ...]:  # noqa: ARG002
        """Return those that are there."""
        from siro_desktop.storage.copies import kept_copies
        from siro_desktop.storage.library import FILE_NAME

        store = self.data / FILE_NAME
        parts = [store.with_name(FILE_NAME + suffix) for suffix in ("", "-wal", "-shm")]
        older, damaged = kept_copies(store)
        groups = [
            (FileKind.STORE, store, parts),
            *((FileKind.COPY, copy, [copy]) for copy in older),
            *((FileKind.DAMAGED, copy, [copy]) for copy in damaged),
            (FileKind.PROFILES, self.profiles, [self.profiles]),
            (FileKind.SETTINGS, self.settings, [self.settings]),
            (FileKind.REQUESTS, self.requests, _files_below(self.requests)),
            (FileKind.LOGS, self.logs, _files_below(self.logs)),
        ]
        return tuple(StoredFile(kind, path, sum(sizes)) for kind, path, files in groups if (sizes := _sizes(files)))


def _files_below(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.rglob("*") if path.is_file()]
    except OSError:
        return []


def _sizes(files: Iterable[Path]) -> list[int]:
    sizes = []
    for path in files:
        try:
            sizes.append(path.stat().st_size)
        except OSError:  # none there, or it is just going
            continue
    return sizes


async def _in_steps(steps: Generator[StoreProgress, Any, T], report: Report) -> T:
    """Do one step after the other; between them others have their turn, and the job can be cancelled."""
    try:
        while True:
            report(next(steps))
            await pause()
    except StopIteration as end:
        done: T = end.value
        return done
    finally:
        steps.close()
