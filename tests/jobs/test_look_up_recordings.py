"""The recordings of one person, found among those of their team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from jobs_kit import PROFILE, build_query
from msgspec.structs import replace

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.errors import AccessDenied
from siro_desktop.jobs.look_up_recordings import LookUpRecordings

if TYPE_CHECKING:
    from jobs_kit import RunJob, Siro

    from siro_desktop.storage.library import Library

QUERY = build_query("user_1")
LISTED = {
    "data": [
        {"id": "rec_3", "title": "Third", "userId": "user_1", "dateCreated": "2026-10-03T15:00:00Z"},
        {"id": "rec_2", "title": "Second", "userId": "user_2"},
        {"id": "rec_1", "title": "First", "userId": "user_1"},
    ]
}
JOB = LookUpRecordings(PROFILE, QUERY, "user_1", "team_1")


def test_a_persons_recordings_are_found_and_their_names_kept(run_job: RunJob, siro: Siro, library: Library) -> None:
    known = Names(organization_id=QUERY.organization_id, recordings=(NamedId("rec_0", "Older"),))
    library.save_names(PROFILE.id, known)
    library.directory.save_own_names(PROFILE.id, [OwnName(NameKind.RECORDING, "rec_1", "The Coles")])
    siro.answers["/recordings"] = httpx.Response(200, json=LISTED)
    found = run_job(JOB).returned
    assert found.ids == ("rec_3", "rec_1")
    assert [one.name for one in found.names.recordings] == ["Third", "The Coles", "Older"]
    assert [one.name for one in library.load_names(PROFILE.id).recordings] == ["Third", "First", "Older"]
    (asked,) = (request for request in siro.requests if request.url.path.endswith("/recordings"))
    assert asked.url.params["teamId"] == "team_1"
    assert asked.url.params["conversationType"] == QUERY.conversation_type_id


def test_names_of_another_organization_stay_as_they_are(run_job: RunJob, siro: Siro, library: Library) -> None:
    known = Names(organization_id="another", users=(NamedId("user_9", "Zoe"),))
    library.save_names(PROFILE.id, known)
    siro.answers["/recordings"] = httpx.Response(200, json=LISTED)
    assert run_job(replace(JOB, team_id="")).returned.ids == ("rec_3", "rec_1")
    assert library.load_names(PROFILE.id) == known


def test_who_may_not_list_recordings_is_told(run_job: RunJob, siro: Siro, library: Library) -> None:
    siro.answers["/recordings"] = httpx.Response(403, json={"error": "organization admins only"})
    with pytest.raises(AccessDenied):
        run_job(JOB)
    assert library.load_names(PROFILE.id) == Names()
