"""Finding and naming saved queries."""

from __future__ import annotations

from datetime import UTC, datetime

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.domain.saved_query import SavedQuery, find_by_name, unused_name

QUESTION = Question(
    organization_id="",
    conversation_type_id="roof",
    period=RelativePeriod.parse("last-week"),
    filter_by=(EntityType.TEAM,),
    ids=("north",),
)


def saved(number: int, name: str, folder: str = "") -> SavedQuery:
    changed_at = datetime(2026, 11, 25, tzinfo=UTC)
    return SavedQuery(id=number, name=name, folder=folder, question=QUESTION, changed_at=changed_at)


BOARDS = (saved(1, "Monday board"), saved(2, "monday board"), saved(3, "Report", "North"), saved(4, "Report", "South"))


def test_capitals_count_only_where_they_must() -> None:
    assert [one.id for one in find_by_name(BOARDS, "monday board")] == [2]
    assert [one.id for one in find_by_name(BOARDS, "MONDAY BOARD")] == [1, 2]
    assert find_by_name(BOARDS, "Tuesday") == ()


def test_a_folder_tells_namesakes_apart() -> None:
    assert [one.id for one in find_by_name(BOARDS, "report")] == [3, 4]
    assert [one.id for one in find_by_name(BOARDS, "South/Report")] == [4]


def test_a_copy_gets_a_name_of_its_own() -> None:
    assert unused_name(BOARDS, "Report", "North") == "Report 2"
    assert unused_name(BOARDS, "Report", "West") == "Report"
    assert unused_name((*BOARDS, saved(5, "Report 2", "North")), "Report", "North") == "Report 3"


def test_an_organization_is_named_only_where_it_is_not_the_connections_own() -> None:
    elsewhere = QUESTION.within("org_1")
    assert elsewhere.organization_id == "org_1"
    assert elsewhere.within("org_2") == elsewhere == elsewhere.without("org_2")
    assert elsewhere.without("org_1") == QUESTION
