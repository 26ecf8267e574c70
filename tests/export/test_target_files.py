"""Targets as files: what is written is read again, and a file that is wrong says where."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siro_desktop.domain.targets import KnownMetric, Source, Target
from siro_desktop.errors import ExportError, UnusableFile
from siro_desktop.export.target_files import FIELDS, read_targets, write_targets

if TYPE_CHECKING:
    from pathlib import Path

SHARE = Target(metric_id="share", minimum=40, maximum=60.5, tolerance=5, valid_from=date(2026, 10, 1))
SIRO = Target(metric_id="=calc", maximum=-1.5, conversation_type_id="roof", source=Source.SIRO)
METRICS = {"share": KnownMetric("share", "Rep, speaker share", "percent", "%")}
IDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="'"), min_size=1)
NUMBERS = st.floats(-1e9, 1e9)


def test_csv_has_names_and_units_for_people(tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    write_targets(path, [SHARE, SIRO], METRICS)
    head, share, siro = path.read_text().splitlines()
    assert head == ",".join(FIELDS)
    assert share == 'share,"Rep, speaker share",percent,40,60.5,5,2026-10-01,,hand'
    assert siro == "'=calc,,,,-1.5,0,,roof,siro"


def test_json_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "targets.json"
    write_targets(path, [SHARE], METRICS)
    content = json.loads(path.read_text())
    assert (content["format"], content["version"]) == ("siro-desktop-targets", 1)
    assert content["targets"][0]["minimum"] == 40
    assert tuple(content["targets"][0]) == FIELDS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("suffix", ["csv", "json"])
@given(
    st.lists(
        st.builds(
            Target, metric_id=IDS, minimum=NUMBERS, tolerance=st.floats(0, 1e9), valid_from=st.none() | st.dates()
        ),
        min_size=1,
        unique_by=lambda target: target.key,
    )
)
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str, targets: list[Target]) -> None:
    path = tmp_path / f"targets.{suffix}"
    write_targets(path, targets, {})
    assert read_targets(path) == tuple(targets)


def test_what_is_read_is_set_by_hand(tmp_path: Path) -> None:
    write_targets(tmp_path / "t.csv", [SIRO], {})
    (target,) = read_targets(tmp_path / "t.csv")
    assert target.source is Source.HAND
    assert target.metric_id == "=calc"


def test_a_spreadsheet_may_have_had_its_way(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufeffmetric_id;maximum;comment\r\nshare;60,5;mine\r\n;;\r\n".encode())
    assert read_targets(path) == (Target(metric_id="share", maximum=60.5),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no column metric_id"),
        ("a,b\n1,2\n", "no column metric_id"),
        ("metric_id,minimum\n", "holds no targets"),
        ("metric_id,minimum\nshare,40\nshare,many\n", "line 3, minimum: “many” is not a number"),
        ("metric_id,minimum\nshare,\n", "line 2, minimum: Enter a minimum"),
        ("metric_id,minimum\n,4\n", "line 2, metric_id: Choose"),
        ("metric_id,minimum,valid_from\nshare,4,1.10.2026\n", "line 2, valid_from: “1.10.2026” is not a day"),
        ("metric_id,minimum\nshare,nan\n", "endless"),
        ("{", "not complete JSON"),
        ("[]", "not a file of targets"),
        ('{"format": "siro-desktop-targets", "version": 2, "targets": []}', "newer version"),
        ('{"format": "siro-desktop-targets", "version": 1, "targets": [1]}', "not a file of targets"),
        (
            '{"format": "siro-desktop-targets", "version": 1, "targets": [{"metric_id": "a", "minimum": true}]}',
            "target 1, minimum: “True” is not a number",
        ),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "targets.csv"
    path.write_text(content)
    with pytest.raises(UnusableFile) as caught:
        read_targets(path)
    assert words in caught.value.message
    assert "targets.csv" in caught.value.message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be read"):
        read_targets(tmp_path / "gone.csv")
    (tmp_path / "latin.csv").write_bytes(b"metric_id,minimum\n\xe4,4")
    with pytest.raises(UnusableFile, match="UTF-8"):
        read_targets(tmp_path / "latin.csv")
    (tmp_path / "huge.csv").write_bytes(b" " * (8 * 1024 * 1024 + 1))
    with pytest.raises(UnusableFile, match="too large"):
        read_targets(tmp_path / "huge.csv")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write_targets(tmp_path / "nowhere" / "t.csv", [SHARE], {})
