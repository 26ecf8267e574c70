"""A backup is one file with everything; a restore puts it back, and changes nothing unless all of it is well."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from backup_kit import files_in, ignore
from damage_kit import NAMES, NOW, fill, never, result_of
from old_stores import check_content, make_old_store
from storage_samples import make_answer, make_plan, save_run

from siro_desktop.domain.labels import Labels
from siro_desktop.domain.store_health import StoreProgress, StoreStep
from siro_desktop.errors import Cancelled, ExportError, StorageError, UnusableFile
from siro_desktop.storage import backup as backup_room
from siro_desktop.storage import copies
from siro_desktop.storage.backup import back_up, restore
from siro_desktop.storage.copies import replaced_path
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_backup_is_one_private_file_with_everything(folder: Path, tmp_path: Path) -> None:
    known = fill(folder)
    target = tmp_path / "saved" / "my.sirobackup"
    target.parent.mkdir()
    target.write_bytes(b"an older one")
    heard: list[StoreProgress] = []
    with Library.open(folder) as library:
        back_up(library, target, heard.append, never)
        save_run(library, make_plan("later"))

    assert [file.name for file in target.parent.iterdir()] == [target.name]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert heard[-1] == StoreProgress(StoreStep.COPY, heard[-1].total, heard[-1].total)
    elsewhere = tmp_path / "elsewhere"
    assert result_of(restore(elsewhere, target, NOW, never)).results == len(known)
    with Library.open(elsewhere) as library:
        assert {number: library.load_result(number) for number in library.result_ids()} == known
        assert library.load_names("acme") == NAMES
        assert library.load_summaries()[0].labels.tags == ("weekly",)


def test_a_restore_keeps_what_was_there_and_open_windows_see_it(folder: Path, backup: Path) -> None:
    with Library.open(folder) as window:
        plan = make_plan("mine")
        mine = save_run(window, plan)
        window.save_answers(mine, [make_answer(plan.cells[0].key)])
        window.labels.save(mine, Labels("Mine"))

        report = result_of(restore(folder, backup, NOW, never))

        assert len(window.load_summaries()) == report.results == 5
        window.save_answers(save_run(window, plan), [make_answer(plan.cells[0].key)])
    assert report.kept == replaced_path(folder / FILE_NAME, NOW)
    assert stat.S_IMODE(report.kept.stat().st_mode) == 0o600
    assert {file.name for file in folder.iterdir()} == {FILE_NAME, report.kept.name}
    result_of(restore(folder, report.kept, NOW.replace(hour=9), never))  # and there is a way back
    with Library.open(folder) as library:
        assert [one.labels.name for one in library.load_summaries()] == ["Mine"]


def test_a_restore_mends_a_store_that_cannot_be_opened(folder: Path, backup: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / FILE_NAME).write_bytes(b"\xff" * 9000)

    report = result_of(restore(folder, backup, NOW, never))

    assert report.kept.read_bytes() == b"\xff" * 9000
    with Library.open(folder) as library:
        assert len(library.load_summaries()) == 5


def test_an_older_backup_is_brought_up_to_date(folder: Path, tmp_path: Path) -> None:
    old = make_old_store(tmp_path / "old")
    content = old.read_bytes()

    assert result_of(restore(folder, old, NOW, never)).kept is None

    assert old.read_bytes() == content
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    with Library.open(folder) as library:
        check_content(library)


def spoil(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2 :: 997] = bytes(len(content[len(content) // 2 :: 997]))
    backup.write_bytes(content)


def change(*statements: str) -> Callable[[Path], None]:
    def run(backup: Path) -> None:
        with closing(sqlite3.connect(backup)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return run


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (spoil, "damaged"),
        (lambda path: path.write_bytes(b"not a backup " * 900), "no backup"),
        (lambda path: path.write_bytes(path.read_bytes()[:9000]), "no backup|damaged"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.unlink(), "cannot be read"),
        (change(f"PRAGMA user_version = {SCHEMA_VERSION + 1}"), "newer version"),
        (change("UPDATE answer_values SET value = 7 WHERE position = 3"), "damaged"),
        (change("DROP TABLE results"), "no backup"),
        (change("PRAGMA user_version = 0"), "no backup"),
        (change("CREATE TRIGGER harm AFTER INSERT ON results BEGIN DELETE FROM answers; END"), "no backup"),
    ],
)
def test_a_backup_that_is_not_well_changes_nothing(
    folder: Path, backup: Path, harm: Callable[[Path], None], said: str
) -> None:
    fill(folder, results=2)
    harm(backup)
    before = files_in(folder)

    with pytest.raises(UnusableFile, match=said):
        result_of(restore(folder, backup, NOW, never))

    assert files_in(folder) == before


def test_a_restore_or_backup_that_is_stopped_changes_nothing(folder: Path, backup: Path) -> None:
    fill(folder, results=2)
    before, older = files_in(folder), backup.read_bytes()

    with pytest.raises(Cancelled):
        result_of(restore(folder, backup, NOW, lambda: True))
    with Library.open(folder) as library, pytest.raises(Cancelled):
        back_up(library, backup, ignore, lambda: True)

    assert files_in(folder) == before
    assert backup.read_bytes() == older


def test_a_store_that_somebody_writes_is_not_replaced(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, results=2)
    for room in (copies, backup_room):
        monkeypatch.setattr(room, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="Another window"):
            result_of(restore(folder, backup, NOW, never))
    with Library.open(folder) as library:
        assert len(library.load_summaries()) == 2


def test_a_backup_is_not_written_over_the_store(folder: Path, tmp_path: Path) -> None:
    fill(folder, results=1)
    with Library.open(folder) as library:
        with pytest.raises(ExportError, match="the store itself"):
            back_up(library, folder / ".." / folder.name / FILE_NAME, ignore, never)
        with pytest.raises(ExportError, match="cannot be written"):
            back_up(library, tmp_path / "nowhere" / "x", ignore, never)


def test_two_restores_in_one_second_keep_both_of_what_was_there(folder: Path, backup: Path) -> None:
    kept = []
    for name in ("first", "second", "third"):
        with Library.open(folder) as library:
            save_run(library, make_plan(name))
            ids = library.result_ids()
        report = result_of(restore(folder, backup, NOW, never))
        assert report.kept is not None
        kept.append((report.kept, ids))
    assert len({path for path, _ in kept}) == 3
    for path, ids in kept:
        with Library.open_file(path) as library:
            assert library.result_ids() == ids


def test_a_journal_without_its_store_is_not_read_into_the_restored_one(folder: Path, backup: Path) -> None:
    """As it lies there after a crash, when somebody has deleted the file alone."""
    with Library.open(folder) as library:
        for _ in range(30):
            save_run(library, make_plan())
        journal = (folder / f"{FILE_NAME}-wal").read_bytes()
    (folder / FILE_NAME).unlink()
    (folder / f"{FILE_NAME}-wal").write_bytes(journal)

    report = result_of(restore(folder, backup, NOW, never))

    assert (report.results, report.kept) == (5, None)
    with Library.open(folder) as library:
        assert len(library.load_summaries()) == 5
