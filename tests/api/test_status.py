"""Every status other than 200 becomes the one error that tells a person what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.api.status import is_html, refusal
from siro_desktop.domain.query import EntityType
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
from siro_desktop.http_client import HttpResponse

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HTML = "<!DOCTYPE html><html><body>Welcome to Hotel Wi-Fi</body></html>"


def zod(*issues: dict[str, Any]) -> httpx.Response:
    return httpx.Response(422, json={"name": "ZodError", "issues": list(issues)})


def issue(*path: Any, message: str = "Invalid", **more: Any) -> dict[str, Any]:
    return {"code": "invalid_type", "path": list(path), "message": message, **more}


def caught(lab: Any, response: httpx.Response, **options: Any) -> Any:
    with pytest.raises(SiroError) as error:
        lab.answer(response, **options)
    return error.value


def test_400_shows_siros_own_sentence(lab: Any) -> None:
    error = caught(lab, httpx.Response(400, json={"error": "startAt must be before endAt"}))
    assert type(error) is QueryError
    assert error.field == ""
    assert "startAt must be before endAt." in error.message
    assert error.detail == "startAt must be before endAt"


@pytest.mark.parametrize(
    ("filter_by", "words"),
    [
        ((EntityType.USER,), "members of a team you coach"),
        ((EntityType.TEAM,), "a team you belong to or coach"),
        ((EntityType.ORGANIZATION,), "admin rights"),
        ((EntityType.USER, EntityType.TEAM), "admin rights"),
    ],
)
def test_403_says_who_may_ask(lab: Any, filter_by: tuple[EntityType, ...], words: str) -> None:
    response = httpx.Response(403, json={"error": "No access to this team"})
    error = caught(lab, response, cell=lab.cell(filter_by=filter_by))
    assert type(error) is AccessDenied
    assert "No access to this team." in error.message
    assert words in error.message


def test_404_of_siro_names_what_it_does_not_know(lab: Any) -> None:
    error = caught(lab, httpx.Response(404, json={"error": "Organization not found"}))
    assert type(error) is NotFound
    assert "Organization not found." in error.message
    assert "ids" in error.message


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(404, json={"code": 404, "message": "The current request is not defined by this API."}),
        httpx.Response(404),
        httpx.Response(404, text="404 page not found"),
    ],
)
def test_404_of_a_gateway_says_to_check_the_address(lab: Any, response: httpx.Response) -> None:
    error = caught(lab, response)
    assert type(error) is NotFound
    assert "API address" in error.message


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (["requestedOrganizationId"], "organization_id"),
        (["conversationTypeId"], "conversation_type_id"),
        (["startAt"], "start"),
        (["endAt"], "end"),
        (["filterByIds"], "ids"),
        (["filterByIds", 3], "ids"),
        (["query", "filterBy"], "filter_by"),
        (["groupBy", 0], "group_by"),
    ],
)
def test_422_names_the_field(lab: Any, path: list[Any], field: str) -> None:
    error = caught(lab, zod(issue(*path, message="Required", expected="string", received="undefined")))
    assert type(error) is QueryError
    assert error.field == field
    assert "Required." in error.message
    assert "expected string, received undefined" in error.detail


def test_422_shows_the_first_issue_that_has_a_field_and_keeps_all(lab: Any) -> None:
    error = caught(lab, zod(issue("zzz", message="Odd"), issue("endAt", message="Too late"), issue("startAt")))
    assert error.field == "end"
    assert "Too late." in error.message
    assert error.detail.splitlines() == ["zzz: Odd", "endAt: Too late", "startAt: Invalid"]


def test_422_about_something_unknown_has_no_field_and_says_so(lab: Any) -> None:
    error = caught(lab, zod(issue("timezone", message="Unrecognized key")))
    assert (type(error), error.field) == (QueryError, "")
    assert "“timezone”" in error.message
    assert "Unrecognized key." in error.message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"issues": 5}',
        b'{"issues": [1, null]}',
        b'{"issues": [{}]}',
        b'{"issues": [{"path": "x", "message": 1}]}',
        b'{"error": "Bad"}',
    ],
)
def test_422_without_issues_is_a_query_error_all_the_same(lab: Any, body: bytes) -> None:
    error = caught(lab, httpx.Response(422, content=body))
    assert (type(error), error.field) == (QueryError, "")
    assert "Siro does not accept" in error.message


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304])
def test_redirects_are_not_followed(lab: Any, status: int) -> None:
    """H5"""
    error = caught(lab, httpx.Response(status, headers={"Location": "https://me:pw@evil.test/x?token=1"}))
    assert type(error) is UnexpectedAnswer
    assert "“evil.test”" in error.message
    assert "pw" not in error.message + str(error.detail)
    assert len(lab.siro.requests) == 1


@pytest.mark.parametrize("location", ["", "/login", "https://[::1", "\x01", "\ud800"])
def test_redirects_to_nowhere(location: str) -> None:
    """H5"""
    error = refusal(HttpResponse(302, {"location": location}, b"", "", 1), who_may="", now=NOW)
    assert type(error) is UnexpectedAnswer
    assert "elsewhere" in error.message


@pytest.mark.parametrize("status", [200, 201, 302, 400, 401, 403, 404, 422, 511])
@pytest.mark.parametrize(
    "headers", [{"Content-Type": "text/html; charset=utf-8"}, {"Content-Type": "application/json"}, {}]
)
def test_html_with_any_status_is_a_web_page_in_the_way(lab: Any, status: int, headers: dict[str, str]) -> None:
    """H9: and the raw answer is kept."""
    error = caught(lab, httpx.Response(status, headers=headers, content=HTML.encode()))
    assert type(error) is UnexpectedAnswer
    assert "proxy" in error.message
    assert error.raw == HTML.encode()
    assert lab.tokens.rejected == []


@pytest.mark.parametrize(("status", "kind"), [(429, RateLimited), (500, ServerError), (502, ServerError)])
def test_a_gateways_web_page_for_trouble_is_that_trouble(status: int, kind: type[SiroError]) -> None:
    response = HttpResponse(status, {"content-type": "text/html"}, HTML.encode(), "", 1)
    assert type(refusal(response, who_may="", now=NOW)) is kind


@pytest.mark.parametrize("content_type", ["", "text/plain", "text/json", "application/octet-stream", "text/html"])
def test_json_with_an_odd_content_type_is_json(lab: Any, page_json: Any, metric: Any, content_type: str) -> None:
    """H9"""
    response = httpx.Response(200, json=page_json(metric()))
    response.headers["Content-Type"] = content_type
    assert len(lab.answer(response).metrics) == 1


def test_an_empty_html_answer_is_html() -> None:
    assert is_html(HttpResponse(200, {"content-type": "text/html"}, b"", "", 1))
    assert not is_html(HttpResponse(200, {"content-type": "application/json"}, b"", "", 1))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (201, UnexpectedAnswer),
        (204, UnexpectedAnswer),
        (206, UnexpectedAnswer),
        (405, UnexpectedAnswer),
        (418, UnexpectedAnswer),
        (407, ConnectionFailed),
        (414, QueryError),
        (431, QueryError),
        (429, RateLimited),
        (500, ServerError),
        (501, ServerError),
        (502, ServerError),
        (520, ServerError),
    ],
)
def test_other_statuses(lab: Any, status: int, error: type[SiroError]) -> None:
    found = caught(lab, httpx.Response(status, json={"error": "Reason"}))
    assert type(found) is error
    assert str(status) in str(found.detail)
    assert str(status) not in found.title + found.message


def test_a_429_that_says_no_time_has_none(lab: Any) -> None:
    error = caught(lab, httpx.Response(429))
    assert error.retry_at is None
    assert "a minute" in error.message


@pytest.mark.parametrize(("seconds", "words"), [(80, "80 s"), (3600, "60 minutes"), (86400, "24 hours")])
def test_long_waits_in_words(lab: Any, seconds: int, words: str) -> None:
    for status in (429, 503):
        error = caught(lab, httpx.Response(status, headers={"Retry-After": str(seconds)}))
        assert words in error.message


def test_siros_sentences_are_made_presentable(lab: Any) -> None:
    error = caught(lab, httpx.Response(400, json={"error": "a\n\x00b " + "x" * 9999}))
    assert "a b x" in error.message
    assert len(error.message) < 400


@given(st.integers(100, 599), st.binary(max_size=80) | st.sampled_from([b'{"error":', b'{"error": 5}', b"[" * 9999]))
def test_any_refusal_is_an_error_for_people(status: int, body: bytes) -> None:
    response = HttpResponse(status, {"location": "x", "retry-after": "9"}, body, "", 1)
    error = refusal(response, who_may="", now=NOW)
    assert error.title
    assert error.message
    assert error.message.isprintable()
    assert isinstance(error, SignInRequired) == (status == 401 and not is_html(response))
