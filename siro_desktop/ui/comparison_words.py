"""What stands in the way of a comparison, and what can be done about it, in words of the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.domain.calendar import Unit
from siro_desktop.domain.comparability import NoteKind, RemedyKind
from siro_desktop.domain.periods import DateRange, Period
from siro_desktop.domain.query import Entity
from siro_desktop.ui.entity_types_field import entity_type_texts
from siro_desktop.ui.words import day_in_words, days_in_words, fill, grouped, instant_in_words, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from siro_desktop.domain.comparability import Note, Remedy, Subject
    from siro_desktop.domain.results import Answer, Problem
    from siro_desktop.ui.comparison.state import ComparisonState

_SHOWN: Final = 3


def note_in_words(note: Note, state: ComparisonState) -> str:
    """Return a note as a sentence, with names and days as the state knows them."""
    return _SENTENCES[note.kind](note, state)


def remedy_in_words(remedy: Remedy, least: int = 0) -> str:
    """Return what the button says that does something about a note; `least` recordings are asked for already."""
    match remedy.kind:
        case RemedyKind.SAME_DAYS:
            return _same_days(remedy)
        case RemedyKind.WHOLE_UNITS:
            return _whole_units(remedy)
        case RemedyKind.CONTINUE:
            return translate("notes", "Fetch what is missing")
        case RemedyKind.FETCH_AGAIN:
            return translate("notes", "Fetch again")
        case RemedyKind.MINIMUM if least:
            return translate("notes", "Show them again")
        case RemedyKind.MINIMUM:
            return fill(translate("notes", "Leave out fewer than %1"), grouped(remedy.minimum))


def more_in_words(count: int) -> str:
    """Return *and 3 more*."""
    one, many = translate("notes", "and 1 more"), translate("notes", "and %1 more", None, count)
    return one if count == 1 else fill(many, grouped(count))


def older_in_words(problem: Problem, answer: Answer, zone: ZoneInfo) -> str:
    """Return why an answer is older than it was meant to be."""
    since = instant_in_words(answer.fetched_at, zone)
    return fill(translate("notes", "asked again and failed (%1): the answer of %2 stands"), problem.title, since)


# Sentences ------------------------------------------------------------------------------------------------------------


def _types(note: Note, state: ComparisonState) -> str:
    known = {named.id: named.name for named in state.names.conversation_types}
    a, b = (known.get(str(subject)) or str(subject) for subject in note.subjects)
    return fill(translate("notes", "Different conversation types: A is %1, B is %2."), a, b)


def _populations(note: Note, _state: ComparisonState) -> str:
    words = dict(entity_type_texts())
    kinds = dict.fromkeys(
        " + ".join(words[kind.value] for kind in subject.filter_by)
        for subject in note.subjects
        if isinstance(subject, Entity)
    )
    return fill(translate("notes", "Different populations stand beside each other: %1."), ", ".join(kinds))


def _zones(note: Note, _state: ComparisonState) -> str:
    a, b = (str(subject).replace("_", " ") for subject in note.subjects)
    return fill(translate("notes", "Days are cut in different time zones: A in %1, B in %2."), a, b)


def _open(note: Note, state: ComparisonState) -> str:
    if note.count == 1:
        return fill(translate("notes", "%1 had not ended when fetched: its figures may change."), _list(note, state))
    text = translate("notes", "%1 of %2 periods had not ended when fetched, their figures may change: %3.")
    return fill(text, grouped(note.count), grouped(note.total), _list(note, state))


def _lengths(note: Note, state: ComparisonState) -> str:
    one, other = (grouped(days) for days in note.days)
    text = translate("notes", "The periods differ in length: %1 and %2 days (%3).")
    return fill(text, one, other, _list(note, state))


def _edges(note: Note, state: ComparisonState) -> str:
    if note.count == 1:
        text = translate("notes", "At the edge, %1 is shorter than the other periods.")
    else:
        text = translate("notes", "At the edges, %1 are shorter than the other periods.")
    return fill(text, _list(note, state))


def _early(note: Note, state: ComparisonState) -> str:
    until = day_in_words(state.rules.calendar.day_of(note.until)) if note.until else ""
    if note.count == 1:
        text = translate("notes", "%1 was fetched soon after its end: late scores may come until %2.")
        return fill(text, _list(note, state), until)
    text = translate("notes", "%1 of %2 periods were fetched soon after their end: late scores may come until %3.")
    return fill(text, grouped(note.count), grouped(note.total), until)


def _failed(note: Note, state: ComparisonState) -> str:
    text = translate("notes", "%1 of %2 questions got no answer: %3", None, note.count)
    return fill(text, grouped(note.count), grouped(note.total), _list(note, state))


def _unasked(note: Note, _state: ComparisonState) -> str:
    text = translate("notes", "%1 of %2 questions have not been asked yet.", None, note.count)
    return fill(text, grouped(note.count), grouped(note.total))


def _partial(note: Note, _state: ComparisonState) -> str:
    text = translate("notes", "%1 of %2 answers came only in part: metrics may be missing.", None, note.count)
    return fill(text, grouped(note.count), grouped(note.total))


def _metrics(note: Note, state: ComparisonState) -> str:
    if note.count == 1:
        text = translate("notes", "1 of %2 metrics is not there everywhere: %3.")
    else:
        text = translate("notes", "%1 of %2 metrics are not there everywhere: %3.", None, note.count)
    return fill(text, grouped(note.count), grouped(note.total), _list(note, state))


def _thin(note: Note, state: ComparisonState) -> str:
    if state.least and note.remedy is not None:
        one = translate("notes", "1 of %2 answers rests on fewer than %3 recordings, and is left out.")
        many = translate(
            "notes", "%1 of %2 answers rest on fewer than %3 recordings, and are left out.", None, note.count
        )
        text = one if note.count == 1 else many
    elif note.count == 1:
        text = translate("notes", "1 of %2 answers rests on fewer than %3 recordings, which say little.")
    else:
        text = translate(
            "notes", "%1 of %2 answers rest on fewer than %3 recordings, which say little.", None, note.count
        )
    return fill(text, grouped(note.count), grouped(note.total), grouped(note.limit))


def _warnings(note: Note, state: ComparisonState) -> str:
    text = translate("notes", "%1 of %2 answers came with a warning: %3", None, note.count)
    return fill(text, grouped(note.count), grouped(note.total), _list(note, state))


_SENTENCES: Final[Mapping[NoteKind, Callable[[Note, ComparisonState], str]]] = {
    NoteKind.TYPES: _types,
    NoteKind.POPULATIONS: _populations,
    NoteKind.ZONES: _zones,
    NoteKind.OPEN: _open,
    NoteKind.LENGTHS: _lengths,
    NoteKind.EDGES: _edges,
    NoteKind.EARLY: _early,
    NoteKind.FAILED: _failed,
    NoteKind.UNASKED: _unasked,
    NoteKind.PARTIAL: _partial,
    NoteKind.METRICS: _metrics,
    NoteKind.THIN: _thin,
    NoteKind.WARNINGS: _warnings,
}


def _list(note: Note, state: ComparisonState) -> str:
    """The first subjects, and how many more there are."""
    shown = ", ".join(_subject(subject, state) for subject in note.subjects[:_SHOWN])
    more = len(note.subjects) - _SHOWN
    return f"{shown} {more_in_words(more)}" if more > 0 else shown


def _subject(subject: Subject, state: ComparisonState) -> str:
    if isinstance(subject, Period):
        return days_in_words(subject, state.zone)
    return state.name_of(subject) if isinstance(subject, Entity) else " ".join(subject.split())


# Remedies -------------------------------------------------------------------------------------------------------------


def _same_days(remedy: Remedy) -> str:
    period = remedy.question.period if remedy.question else None
    count = (period.last - period.first).days + 1 if isinstance(period, DateRange) else 0
    if count == 1:
        return translate("notes", "Compare the first day of both")
    return fill(translate("notes", "Compare the first %1 days of both", None, count), grouped(count))


def _whole_units(remedy: Remedy) -> str:
    unit = remedy.question.compare_by.unit if remedy.question else None
    return {
        Unit.WEEK: translate("notes", "Whole weeks only"),
        Unit.MONTH: translate("notes", "Whole months only"),
        Unit.QUARTER: translate("notes", "Whole quarters only"),
    }.get(unit or Unit.DAY, translate("notes", "Whole days only"))
