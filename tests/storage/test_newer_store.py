"""A store that a newer version of the program has written is read, and left alone."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
from storage_samples import filled, make_answer, make_plan, save_run

from siro_desktop.domain.labels import Labels
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def make_newer(path: Path) -> None:
    """As a newer version would: more tables and columns, a higher number."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE results_of_2031 (figures)")
        connection.execute("ALTER TABLE results ADD COLUMN mood TEXT")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()


def test_a_newer_store_is_read_and_left_alone(folder: Path) -> None:
    path = filled(folder, runs=2)
    make_newer(path)
    content = path.read_bytes()

    with Library.open(folder) as library:
        assert re.search(r"newer version of Siro Desktop.*nothing is changed.*Update", library.read_only)
        assert len(library.load_summaries(search="talk")) == 2
        assert library.load_result(1).only_answer == make_answer(make_plan().cells[0].key, rows=100)
        for write in (
            lambda: save_run(library, make_plan()),
            lambda: library.delete_result(1),
            library.delete_all,
            lambda: library.labels.save(1, Labels("x")),
        ):
            with pytest.raises(StorageError, match="newer version"):
                write()

    assert path.read_bytes() == content
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]


def test_what_a_newer_store_keeps_in_another_way_is_said(folder: Path) -> None:
    path = filled(folder, runs=1)
    make_newer(path)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE results RENAME COLUMN plan TO question")
    connection.close()

    with Library.open(folder) as library, pytest.raises(StorageError, match="keeps this in another way"):
        library.load_result(1)


def test_a_newer_program_beside_this_one_stops_its_writing(library: Library, folder: Path) -> None:
    make_newer(folder / FILE_NAME)

    with pytest.raises(StorageError, match="newer version"):
        save_run(library, make_plan())
    assert library.load_summaries() == ()
