"""Saved queries to list."""

from __future__ import annotations

from datetime import UTC, date, datetime

from siro_desktop.domain.compare_words import parse_compare_by
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.domain.saved_query import SavedQuery

NAMES = Names(
    conversation_types=(NamedId("roof", "Roof inspection"),),
    users=(NamedId("ana", "Ana Ruiz", team_id="north"), NamedId("ben", "Ben Cole")),
)


def make_question(period: str | DateRange = "last-week", *compare_by: str, **changes: object) -> Question:
    known = {
        "organization_id": "",
        "conversation_type_id": "roof",
        "period": RelativePeriod.parse(period) if isinstance(period, str) else period,
        "filter_by": (EntityType.USER,),
        "ids": ("ana", "ben"),
        "compare_by": parse_compare_by(compare_by),
    }
    return Question(**{**known, **changes})  # type: ignore[arg-type]


def make_saved(
    number: int, name: str, folder: str = "", question: Question | None = None, **changes: object
) -> SavedQuery:
    return SavedQuery(
        id=number,
        name=name,
        folder=folder,
        question=question or make_question(),
        changed_at=datetime(2026, 11, 25, tzinfo=UTC),
        **changes,  # type: ignore[arg-type]
    )


DAYS = DateRange(date(2026, 10, 1), date(2026, 10, 31))
QUERIES = (  # as the store gives them: by folder and name
    make_saved(1, "October reps", question=make_question(DAYS)),
    make_saved(2, "Ana", "One-to-ones", make_question("last-4-weeks", "entity", "week", ids=("ana",))),
    make_saved(3, "Ben", "One-to-ones", make_question("last-4-weeks", "entity", "week", ids=("ben",))),
    make_saved(4, "Monday board", "Weekly", is_starred=True),
    make_saved(5, "Tuesday board", "Weekly", make_question("this-week-to-date", "1-weeks-ago")),
)
