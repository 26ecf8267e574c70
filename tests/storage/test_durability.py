"""A full disk, a killed process and a power loss take nothing that was reported as saved."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from kill_runs import run_many
from storage_samples import PREAMBLE, make_answer, make_wide_plan, save_run

from siro_desktop.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.storage.library import Library


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
