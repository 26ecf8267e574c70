"""Where a backup may be written to, and what comes of it on a disk that is full or may not be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from backup_kit import files_in, ignore
from damage_kit import NOW, fill, never, result_of
from storage_samples import make_answer, make_plan, save_run

from siro_desktop.errors import ExportError
from siro_desktop.storage.backup import back_up, restore
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


FULL = """
import resource, signal, sys; from pathlib import Path
from siro_desktop.errors import SiroError
from siro_desktop.storage import backup as backup_room
from siro_desktop.storage import copies
from siro_desktop.storage.backup import back_up
from siro_desktop.storage.library import Library
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Library.open(Path(sys.argv[1])) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    try: back_up(library, Path(sys.argv[2]), lambda _: None, lambda: False)
    except SiroError as error: print(error.message)
"""


@pytest.mark.parametrize(
    "name", [FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{FILE_NAME}.before-6", "hard", "soft"]
)
def test_no_part_of_the_store_is_taken_for_a_backup(folder: Path, tmp_path: Path, name: str) -> None:
    """The journal least of all: it holds what was saved last."""
    known = fill(folder)
    with Library.open(folder) as library:
        save_run(library, make_plan("last"))  # in the journal
        (tmp_path / "hard").hardlink_to(folder / FILE_NAME)
        (tmp_path / "soft").symlink_to(folder / f"{FILE_NAME}-wal")
        before = files_in(folder)
        target = (folder if name.startswith(FILE_NAME) else tmp_path) / name
        with pytest.raises(ExportError, match="belongs to the store itself"):
            back_up(library, target, ignore, never)
        assert files_in(folder) == before
        assert len(library.result_ids()) == len(known) + 1


def test_a_link_stays_and_what_it_leads_to_becomes_the_backup(folder: Path, tmp_path: Path) -> None:
    fill(folder, results=2)
    disk = tmp_path / "disk"
    disk.mkdir()
    link = tmp_path / "link.sirobackup"
    link.symlink_to(disk / "real.sirobackup")
    with Library.open(folder) as library:
        back_up(library, link, ignore, never)
    assert link.is_symlink()
    assert result_of(restore(tmp_path / "elsewhere", disk / "real.sirobackup", NOW, never)).results == 2


def test_what_is_no_ordinary_file_is_not_replaced_by_a_backup(folder: Path, tmp_path: Path) -> None:
    pipe, inside = tmp_path / "pipe", tmp_path / "inside"
    os.mkfifo(pipe)
    inside.mkdir()
    with Library.open(folder) as library:
        for target in (pipe, inside):
            with pytest.raises(ExportError, match="not an ordinary file"):
                back_up(library, target, ignore, never)
    assert pipe.is_fifo()
    assert inside.is_dir()


def test_no_room_for_a_backup(folder: Path, tmp_path: Path) -> None:
    """The limit on a file's size stands for a full disk."""
    fill(folder)
    target = tmp_path / "x.sirobackup"
    command = [sys.executable, "-B", "-c", FULL, str(folder), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "that there is room" in done.stdout
    assert not list(tmp_path.glob("x.*"))


FULL_IN_THE_END = """
import resource, signal, sys; from datetime import UTC, datetime; from pathlib import Path
from siro_desktop.errors import SiroError
from siro_desktop.storage.backup import restore
from siro_desktop.storage.library import Library
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, backup = map(Path, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_FSIZE, (backup.stat().st_size + 4096, resource.RLIM_INFINITY))
try: list(restore(folder, backup, datetime.now(UTC), lambda: False))
except SiroError as error: print(error.message)
"""


def test_no_room_for_a_restore_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    """The copy fits, the journal, which is a little larger, does not: the store stays as it was, and its folder."""
    with Library.open(tmp_path / "large") as library:
        plan = make_plan()
        library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key, rows=5_000)])
        back_up(library, tmp_path / "large.sirobackup", ignore, never)
    with Library.open(folder) as library:
        kept = save_run(library, make_plan("mine"))
    command = [sys.executable, "-B", "-c", FULL_IN_THE_END, str(folder), str(tmp_path / "large.sirobackup")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "The disk" in done.stdout
    with Library.open(folder) as library:
        assert library.result_ids() == (kept,)
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]


OPEN_READ_ONLY = """
import sys; from pathlib import Path
from siro_desktop.errors import SiroError
from siro_desktop.storage import copies
from siro_desktop.storage import backup as backup_room
try:
    with backup_room._opened(Path(sys.argv[1]), Path("b.sirobackup")): print("opened")
except SiroError as error: print(error.message)
"""


def test_a_copy_of_a_backup_that_cannot_be_written_is_no_newer_version_s(
    open_folder: Path, backup: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    """A disk on which there is just room for the copy, but not for its journal, is no reason to update the program."""
    part = open_folder / "part"
    shutil.copy(backup, part)
    part.chmod(0o444)
    open_folder.chmod(0o555)
    said = run_unprivileged(OPEN_READ_ONLY, part)
    assert "newer version" not in said
    assert "there is room" in said


RESTORE = """
import sys; from datetime import UTC, datetime; from pathlib import Path
from siro_desktop.errors import SiroError
from siro_desktop.storage import backup as backup_room
from siro_desktop.storage import copies
from siro_desktop.storage.backup import restore
try: list(restore(Path(sys.argv[1]), Path(sys.argv[1]).parent / "b", datetime.now(UTC), lambda: False))
except SiroError as error: print(error.message)
"""


def test_a_folder_that_may_not_be_written_takes_no_backup(
    open_folder: Path, backup: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    shutil.copy(backup, open_folder / "b")
    (open_folder / "b").chmod(0o644)
    data = open_folder / "data"
    data.mkdir()
    data.chmod(0o555)
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)
    assert "Nothing can be written into" in run_unprivileged(RESTORE, data)
