"""Targets as files: what is written is read again, and a file that is wrong says where."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from struct_strategies import builds

from siro_desktop.domain.color_bands import MOST_RANGES, build_own_bands
from siro_desktop.domain.targets import KnownMetric, OwnColors, Source, Status, Target
from siro_desktop.errors import ExportError, UnusableFile
from siro_desktop.export.target_files import FIELDS, read_targets, write_targets

if TYPE_CHECKING:
    from pathlib import Path

SHARE = Target(metric_id="share", minimum=40, maximum=60.5, tolerance=5, valid_from=date(2026, 10, 1))
SIRO = Target(metric_id="=calc", maximum=-1.5, conversation_type_id="roof", source=Source.SIRO)
METRICS = {"share": KnownMetric("share", "Rep, speaker share", "percent", "%")}
IDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="'"), min_size=1)
OWN = OwnColors(
    bands=build_own_bands([(Status.MISSED, 0), (Status.NEAR, 62.5), (Status.MET, 90)]), valid_from=date(2026, 10, 1)
)
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
        builds(Target, metric_id=IDS, minimum=NUMBERS, tolerance=st.floats(0, 1e9), valid_from=st.none() | st.dates()),
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
    path.write_text("metric_id;minimum\nshare;1,000\n")
    assert read_targets(path) == (Target(metric_id="share", minimum=1),)
    path.write_text('metric_id,minimum\nshare,"0,125"\n')
    assert read_targets(path) == (Target(metric_id="share", minimum=0.125),)


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
        ('metric_id,minimum\nshare,"1,800"\n', "line 2, minimum: “1,800” may mean 1800 or 1.800"),
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
    with pytest.raises(UnusableFile, match="There is no such file"):
        read_targets(tmp_path / "gone.csv")
    (tmp_path / "latin.csv").write_bytes(b"metric_id,minimum\n\xe4,4")
    with pytest.raises(UnusableFile, match="UTF-8"):
        read_targets(tmp_path / "latin.csv")
    (tmp_path / "huge.csv").write_bytes(b" " * (8 * 1024 * 1024 + 1))
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnusableFile, match="a device or a pipe"):
        read_targets(tmp_path / "pipe.csv")
    with pytest.raises(UnusableFile, match="too much for a file of targets"):
        read_targets(tmp_path / "huge.csv")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write_targets(tmp_path / "nowhere" / "t.csv", [SHARE], {})


# Colours set by hand ------------------------------------------------------------------------------------------------


def test_colours_have_a_column_of_their_own_only_if_there_are_some(tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    write_targets(path, [SHARE, OWN], METRICS)
    head, share, own = path.read_text().splitlines()
    assert head == ",".join([*FIELDS, "color_ranges"])
    assert share == 'share,"Rep, speaker share",percent,40,60.5,5,2026-10-01,,hand,'
    assert own == ",,,,,,2026-10-01,,hand,missed 0-62.5; near 62.5-90; met 90-100"
    assert read_targets(path) == (SHARE, OWN)


def test_colours_stand_beside_the_targets_in_json_so_that_an_older_program_reads_those(tmp_path: Path) -> None:
    path = tmp_path / "targets.json"
    write_targets(path, [SHARE, OWN], METRICS)
    content = json.loads(path.read_text())
    assert (content["version"], len(content["targets"])) == (1, 1)
    assert content["color_ranges"] == [
        {
            "metric_id": "",
            "metric_name": "",
            "valid_from": "2026-10-01",
            "conversation_type_id": "",
            "ranges": [
                {"status": "missed", "from": 0, "to": 62.5},
                {"status": "near", "from": 62.5, "to": 90},
                {"status": "met", "from": 90, "to": 100},
            ],
        }
    ]
    assert read_targets(path) == (SHARE, OWN)


LOWS = st.lists(
    st.floats(0, 100, exclude_min=True, exclude_max=True), min_size=1, max_size=MOST_RANGES - 1, unique=True
)
BANDS = LOWS.map(
    lambda lows: build_own_bands([*zip([Status.NEAR, Status.MET] * MOST_RANGES, [0.0, *sorted(lows)], strict=False)])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@pytest.mark.parametrize("suffix", ["csv", "json"])
@given(
    st.lists(
        builds(OwnColors, bands=BANDS, metric_id=st.just("") | IDS, valid_from=st.none() | st.dates()),
        min_size=1,
        unique_by=lambda own: own.key,
    )
)
def test_colours_that_are_written_are_read_again(tmp_path: Path, suffix: str, own: list[OwnColors]) -> None:
    path = tmp_path / f"targets.{suffix}"
    write_targets(path, own, {})
    assert read_targets(path) == tuple(own)


def test_a_person_may_write_a_target_and_its_colours_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_text('metric_id;minimum;color_ranges\nshare;40;"Missed 0 – 50,5 %; met 50,5 to 100;"\n', "utf-8")
    assert read_targets(path) == (
        OwnColors(bands=build_own_bands([(Status.MISSED, 0), (Status.MET, 50.5)]), metric_id="share"),
        Target(metric_id="share", minimum=40),
    )


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ("missed 0-49; near 50-79; met 80-100", "“near” must begin at 49, where the one before it ends"),
        ("missed 0-60; met 50-100", "“met” must begin at 60"),
        ("missed 0-50; met 50-90", "must end at 100"),
        ("missed 10-50; met 50-100", "first range begin at 0"),
        ("met 0-100", "at least two"),
        ("missed 0-50; met 50-50; near 50-100", "above 50"),
        ("met 0-50; met 50-100", "is met too"),
        ("bad 0-50; met 50-100", "“bad” is none of met, near, missed"),
        ("everything", "“everything” is not a range. Write ranges as missed 0-50; near"),
        ("met 0-1e999", "is not a range"),
    ],
)
def test_wrong_ranges_say_where_and_what(tmp_path: Path, ranges: str, words: str) -> None:
    path = tmp_path / "targets.csv"
    path.write_text(f"metric_id,color_ranges\n,{ranges}\n")
    with pytest.raises(UnusableFile, match=r"line 2, color_ranges: .* Nothing was imported") as caught:
        read_targets(path)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("colors", "words"),
    [
        ([1], "not a file of targets"),
        ({}, "not a file of targets"),
        ([{}], "colours 1, color_ranges: The ranges are not a list"),
        ([{"ranges": [1]}], "A range needs a status"),
        ([{"ranges": [{"status": "met", "from": True, "to": 1}]}], "A range needs a status"),
        ([{"ranges": [{"status": None, "from": 0, "to": 100}]}], "none of met, near"),
    ],
)
def test_wrong_colours_in_json_say_where_and_what(tmp_path: Path, colors: object, words: str) -> None:
    path = tmp_path / "targets.json"
    content = {"format": "siro-desktop-targets", "version": 1, "targets": [], "color_ranges": colors}
    path.write_text(json.dumps(content))
    with pytest.raises(UnusableFile) as caught:
        read_targets(path)
    assert words in caught.value.message
