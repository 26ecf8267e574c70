"""Names for ids, and the connection test that speaks in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from jobs_kit import PROFILE, values_body
from msgspec.structs import replace

from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.jobs.check_connection import CheckConnection
from siro_desktop.jobs.look_up_names import LookUpNames

if TYPE_CHECKING:
    from jobs_kit import RunJob, Siro

    from siro_desktop.storage.library import Library

TYPES = {"data": [{"id": "org_1-roof", "conversationType": "roof", "displayName": "Roof inspection", "orgId": "org_1"}]}
USERS = {"data": [{"uid": "user_1", "firstName": "Ada", "lastName": "Byron", "email": None, "memberTeamId": "team_1"}]}
RECORDINGS = {"data": [{"id": "rec_1", "title": "First visit"}]}
REFUSED = httpx.Response(403, json={"error": "organization admins only"})


def test_names_are_kept_for_offline_use(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers |= {
        "/conversation-configurations": httpx.Response(200, json=TYPES),
        "/users": httpx.Response(200, json=USERS),
        "/recordings": httpx.Response(200, json=RECORDINGS),
    }
    names = run_job(LookUpNames(PROFILE, "org_1")).returned

    assert [named.name for named in names.conversation_types] == ["Roof inspection"]
    assert [named.name for named in names.users] == ["Ada Byron"]
    assert [named.id for named in names.teams] == ["team_1"]
    assert names.refused == ()
    assert library.load_names(PROFILE.id) == names


def test_what_is_refused_keeps_its_stored_names(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers |= {
        "/conversation-configurations": httpx.Response(200, json=TYPES),
        "/users": httpx.Response(200, json=USERS),
        "/recordings": httpx.Response(200, json=RECORDINGS),
    }
    run_job(LookUpNames(PROFILE, "org_1"))
    siro.answers["/users"] = REFUSED
    names = run_job(LookUpNames(PROFILE, "org_1")).returned

    assert [named.name for named in names.users] == ["Ada Byron"]
    assert names.refused == (
        "Siro does not let you look up people and teams.",
        "You can type or paste ids instead.",
    )


def test_what_is_missing_is_said_once(run_job: RunJob, siro: Siro) -> None:
    siro.answers |= {
        "/conversation-configurations": httpx.Response(400, json={"error": "no"}),
        "/users": REFUSED,
        "/recordings": REFUSED,
    }
    assert run_job(LookUpNames(PROFILE, "org_1")).returned.refused == (
        "Siro does not let you look up people, teams and recordings.",
        "Siro could not list conversation types just now.",
        "You can type or paste ids instead.",
    )


def test_own_names_stand_above_those_that_were_looked_up(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers |= {"/users": httpx.Response(200, json=USERS)}
    library.directory.save_own_names(PROFILE.id, [OwnName(NameKind.TEAM, "team_1", "North")])
    names = run_job(LookUpNames(PROFILE, "org_1")).returned

    assert [named.name for named in names.teams] == ["North"]
    assert [named.name for named in library.load_names(PROFILE.id).teams] == ["team_1"]


@pytest.mark.parametrize(
    "failing",
    [httpx.Response(400, json={"error": "no"}), httpx.Response(200, text="<html>")],
    ids=["refused as wrong", "no JSON"],
)
def test_one_kind_that_fails_keeps_the_others(run_job: RunJob, siro: Siro, failing: httpx.Response) -> None:
    siro.answers |= {
        "/conversation-configurations": failing,
        "/users": httpx.Response(200, json=USERS),
        "/recordings": httpx.Response(200, json=RECORDINGS),
    }
    names = run_job(LookUpNames(PROFILE, "org_1")).returned

    assert [named.name for named in (*names.users, *names.recordings)] == ["Ada Byron", "First visit"]
    assert "conversation types" in names.refused[0]


def test_names_of_another_organization_are_not_mixed_in(run_job: RunJob, siro: Siro) -> None:
    siro.answers |= {
        "/users": httpx.Response(200, json=USERS),
        "/recordings": httpx.Response(200, json=RECORDINGS),
    }
    run_job(LookUpNames(PROFILE, "org_1"))
    siro.answers |= {"/users": REFUSED, "/recordings": REFUSED}
    names = run_job(LookUpNames(PROFILE, "org_2")).returned

    assert names.users == names.teams == names.recordings == ()


def only_signed_in(request: httpx.Request) -> httpx.Response:
    if "x-siro-auth-token" in request.headers:
        return httpx.Response(200, json=values_body())
    return httpx.Response(401, json={"error": "no token"})


def test_a_working_connection_says_so(run_job: RunJob, siro: Siro) -> None:
    siro.answers["/values"] = only_signed_in
    siro.answers["/conversation-configurations"] = httpx.Response(200, json=TYPES)
    ran = run_job(CheckConnection(PROFILE, "token-2"))

    assert [step.ok for step in ran.returned] == [True] * 6
    assert ran.reports == list(ran.returned)
    assert "2 metrics over 12 recordings" in ran.returned[-1].sentence
    assert siro.requests[-1].headers["x-siro-auth-token"] == "token-2"


def test_a_coach_learns_what_to_ask_instead(run_job: RunJob, siro: Siro) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        return REFUSED if "x-siro-auth-token" in request.headers else httpx.Response(401, json={"error": "no token"})

    siro.answers["/values"] = refuse
    siro.answers["/conversation-configurations"] = httpx.Response(200, json=TYPES)
    last = run_job(CheckConnection(PROFILE, "token-2")).returned[-1]
    assert last.ok is None
    assert "team" in last.sentence


def test_a_refused_token_ends_the_test(run_job: RunJob, siro: Siro) -> None:
    siro.answers["/values"] = httpx.Response(401, json={"error": "no token"})
    siro.answers["/conversation-configurations"] = httpx.Response(401, json={"error": "no token"})
    steps = run_job(CheckConnection(PROFILE, "token-2")).returned
    assert steps[-1].name == "A small query"
    assert [step.ok for step in steps[-2:]] == [None, None]


def test_a_name_nobody_knows_is_said(run_job: RunJob) -> None:
    profile = replace(PROFILE, api_base_url="https://siro.invalid")

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    steps = run_job(CheckConnection(profile), lambda services: _replace(services, refuse)).returned
    assert [step.ok for step in steps] == [None, False]
    assert "siro.invalid" in steps[0].sentence


def test_a_trial_leaves_the_kept_secret_alone(run_job: RunJob, siro: Siro) -> None:
    siro.answers["/values"] = httpx.Response(401, json={"error": "no token"})
    siro.answers["/conversation-configurations"] = httpx.Response(200, json=TYPES)

    async def try_another(services: object) -> None:
        await CheckConnection(PROFILE, "token-2").run(services, lambda _: None)  # type: ignore[arg-type]

    run_job(CheckConnection(PROFILE), try_another)
    assert siro.requests[-1].headers["x-siro-auth-token"] == "token-1"


def test_a_wrong_address_ends_the_test_with_advice(run_job: RunJob) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    step = run_job(CheckConnection(PROFILE), lambda services: _replace(services, refuse)).returned[-1]
    assert step.ok is False
    assert "127.0.0.1" in step.sentence


async def _replace(services: object, handler: object) -> None:
    services._transport = httpx.MockTransport(handler)  # type: ignore[attr-defined,arg-type]


def test_a_stranger_at_the_address_is_told_from_siro(run_job: RunJob, siro: Siro) -> None:
    siro.answers["/values"] = httpx.Response(200, html="<html></html>")
    step = run_job(CheckConnection(PROFILE, "token-2")).returned[-1]
    assert step.ok is False
    assert "not as Siro does" in step.sentence


def test_reports_hold_no_secret(run_job: RunJob, siro: Siro, caplog: pytest.LogCaptureFixture) -> None:
    """K12: neither the job's repr nor the log shows the secret."""
    caplog.set_level("DEBUG")
    siro.answers["/values"] = httpx.Response(401, json={"error": "no token"})
    job = CheckConnection(PROFILE, "canary-secret")
    run_job(job)
    assert "canary-secret" not in repr(job) + caplog.text
