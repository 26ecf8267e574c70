from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug import Response

from siro_desktop.export.long_form import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

PATH = "/v1/core/scorecards/scorecard-metrics/values"
TOKEN = "access-token-canary-7f3a"


def sent(server: HTTPServer) -> list[dict[str, list[str]]]:
    """The parameters of the requests so far."""
    return [dict(request.args.lists()) for request, _ in server.log]


def test_a_table_of_the_practice_siro(siro: Callable[..., Any], practice: Any, connect: Any, ask: Any) -> None:
    connect(practice)
    done = siro(*ask())
    assert done.code == 0
    assert "roof_inspection · TEAM team_plains" in done.out
    assert "Conversation time" in done.out
    assert done.err == "Saved as result 1.\n"


def test_csv_and_json_of_the_practice_siro_agree(
    siro: Callable[..., Any], practice: Any, connect: Any, ask: Any
) -> None:
    connect(practice)
    done = siro(*ask("--format", "csv"))
    header, *lines = csv.reader(io.StringIO(done.out, newline=""))
    assert tuple(header[: len(COLUMNS)]) == COLUMNS
    values = json.loads(siro(*ask("--format", "json")).out)["answers"][0]["values"]
    assert [line[header.index("metric_id")] for line in lines] == [value["metric_id"] for value in values]
    assert [line[header.index("value")] for line in lines] == [
        "" if value["value"] is None else str(value["value"]) for value in values
    ]
    assert len({line[header.index("metric_type")] for line in lines}) == 25


def test_dates_are_days_of_the_connections_zone(siro: Callable[..., Any], scripted: HTTPServer, answer: Any) -> None:
    scripted.expect_request(PATH).respond_with_json(answer())
    options = ["--api-base-url", scripted.url_for("").rstrip("/"), "--method", "access-token"]
    siro("profiles", "add", "Denver", *options, "--time-zone", "America/Denver", stdin="x\n")
    common = ["fetch", "--profile", "Denver", "--organization", "org_9", "--conversation-type", "c"]
    common += ["--filter-by", "user", "--id", "u"]
    assert siro(*common, "--start", "2026-10-01", "--end", "2026-11-01").code == 0
    assert siro(*common, "--start", "2026-10-01T00:00:00+02:00", "--end", "2026-10-02T00:00:00Z").code == 0
    first, second = sent(scripted)
    assert (first["startAt"], first["endAt"]) == (["2026-10-01T06:00:00Z"], ["2026-11-02T06:59:59.999Z"])
    assert (second["startAt"], second["endAt"]) == (["2026-09-30T22:00:00Z"], ["2026-10-01T23:59:59.999Z"])
    assert first["requestedOrganizationId"] == ["org_9"]


def test_types_and_ids_repeat_or_stand_in_a_list(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any, tmp_path: Path
) -> None:
    scripted.expect_request(PATH).respond_with_json(answer())
    ids = tmp_path / "ids.txt"
    ids.write_text("a, b\nc\n")
    options = ["--filter-by", "User,TEAM", "--id", "second", "--group-by", "user", "--group-by", "organization"]
    assert siro(*ask(*options, "--ids-file", str(ids))).code == 0
    assert siro(*ask("--ids-file", "-"), stdin="d;e").code == 0
    first, second = sent(scripted)
    assert first["filterBy"] == ["TEAM", "USER"]
    assert first["groupBy"] == ["USER", "ORGANIZATION"]
    assert first["filterByIds"] == ["team_plains", "second", "a", "b", "c"]
    assert second["filterByIds"] == ["team_plains", "d", "e"]
    assert first["requestedOrganizationId"] == ["org_1"]
    assert all(request.headers["x-siro-auth-token"] == TOKEN for request, _ in scripted.log)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--end", "2026-09-30"], "--end: The end must come after the start."),
        (["--start", "last week"], "--start: “last week” is not a date."),
        (["--start", "2026-10-01T00:00:00"], "--start: Add an offset"),
        (["--start", "0001-01-01T00:00:00Z"], "--start: Choose a date from 1800 to 2999."),
        (["--end", "9999-12-31"], "--end: "),
        (["--end", "9999-12-31T23:59:59Z"], "--end: Choose a date from 1800 to 2999."),
        (["--id", "team_plains"], "--id: An id is there twice."),
        (["--id", "two words"], "--id: “two words” is not an id"),
        (["--conversation-type", ""], "--conversation-type: "),
        (["--filter-by", "PERSON"], "--filter-by"),
        (["--group-by", "weeks"], "--group-by"),
        (["--ids-file", "missing.txt"], "--ids-file: missing.txt cannot be read"),
        (["--format", "docx"], "--format"),
        (["--profile", "Beta"], "There are: Acme."),
    ],
)
def test_what_is_wrong_before_anything_is_sent(
    siro: Callable[..., Any], scripted: HTTPServer, ask: Any, more: list[str], named: str
) -> None:
    done = siro(*ask(*more))
    assert (done.code, done.out) == (2, "")
    assert named in done.err
    assert scripted.log == []


def test_no_ids_and_too_many_ids_are_refused_here(siro: Callable[..., Any], scripted: HTTPServer, ask: Any) -> None:
    arguments = ask("--ids-file", "-")
    many = siro(*arguments, stdin="\n".join(f"user_{number}" for number in range(10_000)))
    assert many.code == 2
    assert "--id: 10,001 ids are too many" in many.err
    place = arguments.index("--id")
    none = siro(*arguments[:place], *arguments[place + 2 :], stdin="")
    assert none.code == 2
    assert "--id: Choose at least one" in none.err
    assert scripted.log == []


def test_without_an_organization_the_option_is_named(siro: Callable[..., Any], ask: Any) -> None:
    siro("profiles", "add", "Acme", "--method", "access-token", stdin="x\n")
    done = siro(*ask())
    assert done.code == 2
    assert "--organization: " in done.err


@pytest.mark.parametrize(
    ("status", "body", "code", "says"),
    [
        (400, {"error": "Bad range"}, 4, "Bad range"),
        (403, {"error": "Not yours"}, 4, "No access: "),
        (404, {"error": "Unknown conversation type"}, 4, "Unknown conversation type"),
        (404, {"code": 404, "message": "The current request is not defined by this API."}, 4, "API address"),
        (401, {"error": "No"}, 3, "Sign-in needed: "),
    ],
)
def test_refusals_of_siro(
    siro: Callable[..., Any],
    scripted: HTTPServer,
    ask: Any,
    status: int,
    body: dict[str, Any],
    code: int,
    says: str,
) -> None:
    scripted.expect_request(PATH).respond_with_json(body, status=status)
    done = siro(*ask())
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert TOKEN not in done.err
    assert siro("saved", "list").out.count("\n") == 1


def test_a_failed_validation_names_the_option_but_is_siros_refusal(
    siro: Callable[..., Any], scripted: HTTPServer, ask: Any
) -> None:
    issue = {"code": "custom", "path": ["endAt"], "message": "Range is longer than a year"}
    scripted.expect_request(PATH).respond_with_json({"name": "ZodError", "issues": [issue]}, status=422)
    plain, verbose = siro(*ask()), siro(*ask("--verbose"))
    assert plain.code == verbose.code == 4
    assert "--end: " in plain.err
    assert "Range is longer than a year" in plain.err
    assert len(verbose.err.splitlines()) > len(plain.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<html>Welcome to the hotel</html>", "text/html"), ('{"data": {"rec', "application/json"), ("[]", "text/plain")],
)
def test_answers_that_make_no_sense(
    siro: Callable[..., Any], scripted: HTTPServer, ask: Any, body: str, content_type: str
) -> None:
    scripted.expect_request(PATH).respond_with_data(body, content_type=content_type)
    done = siro(*ask())
    assert (done.code, done.out) == (7, "")


def test_nobody_there(siro: Callable[..., Any], ask: Any) -> None:
    options = ["--api-base-url", "http://127.0.0.1:9", "--method", "access-token", "--organization", "org_1"]
    siro("profiles", "add", "Acme", *options, stdin=f"{TOKEN}\n")
    done = siro(*ask())
    assert (done.code, done.out) == (5, "")
    *waits, last = done.err.splitlines()
    assert len(waits) == 3
    assert all("Going on in" in wait for wait in waits)
    assert "127.0.0.1" in last


def test_not_signed_in(siro: Callable[..., Any], practice: Any, ask: Any) -> None:
    siro("profiles", "add", "Acme", *practice.options())
    done = siro(*ask())
    assert (done.code, done.out) == (3, "")


def test_a_wait_is_said_and_over(siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any) -> None:
    busy = Response("{}", 503, {"Retry-After": "0"}, content_type="application/json")
    scripted.expect_ordered_request(PATH).respond_with_response(busy)
    scripted.expect_ordered_request(PATH).respond_with_json(answer())
    done = siro(*ask())
    assert done.code == 0
    waiting, saved = done.err.splitlines()
    assert "Going on in" in waiting
    assert saved == "Saved as result 1."


@pytest.mark.parametrize(("status", "wait", "attempts"), [(503, "0", 4), (500, "0", 2), (429, "3600", 1)])
def test_siro_that_does_not_recover(
    siro: Callable[..., Any], scripted: HTTPServer, ask: Any, status: int, wait: str, attempts: int
) -> None:
    refused = Response("{}", status, {"Retry-After": wait}, content_type="application/json")
    scripted.expect_request(PATH).respond_with_response(refused)
    done = siro(*ask())
    assert (done.code, done.out) == (5, "")
    assert len(scripted.log) == attempts


def test_a_later_page_that_fails_leaves_a_part_that_is_saved(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any
) -> None:
    pages = answer("First page", cursor="next", hasNextPage=True)
    scripted.expect_ordered_request(PATH).respond_with_json(pages)
    scripted.expect_ordered_request(PATH).respond_with_json({"error": "Cursor expired"}, status=400)
    done = siro(*ask("--format", "csv"))
    assert done.code == 8
    assert "First page" in done.out
    assert "Page 2 could not be read" in done.err
    assert "only a part came" in done.err
    shown = siro("saved", "show", "1")
    assert shown.code == 0
    assert "Page 2 could not be read" in shown.out


def test_names_from_siro_do_not_command_the_terminal(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Any, ask: Any
) -> None:
    evil = "\x1b]0;owned\x07Evil\x1b[2J\u202enoitceted"
    scripted.expect_request(PATH).respond_with_json(answer(evil, "Müller 山田 علي"))
    table = siro(*ask())
    assert not set(table.out) & set("\x1b\x07\u202e")
    assert "Evil" in table.out
    assert "Müller 山田 علي" in table.out
    as_json = siro(*ask("--format", "json"))
    assert not set(as_json.out) & set("\x1b\x07\u202e")
    assert json.loads(as_json.out)["answers"][0]["values"][0]["metric_name"] == evil


def test_a_token_in_an_error_is_not_shown(siro: Callable[..., Any], scripted: HTTPServer, ask: Any, home: Path) -> None:
    """K12: a server that quotes the token."""
    scripted.expect_request(PATH).respond_with_json({"error": f"Bad token {TOKEN}"}, status=400)
    done = siro(*ask("-v"))
    assert done.code == 4
    assert TOKEN not in done.err
    assert not [path for path in home.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
