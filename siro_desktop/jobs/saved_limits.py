"""How long results are kept, and what would go; names, notes, tags and pins. Store thread; no network."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.retention import StoredResult, what_would_go
from siro_desktop.jobs.saved_results import ALL
from siro_desktop.stopping import pause

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.labels import Labels
    from siro_desktop.domain.retention import RetentionRule
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


_MOMENT: Final = 0.25  # seconds
_MOST: Final = 128


class LabelSaved(Struct, frozen=True):
    """Gives a result other labels."""

    result_id: int
    labels: Labels

    async def run(self, library: Library, report: Report) -> None:  # noqa: ARG002
        """Raise LabelError, and StorageError if the result is not there any more."""
        library.labels.save(self.result_id, self.labels)


class WouldGo(Struct, frozen=True):
    """The rule of a connection, and the results that it lets go, the oldest first."""

    rule: RetentionRule
    results: tuple[StoredResult, ...]

    @property
    def size(self) -> int:
        """About how many bytes they take."""
        return sum(one.size for one in self.results)


class FindExpired(Struct, frozen=True):
    """Tells what a rule lets go at `now`, an aware instant; without a rule, the one that the connection has."""

    profile_id: str
    now: datetime
    rule: RetentionRule | None = None

    async def run(self, library: Library, report: Report) -> WouldGo:  # noqa: ARG002
        """Return it; nothing is deleted. Raises RetentionError, StorageError."""
        rule = self.rule or library.retention.load(self.profile_id)
        rule.check()
        if rule.is_empty:
            return WouldGo(rule, ())
        summaries = library.load_summaries(profile_id=self.profile_id, limit=ALL)
        sizes = library.retention.load_sizes()
        stored = [StoredResult(one, sizes.get(one.id, 0)) for one in summaries]
        return WouldGo(rule, what_would_go(stored, rule, self.now))


class SaveRetention(Struct, frozen=True):
    """Keeps the rule of a connection. Nothing is deleted by it."""

    profile_id: str
    rule: RetentionRule

    async def run(self, library: Library, report: Report) -> None:  # noqa: ARG002
        """Raise RetentionError, StorageError."""
        library.retention.save(self.profile_id, self.rule)


class DeleteSeveral(Struct, frozen=True):
    """Deletes saved results; those that a person has pinned meanwhile stay. Reports each number that is gone."""

    result_ids: tuple[int, ...]

    async def run(self, library: Library, report: Report) -> tuple[int, ...]:
        """Return the numbers of those that were deleted. Raises StorageError.

        Many go at once, which is quicker; as many as go in a moment, since other windows wait with what they save.
        """
        gone: list[int] = []
        at, count = 0, 1
        while at < len(self.result_ids):
            began = monotonic()
            some = library.delete_results(self.result_ids[at : at + count], but_pinned=True)
            gone.extend(some)
            for result_id in some:
                report(result_id)
            await pause()  # here it can be cancelled
            at += count
            count = min(2 * count, _MOST) if monotonic() - began < _MOMENT else max(1, count // 2)
        return tuple(gone)
