"""Horizontal bars of one unit, drawn by pyqtgraph, with names to the left and values beside the bars.

What pyqtgraph does badly is not asked of it: it gets finite numbers between -1 and 1 only, no axis (no SI prefixes, no
axis that grows with its names), one item for each colour (no list of brushes), no mouse zoom and no menu.

Signals: `bar_pointed(row, place)` when the pointer or the keyboard reaches a bar (place in global pixels),
`bar_left` when it goes, `bar_chosen(row)` on a click or Return. Rows are the answer's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

import pyqtgraph as pg  # isort: skip  after PySide6, so that it takes that binding

from siro_desktop.ui.charts.target_bands import TargetBands, band_ends
from siro_desktop.ui.target_words import band_spoken, figure_spoken
from siro_desktop.ui.theme import SPACE_1, SPACE_2, Theme, current_theme, tabular_font, theme_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from siro_desktop.ui.charts.panels import Bar

BAR_THICKNESS: Final = 0.62
_ROW_LINES: Final = 1.6
_LONGEST_NAME: Final = 0.34  # of the width
_MOST_PADDING: Final = 0.8  # of the width, so that bars never vanish


class _Lettering(QGraphicsObject):
    """Names, values, the zero line and the focus frame, in pixels of the view box, whatever the painter's scale."""

    def __init__(self, plot: BarPlot) -> None:
        super().__init__(plot.view_box)
        self._plot = plot
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(100)

    def boundingRect(self) -> QRectF:
        """All of the view box."""
        return QRectF(self._plot.view_box.rect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Write what is exposed."""
        plot, theme = self._plot, current_theme()
        exposed = option.exposedRect
        painter.setFont(plot.lettering_font)
        zero = plot.pixel_x(0.0)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(zero, exposed.top()), QPointF(zero, exposed.bottom()))
        text, muted = theme.color("text"), theme.color("muted")
        for place in plot.exposed_places(exposed):
            top = plot.pixel_y(place) - plot.row_pixels / 2
            painter.setPen(muted if plot.is_dimmed(place) else text)
            painter.drawText(
                QRectF(SPACE_1, top, plot.name_pixels, plot.row_pixels),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                plot.short_names[place],
            )
            painter.drawText(plot.label_rect(place), Qt.AlignmentFlag.AlignVCenter, plot.bars[place].label)
        if plot.hasFocus() and not plot.is_picture and 0 <= plot.focused < len(plot.bars):
            top = plot.pixel_y(plot.focused) - plot.row_pixels / 2
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(1, top + 1, exposed.width() - 2, plot.row_pixels - 2), 4, 4)


class BarPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws bars from a zero line. Its height follows from their number; the width is the layout's."""

    bar_pointed = Signal(int, QPointF)
    bar_left = Signal()
    bar_chosen = Signal(int)
    _is_built = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: Sequence[Bar] = ()
        self.short_names: list[str] = []
        self.focused = -1
        self.row_pixels = self.name_pixels = 1.0
        self.lettering_font = tabular_font(self.font())
        self._label_widths: list[float] = []
        self._low, self._high, self._scale = 0.0, 1.0, 1.0
        self._selected: int | None = None
        self._widest_name = 0.0
        self.is_picture = False
        self.recordings: float | None = None
        self._build_plot()
        self._is_built = True
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    def _build_plot(self) -> None:
        self.setObjectName("bar_plot")
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        item = self.getPlotItem()
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
            item.hideAxis(side)
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setContentsMargins(0, 0, 0, 0)
        item.layout.setContentsMargins(0, 0, 0, 0)
        self.view_box: Any = item.getViewBox()
        self.view_box.setMouseEnabled(False, False)
        self.view_box.disableAutoRange()
        self.view_box.invertY(True)  # the first bar on top
        self._plain = pg.BarGraphItem(x0=0, y=[], height=BAR_THICKNESS, width=[], pen=None)
        self._bright = pg.BarGraphItem(x0=0, y=[], height=BAR_THICKNESS, width=[], pen=None)
        item.addItem(self._plain)
        item.addItem(self._bright)
        self._lettering = _Lettering(self)
        self.target_bands = TargetBands(self)
        self.view_box.sigResized.connect(self._on_resized)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)

    # Public ---------------------------------------------------------------------------------------------------------

    def set_bars(self, bars: Sequence[Bar], full_scale: float = 0.0, widest_name: float = 0.0) -> None:
        """Draw `bars`, whose values are finite; the scale reaches at least from 0 to `full_scale`.

        `widest_name` in pixels lets panels share one zero line; 0 takes the widest of these bars.
        """
        self.bars, self._widest_name = bars, widest_name
        values = [*(bar.value for bar in bars), *band_ends(bars)]
        self._scale = max([abs(value) for value in values] + [full_scale]) or 1.0
        self._low = min([0.0, *values]) / self._scale
        self._high = max([0.0, full_scale, *values]) / self._scale
        if self._low == self._high:
            self._high = 1.0
        self.focused = min(self.focused, len(bars) - 1)
        self._measure()
        self._color_bars()

    def select_row(self, row: int | None) -> None:
        """Keep the colour of one row's bar and dim the others; None, or a row without a bar, dims none."""
        known = row if any(bar.row == row for bar in self.bars) else None
        if known != self._selected:
            self._selected = known
            self._color_bars()

    def is_dimmed(self, place: int) -> bool:
        """True if another bar is selected."""
        return self._selected is not None and self.bars[place].row != self._selected

    def pixel_x(self, share: float) -> float:
        """Where a value, given as a share of the scale, lies in the view box."""
        return float(self.view_box.mapFromView(QPointF(share, 0)).x())

    def pixel_y(self, place: float) -> float:
        """Where the middle of the n-th bar lies in the view box."""
        return float(self.view_box.mapFromView(QPointF(0, place)).y())

    @property
    def low(self) -> float:
        """The least value that the scale reaches."""
        return self._low * self._scale

    @property
    def high(self) -> float:
        """The greatest value that the scale reaches."""
        return self._high * self._scale

    def value_x(self, value: float) -> float:
        """Where a value lies in the view box."""
        return self.pixel_x(value / self._scale)

    def exposed_places(self, exposed: QRectF) -> range:
        """Which bars have to be drawn for a part of the view box."""
        first = max(0, int(exposed.top() / self.row_pixels) - 1)
        return range(first, min(len(self.bars), int(exposed.bottom() / self.row_pixels) + 2))

    def label_rect(self, place: int) -> QRectF:
        """Where the n-th bar's value is written, in pixels of the view box: beyond the end of the bar."""
        share, width = self.bars[place].value / self._scale, self._label_widths[place]
        end, top = self.pixel_x(share), self.pixel_y(place) - self.row_pixels / 2
        left = end - SPACE_2 - width if share < 0 else end + SPACE_2
        return QRectF(left, top, width + 1, self.row_pixels)

    def render_bars(self, painter: QPainter, target: QRectF) -> None:
        """Draw the bars with any painter, as sharp as it can; works on a hidden window too."""
        self.is_picture = True
        self.scene().render(painter, target, self.sceneBoundingRect())
        self.is_picture = False

    # Measuring ------------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        """Fit heights, names and the range to the font and the width."""
        self.lettering_font = tabular_font(self.font())
        metrics = QFontMetricsF(self.lettering_font)
        self.row_pixels = float(round(metrics.lineSpacing() * _ROW_LINES))
        self.setFixedHeight(max(1, round(len(self.bars) * self.row_pixels)))
        self._label_widths = [metrics.horizontalAdvance(bar.label) for bar in self.bars]
        width = float(self.width())
        widest = self._widest_name or max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0.0)
        self.name_pixels = min(widest + SPACE_2, width * _LONGEST_NAME)
        room = self.name_pixels - SPACE_1
        self.short_names = [metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room) for bar in self.bars]
        self.target_bands.measure(metrics, width)
        self._set_range(width)

    def _set_range(self, width: float) -> None:
        """Leave room for the names, and for each value on its side of zero."""
        above = [w for w, bar in zip(self._label_widths, self.bars, strict=True) if bar.value >= 0]
        below = [w for w, bar in zip(self._label_widths, self.bars, strict=True) if bar.value < 0]
        right = max(above, default=0.0) + 2 * SPACE_2 + self.target_bands.room
        left = self.name_pixels + 2 * SPACE_2 + (max(below) + SPACE_2 if below else 0)
        drawn = max(width - left - right, width * (1 - _MOST_PADDING), 1.0)
        per_pixel = (self._high - self._low) / drawn
        self.view_box.setRange(
            xRange=(self._low - left * per_pixel, self._high + right * per_pixel),
            yRange=(-0.5, max(1, len(self.bars)) - 0.5),
            padding=0,
            disableAutoRange=True,
        )
        self._lettering.prepareGeometryChange()
        self._lettering.update()
        self.target_bands.update()

    def _color_bars(self) -> None:
        theme = current_theme()
        chosen = [place for place in range(len(self.bars)) if self._selected is not None and not self.is_dimmed(place)]
        others = [place for place in range(len(self.bars)) if place not in set(chosen)]
        token = "bar_1" if self._selected is None else "bar_dim"
        self._fill(self._plain, others, theme.color(token))
        self._fill(self._bright, chosen, theme.color("bar_1"))
        self._lettering.update()

    def _fill(self, item: Any, places: list[int], color: QColor) -> None:
        widths = [self.bars[place].value / self._scale for place in places]
        if len(widths) != len(places):  # lists of unequal length crash pyqtgraph
            raise ValueError("Every bar needs one place and one width.")
        item.setVisible(bool(places))
        item.setOpts(x0=0, y=places, height=BAR_THICKNESS, width=widths, pen=None, brush=color)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.setBackground(theme.color("panel"))
        self._color_bars()

    @Slot(object)
    def _on_resized(self, _view_box: object) -> None:
        self._measure()

    @Slot(object)
    def _on_mouse_moved(self, scene_place: QPointF) -> None:
        place = self.place_at(scene_place)
        if place is None:
            self.bar_left.emit()
        else:
            self.bar_pointed.emit(self.bars[place].row, self._global(scene_place))

    @Slot(object)
    def _on_mouse_clicked(self, click: Any) -> None:
        place = self.place_at(click.scenePos())
        if place is not None:
            self.focused = place
            self.bar_chosen.emit(self.bars[place].row)

    def place_at(self, scene_place: QPointF) -> int | None:
        """Return which bar's line a point of the scene lies in; None outside."""
        place = round(self.view_box.mapSceneToView(scene_place).y())
        return place if 0 <= place < len(self.bars) and self.sceneBoundingRect().contains(scene_place) else None

    def sceneBoundingRect(self) -> QRectF:
        """What the plot covers, in the scene's pixels."""
        return QRectF(self.view_box.sceneBoundingRect())

    def _global(self, scene_place: QPointF) -> QPointF:
        return QPointF(self.viewport().mapToGlobal(self.mapFromScene(scene_place)))

    def _focus(self, place: int) -> None:
        self.focused = min(max(place, 0), len(self.bars) - 1)
        bar = self.bars[self.focused]
        end = QPointF(self.pixel_x(max(0.0, bar.value / self._scale)), self.pixel_y(self.focused))
        self._lettering.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken(bar)))
        self.bar_pointed.emit(bar.row, self._global(self.view_box.mapToScene(end)))

    def spoken(self, bar: Bar) -> str:
        """Return a bar for people who hear it."""
        judged, band = bar.judged, ""
        if judged is not None and judged.target is not None:
            band = band_spoken(judged.target, judged.unit, judged.unit_abbreviated)
        return figure_spoken(bar.name, bar.label, band, judged.status if judged else None, self.recordings)

    # Qt -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Move from bar to bar; Return chooses one."""
        key = Qt.Key
        steps = {key.Key_Up: self.focused - 1, key.Key_Down: self.focused + 1, key.Key_Home: 0}
        if not self.bars:
            pressed.ignore()
        elif pressed.key() in steps:
            self._focus(steps[key(pressed.key())])
        elif pressed.key() == key.Key_End:
            self._focus(len(self.bars) - 1)
        elif pressed.key() in {key.Key_Return, key.Key_Enter} and self.focused >= 0 and not pressed.modifiers():
            self.bar_chosen.emit(self.bars[self.focused].row)
        else:
            pressed.ignore()

    def focusInEvent(self, focused: QFocusEvent) -> None:
        """Show which bar the keys move."""
        super().focusInEvent(focused)
        if self.bars and focused.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._focus(max(self.focused, 0))

    def focusOutEvent(self, focused: QFocusEvent) -> None:
        """Put the card away."""
        super().focusOutEvent(focused)
        self._lettering.update()
        self.bar_left.emit()

    def leaveEvent(self, left: QEvent) -> None:
        """Put the card away."""
        super().leaveEvent(left)
        self.bar_left.emit()

    def changeEvent(self, changed: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(changed)
        if changed.type() == changed.Type.FontChange and self._is_built:
            self._measure()
