"""One figure of a comparison in words: what a card shows, and what a screen reader says."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.units import MINUS, NO_VALUE, UnitKind, format_number, format_value, unit_kind
from siro_desktop.ui.comparison_words import older_in_words
from siro_desktop.ui.metric_tips import rate_spoken
from siro_desktop.ui.pass_rate_words import about_in_words, pass_rate_change_in_words
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import away_in_words, target_said
from siro_desktop.ui.words import grouped, number_format, recordings_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.comparison import ComparedMetric, Figure
    from siro_desktop.ui.comparison.state import ComparisonState

translate = QCoreApplication.translate


class FigureWords(Struct, frozen=True):
    """A figure in words; parts that do not apply are empty. `value` is a dash where there is none."""

    entity: str
    period: str
    metric: str
    value: str
    change: str
    pass_rate: str
    pass_rate_change: str
    target: str
    status: str
    away: str
    recordings: str
    notes: tuple[str, ...]

    def spoken(self) -> str:
        """Return one sentence: *Ana Ruiz, 5–11 Oct 2026, Talk share, 43.2 %, target 40 to 60, met, 12 recordings*."""
        value = translate("comparison", "no value") if self.value == NO_VALUE else self.value
        judged = (self.target, self.status)
        parts = (self.entity, self.period, self.metric, value, *judged, self.pass_rate, self.recordings, *self.notes)
        return ", ".join(part for part in parts if part)

    def rich(self) -> str:
        """Return the lines of a card, as rich text."""
        value = f"{escape(self.metric)} <b>{escape(self.value)}</b>"
        judged = ", ".join(part for part in (self.target, self.status, self.away) if part)
        rates = (self.pass_rate[:1].upper() + self.pass_rate[1:], self.pass_rate_change)
        plain = (self.change, *rates, judged[:1].upper() + judged[1:], self.recordings, *self.notes)
        lines = (f"<b>{escape(self.entity)}</b>", escape(self.period), value, *map(escape, plain))
        return "<br>".join(line for line in lines if line)


def drawable(figure: Figure | None) -> float | None:
    """Return a figure's value if it can be drawn: it is there, and is a finite number."""
    value = None if figure is None else figure.value
    return value if value is not None and math.isfinite(value) else None


def metric_value(value: float | None, metric: ComparedMetric) -> str:
    """Return a value as it is written in a metric's unit."""
    return format_value(value, metric.unit, metric.unit_abbreviated, number_format())


def least_in_words(state: ComparisonState) -> str:
    """Return which figures of a chart are left out; empty if none."""
    text = translate("comparison", "Figures on %1 are left out.")
    return text.replace("%1", thin_in_words(state.least)) if state.least else ""


def thin_in_words(least: int) -> str:
    """Return what is said of figures on few recordings."""
    text = (
        translate("comparison", "fewer than 1 recording")
        if least == 1
        else translate("comparison", "fewer than %1 recordings", None, least)
    )
    return text.replace("%1", grouped(least))


def describe(state: ComparisonState, place: Place, metric: int) -> FigureWords:
    """Return all that is known of one figure, in words."""
    comparison = state.comparison
    if comparison is None:
        raise ValueError("There is no comparison to describe.")
    compared = comparison.metrics[metric]
    figure, recordings = comparison.figure(place, metric), comparison.recordings(place)
    value, rate = drawable(figure), None if figure is None else figure.pass_rate
    target = state.target(metric, place.period)
    status = None if target is None else target.status(value)
    rate_text = translate("comparison", "pass rate %1").replace("%1", about_in_words(rate, recordings))
    bands = state.color_bands(metric, place.period)
    return FigureWords(
        entity=state.entity_name(place.entity),
        period=state.period_name(place.period),
        metric=compared.name,
        value=metric_value(None if figure is None else figure.value, compared),
        change=_change(state, place, metric, value),
        pass_rate="" if rate is None else rate_spoken(rate_text, rate, bands),
        pass_rate_change=pass_rate_change_in_words(_former(state, place, metric), figure),
        target="" if target is None else target_said(target, compared.unit, compared.unit_abbreviated),
        status="" if status is None else status_word(status),
        away="" if target is None else away_in_words(target, value, compared.unit, compared.unit_abbreviated),
        recordings="" if recordings is None else recordings_in_words(recordings),
        notes=_notes(state, place, recordings),
    )


def _former(state: ComparisonState, place: Place, metric: int) -> Figure | None:
    if state.comparison is None or place.period == 0:
        return None
    return state.comparison.figure(Place(place.entity, place.period - 1), metric)


def _change(state: ComparisonState, place: Place, metric: int, value: float | None) -> str:
    """How the value differs from the one of the period before, if both are there."""
    comparison, former = state.comparison, drawable(_former(state, place, metric))
    if comparison is None or value is None or former is None:
        return ""
    change, compared = value - former, comparison.metrics[metric]
    text = metric_value(abs(change), compared)
    if unit_kind(compared.unit, compared.unit_abbreviated) is UnitKind.PERCENT:  # 3 % more would be something else
        text = translate("comparison", "%1 points").replace("%1", format_number(round(abs(change), 1), number_format()))
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return translate("comparison", "%1 since the period before").replace("%1", f"{sign}{text}")


def _notes(state: ComparisonState, place: Place, recordings: float | None) -> tuple[str, ...]:
    comparison = state.comparison
    if comparison is None:
        return ()
    notes = []
    problem, answer = comparison.problem(place), comparison.answer(place)
    if problem is not None and answer is not None:
        notes.append(older_in_words(problem, answer, state.zone))
    elif problem is not None:
        notes.append(translate("comparison", "failed: %1").replace("%1", problem.title))
    elif answer is None:
        notes.append(translate("comparison", "not answered"))
    if state.is_thin(recordings):
        notes.append(translate("comparison", "thin sample: %1").replace("%1", thin_in_words(state.thin_sample)))
    if answer is not None and answer.fetched_at < comparison.periods[place.period].end:
        notes.append(translate("comparison", "the period was not over when this was fetched"))
    if place.entity == comparison.whole:
        notes.append(translate("comparison", "asked of Siro as one population"))
    return tuple(notes)
