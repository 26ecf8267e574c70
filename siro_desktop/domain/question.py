"""What a person asks, before it is pinned to a day: the form's content, a saved query, a `.siroquery` file.

A question says *last month*; asked on a day it becomes a MetricsQuery, which says which instants are sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.plan import NOT_COMPARED, CompareBy, build_plan
from siro_desktop.domain.query import MetricsQuery
from siro_desktop.domain.relative_periods import RelativePeriod

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.calendar import Calendar
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.query import EntityType


class Question(Struct, frozen=True, kw_only=True):
    """A query whose period may move with the calendar, and into what it is taken apart.

    `period` is relative (resolved when asked), days of the organization's calendar, or exact instants.
    """

    organization_id: str
    conversation_type_id: str
    period: RelativePeriod | DateRange | Period
    filter_by: tuple[EntityType, ...]
    ids: tuple[str, ...]
    group_by: tuple[EntityType, ...] = ()
    compare_by: CompareBy = NOT_COMPARED

    @property
    def is_compared(self) -> bool:
        """True if the question is taken apart."""
        return self.compare_by != NOT_COMPARED

    def within(self, organization_id: str) -> Question:
        """Return the same question, about `organization_id` if it names no organization of its own."""
        return self if self.organization_id else replace(self, organization_id=organization_id)

    def without(self, organization_id: str) -> Question:
        """Return the same question, naming no organization if it is about `organization_id`: what `within` undoes."""
        return replace(self, organization_id="") if self.organization_id == organization_id else self

    def resolve(self, now: datetime, calendar: Calendar) -> MetricsQuery:
        """Return the query that is meant at `now`, an aware instant. Raises QueryError for its period."""
        period = self.period
        if isinstance(period, RelativePeriod):
            period = period.resolve(now, calendar)
        elif isinstance(period, DateRange):
            period = local_period(period, calendar.zone)
        return MetricsQuery(
            organization_id=self.organization_id,
            conversation_type_id=self.conversation_type_id,
            period=period,
            filter_by=self.filter_by,
            ids=self.ids,
            group_by=self.group_by,
        )

    def plan(self, now: datetime, profile: Profile, identity: str | None, names: Names) -> FetchPlan:
        """Return what is fetched when the question is asked at `now`. Raises QueryError for the field that is wrong."""
        calendar = profile.calendar
        query = self.resolve(now, calendar)
        return build_plan(query, profile.id, identity, compare_by=self.compare_by, calendar=calendar, names=names)


def question_of(plan: FetchPlan) -> Question:
    """Return the question that a plan answers, for exactly the same instants."""
    return question_for(plan.query, plan.compare_by)


def question_for(query: MetricsQuery, compare_by: CompareBy = NOT_COMPARED) -> Question:
    """Return the question that a query asks, for exactly the same instants."""
    return Question(
        organization_id=query.organization_id,
        conversation_type_id=query.conversation_type_id,
        period=query.period,
        filter_by=query.filter_by,
        ids=query.ids,
        group_by=query.group_by,
        compare_by=compare_by,
    )
