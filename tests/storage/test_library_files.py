"""What lies in the folder: for this person only, shared by windows, without a byte of what was deleted."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from storage_samples import make_answer, make_plan, save_run

from siro_desktop.domain.names import NamedId, Names
from siro_desktop.storage.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_delete_one_result_keeps_the_others(save: Callable[..., int], library: Library, folder: Path) -> None:
    kept, gone = save(canary="Kept metric"), save(canary="CANARY-8713")

    library.delete_result(gone)

    assert [summary.id for summary in library.load_summaries()] == [kept]
    assert library.load_result(kept).only_answer == make_answer(make_plan().cells[0].key, canary="Kept metric")
    assert not found_in(folder, b"CANARY-8713")
    assert save(canary="New metric") not in {kept, gone}


def test_delete_all_leaves_no_byte_of_content_behind(save: Callable[..., int], library: Library, folder: Path) -> None:
    for number in range(20):
        save(make_plan("CANARY-8713", f"CANARY-8713-{number}"), name="CANARY-8713", canary="CANARY-8713", rows=300)
    library.save_names("acme", Names(users=(NamedId("u", "CANARY-8713"),)))
    assert found_in(folder, b"CANARY-8713")

    library.delete_all()

    assert not found_in(folder, b"CANARY-8713")
    assert library.load_summaries() == ()
    assert library.load_names("acme") == Names()
    save()
    assert len(library.load_summaries()) == 1


def test_files_are_for_this_person_only(save: Callable[..., int], folder: Path) -> None:
    save()

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == {"results.sqlite3": 0o600, "results.sqlite3-wal": 0o600, "results.sqlite3-shm": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_loose_permissions_are_tightened(folder: Path) -> None:
    with Library.open(folder):
        pass
    folder.chmod(0o755)
    (folder / "results.sqlite3").chmod(0o644)

    with Library.open(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "results.sqlite3").stat().st_mode) == 0o600


def test_a_second_window_sees_and_changes_the_same_store(library: Library, folder: Path) -> None:
    plan = make_plan()
    key = plan.cells[0].key
    with Library.open(folder) as other:
        result_id = save_run(other, plan)
        other.save_answers(result_id, [make_answer(key, canary="Shared")])
        assert library.load_result(result_id).only_answer == make_answer(key, canary="Shared")

        library.delete_all()  # the dictionary of metrics goes too: the other window must not go on with its own
        again = save_run(other, plan)
        other.save_answers(again, [make_answer(key, canary="Shared")])
        library.save_answers(save_run(library, plan), [make_answer(key, canary="More")])
        assert library.load_result(again).only_answer == make_answer(key, canary="Shared")
        assert len(other.load_summaries(search="shared")) == 1


def found_in(folder: Path, canary: bytes) -> bool:
    return any(canary in file.read_bytes() for file in folder.iterdir())
