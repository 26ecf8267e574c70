"""Files that somebody made up or broke: what is wrong with them is told in a sentence."""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from comparison_samples import SAVED
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import KINDS, change_package, exported_to, held, opened

from siro_desktop.domain.exports import ExportContent, FileKind
from siro_desktop.domain.question import question_of
from siro_desktop.errors import UnusableFile
from siro_desktop.export import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.pop("siro"),
        lambda package: package.update(siro=[]),
        lambda package: package["siro"].update(siroexport=True),
        lambda package: package["siro"].update(siroexport=0),
        lambda package: package["siro"].update(siroquery=7),
        lambda package: package["siro"].update(answers=[]),
        lambda package: package["siro"].update(answers=[{}] * 10_001),
        lambda package: package["siro"]["answers"][0].update(query=3),
        lambda package: package["siro"]["answers"][0]["query"].pop("period"),
    ],
)
def test_a_description_that_is_not_ours(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = change_package(tmp_path, change)
    with pytest.raises(UnusableFile, match="was not written by Siro Desktop"):
        opened(path)


def test_a_description_of_a_newer_version(tmp_path: Path) -> None:
    path = change_package(tmp_path, lambda package: package["siro"].update(siroexport=2))
    with pytest.raises(UnusableFile, match="newer version"):
        opened(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package["siro"].update(format="exe"),
        lambda package: package["siro"].update(format=None),
        lambda package: package["siro"].update(format="tidy-json"),
        lambda package: package["siro"].update(format="raw-json"),
        lambda package: package["siro"].update(format="parquet"),
        lambda package: package["siro"].update(format="xlsx"),
    ],
)
def test_figures_that_cannot_be_read_leave_the_question(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    exported = opened(change_package(tmp_path, change))
    assert exported.figures is None
    assert exported.why_not.endswith(".")
    assert exported.query_file.question == question_of(SAVED.plan)


@pytest.mark.parametrize(
    ("form", "content", "reason"),
    [
        ("tidy-json", b"{}", "not a list of figures"),
        ("tidy-json", b"[1]", "not a list of figures"),
        ("raw-json", b"[]", ""),
        ("raw-json", b'[{"cell": [], "body": {"data": {}}}]', "Siro's answers"),
        ("csv", b"\xff\xfe", "not CSV in UTF-8"),
        ("csv", b"", ""),
    ],
)
def test_figures_of_another_form_are_told(tmp_path: Path, form: str, content: bytes, reason: str) -> None:
    path = change_package(tmp_path, lambda package: package["siro"].update(format=form))
    path.write_bytes(content)
    exported = opened(path)
    assert reason in exported.why_not
    assert (exported.figures is None) == bool(reason)


def test_a_number_that_is_none_is_no_other_number(tmp_path: Path) -> None:
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[3])
    rows = json.loads(path.read_bytes())
    rows[0]["value"], rows[1]["pass_rate"], rows[2]["value"] = True, "many", "9" * 400
    path.write_text(json.dumps(rows))
    assert held(opened(path), SAVED) == (1, 3, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.update(resources=None),
        lambda package: package.update(resources=[None]),
        lambda package: package["resources"][0].update(hash=5, schema=[], dialect="x"),
        lambda package: package["resources"][0].update(schema={"fields": [1, {"decimalChar": []}]}),
        lambda package: package["resources"][0].update(schema={"fields": 1}),
        lambda package: package["siro"].update(view=[], time_zone=5),
        lambda package: package["siro"]["answers"][0].update(fetched_at="yesterday"),
    ],
)
def test_what_else_is_wrong_in_a_description_does_no_harm(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    exported = opened(change_package(tmp_path, change))
    assert exported.query_file.question == question_of(SAVED.plan)


def test_a_description_can_point_at_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("metric_id,value\n")
    path = change_package(tmp_path, lambda package: package["resources"][0].update(path="secret.csv"))
    assert opened(path).name == "x.csv"


def test_pipes_folders_and_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name, reason in (("pipe.csv", "a device or a pipe"), ("folder.csv", "a folder"), ("none.csv", "no such file")):
        with pytest.raises(UnusableFile, match=f"“{name}”: .*{reason}"):
            opened(tmp_path / name)
    path = exported_to(tmp_path, ExportContent(saved=SAVED), KINDS[0])
    monkeypatch.setattr(read_rows, "LARGEST_FILE", 2**20 - 2**20 + 100)
    assert "are not read again" in opened(path).why_not


@settings(max_examples=150)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_whatever_happens_to_the_bytes_there_is_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, kind: FileKind, seed: int
) -> None:
    dice, folder = random.Random(seed), tmp_path_factory.mktemp("mutated")  # a workbook says when it was made
    path = exported_to(folder, ExportContent(saved=SAVED), kind)
    target = dice.choice(sorted(folder.iterdir()))
    content = bytearray(target.read_bytes())
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(content))
        if dice.random() < 0.5:
            content[place] = dice.randrange(256)
        else:
            del content[place : place + dice.randint(1, 100)]
    target.write_bytes(bytes(content))
    said = []
    try:
        said.append(opened(path).why_not)
    except UnusableFile as error:
        said.append(error.message)
    assert said[0].endswith((".", "?")) or not said[0]
