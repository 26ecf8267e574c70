"""What other programs have done to the store and to the connections. Store thread; no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from siro_desktop.config import ProfileFile
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class Surroundings(Struct, frozen=True):
    """`store_version` is another one after each write of others; `profiles` is None where the file has a mistake.

    `counts` are those of the store, `deleted` the results that were deleted since those before.
    """

    store_version: int
    profiles: tuple[Profile, ...] | None
    counts: tuple[int, int]
    deleted: frozenset[int]


class LookAround(Struct, frozen=True):
    """Reads what another program may have changed: a few milliseconds. `result_ids` were there at `counts`."""

    file: ProfileFile
    result_ids: tuple[int, ...] = ()
    counts: tuple[int, int] | None = None

    async def run(self, library: Library, report: Report) -> Surroundings:  # noqa: ARG002
        """Return it. Raises StorageError."""
        profiles = self.file.load()
        deleted = frozenset() if self.counts is None else library.deleted_of(self.result_ids, self.counts)
        return Surroundings(
            library.version(), None if self.file.problems else profiles, library.counts(), frozenset(deleted)
        )
