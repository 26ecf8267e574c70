"""One panel of bars: what is drawn, the bars, and what could not be drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from siro_desktop.ui.charts.bar_plot import BarPlot
from siro_desktop.ui.charts.chart_panel import ChartPanel
from siro_desktop.ui.charts.panel_words import panel_frame, say_bar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.charts.answer_panels import Panel
    from siro_desktop.ui.charts.bar_list import BarList, LongestTexts
    from siro_desktop.ui.charts.panels import Frame, PanelTexts


class BarPanel(ChartPanel[BarPlot]):
    """A heading, bars of one unit, and a note on bars that are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bar_panel", BarPlot(), parent)

    @property
    def bars(self) -> BarList:
        """The bars that are drawn."""
        return self.plot.bars

    def show_panel(self, panel: Panel, texts: PanelTexts, recordings: float | None, names: LongestTexts) -> None:
        """Draw the bars of one unit of an answer; all panels leave room for `names`."""
        self.plot.say_bar = partial(say_bar, recordings=recordings)
        self.show_bars(texts, panel.bars, panel_frame(panel, names))

    def show_bars(self, texts: PanelTexts, bars: BarList, frame: Frame) -> None:
        """Draw bars that have been worked out, with what stands around them."""
        self.show_texts(texts)
        self.plot.set_bars(bars, frame)
