"""What the tool tips of a metric's figures say: the number as it came, and what it is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.units import plain_number
from siro_desktop.ui.pass_rate_words import pass_rate_tip
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.target_words import rate_in_words, target_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.results import MetricValues
    from siro_desktop.domain.targets import ColorBands, HeldTargets

translate = QCoreApplication.translate


def value_tip(metrics: MetricValues, row: int) -> str:
    """Return the value with all its digits."""
    value, unit = metrics.values[row], metrics.units[row]
    if value is None:
        return translate("tips", "Siro sent no value, which is not 0")
    return f"{plain_number(value)} {unit}".strip()


def rate_tip(rate: float | None, recordings: float | None, bands: ColorBands) -> str:
    """Return the pass rate with all its digits, about where it may lie, and below it what its colour means."""
    if rate is None:
        return translate("tips", "No pass rate came")
    band = bands.band(rate)
    return "\n".join([pass_rate_tip(rate, recordings), *([] if band is None else [rate_in_words(band, bands.source)])])


def rate_spoken(text: str, rate: float | None, bands: ColorBands) -> str:
    """Return a pass rate, written as `text`, with its mark in words."""
    status = bands.status(rate)
    return text if status is None else f"{text}, {status_word(status)}"


def target_tip(metrics: MetricValues, row: int, held: HeldTargets) -> str:
    """Return the target's band and how the value stands to it."""
    target = held.by_metric.get(metrics.ids[row])
    if target is None:
        return translate("tips", "No target is set for this metric. Query ▸ Targets… sets one.")
    status = target.status(metrics.values[row])
    return target_in_words(target, status, metrics.units[row], metrics.unit_abbreviations[row])
