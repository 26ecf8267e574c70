"""How cells of large tables are drawn: a pass rate with a bar, a target with its mark, what is searched for marked.

They draw themselves instead of asking the style, which takes three times as long and asks the model seven times for
each cell. What they draw beside the text comes from the model by roles.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.domain.targets import Status
from siro_desktop.ui.cell_delegates import mark_color
from siro_desktop.ui.cell_text import CellTexts
from siro_desktop.ui.headings import CELL_PADDING
from siro_desktop.ui.ordered_model import ALIGNMENT, DISPLAY, RATE, RATE_STATUS, RIGHT, STATUS
from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import SPACE_2, SPACE_3, Theme, current_theme, row_height, theme_events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor

BAR_WIDTH: Final = 56
_BAR_HEIGHT: Final = 6
_ROUNDING: Final = 2.0
_SELECTED: Final = QStyle.StateFlag.State_Selected.value  # ints: flags take a microsecond, for each cell
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value


class TableDelegate(QStyledItemDelegate):
    """Text with room on both sides, so that a figure never touches the next column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = CellTexts()
        self._needles: Mapping[int, tuple[str, ...]] = {}
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    def set_needles(self, needles: Mapping[int, tuple[str, ...]]) -> None:
        """Make texts stand out that are searched for, by column."""
        if needles != self._needles:
            self._needles = needles
            self.forget()

    def forget(self) -> None:
        """Lay texts out anew: the font is another."""
        self._texts.forget()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        is_strong = theme.name == "high contrast"
        self._ink, self._focus = theme.color("text"), theme.color("accent")
        self._selected_ink = theme.color("on_accent" if is_strong else "text")
        self._selected_fill = theme.color("selected")
        self.forget()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        self._paint_text(painter, option, index)

    def _paint_text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        right: int = CELL_PADDING,
        left: int = CELL_PADDING,
    ) -> None:
        """Draw background and text, which leaves so many pixels free at the sides."""
        cell, state = option.rect, option.state.value
        is_selected = state & _SELECTED
        if is_selected:
            painter.fillRect(cell, self._selected_fill)
        text = index.data(DISPLAY)
        if text:
            needles = self._needles.get(index.column(), ()) if self._needles else ()
            laid_out = self._texts.laid_out(text, cell.width() - left - right, option.font, needles)
            x: float = cell.x() + left
            if index.data(ALIGNMENT) == RIGHT:
                x = cell.x() + cell.width() - right - laid_out.width
            painter.setPen(self._selected_ink if is_selected else self._ink)
            laid_out.draw(painter, QPointF(x, cell.y() + (cell.height() - laid_out.height) / 2))
        if state & _FOCUSED:
            painter.setPen(self._focus)
            painter.drawRect(cell.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the text, as high as a row."""
        width = QFontMetrics(option.font).horizontalAdvance(index.data(DISPLAY) or "")
        return QSize(width + 2 * CELL_PADDING + 1, row_height(option.font))


class TargetDelegate(TableDelegate):
    """The mark of a status, then its word; nothing but the dash where there is none."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        status = index.data(STATUS)
        if status is None:
            self._paint_text(painter, option, index)
            return
        side = mark_side(option.fontMetrics)
        self._paint_text(painter, option, index, left=CELL_PADDING + target_width(option.fontMetrics) - SPACE_2)
        center = QPointF(option.rect.left() + SPACE_2 + side / 2, option.rect.center().y() + 0.5)
        paint_status(painter, center, side, Status(status), mark_color(option))


def rate_width(metrics: QFontMetrics) -> int:
    """Return how many pixels mark and bar take beside a pass rate."""
    return BAR_WIDTH + 2 * SPACE_2 + round(mark_side(metrics))


def target_width(metrics: QFontMetrics) -> int:
    """Return how many pixels the mark takes beside its word."""
    return round(mark_side(metrics)) + SPACE_3


class PassRateDelegate(TableDelegate):
    """The figure right-aligned, its mark, then a bar from 0 to 100; nothing but the dash where no pass rate came."""

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        super()._on_theme_changed(theme)
        self._track, self._bar = theme.color("track"), theme.color("bar_1")

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        side = mark_side(option.fontMetrics)
        self._paint_text(painter, option, index, right=CELL_PADDING + rate_width(option.fontMetrics))
        rate = index.data(RATE)
        if rate is not None and math.isfinite(rate):
            cell = QRectF(option.rect)
            self._draw_bar(painter, cell, min(max(rate, 0.0), 100.0))
            self._draw_mark(painter, cell, side, index.data(RATE_STATUS), mark_color(option))

    def _draw_mark(
        self, painter: QPainter, cell: QRectF, side: float, status: str | None, color: QColor | None
    ) -> None:
        if status is not None:
            left = cell.right() - BAR_WIDTH - 2 * SPACE_2 - side
            paint_status(painter, QPointF(left + side / 2, cell.center().y() + 0.5), side, Status(status), color)

    def _draw_bar(self, painter: QPainter, cell: QRectF, rate: float) -> None:
        left, top = cell.right() - BAR_WIDTH - SPACE_2, cell.center().y() - _BAR_HEIGHT / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._track)
        painter.drawRoundedRect(QRectF(left, top, BAR_WIDTH, _BAR_HEIGHT), _ROUNDING, _ROUNDING)
        painter.setBrush(self._bar)
        painter.drawRoundedRect(QRectF(left, top, BAR_WIDTH * rate / 100, _BAR_HEIGHT), _ROUNDING, _ROUNDING)
        painter.restore()
