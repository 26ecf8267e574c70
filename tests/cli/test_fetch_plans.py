"""`fetch` with comparisons and relative periods: what is sent, what is not, and what is shown."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from fetch_kit import PATH, compare, sent
from werkzeug import Response

from siro_desktop.export.long_form import COLUMNS
from siro_desktop.export.wide_form import WIDE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer


@pytest.fixture
def answering(scripted: HTTPServer, answer: Callable[..., dict[str, Any]]) -> HTTPServer:
    scripted.expect_request(PATH).respond_with_json(answer("Talk time"))
    return scripted


def test_entities_by_week_in_long_form(siro: Callable[..., Any], answering: HTTPServer) -> None:
    done = siro(*compare("--compare-by", "entity,week"))
    assert (done.code, done.err) == (0, "Saved as result 1.\n")
    assert sent(answering) == [(who, f"2025-10-{day:02}") for who in ("ana", "ben") for day in (1, 6, 13, 20, 27)]
    lines = done.out.splitlines()
    assert lines[0] == "roof · 10 of 10 answers"
    assert lines[2].split() == ["Entity", "Period", "Metric", "Value", "Pass", "rate", "Recordings"]
    assert lines[4].split() == ["ana", "2025-10-01", "to", "2025-10-05", "Talk", "time", "30:00", "—", "150"]
    assert len(lines) == 16
    edges = "2025-10-01 to 2025-10-05, 2025-10-27 to 2025-10-31"
    assert lines[14:] == ["", f"Note: 2 of 5 periods are cut short at the edge: {edges}."]
    assert siro("saved", "show", "1").out == done.out


def test_csv_keeps_its_columns(siro: Callable[..., Any], answering: HTTPServer) -> None:
    done = siro(*compare("--compare-by", "entity", "--compare-by", "month", "--format", "csv"))
    header, *lines = csv.reader(io.StringIO(done.out, newline=""))
    assert tuple(header) == COLUMNS
    assert [line[header.index("filter_by_ids")] for line in lines] == ["ana", "ben"]
    assert {line[header.index("start_at")] for line in lines} == {"2025-10-01T00:00:00+00:00"}


def test_an_earlier_period_beside_it(siro: Callable[..., Any], answering: HTTPServer) -> None:
    assert siro(*compare("--compare-by", "last-year", ids=("ana",))).code == 0
    assert sent(answering) == [("ana", "2024-10-01"), ("ana", "2025-10-01")]


def test_the_same_comparison_again_sends_nothing_but_refresh_does(
    siro: Callable[..., Any], answering: HTTPServer
) -> None:
    first = siro(*compare("--compare-by", "entity,week"))
    again = siro(*compare("--compare-by", "entity,week"))
    assert len(answering.log) == 10
    assert (again.code, again.out) == (0, first.out)
    assert siro(*compare("--compare-by", "entity,week", "--refresh")).code == 0
    assert len(answering.log) == 20


def test_a_plain_question_is_always_asked(siro: Callable[..., Any], answering: HTTPServer) -> None:
    assert siro(*compare()).code == siro(*compare()).code == 0
    assert len(answering.log) == 2


def test_the_plan_sends_nothing(siro: Callable[..., Any], answering: HTTPServer) -> None:
    wanted = compare("--compare-by", "entity,week", "--plan")
    plan = siro(*wanted)
    assert (plan.code, plan.err) == (0, "")
    assert plan.out.splitlines()[:4] == ["Requests: 10", "Stored:   0", "To send:  10", "Expected: about 1 s"]
    assert "2025-10-01 to 2025-10-05: sent as 2025-10-01T00:00:00Z to 2025-10-05T23:59:59.999Z" in plan.out
    assert answering.log == []
    assert siro("saved", "list").out.count("\n") == 1

    siro(*compare("--compare-by", "week,entity", ids=("ana",)))
    told = json.loads(siro(*wanted, "--format", "json").out)
    assert (told["requests"], told["stored"], told["to_send"]) == (10, 5, 5)
    assert json.loads(siro(*wanted, "--refresh", "--format", "json").out)["stored"] == 0
    assert len(answering.log) == 5


def test_the_plan_knows_the_limit_of_the_connection(siro: Callable[..., Any], scripted: HTTPServer) -> None:
    options = ("--api-base-url", scripted.url_for("").rstrip("/"), "--method", "access-token", "--organization", "o")
    assert siro("profiles", "add", "Slow", *options, "--requests-per-minute", "10", stdin="x\n").code == 0
    plan = siro(*compare("--profile", "Slow", "--compare-by", "entity,day", "--plan"))
    assert "Expected: about 6 min" in plan.out


def test_the_plan_tells_which_periods_are_not_final(siro: Callable[..., Any], scripted: HTTPServer) -> None:
    told = siro(*compare("--compare-by", "day", "--plan", period=("--period", "last-2-days-to-date")))
    of_days = [line.rpartition("Z")[2] for line in told.out.splitlines()[5:]]
    assert of_days == [", scores may still arrive", ", scores may still arrive", ", is not over yet"]
    content = json.loads(siro(*compare("--plan", "--format", "json")).out)
    assert [period["finality"] for period in content["periods"]] == ["final"]


def test_notes_go_by_the_rules_of_the_connection(siro: Callable[..., Any], answering: HTTPServer) -> None:
    options = ("--api-base-url", answering.url_for("").rstrip("/"), "--method", "access-token", "--organization", "o")
    assert siro("profiles", "add", "Strict", *options, "--thin-sample", "200", stdin="x\n").code == 0
    done = siro(*compare("--profile", "Strict", "--compare-by", "entity"))
    assert "fewer than 200 recordings" in done.out
    assert siro("saved", "show", "1").out == done.out
    usual = siro(*compare("--profile", "Acme", "--compare-by", "entity"))
    assert "fewer than" not in usual.out


def test_ten_thousand_people_take_ten_minutes(siro: Callable[..., Any], scripted: HTTPServer) -> None:
    ids = ", ".join(f"user_{number}\n ,user_{number}" for number in range(10_000))
    plan = siro(*compare("--compare-by", "entity", "--plan", "--ids-file", "-", ids=()), stdin=ids)
    assert plan.out.splitlines()[:4] == ["Requests: 10,000", "Stored:   0", "To send:  10,000", "Expected: about 9 min"]
    assert scripted.log == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--compare-by", "entity,day", "--ids-file", "-"), "--id: This would take at least 31,062 requests"),
        (("--compare-by", "decade"), "--compare-by: “decade” is none of entity, member, day"),
        (("--compare-by", "day,week"), "--compare-by: Choose one"),
        (("--compare-by", "entity", "--compare-by", "member"), "--compare-by: Choose one"),
        (("--compare-by", "week,previous"), "--compare-by: Compare by week, or"),
        (("--compare-by", "member"), "--filter-by: Only teams have members."),
        (("--period", "last-week"), "Give either --period"),
        (("--week-start", "someday"), "--week-start"),
    ],
)
def test_what_is_wrong_before_anything_is_sent(
    siro: Callable[..., Any], scripted: HTTPServer, more: tuple[str, ...], says: str
) -> None:
    done = siro(*compare(*more), stdin="\n".join(f"user_{number}" for number in range(1000)))
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert scripted.log == []


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ((), "Give --start and --end, or --period."),
        (("--start", "2025-10-01"), "Give --start and --end, or --period."),
        (("--period", "next-month"), "--period: “next-month” is not a period."),
    ],
)
def test_a_period_that_is_none(
    siro: Callable[..., Any], scripted: HTTPServer, period: tuple[str, ...], says: str
) -> None:
    done = siro(*compare(period=period))
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_a_relative_period_is_resolved_when_it_is_run(siro: Callable[..., Any], answering: HTTPServer) -> None:
    assert siro(*compare(period=("--period", "last-3-months"))).code == 0
    told = json.loads(siro(*compare("--plan", "--format", "json", period=("--period", "last-3-months"))).out)
    (request, _), (period,) = answering.log[0], told["periods"]
    assert (request.args["startAt"], request.args["endAt"]) == (period["sent_start_at"], period["sent_end_at"])
    assert request.args["startAt"].endswith("-01T00:00:00Z")
    by_month = siro(*compare("--compare-by", "month", "--plan", period=("--period", "last-3-months")))
    assert by_month.out.startswith("Requests: 3\n")


def test_weeks_begin_on_the_day_that_is_asked_for(siro: Callable[..., Any], answering: HTTPServer) -> None:
    assert siro(*compare("--compare-by", "week", "--week-start", "Sunday", ids=("ana",))).code == 0
    assert [start for _, start in sent(answering)] == [f"2025-10-{day:02}" for day in (1, 5, 12, 19, 26)]


def test_one_that_is_refused_among_forty(
    siro: Callable[..., Any], scripted: HTTPServer, answer: Callable[..., dict[str, Any]]
) -> None:
    refused = {"filterByIds": "user_7"}
    scripted.expect_request(PATH, query_string=None).respond_with_handler(
        lambda request: Response(
            json.dumps(
                {"error": "not yours"} if request.args["filterByIds"] == refused["filterByIds"] else answer("A")
            ),
            403 if request.args["filterByIds"] == refused["filterByIds"] else 200,
            content_type="application/json",
        )
    )
    ids = tuple(f"user_{number}" for number in range(40))
    done = siro(*compare("--compare-by", "entity", ids=ids))
    assert done.code == 8
    assert "39 of 40 answers" in done.out
    assert "user_7, 2025-10: No answer: " in done.out
    assert "only 39 of 40 answers came" in done.err

    refused.clear()
    refused["filterByIds"] = "nobody"
    before = len(scripted.log)
    again = siro(*compare("--compare-by", "entity", ids=ids))
    assert (again.code, len(scripted.log)) == (0, before + 1)
    assert "40 of 40 answers" in again.out


def test_members_of_a_team_by_name(siro: Callable[..., Any], practice: Any, connect: Callable[[Any], None]) -> None:
    """The people are looked up once; the team's recordings are the sum of theirs."""
    connect(practice)
    ask = [
        "fetch",
        "--conversation-type",
        "roof_inspection",
        *OCTOBER_2026,
        "--filter-by",
        "team",
        "--id",
        "team_plains",
    ]
    members = siro(*ask, "--compare-by", "member", "--format", "json")
    assert members.code == 0, members.err
    whole = json.loads(siro(*ask, "--format", "json").out)["answers"]
    counts = [answer["recordings_evaluated"] for answer in json.loads(members.out)["answers"]]
    assert len(counts) > 2
    assert sum(counts) == whole[0]["recordings_evaluated"]
    table = siro(*ask, "--compare-by", "member,month")
    assert table.code == 0
    assert "user_" not in table.out


def test_a_plan_asks_nobody_who_belongs_to_a_team(siro: Callable[..., Any], scripted: HTTPServer) -> None:
    done = siro("fetch", *OCTOBER_2026, "--conversation-type", "r", "--filter-by", "team", "--id", "t", *BY_MEMBER)
    assert done.code == 2
    assert "The first fetch without it finds out" in done.err
    assert not scripted.log


BY_MEMBER = ("--compare-by", "member", "--plan")
OCTOBER_2026 = ("--start", "2026-10-01", "--end", "2026-10-31")


def test_wide_csv_puts_the_periods_side_by_side(siro: Callable[..., Any], answering: HTTPServer) -> None:
    done = siro(*compare("--compare-by", "entity", "--compare-by", "week", "--format", "csv", "--wide"))
    header, *lines = csv.reader(io.StringIO(done.out, newline=""))
    weeks = len({name.split(" ", 1)[1] for name in header if name.startswith("value ")})
    assert weeks > 1
    assert len(header) == len(WIDE_COLUMNS) + 3 * weeks
    assert siro("saved", "show", "1", "--format", "csv", "--wide").out == done.out
    assert {line[3] for line in lines} == {"ana", "ben"}


def test_wide_is_refused_for_anything_but_csv(siro: Callable[..., Any], answering: HTTPServer) -> None:
    done = siro(*compare("--compare-by", "entity", "--wide"))
    assert done.code == 2
    assert "--format csv" in done.err
