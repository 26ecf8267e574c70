"""One panel of bars: what is drawn, the bars, and what could not be drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.units import UnitKind
from siro_desktop.ui.charts.bar_plot import BarPlot
from siro_desktop.ui.charts.chart_panel import ChartPanel, PanelTexts
from siro_desktop.ui.charts.panels import RATES_KEY, Frame, band_ends, statuses_in_words
from siro_desktop.ui.target_words import band_spoken, figure_spoken
from siro_desktop.ui.words import SEPARATOR, grouped, metrics_in_words, recordings_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.charts.panels import Bar, Panel

_SPOKEN_BARS: Final = 3
translate = QCoreApplication.translate


def panel_title(panel: Panel) -> str:
    """Return the heading of a panel: its unit, or that it shows pass rates."""
    if panel.key == RATES_KEY:
        return translate("charts", "Pass rate")
    return (panel.unit[:1].upper() + panel.unit[1:]) if panel.unit else translate("charts", "Without a unit")


def panel_summary(panel: Panel) -> str:
    """Return what the panel shows, in sentences for people who do not see it."""
    count = metrics_in_words(len(panel.bars))
    by_value = sorted(panel.bars, key=lambda bar: bar.length, reverse=True)
    highest = ", ".join(f"{bar.name} {bar.label}" for bar in by_value[:_SPOKEN_BARS])
    text = translate("charts", "Bar chart, %1. Highest: %2.").replace("%1", count).replace("%2", highest)
    if len(by_value) > _SPOKEN_BARS:
        lowest = translate("charts", "Lowest: %1.").replace("%1", f"{by_value[-1].name} {by_value[-1].label}")
        text = f"{text} {lowest}"
    stands = statuses_in_words(panel.bars)
    return f"{text} {stands}." if stands else text


class BarPanel(ChartPanel[BarPlot]):
    """A heading, bars of one unit, and a note on bars that are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bar_panel", BarPlot(), parent)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars that are drawn."""
        return tuple(self.plot.bars)

    def show_panel(self, panel: Panel, recordings: float | None, widest_name: float) -> None:
        """Draw other bars. A pass rate and a percentage are drawn against 100; names get `widest_name` pixels."""
        is_share = panel.key in {RATES_KEY, UnitKind.PERCENT.value}
        facts = [metrics_in_words(len(panel.bars) + panel.left_out), recordings_in_words(recordings)]
        if any(bar.band for bar in panel.bars):
            facts.append(translate("charts", "shaded: target"))
        facts += [stands] if (stands := statuses_in_words(panel.bars)) else []
        note = _left_out_note(panel) if panel.left_out else ""
        reach = (*((100.0,) if is_share else ()), *band_ends(bar.band for bar in panel.bars))
        self.plot.say_bar = partial(_say_bar, recordings=recordings)
        texts = PanelTexts(panel_title(panel), SEPARATOR.join(facts), note, panel_summary(panel))
        self.show_bars(texts, panel.bars, Frame(reach, widest_name))

    def show_bars(self, texts: PanelTexts, bars: Sequence[Bar], frame: Frame) -> None:
        """Draw bars that have been worked out, with what stands around them."""
        self.show_texts(texts)
        self.plot.set_bars(bars, frame)


def _say_bar(bar: Bar, recordings: float | None) -> str:
    judged, band = bar.judged, ""
    if judged is not None and judged.target is not None:
        band = band_spoken(judged.target, judged.unit, judged.unit_abbreviated)
    return figure_spoken(bar.name, bar.label, band, judged.status if judged else None, recordings)


def _left_out_note(panel: Panel) -> str:
    text = translate("charts", "The first %1 bars of %2 are drawn. Search the table to see others.")
    return text.replace("%1", grouped(len(panel.bars))).replace("%2", grouped(len(panel.bars) + panel.left_out))
