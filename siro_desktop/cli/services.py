"""Runs jobs without a window: one thread, `asyncio.run`, and a store that is opened when it is first used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from siro_desktop.config import keyring_patience
from siro_desktop.domain.names import Names
from siro_desktop.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from pathlib import Path
    from types import TracebackType

    from siro_desktop.config import Paths
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.jobs.base import Job, Report
    from siro_desktop.jobs.connection import NetworkServices
    from siro_desktop.storage.library import Library

T = TypeVar("T")

_KEYRING_PATIENCE: Final = 10.0  # seconds; more than a window has: what is only in memory is lost when a command ends


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns, on a loop of its own.

    WORKAROUND: as `asyncio.run` puts the signal handler back, Python makes the text of its task, with the task's whole
    result in it; of a million values that takes seconds. So the task has none.
    """
    found: list[T] = []

    async def run() -> None:
        found.append(await work)

    asyncio.run(run())
    return found[0]


class StoreInPlace:
    """The `StoreCall` of the command line: calls the library in the thread that asks. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._library: Library | None = None

    async def __call__(self, use: Callable[[Library], T], /) -> T:
        """Return `use(library)`. Raises StorageError, also if the store cannot be opened."""
        if self._library is None:
            from siro_desktop.storage.library import Library

            self._library = Library.open(self._folder)
        return use(self._library)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._library is not None:
            self._library.close()


def run_with_network(paths: Paths, work: Callable[[NetworkServices], Awaitable[T]]) -> T:
    """Return what `work` returns; connections and store are closed after it, Ctrl+C included."""

    async def run(store: StoreInPlace) -> T:
        from siro_desktop.jobs.connection import open_network_services

        patience = keyring_patience() or _KEYRING_PATIENCE
        async with open_network_services(store, lock_folder=paths.state, keyring_patience=patience) as services:
            return await work(services)

    with StoreInPlace(paths.data) as store:
        return run_to_end(run(store))


def ignore(report: object) -> None:
    """Take no notice of a job's report."""


def run_with_library(paths: Paths, job: Job[Library, T], report: Report = ignore) -> T:
    """Return what `job` returns; `report` hears how far it is. No network."""

    async def run() -> T:
        from siro_desktop.storage.library import Library

        library = Library.open(paths.data)
        try:
            return await job.run(library, report)
        finally:
            library.close()

    return run_to_end(run())


def stored_names(paths: Paths, saved: SavedResult) -> Names:
    """Return the names that are kept for a result's connection; none if they cannot be read: ids do as well."""
    from siro_desktop.jobs.look_up_names import LoadNames

    try:
        return run_with_library(paths, LoadNames(saved.plan.profile_id))
    except StorageError:
        return Names()
