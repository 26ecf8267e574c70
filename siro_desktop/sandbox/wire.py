"""Answers as Siro writes them: bodies, error bodies, lists with a cursor."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Final, TypeVar

from flask import Response

if TYPE_CHECKING:
    from collections.abc import Sequence

Entry = TypeVar("Entry")

GATEWAY_NOT_FOUND: Final = {"code": 404, "message": "The current request is not defined by this API."}


class Refused(Exception):
    """An answer other than 200: its status and its JSON body."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


def refuse(status: int, sentence: str) -> Refused:
    """Return what Siro says for 400, 401, 403, 404, 429 and 500."""
    return Refused(status, {"error": sentence})


def refuse_parameters(issues: Sequence[dict[str, object]]) -> Refused:
    """Return what Siro says when parameters fail its validation (422)."""
    return Refused(422, {"name": "ZodError", "issues": list(issues)})


def json_response(body: object, status: int = 200) -> Response:
    """Return `body` as compact JSON in UTF-8."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, content_type="application/json")


def cut_page(entries: Sequence[Entry], cursor: str | None, limit: int) -> tuple[list[Entry], dict[str, object]]:
    """Return a page of `entries` and what stands beside `data`. Raises Refused (400) for a cursor that is not ours."""
    start = read_cursor(cursor)
    page = list(entries[start : start + limit])
    has_next = start + limit < len(entries)
    envelope: dict[str, object] = {
        "cursor": write_cursor(start + limit) if has_next else None,
        "pageSize": len(page),
        "limit": limit,
        "total": len(entries),
        "hasNextPage": has_next,
    }
    return page, envelope


def write_cursor(position: int) -> str:
    """Return the opaque cursor for a position."""
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> int:
    """Return the position that a cursor stands for; 0 without one. Raises Refused (400)."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        mark, _, position = text.partition(":")
        if mark == "at" and position.isdecimal():
            return min(int(position), 10**9)
    except (ValueError, binascii.Error):
        pass
    raise refuse(400, "Invalid cursor")
