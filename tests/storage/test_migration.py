"""An older file becomes a newer one: nothing is lost, a copy is kept, and what fails changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from damage_kit import NOW, never, result_of
from msgspec.structs import replace
from old_stores import ANNA, ASKED, COPY, HISTORY, SHARE, SIRO_SHARE, TALK, check_content, make_old_store, version_of
from storage_samples import make_answer, make_plan, make_wide_plan, save_run

from siro_desktop.domain.color_bands import build_own_bands
from siro_desktop.domain.events import Event
from siro_desktop.domain.meetings import NOT_KEPT, Meeting, MetPerson
from siro_desktop.domain.own_names import NameKind, OwnName
from siro_desktop.domain.targets import OwnColors, Status
from siro_desktop.errors import StorageError
from siro_desktop.storage.integrity import check_all, check_quickly
from siro_desktop.storage.library import Library
from siro_desktop.storage.rescue import rescue
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


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
        library.events.exchange("acme", (), [training])
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
