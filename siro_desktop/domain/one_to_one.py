"""What to talk about with one person: strengths and gaps against targets and the team, by stored figures alone.

Coach the behaviour, never the person: a sheet ranks one person's metrics among themselves, never people.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.comparison import Figure, Place
from siro_desktop.domain.targets import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from siro_desktop.domain.comparison import Comparison
    from siro_desktop.domain.targets import Target

    TargetOf = Callable[[int], Target | None]

MOST: Final = 3
MOST_HABITS: Final = 5
_HABITS: Final = (
    ("REP_SPEAKER_SHARE", "REP_SPEAKING_TIME", "CUSTOMER_SPEAKING_TIME"),
    ("LONGEST_MONOLOGUE_SECONDS", "LONGEST_CUSTOMER_STORY_SECONDS"),
    ("REP_QUESTIONS_COUNT", "CUSTOMER_QUESTIONS_COUNT", "TOTAL_REP_EXCHANGES_WITH_A_QUESTION"),
    ("REP_WORDS_PER_MINUTE", "REP_WORD_COUNT"),
    ("REP_FILLER_WORDS_PER_MIN", "REP_FILLER_WORDS_COUNT"),
)
"""Types of metrics that say how somebody talks, by kind: talk share, monologues, questions, pace, fillers. Of each kind
the one that says most is the first."""
_NO_HABIT: Final = "RECORDING_COUNT"
"""How much there is to judge by, which stands on a sheet already."""


class Team(StrEnum):
    """What a person is held against."""

    WHOLE = "whole"
    """Siro's answer for all together, as one population."""
    AVERAGE = "average"
    """The mean of the people who were asked for, weighted by their recordings: only where there is no whole."""
    NONE = "none"


class Silence(StrEnum):
    """Why a sheet has neither strengths nor gaps."""

    NO_ANSWER = "no answer"
    THIN = "thin"
    NOTHING_TO_GO_BY = "nothing to go by"


class Point(Struct, frozen=True):
    """One metric of a person, what it is held against, and how it stands to its target, if it has one.

    `team` is None where the team has no figure, or one on too few recordings.
    """

    metric: int
    figure: Figure
    team: Figure | None
    status: Status | None

    @property
    def lead(self) -> float | None:
        """By how many percentage points the pass rate is above the team's; None if one is missing."""
        mine, theirs = self.figure.pass_rate, None if self.team is None else self.team.pass_rate
        return None if mine is None or theirs is None else mine - theirs


class OneToOne(Struct, frozen=True):
    """A sheet's findings. `points` are all metrics with a figure, `missing` those without."""

    place: Place
    team: Team
    recordings: float | None
    strengths: tuple[Point, ...] = ()
    gaps: tuple[Point, ...] = ()
    points: tuple[Point, ...] = ()
    missing: tuple[int, ...] = ()
    silence: Silence | None = None


def one_to_one(comparison: Comparison, place: Place, target_of: TargetOf, least: int) -> OneToOne:
    """Return what stands out of a person's figures at `place`.

    A target decides: *met* is a strength, *missed* a gap, *near* neither. Without a target the pass rate against the
    team's does. Figures on fewer than `least` recordings, the person's or the team's, are never ranked.
    """
    recordings = comparison.recordings(place)
    team = team_of(comparison, place)
    if recordings is None:
        return OneToOne(place, team, None, silence=Silence.NO_ANSWER)
    points, missing = [], []
    for metric in range(len(comparison.metrics)):
        figure = comparison.figure(place, metric)
        if figure is None or not (_is_number(figure.value) or _is_number(figure.pass_rate)):
            missing.append(metric)
            continue
        held = team_figure(comparison, place, metric)
        fair = held if held is not None and held.recordings >= least else None
        target = target_of(metric)
        points.append(Point(metric, figure, fair, target.status(figure.value) if target else None))
    if recordings < least:
        return OneToOne(place, team, recordings, (), (), tuple(points), tuple(missing), Silence.THIN)
    strengths, gaps = _ranked(points, Status.MET, 1), _ranked(points, Status.MISSED, -1)
    silence = None if strengths or gaps else Silence.NOTHING_TO_GO_BY
    return OneToOne(place, team, recordings, strengths, gaps, tuple(points), tuple(missing), silence)


def habits(comparison: Comparison, found: OneToOne) -> tuple[Point, ...]:
    """Return what to talk about that is neither strength nor gap, and has no target: how somebody talks.

    One of each kind of talking comes first, then the others of those kinds. Gauges that are no habit fill up what is
    left, in the order of Siro's answer.
    """
    ranked = {point.metric for point in (*found.strengths, *found.gaps)}
    left = [point for point in found.points if point.status is None and point.metric not in ranked]
    types = {point.metric: comparison.metrics[point.metric].metric_type for point in left}
    known = {kind: (place, number) for number, alike in enumerate(_HABITS) for place, kind in enumerate(alike)}
    there = set(types.values())
    firsts = {next((kind for kind in alike if kind in there), "") for alike in _HABITS}

    def rank(point: Point) -> tuple[bool, bool, int, int]:
        kind = types[point.metric]
        place, number = known.get(kind, (0, 0))
        return kind not in known, kind not in firsts, number, place

    fitting = (point for point in left if types[point.metric] in known or _is_gauge(point))
    chosen = (point for point in fitting if types[point.metric] != _NO_HABIT)
    return tuple(sorted(chosen, key=rank)[:MOST_HABITS])


def team_of(comparison: Comparison, place: Place) -> Team:
    """Return what there is to hold a person against."""
    if comparison.whole is not None and comparison.whole != place.entity:
        return Team.WHOLE
    others = len(comparison.entities) - (comparison.whole is not None) > 1
    return Team.AVERAGE if others and comparison.whole is None else Team.NONE


def team_figure(comparison: Comparison, place: Place, metric: int) -> Figure | None:
    """Return the team's figure of a metric in the same period; None if there is none."""
    kind = team_of(comparison, place)
    if kind is Team.WHOLE and comparison.whole is not None:
        return comparison.figure(Place(comparison.whole, place.period), metric)
    if kind is Team.NONE:
        return None
    everyone = (Place(entity, place.period) for entity in range(len(comparison.entities)))
    figures = [figure for one in everyone if (figure := comparison.figure(one, metric)) is not None]
    return _average(figures)


def _average(figures: Sequence[Figure]) -> Figure | None:
    """The mean weighted by recordings; those without a value count neither as 0 nor as recordings."""
    rates = [(figure.pass_rate, figure.recordings) for figure in figures]
    values = [(figure.value, figure.recordings) for figure in figures]
    counted = sum(f.recordings for f in figures if _is_number(f.value) or _is_number(f.pass_rate))
    return Figure(_mean(values), _mean(rates), counted) if counted else None


def _mean(weighted: Iterable[tuple[float | None, float]]) -> float | None:
    known = [(value, weight) for value, weight in weighted if value is not None and math.isfinite(value)]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else None


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _is_gauge(point: Point) -> bool:
    """A value without a target and without a pass rate: nothing says whether more of it is better."""
    return point.status is None and point.figure.pass_rate is None


def _ranked(points: Iterable[Point], status: Status, sign: int) -> tuple[Point, ...]:
    """Return what a target, else the lead over the team, puts on one side: targets first, then the widest lead."""
    leads = ((point, (point.lead or 0.0) * sign) for point in points)
    chosen = [(point, lead) for point, lead in leads if point.status is status or (point.status is None and lead > 0)]
    chosen.sort(key=lambda one: (one[0].status is not status, -one[1], one[0].metric))
    return tuple(point for point, _ in chosen[:MOST])
