"""The list of names that opens under an input: name on the first line, id and note small on the second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from siro_desktop.ui.theme import SPACE_1, SPACE_2, current_theme, smaller_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPainter

    from siro_desktop.domain.names import NamedId

    Index = QModelIndex | QPersistentModelIndex

SECOND_LINE_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class NamesModel(QAbstractListModel):
    """Names to choose from, and after them, if there is typed text, the offer to take that as an id.

    `UserRole` gives the NamedId, or None for the offer.
    """

    def __init__(self, host: QObject | None = None) -> None:
        super().__init__(host)
        self.setObjectName("names_model")
        self._names: Sequence[NamedId] = ()
        self._offer = ""

    def show_names(self, names: Sequence[NamedId], offer: str = "") -> None:
        """Show these; `offer` is the last line, empty for none."""
        self.beginResetModel()
        self._names, self._offer = names, offer
        self.endResetModel()

    def rowCount(self, above: Index = QModelIndex()) -> int:  # noqa: D102, B008
        return 0 if above.isValid() else len(self._names) + bool(self._offer)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: D102
        named = self._names[index.row()] if index.row() < len(self._names) else None
        if role == Qt.ItemDataRole.UserRole:
            return named
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return (named.name or named.id) if named else self._offer
        if role in {SECOND_LINE_ROLE, Qt.ItemDataRole.ToolTipRole}:
            return second_line(named) if named else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{named.name}, {second_line(named)}" if named else self._offer
        return None


def second_line(named: NamedId) -> str:
    """The note and the id, without what the name says already."""
    parts = dict.fromkeys((named.note, named.shown_id))  # a team's note is its id
    return " · ".join(part for part in parts if part and part != named.name)


class TwoLineDelegate(QStyledItemDelegate):
    """Paints a name, and below it in small the text of SECOND_LINE_ROLE; both are elided to the width."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: D102
        height = option.fontMetrics.lineSpacing() + 2 * SPACE_1
        if index.data(SECOND_LINE_ROLE):
            height += QFontMetrics(smaller_font(option.font)).lineSpacing()
        return QSize(80, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        self.initStyleOption(option, index)
        name, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        strong = option.palette.color(QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
        inside = option.rect.adjusted(SPACE_2, SPACE_1, -SPACE_2, -SPACE_1)
        first = QRect(inside.topLeft(), QSize(inside.width(), option.fontMetrics.lineSpacing()))
        second = QRect(first.bottomLeft(), inside.bottomRight())
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        painter.save()
        painter.setPen(strong)
        painter.setFont(option.font)
        painter.drawText(first, align, option.fontMetrics.elidedText(name, elide, first.width()))
        caption = smaller_font(option.font)
        painter.setFont(caption)
        painter.setPen(strong if is_selected else current_theme().color("muted"))
        small = QFontMetrics(caption).elidedText(index.data(SECOND_LINE_ROLE) or "", elide, second.width())
        painter.drawText(second, align, small)
        painter.restore()
