"""One-to-ones in the store: with whom, on which day, what was agreed; and of whom there are figures."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from damage_kit import NOW, fill, meeting, never, result_of
from msgspec.structs import replace
from storage_samples import make_answer, make_plan, make_query, make_wide_plan, save_run
from test_damage import change

from siro_desktop.domain.meetings import NOT_KEPT, Meeting, MetPerson
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.store_health import StorePart
from siro_desktop.errors import MeetingError, StorageError
from siro_desktop.storage.integrity import check_all
from siro_desktop.storage.library import FILE_NAME, Library
from siro_desktop.storage.rescue import rescue

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.domain.plan import FetchPlan

EACH = CompareBy(entities=CompareEntities.EACH)
ANNA = MetPerson("acme", "org_123", "user_a")
TALK = Meeting(
    held_on=date(2026, 11, 3), notes="Asks more =1+1 屋根\nListens", agreed="Two questions", check_on=NOW.date()
)


def test_a_meeting_comes_back_as_it_was_noted(library: Library) -> None:
    number = library.meetings.save(ANNA, TALK)
    later = replace(TALK, held_on=date(2026, 11, 20), check_on=None)
    other = library.meetings.save(ANNA, later)

    assert library.meetings.load(ANNA) == (replace(later, id=other), replace(TALK, id=number))


def test_nobody_else_sees_it(library: Library) -> None:
    library.meetings.save(ANNA, TALK)
    for changes in ({"profile_id": "other"}, {"organization_id": "other"}, {"person_id": "other"}):
        assert library.meetings.load(replace(ANNA, **changes)) == ()


def test_a_meeting_is_changed_and_taken_away(library: Library) -> None:
    number = library.meetings.save(ANNA, TALK)
    moved = replace(TALK, id=number, held_on=date(2026, 11, 4), notes="Less")
    assert library.meetings.save(ANNA, moved) == number
    assert library.meetings.load(ANNA) == (moved,)

    assert library.meetings.save(ANNA, replace(moved, notes=" ", agreed="")) == NOT_KEPT
    assert library.meetings.load(ANNA) == ()
    assert library.meetings.save(ANNA, moved) == number  # what another window took away is there again


def test_what_is_too_long_changes_nothing(library: Library) -> None:
    number = library.meetings.save(ANNA, TALK)
    with pytest.raises(MeetingError):
        library.meetings.save(ANNA, replace(TALK, id=number, notes="x" * 10_001))
    assert library.meetings.load(ANNA) == (replace(TALK, id=number),)


def test_delete_all_takes_meetings_and_leaves_no_byte_of_them(library: Library, folder: Path) -> None:
    library.meetings.save(ANNA, replace(TALK, notes="CANARY-8713"))
    library.delete_all()

    assert library.meetings.load(ANNA) == ()
    assert b"CANARY-8713" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_stored_counts_them_also_without_a_result(library: Library) -> None:
    plan = make_plan()
    library.save_answers(save_run(library, plan), [make_answer(plan.cells[0].key)])
    for whom in (ANNA, replace(ANNA, person_id="user_b"), replace(ANNA, profile_id="gone")):
        library.meetings.save(whom, TALK)

    known = {one.profile_id: (one.name, one.results, one.meetings) for one in library.retention.load_profiles()}
    assert known == {"acme": ("Acme", 1, 2), "gone": ("gone", 0, 1)}


def test_a_rescue_brings_them_over(folder: Path) -> None:
    fill(folder, results=1)
    change(folder, "UPDATE meetings SET held_on = 'never' WHERE id = 4")

    report = result_of(rescue(folder, NOW, never))

    assert StorePart.MEETINGS in report.parts
    with Library.open(folder) as library:
        kept = library.meetings.load_all("acme")
        assert len(kept) == 49
        assert (replace(ANNA, person_id="u4"), meeting(4)) in [(whom, replace(one, id=NOT_KEPT)) for whom, one in kept]
        assert result_of(check_all(library, never)).is_sound


def save_compared(library: Library, plan: FetchPlan, *people: str) -> int:
    """A run in which only these people have an answer."""
    result_id = save_run(library, plan)
    for cell in plan.cells:
        if cell.query.ids[0] in people:
            answer = make_answer(cell.key, filter_by=("USER",), filter_by_ids=cell.query.ids)
            library.save_answers(result_id, [answer])
    return result_id


def test_people_are_found_in_the_newest_comparison_that_has_an_answer_for_them(library: Library) -> None:
    older = save_compared(library, make_wide_plan(3), "user_0", "user_1")
    newer = save_compared(library, make_wide_plan(3), "user_0")
    alone = make_plan("roof_inspection", "user_9")
    save_compared(library, alone, "user_9")  # one answer is no comparison

    assert library.meetings.find_compared("acme", "org_123") == {"user_0": newer, "user_1": older}
    assert library.meetings.find_compared("acme", "org_1") == {}
    assert library.meetings.find_compared("other", "org_123") == {}


def test_the_whole_of_a_comparison_is_nobody(library: Library) -> None:
    plan = make_wide_plan(2)
    result_id = save_run(library, plan)
    library.save_answers(result_id, [make_answer(cell.key) for cell in plan.cells])  # two ids each
    assert library.meetings.find_compared("acme", "org_123") == {}


def found_by(library: Library, search: str, profile_id: str | None = "acme") -> list[int]:
    return [summary.id for summary in library.load_summaries(profile_id=profile_id, search=search)]


@pytest.mark.parametrize("search", ["listens", "LISTENS", "asks 屋根", "two questions", "1+1", "roof questions oct"])
def test_a_search_finds_the_results_about_whom_something_was_noted_of(library: Library, search: str) -> None:
    alone = save_compared(library, make_plan("roof_inspection", "user_a"), "user_a")
    among = save_compared(library, build_plan(make_query(), "acme", compare_by=EACH), "user_a")
    save_compared(library, make_plan("roof_inspection", "user_aa"), "user_aa")
    library.meetings.save(ANNA, TALK)

    assert found_by(library, search) == found_by(library, search, None) == [among, alone]


@pytest.mark.parametrize("search", ["user_z listens", "#listens", "2026-11-03", "listens shouts"])
def test_a_search_finds_nothing_that_was_not_noted(library: Library, search: str) -> None:
    save_compared(library, make_plan("roof_inspection", "user_a"), "user_a")
    library.meetings.save(ANNA, TALK)
    library.meetings.save(replace(ANNA, person_id="user_b"), replace(TALK, notes="Shouts"))

    assert found_by(library, search) == []


def test_notes_are_searched_as_they_are_now_and_for_their_connection_and_organization(library: Library) -> None:
    mine = save_compared(library, make_plan("roof_inspection", "user_a"), "user_a")
    other = save_compared(library, make_plan("roof_inspection", "user_a", profile_id="other"), "user_a")
    library.meetings.save(replace(ANNA, organization_id="org_12"), replace(TALK, notes="Elsewhere"))
    library.meetings.save(replace(ANNA, profile_id="other"), replace(TALK, notes="There"))
    number = library.meetings.save(ANNA, replace(TALK, notes="Before"))
    assert (found_by(library, "before", None), found_by(library, "there", None)) == ([mine], [other])
    assert found_by(library, "there") == found_by(library, "elsewhere", None) == []

    library.meetings.save(ANNA, replace(TALK, id=number, notes="After"))
    assert (found_by(library, "before"), found_by(library, "after")) == ([], [mine])


def test_damaged_notes_leave_the_rest_of_the_search(folder: Path) -> None:
    fill(folder, results=4)
    path = folder / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'meetings'").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 100)

    with Library.open(folder) as library:
        with pytest.raises(StorageError):
            library.meetings.load_all("acme")
        assert found_by(library, "type_2") == [3]
