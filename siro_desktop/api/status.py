"""What an answer other than 200 means for a person."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec

from siro_desktop.api.decoding import DECODE_ERRORS, without_bom
from siro_desktop.api.retry_after import parse_retry_after
from siro_desktop.auth.clock_hint import describe_clock
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
    from collections.abc import Callable
    from datetime import datetime

    from siro_desktop.http_client import HttpResponse

_FIELDS: Final = {
    "requestedOrganizationId": "organization_id",
    "organizationId": "organization_id",
    "conversationTypeId": "conversation_type_id",
    "startAt": "start",
    "endAt": "end",
    "filterByIds": "ids",
    "filterBy": "filter_by",
    "groupBy": "group_by",
}
_LONGEST_QUOTE: Final = 300
_NETWORK_SIGN_IN: Final = 511  # RFC 6585 section 6: a network's own page
_UNPRINTABLE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def is_html(response: HttpResponse) -> bool:
    """True if a web page came, whatever it calls itself. JSON with a wrong content type is none."""
    start = without_bom(response.body[:512]).lstrip()[:1]
    if start == b"<":
        return True
    content_type = response.headers.get("content-type", "").lower()
    return start not in {b"{", b"["} and content_type.startswith(("text/html", "application/xhtml"))


def web_page_error(response: HttpResponse) -> UnexpectedAnswer:
    """Return the error for a web page where JSON should be."""
    return UnexpectedAnswer(
        "A web page came instead of Siro's answer. A proxy or the sign-in page of a network (such as a hotel's) stands "
        "between: open any web site in the browser, then try again. Check the API address, too.",
        detail=_technical(response),
        raw=response.body,
    )


def refusal(response: HttpResponse, *, who_may: str, now: datetime) -> SiroError:
    """Return the error that a status other than 200 stands for.

    `who_may` says in a sentence who may ask this, for a 403. `now` is aware: it counts if a wait is asked for, and
    where the sign-in is refused a clock that is wrong is named.
    """
    status = response.status
    if status == 429:
        return _rate_limited(response, now)
    if status >= 500 and status != _NETWORK_SIGN_IN:  # gateways say so with a web page
        return _server_error(response, now)
    if is_html(response):
        return web_page_error(response)
    if status == 403:
        return AccessDenied(f"{_quote(response, 'Siro refuses this question')} {who_may}", detail=_technical(response))
    if 300 <= status < 400:
        return _redirect(response)
    error = _BY_STATUS.get(status, _unexpected_status)(response)
    if isinstance(error, SignInRequired) and (hint := describe_clock(response.headers.get("date", ""), now)):
        error.message = f"{error.message} {hint}"
    return error


def _bad_request(response: HttpResponse) -> SiroError:
    sentence = _siro_says(response)
    return QueryError(
        "",
        _quote(response, "Siro does not accept this question"),
        title="Siro does not accept the query",
        detail=sentence or _technical(response),
    )


def _sign_in_required(response: HttpResponse) -> SiroError:
    return SignInRequired(
        "Siro does not accept the sign-in any more. Sign in again.",
        detail=_technical(response),
    )


def _not_found(response: HttpResponse) -> SiroError:
    if "error" in _object(response):
        sentence = _quote(response, "Siro does not know what was asked for")
        return NotFound(
            f"{sentence} Check the organization, the conversation type and the ids.", detail=_siro_says(response)
        )
    return NotFound(
        "There is no Siro API at this address. Check the API address in the connection settings.",
        detail=_technical(response),
    )


def _failed_validation(response: HttpResponse) -> SiroError:
    title = "Siro does not accept the query"
    issues = [issue for issue in _list(_object(response).get("issues")) if isinstance(issue, dict)]
    if not issues:
        return QueryError("", _quote(response, title), title=title, detail=_technical(response))
    field, chosen = next(((name, issue) for issue in issues if (name := _field_of(issue))), ("", issues[0]))
    says = _clean(chosen.get("message")) or "no reason given"
    parameter = _path(chosen)
    where = "" if field or not parameter else f" (about “{parameter}”)"
    message = f"Siro does not accept this{where}: {_ended(says)}"
    return QueryError(field, message, title=title, detail="\n".join(_describe(issue) for issue in issues[:20]))


def _too_long(response: HttpResponse) -> SiroError:
    return QueryError(
        "ids",
        "These are too many ids for one question. Choose a team instead, or fewer ids.",
        detail=_technical(response),
    )


def _proxy_sign_in(response: HttpResponse) -> SiroError:
    return ConnectionFailed(
        "The proxy wants a user name and a password. Put its address with both into HTTPS_PROXY and leave the "
        "connection's own empty, or ask your administrator.",
        detail=_technical(response),
    )


def _unexpected_status(response: HttpResponse) -> SiroError:
    return UnexpectedAnswer(
        f"{_quote(response, 'Siro gave an answer that its documentation does not know')} Check the API address.",
        detail=_technical(response),
        raw=response.body,
    )


def _redirect(response: HttpResponse) -> SiroError:
    try:
        target = urlsplit(response.headers.get("location", "")).netloc.rpartition("@")[2]
    except ValueError:
        target = ""
    elsewhere = f"to “{_clean(target)}”" if target else "elsewhere"
    return UnexpectedAnswer(
        f"The address sends the question on {elsewhere}. It was not followed, because your sign-in would travel along. "
        "Check the API address in the connection settings.",
        detail=_technical(response),
        raw=response.body,
    )


def _rate_limited(response: HttpResponse, now: datetime) -> SiroError:
    seconds = parse_retry_after(response.headers, now)
    retry_at = None if seconds is None else now + timedelta(seconds=seconds)
    wait = "a minute" if seconds is None else _in_words(seconds)
    return RateLimited(f"Siro asks to slow down. Try again in {wait}.", retry_at=retry_at, detail=_technical(response))


def _server_error(response: HttpResponse, now: datetime) -> SiroError:
    seconds = parse_retry_after(response.headers, now)
    when = "in a few minutes" if seconds is None else f"in {_in_words(seconds)}"
    says = _siro_says(response)
    quoted = f" Siro says: {_ended(says)}" if says else ""
    return ServerError(f"Siro could not answer. Try again {when}.{quoted}", detail=_technical(response))


_BY_STATUS: Final[dict[int, Callable[[HttpResponse], SiroError]]] = {
    400: _bad_request,
    401: _sign_in_required,
    404: _not_found,
    407: _proxy_sign_in,
    414: _too_long,
    422: _failed_validation,
    431: _too_long,
}


def _in_words(seconds: float) -> str:
    if seconds <= 90:
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / 60)
    return f"about {minutes} minutes" if minutes <= 90 else f"about {math.ceil(minutes / 60)} hours"


def _technical(response: HttpResponse) -> str:
    content_type = _clean(response.headers.get("content-type", "")) or "none"
    detail = f"Status {response.status}, content type {content_type}, {len(response.body):,} bytes."
    says = _siro_says(response)
    return f"{detail} {says}" if says else detail


def _object(response: HttpResponse) -> dict[str, Any]:
    """The answer as a JSON object; empty if it is none."""
    try:
        found = msgspec.json.decode(without_bom(response.body))
    except DECODE_ERRORS:
        return {}
    return found if isinstance(found, dict) else {}


def _siro_says(response: HttpResponse) -> str:
    """Siro's own sentence in an error's body, or nothing."""
    found = _object(response)
    return _clean(found.get("error")) or _clean(found.get("message"))


def _quote(response: HttpResponse, what: str) -> str:
    says = _siro_says(response)
    return f"{what}: {_ended(says)}" if says else f"{what}."


def _clean(text: object) -> str:
    """One short printable line of what may be anything."""
    if not isinstance(text, str):
        return ""
    line = _UNPRINTABLE.sub(" ", text).strip()
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _field_of(issue: dict[str, Any]) -> str:
    return next((_FIELDS[step] for step in _list(issue.get("path")) if isinstance(step, str) and step in _FIELDS), "")


def _path(issue: dict[str, Any]) -> str:
    return _clean(".".join(str(step) for step in _list(issue.get("path"))))


def _describe(issue: dict[str, Any]) -> str:
    parts = [f"{name} {_clean(issue[name])}" for name in ("expected", "received") if _clean(issue.get(name))]
    types = f" ({', '.join(parts)})" if parts else ""
    return f"{_path(issue) or '(no path)'}: {_clean(issue.get('message'))}{types}"
