"""How cells of lists and small tables are drawn: as the style does, with room around the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.theme import current_theme, row_height

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
    from PySide6.QtGui import QColor, QPainter

_SIDE: Final = 5  # beside the 3 pixels that the style leaves
_SELECTED: Final = QStyle.StateFlag.State_Selected


class CellDelegate(QStyledItemDelegate):
    """Text with room on both sides, so that a figure never touches the next column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        self._paint_text(painter, option, index, _SIDE)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As large as the style says; text that may break has as much room above and below as that of one line."""
        if not option.features & QStyleOptionViewItem.ViewItemFeature.WrapText:
            return super().sizeHint(option, index)
        option.rect.adjust(_SIDE, 0, -_SIDE, 0)
        hint = super().sizeHint(option, index)
        return hint.grownBy(QMargins(0, 0, 2 * _SIDE, row_height(option.font) - option.fontMetrics.lineSpacing()))

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


def turn_around(painter: QPainter, option: QStyleOptionViewItem, cell: QRectF) -> None:
    """Let what is drawn from now on in a cell be seen on its other side where people read from the right."""
    if option.direction is Qt.LayoutDirection.RightToLeft:
        painter.translate(cell.left() + cell.right(), 0)
        painter.scale(-1, 1)


def mark_color(option: QStyleOptionViewItem) -> QColor | None:
    """Return what to draw marks with in a selected row in high contrast, which has a strong colour; else None."""
    theme = current_theme()
    return theme.on_selected if theme.is_high_contrast and option.state & _SELECTED else None
