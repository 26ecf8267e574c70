"""What the store knows of one metric: its figures for the same question in other periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import Answer


class HistoryOf(Struct, frozen=True, kw_only=True):
    """A metric, and the question that it answers: whose it is, of which conversations, grouped how. The period is open.

    `filter_by` and `filter_by_ids` are as Siro echoed them, `group_by` as it was asked.
    """

    profile_id: str
    conversation_type_id: str
    filter_by: tuple[str, ...]
    filter_by_ids: tuple[str, ...]
    group_by: tuple[str, ...]
    metric_id: str

    @classmethod
    def of(cls, plan: FetchPlan, query: MetricsQuery, answer: Answer, metric_id: str) -> HistoryOf:
        """Return what is asked of the store for a metric of `answer`, which came for `query`."""
        return cls(
            profile_id=plan.profile_id,
            conversation_type_id=query.conversation_type_id,
            filter_by=answer.filter_by,
            filter_by_ids=answer.filter_by_ids,
            group_by=query.group_by,
            metric_id=metric_id,
        )


class PastFigure(Struct, frozen=True, kw_only=True):
    """The figures of one period as they were fetched last, with what they rest on.

    `start_at` and `end_at` are Siro's echo; `fetched_at` is in UTC; None is no value.
    """

    start_at: str
    end_at: str
    fetched_at: datetime
    value: float | None
    pass_rate: float | None
    recordings: float
