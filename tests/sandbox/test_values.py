"""The values endpoint: what it answers, and that parts add up to the whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from siro_desktop.domain.periods import wire_instant
from siro_desktop.domain.request import TOKEN_HEADER, VALUES_PATH
from siro_desktop.sandbox.options import SandboxOptions
from siro_desktop.sandbox.rate_limit import RateLimit

if TYPE_CHECKING:
    from collections.abc import Callable

ZONE = ZoneInfo("America/Denver")
TEAM = "team_front_range"
TEAMS = ("team_front_range", "team_foothills", "team_plains", "team_western_slope", "team_storm_response")


def by_id(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in data["metricValues"]}


def member_ids(caller: Any, team: int) -> list[str]:
    return [rep.user_id for rep in caller.practice.organization.team(team)]


def test_the_documented_body(caller: Any, admin: str) -> None:
    body = caller.values(admin).get_json()
    assert list(body) == ["data", "cursor", "pageSize", "limit", "total", "hasNextPage"]
    assert body["hasNextPage"] is False
    assert body["cursor"] is None
    data = body["data"]
    assert set(data) == {"recordingsEvaluatedCount", "metricValues", "startAt", "endAt", "filterByIds", "filterBy"}
    assert data["startAt"] == "2026-02-01T07:00:00Z"
    assert data["filterBy"] == "ORGANIZATION"
    assert data["filterByIds"] == "org_practice"
    for entry in data["metricValues"]:
        assert {"id", "name", "unit", "unitAbbreviated", "metricType"} <= set(entry)
        assert set(entry) <= {"id", "name", "unit", "unitAbbreviated", "metricType", "description", "value", "passRate"}
        assert 0 <= entry.get("passRate", 0) <= 100


def test_figures_look_like_a_sales_company(caller: Any, admin: str) -> None:
    values = by_id(caller.data(admin))
    assert 35 < values["sm_rep_speaker_share"]["value"] < 70
    assert 60 < values["sm_longest_monologue_seconds"]["value"] < 180
    assert 110 < values["sm_rep_words_per_minute"]["value"] < 190


def test_some_values_and_pass_rates_are_missing(caller: Any, admin: str) -> None:
    values = by_id(caller.data(admin))
    assert "value" not in values["sm_ai_brochure"]
    assert "passRate" not in values["sm_conversation_time"]
    assert "passRate" in values["sm_rep_speaker_share"]
    assert "description" not in values["sm_rep_filler_words_per_min"]
    summer = by_id(caller.data(admin, startAt="2025-07-01T00:00:00Z", endAt="2025-08-01T00:00:00Z"))
    assert "value" in values["sm_ai_winter"]
    assert "value" not in summer["sm_ai_winter"]


def test_no_recordings_is_not_zero(caller: Any, admin: str) -> None:
    data = caller.data(admin, startAt="2020-01-01T00:00:00Z", endAt="2020-02-01T00:00:00Z")
    assert data["recordingsEvaluatedCount"] == 0
    assert data["metricValues"]
    assert not any("value" in entry or "passRate" in entry for entry in data["metricValues"])


def test_teams_add_up_to_the_organization_and_members_to_their_team(caller: Any, admin: str) -> None:
    whole = caller.data(admin)
    teams = [caller.data(admin, filterBy="TEAM", filterByIds=team) for team in TEAMS]
    assert sum(team["recordingsEvaluatedCount"] for team in teams) == whole["recordingsEvaluatedCount"] > 500
    for metric in ("sm_recording_count", "sm_bookmark"):
        assert sum(by_id(team)[metric]["value"] for team in teams) == by_id(whole)[metric]["value"]
    members = [caller.data(admin, filterBy="USER", filterByIds=user) for user in member_ids(caller, 0)]
    assert sum(member["recordingsEvaluatedCount"] for member in members) == teams[0]["recordingsEvaluatedCount"]
    together = caller.data(admin, filterBy="USER", filterByIds=member_ids(caller, 0))
    assert by_id(together) == by_id(teams[0])


def test_a_mean_of_the_whole_is_the_mean_of_its_parts(caller: Any, admin: str) -> None:
    whole = caller.data(admin, filterBy="TEAM", filterByIds=TEAM)
    total = 0.0
    for user in member_ids(caller, 0):
        part = caller.data(admin, filterBy="USER", filterByIds=user)
        value = by_id(part)["sm_conversation_time"].get("value", 0)
        total += value * part["recordingsEvaluatedCount"]
    mean = by_id(whole)["sm_conversation_time"]["value"]
    assert total / whole["recordingsEvaluatedCount"] == pytest.approx(mean, abs=0.02)


@pytest.mark.parametrize("first", [datetime(2026, 2, 1, tzinfo=ZONE), datetime(2025, 11, 1, tzinfo=ZONE)])
def test_days_add_up_to_the_month(caller: Any, admin: str, first: datetime) -> None:
    """Also over the end of daylight-saving time, with ends less one millisecond."""
    following = datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=ZONE)
    total = 0
    day = first
    while day < following:
        tomorrow = (day.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=ZONE)
        total += count_between(caller, admin, day, tomorrow)
        day = tomorrow
    assert total == count_between(caller, admin, first, following) > 300


def count_between(caller: Any, token: str, start: datetime, end: datetime) -> int:
    last = end.astimezone(UTC) - timedelta(milliseconds=1)
    count: int = caller.data(token, startAt=wire_instant(start), endAt=wire_instant(last))["recordingsEvaluatedCount"]
    return count


def test_the_end_is_inclusive(caller: Any, admin: str) -> None:
    [recording] = caller.get(
        "/v1/core/recordings", admin, organizationId="org_practice", conversationType="roof_inspection", limit=1
    ).get_json()["data"]
    at = recording["dateCreated"]
    same = {"filterBy": "USER", "filterByIds": recording["userId"]}
    assert caller.data(admin, startAt=at, endAt=at, **same)["recordingsEvaluatedCount"] == 1
    before = datetime.fromisoformat(at) - timedelta(milliseconds=1)
    early = caller.data(admin, startAt="2026-03-01T00:00:00Z", endAt=wire_instant(before), **same)
    until = caller.data(admin, startAt="2026-03-01T00:00:00Z", endAt=at, **same)
    assert until["recordingsEvaluatedCount"] == early["recordingsEvaluatedCount"] + 1


def test_several_types_match_an_id_as_any_of_them_and_count_nothing_twice(caller: Any, admin: str) -> None:
    member = member_ids(caller, 0)[3]
    team = caller.data(admin, filterBy="TEAM", filterByIds=TEAM)
    both = caller.data(admin, filterBy=["USER", "TEAM"], filterByIds=[member, TEAM])
    assert both["recordingsEvaluatedCount"] == team["recordingsEvaluatedCount"]
    assert both["filterBy"] == ["USER", "TEAM"]
    assert both["filterByIds"] == [member, TEAM]


def test_recordings_can_be_asked_for_by_id(caller: Any, admin: str) -> None:
    listed = caller.get(
        "/v1/core/recordings",
        admin,
        organizationId="org_practice",
        conversationType="roof_inspection",
        limit=3,
        **{"dateCreated:lt": "2026-02-20T00:00:00Z"},
    ).get_json()["data"]
    ids = [recording["id"] for recording in listed]
    data = caller.data(admin, filterBy="RECORDING", filterByIds=[*ids, ids[0]])
    assert data["recordingsEvaluatedCount"] == 3
    mean = sum(recording["durationInMilliseconds"] for recording in listed) / 3000
    assert by_id(data)["sm_conversation_time"]["value"] == pytest.approx(mean, abs=0.01)
    with_owner = caller.data(admin, filterBy=["RECORDING", "USER"], filterByIds=[ids[0], listed[0]["userId"]])
    alone = caller.data(admin, filterBy="USER", filterByIds=listed[0]["userId"])
    assert with_owner["recordingsEvaluatedCount"] == alone["recordingsEvaluatedCount"]


def test_group_by_is_taken_and_the_answer_stays_one_aggregate(caller: Any, admin: str) -> None:
    plain = caller.data(admin)
    grouped = caller.data(admin, groupBy=["USER", "TEAM"])
    assert grouped["metricValues"] == plain["metricValues"]


@pytest.mark.parametrize(
    "missing", ["requestedOrganizationId", "conversationTypeId", "startAt", "endAt", "filterByIds"]
)
def test_422_for_a_parameter_that_is_missing(caller: Any, admin: str, missing: str) -> None:
    response = caller.values(admin, **{missing: None})
    assert response.status_code == 422
    body = response.get_json()
    assert body["name"] == "ZodError"
    [issue] = body["issues"]
    assert issue["path"] == [missing]
    assert (issue["code"], issue["message"], issue["received"]) == ("invalid_type", "Required", "undefined")


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"filterBy": "REGION"}, "invalid_enum_value", ["filterBy"]),
        ({"filterBy": ["USER", "region"]}, "invalid_enum_value", ["filterBy", 1]),
        ({"filterBy": None}, "invalid_type", ["filterBy"]),
        ({"groupBy": "DAY"}, "invalid_enum_value", ["groupBy"]),
        ({"startAt": "yesterday"}, "invalid_string", ["startAt"]),
        ({"startAt": "2026-02-30T00:00:00Z"}, "invalid_string", ["startAt"]),
        ({"endAt": "2026-02-01"}, "invalid_string", ["endAt"]),
        ({"endAt": "2026-02-01T00:00:00"}, "invalid_string", ["endAt"]),
        ({"startAt": ["2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"]}, "invalid_type", ["startAt"]),
        ({"filterByIds": ["org_practice", ""]}, "too_small", ["filterByIds", 1]),
    ],
)
def test_422_names_what_is_wrong(
    caller: Any, admin: str, changes: dict[str, Any], code: str, path: list[object]
) -> None:
    response = caller.values(admin, **changes)
    assert response.status_code == 422
    [issue] = response.get_json()["issues"]
    assert issue["code"] == code
    assert issue["path"] == path
    assert issue["message"]


def test_422_gathers_all_complaints(caller: Any, admin: str) -> None:
    issues = caller.values(admin, startAt="x", endAt="y", filterBy="Z").get_json()["issues"]
    assert [issue["path"][0] for issue in issues] == ["startAt", "endAt", "filterBy"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"startAt": "2026-03-02T00:00:00Z"}, 400),
        ({"cursor": "not-ours"}, 400),
        ({"requestedOrganizationId": "org_other"}, 403),
        ({"conversationTypeId": "phone_call"}, 404),
        ({"filterBy": "USER", "filterByIds": "user_999"}, 404),
        ({"filterBy": "TEAM", "filterByIds": "team_nowhere"}, 404),
        ({"filterBy": "RECORDING", "filterByIds": "rec_001_20260230_0"}, 404),
        ({"filterBy": "RECORDING", "filterByIds": "rec_001_20200101_0"}, 404),
        ({"filterBy": "TEAM", "filterByIds": "user_001"}, 404),
        ({"filterBy": "ORGANIZATION", "filterByIds": "org_other"}, 404),
    ],
)
def test_other_refusals_are_one_sentence(caller: Any, admin: str, changes: dict[str, str], status: int) -> None:
    response = caller.values(admin, **changes)
    assert response.status_code == status
    body = response.get_json()
    assert list(body) == ["error"]
    assert body["error"]


def test_start_and_end_may_be_the_same_instant(caller: Any, admin: str) -> None:
    at = "2026-02-01T00:00:00Z"
    assert caller.data(admin, startAt=at, endAt=at)["recordingsEvaluatedCount"] == 0


@pytest.mark.parametrize(
    "headers",
    [{}, {TOKEN_HEADER: ""}, {TOKEN_HEADER: "wrong"}],
)
def test_401_without_a_good_token(caller: Any, headers: dict[str, str]) -> None:
    response = caller.client.get(VALUES_PATH, headers=headers)
    assert response.status_code == 401
    assert response.get_json() == {"error": "Unauthorized"}


def test_401_for_a_bearer_token(caller: Any, admin: str) -> None:
    """The token travels as x-siro-auth-token and in no other way."""
    response = caller.client.get(VALUES_PATH, headers={"Authorization": f"Bearer {admin}"})
    assert response.status_code == 401


@pytest.mark.parametrize(
    "path", ["/", "/v1/core/scorecards", "/v1/core/teams", "/v2/x", "/.well-known/openid-configuration"]
)
def test_the_gateway_knows_no_other_path(caller: Any, admin: str, path: str) -> None:
    response = caller.get(path, admin)
    assert response.status_code == 404
    assert response.get_json() == {"code": 404, "message": "The current request is not defined by this API."}


def test_the_gateway_knows_no_other_method(caller: Any, admin: str) -> None:
    assert caller.client.post(VALUES_PATH, headers={TOKEN_HEADER: admin}).status_code == 404


@pytest.mark.parametrize(
    ("filter_by", "entity_id", "status"),
    [
        ("USER", "user_001", 200),
        ("USER", "user_901", 200),
        ("TEAM", TEAM, 200),
        ("USER", "user_003", 403),
        ("USER", "user_900", 403),
        ("TEAM", "team_plains", 403),
        ("ORGANIZATION", "org_practice", 403),
        ("USER", "user_999", 404),
    ],
)
def test_a_coach_may_ask_for_their_team_only(
    caller: Any, coach: str, filter_by: str, entity_id: str, status: int
) -> None:
    response = caller.values(coach, filterBy=filter_by, filterByIds=entity_id)
    assert response.status_code == status
    assert ("error" in response.get_json()) is (status != 200)


def test_a_coach_may_ask_for_recordings_of_their_team_only(caller: Any, admin: str, coach: str) -> None:
    def newest(team: str) -> str:
        query = {"organizationId": "org_practice", "teamId": team, "limit": 1}
        [recording] = caller.get("/v1/core/recordings", admin, **query).get_json()["data"]
        return str(recording["id"])

    assert caller.values(coach, filterBy="RECORDING", filterByIds=newest(TEAM)).status_code == 200
    assert caller.values(coach, filterBy="RECORDING", filterByIds=newest("team_plains")).status_code == 403


def test_a_page_limit_brings_cursors(make_caller: Callable[..., Any]) -> None:
    paged = make_caller(page_size=7)
    token = paged.sign_in()["access_token"]
    whole = make_caller()
    expected = whole.data(whole.sign_in()["access_token"])
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        body = paged.values(token, cursor=cursor).get_json()
        assert len(body["data"]["metricValues"]) == body["pageSize"] <= body["limit"] == 7
        assert body["total"] == len(expected["metricValues"])
        assert body["data"]["recordingsEvaluatedCount"] == expected["recordingsEvaluatedCount"]
        found += body["data"]["metricValues"]
        cursor = body["cursor"]
        assert body["hasNextPage"] is (cursor is not None)
        if cursor is None:
            break
    assert found == expected["metricValues"]


def test_429_after_the_limit_for_each_token_alone(make_caller: Callable[..., Any]) -> None:
    limited = make_caller(rate_limit_per_minute=3)
    token, other = limited.sign_in()["access_token"], limited.sign_in()["access_token"]
    assert [limited.values(token).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    response = limited.values(token)
    assert "Retry-After" not in response.headers
    assert list(response.get_json()) == ["error"]
    assert limited.values(other).status_code == 200


def test_the_limit_is_1000_a_minute() -> None:
    now = [0.0]
    limit = RateLimit(SandboxOptions().rate_limit_per_minute, clock=lambda: now[0])
    assert sum(limit.admit("t") for _ in range(1200)) == 1000
    now[0] = 59.9
    assert not limit.admit("t")
    now[0] = 60.0
    assert limit.admit("t")
