"""A person's own names for ids, and groups of ids: they serve where Siro refuses a look-up, or gives no name at all."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.query import EntityType, parse_ids
from siro_desktop.errors import DirectoryError

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_ID: Final = 200
LONGEST_NAME: Final = 200


class NameKind(StrEnum):
    """What can have a name: the entities of a query, but for the organization, and conversation types."""

    USER = "USER"
    TEAM = "TEAM"
    RECORDING = "RECORDING"
    CONVERSATION_TYPE = "CONVERSATION_TYPE"


class OwnName(Struct, frozen=True):
    """What a person calls an id, and for people the team that they belong to. Neither of both: nothing to keep."""

    kind: NameKind
    id: str
    name: str = ""
    team_id: str = ""

    @property
    def is_empty(self) -> bool:
        """True if it says nothing."""
        return not (self.name or self.team_id)

    def check(self) -> None:
        """Raise DirectoryError for the first field that is wrong: `id`, `name` or `team_id`."""
        check_id("id", self.id)
        check_name(self.name)
        if self.team_id:
            check_id("team_id", self.team_id)


class IdGroup(Struct, frozen=True):
    """Ids of one kind under a name, such as *new hires*. The order is kept; each id is there once."""

    name: str
    entity_type: EntityType
    ids: tuple[str, ...]

    def check(self) -> None:
        """Raise DirectoryError for the first field that is wrong: `group_name` or `group_ids`."""
        if not self.name.strip():
            raise DirectoryError("group_name", "Give the group a name.")
        check_name(self.name, "group_name")
        if not self.ids:
            raise DirectoryError("group_ids", "A group needs at least one id.")
        for entity_id in self.ids:
            check_id("group_ids", entity_id)


def check_id(field: str, entity_id: str) -> None:
    """Raise DirectoryError for `field` if this cannot be an id."""
    if not entity_id:
        raise DirectoryError(field, "Enter an id.")
    if not entity_id.isprintable() or parse_ids(entity_id) != (entity_id,):
        shown = entity_id[:40]
        raise DirectoryError(field, f"“{shown}” is not an id: ids have no spaces, commas or invisible characters.")
    if len(entity_id) > LONGEST_ID:
        raise DirectoryError(field, f"“{entity_id[:40]}…” is too long for an id.")


def check_name(name: str, field: str = "name") -> None:
    """Raise DirectoryError for `field` if this cannot be a name."""
    if len(name) > LONGEST_NAME:
        raise DirectoryError(field, f"This name is too long. {LONGEST_NAME} characters are the most.")
    if not name.isprintable():
        raise DirectoryError(field, "This name has a line break or an invisible character in it.")


class Directory(Struct, frozen=True, kw_only=True, dict=True):
    """What is known by name on one connection: `names` as Siro gave them, `own` ones, and groups by name.

    `merged` are the names to show, own ones winning; worked out once.
    """

    names: Names = field(default_factory=Names)
    own: tuple[OwnName, ...] = ()
    groups: tuple[IdGroup, ...] = ()

    @cached_property
    def merged(self) -> Names:
        """The names to show."""
        return merge_names(self.names, self.own)

    def of_siro(self, kind: NameKind) -> dict[str, NamedId]:
        """Return Siro's names of one kind by id."""
        return {known.id: known for known in names_of(self.names, kind)}

    def of_person(self, kind: NameKind) -> dict[str, OwnName]:
        """Return the own names of one kind by id."""
        return {known.id: known for known in self.own if known.kind is kind}

    def former_of(self, names: Iterable[OwnName]) -> tuple[OwnName, ...]:
        """Return what the ids of `names` are called by the person now; empty names where there are none."""
        known = {(one.kind, one.id): one for one in self.own}
        return tuple(known.get((one.kind, one.id), OwnName(one.kind, one.id)) for one in names)


def names_of(names: Names, kind: NameKind) -> tuple[NamedId, ...]:
    """Return the names of one kind."""
    return names.conversation_types if kind is NameKind.CONVERSATION_TYPE else names.of(EntityType(kind.value))


def merge_names(names: Names, own: Iterable[OwnName]) -> Names:
    """Return `names` with own ones among them. Where one replaces Siro's, its note says so and names Siro's.

    Also who belongs to which team may be a person's own knowledge.
    """
    by_kind: dict[NameKind, dict[str, OwnName]] = {kind: {} for kind in NameKind}
    for known in own:
        by_kind[known.kind][known.id] = known
    return replace(
        names,
        conversation_types=_merge(names.conversation_types, by_kind[NameKind.CONVERSATION_TYPE]),
        users=_merge(names.users, by_kind[NameKind.USER]),
        teams=_merge(names.teams, by_kind[NameKind.TEAM]),
        recordings=_merge(names.recordings, by_kind[NameKind.RECORDING], is_sorted=False),
    )


def _merge(known: tuple[NamedId, ...], own: dict[str, OwnName], *, is_sorted: bool = True) -> tuple[NamedId, ...]:
    """Siro's names, then those that Siro does not know; by name, but for recordings, which are newest first."""
    if not own:
        return known
    merged = [_over(named, own[named.id]) if named.id in own else named for named in known]
    there = {named.id for named in known}
    merged += [NamedId(one.id, one.name or one.id, "", one.team_id) for one in own.values() if one.id not in there]
    return tuple(sorted(merged, key=lambda named: (named.name.casefold(), named.id)) if is_sorted else merged)


def _over(siro: NamedId, own: OwnName) -> NamedId:
    team_id = own.team_id or siro.team_id
    if not own.name or own.name == siro.name:
        return replace(siro, team_id=team_id)
    siro_name = "" if siro.name == siro.id else siro.name
    says = f", Siro says {siro_name}" if siro_name else ""
    note = "" if siro.note == siro.id else siro.note
    noted = " · ".join(part for part in (f"your own name{says}", note) if part)
    return replace(siro, name=own.name, note=noted, team_id=team_id, siro_name=siro_name)
