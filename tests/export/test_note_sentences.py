"""What stands below a comparison on a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from export_samples import make_answer, make_metrics, make_query, make_saved
from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar, Unit
from siro_desktop.domain.comparability import Note, NoteKind, Rules
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, build_plan
from siro_desktop.domain.query import Entity, EntityType
from siro_desktop.export.note_sentences import note_sentences
from siro_desktop.export.text_table import format_table

DENVER = ZoneInfo("America/Denver")
NOVEMBER = Period(datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 12, 1, 7, tzinfo=UTC))
DAY = Period(datetime(2026, 11, 2, 7, tzinfo=UTC), datetime(2026, 11, 3, 7, tzinfo=UTC))
OTHER_DAYS = tuple(Period(DAY.start + n * timedelta(days=1), DAY.end + n * timedelta(days=1)) for n in range(1, 5))


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        (
            Note(kind=NoteKind.OPEN, count=1, total=1, subjects=(NOVEMBER,)),
            "The period had not ended when fetched, so figures may still change: 2026-11.",
        ),
        (
            Note(kind=NoteKind.OPEN, count=5, total=9, subjects=(DAY, *OTHER_DAYS)),
            (
                "5 of 9 periods had not ended when fetched, so figures may still change: "
                "2026-11-02, 2026-11-03, 2026-11-04 and 2 more."
            ),
        ),
        (
            Note(kind=NoteKind.EARLY, subjects=(NOVEMBER,)),
            "Late scores may still come for 2026-11: fetched soon after the end.",
        ),
        (
            Note(kind=NoteKind.LENGTHS, subjects=(NOVEMBER, DAY), days=(30, 1.5)),
            "The periods differ in length: 30 and 1.5 days (2026-11, 2026-11-02).",
        ),
        (
            Note(kind=NoteKind.EDGES, count=1, total=5, subjects=(DAY,)),
            "1 of 5 periods is cut short at the edge: 2026-11-02.",
        ),
        (
            Note(kind=NoteKind.POPULATIONS, count=2, subjects=(Entity((EntityType.USER,), ("ana",)),)),
            "Figures of 2 kinds of population stand beside each other, such as people and teams.",
        ),
        (
            Note(kind=NoteKind.METRICS, count=1, total=30, subjects=("Talk\x1b time",)),
            "1 of 30 metrics is not in every answer: Talk  time.",
        ),
        (
            Note(kind=NoteKind.THIN, count=1_204, total=2_600, limit=5),
            "1,204 of 2,600 answers rest on fewer than 5 recordings.",
        ),
    ],
)
def test_a_sentence_for_each_note(note: Note, sentence: str) -> None:
    assert list(note_sentences([note], DENVER)) == [sentence]


def test_what_is_told_cell_by_cell_is_not_told_twice() -> None:
    assert not list(note_sentences([Note(kind=NoteKind.FAILED), Note(kind=NoteKind.WARNINGS)], DENVER))


def test_they_stand_below_the_table_by_the_profiles_rules() -> None:
    calendar = Calendar(DENVER)
    plan = build_plan(make_query(), "acme", compare_by=CompareBy(unit=Unit.MONTH), calendar=calendar)
    answers = {cell.key: make_answer(cell.key, make_metrics({}), recordings_evaluated=8) for cell in plan.cells}
    saved = replace(make_saved(), plan=plan, answers=answers)
    table = format_table(saved, rules=Rules(calendar, timedelta(days=2), 10))
    assert table.endswith(
        "\n\nNote: 1 of 2 periods is cut short at the edge: 2026-11-01.\n"
        "Note: Late scores may still come for 2026-10, 2026-11-01: fetched soon after the end.\n"
        "Note: 2 of 2 answers rest on fewer than 10 recordings.\n"
    )
    assert "fewer than" not in format_table(saved)
