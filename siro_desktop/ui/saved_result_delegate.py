"""Draws a saved result on two lines: what and when; how old, on how many recordings, how many metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.icons import icon
from siro_desktop.ui.list_line import caption_font, mark_focus, seen, write
from siro_desktop.ui.theme import SPACE_1, SPACE_2, control_height, current_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QWidget

WHEN_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
SUBTITLE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
PINNED_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
_PIN: Final = 0.8  # of the line's height
_CAPTION: Final = 0.9
_SIDE: Final = SPACE_2
_FEWEST_LINES: Final = 1.6  # of the height of a control; a result takes 1.5
_WANTED_LINES: Final = 3.1
_WANTED_HEIGHT: Final = 92  # pixels, which two results take in a text of usual size
_LEAST_FOR_TITLE: Final = 0.45  # of the width; the period is cut before the title gets less


def list_palette() -> QPalette:
    """Return a palette for a list that lies on the window and marks its current line softly."""
    theme, role = current_theme(), QPalette.ColorRole
    quiet = QPalette()
    quiet.setColor(role.Base, theme.color("window"))
    quiet.setColor(role.Highlight, theme.color("selected"))
    quiet.setColor(role.HighlightedText, theme.on_selected)
    return quiet


def least_list_height(view: QWidget) -> int:
    """Return how low a list of saved things may be: two results, with large text one, as the form needs room too."""
    control = control_height(view)
    return max(round(_FEWEST_LINES * control), min(round(_WANTED_LINES * control), _WANTED_HEIGHT))


class SavedResultDelegate(QStyledItemDelegate):
    """Texts come from the display role, WHEN_ROLE and SUBTITLE_ROLE; PINNED_ROLE gives a pin before the title."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Two lines in the list's font."""
        title, caption = QFontMetrics(option.font), QFontMetrics(caption_font(option.font, _CAPTION))
        return QSize(0, title.lineSpacing() + caption.lineSpacing() + 2 * SPACE_2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one result."""
        blank = QStyleOptionViewItem(option)
        blank.text = ""
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, blank, painter, option.widget)
        theme, is_selected = current_theme(), bool(option.state & QStyle.StateFlag.State_Selected)
        text, muted = theme.inks(is_selected=is_selected)
        room = option.rect.adjusted(_SIDE, SPACE_2 - SPACE_1 // 2, -_SIDE, -SPACE_1)
        title, caption = QFontMetrics(option.font), QFontMetrics(caption_font(option.font, _CAPTION))
        top = QRect(room.left(), room.top(), room.width(), title.lineSpacing())
        below = QRect(room.left(), top.bottom() + 2, room.width(), caption.lineSpacing())
        painter.save()
        painter.setFont(caption_font(option.font, _CAPTION))
        painter.setPen(muted)
        when_room = round(room.width() * (1 - _LEAST_FOR_TITLE))
        when = caption.elidedText(str(index.data(WHEN_ROLE)), Qt.TextElideMode.ElideRight, when_room)
        write(painter, option, top, when, at_end=True)
        subtitle = caption.elidedText(str(index.data(SUBTITLE_ROLE)), Qt.TextElideMode.ElideRight, room.width())
        write(painter, option, below, subtitle)
        painter.setFont(option.font)
        painter.setPen(text)
        title_room = top.adjusted(0, 0, -caption.horizontalAdvance(when) - SPACE_2, 0)
        if index.data(PINNED_ROLE):
            side = round(title.lineSpacing() * _PIN)
            pin = QRect(title_room.left(), title_room.center().y() - side // 2, side, side)
            icon("pinned", theme.token_on("accent", is_selected=is_selected)).paint(painter, seen(option, pin))
            title_room.setLeft(pin.right() + SPACE_1)
        what = title.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, title_room.width())
        write(painter, option, title_room, what)
        mark_focus(painter, option)
        painter.restore()
