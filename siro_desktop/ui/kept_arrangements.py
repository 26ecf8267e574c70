"""Arrangements of columns that a person keeps by name, for each kind of table. No Qt.

An arrangement holds JSON values: `layout`, as `ColumnLayout.to_json` gives it, and `sort`, as `arrangement_of` does.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.settings import Json

    Kept = Mapping[str, Mapping[str, Json]]

MOST: Final = 30
"""Of one kind of table."""


class NameProblem(Enum):
    """Why an arrangement cannot be kept under a name."""

    MISSING = auto()
    TAKEN = auto()
    TOO_MANY = auto()


class KeptArrangements(Struct, frozen=True):
    """The settings' own mapping: kind of table → name → arrangement. A change is a new one."""

    kept: Kept = field(default_factory=dict)

    def names(self, kind: str) -> list[str]:
        """Return the names for a kind of table, as in a dictionary."""
        return sorted(self.kept.get(kind, {}), key=lambda name: (name.casefold(), name))

    def arrangement(self, kind: str, name: str) -> Mapping[str, object]:
        """Return one of them; empty for one that is damaged or gone."""
        found = self.kept.get(kind, {}).get(name)
        return found if isinstance(found, dict) else {}

    def problem(self, kind: str, name: str) -> NameProblem | None:
        """Return why none can be kept under `name`; upper and lower case are the same."""
        names = self.names(kind)
        if not name:
            return NameProblem.MISSING
        if name.casefold() in {taken.casefold() for taken in names}:
            return NameProblem.TAKEN
        return NameProblem.TOO_MANY if len(names) >= MOST else None

    def with_one(self, kind: str, name: str, arrangement: Mapping[str, Json]) -> Kept:
        """Return what to keep with this one too; unchanged where its name cannot be used."""
        if self.problem(kind, name) is not None:
            return self.kept
        return {**self.kept, kind: {**self.kept.get(kind, {}), name: dict(arrangement)}}

    def without(self, kind: str, name: str) -> Kept:
        """Return what to keep without that one."""
        return {**self.kept, kind: {other: one for other, one in self.kept.get(kind, {}).items() if other != name}}
