"""The copy that is made before an older file becomes a newer one: kept, whole, private, and gone on demand."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from old_stores import COPY, check_content, make_old_store, version_of

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.errors import StorageError
from siro_desktop.storage import copies
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_copy_is_made_first_and_kept_for_this_person_only(folder: Path) -> None:
    make_old_store(folder)
    with Library.open(folder):
        pass
    copy = folder / COPY
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Library.open(folder):
        pass  # a second start makes no other one
    assert sorted(file.name for file in folder.iterdir() if "before" in file.name) == [COPY]
    assert version_of(copy) == 1

    elsewhere = folder.with_name("restored")
    elsewhere.mkdir()
    shutil.copy(copy, elsewhere / FILE_NAME)
    with Library.open(elsewhere) as library:
        check_content(library)


def test_a_new_store_needs_no_copy(library: Library, folder: Path) -> None:
    assert not list(folder.glob("*before*"))


def test_a_copy_that_was_cut_short_is_made_anew(folder: Path) -> None:
    make_old_store(folder)
    (folder / f"{COPY}.part").write_bytes(b"half a copy")

    with Library.open(folder) as library:
        check_content(library)
    assert version_of(folder / COPY) == 1
    assert not (folder / f"{COPY}.part").exists()


def test_a_folder_in_the_way_of_the_copy_changes_nothing(folder: Path) -> None:
    path = make_old_store(folder)
    (folder / COPY).mkdir()

    with pytest.raises(StorageError, match=r"makes a copy.*Nothing was changed"):
        Library.open(folder)
    assert version_of(path) == 1


MIGRATE_ON_A_FULL_DISK = """
import resource, signal, sys; from pathlib import Path
from siro_desktop.errors import StorageError
from siro_desktop.storage.library import Library
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
try: Library.open(Path(sys.argv[1]))
except StorageError as error: print(error.message)
"""


def test_no_room_for_the_copy_changes_nothing(folder: Path) -> None:
    """The limit on a file's size stands for a full disk: the store is larger than the copy may become."""
    path = make_old_store(folder, rows=2000)
    assert path.stat().st_size > 100_000

    done = subprocess.run(
        [sys.executable, "-B", "-c", MIGRATE_ON_A_FULL_DISK, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert "makes a copy" in done.stdout
    assert "Nothing was changed" in done.stdout
    assert version_of(path) == 1
    assert not list(folder.glob("*before*"))
    with Library.open(folder) as library:  # somebody made room
        assert len(library.load_result(1).answers) == 2


def test_sqlite_that_finds_the_disk_full_is_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_old_store(folder)
    connect = sqlite3.connect

    def connect_to_a_full_disk(place: Path, **options: object) -> sqlite3.Connection:
        connection = connect(place, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 3" if str(place).endswith(".part") else "SELECT 1")
        return connection  # type: ignore[no-any-return]

    monkeypatch.setattr(copies.sqlite3, "connect", connect_to_a_full_disk)
    with pytest.raises(StorageError, match=r"Nothing was changed.*The disk is full"):
        copies.copy_store(path, SCHEMA_VERSION)
    assert not list(folder.glob("*before*"))


def test_two_processes_that_migrate_at_once_both_go_on(folder: Path) -> None:
    path = make_old_store(folder)
    code = (
        "import sys; from pathlib import Path\n"
        "from siro_desktop.storage.library import Library\n"
        "print('ready', flush=True); input()\n"
        "with Library.open(Path(sys.argv[1])) as library: print(len(library.load_result(1).answers))\n"
    )
    command = [sys.executable, "-B", "-c", code, str(folder)]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    said = [process.communicate("\n", timeout=60)[0] for process in processes]

    assert said == ["2\n"] * 3
    assert version_of(path) == SCHEMA_VERSION
    assert version_of(folder / COPY) == 1


def test_delete_all_takes_the_copies_too(folder: Path) -> None:
    make_old_store(folder)
    with Library.open(folder) as library:
        assert (folder / COPY).exists()
        library.delete_all()

    assert not list(folder.glob("*before*"))


def test_delete_all_empties_the_store_also_if_a_copy_cannot_go(folder: Path) -> None:
    with Library.open(folder) as library:
        library.save_names("acme", Names(users=(NamedId("u", "CANARY-8713"),)))
        (folder / COPY).mkdir()  # nothing that `unlink` can take
        with pytest.raises(StorageError, match="older copy of it could not be"):
            library.delete_all()

        kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert b"CANARY-8713" not in kept


DELETE = """
import sys; from pathlib import Path
from siro_desktop.errors import StorageError
from siro_desktop.storage.copies import delete_copies
try: delete_copies(Path(sys.argv[1]) / "results.sqlite3")
except StorageError as error: print(error.message)
"""


def test_a_copy_that_may_not_be_deleted_is_named(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    (open_folder / COPY).touch()
    open_folder.chmod(0o500)
    if os.geteuid() == 0:
        os.chown(open_folder, 65534, 65534)

    assert COPY in run_unprivileged(DELETE, open_folder)
