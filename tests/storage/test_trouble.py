"""What goes wrong with files: each gets a clear sentence, and what was stored stays."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from kill_runs import run_many
from storage_samples import SAVED_AT, make_answer, make_plan, make_wide_plan, save_run

from siro_desktop.domain.labels import Labels
from siro_desktop.errors import StorageError
from siro_desktop.storage import opening
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
PREAMBLE = f"""
import sys; from pathlib import Path
sys.path.insert(0, {str(HERE)!r})
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library
from storage_samples import *
"""


def filled(folder: Path, runs: int = 30) -> Path:
    with Library.open(folder) as library:
        for _ in range(runs):
            plan = make_plan()
            library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key, rows=100)])
    return folder / FILE_NAME


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


def test_an_empty_file_becomes_a_store(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).touch()

    with Library.open(folder) as library:
        assert library.load_summaries() == ()


def test_a_full_disk_takes_nothing_that_was_saved(library: Library) -> None:
    plan = make_wide_plan(2)
    first, second = (cell.key for cell in plan.cells)
    result_id = save_run(library, plan)
    library.save_answers(result_id, [make_answer(first)])
    connection = library._database._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(StorageError, match="disk is full"):
        library.save_answers(result_id, [make_answer(second, rows=5000)])

    assert library.load_result(result_id).answers == {first: make_answer(first)}
    connection.execute(f"PRAGMA max_page_count = {pages + 5000}")  # somebody made room
    library.save_answers(result_id, [make_answer(second, rows=5000)])
    assert library.load_result(result_id).answers[second] == make_answer(second, rows=5000)


OPEN_AND_SAVE = PREAMBLE + (
    "try:\n"
    "    with Library.open(Path(sys.argv[1])) as library: save_run(library, make_plan())\n"
    "    print('opened')\n"
    "except StorageError as error: print(error.message)\n"
)
LOOK = PREAMBLE + (
    "with Library.open(Path(sys.argv[1])) as library:\n"
    "    print(library.read_only)\n"
    "    print(len(library.load_summaries()), library.load_result(1).plan == make_plan())\n"
    "    try: save_run(library, make_plan())\n"
    "    except StorageError as error: print(error.message == library.read_only)\n"
)
FILL = PREAMBLE + (
    "import os\n"
    "library = Library.open(Path(sys.argv[1])); plan = make_plan()\n"
    "library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key)])\n"
    "if Path(sys.argv[1]).name == 'cut off': os._exit(0)\n"
    "library.close()\n"
)


@pytest.mark.parametrize("name", ["closed", "cut off"])  # the second leaves its journal
def test_a_folder_that_may_not_be_written_is_read(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str], name: str
) -> None:
    folder = open_folder / name
    run_unprivileged(FILL, folder)
    assert (folder / f"{FILE_NAME}-wal").exists() is (name == "cut off")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    for file in before:
        file.chmod(0o400)
    folder.chmod(0o500)

    sentence, seen, refused = run_unprivileged(LOOK, folder).splitlines()

    assert sentence.startswith(f"The store may not be written, so saved results can be looked at: {folder / FILE_NAME}")
    assert (seen, refused) == ("1 True", "True")
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_a_file_that_may_not_be_written_is_read(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    run_unprivileged(FILL, open_folder)
    (open_folder / FILE_NAME).chmod(0o400)

    assert run_unprivileged(LOOK, open_folder).splitlines()[1:] == ["1 True", "True"]


def test_a_folder_that_may_not_be_made(open_folder: Path, run_unprivileged: Callable[[str, Path], str]) -> None:
    open_folder.chmod(0o500)

    said = run_unprivileged(OPEN_AND_SAVE, open_folder / "data")

    assert said.startswith("The store cannot be opened")


def test_a_file_that_may_not_be_read(open_folder: Path, run_unprivileged: Callable[[str, Path], str]) -> None:
    run_unprivileged(OPEN_AND_SAVE, open_folder)
    (open_folder / FILE_NAME).chmod(0)

    assert run_unprivileged(OPEN_AND_SAVE, open_folder).startswith("The store cannot be opened")


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


def test_use_after_close_is_a_bug_not_a_storage_problem(folder: Path) -> None:
    library = Library.open(folder)
    library.close()
    library.close()

    with pytest.raises(sqlite3.ProgrammingError):
        library.load_summaries()


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


def test_kill_9_takes_nothing_that_was_reported_as_saved() -> None:
    """`kill_runs.py` does it 500 times."""
    found = run_many(20)
    assert found["whole"] > 0
    assert set(found) <= {"whole", "runs", "deleted"}


def test_every_commit_reaches_the_disk(library: Library) -> None:
    """A power loss, too, takes nothing that was reported as saved."""
    with library.connection_for_care() as connection:
        asked = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert asked == ["wal", 2]  # FULL


FULL_DISK = (
    PREAMBLE
    + """
folder = Path(sys.argv[1]); saved, refused = [], []
library = Library.open(folder)
for number in range(400):
    plan = make_plan(f"type_{number}")
    try:
        run = save_run(library, plan)
        library.save_answers(run, [make_answer(plan.cells[0].key, rows=400, canary=f"Talk {number}")])
    except StorageError as error: refused.append(error.message); break
    saved.append((run, number))
print(len(saved) > 5, refused)
def check(library):
    for run, number in saved:
        plan = make_plan(f"type_{number}")
        assert library.load_result(run).only_answer == make_answer(plan.cells[0].key, rows=400, canary=f"Talk {number}")
    return len(library.load_summaries())
print(check(library) == len(saved))
library.close()
with Library.open(folder) as library: print(check(library) == len(saved))
(folder / "filler").unlink()
with Library.open(folder) as library:
    library.save_answers(save_run(library, make_plan()), [make_answer(make_plan().cells[0].key, rows=400)])
    print(check(library) == len(saved) + 1)
"""
)


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A file system of two megabytes, filled to the last byte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = tmp_path / "full.py"
    script.write_text(FULL_DISK)
    mounted = (
        f"mount -t tmpfs -o size=2m tmpfs {disk} && mkdir {disk}/data && head -c 700000 /dev/zero > {disk}/data/filler"
    )
    command = ["unshare", "-rm", "sh", "-c", f"{mounted} && exec {sys.executable} -B {script} {disk}/data"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("this computer lets nobody mount a disk")

    sentence = "['The disk is full. Make room, then try again. What was saved before is still there.']"
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"True {sentence}", "True", "True", "True"]
