"""What the details of a row say: everything that is known of its metric, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.units import NO_VALUE, format_value, plain_number
from siro_desktop.ui.pass_rate_words import about_in_words
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import target_in_words
from siro_desktop.ui.words import number_format, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.results import MetricValue
    from siro_desktop.domain.targets import ColorBands, Target

translate: Final = QCoreApplication.translate
_AGGREGATIONS: Final = ("aggregation", "aggregationType", "aggregate", "aggregationMethod")


class RowDetails(Struct, frozen=True, kw_only=True):
    """A row in words. `where` says whose figures they are, if rows differ in it; `lines` are label and text.

    `unit` is for the figures of its history.
    """

    title: str
    about: str
    lines: tuple[tuple[str, str], ...]
    metric_id: str
    where: str
    unit: str
    unit_abbreviated: str


def metric_details(
    metric: MetricValue, recordings: float | None, target: Target | None, bands: ColorBands, where: str = ""
) -> RowDetails:
    """Return the details of a metric's figures. `where` says whose they are and when, if the row does."""
    tr = translate
    lines = [
        *([(tr("details", "Of"), where)] if where else []),
        (tr("details", "Value"), _value(metric)),
        (tr("details", "Pass rate"), _rate(metric, recordings, bands)),
        (tr("details", "Rests on"), recordings_in_words(recordings)),
        (tr("details", "Target"), _target(metric, target)),
        (tr("details", "How aggregated"), _aggregation(metric.extra)),
        (tr("details", "Unit"), _unit(metric)),
        (tr("details", "Type"), metric.metric_type or NO_VALUE),
        (tr("details", "Id"), metric.id),
        *((name, str(value)) for name, value in metric.extra.items() if value is not None),
    ]
    return RowDetails(
        title=metric.name.strip() or metric.id,
        about=(metric.description or "").strip() or tr("details", "Siro sent no description of this metric."),
        lines=tuple(lines),
        metric_id=metric.id,
        where=where,
        unit=metric.unit,
        unit_abbreviated=metric.unit_abbreviated,
    )


def _value(metric: MetricValue) -> str:
    if metric.value is None:
        return translate("details", "Siro sent no value, which is not 0")
    shown = format_value(metric.value, metric.unit, metric.unit_abbreviated, number_format())
    exact = f"{plain_number(metric.value)} {metric.unit}".strip()
    return shown if plain_number(metric.value) in shown else f"{shown} ({exact})"


def _rate(metric: MetricValue, recordings: float | None, bands: ColorBands) -> str:
    if metric.pass_rate is None:
        return translate("details", "No pass rate came")
    status = bands.status(metric.pass_rate)
    words = about_in_words(metric.pass_rate, recordings)
    return words if status is None else f"{words}, {status_word(status)}"


def _target(metric: MetricValue, target: Target | None) -> str:
    if target is None:
        return translate("details", "None is set")
    return target_in_words(target, target.status(metric.value), metric.unit, metric.unit_abbreviated)


def _unit(metric: MetricValue) -> str:
    if metric.unit and metric.unit_abbreviated and metric.unit != metric.unit_abbreviated:
        return f"{metric.unit} ({metric.unit_abbreviated})"
    return metric.unit or metric.unit_abbreviated or NO_VALUE


def _aggregation(extra: Mapping[str, object]) -> str:
    told = next((str(extra[name]) for name in _AGGREGATIONS if extra.get(name)), "")
    return told or translate("details", "By Siro, over all recordings of the question; how is not told")
