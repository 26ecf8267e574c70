"""Names for ids: what the look-ups answered, kept so that people pick names instead of typing ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from siro_desktop.domain.query import EntityType

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.results import MetricValues, SavedResult


class NamedId(Struct, frozen=True):
    """An id and the name that people know it by; `note` tells namesakes apart (a team, an address).

    `team_id` is the team that a person belongs to, `user_id` whose recording it is and `recorded_at` when it was made,
    in UTC, each where that is known. `siro_name` is what Siro calls it, where a person's own name stands above that.
    """

    id: str
    name: str
    note: str = ""
    team_id: str = ""
    user_id: str = ""
    recorded_at: datetime | None = None
    siro_name: str = ""

    @property
    def shown_id(self) -> str:
        """The id as it may be shown; empty where it is not to be."""
        return self.id


class Names(Struct, frozen=True, kw_only=True):
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

    @property
    def is_aliased(self) -> bool:
        """True if aliases are shown in place of people's names and ids (`aliases.py`); the methods below then hide."""
        return False

    def shown_id(self, entity_id: str) -> str:
        """Return what may be shown of an id."""
        return entity_id

    def hide_text(self, text: str) -> str:
        """Return what may be shown of a text."""
        return text

    def reveal_text(self, text: str) -> str:
        """Return the name that stands behind a text which is an alias; other texts as they are."""
        return text

    def hide_metrics(self, metrics: MetricValues) -> MetricValues:
        """Return what may be shown of metrics."""
        return metrics

    def hide(self, saved: SavedResult) -> SavedResult:
        """Return what may leave the window of a result."""
        return saved

    def for_hidden(self) -> Names:
        """Return the names for what `hide` returned."""
        return self

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
