"""Pages as Siro's documentation shows them, pages that it would never send, and refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fault_server import Serve, answer

if TYPE_CHECKING:
    from collections.abc import Mapping


def metric(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A row as Siro's documentation shows it."""
    return {
        "id": f"metric_{number}",
        "name": f"Metric {number}",
        "unit": "seconds",
        "unitAbbreviated": "sec",
        "metricType": "CONVERSATION_TIME",
        "description": "Total duration",
        "value": 1800,
        "passRate": 12.5,
        **changes,
    }


def page(*rows: dict[str, Any], data: Mapping[str, Any] | None = None, **envelope: Any) -> bytes:
    """A page as Siro's documentation shows it."""
    inner = {
        "recordingsEvaluatedCount": 12,
        "metricValues": list(rows or [metric()]),
        "startAt": "2026-10-01T00:00:00Z",
        "endAt": "2026-10-31T23:59:59Z",
        "filterByIds": ["user_1"],
        "filterBy": "USER",
        **(data or {}),
    }
    return json.dumps({"data": inner, **envelope}, ensure_ascii=False).encode()


def value_as(text: bytes) -> bytes:
    """A page with this in place of its value."""
    return page(metric(value="HERE")).replace(b'"HERE"', text)


def nested(depth: int) -> bytes:
    """A page with an undocumented field that holds lists in lists."""
    return page(metric(odd="HERE")).replace(b'"HERE"', b"[" * depth + b"]" * depth)


def refused(status: str, body: Any, *headers: str) -> Serve:
    """Siro's own refusal, as JSON."""
    return answer(json.dumps(body).encode(), "Content-Type: application/json", *headers, status=status)


HTML = b"<!doctype html><title>Welcome to the hotel</title><p>Accept our terms"
