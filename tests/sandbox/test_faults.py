"""Faults that the practice Siro can be told to make, over a real connection."""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from siro_desktop.domain.request import TOKEN_HEADER, VALUES_PATH
from siro_desktop.sandbox import clients, oauth

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTION = urlencode(
    {
        "requestedOrganizationId": "org_practice",
        "conversationTypeId": "roof_inspection",
        "startAt": "2026-02-01T07:00:00Z",
        "endAt": "2026-03-01T06:59:59.999Z",
        "filterByIds": "team_front_range",
        "filterBy": "TEAM",
    }
)


class Line:
    """Asks a listening practice Siro, signed in as a machine; one connection for each question."""

    def __init__(self, sandbox: Any) -> None:
        self._address = urlsplit(sandbox.base_url)
        form = {
            "grant_type": "client_credentials",
            "client_id": clients.CONFIDENTIAL_CLIENT_ID,
            "client_secret": clients.CONFIDENTIAL_CLIENT_SECRET,
        }
        connection = self.connect()
        connection.request(
            "POST", oauth.TOKEN_PATH, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        self.token = json.loads(connection.getresponse().read())["access_token"]
        connection.close()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._address.hostname or "", self._address.port, timeout=20)

    def ask(self, cursor: str = "") -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = self.connect()
        more = f"&cursor={cursor}" if cursor else ""
        connection.request("GET", f"{VALUES_PATH}?{QUESTION}{more}", headers={TOKEN_HEADER: self.token})
        return connection, connection.getresponse()

    def body(self, cursor: str = "") -> tuple[int, bytes]:
        connection, response = self.ask(cursor)
        try:
            return response.status, response.read()
        finally:
            connection.close()


def test_html_instead_of_json(run_sandbox: Callable[..., Any]) -> None:
    connection, response = Line(run_sandbox(html=True)).ask()
    assert response.status == 200
    assert response.getheader("Content-Type", "").startswith("text/html")
    assert response.read().startswith(b"<!doctype html>")
    connection.close()


def test_json_that_ends_half_way(run_sandbox: Callable[..., Any]) -> None:
    status, body = Line(run_sandbox(truncate="json")).body()
    assert status == 200
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_a_connection_that_ends_half_way(run_sandbox: Callable[..., Any]) -> None:
    line = Line(run_sandbox(truncate="body"))
    with pytest.raises(http.client.IncompleteRead):
        line.body()


def test_a_very_large_body_is_still_json(run_sandbox: Callable[..., Any]) -> None:
    status, body = Line(run_sandbox(huge_body_mb=20)).body()
    assert status == 200
    assert len(body) > 20 * 2**20
    assert json.loads(body)["data"]["metricValues"]


def test_an_endless_drip_ends_with_the_server(run_sandbox: Callable[..., Any]) -> None:
    sandbox = run_sandbox(drip=True)
    connection, response = Line(sandbox).ask()
    assert response.read(2) == b'{"'
    began = time.monotonic()
    sandbox.close()
    try:
        rest = response.read()
    except (http.client.IncompleteRead, OSError):
        rest = b""
    assert time.monotonic() - began < 4
    assert len(rest) < 10
    connection.close()


@pytest.mark.parametrize(("option", "expected"), [("error_429_rate", {429}), ("error_5xx_rate", {500, 502, 503, 504})])
def test_error_rates(run_sandbox: Callable[..., Any], option: str, expected: set[int]) -> None:
    line = Line(run_sandbox(**{option: 0.4}))
    statuses = [line.body()[0] for _ in range(60)]
    assert 8 < statuses.count(200) < 55
    assert set(statuses) - {200} == expected if option == "error_429_rate" else set(statuses) - {200} <= expected


@pytest.mark.parametrize("kind", ["repeat", "same", "empty", "new"])
def test_a_cursor_that_never_ends(run_sandbox: Callable[..., Any], kind: str) -> None:
    line = Line(run_sandbox(endless_cursor=kind))
    bodies = []
    cursor = ""
    for _ in range(5):
        body = json.loads(line.body(cursor)[1])
        assert body["hasNextPage"] is True
        bodies.append(body)
        cursor = body["cursor"]
    cursors = {body["cursor"] for body in bodies}
    ids = [tuple(value["id"] for value in body["data"]["metricValues"]) for body in bodies]
    assert len(cursors) == (1 if kind == "same" else 5)
    assert len(set(ids)) == {"repeat": 1, "same": 1, "empty": 2, "new": 5}[kind]
    assert (ids[-1] == ()) is (kind == "empty")


def test_16_slow_answers_at_once(run_sandbox: Callable[..., Any]) -> None:
    line = Line(run_sandbox(latency_ms=200))
    began = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: line.body()[0], range(32)))
    took = time.monotonic() - began
    assert statuses == [200] * 32
    assert 0.4 <= took < 3.2  # one after the other it would be 6.4 s


def test_connections_are_kept_open(run_sandbox: Callable[..., Any]) -> None:
    line = Line(run_sandbox())
    connection = line.connect()
    connection.connect()
    socket = connection.sock
    for _ in range(3):
        connection.request("GET", f"{VALUES_PATH}?{QUESTION}", headers={TOKEN_HEADER: line.token})
        connection.getresponse().read()
        assert connection.sock is socket
    connection.close()


def test_close_ends_open_connections_and_frees_the_port(run_sandbox: Callable[..., Any]) -> None:
    sandbox = run_sandbox()
    line = Line(sandbox)
    kept = line.connect()
    kept.request("GET", f"{VALUES_PATH}?{QUESTION}", headers={TOKEN_HEADER: line.token})
    kept.getresponse().read()
    sandbox.close()
    sandbox.close()
    assert kept.sock.recv(1) == b""
    kept.close()
    with pytest.raises(ConnectionRefusedError):
        line.connect().connect()
