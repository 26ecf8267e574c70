"""`.siroquery` files on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.question_json import QueryFile
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import ExportError, UnusableFile
from siro_desktop.export.query_files import MAX_BYTES, read_query_file, write_query_file

FILE = QueryFile(
    question=Question(
        organization_id="",
        conversation_type_id="roof",
        period=RelativePeriod.parse("last-week"),
        filter_by=(EntityType.USER,),
        ids=("ana",),
    ),
    name="Monday board",
    names={"ana": "Ana Müller"},
)


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "board.siroquery"
    write_query_file(path, FILE)
    assert read_query_file(path) == FILE
    assert "Müller" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write_query_file(tmp_path / "nowhere" / "board.siroquery", FILE)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"“none\.siroquery”: There is no such file"):
        read_query_file(tmp_path / "none.siroquery")
    with pytest.raises(UnusableFile, match=r"folder|ordinary file"):
        read_query_file(tmp_path)
    with pytest.raises(UnusableFile, match="cannot be read"):
        read_query_file(Path("a\0b"))


def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.siroquery"
    os.mkfifo(pipe)
    with pytest.raises(UnusableFile, match="a pipe"):
        read_query_file(pipe)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.siroquery"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(UnusableFile, match="larger than"):
        read_query_file(path)


def test_what_is_wrong_in_it_names_the_file_and_the_place(tmp_path: Path) -> None:
    path = tmp_path / "board.siroquery"
    path.write_text('{"siroquery": 1, "period": 3}', encoding="utf-8")
    with pytest.raises(UnusableFile, match=r"“board\.siroquery”: period: "):
        read_query_file(path)
