"""Own names and groups, as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from siro_desktop.domain.own_names import IdGroup, NameKind, OwnName
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import NameTaken, StorageError

if TYPE_CHECKING:
    from siro_desktop.storage.library import Library

ANNA = OwnName(NameKind.USER, "u1", "Anna =1+1 屋根", "t1")
NORTH = OwnName(NameKind.TEAM, "t1", "North")
NEW_HIRES = IdGroup("New hires", EntityType.USER, ("u2", "u1"))


def test_names_are_kept_per_profile_and_kind(library: Library) -> None:
    same_id = OwnName(NameKind.CONVERSATION_TYPE, "u1", "Roof")
    library.directory.save_own_names("acme", [ANNA, NORTH, same_id])

    assert set(library.directory.load_own_names("acme")) == {ANNA, NORTH, same_id}
    assert library.directory.load_own_names("other") == ()


def test_a_name_is_replaced_and_an_empty_one_taken_away(library: Library) -> None:
    library.directory.save_own_names("acme", [ANNA, NORTH])
    library.directory.save_own_names("acme", [OwnName(NameKind.USER, "u1", "Annie"), OwnName(NameKind.TEAM, "t1")])

    assert library.directory.load_own_names("acme") == (OwnName(NameKind.USER, "u1", "Annie"),)


def test_groups_are_kept_in_their_order_and_listed_by_name(library: Library) -> None:
    all_teams = IdGroup("all teams", EntityType.TEAM, ("t1",))
    library.directory.save_group("acme", NEW_HIRES)
    library.directory.save_group("acme", all_teams)

    assert library.directory.load_groups("acme") == (all_teams, NEW_HIRES)
    assert library.directory.load_groups("other") == ()


def test_a_group_is_renamed_replaced_and_deleted(library: Library) -> None:
    library.directory.save_group("acme", NEW_HIRES)
    renamed = IdGroup("Joined in May", EntityType.USER, ("u3",))
    library.directory.save_group("acme", renamed, NEW_HIRES.name)
    assert library.directory.load_groups("acme") == (renamed,)

    library.directory.delete_group("acme", renamed.name)
    assert library.directory.load_groups("acme") == ()


def test_a_group_never_takes_the_place_of_one_that_another_program_has_made_meanwhile(library: Library) -> None:
    library.directory.save_group("acme", NEW_HIRES)
    mine = IdGroup(NEW_HIRES.name, EntityType.USER, ("u9",))
    for former_name in ("", "Team"):
        with pytest.raises(NameTaken, match="New hires"):
            library.directory.save_group("acme", mine, former_name)
    assert library.directory.load_groups("acme") == (NEW_HIRES,)
    library.directory.save_group("acme", mine, NEW_HIRES.name)
    assert library.directory.load_groups("acme") == (mine,)


@pytest.mark.parametrize("text", ["{", '{"a": 1}', "[1]"])
def test_a_group_that_makes_no_sense_is_damage(library: Library, text: str) -> None:
    library.directory.save_group("acme", NEW_HIRES)
    library._database.execute("UPDATE id_groups SET ids = ?", (text,))

    with pytest.raises(StorageError, match="damaged"):
        library.directory.load_groups("acme")


def test_delete_all_takes_names_and_groups(library: Library) -> None:
    library.directory.save_own_names("acme", [ANNA])
    library.directory.save_group("acme", NEW_HIRES)

    library.delete_all()

    assert library.directory.load_own_names("acme") == ()
    assert library.directory.load_groups("acme") == ()
