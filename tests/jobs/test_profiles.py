"""A new connection never sees what is kept of another one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))

from storage_samples import SAVED_AT, make_plan

from siro_desktop.config import ProfileFile
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.profile import Profile
from siro_desktop.errors import ProfileError
from siro_desktop.jobs.profiles import SaveProfile
from siro_desktop.settings import Settings
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = Profile(
    id="",
    name="Acme",
    client_id="c",
    authorization_endpoint="https://auth.example.test/",
    api_base_url="https://api.example.test",
    organization_id="org_123",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data") as library:
        yield library


@pytest.fixture
def file(tmp_path: Path) -> ProfileFile:
    return ProfileFile(tmp_path / "config" / "profiles.toml")


def add(library: Library, file: ProfileFile, profile: Profile, settings: Settings | None = None) -> str:
    """The id that a new connection gets."""
    return asyncio.run(SaveProfile(file, profile, settings or Settings()).run(library, lambda _: None)).id


def save_result(library: Library) -> None:
    library.save_run(
        plan=make_plan(),  # of the connection acme
        profile_name="Acme",
        api_base_url="https://api.example.test",
        time_zone="America/Denver",
        saved_at=SAVED_AT,
    )


def test_a_removed_connection_that_is_made_anew_has_its_results_again(library: Library, file: ProfileFile) -> None:
    save_result(library)
    library.save_names("acme", Names(users=(NamedId("ana", "Ana"),)))
    assert add(library, file, NEW, Settings(query_drafts={"acme": {}})) == "acme"


@pytest.mark.parametrize(
    "other", [{"organization_id": "org_9"}, {"organization_id": ""}, {"api_base_url": "https://other.example.test"}]
)
def test_another_organization_under_its_name_sees_nothing_of_it(
    library: Library, file: ProfileFile, other: dict[str, str]
) -> None:
    save_result(library)
    assert add(library, file, replace(NEW, **other)) == "acme-2"


def test_what_is_kept_without_a_result_may_be_anybodys(library: Library, file: ProfileFile) -> None:
    library.save_names("acme", Names(users=(NamedId("ana", "Ana"),)))
    assert add(library, file, NEW) == "acme-2"


def test_what_the_settings_remember_is_not_shown_to_another(library: Library, file: ProfileFile) -> None:
    assert add(library, file, NEW, Settings(query_drafts={"acme": {"ids": ["ana"]}})) == "acme-2"


def test_an_edited_connection_keeps_its_id(library: Library, file: ProfileFile) -> None:
    save_result(library)
    assert add(library, file, replace(NEW, id="acme")) == "acme"
    assert add(library, file, replace(NEW, id="acme", organization_id="org_9")) == "acme"
    assert [known.organization_id for known in file.load()] == ["org_9"]


def test_a_table_that_is_wrong_is_not_written_over(library: Library, file: ProfileFile, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "profiles.toml").write_text('[profiles.acme]\nname = "Acme"\nweek_start = 9\n')
    assert add(library, file, NEW) == "acme-2"


def test_a_name_that_another_program_was_quicker_with_is_refused(library: Library, file: ProfileFile) -> None:
    assert add(library, file, NEW) == "acme"
    for name in ("Acme", "ACME"):
        with pytest.raises(ProfileError, match="Another connection has this name already") as refused:
            add(library, file, replace(NEW, name=name))
        assert refused.value.field == "name"
    other = add(library, file, replace(NEW, name="Acme!"))
    with pytest.raises(ProfileError):
        add(library, file, replace(NEW, id=other, name="acme"))
    assert {known.id: known.name for known in file.load()} == {"acme": "Acme", "acme-2": "Acme!"}
    assert add(library, file, replace(NEW, id="acme", name="ACME")) == "acme"


def test_namesakes_in_a_file_that_was_edited_by_hand_can_still_be_changed(library: Library, file: ProfileFile) -> None:
    file.save(replace(NEW, id="one"))
    file.save(replace(NEW, id="two"))
    assert add(library, file, replace(NEW, id="two", organization_id="org_9")) == "two"


def test_programs_that_add_connections_at_the_same_moment_never_choose_one_id(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from pathlib import Path
from siro_desktop.config import ProfileFile
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.jobs.profiles import SaveProfile
from siro_desktop.settings import Settings
from siro_desktop.storage.library import Library

folder = Path(sys.argv[1])
with Library.open(folder / "data") as library:
    for number in range(10):
        profile = Profile(id="", name=f"Firm {number}{sys.argv[2]}", method=SignInMethod.ACCESS_TOKEN)
        saving = SaveProfile(ProfileFile(folder / "profiles.toml"), profile, Settings())
        asyncio.run(saving.run(library, lambda _: None))
"""
    begun = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), mark]) for mark in "!?."]
    assert [process.wait(100) for process in begun] == [0, 0, 0]
    names = {known.name for known in ProfileFile(tmp_path / "profiles.toml").load()}
    assert names == {f"Firm {number}{mark}" for number in range(10) for mark in "!?."}
