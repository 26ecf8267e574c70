"""How long, and how much of them, saved results are kept. Nothing goes before a person has seen what would."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.errors import RetentionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from siro_desktop.domain.results import ResultSummary

MOST_DAYS: Final = 36_500
MOST_MEGABYTES: Final = 1_000_000
BYTES_IN_A_MEGABYTE: Final = 1_000_000


class RetentionRule(Struct, frozen=True):
    """Results older than `days`, and the oldest beyond `megabytes`, may go. None: no such limit."""

    days: int | None = None
    megabytes: int | None = None

    @property
    def is_empty(self) -> bool:
        """True if everything stays."""
        return self.days is None and self.megabytes is None

    def check(self) -> None:
        """Raise RetentionError for the first field that is wrong."""
        for field, most in (("days", MOST_DAYS), ("megabytes", MOST_MEGABYTES)):
            limit = getattr(self, field)
            if limit is not None and not 1 <= limit <= most:
                raise RetentionError(field, f"Use a whole number from 1 to {most:,}.")


KEEP_ALL: Final = RetentionRule()


class StoredResult(Struct, frozen=True):
    """A saved result, and about how many bytes would be free without it."""

    summary: ResultSummary
    size: int


def what_would_go(results: Iterable[StoredResult], rule: RetentionRule, now: datetime) -> tuple[StoredResult, ...]:
    """Return the results that `rule` lets go at `now`, the oldest first. Pinned ones never go, but take room.

    The one that was saved last stays, so that the window always has one to open with. Its number tells which that is:
    the clock may have been wrong.
    """
    by_age = sorted(results, key=lambda one: (one.summary.saved_at, one.summary.id))
    last = max((one.summary.id for one in by_age), default=0)
    free = [one for one in by_age if one.summary.id != last and not one.summary.labels.is_pinned]
    old = [] if rule.days is None else _older_than(free, now - timedelta(days=rule.days))
    if rule.megabytes is None:
        return tuple(old)
    room = sum(one.size for one in by_age) - rule.megabytes * BYTES_IN_A_MEGABYTE
    gone = list(old)
    room -= sum(one.size for one in old)
    for one in free[len(old) :]:
        if room <= 0:
            break
        gone.append(one)
        room -= one.size
    return tuple(gone)


def _older_than(results: Sequence[StoredResult], instant: datetime) -> list[StoredResult]:
    return [one for one in results if one.summary.saved_at < instant]
