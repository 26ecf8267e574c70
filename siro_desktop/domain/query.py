"""What is asked of Siro: one aggregate over some entities and one period."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.errors import QueryError

if TYPE_CHECKING:
    from siro_desktop.domain.periods import Period

_MAX_ID_LENGTH: Final = 512


class EntityType(StrEnum):
    """What an id may name. The values are the ones that go on the wire."""

    RECORDING = "RECORDING"
    USER = "USER"
    TEAM = "TEAM"
    ORGANIZATION = "ORGANIZATION"


class Entity(Struct, frozen=True):
    """Whom an answer is about: all that the ids name, as one population."""

    filter_by: tuple[EntityType, ...]
    ids: tuple[str, ...]


class MetricsQuery(Struct, frozen=True, kw_only=True):
    """One question for *Get scorecard metrics values*. Field names are those a QueryError names."""

    organization_id: str
    conversation_type_id: str
    period: Period
    filter_by: tuple[EntityType, ...]
    ids: tuple[str, ...]
    group_by: tuple[EntityType, ...] = ()

    @property
    def entity(self) -> Entity:
        """Whom the query asks about."""
        return Entity(self.filter_by, self.ids)

    def check(self) -> None:
        """Raise QueryError for the first field that is wrong."""
        if not self.conversation_type_id.strip():
            raise QueryError("conversation_type_id", "Choose a conversation type, or type its id.")
        if not self.filter_by:
            raise QueryError("filter_by", "Choose what the ids name: people, teams, recordings or the organization.")
        if not self.ids:
            raise QueryError("ids", "Choose at least one, or paste ids.")
        if not self.organization_id.strip():
            raise QueryError("organization_id", "Enter the organization's id.")
        for field in ("conversation_type_id", "organization_id"):
            _check_id(field, getattr(self, field))
        for entity_id in self.ids:
            _check_id("ids", entity_id)
        self._check_repeats()

    def _check_repeats(self) -> None:
        if len(set(self.ids)) != len(self.ids):
            raise QueryError("ids", "An id is there twice. Remove one of the two.")
        for field in ("filter_by", "group_by"):
            types: tuple[EntityType, ...] = getattr(self, field)
            if len(set(types)) != len(types):
                raise QueryError(field, "One of these is chosen twice. Remove one of the two.")


def parse_ids(text: str) -> tuple[str, ...]:
    """Return the ids in pasted text, in order, without repeats; white space, commas and semicolons separate them."""
    separated = text.replace(",", " ").replace(";", " ")
    return tuple(dict.fromkeys(word.strip("\"'") for word in separated.split() if word.strip("\"'")))


def _check_id(field: str, entity_id: str) -> None:
    if not entity_id:
        raise QueryError(field, "One of the ids is empty. Remove it.")
    if not entity_id.isprintable() or any(character.isspace() for character in entity_id):
        raise QueryError(field, f"“{entity_id[:40]}” is not an id: it has a space or an invisible character in it.")
    if len(entity_id) > _MAX_ID_LENGTH:
        raise QueryError(field, f"“{entity_id[:40]}…” is too long for an id.")
