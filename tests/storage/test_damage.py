"""Damaged stores: what is wrong is named, the rest opens, nothing is thrown away. `damage_runs.py` does it for long."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from damage_kit import NOW, fill, never, result_of, try_one
from storage_samples import make_plan, save_run

from siro_desktop.domain.labels import Labels
from siro_desktop.domain.store_health import StorePart
from siro_desktop.errors import Cancelled, StorageError, StoreDamaged
from siro_desktop.storage.copies import damaged_path
from siro_desktop.storage.integrity import check_all, check_quickly
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.rescue import rescue
from siro_desktop.storage.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.results import SavedResult

SEEDS = (4, 26, 31, 43, 45, 47, 50, 58, 97)  # each found something once


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, SavedResult]]:
    """A store that nobody changes, and what is in it."""
    folder = tmp_path_factory.mktemp("sound") / "data"
    return folder, fill(folder)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_hit_no_figure_is_wrong_and_what_can_be_read_is_rescued(
    sound: tuple[Path, dict[int, SavedResult]], tmp_path: Path, seed: int
) -> None:
    outcome = try_one(*sound, tmp_path / "data", seed)
    assert outcome.complaints == []


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE answer_values SET value = 7 WHERE answer_id = 1 AND position = 3", StorePart.FIGURES),
        ("UPDATE answers SET recordings_evaluated = 151 WHERE id = 1", StorePart.FIGURES),
        ("UPDATE metrics SET name = 'Talk 9 1' WHERE id = 2", StorePart.FIGURES),
        ("UPDATE result_cells SET answer_id = 3 WHERE result_id = 1 AND position = 0", StorePart.FIGURES),
        ("UPDATE pages SET url = 'https://elsewhere/' WHERE answer_id = 1", StorePart.PAGES),
        ("UPDATE results SET plan = replace(plan, 'user_1', 'user_7') WHERE id = 1", StorePart.RESULTS),
    ],
)
def test_what_changed_on_the_disk_is_never_shown(folder: Path, statement: str, part: StorePart) -> None:
    """SQLite sees nothing wrong with any of these."""
    known = fill(folder, results=2)
    change(folder, statement)

    with Library.open(folder) as library:
        assert library.load_result(2) == known[2]
        with pytest.raises(StoreDamaged):
            library.load_result(1)
        assert result_of(check_quickly(library, never)).is_sound
        assert result_of(check_all(library, never)).unreadable == (1,)

    report = result_of(rescue(folder, NOW, never))
    assert part in report.parts
    with Library.open(folder) as library:
        assert library.load_result(2) == known[2]


def test_a_raw_answer_that_an_index_does_not_find_is_missed(folder: Path) -> None:
    """A damaged index finds nothing and raises nothing: taking the row away is what that looks like."""
    fill(folder, results=2)
    change(folder, "DELETE FROM pages WHERE answer_id = 1")
    with Library.open(folder) as library:
        with pytest.raises(StoreDamaged):
            library.load_result(1)
        assert library.load_result(2).answers

    report = result_of(rescue(folder, NOW, never))
    assert (report.results, report.whole, report.parts) == (2, 2, (StorePart.PAGES,))


def test_an_answer_that_cells_of_two_results_claim_goes_to_the_one_that_it_answers(folder: Path) -> None:
    known = fill(folder, results=3)
    change(
        folder,
        "UPDATE result_cells SET answer_id = (SELECT answer_id FROM result_cells WHERE result_id = 3)"
        " WHERE result_id = 2",
    )
    report = result_of(rescue(folder, NOW, never))

    assert report.lost == (2,)
    with Library.open(folder) as library:
        assert library.load_result(3) == known[3]
        assert not library.load_result(2).answers


def test_raw_answers_that_are_gone_leave_the_figures(folder: Path) -> None:
    known = fill(folder, results=2)
    change(folder, "UPDATE pages SET body = x'00' WHERE answer_id = 1")

    report = result_of(rescue(folder, NOW, never))

    assert (report.results, report.whole, report.lost, report.parts) == (2, 2, (), (StorePart.PAGES,))
    with Library.open(folder) as library:
        answers = library.load_result(1).answers
    first = next(iter(known[1].plan.cells)).key
    assert answers[first].metrics == known[1].answers[first].metrics
    assert answers[first].pages == ()
    assert "raw answer was damaged" in answers[first].warnings[-1]


def test_an_answer_that_is_gone_can_be_fetched_again(folder: Path) -> None:
    known = fill(folder, results=1)
    change(folder, "UPDATE answer_values SET value = 7 WHERE answer_id = 1 AND position = 3")

    report = result_of(rescue(folder, NOW, never))

    assert (report.results, report.whole) == (1, 0)
    with Library.open(folder) as library:
        saved = library.load_result(1)
        assert [cell.key for cell in saved.missing] == [saved.plan.cells[0].key]
        assert "Fetch it again" in saved.problems[saved.plan.cells[0].key].message
        assert len(saved.answers) == len(known[1].answers) - 1
        (summary,) = library.load_summaries()
        assert summary.labels == Labels("Result 0", "A note", ("weekly",), is_pinned=True)


@pytest.mark.parametrize("table", ["results", "answer_values"])
def test_a_table_whose_description_is_damaged_is_read_all_the_same(folder: Path, table: str) -> None:
    known = fill(folder, results=3)
    path = folder / FILE_NAME
    content = path.read_bytes()
    spoilt = content.replace(f"CREATE TABLE {table} (".encode(), f"CREATE TABLE {table} ]".encode())
    assert spoilt != content
    path.write_bytes(spoilt)

    with pytest.raises(StoreDamaged):
        Library.open(folder)
    report = result_of(rescue(folder, NOW, never))

    assert report.whole == 3
    with Library.open(folder) as library:
        assert {number: library.load_result(number) for number in known} == known


def test_a_file_without_any_way_in_is_kept_and_an_empty_store_takes_its_place(folder: Path) -> None:
    fill(folder, results=1)
    path = folder / FILE_NAME
    path.write_bytes(b"\xff" * 5000)

    report = result_of(rescue(folder, NOW, never))

    assert (report.results, report.lost, report.parts) == (0, (), (StorePart.FILE,))
    assert report.kept == damaged_path(path, NOW)
    assert report.kept.read_bytes() == b"\xff" * 5000
    with Library.open(folder) as library:
        assert library.load_summaries() == ()
        assert result_of(check_all(library, never)).is_sound


def test_a_rescue_that_is_stopped_changes_nothing(folder: Path) -> None:
    fill(folder)
    before = {file.name: file.read_bytes()[100:] for file in folder.iterdir()}

    with pytest.raises(Cancelled):
        result_of(rescue(folder, NOW, lambda: True))

    assert {file.name: file.read_bytes()[100:] for file in folder.iterdir()} == before


def test_a_rescue_does_not_run_over_another_window(library: Library, folder: Path) -> None:
    steps = rescue(folder, NOW, never)
    next(steps)
    next(steps, None)
    saved = save_run(library, make_plan())

    with pytest.raises(StorageError, match="Another window saved something"):
        result_of(steps)
    assert library.load_result(saved).plan == make_plan()
    assert not damaged_path(folder / FILE_NAME, NOW).exists()


def test_an_open_window_sees_what_was_rescued(folder: Path) -> None:
    known = fill(folder, results=3)
    with Library.open(folder) as window:
        change(folder, "UPDATE answer_values SET value = 7 WHERE answer_id = 1 AND position = 3")
        result_of(rescue(folder, NOW, never))
        assert window.load_result(2) == known[2]
        assert len(window.load_summaries()) == 3


def test_after_a_rescue_that_saved_no_answer_a_check_counts_what_the_list_has(folder: Path) -> None:
    fill(folder, results=3)
    change(folder, "UPDATE answer_values SET value = 7 WHERE position = 3")
    report = result_of(rescue(folder, NOW, never))
    assert (report.results, report.lost) == (0, (3, 2, 1))

    with Library.open(folder) as library:
        health = result_of(check_all(library, never))
        assert library.load_summaries() == ()
        assert (health.is_sound, health.results) == (True, 0)


def test_a_run_without_an_answer_is_looked_through_and_not_counted(folder: Path) -> None:
    fill(folder, results=2)
    with Library.open(folder) as library:
        save_run(library, make_plan("never_answered"))
        health = result_of(check_all(library, never))
        assert (health.is_sound, health.results) == (True, len(library.load_summaries())) == (True, 2)


def test_a_newer_store_is_not_rescued(folder: Path) -> None:
    fill(folder, results=1)
    change(folder, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(StorageError, match="newer version"):
        result_of(rescue(folder, NOW, never))


def test_a_check_can_be_stopped(folder: Path) -> None:
    fill(folder)
    with Library.open(folder) as library:
        for check in (check_all, check_quickly):
            with pytest.raises(Cancelled):
                result_of(check(library, lambda: True))
        assert library.load_result(1).answers


def test_delete_all_takes_what_a_rescue_kept(folder: Path) -> None:
    fill(folder, results=2)
    result_of(rescue(folder, NOW, never))
    with Library.open(folder) as library:
        library.delete_all()
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
