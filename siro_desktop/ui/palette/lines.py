"""The palette's lines: the text, its note small beside it; at the other edge the shortcut, or what kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.list_line import write
from siro_desktop.ui.palette.offers import kind_in_words
from siro_desktop.ui.theme import SPACE_2, SPACE_3, current_theme, row_height, smaller_font
from siro_desktop.ui.words import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from siro_desktop.ui.palette.offers import Offer

    Index = QModelIndex | QPersistentModelIndex

OFFER_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_NO_PARENT: Final = QModelIndex()
_LEAST_FOR_TEXT: Final = 0.6  # of the width


class OffersModel(QAbstractListModel):
    """A few offers in their order. `OFFER_ROLE` gives the Offer."""

    def __init__(self, host: QObject | None = None) -> None:
        super().__init__(host)
        self.setObjectName("palette_model")
        self._offers: Sequence[Offer] = ()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._offers)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a line's offer, its text, or all of it in words."""
        offer = self._offers[index.row()]
        if role == OFFER_ROLE:
            return offer
        if role == _DISPLAY:
            return offer.text
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return in_words(offer)
        return None


def in_words(offer: Offer) -> str:
    """Return the whole of an offer: *Run, action, Query, Ctrl+Return*."""
    parts = (offer.text, kind_in_words(offer.kind), offer.note, offer.shortcut)
    return ", ".join(part for part in parts if part)


class OfferDelegate(QStyledItemDelegate):
    """Draws one offer on one line. What is too long is cut; the tool tip has it whole."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """One line, as high as a table's row."""
        return QSize(0, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the text, and small what stands beside it."""
        blank = QStyleOptionViewItem(option)
        blank.text = ""
        option.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, blank, painter, option.widget)
        offer: Offer = index.data(OFFER_ROLE)
        text, muted = current_theme().inks(is_selected=bool(option.state & QStyle.StateFlag.State_Selected))
        room = option.rect.adjusted(SPACE_3, 0, -SPACE_3, 0)
        caption = smaller_font(option.font)
        small, elide = QFontMetrics(caption), Qt.TextElideMode.ElideRight
        painter.save()
        painter.setFont(caption)
        painter.setPen(muted)
        beside = SEPARATOR.join(part for part in (kind_in_words(offer.kind), offer.shortcut) if part)
        write(painter, option, room, beside, at_end=True)
        room.setWidth(max(0, room.width() - small.horizontalAdvance(beside) - SPACE_3))
        widest = room.width() if not offer.note else round(room.width() * _LEAST_FOR_TEXT)
        whole = QFontMetrics(option.font)
        shown = whole.elidedText(offer.text, elide, max(widest, room.width() - small.horizontalAdvance(offer.note)))
        painter.setFont(option.font)
        painter.setPen(text)
        write(painter, option, room, shown)
        room.setLeft(room.left() + whole.horizontalAdvance(shown) + SPACE_2)
        painter.setFont(caption)
        painter.setPen(muted)
        write(painter, option, room, small.elidedText(offer.note, elide, room.width()))
        painter.restore()
