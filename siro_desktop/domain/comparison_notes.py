"""The notes on a whole comparison, and those on two sides that are held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.comparability import (
    Note,
    NoteKind,
    Remedy,
    RemedyKind,
    answer_notes,
    in_order,
    length_note,
)
from siro_desktop.domain.comparison import describe_metric, metric_keys
from siro_desktop.domain.question import question_for, question_of
from siro_desktop.domain.remedies import is_cut_short, same_days, whole_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from siro_desktop.domain.comparability import Rules
    from siro_desktop.domain.comparison import Comparison, MetricKey
    from siro_desktop.domain.periods import Period
    from siro_desktop.domain.results import Answer
    from siro_desktop.domain.sides import Side


def notes_on(comparison: Comparison, rules: Rules, now: datetime) -> tuple[Note, ...]:
    """Return what to know of a comparison. `now`, an aware instant, decides which remedies help by now."""
    saved = comparison.saved
    cells = saved.plan.cells
    answered = [(cell.query.period, saved.answers[cell.key]) for cell in cells if cell.key in saved.answers]
    remedy = _period_remedy(comparison, rules, answered)
    notes = [
        *answer_notes(answered, rules, now, remedy),
        *_missing_cells(comparison),
        *_missing_metrics(comparison),
        *_populations(comparison),
        *_periods(comparison, rules, remedy),
    ]
    return in_order(notes)


def notes_between(a: Side, b: Side, rules: Rules, now: datetime) -> tuple[Note, ...]:
    """Return what to know before two sides are held against each other. The calendar of each is in its own zone."""
    sides = (a, b)
    remedy = _sides_remedy(a, b, rules)
    answered = [(side.period, side.answer) for side in sides if side.answer is not None]
    return in_order(
        [
            *map(_without_minimum, answer_notes(answered, rules, now, remedy)),
            *_unlike(a, b),
            *_unanswered(sides),
            *_lengths(a, b, rules, remedy),
            *_one_sided(a, b),
        ]
    )


# Of a whole comparison ------------------------------------------------------------------------------------------------


def _period_remedy(comparison: Comparison, rules: Rules, answered: list[tuple[Period, Answer]]) -> Remedy | None:
    plan, periods = comparison.saved.plan, comparison.periods
    question = question_of(plan)
    if plan.compare_by.unit is not None:
        still_open = {period for period, answer in answered if answer.fetched_at < period.end}
        return whole_units(question, periods, rules.calendar, still_open)
    if plan.compare_by.offset is not None and len(periods) == 2:
        fetched = (answer.fetched_at for period, answer in answered if period == periods[1])
        return same_days(question, *periods, min(fetched, default=comparison.saved.saved_at), rules.calendar)
    return None


def _missing_cells(comparison: Comparison) -> Iterator[Note]:
    saved = comparison.saved
    missing = [cell.key for cell in saved.plan.cells if cell.key not in saved.answers]
    failed = [key for key in missing if key in saved.problems]
    for kind, count in ((NoteKind.FAILED, len(failed)), (NoteKind.UNASKED, len(missing) - len(failed))):
        if count:
            subjects = tuple(dict.fromkeys(saved.problems[key].message for key in failed))
            yield Note(
                kind=kind,
                count=count,
                total=len(saved.plan.cells),
                subjects=subjects if kind is NoteKind.FAILED else (),
                remedy=Remedy(RemedyKind.CONTINUE),
            )


def _missing_metrics(comparison: Comparison) -> Iterator[Note]:
    answers = len(comparison.saved.answers)
    missing = [
        metric.name or metric.key.id
        for metric, count in zip(comparison.metrics, comparison.answers_with(), strict=True)
        if count < answers
    ]
    if missing:
        total = len(comparison.metrics)
        yield Note(kind=NoteKind.METRICS, count=len(missing), total=total, subjects=tuple(missing))


def _populations(comparison: Comparison) -> Iterator[Note]:
    compared = [entity for position, entity in enumerate(comparison.entities) if position != comparison.whole]
    kinds = {frozenset(entity.filter_by) for entity in compared}
    if len(kinds) > 1:
        yield Note(kind=NoteKind.POPULATIONS, count=len(kinds), total=len(compared), subjects=tuple(compared))


def _periods(comparison: Comparison, rules: Rules, remedy: Remedy | None) -> Iterator[Note]:
    unit, periods = comparison.saved.plan.compare_by.unit, comparison.periods
    if unit is not None:
        ends = dict.fromkeys((periods[0], periods[-1])) if periods else {}
        cut = tuple(period for period in ends if is_cut_short(period, unit, rules.calendar))
        if cut:
            yield Note(kind=NoteKind.EDGES, count=len(cut), total=len(periods), subjects=cut, remedy=remedy)
    elif len(periods) == 2:
        note = length_note((periods[0], rules.calendar), (periods[1], rules.calendar), remedy)
        if note is not None:
            yield note


# Of two sides ---------------------------------------------------------------------------------------------------------


def _without_minimum(note: Note) -> Note:
    """All figures of a side rest on the same recordings: nothing would be left of it."""
    return replace(note, remedy=None) if note.kind is NoteKind.THIN else note


def _unlike(a: Side, b: Side) -> Iterator[Note]:
    types = (a.query.conversation_type_id, b.query.conversation_type_id)
    if types[0] != types[1]:
        yield Note(kind=NoteKind.TYPES, subjects=types)
    if a.time_zone != b.time_zone:
        yield Note(kind=NoteKind.ZONES, subjects=(a.time_zone, b.time_zone))
    if not (a.is_whole or b.is_whole) and frozenset(a.entity.filter_by) != frozenset(b.entity.filter_by):
        yield Note(kind=NoteKind.POPULATIONS, count=2, total=2, subjects=(a.entity, b.entity))


def _unanswered(sides: tuple[Side, Side]) -> Iterator[Note]:
    for side in sides:
        if side.answer is None:
            kind = NoteKind.FAILED if side.problem else NoteKind.UNASKED
            said = (side.problem.message,) if side.problem else ()
            yield Note(kind=kind, total=2, subjects=said, remedy=Remedy(RemedyKind.CONTINUE))


def _lengths(a: Side, b: Side, rules: Rules, remedy: Remedy | None) -> Iterator[Note]:
    note = length_note((a.period, _calendar(a, rules)), (b.period, _calendar(b, rules)), remedy)
    if note is not None:
        yield note


def _one_sided(a: Side, b: Side) -> Iterator[Note]:
    if a.answer is None or b.answer is None:
        return
    named_a, named_b = _names(a), _names(b)
    alone = [name for key, name in (named_a | named_b).items() if (key in named_a) != (key in named_b)]
    if alone:
        yield Note(kind=NoteKind.METRICS, count=len(alone), total=len(named_a | named_b), subjects=tuple(alone))


def _sides_remedy(a: Side, b: Side, rules: Rules) -> Remedy | None:
    """The same days on both sides: only for the same question on the same clocks, at different times."""
    same = replace(b.query, period=a.query.period) == a.query
    if not same or a.time_zone != b.time_zone or a.period.start == b.period.start:
        return None
    earlier, later = sorted((a, b), key=lambda side: side.period.start)
    fetched_at = later.answer.fetched_at if later.answer else later.saved_at
    return same_days(question_for(later.query), earlier.period, later.period, fetched_at, _calendar(later, rules))


def _calendar(side: Side, rules: Rules) -> Calendar:
    return Calendar(side.zone, rules.calendar.week_start, rules.calendar.fiscal_start)


def _names(side: Side) -> dict[MetricKey, str]:
    if side.answer is None:
        return {}
    metrics = side.answer.metrics
    return {
        key: (described := describe_metric(metrics, row, key)).name or described.key.id
        for row, key in enumerate(metric_keys(metrics))
    }
