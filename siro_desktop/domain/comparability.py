"""What to know before figures are held against each other, and what makes them comparable.

Sentences are made elsewhere. Days are those of the organization's clocks: that a day of 23 or 25 hours lies in one
period only is no difference.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.periods import Period
from siro_desktop.domain.query import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from siro_desktop.domain.profile import Profile
    from siro_desktop.domain.question import Question
    from siro_desktop.domain.results import Answer


class NoteKind(StrEnum):
    """What stands in the way of a comparison. In the order in which notes are given."""

    TYPES = "types"
    POPULATIONS = "populations"
    ZONES = "zones"
    OPEN = "open"
    LENGTHS = "lengths"
    EDGES = "edges"
    EARLY = "early"
    FAILED = "failed"
    UNASKED = "unasked"
    PARTIAL = "partial"
    METRICS = "metrics"
    THIN = "thin"
    WARNINGS = "warnings"


class RemedyKind(StrEnum):
    """What a person can do about it."""

    SAME_DAYS = "same-days"
    WHOLE_UNITS = "whole-units"
    CONTINUE = "continue"
    FETCH_AGAIN = "fetch-again"
    MINIMUM = "minimum"


class Remedy(Struct, frozen=True):
    """What to do. `question` is what to ask instead, where another question helps.

    `minimum` is the number of recordings to leave figures out below.
    """

    kind: RemedyKind
    question: Question | None = None
    minimum: int = 0


Subject: TypeAlias = Period | Entity | str
"""A period, whom figures are about, or a text: the name of a metric, an id, a zone, a warning."""


class Note(Struct, frozen=True, kw_only=True):
    """One thing to know. `count` of `total` cells, periods or metrics are meant; `subjects` are examples, or all.

    `days` are lengths, as far as lengths are what the note is about. `limit` is the number of recordings below which
    figures are thin; `until` is when the last score is expected, in UTC.
    """

    kind: NoteKind
    count: int = 1
    total: int = 1
    subjects: tuple[Subject, ...] = ()
    days: tuple[float, ...] = ()
    limit: int = 0
    until: datetime | None = None
    remedy: Remedy | None = None


class Rules(Struct, frozen=True):
    """What a profile calls comparable: see `Profile` for what the fields mean."""

    calendar: Calendar = field(default_factory=lambda: Calendar(ZoneInfo("UTC")))
    late_scores: timedelta = timedelta(days=2)
    thin_sample: int = 5


def rules_of(profile: Profile, zone: ZoneInfo | None = None) -> Rules:
    """Return a profile's rules; `zone` is the one that a result's days are cut in, where that may be another."""
    calendar = Calendar(zone or profile.zone, profile.week_start, profile.fiscal_start)
    return Rules(calendar, profile.late_scores, profile.thin_sample)


def _is_thin(answer: Answer, rules: Rules) -> bool:
    """True for a figure on few recordings. Those that were named one by one are no sample of anything."""
    return answer.recordings_evaluated < rules.thin_sample and answer.filter_by != (EntityType.RECORDING,)


# Parts that notes are made of -----------------------------------------------------------------------------------------


def answer_notes(
    answered: Iterable[tuple[Period, Answer]], rules: Rules, now: datetime, open_remedy: Remedy | None
) -> Iterator[Note]:
    """Yield what answers say themselves: open, early, partial, thin, warned.

    Each answer comes with its period; periods may repeat. `now` is aware. `open_remedy` is for periods still open.
    """
    pairs = list(answered)
    total = len(pairs)
    running = [period for period, answer in pairs if answer.fetched_at < period.end]
    if running:
        remedy = Remedy(RemedyKind.FETCH_AGAIN) if max(p.end for p in running) + rules.late_scores <= now else None
        yield _about(NoteKind.OPEN, running, pairs, remedy=remedy or open_remedy)
    early = [period for period, answer in pairs if period.end <= answer.fetched_at < period.end + rules.late_scores]
    if early:
        until = max(period.end for period in early) + rules.late_scores
        yield _about(NoteKind.EARLY, early, pairs, until=until.astimezone(UTC), remedy=Remedy(RemedyKind.FETCH_AGAIN))
    partial = sum(answer.is_partial for _, answer in pairs)
    if partial:
        yield Note(kind=NoteKind.PARTIAL, count=partial, total=total, remedy=Remedy(RemedyKind.FETCH_AGAIN))
    thin = sum(_is_thin(answer, rules) for _, answer in pairs)
    if thin:
        remedy = Remedy(RemedyKind.MINIMUM, minimum=rules.thin_sample)
        yield Note(kind=NoteKind.THIN, count=thin, total=total, limit=rules.thin_sample, remedy=remedy)
    warned = sum(bool(answer.warnings) for _, answer in pairs)
    if warned:
        texts = dict.fromkeys(warning for _, answer in pairs for warning in answer.warnings)
        yield Note(kind=NoteKind.WARNINGS, count=warned, total=total, subjects=tuple(texts))


def length_note(first: tuple[Period, Calendar], second: tuple[Period, Calendar], remedy: Remedy | None) -> Note | None:
    """Return the note for two periods of different lengths, each with its calendar; None if they are of one.

    Equal numbers of whole months are of one length.
    """
    lengths = [period_length(period, calendar) for period, calendar in (first, second)]
    months = [_whole_months(period, calendar) for period, calendar in (first, second)]
    if lengths[0] == lengths[1] or (months[0] == months[1] and months[0]):
        return None
    days = tuple(length / timedelta(days=1) for length in lengths)
    return Note(kind=NoteKind.LENGTHS, subjects=(first[0], second[0]), days=days, remedy=remedy)


def period_length(period: Period, calendar: Calendar) -> timedelta:
    """Return how long a period is on the clocks of the calendar's zone: whole days count 24 hours each."""
    return _on_the_clock(period.end, calendar) - _on_the_clock(period.start, calendar)


def in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes in the order of their kinds."""
    ranks = {kind: rank for rank, kind in enumerate(NoteKind)}
    return tuple(sorted(notes, key=lambda note: ranks[note.kind]))


def _about(
    kind: NoteKind,
    periods: list[Period],
    pairs: list[tuple[Period, Answer]],
    *,
    until: datetime | None = None,
    remedy: Remedy | None = None,
) -> Note:
    """A note that counts periods, not the cells in them."""
    distinct = tuple(sorted(set(periods), key=lambda period: period.start))
    total = len({period for period, _ in pairs})
    return Note(kind=kind, count=len(distinct), total=total, subjects=distinct, until=until, remedy=remedy)


def _on_the_clock(instant: datetime, calendar: Calendar) -> datetime:
    """What clocks show, with every day beginning at midnight, also where the zone skips that."""
    local = instant.astimezone(calendar.zone).replace(tzinfo=None)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) if calendar.starts_a_day(instant) else local


def _whole_months(period: Period, calendar: Calendar) -> int:
    first, end = calendar.day_of(period.start), calendar.day_of(period.end)
    if not calendar.is_whole_days(period) or (first.day, end.day) != (1, 1):
        return 0
    return (end.year - first.year) * 12 + end.month - first.month
