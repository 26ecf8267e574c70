"""What the tables of a comparison say: headings, and figures with what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.query import EntityType
from siro_desktop.domain.units import format_number
from siro_desktop.ui.words import number_format, recordings_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.comparison import Comparison

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


def count_in_words(recordings: float | None) -> str:
    """Return *n 12*, the short form beside a figure; nothing if the number is not known."""
    if recordings is None:
        return ""
    return translate("table_words", "n %1").replace("%1", format_number(recordings, number_format()))


def thin_sentence(recordings: float | None, least: int) -> str:
    """Return why a figure says little."""
    sentence = translate("table_words", "Thin sample: %1, fewer than %2 say little")
    return sentence.replace("%1", recordings_in_words(recordings)).replace("%2", str(least))
