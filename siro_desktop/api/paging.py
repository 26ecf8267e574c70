"""From one page to the next, with guards: Siro's cursors are not documented for the values, so nothing is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.columns import gather, in_pieces
from siro_desktop.domain import cut_short
from siro_desktop.domain.results import MetricValues

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

MAX_PAGES: Final = 1000
MAX_EMPTY_PAGES: Final = 3
MAX_VALUES: Final = 2_000_000
MAX_BYTES: Final = 512 * 2**20


class PageGuard:
    """Says after each page which cursor to ask for next; None ends it. `warning` says why it ended early, if it did.

    It ends without warning when Siro says that there is no next page.
    """

    def __init__(self) -> None:
        self.warning: str | None = None
        self._cursors: set[str] = set()
        self._contents: set[Hashable] = set()
        self._pages = 0
        self._empty_in_a_row = 0
        self._values = 0
        self._bytes = 0

    def is_repeat(self, content: Hashable) -> bool:
        """True, with a warning, if a page that is not empty says the same as an earlier one. Remembers `content`."""
        if content in self._contents:
            self.warning = cut_short.SAME_PAGE
            return True
        self._contents.add(content)
        return False

    def next_cursor(self, cursor: str | None, *, has_next_page: bool, size: int, received_bytes: int) -> str | None:
        """Return the cursor to ask for after a page with `size` values, or None to stop."""
        self._pages += 1
        self._values += size
        self._bytes += received_bytes
        self._empty_in_a_row = 0 if size else self._empty_in_a_row + 1
        if not has_next_page or self.warning is not None:
            return None
        self.warning = self._reason_to_stop(cursor)
        if self.warning is not None or cursor is None:
            return None
        self._cursors.add(cursor)
        return cursor

    def _reason_to_stop(self, cursor: str | None) -> str | None:
        if cursor is None:
            return cut_short.NO_WAY_ON
        if cursor in self._cursors:
            return cut_short.CIRCLE
        if self._empty_in_a_row >= MAX_EMPTY_PAGES:
            return cut_short.empty_pages(MAX_EMPTY_PAGES)
        if self._pages >= MAX_PAGES:
            return cut_short.many_pages(MAX_PAGES)
        if self._values >= MAX_VALUES or self._bytes >= MAX_BYTES:
            return cut_short.many_values(self._values)
        return None


def fingerprint(metrics: MetricValues) -> Hashable:
    """Return what is equal for equal columns."""
    columns: tuple[Sequence[object], ...] = (
        metrics.ids,
        metrics.names,
        metrics.units,
        metrics.unit_abbreviations,
        metrics.metric_types,
        metrics.descriptions,
        metrics.values,
        metrics.pass_rates,
    )
    hashes = (hash(tuple(some)) for column in columns for some in in_pieces(column))
    return (len(metrics), *hashes, repr(metrics.extras))


def join_columns(pages: Sequence[MetricValues]) -> MetricValues:
    """Return the metrics of all pages, in order, as one."""
    if len(pages) == 1:
        return pages[0]
    extras: dict[int, Mapping[str, object]] = {}
    offset = 0
    for page in pages:
        extras.update({offset + row: extra for row, extra in page.extras.items()})
        offset += len(page)
    count = sum(map(len, pages))
    return MetricValues(
        ids=gather((page.ids for page in pages), count),
        names=gather((page.names for page in pages), count),
        units=gather((page.units for page in pages), count),
        unit_abbreviations=gather((page.unit_abbreviations for page in pages), count),
        metric_types=gather((page.metric_types for page in pages), count),
        descriptions=gather((page.descriptions for page in pages), count),
        values=gather((page.values for page in pages), count),
        pass_rates=gather((page.pass_rates for page in pages), count),
        extras=extras,
    )
