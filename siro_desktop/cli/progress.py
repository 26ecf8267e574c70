"""What a fetch says while it runs, on stderr."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.cli.output import say, write_status
from siro_desktop.cli.plan_preview import duration_in_words
from siro_desktop.domain.progress import AnswersNotKept, FetchProgress, ResultBegun

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.progress import Waiting

_SELDOM: Final = timedelta(seconds=30)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ProgressLine:
    """A job's `Report`: a status line on a terminal, and a line that stays for each wait.

    Of many requests at once every one may wait: then one line in half a minute is enough. `result_id` is the number of
    the saved result, 0 as long as there is none; `not_kept` counts answers that came and could not be saved.
    """

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        self._now = now
        self.result_id = 0
        self.not_kept = 0
        self._waiting: Waiting | None = None
        self._told_until = _LONG_AGO

    def __call__(self, happened: object) -> None:
        """Show a `FetchProgress`, keep what `ResultBegun` and `AnswersNotKept` say; the rest is for others."""
        if isinstance(happened, ResultBegun):
            self.result_id = happened.result_id
        if isinstance(happened, AnswersNotKept):
            self.not_kept += happened.count
        if not isinstance(happened, FetchProgress):
            return
        if happened.waiting is not None and happened.waiting != self._waiting:
            self._tell(happened.waiting, _SELDOM if happened.cells_total > 1 else timedelta())
        self._waiting = happened.waiting
        if happened.cells_total > 1:
            write_status(_of_many(happened))
        elif happened.waiting is None and happened.pages:
            pages = "page" if happened.pages == 1 else "pages"
            write_status(f"Fetched {happened.pages:,} {pages}, {happened.values:,} metric values …")

    def clear(self) -> None:
        """Take the status line away."""
        write_status("")

    def _tell(self, waiting: Waiting, seldom: timedelta) -> None:
        if seldom and waiting.until - self._told_until < seldom:
            return
        self._told_until = waiting.until
        self.clear()
        say(f"{waiting.reason} Going on in {waiting.seconds_left(self._now())} s.")


def _of_many(happened: FetchProgress) -> str:
    failed = f", {happened.cells_failed:,} failed" if happened.cells_failed else ""
    left = f", {duration_in_words(happened.seconds_left)} left" if happened.seconds_left else ""
    return f"{happened.cells_done:,} of {happened.cells_total:,} done{failed}{left} …"
