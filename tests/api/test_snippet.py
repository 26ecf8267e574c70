"""11: the request as a Python program asks what this program asks."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from siro_desktop.domain.request import python_snippet
from siro_desktop.http_client import HttpClient

if TYPE_CHECKING:
    import pytest
    from pytest_httpserver import HTTPServer
    from werkzeug import Request

TOKEN = "canary-token-7f3a9c"
IDS = ("user_001", "b+d&e=ü'q\"t\\", "日本%2F{x}")


def asked(request: Request) -> tuple[Any, ...]:
    """What matters of a request on the wire."""
    headers = request.headers
    return (
        *(request.method, request.path, parse_qsl(request.query_string.decode(), keep_blank_values=True)),
        *(headers["x-siro-auth-token"], headers["accept"], headers.get("authorization"), headers.get("cookie")),
    )


def test_the_snippet_sends_what_the_program_sends(
    lab: Any, page: Any, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    body = page().content.decode()
    httpserver.expect_request("/siro/v1/core/scorecards/scorecard-metrics/values").respond_with_data(
        body, content_type="application/json"
    )
    base_url, cell = httpserver.url_for("/siro/"), lab.cell(*IDS)

    async def ask() -> None:
        http = HttpClient()
        try:
            await lab.api(http, base_url=base_url).metric_values(cell, lab.events.append)
        finally:
            await http.aclose()

    asyncio.run(ask())
    snippet = python_snippet(base_url, cell.query)
    assert TOKEN not in snippet
    monkeypatch.setenv("SIRO_TOKEN", TOKEN)
    exec(compile(snippet, "snippet", "exec"), {"__name__": "__main__"})
    assert json.loads(capsys.readouterr().out) == json.loads(body)
    (ours, _), (theirs, _) = httpserver.log
    assert asked(theirs) == asked(ours)
    assert [value for name, value in asked(ours)[2] if name == "filterByIds"] == list(IDS)
