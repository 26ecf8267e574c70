"""What the tables of a comparison say: headings, statuses, and figures with what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.targets import Status
from siro_desktop.domain.units import format_number, format_value
from siro_desktop.ui.words import number_format, recordings_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.comparison import ComparedMetric, Comparison
    from siro_desktop.domain.targets import Target

translate: Final = QCoreApplication.translate


def entity_heading(comparison: Comparison | None) -> str:
    """Return what the compared entities are, such as *Person*."""
    kinds = {entity.filter_by for entity in comparison.entities} if comparison else set()
    if len(kinds) == 1:
        match kinds.pop():
            case (EntityType.USER,):
                return translate("table_words", "Person")
            case (EntityType.TEAM,):
                return translate("table_words", "Team")
            case (EntityType.RECORDING,):
                return translate("table_words", "Recording")
    return translate("table_words", "Name")


def status_in_words(status: Status | None) -> str:
    """Return *met*, *near* or *missed*; nothing where there is no status."""
    match status:
        case Status.MET:
            return translate("table_words", "met")
        case Status.NEAR:
            return translate("table_words", "near")
        case Status.MISSED:
            return translate("table_words", "missed")
    return ""


def target_in_words(target: Target, metric: ComparedMetric) -> str:
    """Return the band of a target: *at least 40.0 %*, *at most 1:30*, *40.0 % to 60.0 %*."""
    low, high = (
        format_value(end, metric.unit, metric.unit_abbreviated, number_format())
        for end in (target.minimum, target.maximum)
    )
    if target.maximum is None:
        return translate("table_words", "at least %1").replace("%1", low)
    if target.minimum is None:
        return translate("table_words", "at most %1").replace("%1", high)
    return translate("table_words", "%1 to %2").replace("%1", low).replace("%2", high)


def status_sentence(status: Status, target: Target, metric: ComparedMetric) -> str:
    """Return *Target met: at least 40.0 %*."""
    sentence = translate("table_words", "Target %1: %2").replace("%1", status_in_words(status))
    return sentence.replace("%2", target_in_words(target, metric))


def count_in_words(recordings: float | None) -> str:
    """Return *n 12*, the short form beside a figure; nothing if the number is not known."""
    if recordings is None:
        return ""
    return translate("table_words", "n %1").replace("%1", format_number(recordings, number_format()))


def thin_sentence(recordings: float | None, least: int) -> str:
    """Return why a figure says little."""
    sentence = translate("table_words", "Thin sample: %1, fewer than %2 say little")
    return sentence.replace("%1", recordings_in_words(recordings)).replace("%2", str(least))
