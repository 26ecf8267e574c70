"""Own names and groups as jobs; lists read from and written to files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from jobs_kit import PROFILE

from siro_desktop.domain.name_list import preview_list
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import Directory, IdGroup, NameKind, OwnName
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import DirectoryError, ExportError, UnusableFile
from siro_desktop.jobs.look_up_names import LoadNames
from siro_desktop.jobs.own_names import (
    DeleteGroup,
    LoadDirectory,
    SaveGroup,
    SaveOwnNames,
    export_directory,
    read_name_file,
)

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.storage.library import Library

SIRO = Names(organization_id="org_1", users=(NamedId("u1", "Anna Berg", "", "t1"),), teams=(NamedId("t1", "t1"),))
OWN = (OwnName(NameKind.TEAM, "t1", "North"), OwnName(NameKind.USER, "u1", "Annie"))
NEW_HIRES = IdGroup("New hires", EntityType.USER, ("u1",))


def run(job: Any, library: Library) -> Any:
    return asyncio.run(job.run(library, lambda _: None))


def test_a_saved_name_is_among_the_names_without_a_network(library: Library) -> None:
    library.save_names(PROFILE.id, SIRO)
    directory = run(SaveOwnNames(PROFILE.id, OWN), library)

    assert directory == Directory(names=SIRO, own=OWN)
    names = run(LoadNames(PROFILE.id), library)
    assert names == directory.merged
    assert [named.name for named in (*names.users, *names.teams)] == ["Annie", "North"]
    assert library.load_names(PROFILE.id) == SIRO  # what Siro said stays as it was


def test_a_wrong_name_changes_nothing(library: Library) -> None:
    with pytest.raises(DirectoryError):
        run(SaveOwnNames(PROFILE.id, (*OWN, OwnName(NameKind.USER, "a b", "x"))), library)

    assert run(LoadDirectory(PROFILE.id), library) == Directory()


def test_groups_are_saved_renamed_and_deleted(library: Library) -> None:
    assert run(SaveGroup(PROFILE.id, NEW_HIRES), library).groups == (NEW_HIRES,)
    renamed = IdGroup("May", EntityType.USER, ("u1",))
    assert run(SaveGroup(PROFILE.id, renamed, "New hires"), library).groups == (renamed,)
    assert run(DeleteGroup(PROFILE.id, "May"), library).groups == ()
    with pytest.raises(DirectoryError):
        run(SaveGroup(PROFILE.id, IdGroup("", EntityType.USER, ("u1",))), library)


def test_what_was_exported_is_read_back_as_the_same(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    odd = OwnName(NameKind.USER, "=u5", "=1+1, “Zoë”; x")
    directory = Directory(names=SIRO, own=(*OWN, odd))
    assert export_directory(path, directory) == path

    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "type,id,name,team_id,source"
    assert "USER,'=u5,\"'=1+1, “Zoë”; x\",,own" in text
    preview = preview_list(read_name_file(path, NameKind.USER), NameKind.USER, directory)
    assert (preview.same, preview.to_save, preview.doubtful) == (3, (), ())
    elsewhere = preview_list(read_name_file(path, NameKind.USER), NameKind.USER, Directory())
    assert odd in elsewhere.new


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be read"):
        read_name_file(tmp_path / "nothing.csv", NameKind.USER)
    large = tmp_path / "large.csv"
    large.write_bytes(b"a" * 20_000_001)
    with pytest.raises(UnusableFile, match="20 MB"):
        read_name_file(large, NameKind.USER)
    with pytest.raises(ExportError):
        export_directory(tmp_path / "no folder" / "names.csv", Directory())


def test_a_file_of_windows_is_read_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes("id;name\r\nu1;Renée\r\n".encode("cp1252"))
    names = read_name_file(path, NameKind.USER)

    assert [line.name for line in names.lines] == ["Renée"]
    assert names.notice
