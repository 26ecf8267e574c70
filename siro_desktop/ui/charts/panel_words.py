"""What stands around the bars of one unit of an answer, in words. No widgets, no pyqtgraph."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.units import UnitKind
from siro_desktop.ui.charts.answer_panels import RATES_KEY
from siro_desktop.ui.charts.bar_choice import left_out_in_words
from siro_desktop.ui.charts.panels import Frame, PanelTexts
from siro_desktop.ui.target_words import band_spoken, figure_spoken
from siro_desktop.ui.words import SEPARATOR, metrics_in_words, recordings_in_words

if TYPE_CHECKING:
    from siro_desktop.ui.charts.answer_panels import Panel
    from siro_desktop.ui.charts.bar_list import BarList, LongestTexts
    from siro_desktop.ui.charts.panels import Bar

_SPOKEN: Final = 3
translate = QCoreApplication.translate


def panel_texts(panel: Panel, recordings: float | None) -> PanelTexts:
    """Return heading, counts, note and summary of a panel, whose figures rest on so many recordings."""
    facts = [metrics_in_words(len(panel.bars) + panel.left_out), recordings_in_words(recordings)]
    if panel.bars.facts.bands:
        facts.append(translate("charts", "shaded: target"))
    facts += [stands] if (stands := panel.bars.facts.stands_in_words()) else []
    note = left_out_in_words(panel.order, len(panel.bars), panel.left_out)
    return PanelTexts(panel_title(panel), SEPARATOR.join(facts), note, panel_summary(panel))


def panel_frame(panel: Panel, names: LongestTexts) -> Frame:
    """Return what a panel shares with the others. A pass rate and a percentage are drawn against 100."""
    is_share = panel.key in {RATES_KEY, UnitKind.PERCENT.value}
    return Frame((100.0,) if is_share else (), names)


def panel_title(panel: Panel) -> str:
    """Return the heading of a panel: its unit, or that it shows pass rates."""
    if panel.key == RATES_KEY:
        return translate("charts", "Pass rate")
    return (panel.unit[:1].upper() + panel.unit[1:]) if panel.unit else translate("charts", "Without a unit")


def panel_summary(panel: Panel) -> str:
    """Return what the panel shows, in sentences for people who do not see it."""
    bars, count = panel.bars, metrics_in_words(len(panel.bars))
    highest = ", ".join(f"{bar.name} {bar.label}" for bar in highest_bars(bars, _SPOKEN))
    text = translate("charts", "Bar chart, %1. Highest: %2.").replace("%1", count).replace("%2", highest)
    if len(bars) > _SPOKEN:
        lengths = bars.lengths[::-1]  # of equals the last
        last = bars[len(bars) - 1 - lengths.index(min(lengths))]
        text = f"{text} {translate('charts', 'Lowest: %1.').replace('%1', f'{last.name} {last.label}')}"
    stands = bars.facts.stands_in_words()
    return f"{text} {stands}." if stands else text


def highest_bars(bars: BarList, count: int) -> list[Bar]:
    """Return the bars with the largest values, from the largest down; none that has no value."""
    places = nlargest(count, range(len(bars)), key=bars.lengths.__getitem__)
    return [bars[place] for place in places if bars[place].value is not None]


def say_bar(bar: Bar, recordings: float | None) -> str:
    """Return all about one bar, as a screen reader says it."""
    judged, band = bar.judged, ""
    if judged is not None and judged.target is not None:
        band = band_spoken(judged.target, judged.unit, judged.unit_abbreviated)
    return figure_spoken(bar.name, bar.label, band, judged.status if judged else None, recordings)
