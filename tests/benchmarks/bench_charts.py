"""How long a chart of bars takes to show other figures, and to draw a frame while it is scrolled.

Run as a script; prints milliseconds, the fastest tenth of interleaved rounds, beside a widget that draws the same
bars, names and values with a plain QPainter: the chart may take 1.5 times as long. Both get figures that are worked out
already; how long that takes, and how long the window stands still for it at most, stands below.
"""

from __future__ import annotations

import gc
import math
import random
import statistics
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from siro_desktop.domain.results import MetricValues
from siro_desktop.domain.units import NumberFormat
from siro_desktop.ui.charts.answer_panels import plan_panels
from siro_desktop.ui.charts.bar_list import BarFacts, BarList
from siro_desktop.ui.charts.bar_plot import BarPlot
from siro_desktop.ui.charts.panels import Bar
from siro_desktop.ui.theme import apply_theme, current_theme, tabular_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

COUNTS: Final = (10, 100, 1_000, 10_000, 100_000)
MOST: Final = 1.5
ROUNDS: Final = 81
PAN: Final = 137  # pixels from frame to frame
SIZE: Final = (900, 640)


class PlainBars(QWidget):
    """The same bars without pyqtgraph, scene or layers: what is exposed, by one QPainter."""

    def __init__(self, row_pixels: float) -> None:
        super().__init__()
        self._row, self._name, self._label = row_pixels, 1.0, 1.0
        self._font = tabular_font(self.font())
        self._bars: BarList | None = None
        self._scale = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_bars(self, bars: BarList) -> None:
        self._bars, self._scale = bars, max(*bars.lengths, -min(bars.lengths), 1e-9)
        metrics = QFontMetricsF(self._font)
        self._name, self._label = bars.facts.names.width(metrics), bars.facts.labels.width(metrics) + 1
        self.setFixedHeight(round(len(bars) * self._row))
        self.update()

    def paintEvent(self, painted: QPaintEvent) -> None:
        bars, room, theme = self._bars, painted.rect(), current_theme()
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.fillRect(room, theme.color("panel"))
        if bars is None:
            return
        fill, text, line = theme.color("bar_1"), theme.color("text"), theme.color("border")
        left, middle = self._name + 16, Qt.AlignmentFlag.AlignVCenter
        drawn = self.width() - left - self._label - 16
        first, last = math.floor(room.top() / self._row), math.ceil(room.bottom() / self._row)
        for place in range(max(first, 0), min(last + 1, len(bars))):
            bar, top = bars[place], place * self._row
            long = bars.lengths[place] / self._scale * drawn
            painter.fillRect(QRectF(left, top + self._row * 0.19, long, self._row * 0.62), fill)
            painter.setPen(text)
            painter.drawText(QRectF(4, top, self._name, self._row), middle, bar.name)
            painter.drawText(QRectF(left + long + 8, top, self._label, self._row), middle, bar.label)
        painter.setPen(line)
        painter.drawLine(round(left), room.top(), round(left), room.bottom())


def invent(count: int, seed: int) -> BarList:
    """Bars with invented figures, not yet made."""
    draw = random.Random(seed)
    values = [draw.uniform(0, 100) for _ in range(count)]

    def make(place: int) -> Bar:
        return Bar(place, f"Metric number {place}", values[place], f"{values[place]:.1f} %")

    facts = BarFacts()
    for place in range(count):
        facts.take_in(make(place))
    return BarList(range(count), values, make, facts)


def scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(widget)
    area.resize(*SIZE)
    area.show()
    return area


def timed(app: QApplication, step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    app.processEvents()
    return (time.perf_counter() - began) * 1e3


def compare(app: QApplication, name: str, chart: Callable[[int], object], plain: Callable[[int], object]) -> None:
    """Print how long both take for a step that is different in each round."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS):
        for kept, step in zip(times, (chart, plain) if number % 2 else (plain, chart), strict=True):
            kept.append(timed(app, lambda step=step, number=number: step(number)))
        if not number % 2:
            times[0][-1], times[1][-1] = times[1][-1], times[0][-1]
    ours, floor = (statistics.quantiles(kept[5:], n=10)[0] for kept in times)
    print(f"{name:<24} {ours:7.2f} ms   plain QPainter {floor:7.2f} ms   {ours / floor:5.2f} ×   (at most {MOST} ×)")


def measure(app: QApplication, count: int) -> None:
    both = [invent(count, seed) for seed in range(2)]
    plot = BarPlot()
    plot.set_bars(both[0])
    chart_area = scrolled(plot)
    plain = PlainBars(plot.sheet.row_pixels)
    plain.set_bars(both[0])
    plain_area = scrolled(plain)
    for _ in range(3):
        app.processEvents()

    def fresh(number: int) -> BarList:
        bars = both[number % 2]
        return BarList(bars.rows, bars.lengths, bars._make, bars.facts)

    compare(
        app,
        f"{count:>7,} bars: update",
        lambda number: plot.set_bars(fresh(number)),
        lambda number: plain.set_bars(fresh(number)),
    )
    if chart_area.verticalScrollBar().maximum() > 2 * ROUNDS * PAN:
        bars = chart_area.verticalScrollBar(), plain_area.verticalScrollBar()
        far = min(bar.maximum() for bar in bars) // 2
        compare(
            app,
            f"{count:>7,} bars: pan",
            lambda number: bars[0].setValue(far + number * PAN),
            lambda number: bars[1].setValue(far + number * PAN),
        )
        jump = far * 2 // ROUNDS
        compare(
            app,
            f"{count:>7,} bars: jump",
            lambda number: bars[0].setValue(number * jump),
            lambda number: bars[1].setValue(number * jump),
        )
    for area in (chart_area, plain_area):
        area.close()


def work_out(count: int) -> None:
    """Print how much of the processor it takes to work out what an answer's charts show, and the longest step of it."""
    draw = random.Random(1)
    metrics = MetricValues(
        ids=[f"metric_{n}" for n in range(count)],
        names=[f"Metric number {n}" for n in range(count)],
        units=["percent"] * count,
        unit_abbreviations=["%"] * count,
        metric_types=["AI_METRIC"] * count,
        descriptions=[None] * count,
        values=[draw.uniform(0, 100) for _ in range(count)],
        pass_rates=[60.0] * count,
    )
    gc.collect()
    gc.freeze()  # as the program does once it has started
    steps, began = [], time.process_time()
    for _ in plan_panels(metrics, range(count), NumberFormat()):
        steps.append((time.process_time() - began) * 1e3)
        began = time.process_time()
    print(f"{count:>7,} metrics: worked out in {sum(steps):6.0f} ms, {max(steps):5.1f} ms at once (at most 50)")


def main() -> None:
    """Measure each number of bars."""
    app = QApplication([])
    apply_theme(app, "light")
    for count in COUNTS:
        measure(app, count)
    for count in (1_000, 100_000):
        work_out(count)


if __name__ == "__main__":
    main()
