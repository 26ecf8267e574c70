"""Questions that come up again and again. What only the person knows is open in them: ids and the conversation type."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.names import Names
from siro_desktop.domain.periods import DateRange
from siro_desktop.domain.plan import CompareBy, CompareEntities
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.relative_periods import Offset, RelativePeriod

if TYPE_CHECKING:
    from datetime import date

    from siro_desktop.domain.question import Question

DEFAULT_STRETCH: Final = 28
"""Days before and after a day, four weeks: every weekday meets its like."""


class Template(StrEnum):
    """The templates, in the order in which they are offered."""

    THIS_WEEK = "this-week"
    ONE_TO_ONE = "one-to-one"
    LEADERBOARD = "leaderboard"
    BEFORE_AFTER = "before-after"
    MONTHLY_REPORT = "monthly-report"
    TALK_SHARE = "talk-share"


class _Kind(Struct, frozen=True):
    """A template's fixed part. `is_about_any`: whatever was chosen stays; otherwise only ids of `filter_by`."""

    period: str
    compare_by: CompareBy
    filter_by: EntityType
    is_about_any: bool = False


_KINDS: Final = {
    # The same days of the week before: a week that is not over is not held against a whole one.
    Template.THIS_WEEK: _Kind(
        "this-week-to-date", CompareBy(offset=Offset(1, Unit.WEEK)), EntityType.TEAM, is_about_any=True
    ),
    Template.ONE_TO_ONE: _Kind(
        "last-4-weeks", CompareBy(entities=CompareEntities.EACH, unit=Unit.WEEK), EntityType.USER
    ),
    Template.LEADERBOARD: _Kind(
        "last-month", CompareBy(entities=CompareEntities.MEMBERS, offset=Offset()), EntityType.TEAM
    ),
    # Days, since “previous” would hold a whole month against another, which may be longer.
    Template.BEFORE_AFTER: _Kind(
        "last-28-days", CompareBy(offset=Offset(DEFAULT_STRETCH, Unit.DAY)), EntityType.TEAM, is_about_any=True
    ),
    Template.MONTHLY_REPORT: _Kind(
        "last-6-months", CompareBy(unit=Unit.MONTH), EntityType.ORGANIZATION, is_about_any=True
    ),
    Template.TALK_SHARE: _Kind(
        "last-12-weeks", CompareBy(entities=CompareEntities.EACH, with_whole=True), EntityType.USER
    ),
}


def fill_template(template: Template, chosen: Question, names: Names | None = None) -> Question:
    """Return the template's question with what was `chosen` where it fits; the rest of the ids is open.

    A single person is held against their team where `names` know it.
    """
    kind = _KINDS[template]
    keeps_ids = bool(chosen.ids) and (kind.is_about_any or chosen.filter_by == (kind.filter_by,))
    filled = replace(
        chosen,
        period=RelativePeriod.parse(kind.period),
        filter_by=chosen.filter_by if keeps_ids else (kind.filter_by,),
        ids=chosen.ids if keeps_ids else (),
        group_by=(),
        compare_by=kind.compare_by,
    )
    if filled.filter_by == (EntityType.ORGANIZATION,) and not filled.ids and chosen.organization_id:
        filled = replace(filled, ids=(chosen.organization_id,))
    return _beside_team(filled, names or Names()) if template is Template.ONE_TO_ONE else filled


def around(question: Question, day: date, length: int = DEFAULT_STRETCH) -> Question:
    """Return `question` for the `length` days from `day` on, held against as many days before it."""
    days = DateRange(day, day + timedelta(days=length - 1))
    offset = Offset(length, Unit.DAY)
    return replace(question, period=days, compare_by=replace(question.compare_by, unit=None, offset=offset))


def missing_field(question: Question) -> str | None:
    """Return the first field of a form that is still open, None if nothing is."""
    if not question.conversation_type_id:
        return "conversation_type_id"
    return None if question.ids else "ids"


def _beside_team(question: Question, names: Names) -> Question:
    if len(question.ids) != 1 or question.filter_by != (EntityType.USER,):
        return question
    team = next((user.team_id for user in names.users if user.id == question.ids[0]), "")
    if not team:
        return question
    return replace(question, filter_by=(EntityType.USER, EntityType.TEAM), ids=(*question.ids, team))
