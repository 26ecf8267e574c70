from __future__ import annotations

import json
import logging
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from siro_desktop.errors import StorageError
from siro_desktop.settings import Settings, SettingsFile, ThemeChoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "settings.json"


def test_defaults_without_a_file(path: Path) -> None:
    assert SettingsFile(path).load() == Settings()
    assert not path.parent.exists()


def test_a_saved_preference_comes_back_and_is_private(path: Path) -> None:
    wanted = Settings(
        theme=ThemeChoice.DARK, splitters={"main": "AAAA"}, query_drafts={"acme": {"ids": ["a"], "start": None}}
    )

    SettingsFile(path).save(wanted)

    assert SettingsFile(path).load() == wanted
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_keys_of_a_newer_version_are_written_back(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "dark", "wallpaper": {"a": [1]}}')
    file = SettingsFile(path)

    file.save(file.load())

    content = json.loads(path.read_text())
    assert content["wallpaper"] == {"a": [1]}
    assert "unknown" not in content


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_kept_aside(path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with caplog.at_level(logging.WARNING):
        assert SettingsFile(path).load() == Settings()

    (kept,) = path.parent.iterdir()
    assert kept.name.startswith("settings.json.damaged-")
    assert kept.read_bytes() == content
    assert kept.name in caplog.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "purple"),
        ("theme", 3),
        ("zoom", "150"),
        ("zoom", True),
        ("is_motion_reduced", 1),
        ("export_with_question", 1),
        ("last_profile_id", None),
        ("splitters", {"a": 3}),
        ("query_drafts", []),
        ("table_layout", [1]),
    ],
)
def test_one_wrong_value_costs_only_itself(path: Path, name: str, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({name: value, "window_state": "BBBB"}))

    assert SettingsFile(path).load() == Settings(window_state="BBBB")
    assert path.exists()


def test_a_folder_that_may_not_be_written(open_folder: Path, run_unprivileged: Callable[[str, Path], str]) -> None:
    open_folder.chmod(0o500)
    code = (
        "import sys; from pathlib import Path\n"
        "from siro_desktop.settings import Settings, SettingsFile; from siro_desktop.errors import StorageError\n"
        "file = SettingsFile(Path(sys.argv[1])); assert file.load() == Settings()\n"
        "try: file.save(Settings())\n"
        "except StorageError as error: print(error.message)\n"
    )

    assert run_unprivileged(code, open_folder / "settings.json").startswith("Your preferences cannot be kept in")
    assert list(open_folder.iterdir()) == []


def test_a_file_that_may_not_be_read_costs_nothing_but_the_preferences(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    path = open_folder / "settings.json"
    path.write_text('{"theme": "dark"}')
    path.chmod(0)
    code = (
        "import sys; from pathlib import Path; from siro_desktop.settings import Settings, SettingsFile\n"
        "print(SettingsFile(Path(sys.argv[1])).load() == Settings())\n"
    )

    assert run_unprivileged(code, path) == "True\n"
    assert path.exists()


def test_a_damaged_file_that_cannot_be_kept_aside_stays(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    path = open_folder / "settings.json"
    path.write_text("{")
    open_folder.chmod(0o500)
    code = (
        "import sys; from pathlib import Path; from siro_desktop.settings import Settings, SettingsFile\n"
        "print(SettingsFile(Path(sys.argv[1])).load() == Settings())\n"
    )

    assert run_unprivileged(code, path) == "True\n"
    assert path.read_text() == "{"


def test_a_file_in_the_place_of_the_folder(path: Path) -> None:
    path.parent.write_text("")

    with pytest.raises(StorageError):
        SettingsFile(path).save(Settings())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@hypothesis_settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Settings,
        theme=st.sampled_from(ThemeChoice),
        zoom=st.integers(),
        is_motion_reduced=st.booleans(),
        last_profile_id=st.text(),
        splitters=st.dictionaries(st.text(), st.text()),
        query_drafts=st.dictionaries(st.text(), st.dictionaries(st.text(), json_values, max_size=3), max_size=3),
        export_with_question=st.booleans(),
        export_format=st.text(max_size=10),
        unknown=st.dictionaries(st.text().map("new {}".format), json_values, max_size=3),
    )
)
def test_round_trip(tmp_path: Path, settings: Settings) -> None:
    file = SettingsFile(tmp_path / "settings.json")

    file.save(settings)

    assert file.load() == settings
