"""The look-ups, so that people pick names instead of typing ids."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from siro_desktop.domain.request import TOKEN_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

USERS = "/v1/core/organizations/org_practice/users"
RECORDINGS = "/v1/core/recordings"
TYPES = "/v1/core/conversation-configurations"
AVAILABLE = "/v1/core/scorecards/scorecard-metrics/available"
INSTANCES = "/v1/core/scorecards/instances"
COLORS = "/v1/core/scorecards/color-configurations"
EVERYTHING = [
    (USERS, {}),
    (RECORDINGS, {"organizationId": "org_practice"}),
    (TYPES, {"organizationId": "org_practice"}),
    (AVAILABLE, {"requestedOrganizationId": "org_practice", "conversationTypeId": "roof_inspection"}),
    (INSTANCES, {"organizationId": "org_practice"}),
    (COLORS, {"organizationId": "org_practice"}),
]


def all_pages(caller: Any, path: str, token: str, **query: object) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    cursor = None
    while True:
        body = caller.get(path, token, **query, **({"cursor": cursor} if cursor else {})).get_json()
        assert len(body["data"]) == body["pageSize"] <= body["limit"]
        entries += body["data"]
        cursor = body["cursor"]
        assert body["hasNextPage"] is (cursor is not None)
        if cursor is None:
            assert len(entries) == body["total"]
            return entries


@pytest.mark.parametrize(("path", "query"), EVERYTHING)
def test_each_has_the_common_envelope_and_needs_a_token(
    caller: Any, admin: str, path: str, query: dict[str, str]
) -> None:
    body = caller.get(path, admin, **query).get_json()
    assert list(body) == ["data", "cursor", "pageSize", "limit", "total", "hasNextPage"]
    assert caller.client.get(path, query_string=query, headers={TOKEN_HEADER: "wrong"}).status_code == 401


@pytest.mark.parametrize(("path", "query"), EVERYTHING[1:])
def test_each_needs_an_organization_and_this_one(caller: Any, admin: str, path: str, query: dict[str, str]) -> None:
    name = next(iter(query))
    missing = caller.get(path, admin, **{key: value for key, value in query.items() if key != name})
    assert missing.status_code == 422
    assert missing.get_json()["issues"][0]["path"] == [name]
    assert caller.get(path, admin, **(query | {name: "org_other"})).status_code == 403


def test_conversation_types(caller: Any, coach: str) -> None:
    entries = all_pages(caller, TYPES, coach, organizationId="org_practice")
    assert [entry["conversationType"] for entry in entries] == [
        "roof_inspection",
        "solar_consultation",
        "storm_follow_up",
    ]
    assert entries[0] == {
        "id": "org_practice-roof_inspection",
        "conversationType": "roof_inspection",
        "displayName": "Roof inspection",
        "orgId": "org_practice",
        "teamId": None,
    }


def test_users_come_in_pages(caller: Any, admin: str) -> None:
    users = all_pages(caller, USERS, admin)
    assert len({user["uid"] for user in users}) == len(users) == 66  # 60 reps, 5 coaches, the admin
    assert len(caller.get(USERS, admin).get_json()["data"]) < 66
    assert set(users[0]) == {
        "uid",
        "firstName",
        "lastName",
        "email",
        "memberTeamId",
        "coachTeamIds",
        "ownedTeamId",
        "disabled",
        "countRecordings",
        "lastRecordingDate",
    }
    assert any(user["firstName"] is None and user["lastName"] is None and user["email"] is None for user in users)
    assert [user["countRecordings"] for user in users].count(3) == 1
    assert sum(user["disabled"] for user in users) == 1
    teams = Counter(user["memberTeamId"] for user in users)
    assert len(teams) == 6
    assert {user["ownedTeamId"] for user in users} - {None} == set(teams) - {None}


def test_users_of_another_page_size(caller: Any, admin: str) -> None:
    assert len(caller.get(USERS, admin, limit=10).get_json()["data"]) == 10
    assert all_pages(caller, USERS, admin, limit=10) == all_pages(caller, USERS, admin)


@pytest.mark.parametrize("limit", ["0", "101", "many", "-1"])
def test_a_limit_that_makes_no_sense(caller: Any, admin: str, limit: str) -> None:
    response = caller.get(USERS, admin, limit=limit)
    assert response.status_code == 422
    assert response.get_json()["issues"][0]["path"] == ["limit"]


def test_the_coach_may_not_list_users(caller: Any, coach: str) -> None:
    response = caller.get(USERS, coach)
    assert response.status_code == 403
    assert list(response.get_json()) == ["error"]


def test_users_of_another_organization(caller: Any, admin: str) -> None:
    assert caller.get("/v1/core/organizations/org_other/users", admin).status_code == 403


def test_recordings_newest_first(caller: Any, admin: str) -> None:
    body = caller.get(RECORDINGS, admin, organizationId="org_practice").get_json()
    assert len(body["data"]) == 100
    assert body["total"] == sum(user["countRecordings"] for user in all_pages(caller, USERS, admin))
    dates = [entry["dateCreated"] for entry in body["data"]]
    assert dates == sorted(dates, reverse=True)
    assert set(body["data"][0]) == {
        "id",
        "title",
        "dateCreated",
        "durationInMilliseconds",
        "repFirstName",
        "repLastName",
        "userId",
        "result",
    }


def test_recordings_by_team_type_and_date(caller: Any, admin: str) -> None:
    query = {
        "organizationId": "org_practice",
        "teamId": "team_plains",
        "conversationType": "solar_consultation",
        "dateCreated:gt": "2026-02-01T07:00:00Z",
        "dateCreated:lt": "2026-03-01T07:00:00Z",
    }
    found = all_pages(caller, RECORDINGS, admin, **query)
    assert all("2026-02-01T07" < entry["dateCreated"] < "2026-03-01T07" for entry in found)
    assert all(entry["title"].startswith("Solar consultation") for entry in found)
    counted = caller.data(admin, filterBy="TEAM", filterByIds="team_plains", conversationTypeId="solar_consultation")[
        "recordingsEvaluatedCount"
    ]
    assert len(found) == counted > 0


def test_the_coach_sees_recordings_of_their_team(caller: Any, admin: str, coach: str) -> None:
    theirs = all_pages(
        caller, RECORDINGS, coach, organizationId="org_practice", **{"dateCreated:gt": "2026-03-01T00:00:00Z"}
    )
    of_team = all_pages(
        caller,
        RECORDINGS,
        admin,
        organizationId="org_practice",
        teamId="team_front_range",
        **{"dateCreated:gt": "2026-03-01T00:00:00Z"},
    )
    assert theirs == of_team
    assert caller.get(RECORDINGS, coach, organizationId="org_practice", teamId="team_plains").status_code == 403
    assert caller.get(RECORDINGS, admin, organizationId="org_practice", teamId="nowhere").status_code == 404


def test_available_metrics_are_those_of_the_values(caller: Any, admin: str) -> None:
    for type_id in ("roof_inspection", "solar_consultation", "storm_follow_up"):
        query = {"requestedOrganizationId": "org_practice", "conversationTypeId": type_id}
        available = caller.get(AVAILABLE, admin, **query).get_json()["data"]["scorecardMetrics"]
        values = caller.data(admin, conversationTypeId=type_id)["metricValues"]
        assert [metric["id"] for metric in available] == [value["id"] for value in values]


def test_instances_have_rubrics_and_colours(caller: Any, admin: str) -> None:
    query = {"organizationId": "org_practice", "conversationTypeId": "roof_inspection"}
    both = caller.get(INSTANCES, admin, **query).get_json()["data"]["scorecardInstances"]
    [active] = caller.get(INSTANCES, admin, **query, isActive="true").get_json()["data"]["scorecardInstances"]
    assert len(both) == 2
    assert active in both
    known = {value["id"] for value in caller.data(admin)["metricValues"]}
    rubrics = {rubric["scorecardMetricId"]: rubric for rubric in active["metricRubrics"]}
    assert set(rubrics) <= known
    assert (rubrics["sm_rep_speaker_share"]["minTarget"], rubrics["sm_rep_speaker_share"]["maxTarget"]) == (40, 60)
    assert set(rubrics["sm_rep_control"]) == {
        "scorecardMetricId",
        "metricPointTotal",
        "minTarget",
        "maxTarget",
        "targetTolerance",
    }
    assert [band["color"] for band in active["colorConfigurations"]] == ["RED", "YELLOW", "GREEN"]
    nodes = {node["id"]: node for node in active["nodes"]}
    assert all(node["parentId"] in nodes for node in nodes.values() if node["nodeType"] != "ROOT")
    assert caller.get(INSTANCES, admin, **query, isActive="perhaps").status_code == 422


def test_a_page_size_holds_for_lists_too(make_caller: Callable[..., Any]) -> None:
    paged = make_caller(page_size=4)
    token = paged.sign_in()["access_token"]
    assert len(paged.get(USERS, token).get_json()["data"]) == 4
    assert len(all_pages(paged, TYPES, token, organizationId="org_practice")) == 3
