"""A one-to-one sheet as a report: a person's strengths, gaps and gauges beside the team, from stored figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.one_to_one import MOST, Silence, Team, habits, one_to_one, team_figure
from siro_desktop.domain.units import NO_VALUE, format_percent
from siro_desktop.export.file_name import name_of_file
from siro_desktop.ui.comparison.figure_words import metric_value, thin_in_words
from siro_desktop.ui.report.content import ReportContent, ReportTable
from siro_desktop.ui.report.facts import about_of, facts_of, source_of
from siro_desktop.ui.report.meeting_words import closing_of
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import band_in_words
from siro_desktop.ui.words import day_in_words, grouped, number_format, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from siro_desktop.domain.comparison import Comparison, Figure
    from siro_desktop.domain.meetings import Meeting
    from siro_desktop.domain.one_to_one import OneToOne, Point
    from siro_desktop.domain.query import Entity
    from siro_desktop.ui.comparison.state import ComparisonState

_PERIODS: Final = 6
_TARGET: Final = 7
translate = QCoreApplication.translate


def latest_place(comparison: Comparison, entity: int) -> Place:
    """Return the last period in which there is an answer for someone; the last of all if there is none."""
    periods = range(len(comparison.periods))
    answered = [period for period in periods if comparison.answer(Place(entity, period)) is not None]
    return Place(entity, max(answered, default=len(periods) - 1))


def entity_of(comparison: Comparison, person_id: str) -> int | None:
    """Return the position of a person in a comparison; None if they are not in it."""
    places = (at for at, entity in enumerate(comparison.entities) if person_id_of(entity) == person_id)
    return next((at for at in places if at != comparison.whole), None)


def person_id_of(entity: Entity) -> str:
    """Return the id that meetings with an entity are kept under."""
    return ",".join(entity.ids)


def sheet_content(
    state: ComparisonState, person_id: str, meeting: Meeting, before: Meeting | None = None
) -> ReportContent | None:
    """Return the sheet for a meeting with a person of the state's comparison; None if there is no such person.

    `before` is the meeting before it. Where names are aliases, they are so in what was typed, too.
    """
    comparison = state.comparison
    entity = None if comparison is None else entity_of(comparison, person_id)
    if comparison is None or entity is None:
        return None
    place = latest_place(comparison, entity)
    found = one_to_one(comparison, place, lambda metric: state.target(metric, place.period), state.thin_sample)
    name = state.entity_name(entity)
    return ReportContent(
        title=translate("sheet", "One-to-one: %1").replace("%1", name),
        facts=(*_facts(state, found, name), (translate("sheet", "Meeting"), day_in_words(meeting.held_on))),
        source=source_of(state.names.hide(comparison.saved)),
        tables=_tables(state, found),
        closing=tuple((label, state.names.hide_text(text)) for label, text in closing_of(meeting, before)),
        is_practice=comparison.saved.is_practice,
        is_one_page=True,
        about=about_of(state.names.hide(comparison.saved)),
        file_name=name_of_file(
            translate("sheet", "One-to-one %1").replace("%1", name),
            meeting.held_on.isoformat(),
            ".pdf",
            is_practice=comparison.saved.is_practice,
        ),
    )


def _facts(state: ComparisonState, found: OneToOne, name: str) -> tuple[tuple[str, str], ...]:
    comparison = state.comparison
    general = dict(facts_of(state.names.hide(comparison.saved), state.names.for_hidden())) if comparison else {}
    asked = [translate("report", label) for label in ("Connection", "Conversation")]
    team = {
        Team.WHOLE: translate("sheet", "all together, asked of Siro as one population"),
        Team.AVERAGE: translate("sheet", "average of the people who were asked for, weighted by their recordings"),
        Team.NONE: translate("sheet", "nobody: this result holds no others"),
    }[found.team]
    facts = [
        *((label, general[label]) for label in asked if label in general),
        (translate("report", "For"), name),
        (translate("report", "Period"), state.period_name(found.place.period)),
        (translate("report", "Recordings"), recordings_in_words(found.recordings)),
        (translate("sheet", "Team line"), team),
    ]
    said = _silence(state, found)
    return (*facts, *([(translate("report", "Note"), said)] if said else []))


def _silence(state: ComparisonState, found: OneToOne) -> str:
    match found.silence:
        case Silence.NO_ANSWER:
            return translate("sheet", "There is no stored answer for this person, so nothing can be said.")
        case Silence.THIN:
            text = translate("sheet", "Nothing is ranked: %1. Ask for a longer period.")
            return text.replace("%1", thin_in_words(state.thin_sample))
        case Silence.NOTHING_TO_GO_BY:
            return translate("sheet", "Nothing stands out: no target is met or missed, and no pass rate differs.")
    return ""


def _tables(state: ComparisonState, found: OneToOne) -> tuple[ReportTable, ...]:
    gauges = () if state.comparison is None else habits(state.comparison, found)
    named = (
        (translate("sheet", "Strengths"), found.strengths),
        (translate("sheet", "Gaps"), found.gaps),
        (translate("sheet", "Habits without a target: neither good nor bad"), gauges),
    )
    tables = [_points_table(state, found.place, title, points) for title, points in named if points]
    ranked = [point.metric for point in (*found.strengths, *found.gaps)][: 2 * MOST]
    if state.comparison is not None and len(state.comparison.periods) > 1 and ranked:
        tables.append(_trend_table(state, state.comparison, found.place, ranked))
    return tuple(tables)


def _points_table(state: ComparisonState, place: Place, title: str, points: Sequence[Point]) -> ReportTable:
    headings = (
        *(translate("sheet", "Metric"), translate("sheet", "Value"), translate("sheet", "Pass rate")),
        *(translate("sheet", "Recordings"), translate("sheet", "Team"), translate("sheet", "Team pass rate")),
        *(translate("sheet", "Team recordings"), translate("sheet", "Target")),
    )
    marks = {(row, _TARGET): point.status for row, point in enumerate(points) if point.status is not None}
    rows = tuple(_point_row(state, place, point) for point in points)
    count = len(headings) if any(row[_TARGET] != NO_VALUE for row in rows) else _TARGET
    rows = tuple(row[:count] for row in rows)
    return ReportTable(title, headings[:count], rows, figures=frozenset(range(1, _TARGET)), marks=marks)


def _point_row(state: ComparisonState, place: Place, point: Point) -> tuple[str, ...]:
    comparison = state.comparison
    if comparison is None:
        return ()
    metric, target = comparison.metrics[point.metric], state.target(point.metric, place.period)
    mine = _figure_texts(state, point.metric, point.figure)
    team = _figure_texts(state, point.metric, team_figure(comparison, place, point.metric))
    band = NO_VALUE if target is None else band_in_words(target, metric.unit, metric.unit_abbreviated)
    word = f"{status_word(point.status)}, {band}" if point.status is not None else band
    return (metric.name, *mine, *team, word)


def _figure_texts(state: ComparisonState, metric: int, figure: Figure | None) -> tuple[str, str, str]:
    if figure is None or state.comparison is None:
        return NO_VALUE, NO_VALUE, NO_VALUE
    value = metric_value(figure.value, state.comparison.metrics[metric])
    return value, format_percent(figure.pass_rate, number_format()), grouped(figure.recordings)


def _trend_table(state: ComparisonState, comparison: Comparison, place: Place, metrics: Sequence[int]) -> ReportTable:
    """The last periods of what was ranked, below the recordings that they rest on; a pass rate where there is one."""
    periods = range(max(0, place.period + 1 - _PERIODS), place.period + 1)
    places = [Place(place.entity, period) for period in periods]
    answers = [comparison.answer(one) for one in places]
    counts = [NO_VALUE if answer is None else grouped(answer.recordings_evaluated) for answer in answers]
    rows = [(translate("sheet", "Recordings"), *counts)]
    for metric in metrics:
        figures = [comparison.figure(one, metric) for one in places]
        rows.append((comparison.metrics[metric].name, *(_value_and_rate(state, metric, one) for one in figures)))
    headings = (translate("sheet", "Metric"), *(state.period_name(period) for period in periods))
    title = translate("sheet", "Trend: value, pass rate")
    return ReportTable(title, headings, tuple(rows), figures=frozenset(range(1, len(headings))))


def _value_and_rate(state: ComparisonState, metric: int, figure: Figure | None) -> str:
    value, rate, _ = _figure_texts(state, metric, figure)
    return value if figure is None or figure.pass_rate is None else f"{value}\n{rate}"
