"""What a fetch says while it runs, on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.cli.output import say, write_status
from siro_desktop.domain.progress import FetchProgress

if TYPE_CHECKING:
    from siro_desktop.domain.progress import Waiting


class ProgressLine:
    """A job's `Report`: a status line on a terminal, and a line that stays for each wait."""

    def __init__(self) -> None:
        self._waiting: Waiting | None = None

    def __call__(self, happened: object) -> None:
        """Show a `FetchProgress`; other reports are for others."""
        if not isinstance(happened, FetchProgress):
            return
        if happened.waiting is not None and happened.waiting != self._waiting:
            self.clear()
            say(happened.waiting.reason)
        self._waiting = happened.waiting
        if happened.waiting is None and happened.pages:
            pages = "page" if happened.pages == 1 else "pages"
            write_status(f"Fetched {happened.pages:,} {pages}, {happened.values:,} metric values …")

    def clear(self) -> None:
        """Take the status line away."""
        write_status("")
