"""Drawing in an item of a list, measured as people read from the left; mirrored where they read from the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle

from siro_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFont, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

_ABSOLUTE = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def seen(option: QStyleOptionViewItem, room: QRect) -> QRect:
    """Return where a part of the item is seen."""
    return QStyle.visualRect(option.direction, option.rect, room)


def write(painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str, *, at_end: bool = False) -> None:
    """Write a text that fits at the beginning of `room`, or at its end."""
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    painter.drawText(seen(option, room), QStyle.visualAlignment(option.direction, side) | _ABSOLUTE, text)


def mark_focus(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw a line around the item that the keyboard is in, selected or not."""
    if option.state & QStyle.StateFlag.State_HasFocus:
        theme, is_selected = current_theme(), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(theme.color(theme.token_on("accent", is_selected=is_selected)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(option.rect.adjusted(1, 1, -2, -2))


def caption_font(font: QFont, size: float) -> QFont:
    """Return the font of what stands beside or below, `size` times as large."""
    smaller = type(font)(font)
    smaller.setPointSizeF(font.pointSizeF() * size)
    return smaller
