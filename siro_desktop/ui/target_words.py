"""Targets as people say them: *40 – 60 %*, *at least 11*, and how a value stands to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.color_bands import HIGHEST_RATE
from siro_desktop.domain.targets import Direction, Source
from siro_desktop.domain.units import UnitKind, format_number, format_value, unit_kind
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import day_in_words, number_format, recordings_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.color_bands import RateBand
    from siro_desktop.domain.targets import Status, Target

translate = QCoreApplication.translate


def band_in_words(target: Target, unit: str, unit_abbreviated: str = "") -> str:
    """Return a band with its unit: *40 – 60 %*, *≥ 11*, *≤ 1:50*."""
    return _band(target, ("%1 – %2", "≥ %1", "≤ %1"), unit, unit_abbreviated)


def band_spoken(target: Target, unit: str, unit_abbreviated: str = "") -> str:
    """Return a band for the ear: *40 to 60 %*, *at least 11*, *at most 1:50*."""
    phrases = (
        translate("targets", "%1 to %2"),
        translate("targets", "at least %1"),
        translate("targets", "at most %1"),
    )
    return _band(target, phrases, unit, unit_abbreviated)


def target_named(target: Target, unit: str, unit_abbreviated: str = "") -> str:
    """Return a band with what it is: *Target 40 – 60 %*."""
    return translate("targets", "Target %1").replace("%1", band_in_words(target, unit, unit_abbreviated))


def target_said(target: Target, unit: str, unit_abbreviated: str = "") -> str:
    """Return a band for the ear, within a sentence: *target 40 to 60 %*."""
    return translate("targets", "target %1").replace("%1", band_spoken(target, unit, unit_abbreviated))


def target_in_words(target: Target, status: Status | None, unit: str, unit_abbreviated: str = "") -> str:
    """Return all about a target on one line: *Target 40 – 60 % · met · near within 5 · from Siro*."""
    parts = [target_named(target, unit, unit_abbreviated)]
    if status is not None:
        parts.append(status_word(status))
    if target.tolerance:
        tolerance = _end(target.tolerance, unit, unit_abbreviated)
        parts.append(translate("targets", "near within %1").replace("%1", tolerance))
    parts.append(source_in_words(target))
    return " · ".join(parts)


def away_in_words(target: Target, value: float | None, unit: str, unit_abbreviated: str = "") -> str:
    """Return how far outside its band a value lies: *3.2 points below the target*; nothing inside, or for no value."""
    distance = 0.0 if value is None or not math.isfinite(value) else target.distance(value)
    if not distance or value is None:
        return ""
    numbers = number_format()
    if unit_kind(unit, unit_abbreviated) is UnitKind.PERCENT:  # 3 % below would be something else
        amount = translate("targets", "%1 points").replace("%1", format_number(round(distance, 1), numbers))
    else:
        amount = format_value(distance, unit, unit_abbreviated, numbers)
    is_above = target.maximum is not None and value > target.maximum
    words = translate("targets", "%1 above the target") if is_above else translate("targets", "%1 below the target")
    return words.replace("%1", amount)


def target_spoken(target: Target, status: Status, unit: str, unit_abbreviated: str = "") -> str:
    """Return a target for the ear: *Target 40 to 60 %, met*."""
    sentence = translate("targets", "Target %1, %2").replace("%2", status_word(status))
    return sentence.replace("%1", band_spoken(target, unit, unit_abbreviated))


def source_in_words(target: Target) -> str:
    """Return where a target comes from, and since when it holds."""
    if target.source is Source.SIRO:
        return translate("targets", "from Siro")
    if target.valid_from is None:
        return translate("targets", "yours")
    return translate("targets", "yours, from %1").replace("%1", day_in_words(target.valid_from))


def rate_in_words(band: RateBand, source: Source = Source.SIRO) -> str:
    """Return what a band of pass rates means: *near: 50 – 79 % in the organization's colours*."""
    if source is Source.HAND:
        text = translate("targets", "%1: %2 in your colours")
    else:
        text = translate("targets", "%1: %2 in the organization's colours")
    return text.replace("%2", rates_in_words(band, source)).replace("%1", status_word(band.status))


def rates_in_words(band: RateBand, source: Source = Source.SIRO) -> str:
    """Return the pass rates of a band: *50 – 79 %* as Siro writes it, *50 to below 80 %* where it is set by hand."""
    first = format_number(band.low, number_format())
    if band.high is None:
        return translate("targets", "from %1\u00a0%").replace("%1", first)
    is_own_end = source is Source.HAND and band.high < HIGHEST_RATE
    text = translate("targets", "%1 to below %2\u00a0%") if is_own_end else translate("targets", "%1 – %2\u00a0%")
    return text.replace("%2", format_number(band.high, number_format())).replace("%1", first)


def figure_spoken(name: str, label: str, target: str, status: Status | None, recordings: float | None) -> str:
    """Return a figure for the ear: *Talk share, 43.2 percent, target 40 to 60, met, 52 recordings*."""
    parts = [name, label.replace("\u00a0%", translate("targets", " percent"))]
    if target:
        parts.append(translate("targets", "target %1").replace("%1", target.removesuffix("\u00a0%")))
    if status is not None:
        parts.append(status_word(status))
    return ", ".join([*parts, recordings_in_words(recordings)])


def _band(target: Target, phrases: tuple[str, str, str], unit: str, unit_abbreviated: str) -> str:
    between, above, below = phrases
    low, high = target.minimum, target.maximum
    if target.direction is Direction.INSIDE and low is not None and high is not None:
        is_time = unit_kind(unit, unit_abbreviated) is UnitKind.SECONDS
        first = _end(low, unit, unit_abbreviated) if is_time else format_number(low, number_format())
        return between.replace("%1", first).replace("%2", _end(high, unit, unit_abbreviated))
    if low is not None:
        return above.replace("%1", _end(low, unit, unit_abbreviated))
    return below.replace("%1", _end(high or 0.0, unit, unit_abbreviated))


def _end(value: float, unit: str, unit_abbreviated: str) -> str:
    """A limit is a round number: *40 %*, not *40.0 %*."""
    numbers = number_format()
    if unit_kind(unit, unit_abbreviated) is UnitKind.PERCENT:
        return f"{format_number(value, numbers)}\u00a0%"
    return format_value(value, unit, unit_abbreviated, numbers)
