"""How a leaderboard's cells are drawn: a bar beside the value, an arrow beside a change, a shape beside a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyle

from siro_desktop.domain.leaderboard import Move
from siro_desktop.ui.cell_delegates import CellDelegate, mark_color, turn_around
from siro_desktop.ui.charts.marks import paint_bar
from siro_desktop.ui.comparison.leaderboard_model import Column, LeaderboardModel, Line
from siro_desktop.ui.status_mark import mark_side, paint_status
from siro_desktop.ui.theme import SPACE_2, SPACE_3, current_theme, grown

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QStyleOptionViewItem

    Index = QModelIndex | QPersistentModelIndex

BAR_WIDTH: Final = 96
_BAR_SHARE: Final = 0.42  # of the line's height
_SHAPE_SHARE: Final = 0.5
_SIDE: Final = 5


class LeaderboardDelegate(CellDelegate):
    """Draws every cell of a LeaderboardModel."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for what is drawn beside the text."""
        extra = {Column.VALUE: _bar_room(option), Column.CHANGE: self._shape_room(option)}
        extra[Column.STATUS] = extra[Column.CHANGE]
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _SIDE + extra.get(Column(index.column()), 0), hint.height())

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Let the style write each text in its own direction, at the side where it belongs in the window's."""
        super().initStyleOption(option, index)
        side = QStyle.visualAlignment(option.direction, option.displayAlignment)
        option.displayAlignment = side | Qt.AlignmentFlag.AlignAbsolute
        option.direction = direction_of(option.text)

    def _shape_room(self, option: QStyleOptionViewItem) -> int:
        return round(option.fontMetrics.height() * _SHAPE_SHARE) + SPACE_2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model, cell = index.model(), QRectF(option.rect)
        if not isinstance(model, LeaderboardModel):
            return
        line = model.lines[index.row()]
        if line.entry is None:
            option.palette.setColor(QPalette.ColorRole.Text, current_theme().color("muted"))
        elif line.is_whole and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, current_theme().color("raised"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = index.column() if line.entry else Column.RANK
        match column:
            case Column.VALUE:
                self._paint_text(painter, option, index, _bar_room(option) + _SIDE)
                self._draw_bar(painter, option, cell, model.lines[index.row()], model.value_span)
            case Column.CHANGE | Column.STATUS:
                self._paint_shaped(painter, option, index, model)
            case _:
                self._paint_text(painter, option, index, _SIDE)
        painter.restore()

    def _draw_bar(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: QRectF, line: Line, span: tuple[float, float]
    ) -> None:
        entry, (low, high), strong = line.entry, span, mark_color(option)
        if entry is None or entry.value is None or low == high:
            return
        turn_around(painter, option, cell)
        height = cell.height() * _BAR_SHARE
        width = grown(BAR_WIDTH, option.fontMetrics)
        room = QRectF(cell.right() - width - SPACE_2, cell.center().y() - height / 2, width, height)
        theme = current_theme()
        zero, end = ((value - low) / (high - low) * room.width() for value in (0.0, entry.value))
        bar = QRectF(room.left() + min(zero, end), room.top(), abs(end - zero), height)
        if strong is not None:
            painter.fillRect(bar, strong)
        else:
            color = theme.color("border" if line.is_whole else "bar_1")
            paint_bar(painter, bar, color, is_thin=not line.rank and not line.is_whole)
        painter.setPen(QPen(strong or theme.color("border"), 1))
        painter.drawLine(QPointF(room.left() + zero, cell.top() + 3), QPointF(room.left() + zero, cell.bottom() - 3))

    def _paint_shaped(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, model: LeaderboardModel
    ) -> None:
        """Draw a shape, if there is one, and the text behind it (before it, where people read from the right)."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        side = option.fontMetrics.height() * _SHAPE_SHARE
        cell = QRectF(option.rect)
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        left = cell.right() - _SIDE - side if is_mirrored else cell.left() + _SIDE
        shape = QRectF(left, cell.center().y() - side / 2, side, side)
        row, strong = index.row(), mark_color(option)
        if index.column() == Column.STATUS:
            status = model.status(row)
            if status is not None:
                paint_status(painter, shape.center(), mark_side(option.fontMetrics), status, strong)
        elif (change := model.lines[row].change) is not None:
            draw_move(painter, shape, change[0], strong or current_theme().color("text"))
        room = self._shape_room(option)
        option.rect.adjust(0 if is_mirrored else room, 0, -room if is_mirrored else 0, 0)
        self._paint_text(painter, option, index, _SIDE)


def direction_of(text: str) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one; figures alone are written from the left."""
    if not text.isascii():
        strong = next((kind for kind in map(bidirectional, text) if kind in {"L", "R", "AL"}), "L")
        if strong != "L":
            return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def _bar_room(option: QStyleOptionViewItem) -> int:
    return grown(BAR_WIDTH, option.fontMetrics) + SPACE_3


def draw_move(painter: QPainter, shape: QRectF, kind: Move, color: QColor) -> None:
    """Draw a triangle up or down, a dot for new, a stroke for the same."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    middle = shape.center()
    if kind in {Move.UP, Move.DOWN}:
        tip, foot = (shape.top(), shape.bottom()) if kind is Move.UP else (shape.bottom(), shape.top())
        corners = [QPointF(middle.x(), tip), QPointF(shape.right(), foot), QPointF(shape.left(), foot)]
        painter.drawPolygon(QPolygonF(corners))
    elif kind is Move.NEW:
        painter.drawEllipse(middle, shape.width() / 4, shape.width() / 4)
    else:
        painter.drawRect(QRectF(shape.left(), middle.y() - 1, shape.width(), 2))
