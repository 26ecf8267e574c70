"""The draft of a form that asks a given question."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from siro_desktop.domain.periods import DateRange, Period
from siro_desktop.domain.query import EntityType
from siro_desktop.ui.compare_field import compared_periods_draft
from siro_desktop.ui.period_field import period_draft
from siro_desktop.ui.query_draft import DRAFT_VERSION, SEVERAL

if TYPE_CHECKING:
    from datetime import tzinfo

    from siro_desktop.domain.question import Question
    from siro_desktop.ui.query_draft import Draft


def draft_of(question: Question, zone: tzinfo) -> Draft:
    """Return the draft of a form that asks `question`; instants become the days that they touch in `zone`.

    Ids of a question that does not say what they name are taken for people's, as the form begins.
    """
    types = question.filter_by or (EntityType.USER,)
    is_several = len(types) > 1
    compare_by = question.compare_by
    period = question.period
    return {
        "version": DRAFT_VERSION,
        "conversation_type": {"id": question.conversation_type_id, "text": question.conversation_type_id},
        "period": {**period_draft(_days_touched(period, zone) if isinstance(period, Period) else period)},
        "filter_by": [one.value for one in types],
        "several": is_several,
        "ids": {SEVERAL if is_several else types[0].value: list(question.ids)},
        "compare_by": {
            "entities": compare_by.entities.value,
            "with_whole": compare_by.with_whole,
            "periods": compared_periods_draft(compare_by),
        },
        "group_by": [one.value for one in question.group_by],
        "organization_id": question.organization_id,
    }


def _days_touched(period: Period, zone: tzinfo) -> DateRange:
    last = period.end - timedelta(milliseconds=1)
    return DateRange(period.start.astimezone(zone).date(), last.astimezone(zone).date())
