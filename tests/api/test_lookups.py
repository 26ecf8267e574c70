"""Names for ids: tolerant of what is missing, guarded against lists without an end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from siro_desktop.api.lookups import AvailableMetric, ColorBand, MetricRubric, RecordingFilter, ScorecardInstance
from siro_desktop.domain.names import NamedId
from siro_desktop.domain.periods import Period
from siro_desktop.errors import QueryError, ServerError, UnexpectedAnswer

ORGANIZATION = "org_123"


class Lists:
    """Answers by path; records what was asked."""

    def __init__(self, *pages: Any) -> None:
        self._pages = list(pages)
        self.asked: list[httpx.URL] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        page = self._pages.pop(0) if len(self._pages) > 1 else self._pages[0]
        return page if isinstance(page, httpx.Response) else httpx.Response(200, json=page)


def test_conversation_types_come_once_each_by_name(lab: Any) -> None:
    siro = Lists(
        {
            "data": [
                {"id": "t1-c2", "conversationType": "c2", "displayName": "Team's own", "orgId": "o", "teamId": "t1"},
                {"id": "o-c2", "conversationType": "c2", "displayName": "Zebra", "orgId": "o", "teamId": None},
                {"id": "o-c1", "conversationType": "c1", "displayName": "apple", "orgId": "o", "new": 1},
                {"id": "o-c3", "conversationType": "c3", "displayName": None},
            ]
        }
    )
    names = lab.run(siro, lambda api: api.conversation_types(ORGANIZATION))
    assert names == (NamedId("c1", "apple"), NamedId("c3", "c3"), NamedId("c2", "Zebra"))
    assert siro.asked[0].path == "/v1/core/conversation-configurations"
    assert dict(siro.asked[0].params) == {"organizationId": ORGANIZATION}


USERS = [
    {"uid": "u1", "firstName": "Ann", "lastName": "Lee", "email": "ann@x.org", "ownedTeamId": "t1", "coachTeamIds": []},
    {"uid": "u2", "firstName": None, "lastName": None, "email": "bob@x.org", "memberTeamId": "t1"},
    {"uid": "u3", "firstName": " ", "lastName": None, "email": None, "memberTeamId": "t2", "disabled": True},
    {"uid": "u4", "firstName": "Cy", "lastName": None, "email": "cy@x.org", "coachTeamIds": ["t3"], "disabled": True},
    {"uid": "u5", "ownedTeamId": "t4", "countRecordings": 3, "lastRecordingDate": None},
]


def test_people_and_the_teams_they_come_with(lab: Any) -> None:
    siro = Lists({"data": USERS})
    users, teams = lab.run(siro, lambda api: api.users_and_teams(ORGANIZATION))
    assert users == (
        NamedId("u1", "Ann Lee", "ann@x.org"),
        NamedId("u2", "bob@x.org", team_id="t1"),
        NamedId("u4", "Cy", "cy@x.org · disabled"),
        NamedId("u3", "u3", "disabled", "t2"),
        NamedId("u5", "u5"),
    )
    assert teams == (
        NamedId("t2", "t2"),
        NamedId("t3", "t3"),
        NamedId("t4", "t4"),
        NamedId("t1", "Team of Ann Lee", "t1"),
    )
    assert siro.asked[0].path == "/v1/core/organizations/org_123/users"


def test_pages_of_people_are_joined_and_repeats_dropped(lab: Any) -> None:
    siro = Lists(
        {"data": USERS[:2], "cursor": 2, "hasNextPage": True},
        {"data": USERS[1:4], "cursor": "x", "hasNextPage": True},
        {"data": [], "hasNextPage": False, "cursor": None},
    )
    users, _teams = lab.run(siro, lambda api: api.users_and_teams(ORGANIZATION))
    assert {named.id for named in users} == {"u1", "u2", "u3", "u4"}
    assert [url.params.get("cursor") for url in siro.asked] == [None, "2", "x"]


def test_a_list_without_an_end_ends(lab: Any) -> None:
    """H11"""
    siro = Lists({"data": USERS, "cursor": "same", "hasNextPage": True})
    users, _teams = lab.run(siro, lambda api: api.users_and_teams(ORGANIZATION))
    assert len(users) == 5
    assert len(siro.asked) == 2


def test_a_page_that_fails_fails_the_list(lab: Any) -> None:
    siro = Lists({"data": USERS, "cursor": "a", "hasNextPage": True}, httpx.Response(500))
    with pytest.raises(ServerError):
        lab.run(siro, lambda api: api.users_and_teams(ORGANIZATION))


@pytest.mark.parametrize("organization", ["", "  ", ".", ".."])
def test_no_organization_no_question(lab: Any, organization: str) -> None:
    siro = Lists({"data": []})
    for look_up in ("conversation_types", "users_and_teams", "recordings", "color_bands"):
        with pytest.raises(QueryError) as caught:
            lab.run(siro, lambda api, name=look_up: getattr(api, name)(organization))
        assert caught.value.field == "organization_id"
    assert siro.asked == []


def test_an_organization_cannot_lead_to_another_path(lab: Any) -> None:
    siro = Lists({"data": []})
    lab.run(siro, lambda api: api.users_and_teams("../x?y#z"))
    assert siro.asked[0].raw_path == b"/v1/core/organizations/..%2Fx%3Fy%23z/users"


def recordings(first: int, count: int) -> list[dict[str, Any]]:
    return [{"id": f"r{number}", "title": f"Call {number}"} for number in range(first, first + count)]


def test_recordings_have_a_rep_and_a_day(lab: Any) -> None:
    siro = Lists(
        {
            "data": [
                {"id": "r1", "title": "Call", "dateCreated": "2026-01-31T10:00:00Z", "repFirstName": "Ann", "x": 1},
                {"id": "r2", "title": None, "dateCreated": None, "repLastName": "Lee", "userId": "user_7"},
                {"id": "r3", "title": " ", "dateCreated": 1700000000, "userId": None},
                {"id": "r4", "dateCreated": "2026-01-31T10:00:00.250+02:00"},
                {"id": "r5", "dateCreated": "2026-02-01T08:00:00"},
                {"id": "r6", "dateCreated": "0001-01-01T00:00:00+14:00"},
            ]
        }
    )
    assert lab.run(siro, lambda api: api.recordings(ORGANIZATION)) == (
        NamedId("r1", "Call", "Ann · 2026-01-31", recorded_at=datetime(2026, 1, 31, 10, tzinfo=UTC)),
        NamedId("r2", "r2", "Lee", user_id="user_7"),
        NamedId("r3", "r3"),
        NamedId("r4", "r4", "2026-01-31", recorded_at=datetime(2026, 1, 31, 8, 0, 0, 250_000, tzinfo=UTC)),
        NamedId("r5", "r5", "2026-02-01", recorded_at=datetime(2026, 2, 1, 8, tzinfo=UTC)),
        NamedId("r6", "r6", "0001-01-01"),
    )
    assert dict(siro.asked[0].params) == {"organizationId": ORGANIZATION, "limit": "100"}


@pytest.mark.parametrize(("limit", "size", "pages"), [(3, "3", 1), (100, "100", 1), (150, "100", 2)])
def test_recordings_stop_at_the_limit(lab: Any, limit: int, size: str, pages: int) -> None:
    siro = Lists(
        {"data": recordings(0, 100), "cursor": "a", "hasNextPage": True},
        {"data": recordings(100, 100), "cursor": "b", "hasNextPage": True},
    )
    found = lab.run(siro, lambda api: api.recordings(ORGANIZATION, limit=limit))
    assert [named.id for named in found] == [f"r{number}" for number in range(limit)]
    assert len(siro.asked) == pages
    assert siro.asked[0].params["limit"] == size


def test_recordings_of_a_team_and_a_period(lab: Any) -> None:
    siro = Lists({"data": []})
    period = Period(datetime(2026, 10, 1, 6, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC))
    wanted = RecordingFilter(team_id="team_1", conversation_type_id="roof", period=period)
    assert lab.run(siro, lambda api: api.recordings(ORGANIZATION, wanted)) == ()
    assert dict(siro.asked[0].params) == {
        "organizationId": ORGANIZATION,
        "teamId": "team_1",
        "conversationType": "roof",
        "dateCreated:gt": "2026-10-01T05:59:59.999Z",
        "dateCreated:lt": "2026-11-01T06:00:00Z",
        "limit": "100",
    }


def test_available_metrics(lab: Any) -> None:
    entry = {"id": "m", "name": "Talk", "unit": "seconds", "unitAbbreviated": "sec", "metricType": "X", "new": []}
    siro = Lists({"data": {"scorecardMetrics": [entry, {"id": "n", "name": "N"}]}})
    assert lab.run(siro, lambda api: api.available_metrics(ORGANIZATION, "c")) == (
        AvailableMetric("m", "Talk", None, "seconds", "sec", "X"),
        AvailableMetric("n", "N"),
    )
    assert dict(siro.asked[0].params) == {"requestedOrganizationId": ORGANIZATION, "conversationTypeId": "c"}


def test_scorecard_instances(lab: Any) -> None:
    instance = {
        "id": "s",
        "name": "Score",
        "nodes": [{"id": "n", "parentId": None}],
        "metricRubrics": [
            {
                "scorecardMetricId": "m",
                "metricPointTotal": 10,
                "minTarget": 1,
                "maxTarget": 2.5,
                "targetTolerance": None,
            }
        ],
        "sectionWeights": [{"x": 1}],
        "colorConfigurations": [{"color": "RED", "lowRange": 0, "highRange": 49}],
    }
    siro = Lists({"data": {"scorecardInstances": [instance]}})
    assert lab.run(siro, lambda api: api.scorecard_instances(ORGANIZATION, "c")) == (
        ScorecardInstance(
            id="s",
            name="Score",
            nodes=({"id": "n", "parentId": None},),
            metric_rubrics=(MetricRubric("m", 10, 1, 2.5, None),),
            section_weights=({"x": 1},),
            color_configurations=(ColorBand("RED", 0, 49),),
        ),
    )
    assert siro.asked[0].params["isActive"] == "true"


BANDS = [{"color": "RED", "lowRange": 0, "highRange": 44, "id": "x"}, {"color": "GREEN", "lowRange": 45}]


@pytest.mark.parametrize("content", [BANDS, {"colorConfigurations": BANDS}])
def test_colours_come_bare_or_as_on_a_scorecard(lab: Any, content: Any) -> None:
    siro = Lists({"data": content})
    assert lab.run(siro, lambda api: api.color_bands(ORGANIZATION)) == (
        ColorBand("RED", 0, 44),
        ColorBand("GREEN", 45, None),
    )
    assert siro.asked[0].path == "/v1/core/scorecards/color-configurations"
    assert dict(siro.asked[0].params) == {"organizationId": ORGANIZATION}


@pytest.mark.parametrize("content", [[], None, {"colorConfigurations": []}])
def test_an_organization_may_have_no_colours(lab: Any, content: Any) -> None:
    assert lab.run(Lists({"data": content}), lambda api: api.color_bands(ORGANIZATION)) == ()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": {}}', b'{"data": [{"x": 1}]}', b'{"data": [1]}', b"\xff"])
def test_look_ups_that_make_no_sense(lab: Any, body: bytes) -> None:
    """H10"""
    for look_up in ("conversation_types", "users_and_teams", "recordings", "color_bands"):
        with pytest.raises(UnexpectedAnswer):
            lab.run(Lists(httpx.Response(200, content=body)), lambda api, name=look_up: getattr(api, name)("o"))
    for look_up in ("available_metrics", "scorecard_instances"):
        with pytest.raises(UnexpectedAnswer):
            lab.run(Lists(httpx.Response(200, content=body)), lambda api, name=look_up: getattr(api, name)("o", "c"))
