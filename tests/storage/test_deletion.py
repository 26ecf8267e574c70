"""Deleting many results: what others use stays, and what nobody uses is looked for once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from storage_samples import SAVED_AT, make_answer, make_plan, save_run

from siro_desktop.domain.labels import Labels
from siro_desktop.jobs.saved_limits import DeleteSeveral
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.rescue import rescue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def save_many(library: Library, count: int) -> list[int]:
    """Results with metrics of their own, and one that all have."""
    ids = []
    for number in range(count):
        plan = make_plan("roof", f"user_{number}")
        ids.append(save_run(library, plan))
        library.save_answers(ids[-1], [make_answer(plan.cells[0].key, rows=3, canary=f"Metric of {number}")])
    return ids


def said_to(library: Library, do: Callable[[], object]) -> list[str]:
    """The statements that SQLite hears meanwhile."""
    heard: list[str] = []
    with library.connection_for_care() as connection:
        connection.set_trace_callback(heard.append)
        do()
        connection.set_trace_callback(None)
    return heard


def test_what_nobody_uses_is_looked_for_once_for_many_results(library: Library) -> None:
    ids = save_many(library, 30)
    heard = said_to(library, lambda: library.delete_results(ids[:-1]))
    assert sum("DELETE FROM metrics " in statement for statement in heard) == 1
    assert sum(statement.startswith("COMMIT") for statement in heard) == 1
    assert [one.id for one in library.load_summaries()] == ids[-1:]


def test_where_every_set_of_metrics_stays_none_is_looked_through(library: Library, save: Callable[..., int]) -> None:
    ids = [save(), save()]
    heard = said_to(library, lambda: library.delete_results(ids[:1]))
    assert not any("DELETE FROM metric" in statement for statement in heard)


def test_pinned_ones_and_unknown_numbers_stay(library: Library, folder: Path) -> None:
    first, pinned, last = save_many(library, 3)
    with Library.open(folder) as other:
        other.labels.save(pinned, Labels(is_pinned=True))
    assert library.delete_results([first, pinned, 99, last], but_pinned=True) == (first, last)
    assert [one.id for one in library.load_summaries()] == [pinned]
    assert library.delete_results([pinned]) == (pinned,)
    assert b"Metric of" not in (folder / FILE_NAME).read_bytes()


def test_deleting_several_tells_of_each(library: Library) -> None:
    ids = save_many(library, 20)
    library.labels.save(ids[7], Labels(is_pinned=True))
    told: list[object] = []
    gone = asyncio.run(DeleteSeveral(tuple(ids)).run(library, told.append))
    assert list(gone) == told == [one for one in ids if one != ids[7]]
    assert [one.id for one in library.load_summaries()] == [ids[7]]


def test_the_store_tells_what_was_deleted_from_what_was_never_there(library: Library, folder: Path) -> None:
    first, second, third = save_many(library, 3)
    counts = library.counts()
    assert library.deleted_of((first, second, third, 99), counts) == frozenset()
    with Library.open(folder) as other:
        other.delete_results((second,))
    assert library.deleted_of((first, second, third, 99), counts) == {second}
    with Library.open(folder) as other:
        other.delete_all()
        save_many(other, 2)
    assert library.deleted_of((first, second, third, 99), counts) == {first, second, third}


def test_what_is_not_in_another_store_was_not_deleted(library: Library, folder: Path, tmp_path: Path) -> None:
    """One that was restored or rescued: what it lacks was never deleted on purpose."""
    ids = save_many(library, 4)
    counts = library.counts()
    with Library.open(tmp_path / "other") as other:
        save_many(other, 5)
        other.delete_results(range(1, 5))
        assert other.deleted_of(ids, counts) == set(ids)  # it has given more numbers: nobody can tell it apart
        with other.connection_for_care() as connection:
            connection.execute("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'answers'")
        assert other.deleted_of(ids, counts) == frozenset()


def test_what_a_rescue_has_lost_was_not_deleted(library: Library, folder: Path) -> None:
    first, second, third = save_many(library, 3)
    counts = library.counts()
    with library.connection_for_care() as connection:
        connection.execute("UPDATE results SET plan = 'nothing' WHERE id = ?", (second,))
    for _ in rescue(folder, SAVED_AT, lambda: False):
        pass
    assert library.result_ids() == (third, first)
    assert library.deleted_of((first, second, third), counts) == frozenset()
