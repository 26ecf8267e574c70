"""The table of faults: what goes wrong, and what a person is told of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fault_server import Serve, a_gigabyte, a_gzip_bomb, answer, for_ever, hang, in_turn, raw, stream

from siro_desktop.errors import (
    AccessDenied,
    ConnectionFailed,
    NotFound,
    QueryError,
    RateLimited,
    ServerError,
    SignInRequired,
    SiroError,
    UnexpectedAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "api.example.test"
OUTSIDE = f"https://{HOST}"
UNREACHED = "Siro cannot be reached"
SENSELESS = "An answer that makes no sense"
RETRY, SIGN_IN, BANNER, FIELD = "BANNER_RETRY", "BANNER_SIGN_IN", "BANNER", "FIELD"
"""Where an error is shown: a banner with *Try again*, with *Sign in*, without a button; beside a field of the form."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One row. `address` and `environment` may hold the server's {url} and {port}, and {closed}, where nobody listens.

    `error` None: the run succeeds. `waits` is how often the request is tried again; `requests` how many reach the
    server. `warning` is part of a warning of the answer, `problem` of why it is partial. `deadline`: it ends only when
    the time for one request is up. `at_once`: the server does not wait to be asked.
    """

    name: str
    serve: Serve = hang
    error: type[SiroError] | None = None
    title: str = ""
    message: str = ""
    place: str = RETRY
    address: str = "{url}"
    environment: Mapping[str, str] | None = None
    tls: bool = False
    ca_file: bool = False
    requests: int = 1
    waits: int = 0
    problem: str = ""
    deadline: bool = False
    at_once: bool = False

    def __str__(self) -> str:
        return self.name


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
TOO_MANY = "429 Too Many Requests"
SLOW_DOWN = {"error": "Too many requests"}

FAULTS = (
    # The connection
    Fault(
        name="connection refused",
        address="http://127.0.0.1:{closed}",
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” refused the connection. Check the address; the server may be down.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="name not found",
        address="https://no-such-host.invalid",
        error=ConnectionFailed,
        title=UNREACHED,
        message="The name “no-such-host.invalid” was not found. Check the network connection and the address.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="TLS, unknown authority",
        tls=True,
        serve=answer(page()),
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” could not prove who it is. A corporate proxy may stand between",
        requests=0,
    ),
    Fault(name="TLS, authority in the profile's CA file", tls=True, ca_file=True, serve=answer(page())),
    Fault(
        name="TLS asked of a plain server",
        address="https://127.0.0.1:{port}",
        serve=raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        at_once=True,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” could not prove who it is.",
        requests=0,
    ),
    Fault(
        name="TLS that is never shaken hands on",
        address="https://127.0.0.1:{port}",
        serve=hang,
        at_once=True,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        requests=0,
        deadline=True,
    ),
    Fault(
        name="TLS that is cut while shaking hands",
        address="https://127.0.0.1:{port}",
        serve=raw(b""),
        at_once=True,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” could not be reached. Check the network connection and the address.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="something that is no HTTP",
        serve=raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The connection to “127.0.0.1” broke off.",
        requests=4,
        waits=3,
    ),
    Fault(
        name="a server that never answers",
        serve=hang,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        deadline=True,
    ),
    # Proxies
    Fault(
        name="a proxy that wants a password",
        address=OUTSIDE,
        environment={"HTTPS_PROXY": "{url}"},
        serve=answer(b"", 'Proxy-Authenticate: Basic realm="x"', status="407 Proxy Authentication Required"),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy wants a user name and a password. Put them into HTTPS_PROXY, or ask your administrator.",
    ),
    Fault(
        name="a proxy that says no",
        address=OUTSIDE,
        environment={"HTTPS_PROXY": "{url}"},
        serve=answer(b"", status="403 Forbidden"),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy of this computer does not let the connection through.",
    ),
    Fault(
        name="a dead proxy",
        address=OUTSIDE,
        environment={"HTTPS_PROXY": "http://127.0.0.1:{closed}"},
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy of this computer cannot be reached. Check HTTPS_PROXY, or ask your administrator.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="a dead proxy, and an API on this computer",
        environment=dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:{closed}"),
        serve=answer(page()),
    ),
    # Redirects
    Fault(
        name="a redirect to another origin",
        serve=answer(b"", "Location: {elsewhere}/steal", status="307 Temporary Redirect"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The address sends the question on to “127.0.0.1:{elsewhere_port}”. It was not followed, because your "
        "sign-in would travel along. Check the API base URL in the connection settings.",
    ),
    Fault(
        name="a redirect to nonsense",
        serve=in_turn(
            answer(b"", "Location: http://[", status="302 Found"), answer(b"", "Location: mailto:x", status="302 Found")
        ),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The address sends the question on elsewhere.",
    ),
    # Siro asks to slow down
    Fault(
        name="429, Retry-After in seconds",
        serve=in_turn(refused(TOO_MANY, SLOW_DOWN, "Retry-After: 8"), answer(page())),
        requests=2,
        waits=1,
    ),
    Fault(
        name="429, Retry-After an hour",
        serve=refused(TOO_MANY, SLOW_DOWN, "Retry-After: 3600"),
        error=RateLimited,
        title="Too many requests",
        message="Siro asks to slow down. Try again in about 60 minutes.",
    ),
    Fault(
        name="429, Retry-After a date",
        serve=in_turn(
            refused(
                TOO_MANY,
                SLOW_DOWN,
                "Date: Mon, 23 Nov 2026 12:00:00 GMT",
                "Retry-After: Mon, 23 Nov 2026 12:00:05 GMT",
            ),
            answer(page()),
        ),
        requests=2,
        waits=1,
    ),
    *(
        Fault(
            name=f"429, Retry-After {kind}",
            serve=refused(TOO_MANY, SLOW_DOWN, f"Retry-After: {text}"),
            error=RateLimited,
            title="Too many requests",
            message="Siro asks to slow down. Try again in a minute.",
            requests=4,
            waits=3,
        )
        for kind, text in {
            "negative": "-1",
            "garbage": "soon\x80",
            "long past": "Thu, 01 Jan 1970 00:00:00 GMT",
        }.items()
    ),
    # Siro has a problem
    Fault(
        name="a storm of 502, 503 and 504",
        serve=in_turn(*(answer(HTML, "Content-Type: text/html", status=s) for s in ("502 A", "503 B", "504 C"))),
        error=ServerError,
        title="Siro has a problem",
        message="Siro could not answer. Try again in a few minutes.",
        requests=4,
        waits=3,
    ),
    Fault(
        name="500 for ever",
        serve=refused("500 Internal Server Error", {"error": "Boom"}),
        error=ServerError,
        title="Siro has a problem",
        message="Siro could not answer. Try again in a few minutes. Siro says: Boom.",
        requests=2,
        waits=1,
    ),
    # Siro refuses
    Fault(
        name="401, with a clock an hour off",
        serve=refused("401 Unauthorized", {"error": "Invalid token"}, "Date: {in_an_hour}"),
        error=SignInRequired,
        title="Sign-in needed",
        message="This computer's clock is 60 minutes behind. Check your clock and its time zone.",
        place=SIGN_IN,
    ),
    Fault(
        name="403",
        serve=refused("403 Forbidden", {"error": "Forbidden"}),
        error=AccessDenied,
        title="No access",
        message="Siro refuses this question: Forbidden. Without admin rights you may ask about",
        place=BANNER,
    ),
    Fault(
        name="404 of a gateway",
        serve=answer(b"{}", status="404 Not Found"),
        error=NotFound,
        title="Not found",
        message="There is no Siro API at this address. Check the API base URL in the connection settings.",
        place=BANNER,
    ),
    Fault(
        name="422 that names a field",
        serve=refused("422 X", {"issues": [{"path": ["query", "filterByIds"], "message": "Unknown id user_1"}]}),
        error=QueryError,
        title="Siro does not accept the query",
        message="Siro does not accept this: Unknown id user_1.",
        place=FIELD,
    ),
    # Answers that are none
    Fault(
        name="a web page with status 200",
        serve=answer(HTML, "Content-Type: text/html"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="A web page came instead of Siro's answer. A proxy or the sign-in page of a network",
    ),
    Fault(
        name="an empty body",
        serve=answer(b"", "Content-Type: application/json"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is empty. Try again; if it stays empty, a proxy may be in the way.",
    ),
    Fault(
        name="JSON that breaks off",
        serve=answer(page()[:-20]),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer broke off before its end. Try again.",
    ),
    Fault(
        name="a picture",
        serve=answer(b"\x89PNG\r\n\x1a\n" + bytes(100), "Content-Type: image/png"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is not JSON, so it is not from Siro's API. Check the API base URL",
    ),
    Fault(name="JSON that is called plain text", serve=answer(page(), "Content-Type: text/plain; charset=x-odd")),
    Fault(
        name="JSON in Latin-1",
        serve=answer(
            page(metric(name="Gesprächsdauer")).decode().encode("latin-1"),
            "Content-Type: application/json; charset=iso-8859-1",
        ),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is not in UTF-8, as JSON must be.",
    ),
    *(
        Fault(
            name=f"JSON in {coding.upper()}",
            serve=answer(page().decode().encode(coding), f"Content-Type: application/json; charset={coding}"),
            error=UnexpectedAnswer,
            title=SENSELESS,
            message="The answer is not JSON",
        )
        for coding in ("utf-16", "utf-32")
    ),
    Fault(
        name="NaN",
        serve=answer(value_as(b"NaN")),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is not JSON",
    ),
    Fault(
        name="a number beyond floating point",
        serve=answer(value_as(b"1e999")),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is not built as its documentation says, so it cannot be shown as a table.",
    ),
    Fault(
        name="a whole number of 10,000 digits",
        serve=answer(value_as(b"9" * 10_000)),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is not built as its documentation says",
    ),
    Fault(name="the largest number of floating point", serve=answer(value_as(b"1.7976931348623157e308"))),
    Fault(name="an undocumented field, 100 deep", serve=answer(nested(100))),
    Fault(
        name="an undocumented field, 101 deep",
        serve=answer(nested(101)),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is nested too deeply to be read.",
    ),
    Fault(
        name="nested a million deep",
        serve=answer(b"[" * 1_000_000),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer",
    ),
    # Too much, too slow, too short
    Fault(
        name="1 GB declared",
        serve=stream(f"Content-Length: {2**30}", blocks=a_gigabyte),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="1 GB declared and dripped",
        serve=stream(f"Content-Length: {2**30}", blocks=for_ever, pause=0.01),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="1 GB not declared",
        serve=stream(blocks=a_gigabyte),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="a gzip bomb of 1 GB",
        serve=stream("Content-Encoding: gzip", blocks=a_gzip_bomb),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="a body that drips for ever",
        serve=stream(blocks=for_ever, pause=0.01),
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        deadline=True,
    ),
    Fault(
        name="30 MB declared and dripped",
        serve=stream("Content-Length: 31457280", blocks=for_ever, pause=0.01),
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        deadline=True,
    ),
    Fault(
        name="cut in mid-body",
        serve=answer(page(), length=100_000),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The connection to “127.0.0.1” broke off. Check the network connection, then try again.",
        requests=4,
        waits=3,
    ),
    Fault(
        name="a second page that is a web page",
        serve=in_turn(answer(page(cursor="next", hasNextPage=True)), answer(HTML)),
        requests=2,
        problem="A web page came instead of Siro's answer.",
    ),
)
