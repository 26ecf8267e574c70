"""The look-ups: conversation types, people, recordings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import numpy as np
from flask import Blueprint, Response, request

from siro_desktop.domain.periods import wire_instant
from siro_desktop.sandbox import access, dice, names
from siro_desktop.sandbox.organization import (
    CONVERSATION_TYPES,
    ORGANIZATION_ID,
    TEAM_IDS,
    Person,
    Rep,
    email,
)
from siro_desktop.sandbox.parameters import Parameters
from siro_desktop.sandbox.wire import cut_page, json_response, refuse

if TYPE_CHECKING:
    from siro_desktop.sandbox.practice import Practice

_TYPE_IDS: Final = tuple(CONVERSATION_TYPES)
_USERS_A_PAGE: Final = 25
_MOST_A_PAGE: Final = 100
_TITLE_STREAM: Final = 6


def build_lookups(practice: Practice) -> Blueprint:
    """Return the routes of the look-ups."""
    routes = Blueprint("lookups", __name__)
    lookups = _Lookups(practice)
    routes.add_url_rule("/v1/core/conversation-configurations", "types", lookups.conversation_types)
    routes.add_url_rule("/v1/core/organizations/<organization_id>/users", "users", lookups.users)
    routes.add_url_rule("/v1/core/recordings", "recordings", lookups.recordings)
    return routes


class _Lookups:
    def __init__(self, practice: Practice) -> None:
        self._practice = practice

    def conversation_types(self) -> Response:
        """The organization's conversation types, for everybody."""
        parameters = Parameters(request.args)
        organization_id = parameters.text("organizationId")
        limit = self._limit(parameters, _MOST_A_PAGE)
        parameters.finish()
        access.check_organization(organization_id)
        entries = [
            {
                "id": f"{ORGANIZATION_ID}-{type_id}",
                "conversationType": type_id,
                "displayName": name,
                "orgId": ORGANIZATION_ID,
                "teamId": None,
            }
            for type_id, name in CONVERSATION_TYPES.items()
        ]
        page, envelope = cut_page(entries, request.args.get("cursor"), limit)
        return json_response({"data": page, **envelope})

    def users(self, organization_id: str) -> Response:
        """Everybody, a page at a time; for the admin only."""
        parameters = Parameters(request.args)
        limit = self._limit(parameters, _USERS_A_PAGE)
        parameters.finish()
        access.check_organization(organization_id)
        if self._practice.caller.team_id is not None:
            raise refuse(403, "You do not have access to the users of this organization")
        organization = self._practice.organization
        everybody: tuple[Rep | Person, ...] = (*organization.reps, *organization.coaches, organization.admin)
        page, envelope = cut_page(everybody, request.args.get("cursor"), limit)
        entries = [self._describe_rep(user) if isinstance(user, Rep) else _describe_person(user) for user in page]
        return json_response({"data": entries, **envelope})

    def recordings(self) -> Response:
        """Recordings that the caller may see, newest first."""
        parameters = Parameters(request.args)
        organization_id = parameters.text("organizationId")
        team_id = parameters.optional_text("teamId")
        type_id = parameters.optional_text("conversationType")
        after = parameters.optional_instant("dateCreated:gt")
        before = parameters.optional_instant("dateCreated:lt")
        limit = self._limit(parameters, _MOST_A_PAGE)
        parameters.finish()
        access.check_organization(organization_id)
        if type_id is not None:
            access.check_conversation_type(type_id)
        places = self._find_recordings(self._reps_of(team_id), type_id, after, before)
        page, envelope = cut_page(places, request.args.get("cursor"), limit)
        reps = self._practice.organization.reps
        entries = [self._describe_recording(reps[number], row) for number, row in page]
        return json_response({"data": entries, **envelope})

    def _limit(self, parameters: Parameters, default: int) -> int:
        page_size = self._practice.options.page_size
        return parameters.limit(min(page_size or default, default), min(page_size or _MOST_A_PAGE, _MOST_A_PAGE))

    def _reps_of(self, team_id: str | None) -> list[Rep]:
        if team_id is not None and team_id not in TEAM_IDS:
            raise refuse(404, "Team not found")
        if team_id is not None and self._practice.caller.team_id not in {None, team_id}:
            raise refuse(403, "You do not have access to this team")
        finder = self._practice.finder()
        reps = self._practice.organization.reps
        return [rep for rep in reps if finder.may_see(rep) and team_id in {None, TEAM_IDS[rep.team]}]

    def _find_recordings(
        self, reps: list[Rep], type_id: str | None, after: datetime | None, before: datetime | None
    ) -> list[tuple[int, int]]:
        """Numbers of reps and rows, newest first."""
        started, numbers, rows = [], [], []
        for rep in reps:
            made = self._practice.book.of(rep)
            chosen = np.ones(len(made), dtype=np.bool_)
            if type_id is not None:
                chosen &= made.conversation_type == _TYPE_IDS.index(type_id)
            if after is not None:
                chosen &= made.started > after.timestamp() * 1000
            if before is not None:
                chosen &= made.started < before.timestamp() * 1000
            found = np.flatnonzero(chosen)
            rows.append(found)
            started.append(made.started[found])
            numbers.append(np.full(len(found), rep.number))
        if not reps:
            return []
        all_numbers, all_rows = np.concatenate(numbers), np.concatenate(rows)
        order = np.lexsort((all_numbers, -np.concatenate(started)))
        return list(zip(all_numbers[order].tolist(), all_rows[order].tolist(), strict=True))

    def _describe_rep(self, rep: Rep) -> dict[str, object]:
        made = self._practice.book.of(rep)
        return {
            "uid": rep.user_id,
            "firstName": rep.first_name,
            "lastName": rep.last_name,
            "email": email(rep.first_name, rep.last_name),
            "memberTeamId": TEAM_IDS[rep.team],
            "coachTeamIds": [],
            "ownedTeamId": None,
            "disabled": self._practice.book.is_away(rep),
            "countRecordings": len(made),
            "lastRecordingDate": _instant(int(made.started[-1])) if len(made) else None,
        }

    def _describe_recording(self, rep: Rep, row: int) -> dict[str, object]:
        made = self._practice.book.of(rep)
        day, slot = date.fromordinal(int(made.day[row])), int(made.slot[row])
        type_id = _TYPE_IDS[int(made.conversation_type[row])]
        return {
            "id": access.recording_id(rep, day, slot),
            "title": f"{CONVERSATION_TYPES[type_id]}, {self._address(rep, day, slot)}",
            "dateCreated": _instant(int(made.started[row])),
            "durationInMilliseconds": int(made.duration[row]) * 1000,
            "repFirstName": rep.first_name,
            "repLastName": rep.last_name,
            "userId": rep.user_id,
            "result": "WON" if made.won[row] else "NOT_WON",
        }

    def _address(self, rep: Rep, day: date, slot: int) -> str:
        keys = dice.key(self._practice.options.seed, _TITLE_STREAM, rep.number, day.toordinal(), slot)
        street = names.STREETS[int(dice.uniform(keys, 0)[0] * len(names.STREETS))]
        return f"{100 + int(dice.uniform(keys, 1)[0] * 9800)} {street} Street"


def _describe_person(person: Person) -> dict[str, object]:
    """A coach or the admin; they record nothing."""
    return {
        "uid": person.user_id,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "email": person.email,
        "memberTeamId": person.team_id,
        "coachTeamIds": [person.team_id] if person.team_id else [],
        "ownedTeamId": person.team_id,
        "disabled": False,
        "countRecordings": 0,
        "lastRecordingDate": None,
    }


def _instant(milliseconds: int) -> str:
    return wire_instant(datetime.fromtimestamp(milliseconds / 1000, tz=UTC))
