"""One-to-ones with a person: what was noted, what was agreed, and when to look at it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.errors import MeetingError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

NOT_KEPT: Final = 0
"""The id of a meeting that the store does not hold yet."""
LONGEST_NOTES: Final = 10_000
LONGEST_AGREED: Final = 500


class MetPerson(Struct, frozen=True):
    """Whom meetings are with: a person of an organization, on one connection."""

    profile_id: str
    organization_id: str
    person_id: str


class Meeting(Struct, frozen=True, kw_only=True):
    """One meeting, held or to come. Days are those of the calendar on the wall; texts are empty for nothing."""

    held_on: date
    notes: str = ""
    agreed: str = ""
    check_on: date | None = None
    id: int = NOT_KEPT

    @property
    def is_empty(self) -> bool:
        """True if nothing is said: then there is nothing to keep."""
        return not (self.notes.strip() or self.agreed.strip())

    def check(self) -> None:
        """Raise MeetingError for the first field that is too long."""
        if len(self.notes) > LONGEST_NOTES:
            raise MeetingError("notes", f"Notes have at most {LONGEST_NOTES:,} characters.")
        if len(self.agreed) > LONGEST_AGREED:
            raise MeetingError("agreed", f"What is agreed has at most {LONGEST_AGREED} characters.")


def newest_first(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Return meetings from the latest day to the earliest."""
    return tuple(sorted(meetings, key=lambda one: (one.held_on, one.id), reverse=True))


def next_meeting(meetings: Iterable[Meeting], today: date) -> Meeting | None:
    """Return the one that is prepared: the first that is today or later; None if there is none."""
    return min((one for one in meetings if one.held_on >= today), key=lambda one: (one.held_on, one.id), default=None)


def meeting_before(meetings: Iterable[Meeting], meeting: Meeting) -> Meeting | None:
    """Return the last one before the day of `meeting`; None if there is none."""
    earlier = (one for one in meetings if one.held_on < meeting.held_on and one.id != meeting.id)
    return max(earlier, key=lambda one: (one.held_on, one.id), default=None)
