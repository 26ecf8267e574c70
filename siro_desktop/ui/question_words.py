"""Periods that move with the calendar, and whole questions, as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.compare_words import compare_words
from siro_desktop.domain.periods import DateRange, Period, local_period
from siro_desktop.domain.query import EntityType
from siro_desktop.errors import QueryError
from siro_desktop.ui.words import SEPARATOR, day_in_words, days_in_words, grouped, translate

if TYPE_CHECKING:
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.relative_periods import RelativePeriod
    from siro_desktop.domain.saved_query import SavedQuery


def question_period_in_words(period: RelativePeriod | DateRange | Period) -> str:
    """Return *last 12 weeks*, *1–31 Oct 2026*, or exact instants, in UTC."""
    utc = ZoneInfo("UTC")
    if isinstance(period, Period):
        return days_in_words(period, utc)
    if isinstance(period, DateRange):
        try:
            return days_in_words(local_period(period, utc), utc)
        except QueryError:  # the last day before the first, or too far away
            return f"{day_in_words(period.first)} – {day_in_words(period.last)}"
    text = _relative(period)
    return translate("question_words", "%1 to date").replace("%1", text) if period.to_date else text


def question_in_words(question: Question, names: Names | None) -> str:
    """Return what a question asks, for a tool tip: type, whom, when and how it is taken apart, one in a line."""
    known = {} if names is None else {one.id: one.name for one in names.conversation_types}
    conversation = known.get(question.conversation_type_id, question.conversation_type_id)
    lines = [
        conversation or translate("question_words", "Conversation type open"),
        whom_in_words(question, names),
        question_period_in_words(question.period),
    ]
    if words := compare_words(question.compare_by):
        lines.append(translate("question_words", "Compared by %1").replace("%1", ", ".join(words)))
    return "\n".join(lines)


def whom_in_words(question: Question, names: Names | None) -> str:
    """Return *Ana Ruiz*, *Ana Ruiz and 3 more*, or that it is open."""
    if not question.ids:
        return translate("question_words", "For whom is open")
    if question.filter_by == (EntityType.ORGANIZATION,):
        return translate("question_words", "Whole organization")
    known = {one.id: one.name for kind in question.filter_by for one in names.of(kind)} if names else {}
    first, more = known.get(question.ids[0], question.ids[0]), len(question.ids) - 1
    if not more:
        return first
    text = translate("question_words", "%1 and %2 more", None, more)
    return text.replace("%1", first).replace("%2", grouped(more))


def query_name(query: SavedQuery, names: Names | None) -> str:
    """Return what a saved query is called; where names are aliases, what it asks: its own name may say whom."""
    return suggested_name(query.question, names) if names is not None and names.is_aliased else query.name


def suggested_name(question: Question, names: Names | None) -> str:
    """Return a name for a question that has none yet: *Ana Ruiz · last week*."""
    parts = [whom_in_words(question, names)] if question.ids else []
    return SEPARATOR.join([*parts, question_period_in_words(question.period)])


def _relative(period: RelativePeriod) -> str:
    this, last, several = {
        Unit.DAY: (
            translate("question_words", "today"),
            translate("question_words", "yesterday"),
            translate("question_words", "last %1 days", None, period.complete),
        ),
        Unit.WEEK: (
            translate("question_words", "this week"),
            translate("question_words", "last week"),
            translate("question_words", "last %1 weeks", None, period.complete),
        ),
        Unit.MONTH: (
            translate("question_words", "this month"),
            translate("question_words", "last month"),
            translate("question_words", "last %1 months", None, period.complete),
        ),
        Unit.QUARTER: (
            translate("question_words", "this quarter"),
            translate("question_words", "last quarter"),
            translate("question_words", "last %1 quarters", None, period.complete),
        ),
        Unit.YEAR: (
            translate("question_words", "this year"),
            translate("question_words", "last year"),
            translate("question_words", "last %1 years", None, period.complete),
        ),
    }[period.unit]
    if not period.complete:
        return this
    return last if period.complete == 1 else several.replace("%1", grouped(period.complete))
