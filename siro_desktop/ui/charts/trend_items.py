"""pyqtgraph's part of a trend: lines that step back, with an item more for what leads to open periods, and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

import pyqtgraph as pg  # isort: skip  after PySide6, so that it takes that binding

from siro_desktop.ui.charts.trend_paint import THIN_LINE
from siro_desktop.ui.charts.trend_sheet import DIM
from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from siro_desktop.ui.charts.plot_base import PlotBase


class TrendItems:
    """Takes finite numbers only: periods from 0 across, shares of the axis from 0 to 1 up."""

    def __init__(self, plot: PlotBase) -> None:
        self._plot = plot
        self.all: dict[str, Any] = {}

    def hide(self) -> None:
        """Draw nothing of what was drawn."""
        for item in self.all.values():
            item.setVisible(False)

    def draw_lines(self, ends: tuple[list[float], list[float]], *, is_open: bool) -> None:
        """Draw thin segments, given by the ends of each; dashed if open."""
        across, up = ends
        item = self._item(f"line:{is_open}", pg.PlotCurveItem)
        item.setSegmentedLineMode("on")  # thousands of segments in one smooth path take twice as long to paint
        style = Qt.PenStyle.DashLine if is_open else Qt.PenStyle.SolidLine
        pen = QPen(current_theme().color(DIM), THIN_LINE, style)
        pen.setCosmetic(True)
        item.setData(x=across, y=up, connect="pairs", pen=pen, antialias=True)
        item.setVisible(bool(across))

    def fill_bars(self, token: str, across: list[float], up: list[float], base: float, width: float) -> None:
        """Fill upright bars from `base` in one of the theme's colours."""
        if len(across) != len(up):  # lists of unequal length crash pyqtgraph
            raise ValueError("Every bar needs one place and one height.")
        item = self._item(f"fill:{token}", pg.BarGraphItem, x=[], height=[], width=1, pen=None)
        heights = [share - base for share in up]
        item.setOpts(x=across, y0=base, height=heights, width=width, pen=None, brush=current_theme().color(token))
        item.setVisible(bool(across))

    def _item(self, key: str, kind: Any, **options: Any) -> Any:
        if key not in self.all:
            self.all[key] = kind(**options)
            self._plot.addItem(self.all[key])
        return self.all[key]
