"""Siro's API for one profile."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from siro_desktop.api import lookups
from siro_desktop.api.fetcher import Fetcher, TokenSource
from siro_desktop.api.lookups import ALL_RECORDINGS
from siro_desktop.api.values import fetch_answer
from siro_desktop.domain.request import MAX_ADDRESS_BYTES, check_address_length

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from siro_desktop.api.lookups import AvailableMetric, ColorBand, RecordingFilter, ScorecardInstance
    from siro_desktop.api.rate_budget import RateBudget
    from siro_desktop.domain.names import NamedId
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.progress import PageFetched, Waiting
    from siro_desktop.domain.results import Answer
    from siro_desktop.http_client import HttpClient

__all__ = ["SiroApi", "TokenSource", "utc_now"]


def utc_now() -> datetime:
    """Return the time of day in UTC."""
    return datetime.now(UTC)


class SiroApi:
    """Siro's API as one profile sees it. Use it on the event loop that its HTTP client and budget live on.

    Every method may raise SignInRequired, ConnectionFailed, AccessDenied, NotFound, RateLimited, ServerError,
    UnexpectedAnswer and QueryError (the field is empty where Siro names none), and can be cancelled at any await.
    `clock` gives UTC; `sleep` takes seconds, and `deadline` is the total of one request in seconds. Raises ProfileError
    if the API base URL must not be given a token.
    """

    def __init__(
        self,
        profile: Profile,
        http: HttpClient,
        tokens: TokenSource,
        budget: RateBudget,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        deadline: float = 60.0,
        max_address_bytes: int = MAX_ADDRESS_BYTES,
    ) -> None:
        self._fetcher = Fetcher(profile, http, tokens, budget, clock=clock, sleep=sleep, deadline=deadline)
        self._base_url = profile.api_base_url
        self._max_address_bytes = max_address_bytes

    def now(self) -> datetime:
        """Return the time of day by which waits are told, in UTC."""
        return self._fetcher.clock()

    @property
    def requests_left(self) -> int:
        """How many requests the rate limit allows at once, now."""
        return self._fetcher.budget.requests_left

    def seconds_for(self, requests: int) -> float:
        """How long the rate limit alone makes so many requests take, in seconds."""
        return self._fetcher.budget.seconds_for(requests)

    async def metric_values(self, cell: Cell, on_event: Callable[[Waiting | PageFetched], None]) -> Answer:
        """Return Siro's answer to `cell`, all pages of it; `on_event` hears of each page and each wait.

        If a later page fails, the pages before it are the answer, and its `problem` says why it is partial.
        `fetched_at` is the time of the last page. Raises QueryError for `ids` before anything is sent if the address
        would be too long.
        """
        check_address_length(self._base_url, cell.query, self._max_address_bytes)
        return await fetch_answer(self._fetcher, cell, on_event)

    async def conversation_types(self, organization_id: str) -> tuple[NamedId, ...]:
        """Return the organization's conversation types by name."""
        return await lookups.fetch_conversation_types(self._fetcher, organization_id)

    async def users_and_teams(self, organization_id: str) -> tuple[tuple[NamedId, ...], tuple[NamedId, ...]]:
        """Return people and teams by name. Siro lists them for organization admins only."""
        return await lookups.fetch_users_and_teams(self._fetcher, organization_id)

    async def recordings(
        self, organization_id: str, wanted: RecordingFilter = ALL_RECORDINGS, *, limit: int = 100
    ) -> tuple[NamedId, ...]:
        """Return at most `limit` of the recordings that are wanted, in Siro's order."""
        return await lookups.fetch_recordings(self._fetcher, organization_id, limit, wanted)

    async def available_metrics(self, organization_id: str, conversation_type_id: str) -> tuple[AvailableMetric, ...]:
        """Return the metrics that can be asked for."""
        return await lookups.fetch_available_metrics(self._fetcher, organization_id, conversation_type_id)

    async def scorecard_instances(
        self, organization_id: str, conversation_type_id: str
    ) -> tuple[ScorecardInstance, ...]:
        """Return the active scorecards, with targets and colour bands."""
        return await lookups.fetch_scorecard_instances(self._fetcher, organization_id, conversation_type_id)

    async def color_bands(self, organization_id: str) -> tuple[ColorBand, ...]:
        """Return the organization's colour bands; none if it has set none."""
        return await lookups.fetch_color_bands(self._fetcher, organization_id)
