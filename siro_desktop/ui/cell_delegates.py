"""How cells of the table are drawn: with room around the text, a pass rate with a bar, a target with its mark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.ordered_model import OrderedTableModel
from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import SPACE_2, SPACE_3, Theme, current_theme, theme_events

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor

    from siro_desktop.domain.targets import Status

BAR_WIDTH: Final = 56
_BAR_HEIGHT: Final = 6
_ROUNDING: Final = 2.0
_SIDE: Final = 5  # beside the 3 pixels that the style leaves
_SELECTED: Final = QStyle.StateFlag.State_Selected


class CellDelegate(QStyledItemDelegate):
    """Text with room on both sides, so that a figure never touches the next column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        self._paint_text(painter, option, index, _SIDE)

    def _paint_text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        right: int,
        left: int = _SIDE,
    ) -> None:
        if option.state & _SELECTED:
            painter.fillRect(option.rect, option.palette.highlight())
        option.rect.adjust(left, 0, -right, 0)
        super().paint(painter, option, index)


class TargetDelegate(CellDelegate):
    """The mark of a status, then its word; nothing but the dash where there is none."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        model = index.model()
        status = model.target_status(index.row()) if isinstance(model, OrderedTableModel) else None
        side = mark_side(option.fontMetrics)
        center = QPointF(option.rect.left() + SPACE_2 + side / 2, option.rect.center().y() + 0.5)
        color = mark_color(option)
        self._paint_text(painter, option, index, _SIDE, _SIDE if status is None else target_width(option.fontMetrics))
        if status is not None:
            paint_status(painter, center, side, status, color)


def mark_color(option: QStyleOptionViewItem) -> QColor | None:
    """Return what to draw marks with in a selected row in high contrast, which has a strong colour; else None."""
    is_strong = option.state & _SELECTED and current_theme().name == "high contrast"
    return option.palette.highlightedText().color() if is_strong else None


def rate_width(metrics: QFontMetrics) -> int:
    """Return how many pixels mark and bar take beside a pass rate."""
    return BAR_WIDTH + 2 * SPACE_2 + round(mark_side(metrics))


def target_width(metrics: QFontMetrics) -> int:
    """Return how many pixels the mark takes beside its word."""
    return round(mark_side(metrics)) + SPACE_3


class PassRateDelegate(CellDelegate):
    """The figure right-aligned, its mark, then a bar from 0 to 100; nothing but the dash where no pass rate came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._track, self._bar = theme.color("track"), theme.color("bar_1")

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        cell, side, color = QRectF(option.rect), mark_side(option.fontMetrics), mark_color(option)
        self._paint_text(painter, option, index, rate_width(option.fontMetrics) + _SIDE)
        model = index.model()
        if not isinstance(model, OrderedTableModel):
            return
        rate = model.pass_rate(index.row())
        if rate is not None and math.isfinite(rate):
            self._draw_bar(painter, cell, min(max(rate, 0.0), 100.0))
            self._draw_mark(painter, cell, side, model.rate_status(index.row()), color)

    def _draw_mark(
        self, painter: QPainter, cell: QRectF, side: float, status: Status | None, color: QColor | None
    ) -> None:
        if status is not None:
            left = cell.right() - BAR_WIDTH - 2 * SPACE_2 - side
            paint_status(painter, QPointF(left + side / 2, cell.center().y() + 0.5), side, status, color)

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
