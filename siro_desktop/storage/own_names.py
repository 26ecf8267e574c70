"""A person's own names for ids and groups of ids, by profile. Every method raises StorageError, as the Library's do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from siro_desktop.domain.own_names import IdGroup, NameKind, OwnName
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import NameTaken
from siro_desktop.storage.codec import encode_json
from siro_desktop.storage.failures import decoding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from siro_desktop.storage.database import Database


class DirectoryRows:
    """The rows of own names and groups. What a method has written is on the disk when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load_own_names(self, profile_id: str) -> tuple[OwnName, ...]:
        """Return the own names of a profile, by kind and id."""
        with self._database.reading():
            rows = self._database.execute(
                "SELECT entity_type, entity_id, name, team_id FROM own_names WHERE profile_id = ?"
                " ORDER BY entity_type, entity_id",
                (profile_id,),
            ).fetchall()
        with decoding(self._database.path):
            return tuple(OwnName(NameKind(kind), entity_id, name, team) for kind, entity_id, name, team in rows)

    def save_own_names(self, profile_id: str, names: Iterable[OwnName]) -> None:
        """Keep these in place of what their ids were called before; empty ones are taken away. All or none."""
        changes = tuple(names)
        with self._database.writing():
            self._database.execute_many(
                "DELETE FROM own_names WHERE profile_id = ? AND entity_type = ? AND entity_id = ?",
                ((profile_id, one.kind.value, one.id) for one in changes if one.is_empty),
            )
            self._database.execute_many(
                "INSERT INTO own_names (profile_id, entity_type, entity_id, name, team_id) VALUES (?1,?2,?3,?4,?5)"
                " ON CONFLICT (profile_id, entity_type, entity_id) DO UPDATE SET name = ?4, team_id = ?5",
                ((profile_id, one.kind.value, one.id, one.name, one.team_id) for one in changes if not one.is_empty),
            )

    def load_groups(self, profile_id: str) -> tuple[IdGroup, ...]:
        """Return the groups of a profile, by name."""
        with self._database.reading():
            rows = self._database.execute(
                "SELECT name, entity_type, ids FROM id_groups WHERE profile_id = ?", (profile_id,)
            ).fetchall()
        with decoding(self._database.path):
            groups = [IdGroup(name, EntityType(kind), _ids(text)) for name, kind, text in rows]
        return tuple(sorted(groups, key=lambda group: (group.name.casefold(), group.name)))

    def save_group(self, profile_id: str, group: IdGroup, former_name: str = "") -> None:
        """Keep a group in place of the one that was called `former_name`; without one it is new.

        Raises NameTaken where another window or program has made one of its name meanwhile.
        """
        with self._database.writing():
            self._database.execute("DELETE FROM id_groups WHERE profile_id = ? AND name = ?", (profile_id, former_name))
            is_taken = self._database.execute(
                "SELECT 1 FROM id_groups WHERE profile_id = ? AND name = ?", (profile_id, group.name)
            ).fetchone()
            if is_taken:
                raise NameTaken(
                    f"There is a group “{group.name}” by now, made in another window. Choose another name for yours."
                )
            self._database.execute(
                "INSERT INTO id_groups (profile_id, name, entity_type, ids) VALUES (?,?,?,?)",
                (profile_id, group.name, group.entity_type.value, encode_json(group.ids)),
            )

    def delete_group(self, profile_id: str, name: str) -> None:
        """Delete a group; one that is not there is no error."""
        with self._database.writing():
            self._database.execute("DELETE FROM id_groups WHERE profile_id = ? AND name = ?", (profile_id, name))


def _ids(text: str) -> tuple[str, ...]:
    ids = json.loads(text)
    if not isinstance(ids, list) or not all(isinstance(entity_id, str) for entity_id in ids):
        raise ValueError("These are no ids.")
    return tuple(ids)
