"""Files that are no store, and values that cannot be kept: each gets a clear sentence, and what was stored stays."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

import pytest
from storage_samples import SAVED_AT, filled, make_answer, make_plan, save_run

from siro_desktop.errors import StorageError
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("content", [b"x", b"\0" * 50, b"not a database " * 20, random.Random(3).randbytes(9000)])
def test_a_file_that_is_no_store_is_left_alone(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(content)

    with pytest.raises(StorageError, match="damaged") as caught:
        Library.open(folder)

    assert str(folder / FILE_NAME) in caught.value.message
    assert (folder / FILE_NAME).read_bytes() == content
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("length", [60, 100, 4096, 9000])
def test_a_file_that_was_cut_short_is_left_alone(folder: Path, length: int) -> None:
    path = filled(folder)
    cut = path.read_bytes()[:length]
    path.write_bytes(cut)

    with pytest.raises(StorageError, match="damaged"):
        Library.open(folder)

    assert path.read_bytes() == cut


def test_damage_in_the_middle_is_said_when_it_is_met(folder: Path) -> None:
    path = filled(folder)
    content = bytearray(path.read_bytes())
    content[4096 * 16 : -4096] = random.Random(5).randbytes(len(content) - 4096 * 17)
    path.write_bytes(content)

    def read_everything() -> None:
        with Library.open(folder) as library:
            for number in range(1, 31):
                library.load_result(number)

    with pytest.raises(StorageError, match="damaged"):
        read_everything()
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results SET plan = '{'",
        "UPDATE results SET plan = '{\"version\": 99}'",
        "UPDATE results SET saved_at = 'yesterday'",
        "UPDATE results SET plan = replace(plan, 'T06:00:00Z', 'T06:00:00')",
        "UPDATE answers SET filter_by = 'USER'",
        "UPDATE answers SET problem = '{}'",
        "UPDATE pages SET body = x'00'",
    ],
)
def test_content_that_makes_no_sense_is_damage(folder: Path, statement: str) -> None:
    path = filled(folder, runs=1)
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()

    with Library.open(folder) as library, pytest.raises(StorageError, match="damaged"):
        library.load_result(1)


def test_an_empty_file_becomes_a_store(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).touch()

    with Library.open(folder) as library:
        assert library.load_summaries() == ()


def test_a_text_that_cannot_be_kept_is_an_error_in_words(library: Library) -> None:
    plan = make_plan()
    result_id = save_run(library, plan)

    with pytest.raises(StorageError, match="character that cannot be kept"):
        library.save_answers(result_id, [make_answer(plan.cells[0].key, start_at="\udc80")])
    assert library.load_result(result_id).answers == {}


def test_a_zone_that_this_computer_does_not_know_does_not_stop_a_run(library: Library) -> None:
    plan = make_plan()
    result_id = library.save_run(
        plan=plan, profile_name="Acme", api_base_url="https://a", time_zone="Mars/Olympus", saved_at=SAVED_AT
    )

    assert library.load_result(result_id).time_zone == "Mars/Olympus"


def test_nothing_is_called_saved_in_a_file_that_was_moved_away(folder: Path, tmp_path: Path) -> None:
    """SQLite would go on writing to it; after a deletion all of that would be lost with the end of the program."""
    plan = make_plan()
    with Library.open(folder) as library:
        result_id = save_run(library, plan)
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(StorageError, match="not there any more") as caught:
            library.save_answers(result_id, [make_answer(plan.cells[0].key)])
        assert str(folder / FILE_NAME) in caught.value.message
        assert library.load_result(result_id).answers == {}  # it can still be looked at
        (tmp_path / "elsewhere").rename(folder)
        library.save_answers(result_id, [make_answer(plan.cells[0].key)])
    with Library.open(folder) as library:
        assert len(library.load_result(result_id).answers) == 1


def test_use_after_close_is_a_bug_not_a_storage_problem(folder: Path) -> None:
    library = Library.open(folder)
    library.close()
    library.close()

    with pytest.raises(sqlite3.ProgrammingError):
        library.load_summaries()
