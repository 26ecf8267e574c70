"""Saved queries in the store."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from storage_samples import SAVED_AT

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.domain.saved_query import SavedQuery
from siro_desktop.errors import NameTaken, StorageError
from siro_desktop.storage.library import FILE_NAME, Library

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = Question(
    organization_id="",
    conversation_type_id="roof",
    period=RelativePeriod.parse("last-week"),
    filter_by=(EntityType.USER,),
    ids=("ana", "ben"),
)
BOARD = SavedQuery(name="Monday board", folder="Weekly", is_starred=True, question=QUESTION, changed_at=SAVED_AT)


def test_a_query_is_there_again(library: Library, folder: Path) -> None:
    query_id = library.queries.save("acme", BOARD)
    with Library.open(folder) as again:
        assert again.queries.load("acme") == (replace(BOARD, id=query_id),)
        assert again.queries.load("other") == ()


def test_saving_again_changes_it(library: Library) -> None:
    kept = replace(BOARD, id=library.queries.save("acme", BOARD))
    changed = replace(kept, question=replace(QUESTION, ids=("cem",)), changed_at=datetime(2026, 12, 1, tzinfo=UTC))
    assert library.queries.save("acme", changed) == kept.id
    assert library.queries.load("acme") == (changed,)


def test_of_two_programs_that_save_one_new_name_the_second_hears_of_it(library: Library, folder: Path) -> None:
    library.queries.save("acme", BOARD)
    with Library.open(folder) as other:
        with pytest.raises(StorageError, match="Monday board"):
            other.queries.save("acme", BOARD)
        other.queries.save("acme", replace(BOARD, folder="Monthly"))
        other.queries.save("beta", BOARD)
    assert len(library.queries.load("acme")) == 2


def test_a_query_that_is_renamed_or_moved_to_where_its_name_is_taken_gets_a_number(
    library: Library, folder: Path
) -> None:
    board = library.queries.save("acme", BOARD)
    with Library.open(folder) as other:  # of which this window has not heard
        other.queries.save("acme", replace(BOARD, name="Team"))
        moved = other.queries.save("acme", replace(BOARD, name="TEAM", folder="Monthly"))
        other.queries.save("beta", replace(BOARD, name="Tuesday"))
    assert library.queries.rename(board, "team") == "team 2"
    assert library.queries.move(moved, "Weekly") == "TEAM 3"
    assert library.queries.rename(board, "Tuesday") == "Tuesday"
    assert library.queries.rename(board, "TUESDAY") == "TUESDAY"
    assert library.queries.move(board, "Weekly") == "TUESDAY"
    assert [(one.folder, one.name) for one in library.queries.load("acme")] == [
        ("Weekly", "Team"),
        ("Weekly", "TEAM 3"),
        ("Weekly", "TUESDAY"),
    ]


def test_a_new_name_that_differs_in_capitals_alone_is_taken(library: Library) -> None:
    library.queries.save("acme", BOARD)
    with pytest.raises(NameTaken, match="MONDAY BOARD"):
        library.queries.save("acme", replace(BOARD, name="MONDAY BOARD"))
    assert library.queries.save_by_name("acme", replace(BOARD, name="MONDAY BOARD"))
    assert [one.name for one in library.queries.load("acme")] == ["MONDAY BOARD"]


def test_a_question_saved_again_keeps_what_another_window_called_it(library: Library, folder: Path) -> None:
    kept = replace(BOARD, id=library.queries.save("acme", BOARD))
    with Library.open(folder) as other:
        other.queries.rename(kept.id, "Tuesday board")
        other.queries.move(kept.id, "")
        other.queries.star(kept.id, is_starred=False)
        other.queries.save("acme", BOARD)
    library.queries.save("acme", replace(kept, question=replace(QUESTION, ids=("cem",))))
    assert [(one.folder, one.name, one.is_starred, one.question.ids) for one in library.queries.load("acme")] == [
        ("", "Tuesday board", False, ("cem",)),
        ("Weekly", "Monday board", True, ("ana", "ben")),
    ]


def test_a_query_brought_back_gets_a_number_where_its_name_is_taken(library: Library) -> None:
    kept = replace(BOARD, id=library.queries.save("acme", BOARD))
    library.queries.delete(kept.id)
    library.queries.save("acme", BOARD)
    assert library.queries.save("acme", kept) == kept.id
    assert {one.id: one.name for one in library.queries.load("acme")}[kept.id] == "Monday board 2"


def test_saving_by_name_replaces_what_another_program_saved_meanwhile(library: Library, folder: Path) -> None:
    changed = replace(BOARD, is_starred=False, question=replace(QUESTION, ids=("cem",)))
    with Library.open(folder) as other:
        assert not other.queries.save_by_name("acme", BOARD)
    assert library.queries.save_by_name("acme", changed)
    (kept,) = library.queries.load("acme")
    assert kept.question.ids == ("cem",)
    assert kept.is_starred


def test_they_come_by_folder_and_name(library: Library) -> None:
    for name, folder in (("b", ""), ("Zero", "weekly"), ("alpha", "Weekly"), ("A", "")):
        library.queries.save("acme", replace(BOARD, name=name, folder=folder))
    assert [(one.folder, one.name) for one in library.queries.load("acme")] == [
        ("", "A"),
        ("", "b"),
        ("Weekly", "alpha"),
        ("weekly", "Zero"),
    ]


def test_name_folder_and_star_change_alone(library: Library) -> None:
    query_id = library.queries.save("acme", BOARD)
    library.queries.rename(query_id, "Tuesday")
    library.queries.move(query_id, "")
    library.queries.star(query_id, is_starred=False)
    (kept,) = library.queries.load("acme")
    assert kept == replace(BOARD, id=query_id, name="Tuesday", folder="", is_starred=False)


def test_a_deleted_query_can_be_brought_back(library: Library) -> None:
    kept = replace(BOARD, id=library.queries.save("acme", BOARD))
    library.queries.delete(kept.id)
    library.queries.delete(kept.id)
    assert library.queries.load("acme") == ()
    with pytest.raises(StorageError, match="deleted in another window"):
        library.queries.rename(kept.id, "Tuesday")
    newer = library.queries.save("acme", BOARD)
    assert library.queries.save("acme", kept) == kept.id != newer
    assert len(library.queries.load("acme")) == 2


def test_everything_goes_with_all_local_data(library: Library) -> None:
    library.queries.save("acme", BOARD)
    library.delete_all()
    assert library.queries.load("acme") == ()


def test_a_damaged_question_is_a_damaged_store(library: Library, folder: Path) -> None:
    library.queries.save("acme", BOARD)
    with sqlite3.connect(folder / FILE_NAME) as other:
        other.execute("UPDATE saved_queries SET question = '{}'")
    other.close()
    with pytest.raises(StorageError, match="damaged"):
        library.queries.load("acme")
