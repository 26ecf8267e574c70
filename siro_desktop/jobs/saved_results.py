"""Offline review: list, open and delete what was fetched. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.comparison import Comparison
from siro_desktop.jobs.own_names import load_names
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from siro_desktop.domain.results import ResultSummary, SavedResult
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library

ALL: Final = 1_000_000
"""More results than anybody has."""


class ListSaved(Struct, frozen=True):
    """Lists the saved results of a profile (None: of all), pinned ones first, then the newest.

    At most `limit`; None: all. `search` holds words that must all be found, as `Library.load_summaries` says; people
    are found by the names that they have on the connection of each result.
    """

    profile_id: str | None = None
    search: str = ""
    limit: int | None = 500

    async def run(self, library: Library, report: Report) -> tuple[ResultSummary, ...]:  # noqa: ARG002
        """Return the summaries. Raises StorageError."""
        limit = self.limit or ALL
        if not self.search.strip():
            return library.load_summaries(profile_id=self.profile_id, limit=limit)
        profiles = library.profile_ids() if self.profile_id is None else (self.profile_id,)
        found = [one for profile_id in profiles for one in self._search(library, profile_id, limit)]
        return tuple(sorted(found, key=lambda one: (not one.labels.is_pinned, -one.id))[:limit])

    def _search(self, library: Library, profile_id: str, limit: int) -> tuple[ResultSummary, ...]:
        """An id may be one person's on one connection, and another's on the next."""
        names = load_names(library, profile_id)
        return library.load_summaries(profile_id=profile_id, search=self.search, names=names, limit=limit)


class StoredResults(Struct, frozen=True):
    """Says which results there are, of all profiles."""

    async def run(self, library: Library, report: Report) -> frozenset[int]:  # noqa: ARG002
        """Return their ids. Raises StorageError."""
        return frozenset(library.result_ids())


class FirstRows(Struct, frozen=True):
    """The first rows of a result, to be shown until all of it is there. Nothing else is to be made of them."""

    saved: SavedResult


class OpenSaved(Struct, frozen=True):
    """Opens one saved result. Reports `FirstRows` of one that takes long."""

    result_id: int

    async def run(self, library: Library, report: Report) -> SavedResult:
        """Return it. Raises StorageError."""
        return await _open(library, self.result_id, report)


class OpenLast(Struct, frozen=True):
    """Opens the newest saved result of a profile (None: of all), or another one if that is there.

    Reports `FirstRows` of one that takes long.
    """

    profile_id: str | None = None
    preferred: int = 0

    async def run(self, library: Library, report: Report) -> SavedResult | None:
        """Return it, or None if there is none yet. Raises StorageError."""
        is_there = self.preferred and library.has_result(self.preferred, self.profile_id)
        result_id = self.preferred if is_there else library.last_result_id(self.profile_id)
        return None if result_id is None else await _open(library, result_id, report)


class OpenTwo(Struct, frozen=True):
    """Opens one saved result as a comparison, and another one beside it."""

    result_id: int
    other_id: int

    async def run(self, library: Library, report: Report) -> tuple[Comparison, SavedResult]:  # noqa: ARG002
        """Return both. Raises StorageError."""
        other = library.load_result(self.other_id)
        await pause()  # here the job can be cancelled
        return Comparison(library.load_result(self.result_id)), other


class OpenThese(Struct, frozen=True):
    """Opens some results of a profile, as far as they are still there."""

    profile_id: str
    result_ids: tuple[int, ...]

    async def run(self, library: Library, report: Report) -> tuple[SavedResult, ...]:  # noqa: ARG002
        """Return those that are there. Raises StorageError."""
        found = []
        for result_id in self.result_ids:
            if library.has_result(result_id, self.profile_id):
                found.append(library.load_result(result_id))
                await pause()  # here the job can be cancelled
        return tuple(found)


class DeleteSaved(Struct, frozen=True):
    """Deletes one saved result."""

    result_id: int

    async def run(self, library: Library, report: Report) -> None:  # noqa: ARG002
        """Raise StorageError if it cannot."""
        library.delete_result(self.result_id)


class DeleteAllSaved(Struct, frozen=True):
    """Deletes everything that was fetched: results, raw pages, names."""

    async def run(self, library: Library, report: Report) -> None:  # noqa: ARG002
        """Raise StorageError if it cannot."""
        library.delete_all()


async def _open(library: Library, result_id: int, report: Report) -> SavedResult:
    first = library.load_first_rows(result_id)
    if first is not None:
        report(FirstRows(first))
        await pause()  # here the job can be cancelled
    return library.load_result(result_id)
