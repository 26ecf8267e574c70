"""Names for ids: what the look-ups answered, kept so that people pick names instead of typing ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from siro_desktop.domain.query import EntityType

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class NamedId:
    """An id and the name that people know it by; `note` tells namesakes apart (a team, an address).

    `team_id` is the team that a person belongs to, where that is known.
    """

    id: str
    name: str
    note: str = ""
    team_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names known for one profile. `refused` says in a sentence what could not be looked up, and why.

    Siro gives no team names: teams are named after their owners where those are known, otherwise by their id.
    `fetched_at` is in UTC; None if nothing was ever fetched.
    """

    organization_id: str = ""
    conversation_types: tuple[NamedId, ...] = ()
    users: tuple[NamedId, ...] = ()
    teams: tuple[NamedId, ...] = ()
    recordings: tuple[NamedId, ...] = ()
    refused: tuple[str, ...] = ()
    fetched_at: datetime | None = None

    def of(self, entity_type: EntityType) -> tuple[NamedId, ...]:
        """Return what is known of one type of entity."""
        match entity_type:
            case EntityType.USER:
                return self.users
            case EntityType.TEAM:
                return self.teams
            case EntityType.RECORDING:
                return self.recordings
            case EntityType.ORGANIZATION:
                return (NamedId(self.organization_id, self.organization_id),) if self.organization_id else ()
