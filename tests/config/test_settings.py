from __future__ import annotations

import dataclasses
import json
import logging
import stat
from concurrent.futures import ThreadPoolExecutor
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


# Two programs with the same file --------------------------------------------------------------------------------


def test_only_what_was_changed_is_written_over_what_another_program_wrote(path: Path) -> None:
    file, start = SettingsFile(path), Settings(last_profile_id="acme")
    file.save(start)
    file.save(Settings(last_profile_id="acme", theme=ThemeChoice.DARK, zoom=110, is_presenting=True))

    file.save_changes(start, dataclasses.replace(start, is_motion_reduced=True, zoom=125))

    assert file.load() == Settings(
        last_profile_id="acme", theme=ThemeChoice.DARK, zoom=125, is_presenting=True, is_motion_reduced=True
    )


def test_what_is_kept_by_profile_is_changed_for_that_profile_alone(path: Path) -> None:
    file, start = SettingsFile(path), Settings(query_drafts={"acme": {"n": 1}, "old": {"n": 1}, "own": {"n": 1}})
    file.save(dataclasses.replace(start, query_drafts={"acme": {"n": 2}, "own": {"n": 3}, "other": {"n": 1}}))

    file.save_changes(start, dataclasses.replace(start, query_drafts={"acme": {"n": 1}, "old": {"n": 1, "m": 2}}))

    assert file.load().query_drafts == {"acme": {"n": 2}, "other": {"n": 1}, "old": {"n": 1, "m": 2}}


def test_one_arrangement_costs_no_other_of_the_same_table(path: Path) -> None:
    file, start = SettingsFile(path), Settings(kept_arrangements={"metrics": {"first": {"n": 1}}})
    file.save(Settings(kept_arrangements={"metrics": {"first": {"n": 1}, "theirs": {"n": 2}}}))

    file.save_changes(start, Settings(kept_arrangements={"metrics": {}, "people": {"ours": {"n": 3}}}))

    assert file.load().kept_arrangements == {"metrics": {"theirs": {"n": 2}}, "people": {"ours": {"n": 3}}}


def test_what_was_emptied_is_empty_whatever_another_program_added(path: Path) -> None:
    file, start = SettingsFile(path), Settings(aliases={"acme": {"user": ["u1"]}})
    file.save(Settings(aliases={"acme": {"user": ["u1"]}, "other": {"user": ["u2"]}}))

    file.save_changes(start, Settings(aliases={}))

    assert file.load().aliases == {}


def test_columns_of_questions_stay_newest_last(path: Path) -> None:
    file, start = SettingsFile(path), Settings(question_layouts={"a": 1, "b": 1, "c": 1})
    file.save(Settings(question_layouts={"a": 1, "b": 1, "c": 1, "theirs": 1}))

    file.save_changes(start, Settings(question_layouts={"b": 1, "c": 1, "a": 1}))

    assert list(file.load().question_layouts) == ["theirs", "b", "c", "a"]


def test_two_programs_that_write_at_once_lose_nothing_of_each_other(path: Path) -> None:
    def write(name: str) -> None:
        file = SettingsFile(path)
        former = Settings()
        for number in range(25):
            now = dataclasses.replace(former, palette_used={**former.palette_used, f"{name}{number}": number})
            file.save_changes(former, now)
            former = now

    SettingsFile(path).save(Settings())
    with ThreadPoolExecutor(4) as programs:
        list(programs.map(write, "abcd"))

    assert len(SettingsFile(path).load().palette_used) == 100


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_all_settings_are_written_where_the_file_is_gone_or_damaged(path: Path, content: str | None) -> None:
    start = Settings(theme=ThemeChoice.DARK)
    path.parent.mkdir()
    if content is not None:
        path.write_text(content)

    SettingsFile(path).save_changes(start, dataclasses.replace(start, zoom=110))

    assert SettingsFile(path).load() == Settings(theme=ThemeChoice.DARK, zoom=110)


def test_keys_of_a_newer_version_that_came_meanwhile_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"wallpaper": 1}')

    SettingsFile(path).save_changes(Settings(), Settings(zoom=110))

    assert json.loads(path.read_text())["wallpaper"] == 1


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
