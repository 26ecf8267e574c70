"""Lines with points over the periods, or upright bars, of one metric. pyqtgraph draws lines and fills of 0 to 1.

Left and right go from period to period, up and down from entity to entity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from siro_desktop.ui.charts.marks import paint_pattern, paint_point, series_token
from siro_desktop.ui.charts.plot_base import PlotBase
from siro_desktop.ui.charts.ticks import every_nth
from siro_desktop.ui.charts.trend_axes import paint_axes
from siro_desktop.ui.charts.trend_items import DIM, TrendItems
from siro_desktop.ui.charts.trend_panels import DIMMED, TrendData, TrendLine
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_3, Theme, current_theme, tabular_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

_RADIUS: Final = 4.0
_LEAST_RADIUS: Final = 1.5  # where periods lie close
_LEAST_POINT: Final = 1.0  # of a line that steps back
_CATCH: Final = 18.0  # pixels around a point
_GROUP: Final = 0.8  # of a period's width, for its bars
_LONGEST_NAME: Final = 0.2  # of the width


class TrendPlot(PlotBase):
    """Draws a TrendData. A mark's row is entity x periods + period. Its height is the layout's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("trend_plot", parent)
        self.shown = TrendData()
        self.has_bars = False
        self.say_row: Callable[[int], str] = str
        self.line_focused, self.period_focused = 0, -1
        self.named_dates: list[int] = []
        self.end_labels: dict[int, QRectF] = {}
        self._selected: int | None = None
        self.items_drawn = TrendItems(self)
        self.drawn: list[TrendLine] = []
        self._numbers: dict[int, int] = {}
        self._dimmed: set[int] = set()
        self.inner = QRectF(0, 0, 1, 1)
        self._radius, self._pen_scale = _RADIUS, 1.0
        self.start()

    # Public ---------------------------------------------------------------------------------------------------------

    def show_trend(self, shown: TrendData, *, has_bars: bool = False) -> None:
        """Draw other lines, or bars."""
        self.shown, self.has_bars = shown, has_bars
        self.drawn = [line for line in shown.lines if not has_bars or line.series != DIMMED]
        self._numbers = {line.entity: number for number, line in enumerate(self.drawn)}
        self.line_focused = min(self.line_focused, max(len(self.drawn) - 1, 0))
        self.period_focused = min(self.period_focused, len(shown.dates) - 1)
        self.measure()
        self.color_marks()

    def select_row(self, row: int | None) -> None:
        """Keep the colour of one entity's line and dim the others; None, or a row that is not here, dims none."""
        if row != self._selected:
            self._selected = row
            self.color_marks()

    def is_dimmed(self, line: TrendLine) -> bool:
        """True if another line is selected, or if this one never stands out."""
        return line.entity in self._dimmed

    def _selected_entity(self) -> int | None:
        if self._selected is None or not self.shown.dates:
            return None
        entity = self._selected // len(self.shown.dates)
        return entity if entity in self._numbers else None

    def row_of(self, line: TrendLine, period: int) -> int:
        """Return the row of a mark."""
        return line.entity * len(self.shown.dates) + period

    def point(self, line: TrendLine, period: int) -> QPointF:
        """Return where a mark lies in the view box; on the base line where there is no value."""
        return self.pixel(period + (self._shift(line) if self.has_bars else 0.0), line.shares[period])

    def _shift(self, line: TrendLine) -> float:
        each = _GROUP / max(len(self.drawn), 1)
        return (self._numbers[line.entity] - (len(self.drawn) - 1) / 2) * each

    def render_plot(self, painter: QPainter, target: QRectF) -> None:
        """Draw with any painter; lines, whose width no scale changes, are widened as the picture is."""
        self._pen_scale = painter.deviceTransform().m11()
        self.color_marks()
        super().render_plot(painter, target)
        self._pen_scale = 1.0
        self.color_marks()

    # Measuring ------------------------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Leave room for the axis, the dates, and the names at the lines' ends."""
        self.lettering_font = tabular_font(self.font())
        metrics, room = QFontMetricsF(self.lettering_font), self.view_box.rect()
        left = max((metrics.horizontalAdvance(text) for _, text in self.shown.ticks), default=0.0) + 2 * SPACE_2
        top, bottom = metrics.height() * 0.75, metrics.height() + SPACE_3
        right = self._names_width(metrics, room.width()) + 2 * SPACE_3
        across, down = max(room.width() - left - right, 1.0), max(room.height() - top - bottom, 1.0)
        self.inner = QRectF(left, top, across, down)
        periods = max(len(self.shown.dates), 1)
        per_x, per_y = periods / across, 1.0 / down
        self.view_box.setRange(
            xRange=(-0.5 - left * per_x, periods - 0.5 + right * per_x),
            yRange=(-bottom * per_y, 1.0 + top * per_y),
            padding=0,
            disableAutoRange=True,
        )
        self._radius = min(_RADIUS, max(_LEAST_RADIUS, across / periods / 4))
        widest = max((metrics.horizontalAdvance(text) for text in self.shown.dates), default=0.0)
        self.named_dates = every_nth(len(self.shown.dates), across, widest + SPACE_3)
        self.end_labels = self._place_names()
        self.update_layers(is_resized=True)

    def _names_width(self, metrics: QFontMetricsF, width: float) -> float:
        names = [line.name for line in self._named_lines()]
        return min(max(map(metrics.horizontalAdvance, names), default=0.0), width * _LONGEST_NAME)

    def _named_lines(self) -> list[TrendLine]:
        titled = self.shown.titled
        lines = [line for line in self.shown.lines if line.series != DIMMED and line.entity != titled]
        return lines if len(self.shown.lines) > 1 and not self.has_bars else []

    def _place_names(self) -> dict[int, QRectF]:
        """Where names stand behind the ends of lines, by entity; none where it would cover another."""
        placed: dict[int, QRectF] = {}
        metrics = QFontMetricsF(self.lettering_font)
        for line in sorted(self._named_lines(), key=self.is_dimmed):
            last = len(line.values) - 1
            if line.values[last] is None:
                continue  # the line ends earlier: the legend names it
            y = self.point(line, last).y() - metrics.height() / 2
            left = self.inner.right() + SPACE_2
            room = QRectF(left, y, max(self.view_box.rect().right() - left - SPACE_1, 1.0), metrics.height())
            if not any(room.intersects(other) for other in placed.values()):
                placed[line.entity] = room
        return placed

    # Lines and fills ------------------------------------------------------------------------------------------------

    def color_marks(self) -> None:
        """Hand pyqtgraph the lines, or the bars, one item for each colour."""
        self.items_drawn.hide()
        entity = self._selected_entity()
        self._dimmed = {
            line.entity
            for line in self.drawn
            if (line.entity != entity if entity is not None else line.series == DIMMED)
        }
        by_token: dict[str, list[TrendLine]] = {}
        for line in self.drawn:
            by_token.setdefault(self._token(line), []).append(line)
        for token, lines in by_token.items():
            if self.has_bars:
                marks = [mark for line in lines for mark in self._bar_marks(line)]
                across, up = [x for x, _ in marks], [share for _, share in marks]
                self.items_drawn.fill_bars(token, across, up, self.shown.share(0.0), self._bar_width())
            else:
                for is_open in (False, True):
                    ends = self._ends(lines, is_open=is_open)
                    self.items_drawn.draw_lines(token, ends, is_open=is_open, scale=self._pen_scale)
        self.end_labels = self._place_names()
        self.update_layers()

    def _token(self, line: TrendLine) -> str:
        return DIM if self.is_dimmed(line) else series_token(max(line.series, 0))

    def _ends(self, lines: Iterable[TrendLine], *, is_open: bool) -> tuple[list[float], list[float]]:
        ends = [(line.shares, end) for line in lines for pair in line.segments(is_open=is_open) for end in pair]
        return [float(end) for _, end in ends], [shares[end] for shares, end in ends]

    def _bar_marks(self, line: TrendLine) -> list[tuple[float, float]]:
        shift = self._shift(line)
        return [(period + shift, line.shares[period]) for period, value in enumerate(line.values) if value is not None]

    def _bar_width(self) -> float:
        return _GROUP / max(len(self.drawn), 1) * 0.9

    def _bar_rect(self, line: TrendLine, period: int) -> QRectF:
        middle, half = self.point(line, period), self._bar_width() / 2
        base = self.pixel(period, self.shown.share(0.0)).y()
        width = self.pixel(half, 0).x() - self.pixel(-half, 0).x()
        return QRectF(middle.x() - width / 2, min(base, middle.y()), width, abs(base - middle.y()))

    # Drawing --------------------------------------------------------------------------------------------------------

    def paint_backdrop(self, painter: QPainter, exposed: QRectF) -> None:  # noqa: ARG002  a trend is seen whole
        """Draw the target's band, the ticks of the axis and the dates."""
        paint_axes(self, painter)

    def paint_lettering(self, painter: QPainter, exposed: QRectF) -> None:  # noqa: ARG002
        """Draw points or patterns, the names at the ends of lines, and the focus."""
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in reversed(self.drawn):
            color = theme.color(self._token(line))
            steps_back = line.series == DIMMED and self.is_dimmed(line)
            for period in line.lonely() if steps_back else line.filled():
                self._paint_mark(painter, line, period, color)
        metrics = QFontMetricsF(self.lettering_font)
        for line in self._named_lines():
            room = self.end_labels.get(line.entity)
            if room is not None:
                painter.setPen(theme.color("muted" if self.is_dimmed(line) else "text"))
                text = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        self._paint_rings(painter, theme)

    def _paint_mark(self, painter: QPainter, line: TrendLine, period: int, color: Any) -> None:
        is_thin = line.thin[period]
        if self.has_bars:
            outline = DIM if self.is_dimmed(line) else "text"
            bar = self._bar_rect(line, period)
            paint_pattern(painter, bar, color, line.series, is_thin=is_thin, outline=outline, is_upright=True)
        elif line.series != DIMMED:
            radius = self._radius / 2 if self.is_dimmed(line) else self._radius
            paint_point(painter, self.point(line, period), radius, color, line.series, is_thin=is_thin)
        else:
            paint_point(painter, self.point(line, period), _LEAST_POINT, color)

    def _paint_rings(self, painter: QPainter, theme: Theme) -> None:
        """Around the selected mark, and around the one that the keys are on."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        entity = self._selected_entity()
        for line in self.drawn:
            if line.entity == entity and self._selected is not None:
                painter.setPen(QPen(theme.color("text"), 1.5))
                painter.drawEllipse(self.point(line, self._selected % len(self.shown.dates)), *[_RADIUS * 2] * 2)
        lines = self.drawn
        if self.hasFocus() and not self.is_picture and lines and self.period_focused >= 0:
            painter.setPen(QPen(theme.color("accent"), 2))
            place = self.point(lines[self.line_focused], self.period_focused)
            painter.drawEllipse(place, *[_RADIUS * 2.6] * 2)

    # Pointer and keys -----------------------------------------------------------------------------------------------

    def row_at(self, scene_place: QPointF) -> int | None:
        """Return the row of the mark nearest to a point of the scene, if it is near."""
        if not self.shown.dates or not self.sceneBoundingRect().contains(scene_place):
            return None
        here = self.view_box.mapFromScene(scene_place)
        at = self.view_box.mapSceneToView(scene_place)
        period = round(at.x())
        if not 0 <= period < len(self.shown.dates):
            return None
        near = [
            (self._distance(line, period, here), number, line)
            for number, line in enumerate(self.drawn)
            if line.values[period] is not None
        ]
        distance, _, line = min(near, default=(_CATCH + 1, 0, None))
        return None if line is None or distance > _CATCH else self.row_of(line, period)

    def _distance(self, line: TrendLine, period: int, here: QPointF) -> float:
        if self.has_bars:
            return 0.0 if self._bar_rect(line, period).adjusted(0, -SPACE_2, 0, SPACE_2).contains(here) else _CATCH + 1
        away = self.point(line, period) - here
        return float((away.x() ** 2 + away.y() ** 2) ** 0.5)

    def focus_row(self, row: int) -> None:
        """Let the keys go on from this mark."""
        entity, self.period_focused = divmod(row, len(self.shown.dates))
        lines = self.drawn
        self.line_focused = next((n for n, line in enumerate(lines) if line.entity == entity), self.line_focused)

    def enter(self, step: int) -> None:
        """Go to the first line (1), to the last (-1), or to where the keys were before (0)."""
        lines = self.drawn
        if not lines:
            return
        if self.period_focused < 0:
            self.period_focused = len(self.shown.dates) - 1
        self._focus({1: 0, -1: len(lines) - 1}.get(step, self.line_focused), self.period_focused)

    def _focus(self, number: int, period: int) -> None:
        lines = self.drawn
        if self.period_focused >= 0 and not 0 <= number < len(lines):
            self.edge_passed.emit(1 if number > 0 else -1)
            if not self.hasFocus():  # another plot has taken over
                return
        self.line_focused = min(max(number, 0), len(lines) - 1)
        self.period_focused = min(max(period, 0), len(self.shown.dates) - 1)
        line = lines[self.line_focused]
        row = self.row_of(line, self.period_focused)
        self.point_at(row, self.point(line, self.period_focused), self.say_row(row))

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Move from mark to mark; Return chooses one."""
        key, line, period = Qt.Key, self.line_focused, self.period_focused
        steps = {
            key.Key_Left: (line, period - 1),
            key.Key_Right: (line, period + 1),
            key.Key_Up: (line - 1, period),
            key.Key_Down: (line + 1, period),
            key.Key_Home: (line, 0),
            key.Key_End: (line, len(self.shown.dates) - 1),
        }
        if not self.drawn:
            pressed.ignore()
        elif pressed.key() in steps:
            self._focus(*steps[key(pressed.key())])
        elif pressed.key() in {key.Key_Return, key.Key_Enter} and period >= 0 and not pressed.modifiers():
            self.mark_chosen.emit(self.row_of(self.drawn[line], period))
        else:
            pressed.ignore()
