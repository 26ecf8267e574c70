"""*Get scorecard metrics values*: the pages of one cell become one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.api.fetcher import ApiCall
from siro_desktop.api.paging import PageGuard, fingerprint, join_columns
from siro_desktop.api.parse import ParsedPage, parse_page
from siro_desktop.columns import let_go
from siro_desktop.courtesy import give_way
from siro_desktop.domain.progress import PageFetched, Waiting
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.request import VALUES_PATH, wire_parameters
from siro_desktop.domain.results import Answer, MetricValues, Page, Problem
from siro_desktop.errors import Cancelled, SiroError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from siro_desktop.api.fetcher import Fetcher
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.http_client import HttpResponse

_WHO_MAY: Final = {
    EntityType.USER: "Without admin rights you may ask about yourself and about members of a team you coach.",
    EntityType.TEAM: "Without admin rights you may ask about a team you belong to or coach.",
}
_WHO_MAY_OTHERWISE: Final = (
    "It may need admin rights. Without them, ask about yourself, members of a team you coach, or a team you belong to."
)


async def fetch_answer(fetcher: Fetcher, cell: Cell, on_event: Callable[[Waiting | PageFetched], None]) -> Answer:
    """Return the answer to `cell`, all pages of it. See `SiroApi.metric_values`."""
    call = ApiCall(VALUES_PATH, tuple(wire_parameters(cell.query)), who_may(cell.query))
    pages = _Pages()
    cursor = await pages.read(fetcher, call, on_event)
    problem: Problem | None = None
    while cursor is not None and problem is None:
        try:
            cursor = await pages.read(fetcher, call.with_cursor(cursor), on_event)
        except Cancelled:
            raise
        except SiroError as error:
            problem = Problem(type(error).__name__, error.title, error.message, error.detail)
    return pages.build_answer(cell.key, fetcher.clock(), problem)


def who_may(query: MetricsQuery) -> str:
    """Return in a sentence who may ask `query` (Siro's documentation of roles)."""
    if len(query.filter_by) == 1:
        return _WHO_MAY.get(query.filter_by[0], _WHO_MAY_OTHERWISE)
    return _WHO_MAY_OTHERWISE


class _Pages:
    """The pages read so far."""

    def __init__(self) -> None:
        self._guard = PageGuard()
        self._first: ParsedPage | None = None
        self._columns: list[MetricValues] = []
        self._pages: list[Page] = []
        self._extra: dict[str, object] = {}
        self._count_differs = False
        self._values = 0
        self._bytes = 0
        self._duration_ms = 0

    async def read(
        self, fetcher: Fetcher, call: ApiCall, on_event: Callable[[Waiting | PageFetched], None]
    ) -> str | None:
        """Fetch and keep one page; return the cursor of the next, or None."""
        response = await fetcher.fetch(call, on_event)
        give_way()
        page = parse_page(response.body)
        cursor = self._keep(page, response)
        on_event(PageFetched(len(self._pages), self._values, self._bytes, page.total))
        return cursor

    def _keep(self, page: ParsedPage, response: HttpResponse) -> str | None:
        first = self._first = self._first or page
        self._count_differs |= page.recordings_evaluated != first.recordings_evaluated
        self._pages.append(Page(response.url, response.body))
        self._bytes += len(response.body)
        self._duration_ms += response.elapsed_ms
        for name, value in page.extra.items():
            self._extra.setdefault(name, value)
        size = len(page.metrics)
        if not (size and self._is_repeat(page)):
            self._columns.append(page.metrics)
            self._values += size
        return self._guard.next_cursor(
            page.cursor, has_next_page=page.has_next_page, size=size, received_bytes=len(response.body)
        )

    def _is_repeat(self, page: ParsedPage) -> bool:
        if page is self._first and not page.has_next_page:
            return False  # most answers have one page: nothing to compare, no time lost
        content: Hashable = fingerprint(page.metrics)
        return self._guard.is_repeat(content)

    def build_answer(self, cell_key: str, fetched_at: datetime, problem: Problem | None) -> Answer:
        if self._first is None:
            raise RuntimeError("An answer needs a page.")
        metrics = join_columns(self._columns)
        let_go(self._columns)
        return Answer(
            cell_key=cell_key,
            recordings_evaluated=self._first.recordings_evaluated,
            metrics=metrics,
            start_at=self._first.start_at,
            end_at=self._first.end_at,
            filter_by=self._first.filter_by,
            filter_by_ids=self._first.filter_by_ids,
            fetched_at=fetched_at,
            duration_ms=self._duration_ms,
            pages=tuple(self._pages),
            extra=self._extra,
            warnings=self._warnings(problem),
            problem=problem,
        )

    def _warnings(self, problem: Problem | None) -> tuple[str, ...]:
        warnings: list[str] = []
        if self._guard.warning is not None:
            warnings.append(self._guard.warning)
        if self._count_differs:
            warnings.append("Siro's pages name different numbers of recordings. The first page's number is shown.")
        if problem is not None:
            warnings.append(f"Page {len(self._pages) + 1} could not be read, so figures are missing. {problem.message}")
        return tuple(warnings)
