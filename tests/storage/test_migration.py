"""An older file becomes a newer one: nothing is lost, a copy is kept, and what fails changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from damage_kit import NOW, never, result_of
from storage_samples import make_answer, make_plan, make_wide_plan, save_run

from siro_desktop.domain.color_bands import SIRO_BANDS, build_own_bands
from siro_desktop.domain.events import Event
from siro_desktop.domain.meetings import NOT_KEPT, Meeting, MetPerson
from siro_desktop.domain.metric_history import HistoryOf
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.domain.targets import LookUp, OwnColors, Source, Status, Target
from siro_desktop.errors import StorageError
from siro_desktop.storage import copies
from siro_desktop.storage.integrity import check_all, check_quickly
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.rescue import rescue
from siro_desktop.storage.schema import MIGRATIONS, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COPY = f"{FILE_NAME}.before-{SCHEMA_VERSION}"
NAMES = Names(organization_id="org", users=(NamedId("u1", "Anna"),))
TABLES = {
    1: ("results", "result_cells", "answers", "answer_values", "metrics", "pages", "names"),
    2: ("saved_queries", "own_names", "id_groups", "targets", "color_bands"),
    3: ("own_colors",),
    4: ("labels", "retention"),
    5: ("metric_sets", "metric_set_members", "meetings"),
}
HISTORY = HistoryOf(
    profile_id="acme",
    conversation_type_id="roof_inspection",
    filter_by=("USER",),
    filter_by_ids=("user_b", "user_a"),
    metric_id="metric_1",
)
ANNA, TALK = MetPerson("acme", "org_123", "user_a"), Meeting(held_on=date(2026, 11, 3), notes="Listens")
SHARE = Target(metric_id="share", minimum=40, maximum=60)
SIRO_SHARE = Target(metric_id="share", minimum=45, conversation_type_id="roof", source=Source.SIRO)
ASKED = LookUp("roof", SIRO_BANDS, datetime(2026, 11, 2, tzinfo=UTC))


def make_old_store(folder: Path, rows: int = 30, version: int = 1) -> Path:
    """A file as an older version wrote it, with two answers, one problem, names, and from version 2 on targets."""
    filled = folder.with_name(folder.name + "-filled")
    with Library.open(filled) as library:
        plan = make_wide_plan(2)
        result_id = save_run(library, plan)
        library.save_answers(result_id, [make_answer(cell.key, rows) for cell in plan.cells])
        library.save_names("acme", NAMES)
        library.meetings.save(ANNA, TALK)
        library.targets.save("acme", [SHARE])
        library.targets.replace_siro("acme", ASKED, [SIRO_SHARE])
    folder.mkdir(mode=0o700)
    path = folder / FILE_NAME
    old = sqlite3.connect(path, isolation_level=None)
    old.execute("PRAGMA journal_mode = WAL")
    old.execute("ATTACH ? AS filled", (str(filled / FILE_NAME),))
    for number in range(version):
        old.executescript(MIGRATIONS[number])
    for number in range(version):
        for table in TABLES[number + 1]:
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})").fetchall())
            old.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM filled.{table}")
    old.execute(f"PRAGMA user_version = {version}")
    old.close()
    shutil.rmtree(filled)
    return path


def check_content(library: Library) -> None:
    plan = make_wide_plan(2)
    saved = library.load_result(1)
    assert saved.plan == plan
    assert saved.answers == {cell.key: make_answer(cell.key, 30) for cell in plan.cells}
    assert library.load_names("acme") == NAMES


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return version


def test_an_old_store_keeps_everything_and_takes_what_is_new(folder: Path) -> None:
    path = make_old_store(folder)

    with Library.open(folder) as library:
        check_content(library)
        library.directory.save_own_names("acme", [OwnName(NameKind.USER, "u1", "Annie")])
        library.save_answers(save_run(library, make_plan()), [make_answer(make_plan().cells[0].key)])
    assert version_of(path) == SCHEMA_VERSION


def test_a_store_of_version_2_keeps_its_targets_and_takes_colours_set_by_hand(folder: Path) -> None:
    path = make_old_store(folder, version=2)
    own = OwnColors(bands=build_own_bands([(Status.MISSED, 0), (Status.MET, 70)]))

    with Library.open(folder) as library:
        check_content(library)
        known = library.targets.load("acme")
        assert (set(known.all), known.look_ups, known.own_colors) == ({SHARE, SIRO_SHARE}, (ASKED,), ())
        library.targets.save("acme", [own])
    with Library.open(folder) as library:
        assert library.targets.load("acme").own_colors == (own,)
    assert (version_of(path), version_of(folder / COPY)) == (SCHEMA_VERSION, 2)


def test_a_store_of_version_4_finds_its_metrics_without_an_index_of_values(folder: Path) -> None:
    path = make_old_store(folder, version=4)

    with Library.open(folder) as library:
        check_content(library)
        (found,) = library.load_summaries(search="talk")
        (past,) = library.metric_history(HISTORY)
        assert (past.value, past.recordings) == (1801, 150)
        library.meetings.save(
            MetPerson("acme", "org_123", "user_0"), Meeting(held_on=ASKED.fetched_at.date(), notes="x")
        )
        library.delete_result(found.id)
    with closing(sqlite3.connect(path)) as after:
        left = {
            table: after.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("metrics", "metric_sets", "metric_set_members", "meetings")
        }
        indexes = {row[0] for row in after.execute("SELECT name FROM sqlite_schema WHERE type = 'index'").fetchall()}
    assert left == {"metrics": 0, "metric_sets": 0, "metric_set_members": 0, "meetings": 1}
    assert "answer_values_by_metric" not in indexes
    assert (version_of(path), version_of(folder / COPY)) == (SCHEMA_VERSION, 4)


def test_a_store_of_version_5_keeps_its_meetings_and_takes_events(folder: Path) -> None:
    path = make_old_store(folder, version=5)
    training = Event(day=date(2026, 5, 12), name="Training")

    with Library.open(folder) as library:
        check_content(library)
        assert [(whom, replace(one, id=NOT_KEPT)) for whom, one in library.meetings.load_all("acme")] == [(ANNA, TALK)]
        assert library.events.load("acme") == ()
        library.events.save("acme", training)
    with Library.open(folder) as library:
        assert [one.name for one in library.events.load("acme")] == ["Training"]
    assert (version_of(path), version_of(folder / COPY)) == (SCHEMA_VERSION, 5)


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_an_older_store_is_rescued_as_it_is(folder: Path, version: int) -> None:
    make_old_store(folder, version=version)
    report = result_of(rescue(folder, NOW, never))

    assert (report.results, report.whole, report.parts) == (1, 1, ())
    with Library.open(folder) as library:
        check_content(library)


@pytest.mark.parametrize("what", ["answer_values", "answer_values_by_metric"])
def test_a_damaged_store_of_version_4_is_brought_up_to_date_all_the_same(folder: Path, what: str) -> None:
    path = make_old_store(folder, rows=3000, version=4)
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (what,)).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 100)

    with Library.open(folder) as library:
        assert len(library.load_summaries()) == 1
        if what == "answer_values":
            with pytest.raises(StorageError):
                library.load_result(1)
        else:
            assert len(library.load_result(1).answers) == 2
        save_run(library, make_plan())
    assert version_of(path) == SCHEMA_VERSION


def spoil_index(path: Path, how: str) -> None:
    """Damage the index of values: its first page, one below that, or a pointer in it: to another table."""
    with closing(sqlite3.connect(path)) as connection:
        root, *more = (
            row[0]
            for row in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = 'answer_values_by_metric' ORDER BY path"
            )
        )
        (results,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'results'").fetchone()
    place, what = {
        "root": ((root - 1) * 4096, b"\xff" * 100),
        "page": ((more[0] - 1) * 4096, b"\xff" * 100),
        "pointer": ((root - 1) * 4096 + 8, results.to_bytes(4, "big")),
    }[how]
    with path.open("r+b") as file:
        file.seek(place)
        file.write(what)


@pytest.mark.parametrize("how", ["root", "page", "pointer"])
def test_a_damaged_index_of_values_is_in_nobodys_way(folder: Path, how: str) -> None:
    """It is not needed any more: saving goes on, and nothing that it points to is taken for its own."""
    path = make_old_store(folder, rows=3000, version=4)
    spoil_index(path, how)
    plan = make_wide_plan(2)
    known = {cell.key: make_answer(cell.key, 3000) for cell in plan.cells}
    more = make_answer(make_plan().cells[0].key, 4000, canary="More")

    with Library.open(folder) as library:
        assert library.load_result(1).answers == known
        library.save_answers(save_run(library, make_plan()), [more])
    with Library.open(folder) as library:
        assert library.load_result(1).answers == known
        assert library.load_result(2).only_answer == more
        assert result_of(check_quickly(library, never)).is_sound
        assert not result_of(check_all(library, never)).unreadable

    report = result_of(rescue(folder, NOW, never))
    assert (report.results, report.whole, report.parts) == (2, 2, ())
    with Library.open(folder) as library:
        assert library.load_result(1).answers == known
        assert result_of(check_all(library, never)).is_sound


def test_an_index_that_another_window_still_has_in_mind_is_left_out_there_too(folder: Path) -> None:
    path = make_old_store(folder, rows=3000, version=4)
    spoil_index(path, "root")
    answer = make_answer(make_plan().cells[0].key, 50, canary="More")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("SELECT count(*) FROM results").fetchone()
        with Library.open(folder):
            other.execute("INSERT INTO answer_values (answer_id, position, metric) VALUES (1, 9999, 1)")
            other.execute("DELETE FROM answer_values WHERE position = 9999")
    with Library.open(folder) as library:
        library.save_answers(save_run(library, make_plan()), [answer])
        assert len(library.load_result(1).answers) == 2


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
