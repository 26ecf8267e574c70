"""Draws a saved query on one line: its star, its name, and for when it asks; and takes a new name in place.

Signal: `renamed(SavedQuery, name)`; the line itself does not change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from siro_desktop.domain.question_json import LONGEST_NAME, one_line
from siro_desktop.ui.icons import icon
from siro_desktop.ui.list_line import caption_font, mark_focus, seen, write
from siro_desktop.ui.saved_queries_model import QUERY_ROLE, WHEN_ROLE
from siro_desktop.ui.theme import CAPTION, SPACE_1, SPACE_2, control_height, current_theme, row_height
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    Index = QModelIndex | QPersistentModelIndex

_STAR: Final = 0.8  # of the line's height
_LEAST_FOR_NAME: Final = 0.55  # of the width; a period that would leave less is left to the tool tip


class SavedQueryDelegate(QStyledItemDelegate):
    """A folder is drawn with its name alone, in the colour of what stands beside."""

    renamed = Signal(object, str)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """One line, as high as a table's row."""
        return QSize(0, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one query or folder."""
        blank = QStyleOptionViewItem(option)
        blank.text = ""
        option.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, blank, painter, option.widget)
        theme, is_selected = current_theme(), bool(option.state & QStyle.StateFlag.State_Selected)
        text, muted = theme.inks(is_selected=is_selected)
        query = index.data(QUERY_ROLE)
        room = option.rect.adjusted(SPACE_1, 0, -SPACE_2, 0)
        painter.save()
        mark_focus(painter, option)
        if query is None:
            painter.setFont(caption_font(option.font, CAPTION))
            painter.setPen(muted)
            _write_short(painter, option, room, str(index.data()))
            painter.restore()
            return
        if query.is_starred:
            side = round(QFontMetrics(option.font).lineSpacing() * _STAR)
            star = QRect(room.left(), room.center().y() - side // 2, side, side)
            icon("starred", theme.token_on("near", is_selected=is_selected)).paint(painter, seen(option, star))
            room.setLeft(star.right() + SPACE_1)
        painter.setFont(caption_font(option.font, CAPTION))
        when = str(index.data(WHEN_ROLE))
        width = painter.fontMetrics().horizontalAdvance(when) + SPACE_2
        if width <= room.width() * (1 - _LEAST_FOR_NAME):
            painter.setPen(muted)
            write(painter, option, room, when, at_end=True)
            room.adjust(0, 0, -width, 0)
        painter.setFont(option.font)
        painter.setPen(text)
        _write_short(painter, option, room, str(index.data()))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Return a line to write the new name into."""
        line = named(QLineEdit(parent), "rename_query")
        line.setAccessibleName(self.tr("New name"))
        line.setMaxLength(LONGEST_NAME)
        line.setMinimumHeight(min(option.rect.height(), control_height(line)))
        return line

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: ARG002
        """Tell the new name, if there is one."""
        query = index.data(QUERY_ROLE)
        name = one_line(editor.text()) if isinstance(editor, QLineEdit) else ""
        if query is not None and name not in ("", query.name):
            self.renamed.emit(query, name)


def _write_short(painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str) -> None:
    write(painter, option, room, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
