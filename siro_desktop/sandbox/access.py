"""Who may ask for what, and which recordings a question means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.query import EntityType
from siro_desktop.sandbox.aggregate import Selection
from siro_desktop.sandbox.organization import CONVERSATION_TYPES, ORGANIZATION_ID, TEAM_IDS
from siro_desktop.sandbox.recordings import MOST_A_DAY
from siro_desktop.sandbox.wire import refuse

if TYPE_CHECKING:
    from datetime import date

    from siro_desktop.sandbox.organization import Organization, Person, Rep
    from siro_desktop.sandbox.recordings import RecordingBook

_RECORDING_PREFIX: Final = "rec"


def recording_id(rep: Rep, day: date, slot: int) -> str:
    """Return the id of a recording: the rep, the day and which of that day's it is."""
    return f"{_RECORDING_PREFIX}_{rep.number + 1:03d}_{day:%Y%m%d}_{slot}"


def check_organization(organization_id: str) -> None:
    """Raise Refused (403) for any organization but ours: whether another exists is not told."""
    if organization_id != ORGANIZATION_ID:
        raise refuse(403, "You do not have access to this organization")


def check_conversation_type(conversation_type_id: str) -> None:
    """Raise Refused (404) for a conversation type that does not exist."""
    if conversation_type_id not in CONVERSATION_TYPES:
        raise refuse(404, "Conversation type not found")


class Finder:
    """Finds what ids mean, for one caller. A coach sees their team and its people only."""

    def __init__(self, organization: Organization, book: RecordingBook, caller: Person) -> None:
        self._organization = organization
        self._book = book
        self._caller = caller

    def select(self, ids: tuple[str, ...], filter_by: tuple[EntityType, ...]) -> Selection:
        """Return what `ids` mean, each as any of the types in `filter_by`. Raises Refused: 404, 403."""
        selection = Selection()
        for entity_id in ids:
            if not any(self._add(selection, entity_id, entity_type) for entity_type in filter_by):
                kinds = " or ".join(dict.fromkeys(entity_type.value.lower() for entity_type in filter_by))
                raise refuse(404, f"No {kinds} with id {entity_id[:80]}")
        return selection

    def may_see(self, rep: Rep) -> bool:
        """True if the caller may ask about this rep."""
        return self._caller.team_id in {None, TEAM_IDS[rep.team]}

    def _add(self, selection: Selection, entity_id: str, entity_type: EntityType) -> bool:
        """Add what `entity_id` means as an `entity_type`. False if it is none."""
        match entity_type:
            case EntityType.USER:
                return self._add_user(selection, entity_id)
            case EntityType.TEAM:
                return self._add_team(selection, entity_id)
            case EntityType.RECORDING:
                return self._add_recording(selection, entity_id)
            case EntityType.ORGANIZATION:
                return self._add_organization(selection, entity_id)

    def _add_user(self, selection: Selection, user_id: str) -> bool:
        if user_id not in self._organization.user_ids():
            return False
        rep = self._organization.rep(user_id)
        if rep is not None:
            self._require(self.may_see(rep), "user")
            selection.add_rep(rep)
        else:  # coaches and the admin record nothing
            self._require(self._caller.team_id is None or user_id == self._caller.user_id, "user")
        return True

    def _add_team(self, selection: Selection, team_id: str) -> bool:
        if team_id not in TEAM_IDS:
            return False
        self._require(self._caller.team_id in {None, team_id}, "team")
        for rep in self._organization.team(TEAM_IDS.index(team_id)):
            selection.add_rep(rep)
        return True

    def _add_recording(self, selection: Selection, text: str) -> bool:
        place = self._place_of(text)
        if place is None:
            return False
        rep, row = place
        self._require(self.may_see(rep), "recording")
        selection.add_row(rep, row)
        return True

    def _add_organization(self, selection: Selection, organization_id: str) -> bool:
        if organization_id != ORGANIZATION_ID:
            return False
        self._require(self._caller.team_id is None, "organization")
        for rep in self._organization.reps:
            selection.add_rep(rep)
        return True

    def _place_of(self, text: str) -> tuple[Rep, int] | None:
        """The rep and the row that a recording's id names, or None."""
        words = text.split("_")
        if len(words) != 4 or words[0] != _RECORDING_PREFIX or not all(word.isdecimal() for word in words[1:]):
            return None
        rep = self._organization.rep(f"user_{words[1]}")
        day = _parse_day(words[2])
        slot = int(words[3])
        if rep is None or day is None or slot >= MOST_A_DAY:
            return None
        row = self._book.of(rep).row(day.toordinal(), slot)
        return None if row is None or recording_id(rep, day, slot) != text else (rep, row)

    @staticmethod
    def _require(allowed: bool, kind: str) -> None:
        if not allowed:
            raise refuse(403, f"You do not have access to this {kind}")


def _parse_day(digits: str) -> date | None:
    from datetime import date

    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
