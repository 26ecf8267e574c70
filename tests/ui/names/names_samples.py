"""A directory with names of Siro, own ones and groups."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import Directory, IdGroup, NameKind, OwnName
from siro_desktop.domain.query import EntityType

Found = TypeVar("Found", bound=QObject)

DIRECTORY = Directory(
    names=Names(
        organization_id="org",
        users=(NamedId("u1", "Anna Berg", "", "t1"), NamedId("u2", "Bo Lee", "", "t2")),
        teams=(NamedId("t1", "t1"), NamedId("t2", "Team of Bo Lee")),
        refused=("Siro does not let you look up people and teams.",),
    ),
    own=(
        OwnName(NameKind.USER, "u1", "Annie"),
        OwnName(NameKind.USER, "u9", "Zoe", "t1"),
        OwnName(NameKind.TEAM, "t1", "North"),
    ),
    groups=(IdGroup("New hires", EntityType.USER, ("u9", "u1")), IdGroup("West", EntityType.TEAM, ("t2",))),
)


def child(host: QObject, name: str, kind: type[Found] = QWidget) -> Found:  # type: ignore[assignment]
    """The child with this objectName."""
    found = host.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found
