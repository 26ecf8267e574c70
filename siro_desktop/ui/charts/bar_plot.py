"""Horizontal bars of one unit in a pyqtgraph plot, with names to the left and values beside the bars.

Bars may stand in groups, in up to four series; behind them may lie a target's band, across them a line to hold them
against. Where people read from the right, all of it is turned around.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from siro_desktop.ui.charts.bar_fills import BarFills
from siro_desktop.ui.charts.bar_list import NO_BARS, BarList
from siro_desktop.ui.charts.bar_paint import has_backdrop, paint_backdrop, paint_focus, paint_foreground
from siro_desktop.ui.charts.bar_sheet import BarSheet
from siro_desktop.ui.charts.panels import ALONE, Bar
from siro_desktop.ui.charts.plot_base import PlotBase

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from siro_desktop.ui.charts.panels import Frame

_PAGE: Final = 10  # bars


def _say_bar(bar: Bar) -> str:
    return f"{bar.name}, {bar.label}"


class BarPlot(PlotBase):
    """Draws bars from a zero line. Its height follows from their number; the width is the layout's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bar_plot", parent)
        self.bars = NO_BARS
        self.say_bar: Callable[[Bar], str] = _say_bar
        self.focused = -1
        self._frame = ALONE
        self._typed, self._typed_at = "", 0.0
        self._fills = BarFills()
        self.addItem(self._fills)
        self.view_box.invertY(True)  # the first bar on top
        self.sheet = BarSheet(self.bars, self.font())
        self.start()

    # Public ---------------------------------------------------------------------------------------------------------

    def set_bars(self, bars: BarList, frame: Frame = ALONE) -> None:
        """Draw `bars`, whose values are finite; the scale reaches from 0 at least to what the frame asks."""
        self.bars, self._frame = bars, frame
        self.focused = min(self.focused, len(bars) - 1)
        self.lay_out()
        self.marks_changed()

    def select_row(self, row: int | None) -> None:
        """Keep the colour of one row's bar and dim the others; None dims none."""
        self.select_rows(None if row is None else frozenset((row,)))

    def select_rows(self, rows: frozenset[int] | None) -> None:
        """Keep the colour of these rows' bars and dim all others, also where none of them is here; None dims none."""
        if rows != self.sheet.selected_rows:
            self.sheet.selected_rows = rows
            self.color_marks()

    def focus_row(self, row: int) -> None:
        """Let the keys go on from this bar."""
        place = self.bars.place_of(row)
        self.focused = self.focused if place is None else place

    def enter(self, step: int) -> None:
        """Go to the first bar (1), to the last (-1), or to where the keys were before (0)."""
        if self.bars:
            self._focus({1: 0, -1: len(self.bars) - 1}.get(step, max(self.focused, 0)))

    # For screen readers ---------------------------------------------------------------------------------------------

    def mark_count(self) -> int:
        """Return how many bars there are."""
        return len(self.bars)

    def say_mark(self, number: int) -> str:
        """Return the n-th bar in words."""
        return self.say_bar(self.bars[number])

    def mark_rect(self, number: int) -> QRectF:
        """Return the n-th bar's line in pixels of the view box."""
        return self.sheet.row_rect(number)

    def mark_at(self, scene_place: QPointF) -> int | None:
        """Return which bar's line a point of the scene lies in; None outside."""
        if not self.sceneBoundingRect().contains(scene_place):
            return None
        return self.sheet.place_at(self.view_box.mapFromScene(scene_place).y())

    def mark_row(self, number: int) -> int:
        """Return the row of the n-th bar."""
        return self.bars.rows[number]

    def focused_mark(self) -> int | None:
        """Return the number of the bar that the keys are on."""
        return self.focused if 0 <= self.focused < len(self.bars) else None

    def is_mark_selected(self, number: int) -> bool:
        """True if the n-th bar is selected."""
        return self.sheet.is_selected(self.bars.rows[number])

    # Measuring ------------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Measure all anew: other bars, another font, or another direction of reading."""
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        selected = self.sheet.selected_rows
        self.sheet = BarSheet(self.bars, self.font(), self._frame, is_mirrored=is_mirrored)
        self.sheet.selected_rows = selected
        self.setFixedHeight(self.sheet.height)
        self._fills.show_sheet(self.sheet)
        self.show_backdrop(has_backdrop(self.sheet))
        self.view_box.invertX(is_mirrored)
        self.measure()

    def measure(self) -> None:
        """Fit names and the range to the width."""
        self.sheet.fit(float(self.width()))
        self.set_range(self.sheet.scale_range, (0.0, max(self.sheet.rows.total, 1.0)))
        self.update_layers(is_resized=True)

    def color_marks(self) -> None:
        """Draw anew in the present colours."""
        self._fills.update()
        self.update_layers()

    # Drawing --------------------------------------------------------------------------------------------------------

    def paint_backdrop(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw the targets' bands."""
        paint_backdrop(self.sheet, painter, exposed)

    def paint_lettering(self, painter: QPainter, exposed: QRectF) -> None:
        """Draw patterns, the zero line, names, values and the focus."""
        paint_foreground(self.sheet, painter, exposed)
        if self.hasFocus() and 0 <= self.focused < len(self.bars):
            paint_focus(self.sheet, painter, self.focused)

    # Keys -----------------------------------------------------------------------------------------------------------

    def _focus(self, place: int) -> None:
        last = len(self.bars) - 1
        if self.focused >= 0 and not 0 <= place <= last:
            self.edge_passed.emit(1 if place > last else -1)
            if not self.hasFocus():  # another plot has taken over
                return
        self.focused = min(max(place, 0), last)
        end = self.sheet.value_x(max(0.0, self.bars.lengths[self.focused]))
        across = self.sheet.visual(QRectF(end, 0, 0, 0)).left()
        self.point_at(self.bars.rows[self.focused], QPointF(across, self.sheet.y(self.focused)), self.focused)

    def _find(self, typed: str) -> None:
        """Go to the next bar whose name begins with what is being typed, or holds it."""
        now = monotonic()
        is_going_on = now - self._typed_at < QApplication.keyboardInputInterval() / 1000
        self._typed, self._typed_at = (self._typed if is_going_on else "") + typed, now
        found = self.bars.find(self._typed, self.focused - 1 if is_going_on else self.focused)
        if found is not None:
            self._focus(found)

    def keyPressEvent(self, pressed: QKeyEvent) -> None:
        """Move from bar to bar, or to one by its name; Return chooses one, Ctrl+Space as a click with Ctrl does."""
        key, last = Qt.Key, len(self.bars) - 1
        steps = {
            key.Key_Up: self.focused - 1,
            key.Key_Down: self.focused + 1,
            key.Key_PageUp: max(self.focused - _PAGE, 0),
            key.Key_PageDown: min(self.focused + _PAGE, last),
            key.Key_Home: 0,
            key.Key_End: last,
        }
        is_plain = not pressed.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if self.focused >= 0 and _chooses(pressed):
            self.mark_chosen.emit(self.bars.rows[self.focused])
        elif not self.bars or not is_plain:
            pressed.ignore()
        elif pressed.key() in steps:
            self._focus(steps[key(pressed.key())])
        elif pressed.text().strip() and pressed.text().isprintable():
            self._find(pressed.text())
        else:
            pressed.ignore()


def _chooses(pressed: QKeyEvent) -> bool:
    """True for the keys that choose a bar. Ctrl+Return runs the query, as everywhere."""
    keys = QKeySequence(pressed.keyCombination())
    is_return = pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return keys == QKeySequence("Ctrl+Space") or (
        is_return and not pressed.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    )
