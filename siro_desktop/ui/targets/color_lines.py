"""The colours of a connection as lines of a table: those set by hand, then Siro's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.color_bands import SIRO_BANDS
from siro_desktop.domain.units import format_number
from siro_desktop.ui.status_mark import status_word
from siro_desktop.ui.words import day_in_words, number_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.targets import ColorBands, KnownMetric, OwnColors, Targets

translate = QCoreApplication.translate


class ColorLine(Struct, frozen=True):
    """One line: colours, and what they are for. `own` is there for those set by hand."""

    bands: ColorBands
    conversation_type_id: str = ""
    own: OwnColors | None = None


def color_lines(targets: Targets, metrics: Mapping[str, KnownMetric]) -> list[ColorLine]:
    """Return all lines: yours for every metric first, then by the metric's name; at last Siro's, or its usual ones."""
    own = sorted(
        targets.own_colors,
        key=lambda one: (
            _metric_name(one.metric_id, metrics).casefold() if one.metric_id else "",
            one.conversation_type_id,
            -(one.valid_from.toordinal() if one.valid_from else 0),
        ),
    )
    looked_up = [ColorLine(known.bands, known.conversation_type_id) for known in targets.look_ups]
    return [
        *(ColorLine(one.bands, one.conversation_type_id, one) for one in own),
        *(looked_up or [ColorLine(SIRO_BANDS)]),
    ]


def headings() -> tuple[str, ...]:
    """Return the headings of `texts`."""
    return (
        translate("colors", "Metric"),
        translate("colors", "For"),
        translate("colors", "Valid from"),
        translate("colors", "Source"),
        translate("colors", "Ranges"),
    )


def texts(line: ColorLine, metrics: Mapping[str, KnownMetric], conversation_types: Mapping[str, str]) -> list[str]:
    """Return what a line says. `conversation_types` are names by id."""
    own, type_id = line.own, line.conversation_type_id
    every_metric, always = translate("colors", "every metric"), translate("colors", "always")
    return [
        _metric_name(own.metric_id, metrics) if own and own.metric_id else every_metric,
        conversation_types.get(type_id, type_id) if type_id else translate("colors", "all conversations"),
        day_in_words(own.valid_from) if own and own.valid_from else always,
        translate("colors", "yours") if own else translate("colors", "Siro"),
        ranges_in_words(line.bands),
    ]


def ranges_in_words(bands: ColorBands) -> str:
    """Return where each range begins: *missed from 0 · near from 50 · met from 80 %*. Lines break behind its dots."""
    begin = translate("colors", "%1 from\u00a0%2")
    said = [
        begin.replace("%2", format_number(band.low, number_format())).replace("%1", status_word(band.status))
        for band in bands.bands
    ]
    return "\u00a0· ".join(said) + "\u00a0%"


def _metric_name(metric_id: str, metrics: Mapping[str, KnownMetric]) -> str:
    known = metrics.get(metric_id)
    return (known.name if known else "") or metric_id
