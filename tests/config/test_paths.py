from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from siro_desktop.config import Paths, keyring_patience, make_private_folder
from siro_desktop.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_variable_puts_every_file_below_one_folder(tmp_path: Path) -> None:
    paths = Paths.find({"SIRO_DESKTOP_HOME": str(tmp_path / "home")})

    assert paths == Paths(*(tmp_path / "home" / name for name in ("config", "data", "state", "log")))
    assert paths.profiles_file == tmp_path / "home" / "config" / "profiles.toml"
    assert not (tmp_path / "home").exists()


def test_without_it_the_platforms_own_folders_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))

    paths = Paths.find({})

    assert paths.config == tmp_path / "CONFIG" / "siro-desktop"
    assert paths.data == tmp_path / "DATA" / "siro-desktop"
    assert len({paths.config, paths.data, paths.state, paths.log}) == 4


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("45", 45), ("0.5", 0.5), ("", None), ("soon", None), ("0", None), ("nan", None), ("inf", None)],
)
def test_patience_with_the_keyring_can_be_said(said: str, seconds: float | None) -> None:
    assert keyring_patience({"SIRO_DESKTOP_KEYRING_SECONDS": said}) == seconds
    assert keyring_patience({}) is None


def test_made_folders_are_for_this_person_only(tmp_path: Path) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True, mode=0o755)

    paths = Paths.find({"SIRO_DESKTOP_HOME": str(tmp_path / "home")}).make()

    assert {mode(folder) for folder in (paths.config, paths.data, paths.state, paths.log)} == {0o700}


def test_missing_parents_are_private_too(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "new" / "deep")

    assert mode(tmp_path / "new") == mode(tmp_path / "new" / "deep") == 0o700


def test_practice_data_lives_apart(tmp_path: Path) -> None:
    paths = Paths.find({"SIRO_DESKTOP_HOME": str(tmp_path)})

    practice = paths.practice()

    assert practice.data == paths.data / "practice"
    assert practice.state == paths.state / "practice"
    assert (practice.config, practice.log) == (paths.config, paths.log)


def test_a_file_in_the_way_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(StorageError, match="cannot be used"):
        make_private_folder(tmp_path / "data" / "below")
