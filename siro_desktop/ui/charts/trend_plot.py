"""Lines with points over the periods, or upright bars, of one metric.

pyqtgraph draws the lines that step back and the bars' fills, between 0 and 1.

Left and right go from period to period, up and down from entity to entity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt

from siro_desktop.ui.charts.plot_base import PlotBase
from siro_desktop.ui.charts.trend_items import TrendItems
from siro_desktop.ui.charts.trend_paint import paint_backdrop, paint_focus, paint_foreground
from siro_desktop.ui.charts.trend_panels import TrendData, TrendLine
from siro_desktop.ui.charts.trend_sheet import RADIUS, TrendSheet
from siro_desktop.ui.theme import SPACE_2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QWidget

_CATCH: Final = 18.0  # pixels around a point


class TrendPlot(PlotBase):
    """Draws a TrendData. A mark's row is entity x periods + period. Its height is the layout's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("trend_plot", parent)
        self.say_row: Callable[[int], str] = str
        self.line_focused, self.period_focused = 0, -1
        self.items_drawn = TrendItems(self)
        self._shown, self._has_bars = TrendData(), False
        self.sheet = TrendSheet(self._shown, self.font())
        self.start()

    # Public ---------------------------------------------------------------------------------------------------------

    @property
    def drawn(self) -> list[TrendLine]:
        """The lines that are drawn, those that stand out first."""
        return self.sheet.drawn

    def show_trend(self, shown: TrendData, *, has_bars: bool = False) -> None:
        """Draw other lines, or bars."""
        self._shown, self._has_bars = shown, has_bars
        self.lay_out()
        self.line_focused = min(self.line_focused, max(len(self.drawn) - 1, 0))
        self.period_focused = min(self.period_focused, len(shown.dates) - 1)
        self.marks_changed()

    def select_row(self, row: int | None) -> None:
        """Keep the colour of one entity's line and dim the others; None, or a row that is not here, dims none."""
        if row != self.sheet.selected_row:
            self.sheet.select(row)
            self.color_marks()

    # For screen readers: numbers go along each line -----------------------------------------------------------------

    def mark_count(self) -> int:
        """Return how many marks there are, those without a value included."""
        return len(self.drawn) * len(self._shown.dates)

    def mark_row(self, number: int) -> int:
        """Return the row of the n-th mark."""
        line, period = divmod(number, len(self._shown.dates))
        return self.drawn[line].entity * len(self._shown.dates) + period

    def say_mark(self, number: int) -> str:
        """Return the n-th mark in words."""
        return self.say_row(self.mark_row(number))

    def mark_rect(self, number: int) -> QRectF:
        """Return where the n-th mark is, in pixels of the view box."""
        number, period = divmod(number, len(self._shown.dates))
        line = self.drawn[number]
        around = QRectF(0, 0, 2 * RADIUS, 2 * RADIUS)
        around.moveCenter(self.sheet.point(line, period))
        return self.sheet.visual(self.sheet.bar_rect(line, period) if self._has_bars else around)

    def mark_at(self, scene_place: QPointF) -> int | None:
        """Return the number of the mark nearest to a point of the scene, if it is near."""
        if not self.sceneBoundingRect().contains(scene_place):
            return None
        here = self.sheet.visual_point(QPointF(self.view_box.mapFromScene(scene_place)))
        period = self.sheet.period_at(here.x())
        if period is None:
            return None
        near = [
            (self._distance(line, period, here), number)
            for number, line in enumerate(self.drawn)
            if line.values[period] is not None
        ]
        distance, number = min(near, default=(_CATCH + 1, 0))
        return None if distance > _CATCH else number * len(self._shown.dates) + period

    def notes_at(self, scene_place: QPointF) -> tuple[str, ...]:
        """Return the events whose line or name is at a point of the scene, in words."""
        event = self.sheet.event_at(self.sheet.visual_point(QPointF(self.view_box.mapFromScene(scene_place))))
        return () if event is None else event.said

    def _distance(self, line: TrendLine, period: int, here: QPointF) -> float:
        if self._has_bars:
            room = self.sheet.bar_rect(line, period).adjusted(0, -SPACE_2, 0, SPACE_2)
            return 0.0 if room.contains(here) else _CATCH + 1
        away = self.sheet.point(line, period) - here
        return float((away.x() ** 2 + away.y() ** 2) ** 0.5)

    def focused_mark(self) -> int | None:
        """Return the number of the mark that the keys are on."""
        is_there = self.period_focused >= 0 and self.line_focused < len(self.drawn)
        return self.line_focused * len(self._shown.dates) + self.period_focused if is_there else None

    def is_mark_selected(self, number: int) -> bool:
        """True if the n-th mark is selected."""
        return self.sheet.selected_row is not None and self.mark_row(number) == self.sheet.selected_row

    # Measuring ------------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Measure all anew: other lines, another font, or another direction of reading."""
        selected, is_mirrored = self.sheet.selected_row, self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.sheet = TrendSheet(self._shown, self.font(), has_bars=self._has_bars, is_mirrored=is_mirrored)
        self.sheet.select(selected)
        self.view_box.invertX(is_mirrored)
        self.measure()

    def measure(self) -> None:
        """Fit axis, dates and names to the size."""
        room = self.view_box.rect()
        self.sheet.fit(room.width(), room.height())
        self.set_range(self.sheet.x_range, self.sheet.y_range)
        self.update_layers(is_resized=True)

    def color_marks(self) -> None:
        """Hand pyqtgraph the lines that step back, or the bars, one item for each colour."""
        self.items_drawn.hide()
        if self._has_bars:
            self._fill_bars()
        else:
            thin = [line for line in self.drawn if self.sheet.is_dimmed(line)]
            for is_open in (False, True):
                self.items_drawn.draw_lines(self._ends(thin, is_open=is_open), is_open=is_open)
        self.update_layers()

    def _fill_bars(self) -> None:
        by_token: dict[str, list[TrendLine]] = {}
        for line in self.drawn:
            by_token.setdefault(self.sheet.token(line), []).append(line)
        for token, lines in by_token.items():
            marks = [mark for line in lines for mark in self._bar_marks(line)]
            across, up = [x for x, _ in marks], [share for _, share in marks]
            self.items_drawn.fill_bars(token, across, up, self._shown.share(0.0), self.sheet.bar_width)

    def _ends(self, lines: Iterable[TrendLine], *, is_open: bool) -> tuple[list[float], list[float]]:
        ends = [(line.shares, end) for line in lines for pair in line.segments(is_open=is_open) for end in pair]
        return [float(end) for _, end in ends], [shares[end] for shares, end in ends]

    def _bar_marks(self, line: TrendLine) -> list[tuple[float, float]]:
        shift = self.sheet.shift(line)
        return [(period + shift, line.shares[period]) for period in line.filled()]

    # Drawing --------------------------------------------------------------------------------------------------------

    def paint_backdrop(self, painter: QPainter, exposed: QRectF) -> None:  # noqa: ARG002  a trend is seen whole
        """Draw the target's band, the ticks of the axis and the dates."""
        paint_backdrop(self.sheet, painter)

    def paint_lettering(self, painter: QPainter, exposed: QRectF) -> None:  # noqa: ARG002
        """Draw lines that stand out, points or patterns, the names at the ends of lines, and the focus."""
        paint_foreground(self.sheet, painter)
        if self.hasFocus() and self.focused_mark() is not None:
            paint_focus(self.sheet, painter, self.drawn[self.line_focused], self.period_focused)

    # Keys -----------------------------------------------------------------------------------------------------------

    def focus_row(self, row: int) -> None:
        """Let the keys go on from this mark."""
        entity, self.period_focused = divmod(row, len(self._shown.dates))
        self.line_focused = self.sheet.numbers.get(entity, self.line_focused)

    def enter(self, step: int) -> None:
        """Go to the first line (1), to the last (-1), or to where the keys were before (0)."""
        if not self.drawn:
            return
        if self.period_focused < 0:
            self.period_focused = len(self._shown.dates) - 1
        self._focus({1: 0, -1: len(self.drawn) - 1}.get(step, self.line_focused), self.period_focused)

    def _focus(self, number: int, period: int) -> None:
        last = len(self.drawn) - 1
        if self.period_focused >= 0 and not 0 <= number <= last:
            self.edge_passed.emit(1 if number > 0 else -1)
            if not self.hasFocus():  # another plot has taken over
                return
        self.line_focused = min(max(number, 0), last)
        self.period_focused = min(max(period, 0), len(self._shown.dates) - 1)
        mark = self.line_focused * len(self._shown.dates) + self.period_focused
        place = self.sheet.visual_point(self.sheet.point(self.drawn[self.line_focused], self.period_focused))
        self.point_at(self.mark_row(mark), place, mark)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Move from mark to mark; Return chooses one."""
        key, line, period = Qt.Key, self.line_focused, self.period_focused
        forward = -1 if self.sheet.is_mirrored else 1
        steps = {
            key.Key_Left: (line, period - forward),
            key.Key_Right: (line, period + forward),
            key.Key_Up: (line - 1, period),
            key.Key_Down: (line + 1, period),
            key.Key_Home: (line, 0),
            key.Key_End: (line, len(self._shown.dates) - 1),
        }
        focused = self.focused_mark()
        if not self.drawn:
            pressed.ignore()
        elif pressed.key() in steps:
            self._focus(*steps[key(pressed.key())])
        elif pressed.key() in {key.Key_Return, key.Key_Enter} and focused is not None and not pressed.modifiers():
            self.mark_chosen.emit(self.mark_row(focused))
        else:
            pressed.ignore()
