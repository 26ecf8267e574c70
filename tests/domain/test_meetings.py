"""One-to-ones: which is prepared, and which was the last before it."""

from __future__ import annotations

from datetime import date

import pytest

from siro_desktop.domain.meetings import (
    LONGEST_AGREED,
    LONGEST_NOTES,
    Meeting,
    meeting_before,
    newest_first,
    next_meeting,
)
from siro_desktop.errors import MeetingError

EARLY, LATE, PLANNED, FAR = (
    Meeting(id=number, held_on=day, notes="x")
    for number, day in enumerate((date(2026, 10, 2), date(2026, 11, 3), date(2026, 11, 20), date(2026, 12, 1)), start=1)
)
ALL = (LATE, FAR, EARLY, PLANNED)


def test_the_next_one_is_today_or_later() -> None:
    assert next_meeting(ALL, date(2026, 11, 4)) == PLANNED
    assert next_meeting(ALL, date(2026, 11, 20)) == PLANNED
    assert next_meeting(ALL, date(2026, 12, 2)) is None


def test_the_one_before_is_on_an_earlier_day_and_never_itself() -> None:
    assert meeting_before(ALL, PLANNED) == LATE
    assert meeting_before(ALL, Meeting(held_on=date(2027, 1, 1))) == FAR
    assert meeting_before(ALL, EARLY) is None
    assert meeting_before((EARLY,), Meeting(id=EARLY.id, held_on=date(2026, 12, 1))) is None


def test_they_are_listed_from_the_latest() -> None:
    assert newest_first(ALL) == (FAR, PLANNED, LATE, EARLY)


def test_blanks_say_nothing() -> None:
    assert Meeting(held_on=date(2026, 1, 1), notes=" \n", agreed=" ").is_empty
    assert not Meeting(held_on=date(2026, 1, 1), agreed="Ask").is_empty


@pytest.mark.parametrize(
    ("field", "text"), [("notes", "x" * (LONGEST_NOTES + 1)), ("agreed", "x" * (LONGEST_AGREED + 1))]
)
def test_what_is_too_long_is_named(field: str, text: str) -> None:
    with pytest.raises(MeetingError) as caught:
        Meeting(held_on=date(2026, 1, 1), **{field: text}).check()  # type: ignore[arg-type]
    assert caught.value.field == field
