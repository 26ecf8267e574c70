"""Several programs on one store: they wait for each other, and say so when it takes too long."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from storage_samples import PREAMBLE, filled, make_plan, save_run

from siro_desktop.errors import StorageError
from siro_desktop.storage import opening
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from pathlib import Path


def test_somebody_who_writes_for_long_is_waited_for_and_then_named(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result_id = save_run(library, make_plan())
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    try:
        with Library.open(folder) as impatient, pytest.raises(StorageError, match="Another window"):
            save_run(impatient, make_plan())
        assert library.load_result(result_id).answers == {}  # reading goes on
    finally:
        other.close()


def test_a_reader_elsewhere_does_not_keep_data_from_being_deleted_for_good(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_run(library, make_plan())
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM results").fetchall()
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)

    with Library.open(folder) as impatient, pytest.raises(StorageError, match="Close the other windows"):
        impatient.delete_all()
    other.close()

    library.delete_all()
    assert not any(b"roof_inspection" in file.read_bytes() for file in folder.iterdir())


def test_a_first_start_that_meets_another_one_for_long_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)

    with pytest.raises(StorageError, match="Another window"):
        Library.open(folder)
    other.close()

    with Library.open(folder) as library:
        assert library.load_summaries() == ()


def test_a_reader_of_a_store_without_a_log_yet_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(folder, runs=1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN")
    other.execute("SELECT * FROM results").fetchall()
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)

    with pytest.raises(StorageError, match="Another window"):
        Library.open(folder)
    other.close()

    with Library.open(folder) as library:
        assert len(library.load_summaries()) == 1


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-B", "-c", PREAMBLE + code, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_several_processes_open_a_new_store_and_write_at_once(folder: Path) -> None:
    code = (
        "print('ready', flush=True); input()\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    plan = make_wide_plan(30); run = save_run(library, plan)\n"
        "    for cell in plan.cells: library.save_answers(run, [make_answer(cell.key, rows=20)])\n"
    )
    processes = [start(code, str(folder)) for _ in range(4)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)

    assert [process.returncode for process in processes] == [0] * 4
    with Library.open(folder) as library:
        assert [summary.cells_answered for summary in library.load_summaries()] == [30] * 4
