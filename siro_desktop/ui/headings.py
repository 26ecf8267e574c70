"""The headings of a table, painted flat: text aligned with its column, marks of what rows go by, a hairline below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QHeaderView

from siro_desktop.ui.heading_marks import HeadingMark, mark_width, paint_mark
from siro_desktop.ui.theme import SPACE_1, SPACE_2, SPACE_4, Theme, current_theme, row_height, theme_events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

CELL_PADDING: Final = SPACE_2
EDGE: Final = SPACE_4 - CELL_PADDING  # what a page leaves beside a table
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)


def beside_edge(table: QWidget) -> QHBoxLayout:
    """Return a table in a layout in which its texts stand as far from the edge as all else on a page."""
    line = QHBoxLayout()
    line.setContentsMargins(EDGE, 0, 0, 0)
    line.addWidget(table)
    return line


class Headings(QHeaderView):
    """Paints its sections itself, also because Qt's own painting asks every row whether its column is all selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._marks: Mapping[int, HeadingMark] | None = None
        self.setSectionsClickable(True)
        theme_events().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("panel"))  # where there is no section
        palette.setColor(QPalette.ColorRole.Button, theme.color("panel"))
        self.setPalette(palette)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(super().sizeHint().width(), row_height(self.font()))

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803  Qt's name
        """As much room as the text is painted with."""
        model = self.model()  # Qt asks also while the table lets go of its rows
        text = "" if model is None else str(model.headerData(logicalIndex, self.orientation()) or "")
        return QSize(self.fontMetrics().horizontalAdvance(text) + 2 * CELL_PADDING + 1, row_height(self.font()))

    def set_marks(self, marks: Mapping[int, HeadingMark]) -> None:
        """Mark columns that rows are sorted or filtered by, in place of Qt's own indicator of one column."""
        if marks != self._marks:
            self._marks = marks
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        """Draw one heading."""
        theme, model = current_theme(), self.model()
        mark = self._mark(logicalIndex)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text's, so that it is cut at its end
        painter.fillRect(rect, theme.color("panel"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        is_mirrored, inset = self.isRightToLeft(), QPoint(0, SPACE_2)
        top, foot = (rect.topLeft(), rect.bottomLeft()) if is_mirrored else (rect.topRight(), rect.bottomRight())
        painter.drawLine(top + inset, foot - inset)
        painter.setPen(theme.color("muted" if mark is None else "text"))
        is_right = bool(
            int(model.headerData(logicalIndex, self.orientation(), _ALIGNMENT)) & int(Qt.AlignmentFlag.AlignRight)
        )
        room = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        text = str(model.headerData(logicalIndex, self.orientation()) or "")
        beside = 0 if mark is None else mark_width(mark, self.fontMetrics())
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width() - beside)
        if mark is not None:
            width = self.fontMetrics().horizontalAdvance(short) + beside
            left = room.right() - width if is_right or is_mirrored else room.left() + width - beside + SPACE_1
            paint_mark(painter, QPointF(left, QRectF(room).center().y()), mark)
        side = Qt.AlignmentFlag.AlignRight if is_right or is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, short)
        painter.restore()

    def _mark(self, column: int) -> HeadingMark | None:
        if self._marks is not None:
            return self._marks.get(column)
        if not self.isSortIndicatorShown() or self.sortIndicatorSection() != column:
            return None
        return HeadingMark(descending=self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)
