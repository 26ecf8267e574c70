"""Command lines of comparisons, and what they sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer


PATH = "/v1/core/scorecards/scorecard-metrics/values"
OCTOBER = ("--start", "2025-10-01", "--end", "2025-10-31")


def sent(server: HTTPServer) -> list[tuple[str, str]]:
    """Who was asked about from when, in order."""
    return sorted((request.args["filterByIds"], request.args["startAt"][:10]) for request, _ in server.log)


def compare(*more: str, ids: tuple[str, ...] = ("ana", "ben"), period: tuple[str, ...] = OCTOBER) -> list[str]:
    known = [part for entity_id in ids for part in ("--id", entity_id)]
    return ["fetch", "--conversation-type", "roof", *period, "--filter-by", "user", *known, *more]
