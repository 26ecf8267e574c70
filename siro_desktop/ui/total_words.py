"""The total of the selected rows in words, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.totals import WhyNot
from siro_desktop.domain.units import format_value
from siro_desktop.ui.words import SEPARATOR, fill, grouped, number_format, recordings_in_words, rows_in_words

if TYPE_CHECKING:
    from siro_desktop.domain.totals import Total

translate: Final = QCoreApplication.translate


def selected_in_words(rows: int) -> str:
    """Return *3 rows selected*."""
    return fill(translate("totals", "%1 selected"), rows_in_words(rows))


def total_in_words(rows: int, total: Total, recordings: float | None) -> str:
    """Return how many rows are selected, their total or why there is none, and what it rests on."""
    parts = [selected_in_words(rows)]
    if total.why_not is not None:
        parts.append(why_not_in_words(total.why_not))
    else:
        summed = format_value(total.sum, total.unit, total.unit_abbreviated, number_format())
        unit = total.unit if total.unit.casefold() not in {"count", "number", "#"} else ""
        words = f"{summed} {unit}".strip()
        parts.append(fill(translate("totals", "Total %1"), words))
        if total.counted < rows:
            missing = fill(translate("totals", "%1 without a value left out"), grouped(rows - total.counted))
            parts.append(missing)
    parts.append(recordings_in_words(recordings))
    return SEPARATOR.join(parts)


def too_many_in_words(rows: int) -> str:
    """Return that so many rows are not added up."""
    return SEPARATOR.join([selected_in_words(rows), translate("totals", "too many to add up")])


def why_not_in_words(why: WhyNot) -> str:
    """Return why figures are not added."""
    tr = translate
    return {
        WhyNot.NO_VALUE: tr("totals", "no value to add"),
        WhyNot.UNITS_DIFFER: tr("totals", "not added: their units differ"),
        WhyNot.SHARES: tr("totals", "not added: each percentage has a base of its own"),
        WhyNot.TIMES: tr("totals", "not added: Siro does not tell totals of time from averages"),
        WhyNot.SCORES: tr("totals", "not added: scores and rates are averages"),
        WhyNot.AVERAGES: tr("totals", "not added: averages of counts"),
        WhyNot.UNKNOWN_UNIT: tr("totals", "not added: what the unit measures is not known"),
        WhyNot.METRICS_DIFFER: tr("totals", "not added: different metrics count different things"),
        WhyNot.REPEATED: tr("totals", "not added: Siro says it more than once, perhaps of the same recordings"),
        WhyNot.OVERLAP: tr("totals", "not added: a recording may count in several of them"),
        WhyNot.WHOLE_INCLUDED: tr("totals", "not added: all together holds the others already"),
    }[why]
