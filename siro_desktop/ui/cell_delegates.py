"""How cells of lists and small tables are drawn: as the style does, with room around the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
    from PySide6.QtGui import QColor, QFont, QPainter

_SIDE: Final = 5  # beside the 3 pixels that the style leaves
_BREAKING: Final = Qt.TextFlag.TextWordWrap.value
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
        behind: int,
        before: int = _SIDE,
    ) -> None:
        """Draw background and text, which leaves so many pixels free at the sides, as people read."""
        if option.state & _SELECTED:
            painter.fillRect(option.rect, option.palette.highlight())
        left, right = (behind, before) if option.direction is Qt.LayoutDirection.RightToLeft else (before, behind)
        option.rect.adjust(left, 0, -right, 0)
        super().paint(painter, option, index)


class WrappingDelegate(QStyledItemDelegate):
    """Text whose lines break where they have no room, `side` pixels beside it and `room` above and below.

    WORKAROUND: Qt's own, where a text all but fits on its line, may leave the last line out and end with an ellipsis.
    """

    def __init__(self, parent: QObject, side: int = _SIDE, room: Callable[[QFont], int] | None = None) -> None:
        super().__init__(parent)
        self._side, self._room = side, room or (lambda _font: 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as all lines."""
        self.initStyleOption(option, index)
        wide = max(1, self._text_rect(option).width())
        size = option.fontMetrics.boundingRect(QRect(0, 0, wide, 0), _BREAKING, option.text).size()
        return size.grownBy(QMargins(self._side, 0, self._side, self._room(option.font)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        self.initStyleOption(option, index)
        text, option.text, room = option.text, "", self._text_rect(option)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        role = QPalette.ColorRole.HighlightedText if option.state & _SELECTED else QPalette.ColorRole.Text
        side = QStyle.visualAlignment(option.direction, option.displayAlignment)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(role))
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignAbsolute) | _BREAKING, text)
        painter.restore()

    def _text_rect(self, option: QStyleOptionViewItem) -> QRect:
        return option.rect.adjusted(self._side, 0, -self._side, 0)


def turn_around(painter: QPainter, option: QStyleOptionViewItem, cell: QRectF) -> None:
    """Let what is drawn from now on in a cell be seen on its other side where people read from the right."""
    if option.direction is Qt.LayoutDirection.RightToLeft:
        painter.translate(cell.left() + cell.right(), 0)
        painter.scale(-1, 1)


def mark_color(option: QStyleOptionViewItem) -> QColor | None:
    """Return what to draw marks with in a selected row in high contrast, which has a strong colour; else None."""
    theme = current_theme()
    return theme.on_selected if theme.is_high_contrast and option.state & _SELECTED else None
