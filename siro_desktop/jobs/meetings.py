"""Preparing a one-to-one: meetings with a person, who there are figures of, and those figures. Store thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.comparison import Comparison

if TYPE_CHECKING:
    from siro_desktop.domain.meetings import Meeting, MetPerson
    from siro_desktop.jobs.base import Report
    from siro_desktop.storage.library import Library


class LoadMeetings(Struct, frozen=True):
    """Loads the meetings with one person."""

    person: MetPerson

    async def run(self, library: Library, report: Report) -> tuple[Meeting, ...]:  # noqa: ARG002
        """Return them, the latest first. Raises StorageError."""
        return library.meetings.load(self.person)


class SaveMeeting(Struct, frozen=True):
    """Keeps a meeting with a person; one without a word is taken away."""

    person: MetPerson
    meeting: Meeting

    async def run(self, library: Library, report: Report) -> Meeting:  # noqa: ARG002
        """Return it with its id. Raises MeetingError, StorageError."""
        return replace(self.meeting, id=library.meetings.save(self.person, self.meeting))


class FindCompared(Struct, frozen=True):
    """Finds the people of an organization that a stored comparison has figures of."""

    profile_id: str
    organization_id: str

    async def run(self, library: Library, report: Report) -> dict[str, int]:  # noqa: ARG002
        """Return by id of the person the number of the newest such result. Raises StorageError."""
        return library.meetings.find_compared(self.profile_id, self.organization_id)


class OpenCompared(Struct, frozen=True):
    """Opens one saved result as a comparison."""

    result_id: int

    async def run(self, library: Library, report: Report) -> Comparison:  # noqa: ARG002
        """Return it. Raises StorageError."""
        return Comparison(library.load_result(self.result_id))
