"""Faults that a status tells: Siro asks to slow down, has a problem, or refuses."""

from __future__ import annotations

from fault import BANNER, FIELD, SIGN_IN, Fault
from fault_pages import HTML, page, refused
from fault_server import answer, in_turn

from siro_desktop.errors import AccessDenied, NotFound, QueryError, RateLimited, ServerError, SignInRequired

TOO_MANY = "429 Too Many Requests"
SLOW_DOWN = {"error": "Too many requests"}

REFUSAL_FAULTS = (
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
        message="There is no Siro API at this address. Check the API address in the connection settings.",
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
)
