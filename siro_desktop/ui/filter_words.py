"""Filters of columns in words, such as *Value from 10 to 40*, and figures as people type them into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.typed_values import read_typed, write_typed
from siro_desktop.ui.column_filters import Blank, Holds, InRange, OneOf
from siro_desktop.ui.words import fill, grouped, number_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.ui.column_filters import ColumnFilter
    from siro_desktop.ui.ordered_model import OrderedTableModel

_NAMED: Final = 3  # texts that are named; of more their number is said
translate = QCoreApplication.translate


def filter_in_words(title: str, wanted: ColumnFilter) -> str:
    """Return what a filter of the column `title` lets through."""
    words, *parts = _parts(wanted)
    return fill(words, title, *parts)


def what_is_shown(model: OrderedTableModel, count_in_words: Callable[[int], str]) -> str:
    """Return how many of a table's rows are in view and what hides the others; empty while nothing hides any."""
    if not model.filters and not model.filter_text:
        return ""
    hiding = [filter_in_words(model.title(column), model.filters[column]) for column in sorted(model.filters)]
    if model.filter_text:
        hiding.append(translate("filters", "search for “%1”").replace("%1", model.filter_text))
    shown, all_of_them = grouped(model.rowCount()), count_in_words(model.source_count())
    return fill(translate("filters", "%1 of %2: %3"), shown, all_of_them, "; ".join(hiding))


def _parts(wanted: ColumnFilter) -> tuple[str, ...]:
    """A sentence with places, and what goes into them but for the first, which is the column."""
    match wanted:
        case Holds(text):
            found = (translate("filters", "%1 holds “%2”"), text)
        case OneOf(texts) if len(texts) <= _NAMED:
            found = (translate("filters", "%1: %2"), ", ".join(sorted(texts)))
        case OneOf(texts):
            found = (translate("filters", "%1: one of %2"), grouped(len(texts)))
        case InRange():
            return _range_parts(wanted)
        case Blank(is_blank):
            return (translate("filters", "%1 is blank") if is_blank else translate("filters", "%1 is not blank"),)
    return found


def _range_parts(wanted: InRange) -> tuple[str, ...]:
    low, high = write_figure(wanted.low), write_figure(wanted.high)
    if wanted.high is None:
        return translate("filters", "%1 from %2"), low
    if wanted.low is None:
        return translate("filters", "%1 up to %2"), high
    return translate("filters", "%1 from %2 to %3"), low, high


def read_figure(text: str) -> float | None:
    """Return the number that was typed; None for nothing. Times may be typed as 1:52. Raises ValueError."""
    typed = text.strip().removesuffix("%").strip()
    return read_typed(typed, "seconds" if ":" in typed else "", numbers=number_format()) if typed else None


def write_figure(value: float | None) -> str:
    """Return a number as `read_figure` takes it back; nothing for None."""
    return write_typed(value, "", numbers=number_format())
